/** What the decisions about a shift share: its seats, who is told what, and the fields that follow from the seats. Pure. */
import { assign, settle } from '../assignment/assignment.effects';
import { DomainError } from '../core/errors';
import { type Effect } from '../core/workflow';
import { claimsOf, twiceOn } from './claims';
import { after, asksAt, confirmByOf, nextWake } from './dues';
import { AHEAD, type Seat, type Shift } from './duty.schema';
import { titleOf } from './duty.words';
import { type Named } from './onDuty';
import { policy } from '../core/policy';

/** Cards that wait for an answer of the person on a seat. */
export const SEAT_PURPOSES: string[] = ['duty.slot', 'duty.calledIn', 'duty.checkIn'];

const served = ({ state }: Seat) => state === 'confirmed' || state === 'checkedIn';
const counts = ({ state }: Seat) => state !== 'absent' && state !== 'relieved';

function peopleOf({ seats }: Shift): string[] {
  const named = seats.flatMap(({ person, swap }) => [person, ...(swap ? [swap.with, swap.from] : [])]);
  return [...new Set(named.filter(Boolean))];
}

/**
 * Bring everything up to date that follows from the seats: who is concerned, what is claimed, whether all have confirmed, when the clock
 * looks next.
 *
 * @throws DomainError NOT_NOW when somebody would sit on two seats
 */
export function settled(shift: Shift): Shift {
  const twice = twiceOn(shift);
  if (twice) throw new DomainError('NOT_NOW', '同一个人不能在一个班次里占两个岗位，请换一位同事。', { person: twice });
  const counted = shift.seats.filter(counts);
  const allConfirmed = counted.length > 0 && counted.every(served);
  const status = AHEAD.includes(shift.status) ? (allConfirmed ? 'confirmed' : 'planned') : shift.status;
  const changed: Shift = { ...shift, status, people: peopleOf(shift), claims: claimsOf(shift) };
  return { ...changed, wakeAt: nextWake(changed) };
}

/** The shift with one seat changed, and what follows from it. */
export const withSeat = (shift: Shift, id: string, seat: Partial<Seat>): Shift =>
  settled({ ...shift, seats: shift.seats.map((other) => (other.id === id ? { ...other, ...seat } : other)) });

/**
 * The one seat that is meant: by its id, or the only one that fits.
 *
 * @throws DomainError NOT_NOW in the given words when none fits, or when several do and none is named
 */
export function seatMeant(
  shift: Shift,
  id: string | undefined,
  fits: (seat: Seat) => boolean,
  otherwise: string,
): Seat {
  const fitting = shift.seats.filter((seat) => fits(seat) && (!id || seat.id === id));
  const [only] = fitting;
  if (!only) throw new DomainError('NOT_NOW', otherwise, { shift: shift._id });
  if (fitting.length > 1)
    throw new DomainError('NOT_NOW', `这个班次有${fitting.length}个岗位符合，请打开班次页面逐个办理。`, {
      shift: shift._id,
    });
  return only;
}

/** What a card to somebody on a seat carries. */
const about = (shift: Shift, seat: Seat) => ({ title: titleOf(shift, seat), county: seat.county });

/** Tell without asking for anything. */
export const tell = (shift: Shift, seat: Seat, person: string, purpose: string): Effect =>
  assign({ person, purpose, ladder: false, ...about(shift, seat) });

/** Tell whoever has to act now: silence climbs. */
export const alarm = (shift: Shift, seat: Seat | null, leaders: readonly Named[], purpose: string): Effect[] =>
  leaders.slice(0, 1).map(({ id }) =>
    assign({
      person: id,
      purpose,
      urgency: 'URGENT',
      todo: true,
      title: titleOf(shift, seat ?? undefined),
      county: seat?.county ?? null,
    }),
  );

/** Nothing is waited for from this person on this shift any more. */
export const release = (person: string): Effect => settle({ person, purposes: SEAT_PURPOSES, as: 'cancelled' });

/** The card of a seat: quiet while there is time, ringing once check-in is open. */
export function askSeat(shift: Shift, seat: Seat): Effect {
  const because = seat.reason.slice(0, 100);
  const dueAt = seat.checkInBy ?? seat.confirmBy ?? shift.startsAt;
  const common = { person: seat.person, ...about(shift, seat), dueAt, because };
  if (!seat.checkInBy) return assign({ ...common, purpose: 'duty.slot', ladder: false });
  return assign({ ...common, purpose: 'duty.calledIn', urgency: 'URGENT', todo: true });
}

/** Whether check-in is under way, so that whoever comes now is called at once. */
export const underWay = (shift: Shift): boolean =>
  shift.status === 'onDuty' || shift.seats.some(({ checkInBy }) => checkInBy !== null);

/** Somebody on a seat, as they stand there before they have answered. Too far ahead they are not asked yet. */
export function seated(
  shift: Shift,
  seat: Pick<Seat, 'id' | 'post' | 'county'>,
  person: Named,
  reason: string,
  now: Date,
): Seat {
  const urgent = underWay(shift);
  const asked = urgent || now >= asksAt(shift);
  return {
    ...{ id: seat.id, post: seat.post, county: seat.county },
    ...{ person: person.id, personName: person.name, reason: reason.slice(0, 300), state: 'planned' },
    ...{ swap: null, checkedInAt: null, checkedInFrom: null, insteadOf: null, unfilled: false },
    askedAt: asked ? now : null,
    confirmBy: asked && !urgent ? confirmByOf(shift, now) : null,
    checkInBy: urgent ? after(now, policy().duty.calledInMinutes) : null,
  };
}

/** Put somebody else on a seat before its person has come. The one who leaves, if anybody had it, is told; the one who comes is asked. */
export function reseated(shift: Shift, seat: Seat, person: Named, reason: string, now: Date) {
  const next: Seat = { ...seated(shift, seat, person, reason, now), insteadOf: seat.insteadOf };
  const document = withSeat(shift, seat.id, next);
  const effects = [
    ...(seat.person ? [release(seat.person), tell(shift, seat, seat.person, 'duty.replaced')] : []),
    ...swapDropped(shift, seat),
    ...(next.askedAt ? [askSeat(shift, next)] : []),
  ];
  return { document, effects, seat: next };
}

/** Somebody further on the post of one who is absent or has to leave; their seat keeps its history. */
export function joined(
  shift: Shift,
  left: Seat,
  state: 'absent' | 'relieved',
  person: Named,
  reason: string,
  now: Date,
) {
  const id = `${left.id}+`;
  const next: Seat = { ...seated(shift, { ...left, id }, person, reason, now), insteadOf: left.id };
  const seats = shift.seats.map((seat) =>
    seat.id === left.id ? { ...seat, state, swap: null, unfilled: false } : seat,
  );
  const document = settled({ ...shift, seats: [...seats, next] });
  return { document, effects: [...(next.askedAt ? [askSeat(shift, next)] : [])], seat: next };
}

/** Cards of a swap that is not pursued any further; the approver keeps theirs while another swap of the shift waits for them. */
export function swapDropped({ seats }: Shift, { id, swap }: Seat): Effect[] {
  if (!swap) return [];
  const others = seats.some((seat) => seat.id !== id && seat.swap?.state === 'agreed');
  return [
    settle({ person: swap.with, purposes: ['duty.swapAsked'], as: 'cancelled' }),
    ...(others ? [] : [settle({ purposes: ['duty.swapApprove'], as: 'cancelled' })]),
  ];
}
