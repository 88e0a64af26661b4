/**
 * Who goes: drawn by a seed that was fixed when the target was sealed, and in a way that does not depend on the target's county. Slot 1
 * leads and comes from the city's force; the others come from the counties, from at least two of them, so that whichever county is the
 * target's, one of the team is from another. Whoever is away, on duty or has a conflict is out, and the draw does not know which.
 */
import { createHash } from 'node:crypto';
import { contentHash } from '../core/contentHash';
import { DomainError } from '../core/errors';

export interface TeamCandidate {
  id: string;
  name: string;
  unitName: string;
  /** Null for the city's own people. */
  county: string | null;
  /** Of the city's enforcement force. */
  force: boolean;
  out: boolean;
}

export interface TeamInputs {
  inspection: string;
  /** 32 bytes, hex. */
  seed: string;
  k: number;
  candidates: TeamCandidate[];
}

/** A draw as it stands sealed; `reasons` are for the closing report alone. */
export interface TeamDraw {
  inputs: TeamInputs;
  team: string[];
  reasons: Record<string, string[]>;
  /** SHA-256 of the canonical JSON of `{inputs, team}`; the seed inside makes it unguessable. */
  hash: string;
}

const ticket = (seed: string, id: string) => createHash('sha256').update(`${seed}|${id}`).digest('hex');

/** Everybody in the order in which the seed would ask them. */
export function inTurn({ seed, candidates }: Pick<TeamInputs, 'seed' | 'candidates'>): TeamCandidate[] {
  const tickets = new Map(candidates.map(({ id }) => [id, ticket(seed, id)]));
  return [...candidates].sort((a, b) => (tickets.get(a.id)! < tickets.get(b.id)! ? -1 : 1));
}

/** Whether somebody may take this slot beside those who hold the other slots of the counties. */
function fits(slot: number, { force, county }: TeamCandidate, others: readonly TeamCandidate[]): boolean {
  if (slot === 1) return force;
  if (force || county === null) return false;
  const counties = new Set(others.flatMap((other) => other.county ?? []));
  return counties.size === 0 || counties.size >= 2 || !counties.has(county);
}

/**
 * The next person for a slot, or null when there is nobody left.
 *
 * @param standing who holds the other slots now
 * @param taken everybody who has or had a place
 */
export function nextFor(
  inputs: TeamInputs,
  slot: number,
  standing: readonly string[],
  taken: ReadonlySet<string>,
): TeamCandidate | null {
  const others = inputs.candidates.filter(({ id, force }) => standing.includes(id) && !force);
  return (
    inTurn(inputs).find((candidate) => !candidate.out && !taken.has(candidate.id) && fits(slot, candidate, others)) ??
    null
  );
}

/**
 * Draw a whole team.
 *
 * @throws DomainError NOT_NOW when the rule cannot be met with those who are free; the sentence names no county and no reason
 */
export function drawTeam(inputs: TeamInputs): { team: string[]; hash: string } {
  const team: string[] = [];
  for (let slot = 1; slot <= inputs.k; slot += 1) {
    const next = nextFor(inputs, slot, team, new Set(team));
    if (!next)
      throw new DomainError('NOT_NOW', '这一时间能参加的持证执法人员凑不成队，请改时间或减少人数。', { step: '组队' });
    team.push(next.id);
  }
  return { team, hash: contentHash({ inputs, team }) };
}
