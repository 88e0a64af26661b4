/** Evidence by HTTP: in piece by piece from the phone that took it, out to whoever may see a record that names it. */
import type Router from '@koa/router';
import { Readable } from 'node:stream';
import { type Context } from 'koa';
import { z } from 'zod';
import { mayReadForApproval } from '../models/approval/reading';
import { permits } from '../models/core/access';
import { recordDenied } from '../models/core/auditLog';
import { DomainError } from '../models/core/errors';
import { policy } from '../models/core/policy';
import { type Stored } from '../models/core/journal';
import { checked, type Stateful } from '../models/core/workflow';
import { faceOf } from '../models/domains';
import { AnnounceUpload, type Evidence, EVIDENCE_FLAGS, EvidenceHash } from '../models/evidence/evidence.schema';
import { evidenceByFile, evidenceUsedBy } from '../models/evidence/evidence.store';
import { bytesOfFile, type EvidenceFile, fileByHash, thumbOf } from '../models/evidence/evidenceFiles.store';
import { FIELD_STORES } from '../models/evidence/merkleDay';
import { announce, type Piece, receiveChunk, uploadState } from '../models/evidence/receiving';
import { FieldRecord } from '../models/field/fieldEvent.schema';
import { type AnyFace } from '../models/domains';
import { commandContext } from './commands';
import { visibleRecord } from './record.routes';
import { type SignedIn } from './signIn';

const ChunkNumber = z.coerce.number('这一段的编号不对，请刷新页面，系统会自动重传').int().min(0).max(100_000);
/** Where in the piece the body begins: 0, or as far as the server has it (`begun`). */
export const ChunkQuery = z.strictObject({
  from: z.coerce.number('起点不对，请刷新页面，系统会自动重传').int().min(0).max(2_000_000).default(0),
});
export const EvidenceFileQuery = z.strictObject({ size: z.enum(['whole', 'thumb']).default('whole') });
export const EvidenceQuery = z.strictObject({ record: FieldRecord });

const stateOf = (ctx: { state: unknown }) => ctx.state as SignedIn;
const hashOf = (ctx: Context & { params?: unknown }) =>
  checked(EvidenceHash, (ctx.params as Record<string, string>)['sha256']);

/** Where a field record's reference leads: its face and its id. */
export function fieldRecordOf(record: string): { face: AnyFace; id: string } {
  const [word = '', id = ''] = record.split(/:(.*)/s);
  const face = faceOf(FIELD_STORES[word as keyof typeof FIELD_STORES] ?? '');
  if (!face)
    throw new DomainError('NOT_FOUND', '没有找到这份笔录，可能已撤销或不属于您的范围，请返回列表刷新。', { record });
  return { face, id };
}

/** The field record this reference names, if this reader may see it. @throws DomainError NOT_FOUND */
export function visibleFieldRecord(record: string, state: SignedIn): Promise<Stored<Stateful>> {
  const { face, id } = fieldRecordOf(record);
  return visibleRecord(face, id, state);
}

async function isSeen(record: string, { actor }: SignedIn): Promise<boolean> {
  const [word = '', id = ''] = record.split(/:(.*)/s);
  const face = faceOf(FIELD_STORES[word as keyof typeof FIELD_STORES] ?? '');
  const projection = Object.fromEntries((face?.seenBy ?? []).map((field) => [field, 1]));
  const found = face && (await face.domain.store.collection.findOne({ _id: id } as never, { projection }));
  return Boolean(face && found && face.maySee(found as unknown as Stored<Stateful>, actor));
}

/** Other documents of a case that carry evidence over from the site record; their readers may look at it too. */
const HOLDERS = [
  'evidence_holds',
  'spot_penalties',
  'rectification_orders',
  'penalty_cases',
  'follow_ups',
  'rectification_items',
];

async function isHeld(hash: string, { actor }: SignedIn): Promise<boolean> {
  for (const face of HOLDERS.flatMap((name) => faceOf(name) ?? [])) {
    const found = await face.domain.store.collection.find({ evidence: hash } as never, { limit: 20 }).toArray();
    if (found.some((record) => face.maySee(record, actor))) return true;
  }
  return false;
}

/** Its taker, and whoever may see a record that names it. */
async function mayRead(file: EvidenceFile, state: SignedIn): Promise<boolean> {
  if (file.by === state.actor.id) return true;
  const evidence = await evidenceByFile(file._id);
  if (!evidence) return false;
  for (const { record } of evidence.uses) if (await isSeen(record, state)) return true;
  return (await isHeld(evidence._id, state)) || mayReadForApproval(state.actor, evidence._id, state.now);
}

async function readable(sha256: string, state: SignedIn): Promise<EvidenceFile> {
  const file = await fileByHash(sha256);
  if (file && (await mayRead(file, state))) return file;
  if (file) {
    const about = { objectType: 'evidence', objectId: sha256, action: 'evidence.read' };
    await recordDenied(commandContext(state), about);
  }
  throw new DomainError('NOT_FOUND', '没有找到这份证据，可能还没有上传或不属于您的范围，请返回刷新后再看。', {
    sha256,
  });
}

/** One piece as it comes, or as much of it as came before the line broke off; more than a piece is not read. @throws DomainError TOO_LARGE */
async function piece(ctx: Context): Promise<Pick<Piece, 'bytes' | 'brokenOff'>> {
  if (!ctx.is('application/octet-stream')) {
    throw new DomainError('UNSUPPORTED_MEDIA', '提交的格式不对，请刷新页面，系统会自动重传。');
  }
  const most = policy().evidence.chunkKb * 1024;
  const tooLarge = new DomainError('TOO_LARGE', '这一段太大，请刷新页面，系统会自动重传。', { most });
  if (Number(ctx.get('content-length')) > most) throw tooLarge;
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of ctx.req as AsyncIterable<Buffer>) {
      size += part.length;
      if (size > most) throw tooLarge;
      parts.push(part);
    }
  } catch (error) {
    if (error === tooLarge) throw error;
  }
  return { bytes: Buffer.concat(parts), brokenOff: !ctx.req.complete };
}

/** `bytes=0-99`; undefined when the whole is asked for. Telephones play videos only from servers that know this. */
function rangeOf(header: string, bytes: number): { from: number; to: number } | undefined {
  const parts = /^bytes=(\d*)-(\d*)$/.exec(header);
  if (!parts || (!parts[1] && !parts[2])) return undefined;
  const from = parts[1] ? Number(parts[1]) : Math.max(0, bytes - Number(parts[2]));
  const to = parts[1] && parts[2] ? Math.min(Number(parts[2]), bytes - 1) : bytes - 1;
  return from <= to ? { from, to } : undefined;
}

/** A client that goes away in the middle is no error of ours; Koa ends the stream. */
function sendFile(ctx: Context, file: EvidenceFile): void {
  const range = rangeOf(ctx.get('range'), file.bytes);
  const { from, to } = range ?? { from: 0, to: file.bytes - 1 };
  ctx.status = range ? 206 : 200;
  if (range) ctx.set('content-range', `bytes ${from}-${to}/${file.bytes}`);
  ctx.set({ 'accept-ranges': 'bytes', 'cache-control': 'private, max-age=3600' });
  ctx.type = file.type;
  ctx.length = to - from + 1;
  ctx.body = Readable.from(bytesOfFile(file, from, to));
}

/** What a reader sees of one piece; reasons to look twice are for those who check, not for who is checked. */
function present({ taken, uses, receivedAt, originalAt, flags }: Evidence, { actor }: SignedIn) {
  const { sha256, kind, type, bytes, width, height, seconds, takenAt, original } = taken;
  const checks = permits('exportRecord', actor);
  return {
    ...{ sha256, kind, type, bytes, width, height, seconds, takenAt, receivedAt, originalAt },
    original: originalAt ? original.sha256 : null,
    records: new Set(uses.map(({ record }) => record)).size,
    flags: checks ? flags.map(({ code, why }) => ({ code, what: EVIDENCE_FLAGS[code], why })) : [],
  };
}

/** `/api/evidence…`: announce, pieces, state, files, and what is known of a record's evidence. */
export function evidenceRoutes(router: Router): void {
  router.get('/api/evidence', async (ctx) => {
    const { record } = checked(EvidenceQuery, { ...ctx.query });
    await visibleFieldRecord(record, stateOf(ctx));
    ctx.body = { items: (await evidenceUsedBy(record)).map((one) => present(one, stateOf(ctx))) };
  });

  router.get('/api/evidence/settings', (ctx) => {
    const { photoEdge, photoKb, videoSeconds } = policy().evidence;
    ctx.body = { photoEdge, photoKb, videoSeconds };
  });

  router.post('/api/evidence/:sha256', async (ctx) => {
    const announced = checked(AnnounceUpload, ctx.request.body);
    ctx.body = await announce(hashOf(ctx), announced, commandContext(stateOf(ctx)));
  });

  router.get('/api/evidence/:sha256/chunks', async (ctx) => {
    ctx.body = await uploadState(hashOf(ctx), commandContext(stateOf(ctx)));
  });

  router.put('/api/evidence/:sha256/chunks/:n', async (ctx) => {
    const n = checked(ChunkNumber, ctx.params['n']);
    const { from } = checked(ChunkQuery, { ...ctx.query });
    const sha256 = hashOf(ctx);
    ctx.body = await receiveChunk(sha256, { n, from, ...(await piece(ctx)) }, commandContext(stateOf(ctx)));
  });

  router.get('/api/evidence/:sha256', async (ctx) => {
    const { size } = checked(EvidenceFileQuery, { ...ctx.query });
    const file = await readable(hashOf(ctx), stateOf(ctx));
    if (size === 'whole') return sendFile(ctx, file);
    ctx.type = 'image/jpeg';
    ctx.set('cache-control', 'private, max-age=3600');
    ctx.body = await thumbOf(file._id);
  });
}
