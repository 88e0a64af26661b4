/** Who could stand on a post of a shift: the people of its pool, with what the rule of substitution compares (substitute.ts). */
import { absentDuring } from '../absence/absence.store';
import { policy } from '../core/policy';
import { people } from '../people/people.store';
import { type Seat, type Shift } from './duty.schema';
import { shiftsBetween } from './duty.store';
import { type RosterPlan } from './roster.schema';
import { poolsPublishedFor } from './roster.store';
import { type Candidate } from './substitute';

const HOUR = 3_600_000;
const WINDOW = 30 * 24 * HOUR;

type Post = Pick<Seat, 'post' | 'county'>;
type Around = Pick<Shift, '_id' | 'startsAt' | 'endsAt' | 'seats'>;
type Pools = RosterPlan['pools'];

const serves = ({ state }: Seat) => state !== 'absent';
const samePost = (a: Post, b: Post) => a.post === b.post && a.county === b.county;

/** Whom the roster in force has chosen for the post; without a roster, whoever fits the rule of the policy. */
function belonging({ post, county }: Post, pools: Pools): object | null {
  const chosen = pools.find((pool) => samePost(pool, { post, county }));
  if (chosen && chosen.people.length > 0) return { _id: { $in: chosen.people.map(({ id }) => id) } };
  const rule = policy().duty.pools.find((row) => row.post === post);
  if (!rule) return null;
  return {
    ...(rule.roles.length > 0 ? { roles: { $in: rule.roles } } : {}),
    ...(rule.units.length > 0 ? { unitName: { $in: rule.units } } : {}),
    ...(rule.ownCounty ? { county } : {}),
  };
}

/** Whoever belongs on the post, and whoever stands on it in the roster around. */
async function peopleFor(post: Post, { around, pools }: Surroundings) {
  const rostered = around.flatMap(({ seats }) =>
    seats.filter((seat) => samePost(seat, post)).map(({ person }) => person),
  );
  const fits = belonging(post, pools);
  const filter = { active: true, $or: [{ _id: { $in: [...new Set(rostered)] } }, ...(fits ? [fits] : [])] };
  return people.find(filter as never, { projection: { name: 1 }, sort: { _id: 1 }, limit: 500 }).toArray();
}

/** Two stretches of duty of one person that are too near each other. */
function tooNear(a: Pick<Shift, 'startsAt' | 'endsAt'>, b: Pick<Shift, 'startsAt' | 'endsAt'>): boolean {
  const rest = policy().duty.restHours * HOUR;
  return a.startsAt.getTime() < b.endsAt.getTime() + rest && b.startsAt.getTime() < a.endsAt.getTime() + rest;
}

/** The roster around a shift, its pools, and who is away during it; read once for all its posts. */
export interface Surroundings {
  around: readonly Around[];
  away: ReadonlyMap<string, unknown>;
  pools: Pools;
}

export async function surroundingsOf(shift: Around & Pick<Shift, 'day'>): Promise<Surroundings> {
  const [from, to] = [new Date(shift.startsAt.getTime() - WINDOW), new Date(shift.endsAt.getTime() + WINDOW)];
  const [around, away, pools] = await Promise.all([
    shiftsBetween(from, to),
    absentDuring(shift.startsAt, shift.endsAt),
    poolsPublishedFor(shift.day),
  ]);
  return { around, away, pools };
}

/**
 * The pool of a post, seen from one shift.
 *
 * @param without shifts that are not counted as taken: the one a colleague would give in return
 * @param known what has been read already
 */
export async function poolOf(
  shift: Around & Pick<Shift, 'day'>,
  post: Post,
  without: readonly string[] = [],
  known?: Surroundings,
): Promise<Candidate[]> {
  const surroundings = known ?? (await surroundingsOf(shift));
  const { around, away } = surroundings;
  const here = new Set(shift.seats.map(({ person }) => person));
  const found = await peopleFor(post, surroundings);
  const shiftsOf = new Map<string, Around[]>();
  for (const other of around)
    for (const { person } of other.seats.filter(serves)) shiftsOf.set(person, [...(shiftsOf.get(person) ?? []), other]);
  return found
    .filter(({ _id }) => !here.has(_id))
    .map(({ _id: id, name }): Candidate => {
      const own = shiftsOf.get(id) ?? [];
      const taken = own.some(
        (other) => !without.includes(other._id) && other._id !== shift._id && tooNear(other, shift),
      );
      const ended = own.map(({ endsAt }) => endsAt.getTime()).filter((at) => at <= shift.startsAt.getTime());
      return {
        ...{ id, name, load: own.length },
        lastEndedAt: ended.length > 0 ? new Date(Math.max(...ended)) : null,
        away: away.has(id) ? 'absent' : taken ? 'taken' : null,
      };
    });
}

const HINDERED: Record<NonNullable<Candidate['away']>, string> = {
  absent: '这位同事那天已请假或离岗，请换一位。',
  taken: '这位同事那段时间已有班次，或休息不足，请换一位。',
};

/** Why somebody of the pool cannot come, as a sentence; null when they can. */
export const hindranceOf = ({ away }: Candidate): string | null => away && HINDERED[away];
