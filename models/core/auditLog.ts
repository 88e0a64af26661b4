/**
 * The audit log: who did, tried or saw what. Entries are numbered without gaps and each carries the hash of the one before, so a
 * changed, removed or inserted entry shows. Denied attempts and revealing reads are written at once; changes are the
 * records' own events, sealed into the chain in batches, so a command costs no extra round trip.
 *
 * Any number of processes append to one chain: the unique `_id` decides who takes a number, and the loser chains again on what
 * then stands. Content of events enters as a hash only; no personal data stands here.
 * Kept at least twelve months, never changed (网络安全法: logs of at least six months).
 */
import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import mongoose from 'mongoose';
import { z } from 'zod';
import { contentHash } from './contentHash';
import { DomainError } from './errors';
import { type Context } from './workflow';

const name = z.string().min(1).max(200);
const AuditFact = z.strictObject({
  /** The same fact again is no second entry. */
  factId: name.optional(),
  at: z.date(),
  actor: name,
  onBehalf: name.optional(),
  action: name,
  objectType: name,
  objectId: name,
  result: z.enum(['ok', 'denied', 'revealed', 'failed']),
  reason: z.string().max(500).optional(),
  door: name.optional(),
  requestId: name.optional(),
  /** SHA-256 of what the fact is about; the content itself stays where it is. */
  contentHash: z.string().length(64).optional(),
});
export type AuditFact = z.infer<typeof AuditFact>;

/** One link of the chain. `_id` is its number, from 1; `hash` covers every other field, `prevHash` included. */
export type AuditEntry = AuditFact & { _id: number; factId: string; prevHash: string; hash: string };

const schema = new mongoose.Schema(
  { _id: Number },
  { strict: false, versionKey: false, autoIndex: false, collection: 'audit_log' },
);
schema.index({ factId: 1 }, { unique: true, sparse: true });
schema.index({ objectType: 1, objectId: 1, _id: 1 });
schema.index({ actor: 1, at: 1 });
const log = mongoose.model('audit_log', schema).collection as unknown as mongoose.Collection<AuditEntry>;

const GENESIS = '0'.repeat(64);
/** Entries per insert; 16 MB of message would be far more. */
const BATCH = 1000;
/** Every lost race is another process's success, so this many in a row means something else is wrong. */
const RACES = 200;
const DUPLICATE_KEY = 11000;

type OwedFact = AuditFact & { factId: string };

function chained(facts: OwedFact[], last: Pick<AuditEntry, '_id' | 'hash'>): AuditEntry[] {
  let { _id, hash } = last;
  return facts.map((fact) => {
    _id += 1;
    const link = { ...fact, _id, prevHash: hash };
    hash = contentHash(link);
    return { ...link, hash };
  });
}

async function notYetWritten(facts: OwedFact[]): Promise<OwedFact[]> {
  const known = await log
    .find({ factId: { $in: facts.map(({ factId }) => factId) } }, { projection: { factId: 1 } })
    .toArray();
  const written = new Set(known.map(({ factId }) => factId));
  return facts.filter(({ factId }) => !written.has(factId));
}

async function insert(facts: OwedFact[]): Promise<void> {
  let owed = [...new Map(facts.map((fact) => [fact.factId, fact])).values()];
  for (let race = 0; race < RACES; race++) {
    owed = await notYetWritten(owed);
    if (owed.length === 0) return;
    const last = await log.findOne({}, { sort: { _id: -1 } });
    try {
      await log.insertMany(chained(owed, last ?? { _id: 0, hash: GENESIS }), { ordered: true });
      return;
    } catch (error) {
      if ((error as { code?: number }).code !== DUPLICATE_KEY) throw error;
      await sleep(randomInt(1, 10));
    }
  }
  throw new DomainError('UNAVAILABLE', '审计日志正忙，这一步没有完成，请稍后再试。', { owed: owed.length });
}

interface Waiting {
  facts: OwedFact[];
  done: () => void;
  failed: (error: unknown) => void;
}
const queue: Waiting[] = [];
let writing = false;

function nextBatch(): Waiting[] {
  let size = 0;
  const fits = queue.findIndex(({ facts }) => (size += facts.length) > BATCH);
  return queue.splice(0, fits === -1 ? queue.length : Math.max(1, fits));
}

async function writeQueue(): Promise<void> {
  if (writing) return;
  writing = true;
  while (queue.length > 0) {
    const batch = nextBatch();
    try {
      await insert(batch.flatMap(({ facts }) => facts));
      for (const { done } of batch) done();
    } catch (error) {
      for (const { failed } of batch) failed(error);
    }
  }
  writing = false;
}

/**
 * Append facts to the chain, in order and durably. Calls made while another write is under way share the next one.
 * A fact whose `factId` already stands is left out.
 *
 * @throws ZodError for a malformed fact (a defect), DomainError UNAVAILABLE, or the driver's error when the database is away
 */
export async function appendAudit(facts: AuditFact[]): Promise<void> {
  const owed = facts.map((fact) => ({ ...AuditFact.parse(fact), factId: fact.factId ?? randomUUID() }));
  if (owed.length === 0) return;
  await new Promise<void>((done, failed) => {
    queue.push({ facts: owed, done, failed });
    void writeQueue();
  });
}

/** Write down that somebody tried what is not theirs to do. */
export function recordDenied(
  { actor, now, door, requestId }: Context,
  about: Pick<AuditFact, 'action' | 'objectType' | 'objectId'>,
): Promise<void> {
  const fact: AuditFact = { at: now, actor: actor.id, result: 'denied', door, ...about, action: about.action || '–' };
  return appendAudit([requestId ? { ...fact, requestId } : fact]);
}

/** What was revealed of one object, refused about it, or failed, in order; changes are the record's own events. At most 2,000. */
export const readingsOf = (objectType: string, objectId: string): Promise<AuditEntry[]> =>
  log
    .find(
      { objectType, objectId, result: { $in: ['revealed', 'denied', 'failed'] } },
      { sort: { _id: 1 }, limit: 2_000 },
    )
    .toArray();

export type Verdict =
  { ok: true; count: number; head: { seq: number; hash: string } } | { ok: false; at: number; why: string };

function faultOf({ hash, ...entry }: AuditEntry, seq: number, prevHash: string): string | undefined {
  if (entry._id !== seq) return '缺少这一条记录，可能已被删除';
  if (entry.prevHash !== prevHash) return '与上一条记录衔接不上，上一条或这一条可能已被替换';
  return contentHash(entry) === hash ? undefined : '内容与指纹不符，可能已被改动';
}

/** Page by page: one reading of all would outlast any deadline an operation can have. */
async function* entriesOf(from: number, to = Infinity): AsyncGenerator<AuditEntry> {
  for (let next = from; next <= to;) {
    const page = await log.find({ _id: { $gte: next, $lte: to } }, { sort: { _id: 1 }, limit: BATCH }).toArray();
    yield* page;
    if (page.length < BATCH) return;
    next = page.at(-1)!._id + 1;
  }
}

/**
 * Read the chain from entry `from` to entry `to` and check every link. Whoever has noted an earlier `head` passes its number as
 * `to`: then entries cut off at the end show as well.
 *
 * @returns `at` is the first wrong entry, `why` says so to the audit administrator
 */
export async function verifyAudit(from = 1, to?: number): Promise<Verdict> {
  const before = from > 1 ? await log.findOne({ _id: from - 1 }) : { hash: GENESIS };
  if (!before) return { ok: false, at: from - 1, why: '缺少这一条记录，可能已被删除' };
  let prevHash = before.hash;
  let seq = from;
  for await (const entry of entriesOf(from, to)) {
    const why = faultOf(entry, seq, prevHash);
    if (why) return { ok: false, at: seq, why };
    prevHash = entry.hash;
    seq += 1;
  }
  if (to !== undefined && seq <= to) return { ok: false, at: seq, why: '缺少这一条记录，末尾可能已被截断' };
  return { ok: true, count: seq - from, head: { seq: seq - 1, hash: prevHash } };
}

/** What the sealer reads of a record's event; `data` enters the log as part of a hash only. */
interface RecordEvent {
  id: string;
  type: string;
  at: Date;
  by: string;
  door?: string;
  requestId?: string;
}
/** The fields of a record that belong to the sealer: how many events stand in the chain, and since when one does not. */
interface Sealable {
  _id: string;
  events: RecordEvent[];
  sealed?: number;
  unsealedAt: Date | null;
}

/** Events of one record taken in one pass; the rest follows in the next. */
const EVENTS_PER_PASS = 500;

function factOf(objectType: string, objectId: string, event: RecordEvent): AuditFact {
  const { id, at, by, type, door, requestId } = event;
  const fact = {
    factId: id,
    at,
    actor: by,
    action: type,
    objectType,
    objectId,
    result: 'ok' as const,
    contentHash: contentHash(event),
  };
  return { ...fact, ...(door ? { door } : {}), ...(requestId ? { requestId } : {}) };
}

/**
 * Seal what happened to the records of one collection: one entry per event not yet in the chain.
 * Repeating it after an interruption adds nothing twice; an event that arrives meanwhile keeps its record marked.
 *
 * @param limit records per pass
 * @param now records changed later than this wait for the next pass
 * @param alongside what else the same update sets, as expressions over the record; never `events`
 * @returns the number of events taken
 */
export async function sealEvents<D extends object>(
  collection: mongoose.Collection<D>,
  limit: number,
  now: Date,
  alongside: Record<string, unknown> = {},
): Promise<number> {
  const records = collection as unknown as mongoose.Collection<Sealable>;
  const sealed = { $ifNull: ['$sealed', 0] };
  const open = await records
    .aggregate<{ _id: string; sealed: number; fresh: RecordEvent[] }>([
      { $match: { unsealedAt: { $gt: new Date(0), $lte: now } } },
      { $sort: { unsealedAt: 1 } },
      { $limit: limit },
      { $project: { sealed, fresh: { $slice: ['$events', sealed, EVENTS_PER_PASS] } } },
    ])
    .toArray();
  if (open.length === 0) return 0;
  const facts = open.flatMap(({ _id, fresh }) => fresh.map((event) => factOf(collection.collectionName, _id, event)));
  await appendAudit(facts);
  await records.bulkWrite(
    open.map((record) => ({ updateOne: { filter: { _id: record._id }, update: asSealed(record, alongside) } })),
    { ordered: false },
  );
  return facts.length;
}

/** One atomic update: counts what was sealed, and takes the mark away only when no further event has come. */
function asSealed({ sealed, fresh }: { sealed: number; fresh: unknown[] }, alongside: Record<string, unknown>) {
  const count = sealed + fresh.length;
  const complete = { $eq: [{ $size: '$events' }, count] };
  const marks = { sealed: { $max: ['$sealed', count] }, unsealedAt: { $cond: [complete, null, '$unsealedAt'] } };
  return [{ $set: { ...alongside, ...marks } }];
}

/**
 * Check one record's events against the chain.
 *
 * @returns the ids of sealed events that are no longer what the chain says they were
 */
export async function alteredEvents(events: RecordEvent[], sealed: number): Promise<string[]> {
  const fixed = events.slice(0, sealed);
  const entries = await log.find({ factId: { $in: fixed.map(({ id }) => id) } }).toArray();
  const hashes = new Map(entries.map((entry) => [entry.factId, entry.contentHash]));
  return fixed.filter((event) => hashes.get(event.id) !== contentHash(event)).map(({ id }) => id);
}
