/**
 * The kept figures of the statistics. Each cell (county × status × month) is kept as a document and counted again, from the petitions
 * themselves, whenever a record leaves or enters it: the change owes `counts.refresh` in its own outbox. Counting again
 * instead of adding one makes the refresh harmless when it comes twice, late, out of order, or after a crash half-way.
 *
 * Two workers may count one cell at the same time. A cell therefore carries a stamp, read before counting and compared
 * when writing: whoever counted on an older stamp counts again, so the last figure written was counted after the one before it.
 */
import mongoose from 'mongoose';
import { type CellKey, cellId, cellKey, monthBounds } from './petition.cells';
import { petitions } from './petition.store';

/** `n` registrations (件次), of which `urgent`, of which `repeats` of an earlier one. */
export interface Tally {
  n: number;
  urgent: number;
  repeats: number;
}
interface Cell extends CellKey, Tally {
  _id: string;
  stamp: number;
  /** `n` and `repeats` by day of the month, the first at 0: a period may end inside a month. */
  days: number[];
  repeatDays: number[];
}
type Content = Pick<Cell, 'days' | 'repeatDays'> & Tally;

const schema = new mongoose.Schema(
  { _id: String },
  { strict: false, versionKey: false, autoIndex: false, collection: 'petition_counts' },
);
schema.index({ status: 1, county: 1, n: 1, urgent: 1 });
schema.index({ month: 1, county: 1, n: 1, repeats: 1 });

/** The kept cells. A cell once made stays, with 0, since its stamp must never begin again. */
export const cells = (mongoose.models['petition_counts'] ?? mongoose.model('petition_counts', schema))
  .collection as unknown as mongoose.mongo.Collection<Cell>;

const LONGEST_MONTH = 31;
const empty = (): Content => ({
  ...{ n: 0, urgent: 0, repeats: 0 },
  days: Array<number>(LONGEST_MONTH).fill(0),
  repeatDays: Array<number>(LONGEST_MONTH).fill(0),
});

/** For a `$group`: a repeat names the earlier petition; null and absent sort below every text. */
export const REPEATS = { $sum: { $cond: [{ $gt: ['$repeatOf', ''] }, 1, 0] } };
const URGENT = { $sum: { $cond: [{ $eq: ['$urgency', 'URGENT'] }, 1, 0] } };
/** What the index over the cells holds; naming it keeps the counting out of the documents. */
const INDEXED = { _id: 0, county: 1, status: 1, registeredAt: 1, urgency: 1, repeatOf: 1 };
const DAY = { $dateToString: { date: '$registeredAt', format: '%Y-%m-%d', timezone: '+08:00' } };
type Group = Tally & { _id: { county?: CellKey['county']; status: CellKey['status']; day: string } };

/** The cells as the petitions say they are, by id; only those with something in them. */
async function counted(match: object): Promise<Map<string, Content>> {
  const found = petitions.collection.aggregate<Group>([
    { $match: match },
    { $project: INDEXED },
    {
      $group: {
        _id: { county: '$county', status: '$status', day: DAY },
        ...{ n: { $sum: 1 }, urgent: URGENT, repeats: REPEATS },
      },
    },
  ]);
  const contents = new Map<string, Content>();
  for (const { _id, n, urgent, repeats } of await found.toArray()) {
    const id = cellId({ county: _id.county ?? null, status: _id.status, month: _id.day.slice(0, 7) });
    const content = contents.get(id) ?? empty();
    const day = Number(_id.day.slice(8)) - 1;
    content.n += n;
    content.urgent += urgent;
    content.repeats += repeats;
    content.days[day] = n;
    content.repeatDays[day] = repeats;
    contents.set(id, content);
  }
  return contents;
}

function within(id: string): object {
  const { county, status, month } = cellKey(id);
  const { from, to } = monthBounds(month);
  return { county, status, registeredAt: { $gte: from, $lt: to } };
}

async function stampsOf(ids: readonly string[]): Promise<Map<string, number>> {
  const found = await cells.find({ _id: { $in: [...ids] } }, { projection: { stamp: 1 } }).toArray();
  return new Map(found.map(({ _id, stamp }) => [_id, stamp]));
}

const DUPLICATE_KEY = 11000;

/** Write each cell whose stamp is still the one read. @returns the ids that somebody else wrote meanwhile */
async function write(
  ids: readonly string[],
  stamps: ReadonlyMap<string, number>,
  tallies: ReadonlyMap<string, Content>,
): Promise<string[]> {
  const token = new mongoose.mongo.ObjectId().toHexString();
  const operations = ids.map((_id) => {
    const stamp = stamps.get(_id) ?? 0;
    const fields = { ...cellKey(_id), ...(tallies.get(_id) ?? empty()), stamp: stamp + 1, token };
    return { updateOne: { filter: { _id, stamp }, update: { $set: fields }, upsert: stamp === 0 } };
  });
  try {
    const { modifiedCount, upsertedCount } = await cells.bulkWrite(operations, { ordered: false });
    if (modifiedCount + upsertedCount === ids.length) return [];
  } catch (error) {
    // Two made the same cell at once: the second is refused by its _id and has lost like any other.
    if ((error as { code?: number }).code !== DUPLICATE_KEY) throw error;
  }
  const mine = await cells.find({ _id: { $in: [...ids] }, token } as never, { projection: { _id: 1 } }).toArray();
  const won = new Set(mine.map(({ _id }) => _id));
  return ids.filter((id) => !won.has(id));
}

/** Every lost race is another worker's success, so this many in a row means something else is wrong. */
const RACES = 50;

/**
 * Count these cells again. Safe to repeat, to run beside itself and to interrupt.
 *
 * @throws Error after too many lost races; the outbox tries again
 */
export async function refreshCells(ids: Iterable<string>): Promise<void> {
  let lost = [...new Set(ids)];
  for (let race = 0; race < RACES; race++) {
    if (lost.length === 0) return;
    const stamps = await stampsOf(lost);
    lost = await write(lost, stamps, await counted({ $or: lost.map(within) }));
  }
  throw new Error(`cells of the petition counts stay contended: ${lost.join(', ')}`);
}

/** Count everything again, from nothing: after a bulk load, or when somebody doubts the figures. @returns how many cells hold something */
export async function recount(): Promise<number> {
  const known = await cells.find({}, { projection: { stamp: 1 } }).toArray();
  const tallies = await counted({ registeredAt: { $type: 'date' } });
  const ids = [...new Set([...known.map(({ _id }) => _id), ...tallies.keys()])];
  if (ids.length > 0) {
    const stamps = new Map(known.map(({ _id, stamp }) => [_id, stamp]));
    await refreshCells(await write(ids, stamps, tallies));
  }
  return tallies.size;
}
