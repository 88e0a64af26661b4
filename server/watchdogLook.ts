/**
 * One look of the watchdog: what is overdue, whoever should have acted and whatever crashed. It trusts no code of the product: it reads
 * from the database itself which dated indexes there are, and asks each for its first keys. So the cost of a look depends on what is late,
 * not on how much there is.
 */
import { type mongo } from 'mongoose';
import { type FindingKind, probePlan, type Sighting } from '../models/probe/findings';

/** Later than this is late. Everything here is due within two seconds, or leased for thirty. */
export const LATE_MS = 30_000;
const EVER = new Date(0);
const SAMPLES = 5;
/** More need not be counted to be told. */
const MOST = 1_000;
const QUERY_MS = 5_000;
const MINUTE = 60_000;
/** Indexes come with a new version, not while one runs. */
const KNOWN_FOR_MS = 10 * MINUTE;

interface Dated {
  store: string;
  field: string;
  kind: FindingKind;
}
/** What a dated index is about, by its field. */
const KINDS: Readonly<Record<string, FindingKind>> = {
  nextRungAt: 'ladder',
  'outbox.dueAt': 'outbox',
  wakeAt: 'deadline',
};

async function datedIn(db: mongo.Db, store: string): Promise<Dated[]> {
  const indexes = await db.collection(store).indexes();
  return indexes.flatMap(({ key, partialFilterExpression }) => {
    const [field = '', ...more] = Object.keys(key);
    const kind = KINDS[field];
    return kind && more.length === 0 && partialFilterExpression ? [{ store, field, kind }] : [];
  });
}

async function allDated(db: mongo.Db): Promise<Dated[]> {
  const collections = await db.listCollections({ type: 'collection' }, { nameOnly: true }).toArray();
  const stores = collections.map(({ name }) => name).filter((name) => !name.startsWith('system.'));
  return (await Promise.all(stores.map((store) => datedIn(db, store)))).flat();
}

/** Two conditions: the first is what the partial index is taken for, the second bounds both ends of an array's dates. */
function lateFilter(field: string, by: Date): mongo.Filter<mongo.Document> {
  const bounds = { $gt: EVER, $lte: by };
  const [array, inner] = field.split('.');
  return inner && array
    ? { $and: [{ [field]: { $gt: EVER } }, { [array]: { $elemMatch: { [inner]: bounds } } }] }
    : { [field]: bounds };
}

const idOf = ({ _id }: mongo.Document): string => String(_id);

/** The earliest of the dates that have passed; a record may owe several. */
function oldestOf(found: mongo.Document, field: string): Date | null {
  const [array = '', inner] = field.split('.');
  const dates = inner
    ? ((found[array] ?? []) as Record<string, unknown>[]).map((entry) => entry[inner])
    : [found[array]];
  const times = dates.flatMap((date) => (date instanceof Date ? [date.getTime()] : []));
  return times.length > 0 ? new Date(Math.min(...times)) : null;
}

async function lateIn(db: mongo.Db, { store, field, kind }: Dated, now: Date): Promise<Sighting[]> {
  const filter = lateFilter(field, new Date(now.getTime() - LATE_MS));
  const options = { hint: { [field]: 1 }, maxTimeMS: QUERY_MS };
  const collection = db.collection(store);
  const first = await collection
    .find(filter, { ...options, projection: { [field]: 1 }, sort: { [field]: 1 }, limit: SAMPLES })
    .toArray();
  if (!first[0]) return [];
  const count =
    first.length < SAMPLES ? first.length : await collection.countDocuments(filter, { ...options, limit: MOST });
  return [{ kind, store, count, oldest: oldestOf(first[0], field), samples: first.map(idOf) }];
}

/** Alarms that nobody could be reached which themselves reach nobody: the last way left is the watchdog's own. */
async function unreachable(db: mongo.Db): Promise<Sighting[]> {
  const filter = { unreachable: true, status: 'open', purpose: 'assignment.unreachable' };
  const found = await db
    .collection('assignments')
    .find(filter, { projection: { openedAt: 1 }, limit: MOST, maxTimeMS: QUERY_MS })
    .toArray();
  if (!found[0]) return [];
  const samples = found.slice(0, SAMPLES).map(idOf);
  return [
    { kind: 'unreachable', store: 'assignments', count: found.length, oldest: oldestOf(found[0], 'openedAt'), samples },
  ];
}

/** Probes that fail, or do not run although they should. */
async function probing(db: mongo.Db, now: Date): Promise<Sighting[]> {
  const plan = await probePlan(db);
  if (!plan?.on) return [];
  const [last] = await db
    .collection('probes')
    .find(
      { status: { $ne: 'sent' } },
      { projection: { startedAt: 1, status: 1 }, sort: { startedAt: -1 }, limit: 1, maxTimeMS: QUERY_MS },
    )
    .toArray();
  const lastAt = oldestOf(last ?? {}, 'startedAt') ?? plan.at;
  const isMissing = now.getTime() - lastAt.getTime() > (2 * plan.everyMinutes + 2) * MINUTE;
  if (last?.['status'] !== 'failed' && !isMissing) return [];
  return [{ kind: 'probe', store: '-', count: 1, oldest: lastAt, samples: last ? [idOf(last)] : [] }];
}

export type Look = (now: Date) => Promise<Sighting[]>;

/** A look at this database; which indexes it has is asked again every ten minutes. */
export function lookInto(db: mongo.Db): Look {
  let known: { dated: Dated[]; until: number } | undefined;
  return async (now) => {
    if (!known || known.until < performance.now())
      known = { dated: await allDated(db), until: performance.now() + KNOWN_FOR_MS };
    const looks = [...known.dated.map((dated) => lateIn(db, dated, now)), unreachable(db), probing(db, now)];
    return (await Promise.all(looks)).flat();
  };
}
