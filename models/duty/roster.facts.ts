/** What has to be looked up before a plan is previewed, published or foreseen; the planning itself is done here, in strides. */
import { setImmediate } from 'node:timers/promises';
import { addCalendarDays, startOfShanghaiDay } from '../core/calendar';
import { DomainError } from '../core/errors';
import { read } from '../core/journal';
import { policy } from '../core/policy';
import { type Context } from '../core/workflow';
import { namesOf } from '../people/people.store';
import { type CheckedShift, type Violation, violations } from './invariants';
import { onDuty } from './onDuty';
import { type Need, postKey, postsOf } from './pattern';
import {
  type Absence,
  planRosterInStrides,
  type PlannedShift,
  type Pool,
  type Problem,
  type StandingShift,
} from './planner';
import { type ForeseeFacts, type Previewed, type PreviewFacts, type PublishFacts } from './roster.commands';
import { type RosterPlan } from './roster.schema';
import { awayDuring, rosterPlans, shiftsOfDays, staffForDuty, standingShifts } from './roster.store';
import { poolsOf } from './rosterPools';

/** Rest and posts of 24 hours reach into the days beside the plan. */
const BESIDE_DAYS = 2;

/** What stands beside and inside a stretch of days: this year's shifts so far, and those just after. */
async function around({ from, to }: Pick<RosterPlan, 'from' | 'to'>) {
  const since = `${from.slice(0, 4)}-01-01`;
  const before = addCalendarDays(from, -BESIDE_DAYS);
  const [standing, absences] = await Promise.all([
    standingShifts(since < before ? since : before, addCalendarDays(to, BESIDE_DAYS)),
    awayDuring(before, to),
  ]);
  return { standing, absences };
}

const checkable = (shift: StandingShift | PlannedShift, names: ReadonlyMap<string, string>): CheckedShift => ({
  ...{ _id: shift.id, kind: shift.kind, day: shift.day, startsAt: shift.startsAt, endsAt: shift.endsAt },
  seats: shift.seats.map(({ post, county, person }) => ({
    post,
    county,
    person,
    personName: names.get(person) ?? person,
  })),
});

/**
 * From when on every post has to be manned: from midnight where the day before has shifts; a roster that begins here begins when
 * the last of its posts does.
 */
function mannedFrom(from: string, shifts: readonly PlannedShift[], standing: readonly StandingShift[]): Date {
  const midnight = startOfShanghaiDay(from);
  if (standing.some(({ startsAt, endsAt }) => startsAt < midnight && endsAt >= midnight)) return midnight;
  const first = new Map<string, Date>();
  for (const { startsAt, seats } of shifts) {
    for (const seat of seats) {
      const known = first.get(postKey(seat));
      if (!known || startsAt < known) first.set(postKey(seat), startsAt);
    }
  }
  return new Date(Math.max(midnight.getTime(), ...[...first.values()].map((at) => at.getTime())));
}

const sameStretch = (problem: Problem, { post, county, from, to }: Violation) =>
  problem.post === post && problem.county === county && problem.from <= from && problem.to >= to;

const asProblem = ({ from, to, post, county, words }: Violation): Previewed['problems'][number] => ({
  ...{ kind: 'rule', from, to, post, county, words },
  help: '请补排相邻的班次，或调整模式的时间和人数',
});

interface Checked {
  from: string;
  to: string;
  posts: Need[];
  shifts: readonly PlannedShift[];
  standing: readonly StandingShift[];
  absences: readonly Absence[];
  pools: readonly Pool[];
}

/** What the independent checker finds in these days. */
export function checkDays({ from, to, posts, shifts, standing, absences, pools }: Checked): Violation[] {
  const names = new Map([
    ...pools.flatMap(({ people }) => people.map(({ id, name }): [string, string] => [id, name])),
    ...shifts.flatMap(({ seats }) => seats.map(({ person, personName }): [string, string] => [person, personName])),
  ]);
  const all = [...standing, ...shifts].map((shift) => checkable(shift, names));
  const touched = new Set(shifts.map(({ id }) => id));
  const found = violations(all, {
    from: mannedFrom(from, shifts, standing),
    to: startOfShanghaiDay(addCalendarDays(to, 1)),
    posts,
    restHours: policy().duty.restHours,
    absences,
  });
  return found.filter((one) => one.kind === 'uncovered' || one.shifts.some((id) => touched.has(id)));
}

async function keptOf({ from, to }: Pick<RosterPlan, 'from' | 'to'>): Promise<RosterPlan['kept']> {
  return (await shiftsOfDays(from, to)).map(({ _id, status }) => ({ id: _id, status }));
}

/** The people who may be put on each post of a plan, as things stand now. */
export async function poolsFor({
  pattern,
  included,
  excluded,
}: Pick<RosterPlan, 'pattern' | 'included' | 'excluded'>): Promise<Pool[]> {
  return poolsOf(pattern, policy().duty.pools, await staffForDuty(), { included, excluded });
}

async function previewFacts(_input: unknown, id: string): Promise<PreviewFacts> {
  const plan = await read(rosterPlans, id);
  if (!plan) throw new DomainError('NOT_FOUND', '没有找到这份值班表，请返回列表刷新。', { id });
  const { from, to, pattern } = plan;
  const [{ standing, absences }, pools, kept] = await Promise.all([around(plan), poolsFor(plan), keptOf(plan)]);
  const { restHours } = policy().duty;
  const made = await planRosterInStrides({ from, to, pattern, pools, absences, standing, restHours }, () =>
    setImmediate(),
  );
  const found = checkDays({ from, to, posts: postsOf(pattern), shifts: made.shifts, standing, absences, pools });
  const unsaid = found.filter((violation) => !made.problems.some((problem) => sameStretch(problem, violation)));
  return {
    version: plan.version,
    pools: pools.map((pool) => ({ ...pool, people: [...pool.people] })),
    shifts: made.shifts,
    loads: made.loads,
    problems: [...unsaid.map(asProblem), ...made.problems],
    kept,
  };
}

async function publishFacts(_input: unknown, id: string, { actor }: Context): Promise<PublishFacts> {
  const [plan, names] = await Promise.all([read(rosterPlans, id), namesOf([actor.id])]);
  const by = { id: actor.id, name: names.get(actor.id) ?? actor.id };
  if (!plan) return { broken: [], by };
  const [{ standing, absences }, staff] = await Promise.all([around(plan), staffForDuty()]);
  const known = new Set(standing.map((shift) => shift.id));
  const shifts = plan.shifts.filter((shift) => !known.has(shift.id));
  const found = checkDays({ ...plan, posts: [], shifts, standing, absences });
  const here = new Set(staff.map(({ _id }) => _id));
  const seated = new Map(
    shifts.flatMap(({ seats }) => seats.map((seat): [string, string] => [seat.person, seat.personName])),
  );
  const gone = [...seated].filter(([person]) => person && !here.has(person)).map(([, name]) => `${name}已不在岗`);
  return { broken: [...gone, ...found.map(({ words }) => words)], by };
}

async function foreseeFacts(_input: unknown, _id: string, { now }: Context): Promise<ForeseeFacts> {
  const { leaders } = await onDuty(now);
  return { leader: leaders[0] ?? null };
}

type Lookup = (input: unknown, id: string, context: Context) => Promise<unknown>;

export const rosterFacts: Partial<Record<string, Lookup>> = {
  preview: previewFacts,
  publish: publishFacts,
  publishAnyway: publishFacts,
  foresee: foreseeFacts,
};
