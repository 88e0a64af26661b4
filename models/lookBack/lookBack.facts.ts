/** What look-back rounds draw from, and what a review needs to know of its item and its check. */
import { contentHash } from '../core/contentHash';
import { endOfShanghaiDay, addCalendarDays, addCalendarMonths, startOfShanghaiDay } from '../core/calendar';
import { DomainError } from '../core/errors';
import { referenceOf } from '../core/identityVault';
import { read } from '../core/journal';
import { evidenceUsedBy } from '../evidence/evidence.store';
import { followUps } from '../followUp/followUp.store';
import { candidatesOf } from '../inspection/inspection.facts';
import { inspections } from '../inspection/inspection.store';
import { penaltyCases } from '../penalty/penalty.store';
import { rectifications } from '../rectification/rectification.store';
import { approversOf } from '../serving/serving.facts';
import { type LookBackItem } from './lookBack.schema';
import { lookBacks } from './lookBack.store';
import { type AnswerFacts, type ReviewFacts } from './lookBack';

/** 32 bytes in hex under the vault's pepper: fixed before there is anything to draw from, known to nobody until the draw is published. */
export const seedOf = (round: string): string => contentHash(referenceOf(`look-back-seed:${round}`));

/** Everything signed off in this month (YYYY-MM). */
export async function signedOffIn(month: string): Promise<LookBackItem[]> {
  const first = startOfShanghaiDay(`${month}-01`);
  const last = endOfShanghaiDay(addCalendarDays(addCalendarMonths(`${month}-01`, 1), -1));
  const within = { 'signedOff.at': { $gte: first, $lte: last } } as never;
  const [supervised, corrected] = await Promise.all([
    followUps.collection.find(within, { projection: { no: 1, priority: 1 } }).toArray(),
    rectifications.collection.find(within, { projection: { no: 1 } }).toArray(),
  ]);
  return [
    ...supervised.map(({ _id, no, priority }) => ({ kind: 'followUp' as const, id: _id, no, priority })),
    ...corrected.map(({ _id, no }) => ({ kind: 'rectification' as const, id: _id, no, priority: 'NONE' as const })),
  ];
}

/** @throws DomainError NOT_FOUND */
export async function reviewFacts(kind: LookBackItem['kind'], id: string): Promise<ReviewFacts> {
  const missing = new DomainError('NOT_FOUND', '没有找到要回头看的记录。', { kind, id });
  if (kind === 'followUp') {
    const found = await read(followUps, id);
    if (!found) throw missing;
    const { no, priority, enterprise, partyName, county, officers } = found;
    return { item: { kind, id, no, priority }, enterprise, partyName, county, officers };
  }
  const found = await read(rectifications, id);
  if (!found) throw missing;
  const { no, enterprise, partyName, county, supervisor, supervisorName } = found;
  const officers = [{ id: supervisor, name: supervisorName }];
  return { item: { kind, id, no, priority: 'NONE' }, enterprise, partyName, county, officers };
}

async function answerFacts(_input: unknown, id: string): Promise<AnswerFacts> {
  const review = await read(lookBacks, id);
  if (!review) throw new DomainError('NOT_FOUND', '没有找到这件回头看，请返回列表刷新。', { id });
  const [inspection, heads, followUp] = await Promise.all([
    read(inspections, review.inspection),
    approversOf(review.county, review.team),
    review.item.kind === 'followUp' ? read(followUps, review.item.id) : null,
  ]);
  const siteRecord = inspection?.siteRecord ?? null;
  const [evidence, found] = await Promise.all([
    siteRecord ? evidenceUsedBy(`siteRecord:${siteRecord}`) : [],
    followUp ? read(penaltyCases, followUp.case) : null,
  ]);
  return {
    ...{ done: inspection?.status === 'done', siteRecord, heads, uscc: found?.party.uscc ?? null },
    evidence: evidence.map(({ _id }) => _id),
  };
}

export const lookBackFacts = {
  keep: answerFacts,
  relapse: answerFacts,
  wake: answerFacts,
  reassign: async (input: unknown) => {
    const { first, second } = (input ?? {}) as { first?: unknown; second?: unknown };
    const found = await candidatesOf([first, second].filter((one): one is string => typeof one === 'string'));
    return { candidates: found.filter(({ isOfficer }) => isOfficer).map(({ id, name }) => ({ id, name })) };
  },
};
