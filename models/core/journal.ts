/**
 * The one atomic write. State, history and what must now be told to whom live in one MongoDB document and change in one
 * update guarded by `version`; so no transaction is ever needed, and the same code is right on the embedded engine, a
 * replica set and a sharded cluster. Nothing else in the system changes a record.
 */
import { randomFillSync } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { isDeepStrictEqual } from 'node:util';
import mongoose from 'mongoose';
import { ulid } from 'ulid';
import { recordDenied } from './auditLog';
import { DomainError } from './errors';
import { highestNumber, numberAfter } from './numbers';
import { type Context, type Door, type Effect, type Outcome, type Stateful } from './workflow';

/** One fact of a record's history. Never edited. `by` is an actor id: a userid, a protected reference, or `clock`. */
export interface JournalEvent {
  id: string;
  type: string;
  at: Date;
  by: string;
  door: Door;
  key?: string;
  requestId?: string;
  data: Record<string, unknown>;
  /** Which of the store's traced facts it changed, and to what. */
  after?: Record<string, unknown>;
}

/** Something owed because of a change. `dueAt` is its whole state: a date means owed, null means settled. */
export interface OutboxEntry extends Effect {
  id: string;
  lane: string;
  dueAt: Date;
  attempts: number;
  settledAt?: Date;
  lastError?: string;
}

/** What the journal keeps beside the domain's own fields. `sealed` and `unsealedAt` belong to the audit log's sealer. */
interface Journal {
  events: JournalEvent[];
  outbox: (Omit<OutboxEntry, 'dueAt'> & { dueAt: Date | null })[];
  updatedAt: Date;
  sealed: number;
  unsealedAt: Date | null;
}
export type Stored<D> = D & Journal;

/** A collection of records. Made once per domain by `defineStore`. */
export interface Store<D extends Stateful> {
  name: string;
  collection: mongoose.Collection<Stored<D>>;
  /** Whether every change owes a refresh of the record's live cards. */
  live: boolean;
  /** The cell in which statistics count the record (null: in none), with all that its figures depend on. */
  counted?: ((document: D) => Counted | null) | undefined;
  /** Facts that events keep as they change, so that any past moment of the record can be told again (models/wall/rewind.ts). */
  traced: (document: D) => Facts;
  /** A unique key that another record may hold already, and the sentence with which that is refused. */
  clash?: Clash | undefined;
}

/** `field` is that of the unique index; the sentence says what to do instead. */
interface Clash {
  field: string;
  message: string;
}

/** Short facts by name: what was said of people stays out of the events. */
type Facts = Record<string, unknown>;

/** `cell` is the id of a counter; `face` changes exactly when one of the counter's figures may have. */
export interface Counted {
  cell: string;
  face: string;
}

/** Every store of the running process; the outbox and the sealer walk over them. */
export const stores: Store<Stateful>[] = [];

/** Emits `changed` (store name, id) after each durable change of this process: wakes the outbox and the live pages. */
export const changes = new EventEmitter().setMaxListeners(0);

/**
 * An index over the records in which this moment is set; `datedBy` is the query that uses it. Both must say `$gt`: the planner takes
 * a partial index only for a query that plainly implies its filter, and `$type` implies nothing.
 */
export const whenDated = (field: string): Index => [
  { [field]: 1 },
  { partialFilterExpression: { [field]: { $gt: EVER } } },
];
/** Records whose moment has come by `now`. */
export const datedBy = (field: string, now: Date) => ({ [field]: { $gt: EVER, $lte: now } });
/** Before everything that can happen here. */
export const EVER = new Date(0);

type Index = [Record<string, 1 | -1 | '2dsphere' | 'text'>, mongoose.IndexOptions?];

/**
 * Define where the records of one domain are kept. Mongoose keeps the connection and the indexes; shapes are zod's alone.
 *
 * @param name collection name, also the word by which effects and links name the domain
 */
export function defineStore<D extends Stateful>(
  name: string,
  options: {
    indexes?: Index[];
    live?: boolean;
    numbered?: boolean;
    counted?: (document: D) => Counted | null;
    /** Beside the status, which always is. */
    traced?: (document: D) => Facts;
    clash?: Clash;
  } = {},
): Store<D> {
  const schema = new mongoose.Schema(
    { _id: String },
    { strict: false, versionKey: false, autoIndex: false, collection: name },
  );
  const ownIndexes: Index[] = [
    whenDated('outbox.dueAt'),
    whenDated('unsealedAt'),
    [{ updatedAt: 1 }],
    [{ 'events.key': 1 }, { partialFilterExpression: { 'events.key': { $gt: '' } } }],
    ...(options.numbered
      ? ([[{ no: 1 }, { unique: true, partialFilterExpression: { no: { $gt: '' } } }]] as Index[])
      : []),
  ];
  for (const [fields, indexOptions] of [...ownIndexes, ...(options.indexes ?? [])]) schema.index(fields, indexOptions);
  const model = mongoose.models[name] ?? mongoose.model(name, schema);
  const { live = false, counted, clash } = options;
  const traced = (document: D): Facts => ({ status: document.status, ...options.traced?.(document) });
  const store = { name, collection: model.collection, live, counted, traced, clash } as unknown as Store<D>;
  stores.push(store as unknown as Store<Stateful>);
  return store;
}

/** The store with this name. @throws Error when no domain of that name exists (a defect, never user input) */
export function storeNamed(name: string): Store<Stateful> {
  const store = stores.find((candidate) => candidate.name === name);
  if (!store) throw new Error(`no store named ${name}`);
  return store;
}

/** Three lost races are patience enough for a person; more would hide a hot spot. */
const RACES = 5;
const DUPLICATE_KEY = 11000;

/** Whether a write failed because the unique key already exists. `field` narrows it to the index over that field. */
export function isDuplicateKey(error: unknown, field?: string): boolean {
  const { code, keyPattern, message } = error as {
    code?: number;
    keyPattern?: Record<string, unknown>;
    message?: string;
  };
  if (code !== DUPLICATE_KEY) return false;
  return !field || (keyPattern ? field in keyPattern : (message ?? '').includes(`${field}_1`));
}

/** A write that lost a unique key of its domain is refused in words; every other error stays what it is. */
function refusedClash<D extends Stateful>({ name, clash }: Store<D>, error: unknown): unknown {
  if (!clash || !isDuplicateKey(error, clash.field)) return error;
  return new DomainError('NOT_NOW', clash.message, { store: name, clash: clash.field }, { cause: error });
}

const chances = Buffer.alloc(2048);
let drawn = chances.length;

/** A number from 0 up to 1 (excluded) from the system's source of chance, asked for in bulk: ulid would ask once per character. */
function chance(): number {
  if (drawn === chances.length) {
    randomFillSync(chances);
    drawn = 0;
  }
  return (chances[drawn++] ?? 0) / 256;
}

/** Sorts by time. */
const freshId = (now: Date) => ulid(now.getTime(), chance);

/** The traced facts that differ from what stood before; one that is gone becomes null. */
export function tracedChanges<D extends Stateful>(store: Pick<Store<D>, 'traced'>, before: D | null, after: D): Facts {
  const [was, is] = [before ? store.traced(before) : {}, store.traced(after)];
  const changed = Object.keys({ ...was, ...is }).filter(
    (name) => !isDeepStrictEqual(was[name] ?? null, is[name] ?? null),
  );
  return Object.fromEntries(changed.map((name) => [name, is[name] ?? null]));
}

function eventOf<D extends Stateful>(
  store: Store<D>,
  before: D | null,
  { event, document }: Outcome<D>,
  context: Context,
): JournalEvent {
  const { actor, now, door, key, requestId } = context;
  const after = tracedChanges(store, before, document);
  return {
    id: freshId(now),
    type: event.type,
    at: now,
    by: actor.id,
    door,
    ...(key ? { key } : {}),
    ...(requestId ? { requestId } : {}),
    data: event.data ?? {},
    ...(Object.keys(after).length > 0 ? { after } : {}),
  };
}

/** Recounting the cells a record leaves and enters; nothing when it stays where it is. */
function recount<D extends Stateful>({ counted }: Store<D>, before: D | null, after: D): Effect[] {
  const [left, entered] = [before && counted?.(before), counted?.(after)];
  if (left?.face === entered?.face) return [];
  const cells = new Set([left, entered].flatMap((place) => (place ? [place.cell] : [])));
  return [{ kind: 'counts.refresh', data: { cells: [...cells] } }];
}

function owed<D extends Stateful>(
  store: Store<D>,
  before: D | null,
  { document, effects = [] }: Outcome<D>,
  now: Date,
): OutboxEntry[] {
  const refresh: Effect[] = store.live ? [{ kind: 'cards.refresh', lane: 'refresh', data: {} }] : [];
  return [...effects, ...refresh, ...recount(store, before, document)].map((effect) => ({
    ...effect,
    id: freshId(now),
    lane: effect.lane ?? effect.kind,
    dueAt: effect.dueAt ?? now,
    attempts: 0,
  }));
}

const KEPT_BY_JOURNAL = new Set(['_id', 'version', 'events', 'outbox', 'updatedAt', 'sealed', 'unsealedAt']);

function difference(before: Record<string, unknown>, after: Record<string, unknown>) {
  const set: Record<string, unknown> = {};
  const unset: Record<string, ''> = {};
  for (const [field, value] of Object.entries(after)) {
    if (KEPT_BY_JOURNAL.has(field) || Object.is(before[field], value)) continue;
    if (value === undefined) unset[field] = '';
    else set[field] = value;
  }
  return { set, unset };
}

/**
 * Give the document the next number of its series for the year of `now` in Asia/Shanghai, inside the write itself: the
 * unique index on `no` decides, and whoever comes second takes the next one. So a number exists exactly when its record does.
 */
async function withNumber<D extends Stateful, R>(
  store: Store<D>,
  outcome: Outcome<D>,
  now: Date,
  write: (document: D) => Promise<R>,
): Promise<R> {
  if (!outcome.number) return write(outcome.document);
  for (;;) {
    const highest = await highestNumber(store.collection as unknown as mongoose.Collection, outcome.number, now);
    try {
      return await write({ ...outcome.document, no: numberAfter(highest, outcome.number, now) });
    } catch (error) {
      if (!isDuplicateKey(error, 'no')) throw error;
    }
  }
}

/** A record as it is first written: its first event, what it owes, nothing sealed yet. */
function firstOf<D extends Stateful>(store: Store<D>, outcome: Outcome<D>, context: Context): Stored<D> {
  return {
    ...outcome.document,
    version: 1,
    events: [eventOf(store, null, outcome, context)],
    outbox: owed(store, null, outcome, context.now),
    updatedAt: context.now,
    sealed: 0,
    unsealedAt: context.now,
  };
}

/**
 * Insert a new record, its first event and what it owes, in one write.
 *
 * The same `_id` again means the same cause: the record that already stands is returned and nothing happens.
 */
export async function create<D extends Stateful>(
  store: Store<D>,
  outcome: Outcome<D>,
  context: Context,
): Promise<Stored<D>> {
  try {
    return await withNumber(store, outcome, context.now, async (document) => {
      const stored = firstOf(store, { ...outcome, document }, context);
      await store.collection.insertOne(stored as never);
      changes.emit('changed', store.name, document._id);
      return stored;
    });
  } catch (error) {
    const existing = isDuplicateKey(error) ? await read(store, outcome.document._id) : null;
    if (existing) return existing;
    throw refusedClash(store, error);
  }
}

/**
 * Insert many new records at once, each with its first event and what it owes; for records without numbers. What already stands
 * under an `_id` stays as it is, so the whole may be repeated after a crash in the middle.
 *
 * @returns ids of the records that were not written because another record holds a unique key of theirs (`clash`); the rest stands
 */
export async function createAll<D extends Stateful>(
  store: Store<D>,
  outcomes: readonly Outcome<D>[],
  context: Context,
): Promise<string[]> {
  if (outcomes.length === 0) return [];
  const stored = outcomes.map((outcome) => firstOf(store, outcome, context));
  const refused = new Set<string>();
  try {
    await store.collection.insertMany(stored as never, { ordered: false });
  } catch (error) {
    const { writeErrors = [] } = error as { writeErrors?: readonly { code?: number; index: number }[] };
    if (writeErrors.length === 0 || writeErrors.some(({ code }) => code !== DUPLICATE_KEY)) throw error;
    const duplicate = writeErrors.map(({ index }) => stored[index]?._id ?? '');
    for (const id of await absentOf(store, duplicate)) refused.add(id);
    if (refused.size > 0 && !store.clash) throw error;
  }
  for (const { _id } of stored) if (!refused.has(_id)) changes.emit('changed', store.name, _id);
  return [...refused];
}

/** Which of these ids are no record. A bulk write's errors name the index in prose only; what stands is the better witness. */
async function absentOf<D extends Stateful>(store: Store<D>, ids: readonly string[]): Promise<string[]> {
  const found = await store.collection.find({ _id: { $in: ids } } as never, { projection: { _id: 1 } }).toArray();
  const standing = new Set(found.map(({ _id }) => String(_id)));
  return ids.filter((id) => !standing.has(id));
}

/** One record with its history, or null. */
export async function read<D extends Stateful>(store: Store<D>, id: string): Promise<Stored<D> | null> {
  return (await store.collection.findOne({ _id: id } as never)) as Stored<D> | null;
}

/** The record already changed under this idempotency key, if there is one. */
export async function changedUnder<D extends Stateful>(store: Store<D>, key: string): Promise<Stored<D> | null> {
  return (await store.collection.findOne({ 'events.key': key } as never)) as Stored<D> | null;
}

/**
 * Change one record by a pure decision, in one atomic update of that record.
 *
 * New fields, event and effects travel together, so none exists without the others. `version` guards the write: if another
 * change came first, the decision is taken again on its result. A repeated `context.key` changes nothing and answers with
 * the record as it stands. Denied attempts go into the audit log.
 *
 * @param known the record as the caller has just read it, which spares a reading; if it is no longer true, the guard finds out
 * @returns the record after the change
 * @throws DomainError NOT_FOUND | STALE_DOCUMENT (lost races), and whatever `decide` throws
 */
export async function change<D extends Stateful>(
  store: Store<D>,
  id: string,
  context: Context,
  decide: (document: Stored<D>) => Outcome<D>,
  known?: Stored<D>,
): Promise<Stored<D>> {
  for (let race = 0; race < RACES; race++) {
    const current = race === 0 && known ? known : await read(store, id);
    if (!current)
      throw new DomainError('NOT_FOUND', '没有找到这条记录，可能已被撤销，请返回列表刷新。', { store: store.name, id });
    if (context.key && current.events.some(({ key }) => key === context.key)) return current;
    const outcome = await decideOrLog(store, current, context, decide);
    const changed = await withNumber(store, outcome, context.now, (document) =>
      write(store, current, { ...outcome, document }, context),
    );
    if (changed) return changed;
  }
  throw new DomainError('STALE_DOCUMENT', '这条记录刚被别人更新，请刷新后再办。', { store: store.name, id });
}

const attempted = ({ details }: DomainError) => (typeof details['step'] === 'string' ? details['step'] : '');

async function decideOrLog<D extends Stateful>(
  store: Store<D>,
  current: Stored<D>,
  context: Context,
  decide: (document: Stored<D>) => Outcome<D>,
) {
  try {
    return decide(current);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'NOT_PERMITTED') {
      await recordDenied(context, {
        objectType: store.name,
        objectId: current._id,
        action: attempted(error),
      });
    }
    throw error;
  }
}

async function write<D extends Stateful>(
  store: Store<D>,
  current: Stored<D>,
  outcome: Outcome<D>,
  context: Context,
): Promise<Stored<D> | null> {
  const event = eventOf(store, current, outcome, context);
  const entries = owed(store, current, outcome, context.now);
  const { set, unset } = difference(
    current as unknown as Record<string, unknown>,
    outcome.document as unknown as Record<string, unknown>,
  );
  const update = {
    $set: {
      ...set,
      version: current.version + 1,
      updatedAt: context.now,
      unsealedAt: current.unsealedAt ?? context.now,
    },
    ...(Object.keys(unset).length > 0 ? { $unset: unset } : {}),
    $push: { events: event, ...(entries.length > 0 ? { outbox: { $each: entries } } : {}) },
  };
  const { matchedCount } = await store.collection
    .updateOne({ _id: current._id, version: current.version } as never, update as never)
    .catch((error: unknown) => {
      throw refusedClash(store, error);
    });
  if (matchedCount === 0) return null;
  changes.emit('changed', store.name, current._id);
  return {
    ...current,
    ...outcome.document,
    version: current.version + 1,
    events: [...current.events, event],
    outbox: [...current.outbox, ...entries],
    updatedAt: context.now,
  };
}
