import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import sharp from 'sharp';
import mongoose from 'mongoose';
import { adopt, policy } from '../models/core/policy';
import { type Evidence } from '../models/evidence/evidence.schema';
import { evidenceOf } from '../models/evidence/evidence.store';
import {
  beginUpload,
  contentOf,
  dropAbandoned,
  fileByHash,
  keepChunk,
  uploadOf,
} from '../models/evidence/evidenceFiles.store';
import { nameEvidence } from '../models/evidence/evidence';
import { useDatabase } from './support/database';
import { announcementOf, type Asks, asks, picture, sendUp, sha256, type Taking } from './support/evidence';
import { settle, signIn, startServer, type TestServer } from './support/server';

useDatabase();
let server: TestServer;
let wang: Asks;
let zhang: Asks;
beforeEach(async () => {
  await settle();
  server = await startServer();
  wang = asks(server, await signIn(server, 'wang'));
  zhang = asks(server, await signIn(server, 'zhang'));
});
afterEach(() => server.close());

const count = (name: string) => mongoose.connection.collection(name).countDocuments();
const messageOf = (answer: { body: unknown }) => (answer.body as { error: { code: string; message: string } }).error;
const flags = async (hash: string) => (await evidenceOf([hash]))[0]!.flags.map(({ code }) => code);
const now = () => server.clock.now;

async function sent(light: Buffer, taking: Taking = {}, by = wang): Promise<Evidence> {
  const answer = await sendUp(by, light, announcementOf(light, now(), taking));
  expect(answer.status).toBe(200);
  expect((answer.body as { kept: boolean }).kept).toBe(true);
  return (await evidenceOf([sha256(light)]))[0]!;
}

describe('a file on its way up', () => {
  const big = randomBytes(300_000);
  const webm = Buffer.concat([Buffer.from('1a45dfa3', 'hex'), big]);
  const video = () => announcementOf(webm, now(), { type: 'video/webm' });

  it('comes in pieces of the size the server names, in any order and each once', async () => {
    const hash = sha256(webm);
    const { chunkBytes, missing } = (await wang.announce(hash, video())).body as {
      chunkBytes: number;
      missing: number[];
    };
    expect([chunkBytes, missing]).toEqual([policy().evidence.chunkKb * 1024, [0, 1, 2]]);
    const piece = (n: number) => wang.piece(hash, n, webm.subarray(n * chunkBytes, (n + 1) * chunkBytes));
    expect((await piece(2)).body).toMatchObject({ kept: false, missing: [0, 1] });
    expect((await piece(2)).body).toMatchObject({ kept: false, missing: [0, 1] });
    expect((await wang.state(hash)).body).toMatchObject({ missing: [0, 1] });
    await piece(0);
    expect((await wang.file(hash)).status).toBe(404);
    expect((await piece(1)).body).toMatchObject({ kept: true, missing: [] });
    expect((await piece(1)).body).toMatchObject({ kept: true, missing: [] });
    const answer = await wang.file(hash);
    expect([answer.status, answer.type, (answer.body as Buffer).equals(webm)]).toEqual([200, 'video/webm', true]);
    expect([await count('evidence_uploads'), await count('evidence_chunks')]).toEqual([0, 3]);
  });

  it('gives a telephone the part of a video it asks for', async () => {
    await sent(webm, { type: 'video/webm' });
    const answer = await wang.file(sha256(webm), '', { range: 'bytes=131000-131999' });
    expect([answer.status, answer.get('content-range')]).toEqual([206, `bytes 131000-131999/${webm.length}`]);
    expect((answer.body as Buffer).equals(webm.subarray(131_000, 132_000))).toBe(true);
  });

  it('is thrown away as a whole when its content is not what was announced, and can come again', async () => {
    const hash = sha256(webm);
    const { chunkBytes } = (await wang.announce(hash, video())).body as { chunkBytes: number };
    const pieces = [0, 1, 2].map((n) => Buffer.from(webm.subarray(n * chunkBytes, (n + 1) * chunkBytes)));
    pieces[1]![50]! ^= 1;
    const answers = [];
    for (const [n, bytes] of pieces.entries()) answers.push(await wang.piece(hash, n, bytes));
    expect([answers[2]!.status, messageOf(answers[2]!).message]).toEqual([400, expect.stringContaining('校验值不符')]);
    expect([await count('evidence'), await count('evidence_uploads'), await count('evidence_chunks')]).toEqual([
      0, 0, 0,
    ]);
    await sent(webm, { type: 'video/webm' });
  });

  it('is refused when something else is inside', async () => {
    const exe = Buffer.concat([Buffer.from('MZ'), randomBytes(500)]);
    const named = await sendUp(wang, exe, announcementOf(exe, now()));
    expect([named.status, messageOf(named).message]).toEqual([415, expect.stringContaining('不是照片或视频')]);
    const asVideo = await sendUp(wang, webm, announcementOf(webm, now(), { type: 'video/mp4' }));
    expect(asVideo.status).toBe(415);
    const torn = (await picture(1)).subarray(0, 2_000);
    const damaged = await sendUp(wang, torn, announcementOf(torn, now()));
    expect([damaged.status, messageOf(damaged).message]).toEqual([415, expect.stringContaining('损坏')]);
    expect([await count('evidence'), await count('evidence_chunks')]).toEqual([0, 0]);
  });

  it.each([
    ['a number beyond the last', 99, 10],
    ['a piece of another size', 0, 10],
    ['a number that is none', '1e', 10],
    ['a way out of the folder', '..%2F..%2Fetc%2Fpasswd', 10],
    ['a negative number', '-1', 10],
    ['more than a piece', 0, 200_000],
  ])('is refused with %s, in words', async (_, n, size) => {
    const hash = sha256(webm);
    await wang.announce(hash, video());
    const answer = await wang.piece(hash, n, randomBytes(size));
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(messageOf(answer).message).toMatch(/。$/);
    expect(await count('evidence_chunks')).toBe(0);
  });

  it.each(['x', '../../etc/passwd', 'A'.repeat(64), `${'0'.repeat(64)}%00`])(
    'is not found under the hash “%s”',
    async (hash) => {
      for (const answer of [
        await wang.file(encodeURIComponent(hash)),
        await wang.announce(encodeURIComponent(hash), video()),
      ])
        expect([400, 404]).toContain(answer.status);
    },
  );

  it('is refused when what is announced is not its own, too large or beyond the day', async () => {
    const hash = sha256(webm);
    const stranger = await wang.announce('0'.repeat(64), video());
    expect(stranger.status).toBe(400);
    const huge = video();
    huge.taken.bytes = huge.taken.original.bytes = 150_000_000;
    expect((await wang.announce(hash, huge)).status).toBe(413);
    adopt({ evidence: { dailyMb: 10 } });
    const many = Array.from({ length: 5 }, () => Buffer.concat([Buffer.from('1a45dfa3', 'hex'), randomBytes(64)]));
    const answers = [];
    for (const one of many) {
      const announcement = announcementOf(one, now(), { type: 'video/webm' });
      announcement.taken.bytes = announcement.taken.original.bytes = 3_000_000;
      answers.push((await wang.announce(sha256(one), announcement)).status);
    }
    adopt({});
    expect(answers).toEqual([200, 200, 200, 429, 429]);
    expect((await wang.announce(hash, { ...video(), more: 1 })).status).toBe(400);
  });

  it('belongs to the person who takes it: nobody else adds a piece, asks how far it is or reads it', async () => {
    const hash = sha256(webm);
    await wang.announce(hash, video());
    expect((await zhang.state(hash)).status).toBe(404);
    expect((await zhang.piece(hash, 0, webm.subarray(0, 131_072))).status).toBe(404);
    const auditor = asks(server, await signIn(server, 'auditor'));
    expect((await auditor.announce(hash, video())).status).toBe(403);
    await sent(webm, { type: 'video/webm' });
    expect((await zhang.file(hash)).status).toBe(404);
    const denied = await mongoose.connection
      .collection('audit_log')
      .findOne({ actor: 'zhang', action: 'evidence.read' });
    expect(denied).toMatchObject({ result: 'denied', objectId: hash });
  });

  it('is not spoilt by somebody else who sends the same file wrongly at the same time', async () => {
    const hash = sha256(webm);
    const { chunkBytes } = (await wang.announce(hash, video())).body as { chunkBytes: number };
    await zhang.announce(hash, video());
    await zhang.piece(hash, 0, randomBytes(chunkBytes));
    await sent(webm, { type: 'video/webm' });
    expect((await zhang.state(hash)).status).toBe(200);
  });

  it('that is kept loses nothing when the same upload is announced otherwise while it becomes a file', async () => {
    const photo = await picture(5);
    const { taken } = await sent(photo);
    const again = { ...announcementOf(photo, now()), taken: { ...taken, type: 'image/webp' as const } };
    await beginUpload({
      ...{ sha256: taken.sha256, by: 'wang', type: 'image/webp', bytes: photo.length, announced: again },
      ...{ chunkBytes: policy().evidence.chunkKb * 1024, heardAt: now(), touchedAt: now() },
    });
    await wang.piece(taken.sha256, 0, photo);
    expect(await count('evidence_uploads')).toBe(0);
    expect(await contentOf((await fileByHash(taken.sha256))!)).toEqual(photo);
  });

  it('is cleaned away when nobody goes on with it, and not when it is whole', async () => {
    const hash = sha256(webm);
    const { chunkBytes } = (await wang.announce(hash, video())).body as { chunkBytes: number };
    await wang.piece(hash, 0, webm.subarray(0, chunkBytes));
    const photo = await picture(5);
    await sent(photo);
    expect(await dropAbandoned(now())).toBe(0);
    expect(await dropAbandoned(new Date(now().getTime() + 1))).toBe(1);
    expect([await count('evidence_uploads'), await count('evidence_chunks')]).toEqual([0, 1]);
    expect((await wang.state(hash)).status).toBe(404);
    expect((await wang.file(sha256(photo))).status).toBe(200);
  });
});

describe('a piece of evidence', () => {
  it('is there with its light copy and complete with its original, whichever comes first', async () => {
    const [light, original] = [await picture(1), await picture(1, { width: 640, height: 480 })];
    const announcement = announcementOf(light, now(), { original });
    await sendUp(wang, light, announcement);
    expect((await evidenceOf([sha256(light)]))[0]).toMatchObject({ status: 'received', originalAt: null, flags: [] });
    await sendUp(wang, original, announcement);
    expect((await evidenceOf([sha256(light)]))[0]).toMatchObject({ status: 'complete', by: 'wang', flags: [] });

    const [second, itsOriginal] = [await picture(2), await picture(2, { width: 640, height: 480 })];
    const other = announcementOf(second, now(), { original: itsOriginal });
    await sendUp(wang, itsOriginal, other);
    expect(await evidenceOf([sha256(second)])).toEqual([]);
    await sendUp(wang, second, other);
    expect((await evidenceOf([sha256(second)]))[0]).toMatchObject({ status: 'complete' });
  });

  it('has a small picture for lists', async () => {
    const light = await picture(3, { width: 1600, height: 1200 });
    await sent(light);
    const answer = await wang.file(sha256(light), '?size=thumb');
    expect(answer.type).toBe('image/jpeg');
    expect((await sharp(answer.body as Buffer).metadata()).width).toBe(320);
  });

  it('is kept once when it comes twice, and flagged when another record uses it', async () => {
    const light = await picture(4);
    await sent(light);
    expect((await sendUp(wang, light, announcementOf(light, now()))).body).toMatchObject({ kept: true });
    expect(await flags(sha256(light))).toEqual([]);
    const again = announcementOf(light, now(), { record: 'siteRecord:i2' });
    expect((await zhang.announce(sha256(light), again)).body).toMatchObject({ kept: true, missing: [] });
    expect(await count('evidence_files')).toBe(1);
    const [evidence] = await evidenceOf([sha256(light)]);
    expect(evidence!.uses.map(({ record, by }) => [record, by])).toEqual([
      ['siteRecord:i1', 'wang'],
      ['siteRecord:i2', 'zhang'],
    ]);
    expect(evidence!.flags).toEqual([{ code: 'DUPLICATE', why: '同一份文件用于2份笔录。' }]);
  });

  it('is flagged when it looks like a photo of another record, not when of the same one', async () => {
    await sent(await picture(6));
    await sent(await picture(7), { record: 'siteRecord:i2' });
    const smaller = await picture(6, { width: 200, height: 150, quality: 40 });
    const burst = await sent(smaller);
    expect(burst.flags).toEqual([]);
    const resaved = await picture(6, { width: 260, height: 195, quality: 50 });
    expect((await sent(resaved, { record: 'siteRecord:i3' })).flags.map(({ code }) => code)).toEqual(['DUPLICATE']);
  });

  it('is flagged when it was taken far from the site, as soon as the site is known', async () => {
    const light = await picture(8);
    expect((await sent(light)).flags).toEqual([]);
    const named = { record: 'siteRecord:i1', by: 'wang' };
    await nameEvidence(sha256(light), { ...named, site: [122.3, 29.952] }, { now: now() });
    expect(await flags(sha256(light))).toEqual([]);
    await nameEvidence(sha256(light), { ...named, site: [122.31, 29.96] }, { now: now() });
    expect((await evidenceOf([sha256(light)]))[0]!.flags).toEqual([
      { code: 'FAR_AWAY', why: '拍摄位置距检查现场约1.5公里。' },
    ]);
  });

  it('is flagged when the phone says its position is made up', async () => {
    expect((await sent(await picture(9), { mock: true })).flags.map(({ code }) => code)).toEqual(['MOCK_LOCATION']);
  });

  it.each([
    ['another time', { IFD2: { DateTimeOriginal: '2026:02:27 12:00:00' } }, '拍摄时间'],
    ['an editor', { IFD0: { Software: 'Adobe Photoshop 25.0' } }, '修图软件'],
    [
      'another place',
      {
        IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '30/1 0/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '122/1 6/1 0/1' },
      },
      '位置',
    ],
  ])('is flagged when its original tells of %s', async (_, exif, words) => {
    const light = await picture(10);
    const original = await sharp(await picture(10, { width: 640, height: 480 }))
      .withExif(exif)
      .jpeg()
      .toBuffer();
    await sent(light, { original });
    await sendUp(wang, original, announcementOf(light, now(), { original }));
    const [flag] = (await evidenceOf([sha256(light)]))[0]!.flags;
    expect([flag!.code, flag!.why]).toEqual(['FORGED_EXIF', expect.stringContaining(words)]);
  });
});

describe('a process that dies', () => {
  const webm = Buffer.concat([Buffer.from('1a45dfa3', 'hex'), randomBytes(1_000)]);
  const hash = sha256(webm);
  const announcement = () => announcementOf(webm, now(), { type: 'video/webm' });

  it('after the last piece was kept leaves a whole that is judged when the phone asks again', async () => {
    await wang.announce(hash, announcement());
    await keepChunk((await uploadOf(hash, 'wang'))!, 0, webm, now());
    expect((await wang.file(hash)).status).toBe(404);
    expect((await wang.announce(hash, announcement())).body).toMatchObject({ kept: true });
    expect((await wang.file(hash)).status).toBe(200);
  });

  it('after the file was kept leaves it to be entered when the phone asks again', async () => {
    await sent(webm, { type: 'video/webm' });
    await mongoose.connection.collection('evidence').deleteMany({});
    expect((await wang.announce(hash, announcement())).body).toMatchObject({ kept: true });
    expect((await evidenceOf([hash])).map(({ status }) => status)).toEqual(['complete']);
  });
});

describe('an upload that takes hours', () => {
  it('is no turned clock: what counts is when the phone told the time', async () => {
    const webm = Buffer.concat([Buffer.from('1a45dfa3', 'hex'), randomBytes(200_000)]);
    const hash = sha256(webm);
    const announcement = announcementOf(webm, now(), { type: 'video/webm' });
    const { chunkBytes } = (await wang.announce(hash, announcement)).body as { chunkBytes: number };
    await wang.piece(hash, 0, webm.subarray(0, chunkBytes));
    server.clock.now = new Date(now().getTime() + 5 * 3_600_000);
    expect((await wang.piece(hash, 1, webm.subarray(chunkBytes))).body).toMatchObject({ kept: true });
    expect(await flags(hash)).toEqual([]);
  });
});

describe('a piece whose sending broke off', () => {
  const webm = Buffer.concat([Buffer.from('1a45dfa3', 'hex'), randomBytes(100_000)]);
  const hash = sha256(webm);
  /** Send the beginning of the only piece and cut the line. */
  async function cutOff(bytes: Buffer, promised: number) {
    const { cookie, csrf } = await signIn(server, 'wang');
    const headers = {
      cookie,
      'x-csrf-token': csrf,
      'content-type': 'application/octet-stream',
      'content-length': promised,
    };
    const line = request(`${server.url}/api/evidence/${hash}/chunks/0`, { method: 'PUT', headers });
    line.on('error', () => undefined);
    await new Promise<void>((written) => line.write(bytes, () => written()));
    await new Promise((arrived) => setTimeout(arrived, 100));
    line.destroy();
    for (let look = 0; look < 100; look++) {
      const { begun } = (await wang.state(hash)).body as { begun: { bytes: number }[] };
      if (begun.length > 0) return begun;
      await new Promise((later) => setTimeout(later, 20));
    }
    return [];
  }

  it('goes on at the byte at which it broke off, and nowhere else', async () => {
    await wang.announce(hash, announcementOf(webm, now(), { type: 'video/webm' }));
    expect(await cutOff(webm.subarray(0, 40_000), webm.length)).toEqual([{ n: 0, bytes: 40_000 }]);
    expect((await wang.file(hash)).status).toBe(404);
    const elsewhere = await wang.piece(hash, '0?from=39999', webm.subarray(39_999));
    expect([elsewhere.status, messageOf(elsewhere).code]).toEqual([409, 'STALE_DOCUMENT']);
    expect((await wang.piece(hash, '0?from=x', webm)).status).toBe(400);
    expect((await wang.piece(hash, '0?from=40000', webm.subarray(40_000))).body).toMatchObject({ kept: true });
    expect(((await wang.file(hash)).body as Buffer).equals(webm)).toBe(true);
    expect(await count('evidence_chunks')).toBe(1);
  });
});
