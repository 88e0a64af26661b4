/**
 * The draw of the all-staff rotation (全员抽调): who goes this time, and why. Pure and exact. Every unit has a credit: what it owes the
 * others in person-times, a fraction kept as a whole number over a common denominator, never a float. “人人参与，人多多抽，人少少抽.”
 *
 * Everything the decision looks at stands in `DrawInputs`, everything it decided in `DrawResult`; both are kept with a hash, so
 * that anybody can take the draw again (docs/rotation-verifier.mjs does, without a line of this file).
 */
import { contentHash } from '../core/contentHash';
import { DomainError } from '../core/errors';

/** Why somebody is passed over, as far as it is told: REST is in the public ledger anyway, UNABLE covers everything private. */
export type Out = 'REST' | 'UNABLE';

export interface DrawUnit {
  id: string;
  name: string;
  /** Decides when credit, size and waiting time are the same. */
  code: string;
  /** Members on roll when the draw was frozen, whether available or not: unavailable is not exempt. */
  n: number;
  /** Place in the chain of rounds in which the unit last had a seat; 0 for never. */
  lastSeat: number;
}

export interface Candidate {
  id: string;
  unit: string;
  orderNo: number;
  /** Day of the last service, or of joining; null for never. */
  lastServedAt: string | null;
  servedCount: number;
  certified: boolean;
  out: Out | null;
}

/** Credits as whole numbers (in text, since JSON has no big ones) over one denominator. */
export interface Credits {
  den: string;
  num: Record<string, string>;
}

export interface DrawInputs {
  round: string;
  pool: string;
  /** Place of the round in the chain of its pool, from 1. */
  sequence: number;
  k: number;
  needCertified: number;
  units: DrawUnit[];
  credits: Credits;
  candidates: Candidate[];
  /** Officers of the enforcement team who may be added when the draw cannot give enough certified ones. */
  reserve: Candidate[];
}

export interface DrawnSeat {
  slot: number;
  kind: 'drawn' | 'reinforcement';
  unit: string;
  person: string;
  certified: boolean;
}

/** How one seat was given: to which unit, past which, to whom, past whom. */
export interface Pick {
  slot: number;
  unit: string;
  /** The unit's credit when it got the seat, over the denominator of `after`. */
  credit: string;
  /** Units with a better claim and nobody available. */
  passedUnits: string[];
  person: string;
  /** Colleagues earlier in the unit's order who are not available. */
  passed: string[];
}

/** One change for the sake of the certified: within the unit, to another unit, or an officer added outside the draw. */
export interface Swap {
  slot: number;
  why: 'sameUnit' | 'otherUnit' | 'reinforcement';
  from: { unit: string; person: string } | null;
  to: { unit: string; person: string };
}

export interface DrawResult {
  /** Credits with this round's share added, before any seat. */
  charged: Credits;
  after: Credits;
  picks: Pick[];
  swaps: Swap[];
  seats: DrawnSeat[];
}

/** A draw as it is kept. `inputs` are in canonical order: units by code, candidates in the order in which they would be asked. */
export interface Draw {
  inputs: DrawInputs;
  result: DrawResult;
  /** SHA-256 of the canonical JSON of `{inputs, result}`. */
  hash: string;
}

const text = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Who is asked first: the longest without service (never: before all), then the fewest services, then the number in the unit. */
export function inOrder(a: Candidate, b: Candidate): number {
  return (
    text(a.lastServedAt ?? '', b.lastServedAt ?? '') ||
    a.servedCount - b.servedCount ||
    a.orderNo - b.orderNo ||
    text(a.id, b.id)
  );
}

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));
export const lcm = (a: bigint, b: bigint): bigint => (a / gcd(a, b)) * b;

interface Desk {
  unit: DrawUnit;
  credit: bigint;
  lastSeat: number;
  /** In order; `seated` are taken out by looking. */
  members: Candidate[];
}

interface State {
  den: bigint;
  sequence: number;
  desks: Desk[];
  byUnit: Map<string, Desk>;
  seated: Set<string>;
}

/** Put the members behind their units and add this round's share: k·n/N. Headcount changes touch only rounds drawn after them. */
function open({ units, credits, candidates, k, sequence }: DrawInputs): State {
  const total = BigInt(units.reduce((sum, { n }) => sum + n, 0));
  if (total === 0n) throw nobody();
  const den = lcm(BigInt(credits.den), total);
  const scale = den / BigInt(credits.den);
  const desks = units.map((unit): Desk => ({
    unit,
    credit: BigInt(credits.num[unit.id] ?? '0') * scale + (BigInt(k) * BigInt(unit.n) * den) / total,
    lastSeat: unit.lastSeat,
    members: [],
  }));
  const byUnit = new Map(desks.map((desk) => [desk.unit.id, desk]));
  for (const candidate of candidates) byUnit.get(candidate.unit)?.members.push(candidate);
  return { den, sequence, desks, byUnit, seated: new Set() };
}

const nobody = () =>
  new DomainError('NOT_NOW', '这一天能参加的人不够这么多名额，请减少人数或换一天，再抽签。', { step: '抽签' });

/** The better claim first: larger credit, larger unit, longer since its last seat, code. */
function byClaim(a: Desk, b: Desk): number {
  if (a.credit !== b.credit) return a.credit > b.credit ? -1 : 1;
  return b.unit.n - a.unit.n || a.lastSeat - b.lastSeat || text(a.unit.code, b.unit.code);
}

type Wanted = (candidate: Candidate) => boolean;
const anybody: Wanted = () => true;
const certifiedOnly: Wanted = ({ certified }) => certified;

const next = ({ members }: Desk, { seated }: State, wanted: Wanted): Candidate | undefined =>
  members.find((member) => member.out === null && !seated.has(member.id) && wanted(member));

interface Choice {
  desk: Desk;
  member: Candidate;
  passedUnits: string[];
}

/** The unit with the best claim that has such a member, and the member. */
function best(state: State, wanted: Wanted): Choice | undefined {
  const passedUnits: string[] = [];
  for (const desk of [...state.desks].sort(byClaim)) {
    const member = next(desk, state, wanted);
    if (member) return { desk, member, passedUnits };
    if (desk.members.length > 0) passedUnits.push(desk.unit.id);
  }
  return undefined;
}

const passedBefore = ({ desk, member }: Choice): string[] =>
  desk.members
    .slice(0, desk.members.indexOf(member))
    .filter(({ out }) => out !== null)
    .map(({ id }) => id);

function seat(state: State, { desk, member }: Choice): void {
  desk.credit -= state.den;
  desk.lastSeat = state.sequence;
  state.seated.add(member.id);
}

const seatOf = (slot: number, { id, unit, certified }: Candidate): DrawnSeat => ({
  ...{ slot, kind: 'drawn', unit, person: id, certified },
});

/** One seat after the other, each to the best claim: so a unit can never get more than its share and one. */
function give(state: State, k: number): { picks: Pick[]; seats: DrawnSeat[] } {
  const picks: Pick[] = [];
  const seats: DrawnSeat[] = [];
  for (let slot = 1; slot <= k; slot += 1) {
    const choice = best(state, anybody);
    if (!choice) throw nobody();
    const { desk, member, passedUnits } = choice;
    const credit = String(desk.credit);
    picks.push({ slot, unit: desk.unit.id, credit, passedUnits, person: member.id, passed: passedBefore(choice) });
    seat(state, choice);
    seats.push(seatOf(slot, member));
  }
  return { picks, seats };
}

/** The seat of the last-picked uncertified member goes to a certified colleague, or to the best unit that has one. */
function exchange(state: State, given: DrawnSeat): { seat: DrawnSeat; swap: Swap } | undefined {
  const own = state.byUnit.get(given.unit);
  const colleague = own && next(own, state, certifiedOnly);
  const choice = own && colleague ? { desk: own, member: colleague, passedUnits: [] } : best(state, certifiedOnly);
  if (!choice) return undefined;
  state.seated.delete(given.person);
  if (own) own.credit += state.den;
  seat(state, choice);
  const { member } = choice;
  return {
    seat: seatOf(given.slot, member),
    swap: {
      slot: given.slot,
      why: colleague ? 'sameUnit' : 'otherUnit',
      from: { unit: given.unit, person: given.person },
      to: { unit: member.unit, person: member.id },
    },
  };
}

interface Team {
  seats: DrawnSeat[];
  swaps: Swap[];
}

/** At least `need` certified officers: by exchange from the last seat on, then by officers added outside the draw. */
function certify(state: State, drawn: readonly DrawnSeat[], need: number, reserve: readonly Candidate[]): Team {
  const team: Team = { seats: [...drawn], swaps: [] };
  const lacking = () => need - team.seats.filter(({ certified }) => certified).length;
  for (let index = drawn.length - 1; index >= 0 && lacking() > 0; index -= 1) {
    const given = drawn[index]!;
    const exchanged = given.certified ? undefined : exchange(state, given);
    if (!exchanged) continue;
    team.seats[index] = exchanged.seat;
    team.swaps.push(exchanged.swap);
  }
  while (lacking() > 0) reinforce(state, team, reserve);
  return team;
}

function reinforce(state: State, team: Team, reserve: readonly Candidate[]): void {
  const free = reserve.filter(({ id, certified }) => certified && !state.seated.has(id));
  const officer = free.find(({ out }) => out === null) ?? free.find(({ out }) => out === 'REST');
  if (!officer)
    throw new DomainError('NOT_NOW', '这一天能参加的持证执法人员不够，请换一天，或减少要求的持证人数，再抽签。', {
      step: '抽签',
    });
  const slot = team.seats.length + 1;
  const { id: person, unit } = officer;
  state.seated.add(person);
  team.seats.push({ slot, kind: 'reinforcement', unit, person, certified: true });
  team.swaps.push({ slot, why: 'reinforcement', from: null, to: { unit, person } });
}

const creditsOf = ({ den, desks }: State): Credits => ({
  den: String(den),
  num: Object.fromEntries(desks.map(({ unit, credit }) => [unit.id, String(credit)])),
});

/** The same inputs, whatever order they came in. */
function arranged(inputs: DrawInputs): DrawInputs {
  const units = [...inputs.units].sort((a, b) => text(a.code, b.code));
  const groups = new Map<string, Candidate[]>(units.map(({ id }) => [id, []]));
  for (const candidate of inputs.candidates) groups.get(candidate.unit)?.push(candidate);
  const candidates = [...groups.values()].flatMap((group) => group.sort(inOrder));
  return { ...inputs, units, candidates, reserve: [...inputs.reserve].sort(inOrder) };
}

/**
 * Take a draw: share the credits, give k seats one by one, see to the certified, keep the explanation.
 *
 * @throws DomainError NOT_NOW when too few members, or too few certified ones, are available
 */
export function draw(asked: DrawInputs): Draw {
  const inputs = arranged(asked);
  const state = open(inputs);
  const charged = creditsOf(state);
  const { picks, seats } = give(state, inputs.k);
  const team = certify(state, seats, inputs.needCertified, inputs.reserve);
  const result = { charged, after: creditsOf(state), picks, ...team };
  return { inputs, result, hash: contentHash({ inputs, result }) };
}

export interface Successor {
  person: string;
  unit: string;
  certified: boolean;
  /** The unit that lost the member had nobody left, so the seat went to the best claim. */
  moved: boolean;
  /** Earlier in the order and not available. */
  passed: string[];
}

/**
 * Who steps in for a seat of a unit: the next of the same unit, else the next of the unit with the best claim.
 *
 * @param asked as for a draw that gives no new seat (k = 0): credits and orders as they are now
 * @param taken everybody who has or had a seat in this round
 * @returns null when nobody at all is available
 */
export function successor(
  asked: DrawInputs,
  unit: string,
  taken: ReadonlySet<string>,
  mustBeCertified: boolean,
): Successor | null {
  const state = open({ ...arranged(asked), k: 0 });
  for (const person of taken) state.seated.add(person);
  const own = state.byUnit.get(unit);
  const wanted = mustBeCertified ? certifiedOnly : anybody;
  const colleague = own && next(own, state, wanted);
  const choice = own && colleague ? { desk: own, member: colleague, passedUnits: [] } : best(state, wanted);
  if (!choice) return null;
  const { member, desk } = choice;
  const { id: person, certified } = member;
  return { person, unit: desk.unit.id, certified, moved: !colleague, passed: passedBefore(choice) };
}
