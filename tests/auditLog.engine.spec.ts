import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import mongoose from 'mongoose';
import { CLOCK } from '../models/core/access';
import {
  alteredEvents,
  appendAudit,
  type AuditEntry,
  type AuditFact,
  recordDenied,
  sealEvents,
  verifyAudit,
} from '../models/core/auditLog';
import { canonicalJson } from '../models/core/canonical';
import { contentHash } from '../models/core/contentHash';
import { testDatabase, testUri, useDatabase } from './support/database';

const run = promisify(execFile);
const at = new Date('2026-03-01T08:00:00Z');
const later = new Date('2026-03-01T09:00:00Z');
const aFact = (more: Partial<AuditFact> = {}): AuditFact => ({
  at,
  actor: 'wang',
  action: 'petition.accept',
  objectType: 'petition',
  objectId: 'p1',
  result: 'ok',
  ...more,
});
const log = () => mongoose.connection.collection<AuditEntry>('audit_log');
const entries = () => log().find().sort({ _id: 1 }).toArray();

describe('the audit log', () => {
  useDatabase();

  it('numbers its entries from 1 without gaps and chains each to the one before', async () => {
    await appendAudit([aFact(), aFact({ objectId: 'p2' })]);
    await appendAudit([aFact({ objectId: 'p3' })]);
    const written = await entries();
    expect(written.map(({ _id, objectId }) => [_id, objectId])).toEqual([
      [1, 'p1'],
      [2, 'p2'],
      [3, 'p3'],
    ]);
    expect(written.map(({ prevHash }) => prevHash)).toEqual(['0'.repeat(64), written[0]?.hash, written[1]?.hash]);
    expect(await verifyAudit()).toEqual({ ok: true, count: 3, head: { seq: 3, hash: written[2]?.hash } });
  });

  it('has nothing to say against an empty chain, and writes nothing for no facts', async () => {
    await appendAudit([]);
    expect(await verifyAudit()).toEqual({ ok: true, count: 0, head: { seq: 0, hash: '0'.repeat(64) } });
  });

  it('takes the same fact once, in one call, in two, or in two at the same time', async () => {
    const fact = aFact({ factId: 'f1' });
    await appendAudit([fact, fact]);
    await Promise.all([appendAudit([fact, aFact({ factId: 'f2' })]), appendAudit([aFact({ factId: 'f2' }), fact])]);
    expect((await entries()).map(({ factId }) => factId)).toEqual(['f1', 'f2']);
  });

  it('keeps a thousand concurrent appends in one valid chain', async () => {
    await Promise.all(
      Array.from({ length: 1000 }, (_, index) => appendAudit([aFact({ objectId: `${index}` }), aFact()])),
    );
    expect(await verifyAudit()).toMatchObject({ ok: true, count: 2000 });
  });

  it('is one chain for several processes, and their shared facts stand once', async () => {
    const writer = join(__dirname, 'support/auditWriter.ts');
    const processes = ['a', 'b', 'c'].map((actor) =>
      run(process.execPath, ['--import', 'tsx', writer, testUri(), testDatabase(), actor, '150'], {
        cwd: join(__dirname, '..'),
      }),
    );
    let running = true;
    const finished = Promise.all(processes).finally(() => (running = false));
    let own = 0;
    for (; running; own += 1) await appendAudit([aFact({ actor: 'd' })]);
    await finished;
    expect(await verifyAudit()).toMatchObject({ ok: true, count: 4 * 150 + own });
  }, 60_000);

  it('refuses a malformed fact without touching those beside it', async () => {
    const wrong = { ...aFact(), phone: '13900001111' } as AuditFact;
    const [refused, taken] = await Promise.allSettled([appendAudit([wrong]), appendAudit([aFact()])]);
    expect([refused.status, taken.status]).toEqual(['rejected', 'fulfilled']);
    expect(await verifyAudit()).toMatchObject({ ok: true, count: 1 });
  });

  it('hands on what the database says, and goes on afterwards', async () => {
    // The next entry repeats this hash and so becomes larger than a document may be.
    const hash = 'x'.repeat(16 * 1024 * 1024 - 100);
    await log().insertOne({ _id: 1, hash } as AuditEntry);
    await expect(appendAudit([aFact()])).rejects.toThrow(/large|size/i);
    await log().deleteOne({ _id: 1 });
    await appendAudit([aFact()]);
    expect(await verifyAudit()).toMatchObject({ ok: true, count: 1 });
  });

  it('keeps who was denied what, through which door', async () => {
    const context = { actor: CLOCK, now: at, door: 'card' as const, requestId: 'r1' };
    await recordDenied(context, { objectType: 'petition', objectId: 'p1', action: '受理' });
    await recordDenied({ actor: CLOCK, now: at, door: 'page' }, { objectType: 'petition', objectId: 'p1', action: '' });
    expect(await entries()).toMatchObject([
      { at, actor: 'clock', result: 'denied', door: 'card', requestId: 'r1', action: '受理', objectId: 'p1' },
      { result: 'denied', door: 'page', action: '–' },
    ]);
  });
});

describe('the check of the chain', () => {
  useDatabase();
  beforeEach(() => appendAudit(Array.from({ length: 10 }, (_, index) => aFact({ objectId: `p${index + 1}` }))));

  it('finds an altered entry', async () => {
    await log().updateOne({ _id: 4 }, { $set: { actor: 'zhao' } });
    expect(await verifyAudit()).toEqual({ ok: false, at: 4, why: expect.stringContaining('改动') as string });
  });

  it('finds an entry altered together with its hash', async () => {
    const entry = await log().findOne({ _id: 4 });
    const { hash: _hash, ...altered } = { ...entry!, actor: 'zhao' };
    await log().replaceOne({ _id: 4 }, { ...altered, hash: contentHash(altered) });
    expect(await verifyAudit()).toEqual({ ok: false, at: 5, why: expect.stringContaining('衔接') as string });
  });

  it('finds an added field', async () => {
    await log().updateOne({ _id: 10 }, { $set: { reason: '事后补记' } });
    expect(await verifyAudit()).toMatchObject({ ok: false, at: 10 });
  });

  it('finds a removed entry', async () => {
    await log().deleteOne({ _id: 7 });
    expect(await verifyAudit()).toEqual({ ok: false, at: 7, why: expect.stringContaining('删除') as string });
    expect(await verifyAudit(8)).toMatchObject({ ok: false, at: 7 });
  });

  it('finds entries cut off at the end when the earlier head is known', async () => {
    await log().deleteMany({ _id: { $gt: 8 } });
    expect(await verifyAudit()).toMatchObject({ ok: true, count: 8 });
    expect(await verifyAudit(1, 10)).toEqual({ ok: false, at: 9, why: expect.stringContaining('截断') as string });
  });

  it('can look at a part of the chain', async () => {
    expect(await verifyAudit(4, 6)).toMatchObject({ ok: true, count: 3, head: { seq: 6 } });
    await log().updateOne({ _id: 2 }, { $set: { actor: 'zhao' } });
    expect(await verifyAudit(4, 6)).toMatchObject({ ok: true, count: 3 });
  });
});

describe('the sealer', () => {
  useDatabase();
  interface Thing {
    _id: string;
    events: {
      id: string;
      type: string;
      at: Date;
      by: string;
      door: string;
      key?: string;
      requestId?: string;
      data: object;
    }[];
    sealed?: number;
    unsealedAt: Date | null;
  }
  const things = () => mongoose.connection.collection<Thing>('sealer_things');
  const anEvent = (id: string) => ({
    id,
    type: 'thing.made',
    at,
    by: 'wang',
    door: 'page',
    key: `k-${id}`,
    requestId: 'r9',
    data: { phone: '13900001111' },
  });
  const aThing = (id: string, ids: string[]): Thing => ({
    _id: id,
    events: ids.map(anEvent),
    sealed: 0,
    unsealedAt: at,
  });

  it('puts every event into the chain once, as a hash, and takes the marks away', async () => {
    await things().insertMany([aThing('t1', ['e1', 'e2']), aThing('t2', ['e3'])]);
    expect(await sealEvents(things(), 100, later)).toBe(3);
    expect(await sealEvents(things(), 100, later)).toBe(0);
    const written = await entries();
    expect(written.map(({ factId, objectId, actor, action, door }) => [factId, objectId, actor, action, door])).toEqual(
      [
        ['e1', 't1', 'wang', 'thing.made', 'page'],
        ['e2', 't1', 'wang', 'thing.made', 'page'],
        ['e3', 't2', 'wang', 'thing.made', 'page'],
      ],
    );
    expect(JSON.stringify(written)).not.toContain('13900001111');
    expect(await things().findOne({ _id: 't1' })).toMatchObject({ sealed: 2, unsealedAt: null });
  });

  it('goes on where it stopped', async () => {
    await things().insertOne(aThing('t1', ['e1']));
    await sealEvents(things(), 100, later);
    await things().updateOne({ _id: 't1' }, { $push: { events: anEvent('e2') }, $set: { unsealedAt: later } });
    expect(await sealEvents(things(), 100, later)).toBe(1);
    expect((await entries()).map(({ factId }) => factId)).toEqual(['e1', 'e2']);
  });

  it('adds nothing twice when it was interrupted before it took the mark away', async () => {
    await things().insertOne(aThing('t1', ['e1', 'e2']));
    await sealEvents(things(), 100, later);
    await things().updateOne({ _id: 't1' }, { $set: { sealed: 0, unsealedAt: at } });
    await Promise.all([sealEvents(things(), 100, later), sealEvents(things(), 100, later)]);
    expect(await verifyAudit()).toMatchObject({ ok: true, count: 2 });
    expect(await things().findOne({ _id: 't1' })).toMatchObject({ sealed: 2, unsealedAt: null });
  });

  it('leaves the mark on a record that changes while it is sealed', async () => {
    await things().insertOne(aThing('t1', ['e1']));
    const sealing = sealEvents(things(), 100, later);
    const pushing = things().updateOne({ _id: 't1' }, { $push: { events: anEvent('e2') }, $set: { unsealedAt: at } });
    await Promise.all([sealing, pushing]);
    const { sealed, unsealedAt } = (await things().findOne({ _id: 't1' }))!;
    expect(unsealedAt === null).toBe(sealed === 2);
    await sealEvents(things(), 100, later);
    expect(await verifyAudit()).toMatchObject({ count: 2 });
  });

  it('takes a long history in several passes and keeps the mark until the last', async () => {
    await things().insertOne(
      aThing(
        't1',
        Array.from({ length: 600 }, (_, index) => `e${index}`),
      ),
    );
    expect(await sealEvents(things(), 100, later)).toBe(500);
    expect(await things().findOne({ _id: 't1' })).toMatchObject({ sealed: 500, unsealedAt: at });
    expect(await sealEvents(things(), 100, later)).toBe(100);
    expect(await things().findOne({ _id: 't1' })).toMatchObject({ sealed: 600, unsealedAt: null });
  });

  it('takes the longest waiting records first, and none from the future', async () => {
    const future = { ...aThing('t3', ['e3']), unsealedAt: new Date('2026-03-02T00:00:00Z') };
    await things().insertMany([{ ...aThing('t1', ['e1']), unsealedAt: later }, aThing('t2', ['e2']), future]);
    expect(await sealEvents(things(), 1, later)).toBe(1);
    expect((await entries())[0]?.factId).toBe('e2');
    await sealEvents(things(), 100, later);
    expect((await entries()).map(({ factId }) => factId)).toEqual(['e2', 'e1']);
  });

  it('lets an altered, sealed event be found', async () => {
    await things().insertOne(aThing('t1', ['e1', 'e2']));
    await sealEvents(things(), 100, later);
    const before = (await things().findOne({ _id: 't1' }))!;
    expect(await alteredEvents(before.events, before.sealed!)).toEqual([]);
    await things().updateOne({ _id: 't1' }, { $set: { 'events.1.data': { phone: '0' } } });
    const after = (await things().findOne({ _id: 't1' }))!;
    expect(await alteredEvents(after.events, after.sealed!)).toEqual(['e2']);
  });
});

describe('canonical JSON', () => {
  it('does not depend on the order of fields, nor on fields without a value', () => {
    expect(canonicalJson({ b: [{ y: 1, x: at }], a: null, c: undefined })).toBe(
      '{"a":null,"b":[{"x":"2026-03-01T08:00:00.000Z","y":1}]}',
    );
    expect(contentHash({ a: 1, b: 2 })).toBe(contentHash({ b: 2, a: 1 }));
    expect(contentHash([1, 2])).not.toBe(contentHash([2, 1]));
  });
});
