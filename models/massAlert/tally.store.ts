/**
 * The kept figures of a roll call, so that a board costs the same with a hundred people and with ten thousand. One cell per unit (and
 * its county and head, by which readers are told apart); whatever changes somebody's place touches their cell, and a cell that was
 * touched is counted again, from the people themselves, when it is next read. Counting again instead of adding one makes a touch
 * that comes twice or late harmless.
 *
 * A cell carries a stamp, raised by every touch; a count is written with the stamp it was begun under, so a touch in between leaves
 * the cell to be counted once more. A process that dies between a change and its touch leaves one cell behind by one change until the
 * clock looks at the alert (`touchAll`) or it is closed.
 */
import mongoose from 'mongoose';
import { type AlertRecipient } from './alertRecipient.schema';
import { recipients } from './alertRecipient.store';
import { type UnitTally } from './massAlert.schema';

/** By what a cell is told apart. */
type Place = Pick<AlertRecipient, 'alert' | 'unit' | 'unitName' | 'county' | 'head'>;
interface Cell extends Place, Omit<UnitTally, 'unit' | 'unitName'> {
  _id: string;
  stamp: number;
  /** The stamp under which it was last counted. */
  counted: number;
}

const schema = new mongoose.Schema(
  { _id: String },
  { strict: false, versionKey: false, autoIndex: false, collection: 'alert_tallies' },
);
schema.index({ alert: 1, unit: 1 });
const cells = (mongoose.models['alert_tallies'] ?? mongoose.model('alert_tallies', schema))
  .collection as unknown as mongoose.mongo.Collection<Cell>;

const cellId = ({ alert, unit, county, head }: Place) => [alert, unit ?? '', county ?? '', head ?? ''].join('|');

const ONE = { $sum: 1 };
const known = (field: string) => ({ $sum: { $cond: [{ $gt: [`$${field}`, null] }, 1, 0] } });
const isTrue = (field: string) => ({ $sum: { $cond: [{ $eq: [`$${field}`, true] }, 1, 0] } });
const SUMS = {
  people: ONE,
  accepted: known('acceptedAt'),
  delivered: known('deliveredAt'),
  read: known('readAt'),
  answered: { $sum: { $cond: [{ $eq: ['$status', 'answered'] }, 1, 0] } },
  late: isTrue('late'),
  help: isTrue('help'),
  unreachable: { $sum: { $cond: [{ $and: [{ $gt: ['$unreachable', null] }, { $eq: ['$status', 'silent'] }] }, 1, 0] } },
};
type Sums = Record<keyof typeof SUMS, number>;
const FIELDS = Object.keys(SUMS) as (keyof typeof SUMS)[];
const NOTHING = Object.fromEntries(FIELDS.map((field) => [field, 0])) as Sums;

/** Something about these people has changed. */
export async function touch(places: readonly Place[]): Promise<void> {
  const distinct = new Map(places.map((place) => [cellId(place), place]));
  if (distinct.size === 0) return;
  await cells.bulkWrite(
    [...distinct].map(([_id, { alert, unit, unitName, county, head }]) => ({
      updateOne: {
        filter: { _id },
        update: {
          $inc: { stamp: 1 },
          $setOnInsert: { alert, unit, unitName, county, head, counted: 0, ...NOTHING, choices: {} },
        },
        upsert: true,
      },
    })),
    { ordered: false },
  );
}

/** The same for people known by their place on the roll. */
export async function touchRecipients(ids: readonly string[]): Promise<void> {
  const found = await recipients.collection
    .find({ _id: { $in: [...ids] } } as never, { projection: { alert: 1, unit: 1, unitName: 1, county: 1, head: 1 } })
    .toArray();
  await touch(found);
}

/** Every cell of this alert is counted again when it is next read. */
export const touchAll = (alert: string) => cells.updateMany({ alert }, { $inc: { stamp: 1 } });

/** Count one cell from its people. */
async function countAgain({ _id, stamp, alert, unit, county, head, ...cell }: Cell): Promise<Cell> {
  const groups = await recipients.collection
    .aggregate<Sums & { _id: string | null }>([
      { $match: { alert, unit, county, head } },
      { $group: { _id: '$answer.choice', ...SUMS } },
    ])
    .toArray();
  const sums = Object.fromEntries(
    FIELDS.map((field) => [field, groups.reduce((sum, group) => sum + group[field], 0)]),
  ) as Sums;
  const choices = Object.fromEntries(groups.flatMap(({ _id: choice, people }) => (choice ? [[choice, people]] : [])));
  await cells.updateOne({ _id, stamp }, { $set: { ...sums, choices, counted: stamp } });
  return { ...cell, _id, stamp, alert, unit, county, head, ...sums, choices };
}

function together(before: UnitTally | undefined, { unit, unitName, choices, ...cell }: UnitTally): UnitTally {
  const sums = Object.fromEntries(FIELDS.map((field) => [field, (before?.[field] ?? 0) + cell[field]])) as Sums;
  const all: Record<string, number> = { ...before?.choices };
  for (const [choice, count] of Object.entries(choices)) all[choice] = (all[choice] ?? 0) + count;
  return { unit, unitName, ...sums, choices: all };
}

/** Figures without a unit. */
export type Total = Omit<UnitTally, 'unit' | 'unitName'>;

/** All units together. */
export function totalOf(units: readonly UnitTally[]): Total {
  const none: UnitTally = { unit: null, unitName: '', ...NOTHING, choices: {} };
  const { unit: _unit, unitName: _name, ...total } = units.reduce(together, none);
  return total;
}

/** How far the roll call is, unit by unit, in the order of the units. `scope` is a filter of `rollSeenBy`. */
export async function tallyOf(alert: string, scope: Readonly<Record<string, unknown>> = {}): Promise<UnitTally[]> {
  const found = await cells.find({ alert, ...scope } as never, { sort: { unit: 1 } }).toArray();
  const fresh = await Promise.all(
    found.map(async (cell) => (cell.counted === cell.stamp ? cell : await countAgain(cell))),
  );
  const units = new Map<string | null, UnitTally>();
  for (const cell of fresh) units.set(cell.unit, together(units.get(cell.unit), cell));
  return [...units.values()];
}
