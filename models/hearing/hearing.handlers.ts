/** A hearing asked for in a case becomes a record of its own, once. */
import { CLOCK } from '../core/access';
import { create, read } from '../core/journal';
import { each, type Handler, type OwedEntry } from '../core/outbox';
import { partyKeyOf } from '../party/party.schema';
import { type PenaltyCase } from '../penalty/penalty.schema';
import { penaltyCases } from '../penalty/penalty.store';
import { approversOf } from '../serving/serving.facts';
import { proposalOf } from './again';
import { beginHearing } from './hearing';
import { RequestedHearing } from './hearing.schema';
import { hearings } from './hearing.store';

type Barring = Pick<
  PenaltyCase,
  'team' | 'registeredBy' | 'investigatorIds' | 'everInvestigated' | 'reviewTurn' | 'review' | 'legalReview' | 'recheck'
>;

/** Whoever had a part in the case so far hosts no hearing of it. 行政处罚法 第六十四条第四项. */
export function barredFrom(penalty: Barring): string[] {
  const { team, registeredBy, investigatorIds, everInvestigated, reviewTurn, review, legalReview, recheck } = penalty;
  const reviewers = [reviewTurn?.reviewer, review?.by, legalReview?.by, recheck?.by].flatMap((id) => id ?? []);
  return [...new Set([...team, registeredBy, ...investigatorIds, ...everInvestigated, ...reviewers])];
}

async function begin({ data, id: key }: OwedEntry, now: Date): Promise<void> {
  const { hearing, case: caseId } = RequestedHearing.parse(data);
  if (await read(hearings, hearing)) return;
  const penalty = await read(penaltyCases, caseId);
  if (!penalty) throw new Error(`no case ${caseId}`);
  const { _id, no, county, investigators } = penalty;
  const heard = {
    ...{
      _id,
      no: penalty.filing?.no ?? no,
      county,
      partyKey: penalty.partyKey ?? partyKeyOf(_id),
      barred: barredFrom(penalty),
    },
    investigators: investigators.map(({ id, name }) => ({ id, name })),
    proposal: proposalOf(penalty),
  };
  const context = { actor: CLOCK, now, door: 'system' as const, key };
  const arrangers = await approversOf(county, heard.barred);
  await create(hearings, beginHearing(hearing, heard, context, arrangers), context);
}

export const hearingHandlers: Record<string, Handler> = { 'hearing.requested': each(begin) };
