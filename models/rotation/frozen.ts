/** Freezes what a draw may look at: who is on roll, who is available that day and why not, what the ledger says. Pure. */
import { addCalendarDays, addCalendarMonths } from '../core/calendar';
import { policy } from '../core/policy';
import { type Candidate, type DrawInputs, inOrder, type Out } from './draw';
import { creditsOf, lastSeats, nextSequence, type PastRound, type Service, services } from './ledger';
import { type Exclusion, type RotationMember, type RotationUnit, type Round, STANDING } from './rotation.schema';
import { mustRecuse } from './sealed';

/** What is looked up before a draw or before somebody steps in (rotation.facts.ts). */
export interface Standing {
  /** Every unit, dissolved ones too, since they keep their credit; the pool decides which take part. */
  units: readonly RotationUnit[];
  members: readonly RotationMember[];
  /** Every round that was drawn, this one included if it was. */
  past: readonly PastRound[];
  /** Absence and duty on the days of the round, by person. */
  away: ReadonlyMap<string, readonly Exclusion[]>;
  /** Bureau leaders, who hear of absences and decide where a unit has no head. */
  leaders: readonly { id: string; name: string }[];
}

export interface Frozen {
  inputs: DrawInputs;
  /** Private: every reason why somebody is unavailable. */
  reasons: Record<string, Exclusion[]>;
}

type Days = Pick<Round, 'day' | 'lastDay'>;

/** The other rounds a person stands in, as reasons: the same days, or within the rest before or after. */
function standingIn(rounds: readonly PastRound[], { day, lastDay }: Days): Map<string, Set<Exclusion>> {
  const { restDays } = policy().rotation;
  const found = new Map<string, Set<Exclusion>>();
  for (const other of rounds) {
    const overlaps = other.day <= lastDay && day <= other.lastDay;
    const rests = day <= addCalendarDays(other.lastDay, restDays) && other.day <= addCalendarDays(lastDay, restDays);
    if (!overlaps && !rests) continue;
    for (const { person, state, kind } of other.seats) {
      if (!STANDING.includes(state) || (kind === 'reinforcement' && !overlaps)) continue;
      found.set(person, (found.get(person) ?? new Set()).add(overlaps ? 'OVERLAP' : 'REST'));
    }
  }
  return found;
}

const retiring = ({ retiresOn }: RotationMember, { lastDay }: Days) =>
  retiresOn !== null && retiresOn <= addCalendarMonths(lastDay, policy().rotation.retirementMonths);

const asCandidate = (
  member: RotationMember,
  served: Service | undefined,
  out: Out | null,
  { lastDay }: Days,
): Candidate => ({
  id: member._id,
  unit: member.unit,
  orderNo: member.orderNo,
  lastServedAt: [served?.lastServedAt, member.joinedOn].reduce<string | null>(
    (latest, on) => (on && (!latest || on > latest) ? on : latest),
    null,
  ),
  servedCount: served?.servedCount ?? 0,
  certified: member.certifiedUntil !== null && member.certifiedUntil >= lastDay,
  out,
});

/** Rest is public anyway and everything else private; who rests is said to rest, or the other word would tell of a second reason. */
const told = (reasons: readonly Exclusion[]): Out | null =>
  reasons.length === 0 ? null : reasons.includes('REST') ? 'REST' : 'UNABLE';

const inPool = ({ pool }: Pick<Round, 'pool'>, { county }: RotationUnit) => pool === 'city' || county === pool;

/** Everything that the draw of this round may look at, as of now. */
export function frozen(round: Round, { units, members, past, away }: Standing): Frozen {
  const others = past.filter(({ _id }) => _id !== round._id);
  const standing = standingIn(others, round);
  const served = services(others);
  const last = lastSeats(others, round.pool);
  const reasons: Record<string, Exclusion[]> = {};
  const candidateOf = (member: RotationMember): Candidate => {
    const found: Exclusion[] = [
      ...(standing.get(member._id) ?? []),
      ...(away.get(member._id) ?? []),
      ...(retiring(member, round) ? (['RETIRING'] as const) : []),
      ...(mustRecuse(round, member.conflicts) ? (['RECUSAL'] as const) : []),
    ];
    if (found.length > 0) reasons[member._id] = found;
    return asCandidate(member, served.get(member._id), told(found), round);
  };
  const taking = units.filter((unit) => inPool(round, unit));
  const drawn = new Set(taking.map(({ _id }) => _id));
  const force = new Set(units.filter(({ kind }) => kind === 'FORCE').map(({ _id }) => _id));
  const all = members.filter(({ unit }) => drawn.has(unit) || force.has(unit)).map(candidateOf);
  const sizes = new Map<string, number>();
  for (const { unit } of all) sizes.set(unit, (sizes.get(unit) ?? 0) + 1);
  return {
    reasons,
    inputs: {
      ...{ round: round._id, pool: round.pool, k: round.k, needCertified: round.needCertified },
      sequence: round.sequence ?? nextSequence(past, round.pool),
      units: taking.map(({ _id: id, name, code }) => ({
        ...{ id, name, code, n: sizes.get(id) ?? 0, lastSeat: last.get(id) ?? 0 },
      })),
      credits: creditsOf(past, round.pool),
      candidates: all.filter(({ unit }) => drawn.has(unit)),
      reserve: all.filter((candidate) => force.has(candidate.unit) && mayReinforce(candidate, reasons)).sort(inOrder),
    },
  };
}

/** An officer still resting may be added outside the draw; one who is away, on duty or recused may not. */
const mayReinforce = ({ id, certified }: Candidate, reasons: Frozen['reasons']) =>
  certified && (reasons[id] ?? []).every((reason) => reason === 'REST');
