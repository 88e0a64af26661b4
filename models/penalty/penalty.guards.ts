/**
 * What stands against a step of a case, in the words of whoever wants to take it. Separation of persons: whoever found or investigates a
 * case neither reviews nor decides it (处罚办法 第三十八条; 行政处罚法 第四十三条), a legal reviewer is none of those before (第五十八条), and
 * nobody approves what they drafted.
 */
import { type Actor } from '../core/access';
import { type PenaltyCase } from './penalty.schema';

export interface By {
  actor: Actor;
  now: Date;
}
type Guard = (record: PenaltyCase, by: By) => string | undefined;

/** The first of these that says something. */
export const any =
  (...guards: readonly Guard[]): Guard =>
  (record, by) => {
    for (const guard of guards) {
      const reason = guard(record, by);
      if (reason) return reason;
    }
    return undefined;
  };

/** Whether this person found or registered it. */
export const isOwnClue = ({ registeredBy, team }: Pick<PenaltyCase, 'registeredBy' | 'team'>, id: string): boolean =>
  registeredBy === id || team.includes(id);

/** Whether this person investigates the case or ever did. */
export const hasInvestigated = (
  { everInvestigated, investigatorIds }: Pick<PenaltyCase, 'everInvestigated' | 'investigatorIds'>,
  id: string,
): boolean => everInvestigated.includes(id) || investigatorIds.includes(id);

/** Whether a recusal keeps this person away from the case. */
export const isRecused = ({ recusals }: Pick<PenaltyCase, 'recusals'>, id: string): boolean =>
  recusals.some(({ person, decision }) => person === id && decision === 'GRANTED');

export const ownClue: Guard = (record, { actor }) =>
  isOwnClue(record, actor.id) ? '这条线索由您发现或登记，要由其他负责人或局领导审查，请转告他们。' : undefined;

export function extendedBefore({ extension }: PenaltyCase) {
  if (!extension) return undefined;
  if (extension.refusedReason) return '延长审查的申请没有同意，请在期限内决定是否立案。';
  return extension.approvedAt ? '审查期限只能延长一次。' : '延长审查的申请正在等待批准。';
}

export function notAsked(record: PenaltyCase, by: By) {
  const { extension } = record;
  if (!extension || extension.approvedAt || extension.refusedReason) return '没有等待批准的延长申请。';
  if (extension.askedBy === by.actor.id) return '延长由您申请，要由其他负责人或局领导批准。';
  return ownClue(record, by);
}

/** For whoever directs, decides or reviews: not somebody who investigates, and nobody recused. */
export const investigates: Guard = (record, { actor }) =>
  hasInvestigated(record, actor.id) ? '您是本案的调查人员，这一步要由其他人办理，请转告负责人。' : undefined;

export const recused: Guard = (record, { actor }) =>
  isRecused(record, actor.id) ? '您已回避本案，不能再办理，请由其他人办理。' : undefined;

/** 审查人员 ≠ 调查人员, nor the one who found it. */
export const mayNotReview = any(recused, investigates, (record, { actor }) =>
  isOwnClue(record, actor.id) ? '线索由您发现或登记，案件要由其他审查人员审查。' : undefined,
);

/** The review lies with the one who took it. */
export const notTheReviewer = any(mayNotReview, ({ reviewTurn }, { actor }) =>
  reviewTurn && reviewTurn.reviewer !== actor.id
    ? `本案由${reviewTurn.reviewerName}审查，请由审查人员本人办理，或请负责人换人。`
    : undefined,
);

/** 法制审核人员: none of the investigators, and not the reviewer of the same case. */
export const mayNotReviewLaw = any(mayNotReview, ({ reviewTurn, review, recheck }, { actor }) =>
  [reviewTurn?.reviewer, review?.by, recheck?.by].includes(actor.id)
    ? '您已审查本案，法制审核要由另一名法制审核人员办理。'
    : undefined,
);

export const mayNotDirect = any(recused, investigates);

/** Two of them while a case is investigated, and one who was replaced is none any more. */
export const noPendingRecusal: Guard = ({ recusals }) =>
  recusals.some(({ decision }) => decision === null) ? undefined : '没有等待决定的回避申请。';

export const notPaused: Guard = ({ pauses }) =>
  pauses.some(({ to, kind }) => to === null && kind !== 'SUSPENSION' && kind !== 'HEARING')
    ? undefined
    : '没有正在进行的监测、鉴定、公告等不计入期限的事项。';

export const extensionPending: Guard = ({ decisionExtensions }) =>
  decisionExtensions.some(({ granted }) => granted === null) ? '延长办案期限的申请正在等待决定。' : undefined;

export const noExtensionAsked = any(mayNotDirect, ({ decisionExtensions }, { actor }) => {
  const open = decisionExtensions.find(({ granted }) => granted === null);
  if (!open) return '没有等待决定的延长申请，请由调查人员先提出。';
  return open.askedBy === actor.id ? '延长由您申请，要由其他负责人决定。' : undefined;
});

export const actsMissing: Guard = ({ acts }) =>
  acts.length === 0 ? '还没有写明违法行为，请先填写“违法行为”。' : undefined;

/** The sheets of all acts, made for these acts. */
export const sheetsMissing: Guard = ({ acts, sheets, report }) => {
  if (report && report.proposal.outcome !== 'PENALTY') return undefined;
  const open = acts.filter(({ id }) => !sheets.some(({ act }) => act === id));
  return open.length > 0 ? `还有${open.length}项违法行为没有裁量，请先完成裁量。` : undefined;
};

/** Investigators assess while they investigate, the reviewer afterwards. */
export const notYourAssessment: Guard = (record, by) => {
  const investigating = record.status === 'investigating' || record.status === 'investigated';
  if (!investigating) return notTheReviewer(record, by);
  return record.investigatorIds.includes(by.actor.id) ? undefined : '调查期间由本案调查人员填写裁量表。';
};

export const reviewMissing: Guard = ({ review }) => {
  if (!review) return '案件还没有审查，请等审查人员出具审查意见。';
  return review.result === 'PENALTY' ? undefined : '审查意见不是给予处罚，不能告知处罚。';
};

export const noticeStanding = any(reviewMissing, sheetsMissing, ({ notice }) =>
  notice?.approvedAt ? '告知书已批准，请送达；要改内容的，请负责人退回。' : undefined,
);

export const noticeNotDrafted = any(mayNotDirect, ({ notice }, { actor }) => {
  if (!notice) return '还没有拟好的告知书，请等调查人员拟稿。';
  if (notice.approvedAt) return '告知书已经批准，请等待送达。';
  return notice.draftedBy === actor.id ? '告知书由您拟稿，要由其他负责人批准。' : undefined;
});

export const noticeNotReturnable = any(mayNotDirect, ({ notice }) =>
  notice ? undefined : '还没有拟好的告知书，请等调查人员拟稿。',
);

export const noticeNotApproved: Guard = ({ notice }) =>
  notice?.approvedAt ? undefined : '告知书还没有批准，批准后才能送达。';

/** A right can be used to the last moment of the fifth working day. */
export const rightsOver: Guard = ({ notice }, { now }) => {
  if (notice?.waived) return '已书面放弃陈述、申辩和听证的权利。';
  return notice?.dueAt && now > notice.dueAt
    ? '陈述申辩和申请听证的期限已过；有新的情况，请与承办人员联系。'
    : undefined;
};

/** While the five days run, nobody goes on without the party. */
export const rightsRunning: Guard = ({ notice }, { now }) =>
  notice?.dueAt && !notice.waived && now <= notice.dueAt
    ? '当事人陈述申辩和申请听证的期限还没有届满，期满后才能继续办理。'
    : undefined;

export const noHearingRight = any(rightsOver, ({ notice, hearingRequest }) => {
  if (hearingRequest) return '已经申请过听证，请等待听证通知。';
  return notice?.hearingRight ? undefined : '这件案件没有达到听证的条件，可以陈述、申辩。';
});

export const rightsNotOver: Guard = ({ notice }, { now }) =>
  notice?.dueAt && now > notice.dueAt ? undefined : '五个工作日的期限还没有届满。';

export const mayNotDecide = any(recused, investigates, ({ decisionDraft }, { actor }) => {
  if (!decisionDraft) return '还没有拟好的处罚决定，请等调查人员拟稿。';
  return decisionDraft.by === actor.id ? '决定由您拟稿，要由其他负责人签发。' : undefined;
});

/** Closing: proposed by one, approved by another. */
export const closingStanding: Guard = ({ closing }) => (closing ? '结案已经提出，请等负责人批准。' : undefined);
export const notClosable = any(recused, ({ closing }, { actor }) => {
  if (!closing) return '还没有提出结案，请等承办人员填写结案审批表。';
  return closing.proposedBy === actor.id ? '结案由您提出，要由其他负责人批准。' : undefined;
});

/** Whoever signs belongs to the authority in whose name the case is decided (案卷评查细则 item 1). */
export function authorityOnly({ filing }: PenaltyCase, { roles }: Pick<Actor, 'roles'>): string | undefined {
  if (roles.includes('bureauLeader')) return undefined;
  return filing?.authority ? undefined : '本案以市局名义作出决定，请由局领导签发。';
}
