/**
 * 回避: who has to stay away from the audit of a unit because of the rotation. A round names no host, so its guests are found by what the round
 * does name: it was the county's own round, or the head of the unit opened it, or people of the unit served in it. Whoever sat in it with
 * them in the last twelve months is a guest; whoever sat there for the unit belonged to it.
 */
import { addCalendarMonths, shanghaiDay } from '../core/calendar';
import { policy } from '../core/policy';
import { type Unit } from '../people/people.schema';
import { type Round, type Seat, type SeatState } from '../rotation/rotation.schema';
import { allUnits, rounds } from '../rotation/rotation.store';

/** A seat that was only offered, or given up, made nobody anybody's guest. */
const SAT: readonly SeatState[] = ['confirmed', 'served'];
type Sat = Pick<Round, 'county' | 'openedBy'> & { seats: Pick<Seat, 'person' | 'unit' | 'state'>[] };

/** The guests found in these rounds. Pure. */
export function guestsIn(past: readonly Sat[], unit: Unit, own: ReadonlySet<string>): string[] {
  const guests = past.flatMap(({ county, openedBy, seats }) => {
    const sat = seats.filter(({ state }) => SAT.includes(state));
    const hosted =
      (unit.kind === 'BRANCH' && county !== null && county === unit.county) ||
      (unit.head !== null && openedBy === unit.head) ||
      sat.some((seat) => own.has(seat.unit));
    return hosted ? sat.map(({ person }) => person) : [];
  });
  return [...new Set(guests)].sort();
}

/** Everybody who has to stay away from this unit as of now, beside its own people. */
export async function guestsOf(unit: Unit, now: Date): Promise<string[]> {
  const since = addCalendarMonths(shanghaiDay(now), -policy().audit.guestMonths);
  const [past, units] = await Promise.all([
    rounds.collection
      .find({ sequence: { $gt: 0 }, status: { $ne: 'calledOff' }, lastDay: { $gte: since } } as never, {
        projection: { county: 1, openedBy: 1, 'seats.person': 1, 'seats.unit': 1, 'seats.state': 1 },
      })
      .toArray() as unknown as Promise<Sat[]>,
    allUnits(),
  ]);
  const own = new Set(units.filter(({ departments }) => departments.includes(unit._id)).map(({ _id }) => _id));
  return guestsIn(past, unit, own);
}
