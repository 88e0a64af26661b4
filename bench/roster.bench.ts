/**
 * The roster: a year planned for 300 people, beside the naive way of the same run: whoever had the fewest turns takes the next seat, which
 * walks through all that has been given for each seat and gives no thought to holidays, nights or chains. The naive plan is also judged: what it
 * is faster or slower at is worth nothing if it does not hold.
 */
import { setImmediate } from 'node:timers/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createAll } from '../models/core/journal';
import { CLOCK } from '../models/core/access';
import { shifts, shiftsBetween } from '../models/duty/duty.store';
import { type Violation, violations } from '../models/duty/invariants';
import { DEFAULT_PATTERN, postsOf } from '../models/duty/pattern';
import { type PlanInput, planRoster, planRosterInStrides, type PlannedShift, type Pool } from '../models/duty/planner';
import { openShift } from '../models/duty/publishing';
import { shiftsOfDays } from '../models/duty/roster.store';
import { percentiles, QUICK, report, round, type Row, timed, withDatabase } from './support';

const crew = (key: string, size: number) =>
  Array.from({ length: size }, (_, n) => ({ id: `${key}${n}`, name: `${key}${n}` }));
const pool = (post: Pool['post'], size: number, county: Pool['county'] = null): Pool => ({
  ...{ post, county, people: crew(`${post}${county ?? ''}-`, size) },
});
const POOLS = [
  pool('LEADER', 20),
  pool('OPERATOR', 40),
  ...(['330902', '330903', '330921', '330922'] as const).map((county) => pool('SQUAD', 50, county)),
  pool('MONITORING', 40),
];
const HOUR = 3_600_000;
const REST = 11;
const everybody = POOLS.flatMap(({ people }) => people);
/** A fortnight of leave for everybody, spread over the year. */
const absences = everybody.map(({ id }, n) => {
  const from = Date.parse('2026-01-01T00:00:00+08:00') + ((n * 37) % 350) * 24 * HOUR;
  return { person: id, from: new Date(from), to: new Date(from + 14 * 24 * HOUR) };
});
const input: PlanInput = {
  ...{ from: '2026-01-01', to: '2026-12-31', pattern: DEFAULT_PATTERN, pools: POOLS },
  ...{ absences, standing: [], restHours: REST },
};

/** Fewest turns first, everything looked up by walking through all that has been given. */
function naive(): PlannedShift[] {
  const empty = planRoster({ ...input, pools: [] }).shifts;
  const given: { person: string; start: number; end: number }[] = [];
  const turns = new Map<string, number>();
  for (const shift of empty) {
    const [start, end] = [shift.startsAt.getTime(), shift.endsAt.getTime()];
    for (const seat of shift.seats) {
      const members = POOLS.find(({ post, county }) => post === seat.post && county === seat.county)?.people ?? [];
      const free = members.filter(({ id }) => {
        const away = absences.some((one) => one.person === id && one.from < shift.endsAt && one.to > shift.startsAt);
        return (
          !away &&
          !given.some((one) => one.person === id && one.start < end + REST * HOUR && one.end > start - REST * HOUR)
        );
      });
      const [first] = free.sort((x, y) => (turns.get(x.id) ?? 0) - (turns.get(y.id) ?? 0));
      if (!first) continue;
      seat.person = first.id;
      seat.personName = first.name;
      given.push({ person: first.id, start, end });
      turns.set(first.id, (turns.get(first.id) ?? 0) + 1);
    }
  }
  return empty;
}

function judged(shifts: readonly PlannedShift[]): Violation[] {
  return violations(
    shifts.map((shift) => ({ ...shift, _id: shift.id })),
    {
      from: new Date('2026-01-01T08:30:00+08:00'),
      to: new Date('2027-01-01T00:00:00+08:00'),
      ...{ posts: postsOf(DEFAULT_PATTERN), restHours: REST, absences, pools: POOLS },
    },
  );
}

/** Most nights of one person less the fewest, the worst over all pools. */
function worstSpread(shifts: readonly PlannedShift[]): number {
  const nights = new Map<string, number>();
  for (const { kind, seats } of shifts)
    if (kind === 'NIGHT') for (const { person } of seats) nights.set(person, (nights.get(person) ?? 0) + 1);
  const spread = (people: Pool['people']) => {
    const own = people.map(({ id }) => nights.get(id) ?? 0);
    return Math.max(...own) - Math.min(...own);
  };
  return Math.max(...POOLS.slice(0, 2).map(({ people }) => spread(people)));
}

async function planning(): Promise<Row[]> {
  planRoster({ ...input, to: '2026-02-28' });
  const runs: number[] = [];
  for (let n = 0; n < (QUICK ? 1 : 5); n++) runs.push((await timed(() => Promise.resolve(planRoster(input)))).ms);
  const slow = await timed(() => Promise.resolve(naive()));
  const plan = planRoster(input);
  const [ours, theirs] = [percentiles(runs).p50, round(slow.ms)];
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await planRosterInStrides(input, () => setImmediate());
  delay.disable();
  return [
    {
      ...{ name: 'a year for 300 people with a fortnight of leave each, p50', value: ours, unit: 'ms' },
      ...{ baseline: theirs, ratio: round(ours / theirs, 3), target: '≤ 2000 ms' },
    },
    {
      ...{ name: 'violations found by the independent checker', value: judged(plan.shifts).length, unit: '' },
      ...{ baseline: judged(slow.result).length, ratio: '–', target: '0' },
    },
    {
      ...{ name: 'nights: most less fewest, worst pool', value: worstSpread(plan.shifts), unit: '' },
      ...{ baseline: worstSpread(slow.result), ratio: '–' },
    },
    { name: 'longest stop of the event loop while planning in strides', value: round(delay.max / 1e6), unit: 'ms' },
  ];
}

const context = { actor: CLOCK, now: new Date('2025-12-01T00:00:00Z'), door: 'system' as const };
async function yearOfShifts(year: number): Promise<void> {
  const plan = planRoster({ ...input, absences: [], from: `${year}-01-01`, to: `${year}-12-31` });
  const named = plan.shifts.map((shift) => ({
    ...shift,
    seats: shift.seats.map((seat) => ({ ...seat, person: `${year}${seat.person}` })),
  }));
  const outcomes = named.map((shift) => openShift(shift, 'bench', context.now));
  for (let done = 0; done < outcomes.length; done += 200)
    await createAll(shifts, outcomes.slice(done, done + 200), context);
}

async function reading(): Promise<Row[]> {
  const month = async () => {
    const runs: number[] = [];
    for (let n = 0; n < 30; n++) runs.push((await timed(() => shiftsOfDays('2026-06-01', '2026-06-30'))).ms);
    return percentiles(runs).p50;
  };
  await yearOfShifts(2026);
  await month();
  const one = await month();
  for (let year = 2016; year < (QUICK ? 2017 : 2026); year++) await yearOfShifts(year);
  const ten = await month();
  const runs: number[] = [];
  const from = new Date('2026-06-10T00:00:00Z');
  for (let n = 0; n < 30; n++)
    runs.push((await timed(() => shiftsBetween(from, new Date(from.getTime() + 7 * 24 * HOUR)))).ms);
  return [
    { name: 'a month of the calendar, one year of shifts, p50', value: one, unit: 'ms' },
    {
      ...{ name: 'a month of the calendar, eleven years of shifts, p50', value: ten, unit: 'ms' },
      ...{ baseline: one, ratio: round(ten / one), target: '≤ 1.5 ×' },
    },
    { name: 'the coming seven days of the forecast, p50', value: percentiles(runs).p50, unit: 'ms' },
  ];
}

void withDatabase(async () => report('Roster', [...(await planning()), ...(await reading())]));
