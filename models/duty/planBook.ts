/**
 * The planner's book: who stands where, and who could. Times are milliseconds. Every entry can be taken back, so that the planner may try
 * something and find out.
 */
import { type Need } from './pattern';
import { type Kind } from './duty.schema';

/** One seat to be filled, and who fills it. */
export interface Slot {
  start: number;
  end: number;
  day: string;
  kind: Kind;
  pool: PlanPool;
  /** Name of the statutory holiday, or empty. */
  holiday: string;
  isNight: boolean;
  /** A day off that is no statutory holiday. */
  isOff: boolean;
  taker: PlanPerson | null;
  reason: string;
}

/** Time in which somebody is taken; `slot` null for what stood before the plan and cannot be moved. */
interface Booking {
  start: number;
  end: number;
  slot: Slot | null;
}

export interface PlanPerson {
  id: string;
  name: string;
  /** Sorted by `start`. */
  bookings: Booking[];
  absences: readonly { from: number; to: number }[];
}

export interface PlanPool extends Pick<Need, 'post' | 'county'> {
  members: PlanPerson[];
  ledger: Map<PlanPerson, Ledger>;
}

/** What somebody has carried in one pool. The debts are what they carried beyond their share of the days on which they were there. */
export interface Ledger {
  turns: number;
  nights: number;
  offDays: number;
  minutes: number;
  /** Statutory holidays by calendar year. */
  holidays: Map<string, number>;
  kinds: Map<Kind, number>;
  debts: { turns: number; nights: number; offDays: number };
  lastEnd: number;
}

export const newLedger = (): Ledger => ({
  ...{ turns: 0, nights: 0, offDays: 0, minutes: 0, lastEnd: 0 },
  holidays: new Map(),
  kinds: new Map(),
  debts: { turns: 0, nights: 0, offDays: 0 },
});

export const yearOf = ({ day }: Pick<Slot, 'day'>): string => day.slice(0, 4);

/** Counted as carried (`sign` 1) or no longer (−1). */
export function count(ledger: Ledger, slot: Omit<Slot, 'pool' | 'taker' | 'reason'>, sign: 1 | -1): void {
  ledger.turns += sign;
  ledger.minutes += (sign * (slot.end - slot.start)) / 60_000;
  ledger.kinds.set(slot.kind, (ledger.kinds.get(slot.kind) ?? 0) + sign);
  ledger.debts.turns += sign;
  if (slot.isNight) {
    ledger.nights += sign;
    ledger.debts.nights += sign;
  }
  if (slot.isOff) {
    ledger.offDays += sign;
    ledger.debts.offDays += sign;
  }
  if (slot.holiday) ledger.holidays.set(yearOf(slot), (ledger.holidays.get(yearOf(slot)) ?? 0) + sign);
}

/** Index of the first booking that ends after `at`. */
function firstAfter(bookings: readonly Booking[], at: number): number {
  let [low, high] = [0, bookings.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bookings[middle] as Booking).end <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

export const isAbsent = ({ absences }: PlanPerson, start: number, end: number): boolean =>
  absences.some(({ from, to }) => from < end && to > start);

/** What keeps the person from standing there: bookings that overlap it or leave too little rest on either side. */
export function conflicts(
  { bookings }: PlanPerson,
  { start, end }: Pick<Slot, 'start' | 'end'>,
  rest: number,
): Booking[] {
  const found: Booking[] = [];
  for (let n = firstAfter(bookings, start - rest); n < bookings.length; n += 1) {
    const booking = bookings[n] as Booking;
    if (booking.start >= end + rest) break;
    found.push(booking);
  }
  return found;
}

export const isFree = (person: PlanPerson, slot: Slot, rest: number): boolean =>
  !isAbsent(person, slot.start, slot.end) && conflicts(person, slot, rest).length === 0;

export function book(person: PlanPerson, booking: Booking): void {
  person.bookings.splice(firstAfter(person.bookings, booking.start), 0, booking);
}

/** Put the person on the seat. */
export function seat(slot: Slot, person: PlanPerson): void {
  slot.taker = person;
  book(person, { start: slot.start, end: slot.end, slot });
  const ledger = slot.pool.ledger.get(person);
  if (ledger) count(ledger, slot, 1);
}

/** Take whoever sits there off the seat. */
export function unseat(slot: Slot): void {
  const person = slot.taker;
  if (!person) return;
  slot.taker = null;
  person.bookings.splice(
    person.bookings.findIndex((booking) => booking.slot === slot),
    1,
  );
  const ledger = slot.pool.ledger.get(person);
  if (ledger) count(ledger, slot, -1);
}

/** The movable seats of one person in one pool, in the order of time. */
export const slotsOf = (person: PlanPerson, pool: PlanPool): Slot[] =>
  person.bookings.flatMap(({ slot }) => (slot?.pool === pool ? [slot] : []));
