import { assignments } from '../models/assignment/assignment.store';
import { startOfShanghaiDay } from '../models/core/calendar';
import { OPEN_STATES } from '../models/petition/petition.schema';
import { petitions } from '../models/petition/petition.store';

type Scope = Readonly<Record<string, unknown>>;

export interface PetitionCounts {
  open: number;
  overdue: number;
  urgent: number;
  unassigned: number;
  unacknowledged: number;
  registeredThisYear: number;
  registeredLastYearSamePeriod: number;
  /** One decimal, such as −5.1; null when there was nothing to compare with. */
  changePercent: number | null;
}

const count = (scope: Scope, conditions: Scope) => petitions.collection.countDocuments({ ...scope, ...conditions });
const OPEN = { status: { $in: [...OPEN_STATES] } };

const yearOf = (at: Date) => new Date(at.getTime() + 8 * 3_600_000).getUTCFullYear();
const firstOf = (year: number) => startOfShanghaiDay(`${year}-01-01`);

/** 1 January of this year until now, and the same stretch of last year. */
function periods(now: Date) {
  const start = firstOf(yearOf(now));
  const before = firstOf(yearOf(now) - 1);
  return { start, before, beforeEnd: new Date(before.getTime() + (now.getTime() - start.getTime())) };
}

async function counted(scope: Scope, now: Date): Promise<PetitionCounts> {
  const { start, before, beforeEnd } = periods(now);
  const [open, overdue, urgent, unassigned, unacknowledged, thisYear, lastYear] = await Promise.all([
    count(scope, OPEN),
    count(scope, { ...OPEN, dueAt: { $lt: now } }),
    count(scope, { ...OPEN, urgency: 'URGENT' }),
    count(scope, { status: { $in: ['registered', 'classified', 'accepted'] } }),
    assignments.collection.countDocuments({ ...scope, status: 'open', ladder: true } as never),
    count(scope, { registeredAt: { $gte: start, $lte: now } }),
    count(scope, { registeredAt: { $gte: before, $lte: beforeEnd } }),
  ]);
  return {
    open,
    overdue,
    urgent,
    unassigned,
    unacknowledged,
    registeredThisYear: thisYear,
    registeredLastYearSamePeriod: lastYear,
    changePercent: lastYear === 0 ? null : Math.round(((thisYear - lastYear) / lastYear) * 1000) / 10,
  };
}

/** Every open desk asks after every change; within this time they share one answer. */
const SHARED_MS = 500;
const shared = new Map<string, { until: number; counts: Promise<PetitionCounts> }>();

/** The figures at the top of the desk, for the rows of one scope (a filter of `visibleTo`). */
export function countPetitions(scope: Scope, now: Date): Promise<PetitionCounts> {
  const key = JSON.stringify(scope);
  const known = shared.get(key);
  if (known && known.until > performance.now()) return known.counts;
  const counts = counted(scope, now);
  shared.set(key, { until: performance.now() + SHARED_MS, counts });
  counts.catch(() => shared.delete(key));
  return counts;
}
