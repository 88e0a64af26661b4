/** Photos as a phone would take them, and their way up by HTTP. */
import { createHash, randomUUID } from 'node:crypto';
import request from 'supertest';
import sharp from 'sharp';
import { type AnnounceUpload, type TakenEvidence } from '../../models/evidence/evidence.schema';
import { type Location } from '../../models/core/place';
import { type Browser, type TestServer } from './server';

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** A picture with something to recognise: blocks whose brightness follows from `seed`. */
export async function picture(seed: number, { width = 320, height = 240, quality = 80 } = {}): Promise<Buffer> {
  const bytes = createHash('sha512').update(String(seed)).digest();
  const blocks = Buffer.from(Array.from({ length: 64 }, (_, at) => bytes[at] ?? 0));
  return sharp(blocks, { raw: { width: 8, height: 8, channels: 1 } })
    .resize(width, height, { kernel: 'nearest', fit: 'fill' })
    .jpeg({ quality })
    .toBuffer();
}

export interface Taking {
  record?: string;
  takenAt?: Date;
  skewMs?: number | null;
  location?: Location | null;
  mock?: boolean;
  /** Clocks at the taking and at the sending; by default both right and the page never closed. */
  clocks?: Partial<AnnounceUpload['clocks']>;
  original?: Buffer;
  type?: TakenEvidence['type'];
}

/** What a phone announces of a light copy and its original. */
export function announcementOf(light: Buffer, now: Date, taking: Taking = {}): AnnounceUpload {
  const { takenAt = new Date(now.getTime() - 60_000), skewMs = 0, location = [122.3, 29.95], mock, clocks } = taking;
  const { original = light, type = 'image/jpeg', record = 'siteRecord:i1' } = taking;
  const at = takenAt.toISOString();
  const boot = 'boot-1';
  return {
    record,
    taken: {
      sha256: sha256(light),
      kind: type.startsWith('image/') ? 'photo' : 'video',
      type,
      bytes: light.length,
      width: 320,
      height: 240,
      seconds: null,
      original: { sha256: sha256(original), type, bytes: original.length },
      takenAt: at,
      skewMs,
      position: location && { location, accuracy: 10, at, ...(mock === undefined ? {} : { mock }) },
    },
    clocks: {
      taken: { at, uptimeMs: 1_000, boot },
      sent: { at: now.toISOString(), uptimeMs: 1_000 + now.getTime() - takenAt.getTime(), boot },
      ...clocks,
    },
  };
}

/** One request as this person, with whatever body. */
export function asks(server: TestServer, { cookie, csrf }: Browser) {
  const headers = { cookie, 'x-csrf-token': csrf, 'idempotency-key': randomUUID() };
  return {
    announce: (hash: string, body: object) => request(server.url).post(`/api/evidence/${hash}`).set(headers).send(body),
    piece: (hash: string, n: number | string, bytes: Buffer) =>
      request(server.url)
        .put(`/api/evidence/${hash}/chunks/${n}`)
        .set({ ...headers, 'content-type': 'application/octet-stream' })
        .send(bytes),
    state: (hash: string) => request(server.url).get(`/api/evidence/${hash}/chunks`).set(headers),
    file: (hash: string, query = '', more: Record<string, string> = {}) =>
      request(server.url)
        .get(`/api/evidence/${hash}${query}`)
        .set({ ...headers, ...more })
        .buffer(true),
  };
}
export type Asks = ReturnType<typeof asks>;

/** Send a file as a phone does; answers with the last answer. */
export async function sendUp(by: Asks, bytes: Buffer, announcement: AnnounceUpload) {
  const hash = sha256(bytes);
  let answer = await by.announce(hash, announcement);
  for (const n of (answer.body as { missing?: number[] }).missing ?? []) {
    const { chunkBytes } = answer.body as { chunkBytes: number };
    answer = await by.piece(hash, n, bytes.subarray(n * chunkBytes, (n + 1) * chunkBytes));
  }
  return answer;
}
