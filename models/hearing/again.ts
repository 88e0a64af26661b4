/**
 * When the party has to be heard again: what it was heard about has become something else since. Source: 行政处罚法 第四十四、四十五条 (what
 * is decided is what was told and heard); a penalty that became lighter needs no second hearing. Safe in the browser but for the hash.
 */
import { contentHash } from '../core/contentHash';
import { type PenaltyCase } from '../penalty/penalty.schema';
import { type Hearing, type Proposal } from './hearing.schema';

type Proposing = Pick<PenaltyCase, 'acts' | 'notice' | 'report'>;

/** What stands in the case about facts and amounts, as far as a hearing is about it. */
export function proposalOf({ acts, notice, report }: Proposing): Proposal {
  const proposed = notice ?? report?.proposal;
  const facts = acts.map(({ offence, actOn, endedOn, facts: said }) => ({ offence, actOn, endedOn, said }));
  return {
    kinds: [...(proposed?.kinds ?? [])].sort(),
    fineFen: proposed?.fineFen ?? 0,
    confiscationFen: proposed?.confiscationFen ?? 0,
    factsHash: contentHash(facts),
  };
}

/** Why the party has to be heard again, in a sentence; undefined when what was heard still covers what is proposed. */
export function heardAgainBecause(heard: Pick<Hearing, 'proposal'>, now: Proposal): string | undefined {
  const { proposal } = heard;
  if (!proposal) return undefined;
  if (proposal.factsHash !== now.factsHash) return '听证之后认定的违法事实有变化，应当重新告知并听取意见。';
  const added = now.kinds.filter((kind) => !proposal.kinds.includes(kind));
  if (added.length > 0) return '听证之后增加了处罚种类，应当重新告知并听取意见。';
  const heavier = now.fineFen > proposal.fineFen || now.confiscationFen > proposal.confiscationFen;
  return heavier ? '听证之后拟处罚金额加重，应当重新告知并听取意见。' : undefined;
}
