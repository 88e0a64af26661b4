/** 审查: by somebody who had no part in the investigation; and the ways by which a case ends without a penalty. Pure. 处罚办法 第三十九至四十二条. */
import { settle } from '../assignment/assignment.effects';
import { signedOf } from '../approval/approval';
import { policy } from '../core/policy';
import { type Context, type Effect, type Outcome } from '../core/workflow';
import { type ExemptionRule, suggestExemptions } from '../law/exemption.schema';
import { suspectCrime } from '../transfer/transfer.effects';
import { type CaseFacts, notNow, outcome, reviewersFor, signerOf, take, tell } from './acting';
import { REVIEW_POINTS, type ReviewPoint } from './case.schema';
import { reviewClock } from './clocks';
import { closed } from './pausing';
import { authorityOnly } from './penalty.guards';
import { type PenaltyCase } from './penalty.schema';
import {
  type NoPenaltyInput,
  type Reason,
  type ReviewCase,
  type TransferAnswered,
  type TransferCase,
} from './steps.schema';

type Case = PenaltyCase;
type Result = Outcome<PenaltyCase>;

/** 开始审查: whoever takes it has five working days. */
export function takeReview(record: Case, _input: unknown, context: Context, { byName }: CaseFacts): Result {
  const status = take('takeReview', record, context);
  const { now, actor } = context;
  const { dueAt } = reviewClock(now);
  const document: Case = {
    ...{ ...record, status, review: null },
    reviewTurn: { reviewer: actor.id, reviewerName: byName, takenAt: now, dueAt },
  };
  return outcome(document, 'reviewTaken', { dueAt }, [
    settle({ purposes: ['penalty.review'] }),
    ...tell(document, [actor.id], 'penalty.reviewing', { dueAt }),
  ]);
}

const POINTS = Object.keys(REVIEW_POINTS) as ReviewPoint[];

/** 审查意见 on the seven points; a penalty goes on only when all seven hold. */
export function reviewCase(record: Case, said: ReviewCase, context: Context, { byName }: CaseFacts): Result {
  take('review', record, context);
  if (!record.report) throw notNow('还没有调查终结报告，请退回补充调查。');
  const opinions = POINTS.map((point) => ({ point, agrees: said[point], text: said[`${point}Text`] }));
  const against = opinions.filter(({ agrees }) => !agrees).map(({ point }) => REVIEW_POINTS[point]);
  if (said.result === 'PENALTY' && against.length > 0)
    throw notNow(`“${against.join('”“')}”没有通过，不能给予处罚；请选“退回补充调查”或其他结论。`);
  const { result, complex, publicInterest, text } = said;
  const { now: at, actor } = context;
  const document: Case = {
    ...{ ...record, notice: null },
    review: { by: actor.id, byName, at, opinions, result, complex, publicInterest, text },
  };
  const penal = result === 'PENALTY';
  return outcome(document, 'reviewed', { result, opinions, text }, [
    settle({ purposes: ['penalty.reviewing'] }),
    ...tell(document, penal ? record.investigators : [], 'penalty.notice'),
    ...tell(document, penal ? [] : record.filing ? [record.filing.by] : [], 'penalty.conclude'),
  ]);
}

/** Why it came back, kept with the case: a discussion held before has to be held again. */
export const sentBackWith = (record: Case, reason: string, { actor, now: at }: Context, byName: string) => [
  ...record.sentBack,
  { by: actor.id, byName, at, from: record.status, reason },
];

/** 退回补充调查: unclear, insufficient or unlawful. 处罚办法 第四十条. */
export function returnForEvidence(record: Case, { reason }: Reason, context: Context, { byName }: CaseFacts): Result {
  const status = take('returnForEvidence', record, context);
  const document: Case = {
    ...{ ...record, status, review: null, reviewTurn: null, notice: null },
    sentBack: sentBackWith(record, reason, context, byName),
  };
  return outcome(document, 'returned', { reason }, [
    settle({}),
    ...tell(document, record.investigators, 'penalty.returned'),
  ]);
}

/** What an exemption rule says, looked up for 不予处罚. */
export interface ExemptionFacts extends CaseFacts {
  no: string;
  /** The rule that was named, as it stands today; null: none was. */
  exemption: ExemptionRule | null;
  /** Day of the party's last earlier violation of the kind. */
  lastViolationOn: string | null;
}

/** @throws DomainError NOT_NOW when the rule that was named does not fit this case */
function requireFits(
  { acts }: Case,
  { rule, correctedOn }: NoPenaltyInput,
  { exemption, lastViolationOn }: ExemptionFacts,
): void {
  if (!rule) return;
  const act = acts.find(({ offence }) => offence === exemption?.offence);
  if (!exemption || !act) throw notNow('不予处罚清单里没有适用于本案的这一项，请重新选择。');
  const { offence, discoveredOn, harm } = act;
  const [fits] = suggestExemptions({ offence, discoveredOn, correctedOn, harm, lastViolationOn }, [exemption]);
  const failed = fits?.conditions.find(({ met }) => met === false);
  if (!fits || failed)
    throw notNow(`本案不符合“${exemption.title}”的条件${failed ? `：${failed.text}` : ''}，请核对。`);
}

/** 不予处罚: 行政处罚法 第三十三条; always with education. */
export function noPenalty(record: Case, said: NoPenaltyInput, context: Context, facts: ExemptionFacts): Result {
  const status = take('noPenalty', record, context);
  const { ground, rule, reason, education, commitment, approval } = said;
  requireAuthority(record, context);
  requireFits(record, said, facts);
  const corrected = ground === 'MINOR' || ground === 'FIRST_TIME';
  if (corrected && commitment === '') throw notNow('轻微不罚、首违不罚要有当事人的改正承诺，请填写后再提交。');
  const { now: at, actor } = context;
  const document: Case = {
    ...{ ...record, status, pauses: closed(record.pauses, at) },
    noPenalty: {
      ...{ by: actor.id, byName: facts.byName, at, no: facts.no, ground, rule, reason, education, commitment },
      ...{ discussion: record.discussion, approval: signedOf(approval, context) },
    },
  };
  return outcome(document, 'noPenalty', { no: facts.no, ground, reason, education }, [
    settle({}),
    ...tell(document, record.investigators, 'penalty.close', { dueAt: null }),
  ]);
}

/** Whoever signs has to belong to the authority in whose name it is decided. @throws DomainError NOT_NOW */
export function requireAuthority(record: Case, { actor, standsFor }: Context): void {
  const against = authorityOnly(record, standsFor?.actor ?? actor);
  if (against) throw notNow(against);
}

/** 移送: to the police on suspicion of a crime, or to the authority that is competent. */
export function transferOut(record: Case, said: TransferCase, context: Context, facts: CaseFacts): Result {
  const status = take('transferOut', record, context);
  const { kind, to, reason, approval } = said;
  const { now: at, actor } = context;
  const transfer = kind === 'CRIME' ? `${record._id}-transfer` : null;
  const document: Case = {
    ...{ ...record, status, pauses: closed(record.pauses, at) },
    transferOut: {
      ...{ by: actor.id, byName: facts.byName, at, kind, to, reason, transfer, answers: [] },
      approval: signedOf(approval, context),
    },
  };
  const opened: Effect[] = transfer
    ? [
        suspectCrime({
          ...{
            transfer,
            kind: 'CRIME',
            case: record._id,
            caseNo: record.filing?.no ?? record.no,
            county: record.county,
          },
          ...{ group: groupOf(record), head: policy().penalty.principalHead ?? actor.id, hints: [] },
        }),
      ]
    : [];
  return outcome(document, 'transferredOut', { kind, to, reason }, [
    settle({ as: 'cancelled' }),
    ...opened,
    ...tell(document, record.investigators, 'penalty.ended', { dueAt: null }),
  ]);
}

const groupOf = ({ investigatorIds, team, registeredBy }: Case): string[] =>
  (investigatorIds.length > 0 ? investigatorIds : team.length > 0 ? team : [registeredBy]).slice(0, 10);

/** What the police or the prosecutor said; a transfer that comes back goes on as a case. */
export function transferAnswered(record: Case, said: TransferAnswered, context: Context, facts: CaseFacts): Result {
  const back = record.status === 'transferred' && ['REFUSED', 'NOT_FILED', 'BACK'].includes(said.answer);
  const status = take(back ? 'takeBack' : 'transferAnswered', record, context);
  const { transfer, ...answer } = said;
  const transferOut = record.transferOut && {
    ...record.transferOut,
    answers: [...record.transferOut.answers, answer],
  };
  const document: Case = { ...record, status, transferOut };
  return outcome(
    document,
    back ? 'takenBack' : 'transferAnswered',
    { transfer, answer: said.answer, outcome: said.outcome },
    [
      ...tell(document, record.investigators, 'penalty.transferAnswered', { quiet: true, dueAt: null }),
      ...(back && !record.reviewTurn ? tell(document, reviewersFor(document, facts), 'penalty.review') : []),
      ...(back && record.reviewTurn ? tell(document, [record.reviewTurn.reviewer], 'penalty.reviewing') : []),
    ],
  );
}

/** The first who may sign, for a card. */
export const toSign = (record: Case, facts: CaseFacts, purpose: `penalty.${string}`): Effect[] =>
  tell(record, signerOf(record, facts), purpose);
