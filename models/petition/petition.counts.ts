/**
 * The figures at the top of the desk. What is open, urgent or registered is the sum of kept cells; what is overdue changes
 * with every second and without any write, so it is counted when asked, by an index that holds exactly those.
 */
import { assignments } from '../assignment/assignment.store';
import { addCalendarMonths, shanghaiDay, startOfShanghaiDay } from '../core/calendar';
import { type Handler } from '../core/outbox';
import { monthOf } from './petition.cells';
import { OPEN_STATES } from './petition.schema';
import { petitions } from './petition.store';
import { cells, refreshCells, REPEATS, type Tally } from './petition.tallies';

/** The outbox effect that every change of a petition's cell owes. Many entries are one recount. */
const refresh: Handler = async (entries) => {
  await refreshCells(entries.flatMap(({ data }) => data['cells'] as string[]));
  return entries.map(() => ({ done: true }));
};
export const countHandlers: Record<string, Handler> = { 'counts.refresh': refresh };

/** What is counted: the whole city, or one county. It is what `visibleTo('seeDesk', actor)` answers. */
type CountScope = { county?: string | null };

interface PetitionCounts {
  open: number;
  overdue: number;
  urgent: number;
  /** Not yet with a branch. */
  unassigned: number;
  /** Somebody has been told and has not answered. */
  unacknowledged: number;
  /** 件次 since 1 January: every registration. */
  registeredThisYear: number;
  registeredLastYearSamePeriod: number;
  /** Change of the 件次, in percent with one decimal (−5.1); null when there was nothing to compare with. */
  changePercent: number | null;
  /** 件 since 1 January: repeats of one matter count once, with the first. */
  itemsThisYear: number;
  itemsLastYearSamePeriod: number;
}

const UNASSIGNED = ['registered', 'classified', 'accepted'];
const NOTHING: Tally = { n: 0, urgent: 0, repeats: 0 };
const SUMS = { n: { $sum: '$n' }, urgent: { $sum: '$urgent' }, repeats: { $sum: '$repeats' } };

async function sumOfCells(match: object): Promise<Tally> {
  const [sum] = await cells.aggregate<Tally>([{ $match: match }, { $group: { _id: null, ...SUMS } }]).toArray();
  return sum ?? NOTHING;
}

/** The same Shanghai date and time of day one year earlier (29 February: the 28th). */
export function yearBefore(now: Date): Date {
  const timeOfDay = now.getTime() - startOfShanghaiDay(now).getTime();
  return new Date(startOfShanghaiDay(addCalendarMonths(shanghaiDay(now), -12)).getTime() + timeOfDay);
}

type Registered = Pick<Tally, 'n' | 'repeats'>;
const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0);

/** Of the month in which the period ends: its whole days. */
async function wholeDays(until: Date, scope: CountScope): Promise<Registered> {
  const before = Number(shanghaiDay(until).slice(8)) - 1;
  const found = await cells
    .find({ ...scope, month: monthOf(until) } as never, { projection: { days: 1, repeatDays: 1 } })
    .toArray();
  return {
    n: sum(found.flatMap(({ days }) => days.slice(0, before))),
    repeats: sum(found.flatMap(({ repeatDays }) => repeatDays.slice(0, before))),
  };
}

/** Of the day in which it ends: what was registered by then. */
async function begunDay(until: Date, scope: CountScope): Promise<Registered> {
  const [found] = await petitions.collection
    .aggregate<Registered>([
      { $match: { ...scope, registeredAt: { $gte: startOfShanghaiDay(until), $lte: until } } },
      { $project: { _id: 0, registeredAt: 1, county: 1, repeatOf: 1 } },
      { $group: { _id: null, n: { $sum: 1 }, repeats: REPEATS } },
    ])
    .toArray();
  return found ?? NOTHING;
}

/** Registrations from 1 January until `until`: whole months and days from the cells, the begun day from its petitions. */
async function registeredUntil(until: Date, scope: CountScope): Promise<{ n: number; items: number }> {
  const month = monthOf(until);
  const parts = await Promise.all([
    sumOfCells({ ...scope, month: { $gte: `${month.slice(0, 4)}-01`, $lt: month } }),
    wholeDays(until, scope),
    begunDay(until, scope),
  ]);
  const n = sum(parts.map((part) => part.n));
  return { n, items: n - sum(parts.map((part) => part.repeats)) };
}

const percent = (now: number, before: number): number | null =>
  before === 0 ? null : Math.round(((now - before) / before) * 1000) / 10;

/** The two values of `unreachable`, named so that its index finds the open assignments. */
const ANY = { $in: [true, false] };

/** The figures of one scope at this moment. Cells follow a change within moments, when its outbox has been worked off. */
export async function petitionCounts(scope: CountScope, now: Date): Promise<PetitionCounts> {
  const [open, unassigned, overdue, unacknowledged, thisYear, lastYear] = await Promise.all([
    sumOfCells({ ...scope, status: { $in: [...OPEN_STATES] } }),
    sumOfCells({ ...scope, status: { $in: UNASSIGNED } }),
    petitions.collection.countDocuments({ ...scope, status: { $in: [...OPEN_STATES] }, dueAt: { $lt: now } } as never),
    assignments.collection.countDocuments({ ...scope, unreachable: ANY, status: 'open', ladder: true } as never),
    registeredUntil(now, scope),
    registeredUntil(yearBefore(now), scope),
  ]);
  return {
    open: open.n,
    overdue,
    urgent: open.urgent,
    unassigned: unassigned.n,
    unacknowledged,
    registeredThisYear: thisYear.n,
    registeredLastYearSamePeriod: lastYear.n,
    changePercent: percent(thisYear.n, lastYear.n),
    itemsThisYear: thisYear.items,
    itemsLastYearSamePeriod: lastYear.items,
  };
}
