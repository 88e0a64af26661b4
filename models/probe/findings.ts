/**
 * What the watchdog has found and not yet seen mended, and what it last said of itself. One document per kind and store, however many
 * are late, so that an hour's standstill is one finding and not a hundred thousand.
 *
 * The watchdog is a process with a connection of its own: every function takes the database it works on.
 */
import mongoose, { type mongo } from 'mongoose';

export const FINDINGS = {
  ladder: '升级提醒超时未执行',
  outbox: '消息或任务超时未发出',
  deadline: '到期事项超时未处理',
  unreachable: '值班台也联系不上',
  probe: '链路自检失败',
  server: '服务没有应答',
  database: '数据库没有应答',
} as const;
export type FindingKind = keyof typeof FINDINGS;

export interface Finding {
  /** Kind and store. */
  _id: string;
  kind: FindingKind;
  /** Store, or `-`. */
  store: string;
  /** How many; counted no further than a thousand. */
  count: number;
  /** Since when the first of them has been due. */
  oldest: Date | null;
  /** Ids of the first few. */
  samples: string[];
  foundAt: Date;
  seenAt: Date;
  alarmedAt: Date | null;
  clearedAt: Date | null;
  expireAt: Date | null;
}
/** What one look found, before it is compared with what was known. */
export type Sighting = Pick<Finding, 'kind' | 'store' | 'count' | 'oldest' | 'samples'>;

/** The watchdog's own state; times by the machine's clock, since a demo's clock may be moved. */
export interface WatchState {
  _id: 'watchdog';
  owner: string;
  until: Date;
  beatAt: Date;
  healthy: boolean;
  signalledAt: Date | null;
}

const KEPT_MS = 30 * 24 * 3_600_000;
const COLLECTION = 'watch_findings';
const options = { strict: false, versionKey: false, autoIndex: false } as const;
const schema = new mongoose.Schema({ _id: String, expireAt: Date }, { ...options, collection: COLLECTION });
schema.index({ expireAt: 1 }, { expireAfterSeconds: 0, partialFilterExpression: { expireAt: { $gt: new Date(0) } } });
if (!mongoose.models[COLLECTION]) mongoose.model(COLLECTION, schema);

type Db = Pick<mongo.Db, 'collection'>;
const findingsIn = (db: Db) => db.collection<Finding>(COLLECTION);
const statesIn = (db: Db) => db.collection<WatchState>('watch_state');
const idOf = ({ kind, store }: Pick<Finding, 'kind' | 'store'>) => `${kind}:${store}`;

/** What stands now, the longest first. */
export const standingFindings = (db: Db): Promise<Finding[]> =>
  findingsIn(db)
    .find({ clearedAt: null }, { sort: { foundAt: 1 }, limit: 200 })
    .toArray();

/** What a look changed. */
export interface Compared {
  fresh: Finding[];
  standing: Finding[];
  cleared: Finding[];
}

/** Hold one look against what was known: new ones begin, standing ones are renewed, what is not seen any more is mended. */
export async function keepFindings(db: Db, sightings: readonly Sighting[], now: Date): Promise<Compared> {
  const known = new Map((await standingFindings(db)).map((finding) => [finding._id, finding]));
  const seen = sightings.map((sighting): Finding => {
    const before = known.get(idOf(sighting));
    const { foundAt = now, alarmedAt = null } = before ?? {};
    return { _id: idOf(sighting), ...sighting, foundAt, alarmedAt, seenAt: now, clearedAt: null, expireAt: null };
  });
  const ids = new Set(seen.map(({ _id }) => _id));
  const cleared = [...known.values()].filter(({ _id }) => !ids.has(_id)).map((one) => ({ ...one, clearedAt: now }));
  const expireAt = new Date(now.getTime() + KEPT_MS);
  await Promise.all([
    ...seen.map(({ _id, ...fields }) => findingsIn(db).replaceOne({ _id }, fields, { upsert: true })),
    ...cleared.map(({ _id }) => findingsIn(db).updateOne({ _id }, { $set: { clearedAt: now, expireAt } })),
  ]);
  return { fresh: seen.filter(({ _id }) => !known.has(_id)), standing: seen, cleared };
}

/** Somebody has been told of these. */
export async function markAlarmed(db: Db, ids: readonly string[], now: Date): Promise<void> {
  await findingsIn(db).updateMany({ _id: { $in: [...ids] } }, { $set: { alarmedAt: now } });
}

const DUPLICATE_KEY = 11000;

/** Be the one watchdog that looks, or learn that another is. @param now by the machine's clock */
export async function takeWatch(db: Db, owner: string, now: Date, holdMs: number): Promise<boolean> {
  const mine = { _id: 'watchdog' as const, $or: [{ owner }, { until: { $lte: now } }] };
  const set = { owner, until: new Date(now.getTime() + holdMs) };
  try {
    await statesIn(db).updateOne(mine, { $set: set }, { upsert: true });
    return true;
  } catch (error) {
    if ((error as { code?: number }).code === DUPLICATE_KEY) return false;
    throw error;
  }
}

/** Write down that a look was made, and whether all is well. */
export async function beat(db: Db, state: Pick<WatchState, 'beatAt' | 'healthy'> & Partial<WatchState>): Promise<void> {
  await statesIn(db).updateOne({ _id: 'watchdog' }, { $set: state });
}

/** Let another take over at once. */
export async function leaveWatch(db: Db, owner: string): Promise<void> {
  await statesIn(db).updateOne({ _id: 'watchdog', owner }, { $set: { until: new Date(0) } });
}

/** Whether probes are sent and how often: told by whoever sends them, for whoever misses them. */
export interface ProbePlan {
  _id: 'probe';
  on: boolean;
  everyMinutes: number;
  at: Date;
}
const plansIn = (db: Db) => db.collection<ProbePlan>('watch_state');

export async function notePlan(db: Db, { on, everyMinutes, at }: Omit<ProbePlan, '_id'>): Promise<void> {
  await plansIn(db).updateOne({ _id: 'probe' }, { $set: { on, everyMinutes, at } }, { upsert: true });
}
export const probePlan = (db: Db): Promise<ProbePlan | null> => plansIn(db).findOne({ _id: 'probe' });

/** What the watchdog last said of itself, or null when none has ever run. */
export const watchState = (db: Db): Promise<WatchState | null> => statesIn(db).findOne({ _id: 'watchdog' });
