/** 陈述、申辩、听证、复核、法制审核、集体讨论: from the notice to the draft of the decision. Pure. 处罚办法 第四十四至五十二条. */
import { type z } from 'zod';
import { settle } from '../assignment/assignment.effects';
import { type Context, type Effect, type Outcome } from '../core/workflow';
import { hearingIdOf, requestHearing as beginHearing } from '../hearing/hearing.effects';
import { type CaseFacts, directorOf, notNow, outcome, reviewerOf, reviewersFor, take, tell } from './acting';
import { LEGAL_REVIEW_CAUSES, type Statement } from './case.schema';
import { begun, closed } from './pausing';
import { type PenaltyCase } from './penalty.schema';
import { discussionMissing, legalReviewCauses, legalReviewMissing, proposalOf } from './routing';
import { sentBackWith } from './review';
import { mayNotReviewLaw } from './penalty.guards';
import {
  type AnswerPoint,
  type AskHearing,
  type Discussed,
  type HearingHeld,
  type HearingPlanned,
  type MakeStatement,
  type Reason,
  type RecheckCase,
  type RecordStatement,
  type ReviewLaw,
  type Waive,
} from './steps.schema';

type Case = PenaltyCase;
type Result = Outcome<PenaltyCase>;

const MOST_STATEMENTS = 50;

function stated(
  record: Case,
  step: 'state' | 'recordStatement' | 'addStatement',
  said: Statement,
  context: Context,
): Result {
  const status = take(step, record, context);
  if (record.statements.length >= MOST_STATEMENTS) throw notNow('陈述申辩的次数太多，请把其余材料交给承办人员。');
  const again = record.statements.some(({ id }) => id === said.id);
  const statements = again ? record.statements : [...record.statements, said];
  const document = { ...record, status, statements };
  const data = { oral: said.oral, files: said.files.length };
  return outcome(
    document,
    'stated',
    data,
    tell(document, record.investigators, 'penalty.stated', { quiet: true, dueAt: null }),
  );
}

const statementOf = ({ id, text, files }: MakeStatement, { now: at, actor }: Context): Statement => ({
  ...{ id, at, text, files, by: actor.id, oral: false },
});

/** 陈述、申辩 on the party's own page. */
export const state = (record: Case, said: MakeStatement, context: Context): Result =>
  stated(record, 'state', statementOf(said, context), context);
/** What the party adds while a hearing waits. */
export const addStatement = (record: Case, said: MakeStatement, context: Context): Result =>
  stated(record, 'addStatement', statementOf(said, context), context);
/** Spoken, and taken down by an officer. */
export function recordStatement(record: Case, { text, photos }: RecordStatement, context: Context): Result {
  const files = photos.map((hash, at) => ({ hash, name: `记录${at + 1}` }));
  const id = `o${record.statements.length + 1}`;
  const statement = { id, at: context.now, text, files, by: context.actor.id, oral: true };
  return stated(record, 'recordStatement', statement, context);
}

function hearingAsked(
  record: Case,
  step: 'requestHearing' | 'recordHearingRequest',
  { text }: AskHearing,
  context: Context,
): Result {
  const status = take(step, record, context);
  const { now: at, actor } = context;
  const hearing = hearingIdOf(record._id, record.sentBack.length + 1);
  const document: Case = {
    ...{ ...record, status, hearing, pauses: begun(record, 'HEARING', '', context) },
    hearingRequest: { at, text, by: actor.id, oral: step === 'recordHearingRequest' },
  };
  return outcome(document, 'hearingRequested', { oral: document.hearingRequest?.oral }, [
    settle({ purposes: ['penalty.recheck'], as: 'cancelled' }),
    beginHearing({ hearing, case: record._id }),
    ...tell(document, record.investigators, 'penalty.stated', { quiet: true, dueAt: null }),
  ]);
}
/** 申请听证: its time does not count for the decision. */
export const requestHearing = (record: Case, said: AskHearing, context: Context): Result =>
  hearingAsked(record, 'requestHearing', said, context);
export const recordHearingRequest = (record: Case, said: AskHearing, context: Context): Result =>
  hearingAsked(record, 'recordHearingRequest', said, context);

/** Who is next once the party has been heard: legal review, discussion, or the draft of the decision. */
export function nextAfterDefence(record: Case, facts: CaseFacts): Effect[] {
  if (legalReviewMissing(record)) {
    const others = reviewersFor(record, facts).filter(
      ({ id }) => !mayNotReviewLaw(record, { actor: actorNamed(id), now: new Date(0) }),
    );
    return tell(record, others, 'penalty.legalReview');
  }
  if (discussionMissing(record)) return tell(record, directorOf(record, facts), 'penalty.discuss');
  return tell(record, record.investigators, 'penalty.draft');
}
/** Somebody as the guards of separation look at them: by who they are alone. */
const actorNamed = (id: string) => ({ id, roles: [], county: null, grid: null, unit: null });

const waived = (step: 'waive' | 'recordWaiver') =>
  function waive(record: Case, { text }: Waive, context: Context, facts: CaseFacts): Result {
    const status = take(step, record, context);
    const { notice } = record;
    if (!notice) throw notNow('还没有告知，不能放弃权利。');
    const document: Case = {
      ...{ ...record, status },
      notice: { ...notice, waived: { at: context.now, by: context.actor.id, text } },
    };
    return outcome(document, 'waived', { oral: step === 'recordWaiver' }, nextAfterDefence(document, facts));
  };
/** 明确放弃陈述、申辩和听证的权利: nobody has to wait any longer. */
export const waive = waived('waive');
export const recordWaiver = waived('recordWaiver');

/** The fifth working day is over and nothing came. */
export function noResponse(record: Case, _input: unknown, context: Context, facts: CaseFacts): Result {
  const status = take('noResponse', record, context);
  const document = { ...record, status };
  return outcome(document, 'noResponse', {}, nextAfterDefence(document, facts));
}

/** When and where it will be; kept by the hearing's own record. */
export function hearingPlanned(
  record: Case,
  { hearing, at }: z.infer<typeof HearingPlanned>,
  context: Context,
): Result {
  take('hearingPlanned', record, context);
  return outcome({ ...record, hearing }, 'hearingPlanned', { at });
}

/** The hearing is over, or the party stayed away or took its request back; the days in between do not count. */
export function hearingHeld(record: Case, said: HearingHeld, context: Context, facts: CaseFacts): Result {
  const status = take('hearingHeld', record, context);
  if (record.hearing !== said.hearing) throw notNow('这不是本案的听证，请核对。');
  const document: Case = {
    ...{ ...record, status, hearingResult: said },
    pauses: closed(record.pauses, context.now, 'HEARING'),
  };
  return outcome(document, 'hearingHeld', { outcome: said.outcome }, [
    ...tell(document, reviewerOf(document, facts), 'penalty.recheck'),
  ]);
}

const MOST_POINTS = 30;
/** One point of the defence and its answer. */
export function answerPoint(record: Case, said: AnswerPoint, context: Context): Result {
  take('answerPoint', record, context);
  if (record.defencePoints.length >= MOST_POINTS) throw notNow(`最多答复${MOST_POINTS}点，请合并后再填写。`);
  const others = record.defencePoints.filter(({ point }) => point !== said.point);
  return outcome({ ...record, defencePoints: [...others, said] }, 'pointAnswered', { ...said });
}

/** 复核: every statement has an answer, and it never becomes heavier because of the defence (处罚办法 第四十五条). */
export function recheckCase(record: Case, { text }: RecheckCase, context: Context, facts: CaseFacts): Result {
  const status = take('recheck', record, context);
  const { defencePoints: points, statements, hearingResult, notice } = record;
  const heard = statements.length + (hearingResult?.outcome === 'HELD' ? 1 : 0);
  if (heard > 0 && points.length === 0) throw notNow('请先逐点答复当事人的申辩意见，写明采纳或者不采纳的理由。');
  const proposal = proposalOf(record);
  if (notice && heavier(record)) throw notNow('复核后的处罚比告知的重。不得因当事人陈述申辩而加重处罚，请调整裁量。');
  const { now: at, actor } = context;
  const recheck = { by: actor.id, byName: facts.byName, at, points, ...proposal };
  const document: Case = { ...record, status, recheck };
  return outcome(
    document,
    'rechecked',
    { points: points.length, adopted: points.filter(({ adopted }) => adopted).length, text },
    [settle({ purposes: ['penalty.recheck'] }), ...nextAfterDefence(document, facts)],
  );
}

/** Whether what is proposed now is heavier than what the party was told. */
export function heavier(record: Case): boolean {
  const { notice } = record;
  if (!notice) return false;
  const { kinds, fineFen, confiscationFen } = proposalOf(record);
  return (
    fineFen > notice.fineFen ||
    confiscationFen > notice.confiscationFen ||
    kinds.some((kind) => !notice.kinds.includes(kind))
  );
}

const lawReviewed = (agrees: boolean) =>
  function reviewLaw(record: Case, { opinion, cause }: ReviewLaw, context: Context, facts: LegalFacts): Result {
    const status = take(agrees ? 'legalReview' : 'refuseLegalReview', record, context);
    const { now: at, actor } = context;
    const before = record.legalReview;
    const causes = [...new Set([...legalReviewCauses(record), ...(cause ? [cause] : [])])];
    const repeatedBecause = before ? (legalReviewMissing(record) ?? '再次审核') : null;
    const legalReview = {
      by: actor.id,
      byName: facts.byName,
      at,
      opinion,
      agrees,
      causes,
      repeatedBecause,
      no: facts.no,
    };
    const document: Case = {
      ...{
        ...record,
        status,
        legalReview,
        legalReviews: before ? [...record.legalReviews, before] : record.legalReviews,
      },
      ...(agrees ? {} : { sentBack: sentBackWith(record, opinion, context, facts.byName), notice: null, review: null }),
    };
    const data = { opinion, causes: causes.map((word) => LEGAL_REVIEW_CAUSES[word]), repeated: before !== null };
    return outcome(document, agrees ? 'legalReviewed' : 'legalReviewRefused', data, [
      settle({ purposes: ['penalty.legalReview'] }),
      ...(agrees
        ? nextAfterDefence(document, facts)
        : tell(document, reviewerOf(document, facts), 'penalty.reviewing')),
    ]);
  };
export interface LegalFacts extends CaseFacts {
  /** 法制审核意见书文号. */
  no: string;
}
/** 法制审核: repeated when new evidence came after it. */
export const legalReview = lawReviewed(true);
export const refuseLegalReview = lawReviewed(false);

/** A head finds a collective discussion necessary, whatever the amount. */
export function askDiscussion(record: Case, { reason }: Reason, context: Context): Result {
  take('askDiscussion', record, context);
  return outcome(
    { ...record, discussionAsked: reason },
    'discussionAsked',
    { reason },
    tell(record, [context.actor.id], 'penalty.discuss'),
  );
}

/** What a collective discussion came to; before the notice it is kept and the state stays. */
export function discussed(record: Case, said: Discussed, context: Context, facts: CaseFacts): Result {
  return keepDiscussion(record, 'discussed', said, context, facts);
}
export function discussedEarly(record: Case, said: Discussed, context: Context, facts: CaseFacts): Result {
  return keepDiscussion(record, 'discussedEarly', said, context, facts);
}

function keepDiscussion(
  record: Case,
  step: 'discussed' | 'discussedEarly',
  said: Discussed,
  context: Context,
  facts: CaseFacts,
): Result {
  const status = take(step, record, context);
  const beforeNotice = step === 'discussedEarly' && !record.notice?.serving;
  const document: Case = {
    ...{ ...record, status, discussion: said.discussion },
    discussions: [...record.discussions, { ...said, beforeNotice }],
  };
  const data = { agreed: said.agreed, result: said.result, early: beforeNotice };
  return outcome(document, 'discussed', data, [
    settle({ purposes: ['penalty.discuss'] }),
    ...(step === 'discussed' ? nextAfterDefence(document, facts) : []),
  ]);
}

/** 退回审查, from anywhere after the notice: what follows begins anew, with a notice of its own. */
export function sendBack(record: Case, { reason }: Reason, context: Context, facts: CaseFacts): Result {
  const status = take('sendBack', record, context);
  const document: Case = {
    ...{ ...record, status, review: null, notice: null, decisionDraft: null },
    sentBack: sentBackWith(record, reason, context, facts.byName),
  };
  return outcome(document, 'sentBack', { reason, from: record.status }, [
    settle({ as: 'cancelled' }),
    ...tell(document, reviewerOf(document, facts), 'penalty.reviewing', { because: '负责人退回，请重新审查' }),
  ]);
}
