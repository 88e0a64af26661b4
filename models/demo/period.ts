/**
 * When the petitions of the demo were registered. The demo year is the latest year whose October has ended: 279 petitions in its
 * first ten months, 294 in those of the year before, so that the change of −5.1 % comes out of counting. What lies later
 * keeps the same proportion, so that the desk's year-to-date figure agrees with it on the day of the seed.
 */
import { addCalendarDays, endOfShanghaiDay, isWorkingDay, shanghaiDay, startOfShanghaiDay } from '../core/calendar';
import { yearBefore } from '../petition/petition.counts';
import { type Chance } from './random';

/** Registrations per month, January to October; more in the months of heat and odour. Sums: 279 and 294. */
const DEMO_YEAR = [20, 16, 24, 26, 30, 31, 36, 37, 31, 28];
const YEAR_BEFORE = [21, 17, 25, 28, 31, 33, 38, 39, 33, 29];
/** November and December together, in the same proportion as the first ten months. */
const REST = { demoYear: 54, yearBefore: 57 };
/** Per day since 1 November, so that the last month shows enough open work. */
const RECENT_PER_DAY = 1.55;

const MINUTE = 60_000;
const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0);
const TOTAL = { demoYear: sum(DEMO_YEAR), yearBefore: sum(YEAR_BEFORE) };
const CHANGE = TOTAL.demoYear / TOTAL.yearBefore - 1;
const tenths = (ratio: number) => Math.round(ratio * 1000) / 10;

/** The latest year whose October has ended in Asia/Shanghai. */
export function demoYearOf(now: Date): number {
  const [year = 0, month = 0] = shanghaiDay(now).split('-').map(Number);
  return month > 10 ? year : year - 1;
}

const firstOf = (year: number, month: number) =>
  startOfShanghaiDay(`${year + Math.floor((month - 1) / 12)}-${String(((month - 1) % 12) + 1).padStart(2, '0')}-01`);

/** `n` moments after `from` and before `to`, in order: by day, and on weekends and holidays less often. */
function moments(n: number, from: Date, to: Date, dice: Chance): Date[] {
  const found: Date[] = [];
  while (found.length < n) {
    const at = new Date(from.getTime() + dice.next() * (to.getTime() - from.getTime()));
    const hour = (at.getTime() - startOfShanghaiDay(at).getTime()) / 3_600_000;
    const likely = (hour > 6.5 && hour < 21 ? 1 : 0.02) * (isWorkingDay(shanghaiDay(at)) ? 1 : 0.45);
    if (dice.next() < likely) found.push(at);
  }
  return found.sort((a, b) => a.getTime() - b.getTime());
}

const months = (year: number, counts: readonly number[], dice: Chance) =>
  counts.flatMap((n, index) => moments(n, firstOf(year, index + 1), firstOf(year, index + 2), dice));

/** How many since 1 November of both years: as many as fit the days, in a pair that keeps the change to a tenth of a percent. */
function recentPair(days: number): { now: number; before: number } {
  for (let now = Math.min(REST.demoYear, Math.round(days * RECENT_PER_DAY)); now > 0; now--) {
    const before = Math.round((TOTAL.demoYear + now) / (1 + CHANGE)) - TOTAL.yearBefore;
    const change = (TOTAL.demoYear + now) / (TOTAL.yearBefore + before) - 1;
    if (tenths(change) === tenths(CHANGE)) return { now, before };
  }
  return { now: 0, before: 0 };
}

/** The newest ones stand where the desk expects them: some minutes to some hours old. */
const FRESH_MINUTES = [340, 190, 95, 25];

function recently(n: number, from: Date, now: Date, dice: Chance): Date[] {
  const fresh = FRESH_MINUTES.map((age) => new Date(now.getTime() - age * MINUTE)).filter((at) => at > from);
  const newest = fresh.slice(Math.max(0, fresh.length - n));
  const earlier = newest[0] ?? now;
  return [...moments(n - newest.length, from, earlier, dice), ...newest];
}

/** November and December of the demo year until now, and of the year before on both sides of the same moment. */
function endOfYear(year: number, now: Date, dice: Chance): Date[] {
  const [from, before] = [firstOf(year, 11), firstOf(year - 1, 11)];
  const then = yearBefore(now);
  const pair = recentPair((now.getTime() - from.getTime()) / 86_400_000);
  return [
    ...moments(pair.before, before, then, dice),
    ...moments(REST.yearBefore - pair.before, endOfShanghaiDay(then), firstOf(year - 1, 13), dice),
    ...recently(pair.now, from, now, dice),
  ];
}

/** After New Year the demo year is whole, and the current year goes on in the same proportion. */
function afterNewYear(year: number, now: Date, dice: Chance): Date[] {
  const then = yearBefore(now);
  const start = firstOf(year + 1, 1);
  const rest = [
    ...moments(REST.yearBefore, firstOf(year - 1, 11), firstOf(year - 1, 13), dice),
    ...moments(REST.demoYear, firstOf(year, 11), start, dice),
  ];
  const sofar = months(year, DEMO_YEAR, dice).filter((at) => at <= then).length;
  return [...rest, ...recently(Math.round(sofar * (1 + CHANGE)), start, now, dice)];
}

/** Every moment of registration, in order, none later than `now`. */
export function registrations(now: Date, dice: Chance): Date[] {
  const year = demoYearOf(now);
  const lastYearToo = [...months(year - 1, YEAR_BEFORE, dice), ...months(year, DEMO_YEAR, dice)];
  const sameYear = Number(shanghaiDay(now).slice(0, 4)) === year;
  const later = sameYear ? endOfYear(year, now, dice) : afterNewYear(year, now, dice);
  return [...lastYearToo, ...later].sort((a, b) => a.getTime() - b.getTime());
}

/** The next moment at which an office works: 8:30 to 17:30 on a working day; `at` itself when it is one. */
export function officeHours(at: Date, dice: Chance): Date {
  const morning = (day: string) =>
    new Date(startOfShanghaiDay(day).getTime() + (8.5 * 60 + dice.whole(2, 90)) * MINUTE);
  const day = shanghaiDay(at);
  const minute = (at.getTime() - startOfShanghaiDay(at).getTime()) / MINUTE;
  if (isWorkingDay(day) && minute >= 510 && minute <= 1050) return at;
  if (isWorkingDay(day) && minute < 510) return morning(day);
  let next = addCalendarDays(day, 1);
  while (!isWorkingDay(next)) next = addCalendarDays(next, 1);
  return morning(next);
}
