/** What the events of a shift keep of it, and a shift of any moment put together from them. Pure. */
import { type Seat, type Shift } from './duty.schema';

/** What the events of a shift keep of one seat, and of its handover. */
export type SeatFact = Pick<Seat, 'id' | 'post' | 'county' | 'personName' | 'state' | 'checkInBy'>;
export interface HandoverFact {
  dueAt: Date;
  overdueAt: Date | null;
  /** Lines the incoming have not confirmed. */
  left: number;
}
export type ShiftFacts = Pick<Shift, '_id' | 'status' | 'kind' | 'startsAt' | 'endsAt'> & {
  seats: SeatFact[];
  handover: HandoverFact | null;
};

const SEAT = 'seat:';

/** The facts of a shift that change, one per seat, so that an event keeps only the seat it was about. */
export function shiftFacts({ seats, handover }: Pick<Shift, 'seats' | 'handover'>): Record<string, unknown> {
  const perSeat = seats.map(({ id, post, county, personName, state, checkInBy }) => [
    `${SEAT}${id}`,
    { id, post, county, personName, state, checkInBy },
  ]);
  return { ...(Object.fromEntries(perSeat) as Record<string, SeatFact>), handover: handover && handoverFact(handover) };
}

const handoverFact = ({ dueAt, overdueAt, lines }: NonNullable<Shift['handover']>): HandoverFact => ({
  ...{ dueAt, overdueAt },
  left: lines.filter(({ confirmedAt }) => confirmedAt === null).length,
});

/** A shift put together from the facts of its events. */
export function shiftOfFacts(
  shift: Pick<Shift, '_id' | 'kind' | 'startsAt' | 'endsAt'>,
  facts: Record<string, unknown>,
): ShiftFacts {
  const { _id, kind, startsAt, endsAt } = shift;
  const seats = Object.entries(facts).flatMap(([name, value]) =>
    name.startsWith(SEAT) && value ? [value as SeatFact] : [],
  );
  const handover = (facts['handover'] ?? null) as HandoverFact | null;
  return { _id, kind, startsAt, endsAt, status: facts['status'] as Shift['status'], seats, handover };
}

/** A shift as it is now, in the same shape as one of the past. */
export const shiftAsFacts = (
  shift: Pick<Shift, '_id' | 'status' | 'kind' | 'startsAt' | 'endsAt' | 'seats' | 'handover'>,
): ShiftFacts => shiftOfFacts(shift, { status: shift.status, ...shiftFacts(shift) });
