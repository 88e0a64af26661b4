import { type Step } from '../core/workflow';
import * as not from './execution.guards';
import { type PenaltyCase } from './penalty.schema';

/** Served, and money or performance still owed. */
export const OWED = ['served', 'instalment', 'overdue', 'demanded', 'courtApplied'] as const;
/** What can be closed. */
export const DONE = ['paid', 'enforced', 'noPenalty', 'transferred', 'terminated', 'filingRevoked'] as const;
const TOLD = ['noticed', 'stated', 'hearingRequested', 'noResponse', 'hearingHeld'] as const;
const CONCERNED = ['reviewing', ...TOLD, 'rechecked', 'legalReviewed', 'discussed', 'decided', ...OWED] as const;
const AMOUNT = ['facts', 'amount'] as const;
const FILE = ['facts', 'evidence'] as const;

/**
 * 执行: 行政处罚法 第六十一至七十三条; 行政强制法 第五十三、五十四条. 结案、归档: 处罚办法 第七十五至七十七条. What the account says of a payment is
 * said by the rows of the clock and the bank alone: nobody presses a case paid.
 */
// prettier-ignore
export const executionSteps = {
  consentEService: { label: '同意电子送达', from: CONCERNED, by: 'actAsParty', unless: not.consentedBefore },
  serve: { label: '送达决定书', from: ['decided'], to: 'served', by: 'investigate', unless: not.mayNotServe, tone: 'primary' },
  sendElectronically: { label: '电子送达决定书', from: ['decided'], by: 'investigate', unless: not.notConsented },
  confirmReceipt: { label: '确认收到决定书', from: ['decided'], to: 'served', by: 'actAsParty', unless: not.notSent, tone: 'primary' },
  announce: { label: '公告送达', from: ['decided'], by: 'investigate', unless: not.alreadyAnnounced },
  deemedServed: { label: '公告期满视为送达', from: ['decided'], to: 'served', by: 'keepTime', quiet: true },

  receivePayment: { label: '收到缴款', from: [...OWED, 'paid'], by: 'bookPayment', quiet: true },
  reversePayment: { label: '退出误入账的缴款', from: [...OWED, 'paid'], by: 'bookPayment', quiet: true },
  settlePayment: { label: '缴清', from: OWED, to: 'paid', by: 'bookPayment', quiet: true },
  lapse: { label: '到期未缴', from: ['served'], to: 'overdue', by: 'keepTime', quiet: true },
  breakInstalment: { label: '未按期分期缴纳', from: ['instalment'], to: 'overdue', by: 'keepTime', quiet: true },
  keepInstalment: { label: '银行补报已按期缴款', from: ['overdue'], to: 'instalment', by: 'bookPayment', quiet: true },
  oweAgain: { label: '退出误入账后逾期未缴', from: ['paid'], to: 'overdue', by: 'bookPayment', quiet: true },
  oweAgainInTime: { label: '退出误入账后待缴款', from: ['paid'], to: 'served', by: 'bookPayment', quiet: true },
  oweAgainInShares: { label: '退出误入账后分期缴纳', from: ['paid'], to: 'instalment', by: 'bookPayment', quiet: true },
  refundPayment: { label: '登记退付', from: [...OWED, 'paid'], by: 'settlePayment', unless: not.nothingOver },

  requestInstalment: { label: '申请延期、分期缴纳', from: ['served'], by: 'actAsParty', unless: not.mayNotAskInstalment },
  recordInstalmentRequest: { label: '记录延期、分期申请', from: ['served'], by: 'investigate', unless: not.mayNotAskInstalment },
  grantInstalment: { label: '同意延期、分期缴纳', from: ['served', 'overdue'], to: 'instalment', by: 'decideCase', unless: not.noInstalmentAsked, approval: { parts: AMOUNT } },
  refuseInstalment: { label: '不同意延期、分期缴纳', from: ['served', 'overdue'], by: 'decideCase', unless: not.noInstalmentAsked, approval: { parts: AMOUNT } },

  beginRemedy: { label: '登记复议或者诉讼', from: [...OWED, 'paid'], by: 'investigate', unless: not.remedyRunning },
  endRemedy: { label: '登记复议或者诉讼结果', from: [...OWED, 'paid'], by: 'investigate', unless: not.noRemedyRunning },
  demand: { label: '催告', from: ['overdue'], to: 'demanded', by: 'investigate', unless: not.mayNotDemand, tone: 'primary' },
  serveDemand: { label: '送达催告书', from: ['demanded'], by: 'investigate', unless: not.demandServed, tone: 'primary' },
  answerDemand: { label: '记录对催告的意见', from: ['demanded'], by: 'investigate', unless: not.demandNotServed },
  applyCourt: { label: '申请法院强制执行', from: ['demanded'], to: 'courtApplied', by: 'decideCase', unless: not.mayNotApplyCourt, approval: { parts: AMOUNT } },
  acceptedByCourt: { label: '登记法院受理', from: ['courtApplied'], by: 'investigate', unless: not.acceptedBefore },
  ruledByCourt: { label: '登记法院裁定', from: ['courtApplied'], by: 'investigate', unless: not.ruledBefore },
  finishEnforcement: { label: '登记执行完毕', from: ['courtApplied'], to: 'enforced', by: 'investigate', unless: not.notGranted },
  annul: { label: '登记决定被撤销或者变更', from: ['decided', ...OWED, 'paid', 'enforced', 'closed', 'archived'], by: 'directCase', unless: not.annulledBefore, tone: 'danger' },

  proposeClosing: { label: '提出结案', from: ['decided', ...OWED, ...DONE], by: 'investigate', unless: not.closingStanding },
  returnClosing: { label: '退回结案', from: ['decided', ...OWED, ...DONE], by: 'directCase', unless: not.notClosable },
  closeCase: { label: '批准结案', from: ['decided', ...OWED, ...DONE], to: 'closed', by: 'directCase', unless: not.notClosable, tone: 'primary', approval: { parts: FILE } },
  archive: { label: '归档', from: ['closed'], to: 'archived', by: 'investigate', tone: 'primary' },
} as const satisfies Record<string, Step<PenaltyCase>>;
