/**
 * Who is taken when. A shift claims every half hour of each of its people, from its beginning to the end of the rest after it, as
 * one key per person and half hour. The keys are unique over all shifts (duty.store.ts), so “nobody on two posts” and “enough
 * rest between posts” hold under any concurrency: two shifts of one person that are too near share a key, in either order.
 */
import { policy } from '../core/policy';
import { type Seat, type Shift } from './duty.schema';

const HALF_HOUR = 30 * 60_000;
const HOUR = 60 * 60_000;

type Span = Pick<Shift, 'startsAt' | 'endsAt'>;

/** One person's keys for the time on post and the rest after it. A shift that begins off the half hour claims the whole of it. */
export function claimsOfPerson(person: string, { startsAt, endsAt }: Span): string[] {
  const first = Math.floor(startsAt.getTime() / HALF_HOUR);
  const end = Math.ceil((endsAt.getTime() + policy().duty.restHours * HOUR) / HALF_HOUR);
  return Array.from({ length: end - first }, (_, n) => `${person}|${first + n}`);
}

/** Whether the seat keeps its person from other posts: not when absent, and not when given away in an exchange under way (exchange.ts). */
const binds = ({ state, swap }: Seat): boolean =>
  state !== 'absent' && swap?.state !== 'released' && swap?.state !== 'undoing';

/** The keys of everybody on a seat. */
export function claimsOf(shift: Span & Pick<Shift, 'seats'>): string[] {
  const people = new Set(shift.seats.filter(binds).map(({ person }) => person));
  return [...people].flatMap((person) => claimsOfPerson(person, shift));
}

/** Who is on two seats of one shift, which the unique index does not see; undefined when nobody is. */
export function twiceOn({ seats }: Pick<Shift, 'seats'>): string | undefined {
  const people = seats.filter(({ state }) => state !== 'absent').map(({ person }) => person);
  return people.find((person, index) => people.indexOf(person) !== index);
}
