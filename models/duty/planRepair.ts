/**
 * What the planner does when its turn-taking alone does not suffice: chains of moves that fill a seat nobody is free for, and trades of
 * two seats that even out what two people carry. A trade is made only if afterwards everything still holds.
 */
import {
  conflicts,
  isAbsent,
  isFree,
  type Ledger,
  type PlanPerson,
  type PlanPool,
  seat,
  type Slot,
  slotsOf,
  unseat,
} from './planBook';

const DEEPEST = 5;
/** Attempts per seat; beyond that the pool is too small, and more time would not help. */
const PATIENCE = 4_000;

/**
 * Fill a seat by moving others: somebody takes it whose own neighbouring seats can be given to others, and so on.
 *
 * @returns the seats whose people changed; empty when it cannot be done, and then nothing has changed
 */
export function fillByMoving(slot: Slot, rest: number): Slot[] {
  const trail: { slot: Slot; before: PlanPerson | null }[] = [];
  const undoTo = (mark: number) => {
    for (const { slot: moved, before } of trail.splice(mark).reverse()) {
      unseat(moved);
      if (before) seat(moved, before);
    }
  };
  let patience = PATIENCE;
  const place = (wanted: Slot, moving: ReadonlySet<Slot>, depth: number): boolean => {
    const candidates = wanted.pool.members.filter((person) => !isAbsent(person, wanted.start, wanted.end));
    const free = candidates.find((person) => conflicts(person, wanted, rest).length === 0);
    if (free) {
      trail.push({ slot: wanted, before: null });
      seat(wanted, free);
      return true;
    }
    if (depth === DEEPEST) return false;
    return candidates.some((person) => {
      if ((patience -= 1) < 0) return false;
      const inTheWay = conflicts(person, wanted, rest).map((booking) => booking.slot);
      const movable = inTheWay.filter((other): other is Slot => other !== null && !moving.has(other));
      if (inTheWay.length > 2 || movable.length < inTheWay.length) return false;
      const mark = trail.length;
      for (const other of movable) {
        trail.push({ slot: other, before: other.taker });
        unseat(other);
      }
      trail.push({ slot: wanted, before: null });
      seat(wanted, person);
      const still = new Set([...moving, wanted, ...movable]);
      if (movable.every((other) => place(other, still, depth + 1))) return true;
      undoTo(mark);
      return false;
    });
  };
  if (!place(slot, new Set([slot]), 0)) return [];
  return [...new Set(trail.map(({ slot: changed }) => changed))];
}

/** Give `a`'s person `b` and `b`'s person `a`, if both can. */
function trade(a: Slot, b: Slot, rest: number): boolean {
  const [first, second] = [a.taker, b.taker];
  if (!first || !second) return false;
  unseat(a);
  unseat(b);
  const both = isFree(first, b, rest) && isFree(second, a, rest);
  seat(a, both ? second : first);
  if (!both) {
    seat(b, second);
    return false;
  }
  if (isFree(first, b, rest)) {
    seat(b, first);
    return true;
  }
  unseat(a);
  seat(a, first);
  seat(b, second);
  return false;
}

/** What is evened out: which seats carry it, how much of it somebody has, and what a trade must leave as it is. */
export interface Measure {
  carries: (slot: Slot) => boolean;
  of: (ledger: Ledger) => number;
  keeps: (a: Slot, b: Slot) => boolean;
  /** Whether a seat may be given without one in return, so that the totals differ by one more. */
  gives: boolean;
  words: string;
}

/** Trade one seat that carries the measure of `high` against one of `low` that does not. */
function relieve(pool: PlanPool, high: PlanPerson, low: PlanPerson, measure: Measure, rest: number): boolean {
  const given = slotsOf(high, pool).filter(measure.carries);
  const taken = slotsOf(low, pool).filter((slot) => !measure.carries(slot));
  for (const slot of given) {
    const near = (other: Slot) => Math.abs(other.start - slot.start);
    const byNearness = taken.filter((other) => measure.keeps(slot, other)).sort((a, b) => near(a) - near(b));
    for (const other of byNearness) {
      if (!trade(slot, other, rest)) continue;
      slot.reason = `为均衡${measure.words}，由${high.name}调给${low.name}`;
      other.reason = `为均衡${measure.words}，由${low.name}调给${high.name}`;
      return true;
    }
  }
  return measure.gives && giveAway(given, low, measure, rest);
}

function giveAway(given: readonly Slot[], low: PlanPerson, { words }: Measure, rest: number): boolean {
  const slot = given.find((one) => isFree(low, one, rest));
  if (!slot) return false;
  const before = slot.taker;
  unseat(slot);
  seat(slot, low);
  slot.reason = `为均衡${words}，由${before?.name ?? ''}调给${low.name}`;
  return true;
}

/** Trades until the measure differs by at most one within the pool, or nothing more can be done. */
export function even(pool: PlanPool, measure: Measure, rest: number): void {
  const carried = (person: PlanPerson) => {
    const ledger = pool.ledger.get(person);
    return ledger ? measure.of(ledger) : 0;
  };
  for (let round = 0; round < 400; round += 1) {
    const ranked = [...pool.members].sort((a, b) => carried(b) - carried(a));
    const [highest, lowest] = [ranked[0], ranked.at(-1)];
    if (!highest || !lowest || carried(highest) - carried(lowest) <= 1) return;
    const improved = ranked.some((high) =>
      ranked.some((low) => carried(high) - carried(low) > 1 && relieve(pool, high, low, measure, rest)),
    );
    if (!improved) return;
  }
}
