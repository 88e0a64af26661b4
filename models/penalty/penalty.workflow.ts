import { type Workflow } from '../core/workflow';
import { type PenaltyCase, type PenaltyStatus, STATES } from './penalty.schema';
import { DONE, executionSteps, OWED } from './execution.workflow';
import * as guard from './penalty.guards';

export { isOwnClue } from './penalty.guards';

const BEFORE_NOTICE = ['investigating', 'investigated', 'reviewing'] as const;
const HEARD = ['noResponse', 'stated', 'hearingHeld', 'rechecked', 'legalReviewed', 'discussed'] as const;
/** The defence is over and dealt with. */
export const DECIDABLE = ['noResponse', 'rechecked', 'legalReviewed', 'discussed'] as const;
const TOLD = ['noticed', 'stated', 'hearingRequested', ...DECIDABLE, 'hearingHeld'] as const;

/** Filed and not over: the ninety days run, as far as they are not paused. */
export const OPEN_CASE = ['filed', 'investigating', 'suspended', 'investigated', 'reviewing', ...TOLD] as const;
/** Over, one way or another. */
export const OVER: readonly PenaltyStatus[] = ['notFiled', ...DONE, 'closed', 'archived'];

/** What has to be opened before an approval. */
const FILE = ['facts', 'evidence'] as const;
const WHOLE = ['facts', 'evidence', 'law', 'amount', 'defence', 'veto'] as const;

/**
 * 行政处罚案件: 生态环境行政处罚办法 (2023) and 行政处罚法. One table for the whole life of a case; who may not, and why not, stands in
 * penalty.guards.ts. A step that the clock, the bank or another record takes is quiet.
 */
// prettier-ignore
export const penaltyWorkflow = {
  noun: '行政处罚案件',
  states: STATES,
  steps: {
    // 线索: 处罚办法 第十八条 (fifteen days, once fifteen more), 第十九条 (four conditions)
    file: { label: '立案', from: ['clue'], to: 'filed', by: 'decideClue', unless: guard.ownClue, tone: 'primary', approval: { parts: FILE } },
    refuse: { label: '不予立案', from: ['clue'], to: 'notFiled', by: 'decideClue', unless: guard.ownClue },
    askExtension: { label: '申请延长审查', from: ['clue'], by: 'askClueExtension', unless: guard.extendedBefore },
    approveExtension: { label: '同意延长', from: ['clue'], by: 'decideClue', unless: guard.notAsked, tone: 'primary', approval: { parts: ['asked', 'facts'] } },
    refuseExtension: { label: '不同意延长', from: ['clue'], by: 'decideClue', unless: guard.notAsked },

    // 调查: 第二十条 (revoke), 第二十二条 (two certified officers), 第三十五至三十八条
    assignInvestigators: { label: '指派调查人员', from: ['filed'], to: 'investigating', by: 'directCase', unless: guard.recused, tone: 'primary' },
    changeInvestigators: { label: '更换调查人员', from: BEFORE_NOTICE, by: 'directCase', unless: guard.recused },
    revokeFiling: { label: '撤销立案', from: ['filed', ...BEFORE_NOTICE], to: 'filingRevoked', by: 'directCase', unless: guard.mayNotDirect, approval: { parts: FILE } },
    describeParty: { label: '核对当事人', from: [...BEFORE_NOTICE, 'filed'], by: 'investigate', unless: guard.recused },
    describeAct: { label: '写明违法行为', from: ['investigating'], by: 'investigate', unless: guard.recused },
    dropAct: { label: '去掉一项违法行为', from: ['investigating'], by: 'investigate', unless: guard.any(guard.recused, guard.actsMissing) },
    addEvidence: { label: '补充证据', from: ['investigating', 'investigated', 'reviewing', ...TOLD], by: 'investigate', unless: guard.recused },
    assess: { label: '裁量', from: [...BEFORE_NOTICE, 'rechecked'], by: 'assessCase', unless: guard.any(guard.notYourAssessment, guard.actsMissing) },
    recuse: { label: '申请回避', from: OPEN_CASE, by: 'takePart' },
    requestRecusal: { label: '申请办案人员回避', from: OPEN_CASE, by: 'actAsParty' },
    decideRecusal: { label: '决定回避', from: OPEN_CASE, by: 'directCase', unless: guard.noPendingRecusal },
    pause: { label: '监测、鉴定等暂停计时', from: OPEN_CASE, by: 'investigate', unless: guard.recused },
    endPause: { label: '结束暂停计时', from: OPEN_CASE, by: 'investigate', unless: guard.notPaused },
    suspend: { label: '中止调查', from: ['investigating'], to: 'suspended', by: 'directCase', unless: guard.mayNotDirect, approval: { parts: FILE } },
    resume: { label: '恢复调查', from: ['suspended'], to: 'investigating', by: 'directCase', unless: guard.mayNotDirect, tone: 'primary' },
    terminate: { label: '终止调查', from: ['investigating', 'suspended'], to: 'terminated', by: 'directCase', unless: guard.mayNotDirect, approval: { parts: FILE } },
    askMoreTime: { label: '申请延长办案期限', from: OPEN_CASE, by: 'investigate', unless: guard.any(guard.recused, guard.extensionPending) },
    extendDecision: { label: '同意延长办案期限', from: OPEN_CASE, by: 'directCase', unless: guard.noExtensionAsked, approval: { parts: ['facts'] } },
    refuseMoreTime: { label: '不同意延长办案期限', from: OPEN_CASE, by: 'directCase', unless: guard.noExtensionAsked },
    report: { label: '提交调查终结报告', from: ['investigating'], to: 'investigated', by: 'investigate', unless: guard.any(guard.recused, guard.actsMissing), tone: 'primary' },

    // 审查: 第三十九至四十二条
    takeReview: { label: '开始审查', from: ['investigated'], to: 'reviewing', by: 'reviewCase', unless: guard.mayNotReview, tone: 'primary' },
    review: { label: '出具审查意见', from: ['reviewing'], by: 'reviewCase', unless: guard.notTheReviewer, tone: 'primary' },
    returnForEvidence: { label: '退回补充调查', from: ['reviewing'], to: 'investigating', by: 'reviewCase', unless: guard.notTheReviewer },
    noPenalty: { label: '不予处罚', from: ['reviewing', ...DECIDABLE], to: 'noPenalty', by: 'decideCase', unless: guard.mayNotDirect, approval: { parts: [...FILE, 'law'] } },
    transferOut: { label: '移送', from: [...BEFORE_NOTICE, ...DECIDABLE], to: 'transferred', by: 'transferCase', unless: guard.mayNotDirect, approval: { parts: FILE } },
    transferAnswered: { label: '移送有了答复', from: [...OPEN_CASE, 'transferred'], by: 'keepTime', quiet: true },
    takeBack: { label: '移送退回，继续办理', from: ['transferred'], to: 'reviewing', by: 'keepTime', quiet: true },

    // 告知和听证: 第四十四至四十七条; 行政处罚法 第六十二至六十四条
    draftNotice: { label: '拟事先告知书', from: ['reviewing'], by: 'investigate', unless: guard.any(guard.recused, guard.noticeStanding), tone: 'primary' },
    approveNotice: { label: '批准告知', from: ['reviewing'], by: 'decideCase', unless: guard.noticeNotDrafted, tone: 'primary', approval: { parts: ['facts', 'evidence', 'law', 'amount'] } },
    returnNotice: { label: '退回告知书', from: ['reviewing'], by: 'decideCase', unless: guard.noticeNotReturnable },
    serveNotice: { label: '送达告知书', from: ['reviewing'], to: 'noticed', by: 'investigate', unless: guard.any(guard.recused, guard.noticeNotApproved), tone: 'primary' },
    state: { label: '陈述、申辩', from: ['noticed', 'stated'], to: 'stated', by: 'actAsParty', unless: guard.rightsOver, tone: 'primary' },
    recordStatement: { label: '记录当事人陈述申辩', from: ['noticed', 'stated'], to: 'stated', by: 'investigate', unless: guard.rightsOver },
    addStatement: { label: '补充陈述、申辩', from: ['hearingRequested'], by: 'actAsParty', unless: guard.rightsOver },
    requestHearing: { label: '申请听证', from: ['noticed', 'stated'], to: 'hearingRequested', by: 'actAsParty', unless: guard.noHearingRight },
    recordHearingRequest: { label: '记录当事人听证申请', from: ['noticed', 'stated'], to: 'hearingRequested', by: 'investigate', unless: guard.noHearingRight },
    waive: { label: '放弃陈述申辩和听证', from: ['noticed'], to: 'noResponse', by: 'actAsParty', unless: guard.rightsOver },
    recordWaiver: { label: '记录当事人放弃权利', from: ['noticed'], to: 'noResponse', by: 'investigate', unless: guard.rightsOver },
    noResponse: { label: '期满未陈述申辩', from: ['noticed'], to: 'noResponse', by: 'keepTime', unless: guard.rightsNotOver, quiet: true },
    hearingPlanned: { label: '确定听证', from: ['hearingRequested'], by: 'keepTime', quiet: true },
    hearingHeld: { label: '听证结束', from: ['hearingRequested'], to: 'hearingHeld', by: 'keepTime', quiet: true },

    // 复核、法制审核、集体讨论: 第四十五条、第四十九至五十二条
    answerPoint: { label: '答复一点申辩意见', from: ['stated', 'hearingHeld'], by: 'reviewCase', unless: guard.any(guard.notTheReviewer, guard.rightsRunning) },
    recheck: { label: '复核', from: ['stated', 'hearingHeld'], to: 'rechecked', by: 'reviewCase', unless: guard.any(guard.notTheReviewer, guard.rightsRunning), tone: 'primary' },
    legalReview: { label: '法制审核通过', from: DECIDABLE, to: 'legalReviewed', by: 'legalReviewCase', unless: guard.mayNotReviewLaw, tone: 'primary' },
    refuseLegalReview: { label: '法制审核不通过', from: DECIDABLE, to: 'reviewing', by: 'legalReviewCase', unless: guard.mayNotReviewLaw },
    askDiscussion: { label: '提请集体讨论', from: ['reviewing', ...DECIDABLE], by: 'decideCase', unless: guard.mayNotDirect },
    discussed: { label: '集体讨论结束', from: DECIDABLE, to: 'discussed', by: 'keepTime', quiet: true },
    discussedEarly: { label: '告知前集体讨论结束', from: [...BEFORE_NOTICE, 'suspended', 'noticed', 'stated', 'hearingRequested', 'hearingHeld'], by: 'keepTime', quiet: true },
    sendBack: { label: '退回审查', from: HEARD, to: 'reviewing', by: 'decideCase', unless: guard.mayNotDirect },

    // 决定: 第五十二至五十七条
    draftDecision: { label: '拟处罚决定', from: DECIDABLE, by: 'investigate', unless: guard.any(guard.recused, guard.sheetsMissing), tone: 'primary' },
    decide: { label: '签发处罚决定', from: DECIDABLE, to: 'decided', by: 'decideCase', unless: guard.mayNotDecide, tone: 'primary', approval: { parts: WHOLE } },

    ...executionSteps,

    wake: { label: '到时处理', from: ['clue', ...OPEN_CASE, 'decided', ...OWED, ...DONE, 'closed'], by: 'keepTime', quiet: true },
  },
} as const satisfies Workflow<PenaltyCase>;
export type PenaltyStep = keyof typeof penaltyWorkflow.steps;
