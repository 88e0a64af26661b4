/** 评价与复查: what the petitioner says to the reply, and what follows. Pure: no database, no clock. */
import { assign, settle } from '../assignment/assignment.effects';
import { deadline } from '../core/calendar';
import { policy } from '../core/policy';
import { advance, type Context, type Outcome } from '../core/workflow';
import { informed, duty, periodOf, remindAt } from './common';
import { type LeaderFacts } from './lookups';
import { type Petition, type RatePetition, type ReopenPetition, type ReviewOpinion } from './petition.schema';
import { petitionWorkflow } from './petition.workflow';
import type { z } from 'zod';

/** 评价 1–5: closes the petition. */
export function ratePetition(
  petition: Petition,
  { satisfaction, text }: RatePetition,
  context: Context,
): Outcome<Petition> {
  const status = advance(petitionWorkflow, 'rate', petition, context);
  return {
    document: {
      ...petition,
      status,
      satisfaction,
      ratingText: text || null,
      closedAt: petition.closedAt ?? context.now,
    },
    event: { type: 'petition.rated', data: { satisfaction } },
    effects: [settle({})],
  };
}

/** 没解决: the chain stays intact, another officer looks again. */
export function reopenPetition(
  petition: Petition,
  { reason }: z.infer<typeof ReopenPetition>,
  context: Context,
): Outcome<Petition> {
  const status = advance(petitionWorkflow, 'reopen', petition, context);
  const dueAt = deadline({ from: context.now, ...periodOf(petition) }).dueAt;
  const document: Petition = {
    ...petition,
    status,
    dueAt,
    wakeAt: remindAt(dueAt, context.now),
    reopened: petition.reopened + 1,
    formerOfficers: petition.officer ? [...petition.formerOfficers, petition.officer] : petition.formerOfficers,
    officer: null,
    officerName: null,
    closedAt: null,
  };
  return {
    document,
    event: { type: 'petition.reopened', data: { reason, dueAt } },
    effects: [
      settle({ purposes: ['petition.answer'] }),
      ...(petition.head ? [assign({ person: petition.head, purpose: 'petition.recheck', ...duty(document) })] : []),
    ],
  };
}

/** 申请复查 (第三十五条) and 申请复核 (第三十六条): a leader answers within 30 days. */
function reviewAsked(step: 'requestReview' | 'requestReReview', type: string) {
  return (
    petition: Petition,
    { reason }: z.infer<typeof ReopenPetition>,
    context: Context,
    { leader }: LeaderFacts,
  ): Outcome<Petition> => {
    const status = advance(petitionWorkflow, step, petition, context);
    const dueAt = deadline({ from: context.now, ...policy().petition.review }).dueAt;
    const document = { ...petition, status, dueAt, wakeAt: remindAt(dueAt, context.now), closedAt: null };
    return {
      document,
      event: { type, data: { reason, dueAt } },
      effects: leader ? [assign({ person: leader.id, purpose: 'petition.review', ...duty(document) })] : [],
    };
  };
}

export const requestReview = reviewAsked('requestReview', 'petition.reviewRequested');

export const requestReReview = reviewAsked('requestReReview', 'petition.reReviewRequested');

function reviewAnswered(step: 'review' | 'reReview', type: string) {
  return (petition: Petition, { opinion }: z.infer<typeof ReviewOpinion>, context: Context): Outcome<Petition> => {
    const status = advance(petitionWorkflow, step, petition, context);
    const final = step === 'reReview';
    const dueAt = deadline({ from: context.now, ...policy().petition.reviewRequest }).dueAt;
    const document = {
      ...petition,
      status,
      replyText: opinion,
      dueAt: final ? null : dueAt,
      wakeAt: final ? null : dueAt,
      closedAt: final ? context.now : null,
    };
    return {
      document,
      event: { type, data: {} },
      effects: [settle({ purposes: ['petition.review'] }), ...informed(document)],
    };
  };
}

export const reviewPetition = reviewAnswered('review', 'petition.reviewed');

/** 复核: the last word; after it the matter is not accepted again (第三十六条). */
export const reReviewPetition = reviewAnswered('reReview', 'petition.reReviewed');
