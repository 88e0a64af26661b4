/** 排班: a shift comes into being, with everybody on it. Pure. */
import { type Outcome } from '../core/workflow';
import { type Kind, type Seat, type Shift } from './duty.schema';
import { type Named } from './onDuty';
import { seated, settled } from './seats';

/** One place of a shift as the planner fills it. `id` is unique within the shift, such as `SQUAD-330902-1`. */
export interface PlannedSeat extends Pick<Seat, 'id' | 'post' | 'county'> {
  person: Named;
  /** Why this person, in words. */
  reason: string;
}

/**
 * A planned shift, for `create`. Its cards go out by the clock some days ahead, so that months planned at once push no thousand cards.
 *
 * @throws DomainError NOT_NOW when somebody would sit on two seats; `create` throws the same when a claim is lost
 */
export function planShift(
  id: string,
  {
    kind,
    day,
    startsAt,
    endsAt,
    seats,
  }: { kind: Kind; day: string; startsAt: Date; endsAt: Date; seats: readonly PlannedSeat[] },
  now: Date,
): Outcome<Shift> {
  const empty: Shift = {
    ...{ _id: id, version: 0, status: 'planned', kind, day, startsAt, endsAt },
    ...{ seats: [], people: [], incoming: [], claims: [], wakeAt: null, wokenAt: null },
    ...{ openedAt: null, closedAt: null, handover: null },
  };
  const planned = seats.map(({ person, reason, ...seat }): Seat => ({
    ...seated(empty, seat, person, reason, now),
    askedAt: null,
    confirmBy: null,
  }));
  const document = settled({ ...empty, seats: planned });
  return { document, event: { type: 'shift.planned', data: { seats: planned.length } } };
}
