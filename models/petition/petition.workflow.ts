import { type Workflow } from '../core/workflow';
import { OPEN_STATES, STATES, type Petition } from './petition.schema';

/** Registered, and nobody at work on it yet. */
const BEFORE_HANDLING = ['registered', 'classified', 'accepted', 'assigned'] as const;
/** From acceptance to the approved reply: the branch or the centre can still change course. */
const IN_HAND = ['accepted', 'assigned', 'investigating', 'replyDraft', 'recheck'] as const;

/**
 * 信访件: which steps exist, who may take them, and what stands against them. Source: 信访工作条例 2022, 第二十二至三十六条.
 *
 * One row, one line, so that a lawyer can check it. The order is the order of the buttons. `submitPetition` … name rows of the access table (core/access.ts).
 */
// prettier-ignore
export const petitionWorkflow = {
  noun: '信访件',
  states: STATES,
  steps: {
    tell: { label: '补充', from: ['draft'], by: 'submitPetition', quiet: true },
    confirm: { label: '确认上报', from: ['draft'], to: 'registered', by: 'submitPetition', unless: incomplete, tone: 'primary' },
    revise: { label: '修改', from: ['draft'], by: 'submitPetition' },
    discard: { label: '不报了', from: ['draft'], to: 'discarded', by: 'submitPetition', tone: 'danger' },

    classify: { label: '分类', from: ['registered', 'classified'], to: 'classified', by: 'classifyPetition', tone: 'primary' },
    accept: { label: '受理', from: ['classified'], to: 'accepted', by: 'classifyPetition', unless: notForUs, tone: 'primary' },
    notAccept: { label: '不予受理', from: ['classified'], to: 'notAccepted', by: 'classifyPetition', tone: 'danger' },
    transfer: { label: '转送', from: ['classified'], to: 'transferred', by: 'classifyPetition' },
    assign: { label: '交办', from: ['accepted', 'assigned'], to: 'assigned', by: 'assignTask', unless: officerAtWork, tone: 'primary' },
    makeIncident: { label: '转为突发事件', from: BEFORE_HANDLING, by: 'triageIncident', unless: anIncidentAlready, tone: 'danger' },

    appoint: { label: '指定承办人', from: ['assigned', 'recheck'], by: 'appointOfficer', unless: noBranchYet, tone: 'primary' },
    returnToCentre: { label: '退回指挥中心', from: ['assigned'], to: 'accepted', by: 'superviseTask', unless: noBranchYet, tone: 'danger' },
    acknowledge: { label: '签收', from: ['assigned', 'recheck'], to: 'investigating', by: 'receiveTask', tone: 'primary' },
    returnTask: { label: '退回', from: ['assigned', 'recheck', 'investigating'], to: 'assigned', by: 'receiveTask', tone: 'danger' },
    prove: { label: '补充照片', from: ['assigned', 'investigating', 'replyDraft'], by: 'receiveTask', quiet: true },
    draftReply: { label: '填写办理结果', from: ['investigating'], to: 'replyDraft', by: 'receiveTask', tone: 'primary' },
    approveReply: { label: '同意答复', from: ['replyDraft'], to: 'replied', by: 'approveReply', unless: draftedThemselves, tone: 'primary' },
    returnReply: { label: '退回修改', from: ['replyDraft'], to: 'investigating', by: 'approveReply', tone: 'danger' },
    extend: { label: '延长期限', from: IN_HAND, by: 'approveExtension', unless: cannotExtend },

    rate: { label: '评价', from: ['replied', 'closed'], to: 'closed', by: 'answerAsPetitioner', unless: alreadyRated, tone: 'primary' },
    reopen: { label: '没解决', from: ['replied', 'closed'], to: 'recheck', by: 'answerAsPetitioner', unless: recheckedAlready, tone: 'danger' },
    requestReview: { label: '申请复查', from: ['replied', 'closed'], to: 'reviewRequested', by: 'answerAsPetitioner', unless: recheckFirst },
    review: { label: '复查答复', from: ['reviewRequested'], to: 'reviewed', by: 'reviewPetition', tone: 'primary' },
    requestReReview: { label: '申请复核', from: ['reviewed'], to: 'reReviewRequested', by: 'answerAsPetitioner', unless: reviewPeriodOver },
    reReview: { label: '复核终结', from: ['reReviewRequested'], to: 'reReviewed', by: 'reviewPetition', tone: 'primary' },

    remark: { label: '批示', from: OPEN_STATES, by: 'superviseTask' },
    attach: { label: '附件入库', from: Object.keys(STATES) as (keyof typeof STATES)[], by: 'keepTime', quiet: true },
    linkIncident: { label: '关联事件', from: Object.keys(STATES) as (keyof typeof STATES)[], by: 'keepTime', quiet: true },
    wake: { label: '到期处理', from: Object.keys(STATES) as (keyof typeof STATES)[], by: 'keepTime', quiet: true },
  },
} as const satisfies Workflow<Petition>;

export type PetitionStep = keyof typeof petitionWorkflow.steps;

/** What a report may already say; only whether it does matters here. */
type Told = Partial<Record<'content' | 'medium' | 'place' | 'location' | 'urgency', unknown>>;

/** What a draft still lacks before it can be confirmed, in the order in which it is asked for. */
export function missing(draft: Told): (keyof typeof LACKING)[] {
  return [
    ...(draft.content ? [] : ['content' as const]),
    ...(draft.medium ? [] : ['medium' as const]),
    ...(draft.place || draft.location ? [] : ['place' as const]),
    ...(draft.urgency ? [] : ['urgency' as const]),
  ];
}

const LACKING = { content: '看到的情况', medium: '污染类型', place: '地点', urgency: '紧急程度' };

/** What a draft still lacks, as a sentence for its reporter; undefined when it can be confirmed. */
export function incomplete(petition: Told) {
  const lacking = missing(petition).map((field) => LACKING[field]);
  return lacking.length > 0 ? `还差${lacking.join('、')}，补充后就可以确认。` : undefined;
}

/** 第二十九至三十一条: an accusation never goes to the accused; claims take the path the law gives them. */
function notForUs({ path }: Petition) {
  return path === 'DUTY_APPLICATION' || path === 'PETITION_OPINION' || path === 'SUGGESTION'
    ? undefined
    : '这类事项依法应转送有权处理的机关，请选择“转送”或“不予受理”并告知。';
}

function officerAtWork({ officer }: Petition) {
  return officer ? '承办人已经指定，请由分局退回后再改交。' : undefined;
}

function anIncidentAlready({ incident }: Petition) {
  return incident ? '已经转为突发事件，请在事件列表里继续处置。' : undefined;
}

function noBranchYet({ unit }: Petition) {
  return unit ? undefined : '还没有交办到分局，请先交办。';
}

/** Nobody approves what they drafted. */
function draftedThemselves({ draftedBy }: Petition, { actor }: { actor: { id: string } }) {
  return draftedBy === actor.id ? '自己起草的答复须由另一位负责人审核，请转交分局副职或局领导。' : undefined;
}

/** 第三十四条: once, with approval and notice of the reason. */
function cannotExtend({ extendedAt, dueAt }: Petition) {
  if (extendedAt) return '办理期限只能延长一次，请在期限内答复。';
  return dueAt ? undefined : '受理后才开始计算期限，现在不需要延长。';
}

function alreadyRated({ satisfaction }: Petition) {
  return satisfaction === null ? undefined : '您已经评价过了，谢谢。如仍未解决，可以选择“没解决”或申请复查。';
}

function recheckedAlready({ reopened }: Petition) {
  return reopened >= 1 ? '这件事已经重新核查过一次，如仍不满意，请选择“申请复查”。' : undefined;
}

function recheckFirst({ reopened }: Petition) {
  return reopened === 0 ? '如果没有解决，请先选择“没解决”，我们换人重新核查；仍不满意再申请复查。' : undefined;
}

function reviewPeriodOver({ dueAt }: Petition, { now }: { now: Date }) {
  return dueAt && now > dueAt ? '申请复核的30日期限已过，如有新情况请重新反映。' : undefined;
}
