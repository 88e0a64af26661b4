/**
 * What the clock owes a shift, and when. Everything follows from the document, so a server that was away finds exactly what it missed,
 * in order; each waking takes the first of it (clockwork.ts). Pure.
 */
import { minutes } from '../core/calendar';
import { policy } from '../core/policy';
import { AHEAD, type Seat, type Shift } from './duty.schema';

const HOUR = 60;

export type What = 'ask' | 'silent' | 'openCheckIn' | 'missed' | 'end' | 'overdue';
export interface Due {
  at: Date;
  what: What;
  /** The seat meant; null when the whole shift is. */
  seat: string | null;
}

const before = (at: Date, n: number): Date => new Date(at.getTime() - minutes(n));
export const after = (at: Date, n: number): Date => new Date(at.getTime() + minutes(n));

/** When the cards of a shift go out. */
export const asksAt = ({ startsAt }: Pick<Shift, 'startsAt'>): Date =>
  before(startsAt, policy().duty.askDaysBefore * 24 * HOUR);

/** When check-in opens. */
export const checkInOpensAt = ({ startsAt }: Pick<Shift, 'startsAt'>): Date =>
  before(startsAt, policy().duty.checkInMinutes);

/**
 * Until when an answer is waited for: some hours before the shift, but always some time after the card; null when check-in comes first
 * and will show it.
 */
export function confirmByOf(shift: Pick<Shift, 'startsAt'>, askedAt: Date): Date | null {
  const { confirmHoursBefore, answerMinutes } = policy().duty;
  const usual = before(shift.startsAt, confirmHoursBefore * HOUR);
  const least = after(askedAt, answerMinutes);
  const by = usual > least ? usual : least;
  return by < checkInOpensAt(shift) ? by : null;
}

const waiting = ({ state }: Seat) => state === 'planned' || state === 'confirmed';
const moving = ({ swap }: Seat) => swap !== null && swap.state !== 'asked' && swap.state !== 'agreed';

function duesOfSeat(shift: Shift, seat: Seat): Due[] {
  if (!waiting(seat)) return [];
  const due = (at: Date, what: What): Due => ({ at, what, seat: seat.id });
  if (seat.checkInBy) return [due(seat.checkInBy, 'missed')];
  const silent = seat.state === 'planned' && seat.confirmBy && !moving(seat) ? [due(seat.confirmBy, 'silent')] : [];
  const unasked = seat.state === 'planned' && !seat.askedAt;
  return unasked ? [{ at: asksAt(shift), what: 'ask', seat: null }] : silent;
}

function duesOfShift({ status, seats, endsAt, handover }: Shift, opensAt: Date): Due[] {
  if (status === 'closed') return [];
  if (status === 'handingOver')
    return handover && !handover.overdueAt ? [{ at: handover.dueAt, what: 'overdue', seat: null }] : [];
  const uncalled = seats.some((seat) => waiting(seat) && !seat.checkInBy);
  return [
    ...(uncalled ? [{ at: opensAt, what: 'openCheckIn' as const, seat: null }] : []),
    { at: endsAt, what: 'end', seat: null },
  ];
}

/** Everything planned, the earliest first; of the same moment, in the order in which it happens to a shift. */
export function duesOf(shift: Shift): Due[] {
  const seats = AHEAD.includes(shift.status) || shift.status === 'onDuty' ? shift.seats : [];
  const dues = [...seats.flatMap((seat) => duesOfSeat(shift, seat)), ...duesOfShift(shift, checkInOpensAt(shift))];
  return dues.sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** What is to be done now, or undefined. */
export const firstDue = (shift: Shift, now: Date): Due | undefined => duesOf(shift).find(({ at }) => at <= now);

/** When the clock has to look next: never again at a moment for which it has already looked, so that each waking has its own. */
export function nextWake(shift: Shift): Date | null {
  const [first] = duesOf(shift);
  if (!first) return null;
  const { wokenAt } = shift;
  return wokenAt && first.at <= wokenAt ? new Date(wokenAt.getTime() + 1) : first.at;
}
