/**
 * 抽调账本: what the rounds add up to. There is no ledger document that could fall out of step: credits of units and services of people
 * are folded from the rounds themselves. A seat that is offered or confirmed counts as a service already, so that the next round
 * asks somebody else; excused and absent take it back, which is why an absentee keeps the first place.
 */
import { type Credits, lcm } from './draw';
import { type Round, type Seat, STANDING } from './rotation.schema';

/** What a fold reads of a round: everything but candidates, texts and journal. */
export type PastRound = Pick<
  Round,
  '_id' | 'no' | 'pool' | 'status' | 'sequence' | 'day' | 'lastDay' | 'k' | 'drawnAt' | 'closedAt'
> & {
  seats: readonly Pick<Seat, 'slot' | 'kind' | 'person' | 'unit' | 'state'>[];
  /** Headcounts at the draw; null before it. */
  units: readonly { id: string; n: number }[] | null;
};

const drawnIn = (pool: string) => (round: PastRound) =>
  round.pool === pool && round.sequence !== null && round.status !== 'calledOff' && round.units !== null;

/** Seats that a unit was charged for: the last holder of each slot says to whom. */
function charged({ seats }: PastRound): string[] {
  const last = new Map<number, string>();
  for (const { slot, kind, unit } of seats) if (kind !== 'reinforcement') last.set(slot, unit);
  return [...last.values()];
}

/** What each unit has been due and has carried, over one denominator. */
export interface Balance {
  den: bigint;
  due: Map<string, bigint>;
  carried: Map<string, number>;
}

/** Σ k·n/N per unit, and the seats charged to it; rounds called off count for nothing. */
export function balance(rounds: readonly PastRound[], pool: string): Balance {
  const counted = rounds.filter(drawnIn(pool));
  const totals = counted.map(({ units }) => BigInt(units!.reduce((sum, { n }) => sum + n, 0)));
  const den = totals.reduce(lcm, 1n);
  const due = new Map<string, bigint>();
  const carried = new Map<string, number>();
  for (const [index, round] of counted.entries()) {
    const share = (BigInt(round.k) * den) / totals[index]!;
    for (const { id, n } of round.units!) due.set(id, (due.get(id) ?? 0n) + share * BigInt(n));
    for (const unit of charged(round)) carried.set(unit, (carried.get(unit) ?? 0) + 1);
  }
  return { den, due, carried };
}

/** What each unit owes now: due − carried. Sums to zero. */
export function creditsOf(rounds: readonly PastRound[], pool: string): Credits {
  const { den, due, carried } = balance(rounds, pool);
  const ids = [...new Set([...due.keys(), ...carried.keys()])];
  const credit = (id: string) => (due.get(id) ?? 0n) - BigInt(carried.get(id) ?? 0) * den;
  return { den: String(den), num: Object.fromEntries(ids.map((id) => [id, String(credit(id))])) };
}

/** The next place in the chain: one more than the highest that was ever taken, called off or not. */
export const nextSequence = (rounds: readonly PastRound[], pool: string): number =>
  Math.max(0, ...rounds.filter((round) => round.pool === pool).map(({ sequence }) => sequence ?? 0)) + 1;

/** In which place of the chain each unit last had a seat. */
export function lastSeats(rounds: readonly PastRound[], pool: string): Map<string, number> {
  const last = new Map<string, number>();
  for (const round of rounds.filter(drawnIn(pool)))
    for (const unit of charged(round)) last.set(unit, Math.max(last.get(unit) ?? 0, round.sequence!));
  return last;
}

export interface Service {
  /** Last day of the latest service. */
  lastServedAt: string;
  servedCount: number;
}

const countsFor = ({ kind, state }: { kind: string; state: Seat['state'] }) =>
  kind !== 'reinforcement' && STANDING.includes(state);

/** Services of every person, over all pools. Personal, so they move along when the person changes the unit. */
export function services(rounds: readonly PastRound[]): Map<string, Service> {
  const found = new Map<string, Service>();
  for (const { seats, lastDay } of rounds)
    for (const seat of seats.filter(countsFor)) {
      const before = found.get(seat.person);
      const lastServedAt = before && before.lastServedAt > lastDay ? before.lastServedAt : lastDay;
      found.set(seat.person, { lastServedAt, servedCount: (before?.servedCount ?? 0) + 1 });
    }
  return found;
}

/** How often each person was recorded as absent. */
export function absences(rounds: readonly PastRound[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const { seats } of rounds)
    for (const { person, state } of seats) if (state === 'absent') found.set(person, (found.get(person) ?? 0) + 1);
  return found;
}

/** A fraction in decimals for people: −0.04. Rounded half away from zero to two places, by whole numbers. */
export function decimals(num: bigint, den: bigint): string {
  const sign = num < 0n ? '−' : '';
  const hundredths = ((num < 0n ? -num : num) * 200n + den) / (den * 2n);
  const whole = String(hundredths / 100n);
  return `${hundredths === 0n ? '' : sign}${whole}.${String(hundredths % 100n).padStart(2, '0')}`;
}
