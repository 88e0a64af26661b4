/** 缺口预报: what is wrong with the coming days, while there is still time. Pure. */
import { type County } from '../core/place';
import { type CheckedShift, violations } from './invariants';
import { type Need, postName, shiftName } from './pattern';
import { type Kind, type Post } from './duty.schema';
import { type Forecast, type Gap, GAPS } from './roster.schema';

const SHOWN = 100;
/** States of a seat that its person has answered for. */
const ANSWERED = ['confirmed', 'checkedIn', 'relieved'];

interface SeatAhead {
  id: string;
  post: Post;
  county: County | null;
  person: string;
  personName: string;
  state: string;
}
interface ShiftAhead {
  _id: string;
  kind: Kind;
  day: string;
  startsAt: Date;
  endsAt: Date;
  seats: readonly SeatAhead[];
}

export interface ForecastInput {
  now: Date;
  until: Date;
  shifts: readonly ShiftAhead[];
  /** What must be manned at every minute. */
  posts: readonly Need[];
  restHours: number;
  /** People no channel reaches, with the reason in words: left the organisation, no message gets through. */
  unreachable: ReadonlyMap<string, string>;
}

const isVacant = ({ person, state }: SeatAhead) => !person || state === 'absent';
/** Whether somebody stands in for the absent on the same post of the shift. */
const isReplaced = (seat: SeatAhead, { seats }: ShiftAhead) =>
  seats.some((other) => other.id !== seat.id && other.id.startsWith(`${seat.id}+`) && !isVacant(other));

function gapsOfSeat(shift: ShiftAhead, seat: SeatAhead, unreachable: ForecastInput['unreachable']): Gap[] {
  const where = `${shiftName(shift.kind, shift.day)}${postName(seat)}`;
  const gap = (kind: Gap['kind'], words: string): Gap => ({
    ...{ kind, at: shift.startsAt, shift: shift._id, seat: seat.id, words },
    person: seat.person || null,
  });
  if (isVacant(seat)) return isReplaced(seat, shift) ? [] : [gap('empty', `${where}空缺，请改派`)];
  const why = unreachable.get(seat.person);
  return [
    ...(why ? [gap('unreachable', `${where}${seat.personName}${why}，请电话联系或改派`)] : []),
    ...(ANSWERED.includes(seat.state) ? [] : [gap('unconfirmed', `${where}${seat.personName}还没有确认`)]),
  ];
}

function uncovered({ now, until, shifts, posts, restHours }: ForecastInput): Gap[] {
  const manned: CheckedShift[] = shifts.map((shift) => ({
    ...shift,
    seats: shift.seats.filter((seat) => !isVacant(seat)),
  }));
  return violations(manned, { from: now, to: until, posts, restHours })
    .filter(({ kind }) => kind === 'uncovered')
    .map(({ from, words }) => ({ kind: 'uncovered', at: from, shift: null, seat: null, person: null, words }));
}

/** Everything that is wrong from now on until then: the worst kind first, then in the order of time. */
export function forecastOf(input: ForecastInput): Forecast {
  const { now, until, shifts, unreachable } = input;
  const ahead = shifts.filter(({ endsAt }) => endsAt > now);
  const all = [
    ...uncovered(input),
    ...ahead.flatMap((shift) => shift.seats.flatMap((seat) => gapsOfSeat(shift, seat, unreachable))),
  ];
  const order = Object.keys(GAPS);
  const sorted = all.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || a.at.getTime() - b.at.getTime());
  const counts = Object.fromEntries(order.map((kind) => [kind, all.filter((gap) => gap.kind === kind).length]));
  return { at: now, until, gaps: sorted.slice(0, SHOWN), counts: counts as Forecast['counts'] };
}
