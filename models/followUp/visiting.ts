/** 到场核查: photos of the same angle, what was found, what became of each obligation, and the verdict. Pure. */
import { settle } from '../assignment/assignment.effects';
import { DomainError } from '../core/errors';
import { advance, type Context, type Effect, type Outcome } from '../core/workflow';
import { registerPenaltyClue } from '../penalty/penalty.effects';
import { openVisit, outcome, tell } from './clocks';
import {
  type FollowUp,
  type MarkItem,
  type PairPhotos,
  type RecordVisit,
  type Remark,
  type Visit,
  type WithReason,
} from './followUp.schema';
import { followUpWorkflow } from './followUp.workflow';

/** The visit as its inspection and its site record tell it; `lockedAt` null: the record is not handed in. */
export interface VisitFacts {
  inspection: string | null;
  arrivedAt: Date | null;
  lockedAt: Date | null;
  siteRecord: string | null;
  evidence: string[];
}
export type HeadsFacts = string[];

const replaced = (followUp: FollowUp, visit: Visit): Visit[] => [...followUp.visits.slice(0, -1), visit];

/** 同角度照片: kept as they are taken, before there is any verdict; both photos may still be on their way. */
export function pairPhotos(followUp: FollowUp, { before, after }: PairPhotos, context: Context): Outcome<FollowUp> {
  advance(followUpWorkflow, 'pair', followUp, context);
  const visit = followUp.visits.at(-1);
  if (!visit) throw new DomainError('NOT_NOW', '还没有到核查的时候，到期后系统会派出核查任务，请到场后再拍。', {});
  if (!followUp.before.includes(before))
    throw new DomainError('INVALID_INPUT', '对照的原照片不属于本案，请重新选择。', { before });
  const pairs = [...visit.pairs.filter((pair) => pair.before !== before), aPair(before, after, context)];
  return outcome({ ...followUp, visits: replaced(followUp, { ...visit, pairs }) }, 'paired', {}, []);
}
const aPair = (before: string, after: string, { actor, now }: Context) => ({ before, after, by: actor.id, at: now });

/**
 * 登记核查: what the recheck found. The site record is locked by then, so that its evidence stands.
 *
 * @throws DomainError NOT_NOW while no visit was ordered, or its record is not handed in
 */
export function recordVisit(
  followUp: FollowUp,
  { finding, note, photos: reports }: RecordVisit,
  context: Context,
  { inspection, arrivedAt, lockedAt, siteRecord, evidence }: VisitFacts,
): Outcome<FollowUp> {
  const status = advance(followUpWorkflow, 'visit', followUp, context);
  const visit = openVisit(followUp);
  if (!visit || visit.inspection !== inspection)
    throw new DomainError('NOT_NOW', '还没有到核查的时候，到期后系统会派出核查任务，请按任务到场。', {});
  if (!arrivedAt || !lockedAt || !siteRecord)
    throw new DomainError(
      'NOT_NOW',
      '这次核查的现场检查笔录还没有提交，请先在检查任务里完成并提交笔录，再登记核查。',
      {},
    );
  const seen: Visit = { ...visit, at: arrivedAt, siteRecord, by: context.actor.id, finding, note, reports };
  const all = [...new Set([...followUp.evidence, ...evidence])];
  const changed = { ...followUp, status, since: context.now, evidence: all, visits: replaced(followUp, seen) };
  return outcome(changed, 'visited', { finding, reports: reports.length }, [settle({}), ...judge(changed)]);
}
const judge = (followUp: FollowUp) => tell(followUp, followUp.team, 'followUp.judge');

/** 登记完成情况 of one obligation. @throws DomainError INVALID_INPUT for money, which only the bank reports */
export function markItem(followUp: FollowUp, { item, result, note }: MarkItem, context: Context): Outcome<FollowUp> {
  advance(followUpWorkflow, 'mark', followUp, context);
  const found = followUp.items.find(({ id }) => id === item);
  if (!found) throw new DomainError('INVALID_INPUT', '没有这项义务，请刷新后重新选择。', { item });
  if (found.obligation === 'PAY')
    throw new DomainError('INVALID_INPUT', '缴款情况以银行到账为准，不用在这里登记。', { item });
  const marked = { ...found, result: { result, note, at: context.now, by: context.actor.id } };
  const items = followUp.items.map((one) => (one.id === item ? marked : one));
  return outcome({ ...followUp, items }, 'marked', { item, result }, []);
}

function judged(
  followUp: FollowUp,
  step: 'rectified' | 'partly' | 'notRectified',
  { note }: Remark,
  context: Context,
  follows: (changed: FollowUp) => Effect[],
): Outcome<FollowUp> {
  const status = advance(followUpWorkflow, step, followUp, context);
  const changed = { ...followUp, status, since: context.now };
  return outcome(changed, step, { note }, [settle({}), ...follows(changed)]);
}

/** 认定已改正: somebody else signs off. */
export function judgeRectified(
  followUp: FollowUp,
  input: Remark,
  context: Context,
  heads: HeadsFacts,
): Outcome<FollowUp> {
  const result = judged(followUp, 'rectified', input, context, (changed) => tell(changed, heads, 'followUp.signOff'));
  requireProof(followUp);
  return result;
}

/** Where the case has photos, one of the same angle is the proof, or else a test report. @throws DomainError NOT_NOW */
function requireProof({ before, visits }: FollowUp): void {
  const visit = visits.at(-1);
  if (before.length > 0 && visit && visit.pairs.length === 0 && visit.reports.length === 0)
    throw new DomainError(
      'NOT_NOW',
      '认定已改正要有证明：请用“同角度复拍”拍一张与原照片同角度的照片，或者上传检测报告。',
      {},
    );
}

/** 认定部分改正: an extension may be asked for, once. */
export const judgePartly = (followUp: FollowUp, input: Remark, context: Context): Outcome<FollowUp> =>
  judged(followUp, 'partly', input, context, (changed) => tell(changed, changed.team, 'followUp.askExtension'));

/** 认定未改正: whether the days can be punished is looked at next. */
export const judgeNotRectified = (
  followUp: FollowUp,
  input: Remark,
  context: Context,
  heads: HeadsFacts,
): Outcome<FollowUp> =>
  judged(followUp, 'notRectified', input, context, (changed) => [
    ...tell(changed, changed.team, 'followUp.dailyCheck'),
    ...tell(changed, heads, 'followUp.notRectified', { quiet: true }),
  ]);

/** A clue of this follow-up, with the hashes of what the last visit proves. */
export function clueOf(
  followUp: FollowUp,
  id: string,
  facts: string,
  context: Context,
  uscc: string | null,
  kind: 'FOLLOW_UP' | 'DAILY' = 'FOLLOW_UP',
): Parameters<typeof registerPenaltyClue>[0] {
  const { _id, no, enterprise, partyName, county, team, visits } = followUp;
  const visit = visits.at(-1);
  // A pair is told before its photo has come; what the site record holds is proved.
  const isOurs = (hash: string) => followUp.evidence.includes(hash);
  const evidence = visit ? [...visit.pairs.map(({ after }) => after).filter(isOurs), ...visit.reports] : [];
  return {
    ...{ penalty: id, source: { kind, id: _id, no }, enterprise, county, facts },
    party: { kind: 'ORGANISATION', name: partyName, uscc },
    actOn: visit?.at ? dayOf(visit.at) : null,
    evidence: [...new Set(evidence)].slice(0, 500),
    officers: team,
    registeredBy: context.actor.id,
  };
}
const dayOf = (at: Date) => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);

/** What the clue of another record says of the party. */
export interface ClueFacts {
  heads: string[];
  party: { kind: 'ORGANISATION' | 'CITIZEN'; name: string; uscc: string | null };
  /** What the site record of the visit proves. */
  evidence: string[];
}

/**
 * 再次违法: a new clue with the evidence of the visit. A site record that found a violation has registered it already; it is the same clue.
 */
export function judgeRelapse(
  followUp: FollowUp,
  { reason }: WithReason,
  context: Context,
  facts: ClueFacts,
): Outcome<FollowUp> {
  const status = advance(followUpWorkflow, 'relapse', followUp, context);
  const visit = followUp.visits.at(-1);
  const id = visit?.siteRecord ? `site-${visit.siteRecord}` : `relapse-${followUp._id}`;
  const clue = clueOf(followUp, id, `后督查发现再次违法：${reason}`, context, facts.party.uscc);
  const evidence = [...new Set([...(clue.evidence ?? []), ...facts.evidence])].slice(0, 500);
  const changed = { ...followUp, status, since: context.now, cases: [...followUp.cases, id], endedReason: reason };
  return outcome(changed, 'relapsed', { reason, case: id }, [
    settle({}),
    registerPenaltyClue({ ...clue, party: facts.party, evidence }),
    ...tell(changed, facts.heads, 'followUp.relapsed'),
  ]);
}
