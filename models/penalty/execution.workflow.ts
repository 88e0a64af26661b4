import { type Step } from '../core/workflow';
import * as guard from './penalty.guards';
import { type PenaltyCase } from './penalty.schema';

/** Served, and money or performance still owed. */
export const OWED = ['served', 'instalment', 'overdue', 'demanded', 'courtApplied'] as const;
/** What can be closed. */
export const DONE = ['paid', 'enforced', 'noPenalty', 'transferred', 'terminated', 'filingRevoked'] as const;
const TOLD = ['noticed', 'stated', 'hearingRequested', 'noResponse', 'hearingHeld'] as const;
const CONCERNED = ['reviewing', ...TOLD, 'rechecked', 'legalReviewed', 'discussed', 'decided', ...OWED] as const;
const AMOUNT = ['facts', 'amount'] as const;
const FILE = ['facts', 'evidence'] as const;

/** 执行: 行政处罚法 第六十一至七十三条; 行政强制法 第五十三、五十四条. 结案、归档: 处罚办法 第七十五至七十七条. */
// prettier-ignore
export const executionSteps = {
  consentEService: { label: '同意电子送达', from: CONCERNED, by: 'actAsParty' },
  serve: { label: '送达决定书', from: ['decided'], to: 'served', by: 'investigate', unless: guard.recused, tone: 'primary' },
  sendElectronically: { label: '电子送达决定书', from: ['decided'], by: 'investigate', unless: guard.recused },
  confirmReceipt: { label: '确认收到决定书', from: ['decided'], to: 'served', by: 'actAsParty', tone: 'primary' },
  announce: { label: '公告送达', from: ['decided'], by: 'investigate', unless: guard.recused },
  deemedServed: { label: '公告期满视为送达', from: ['decided'], to: 'served', by: 'keepTime', quiet: true },
  receivePayment: { label: '收到缴款', from: [...OWED, 'paid'], by: 'keepTime', quiet: true },
  settlePayment: { label: '缴清', from: OWED, to: 'paid', by: 'keepTime', quiet: true },
  refundPayment: { label: '登记退付', from: [...OWED, 'paid'], by: 'investigate' },
  requestInstalment: { label: '申请暂缓或者分期缴纳', from: ['served'], by: 'actAsParty' },
  grantInstalment: { label: '同意分期缴纳', from: ['served', 'overdue'], to: 'instalment', by: 'decideCase', unless: guard.mayNotDirect, approval: { parts: AMOUNT } },
  refuseInstalment: { label: '不同意分期缴纳', from: ['served', 'overdue'], by: 'decideCase', unless: guard.mayNotDirect, approval: { parts: AMOUNT } },
  breakInstalment: { label: '未按期分期缴纳', from: ['instalment'], to: 'overdue', by: 'keepTime', quiet: true },
  lapse: { label: '到期未缴', from: ['served'], to: 'overdue', by: 'keepTime', quiet: true },
  beginRemedy: { label: '登记复议或者诉讼', from: [...OWED, 'paid'], by: 'investigate' },
  endRemedy: { label: '登记复议或者诉讼结果', from: [...OWED, 'paid'], by: 'investigate' },
  demand: { label: '催告', from: ['overdue'], to: 'demanded', by: 'investigate', unless: guard.recused },
  answerDemand: { label: '记录对催告的意见', from: ['demanded'], by: 'investigate' },
  applyCourt: { label: '申请法院强制执行', from: ['demanded'], to: 'courtApplied', by: 'decideCase', unless: guard.mayNotDirect, approval: { parts: AMOUNT } },
  acceptedByCourt: { label: '登记法院受理', from: ['courtApplied'], by: 'investigate' },
  ruledByCourt: { label: '登记法院裁定', from: ['courtApplied'], by: 'investigate' },
  finishEnforcement: { label: '登记执行完毕', from: ['courtApplied'], to: 'enforced', by: 'investigate' },
  annul: { label: '登记决定被撤销或者变更', from: ['decided', ...OWED, 'paid', 'enforced'], by: 'directCase', unless: guard.recused },
  proposeClosing: { label: '提出结案', from: [...OWED, ...DONE], by: 'investigate', unless: guard.closingStanding },
  returnClosing: { label: '退回结案', from: [...OWED, ...DONE], by: 'directCase', unless: guard.notClosable },
  closeCase: { label: '批准结案', from: [...OWED, ...DONE], to: 'closed', by: 'directCase', unless: guard.notClosable, tone: 'primary', approval: { parts: FILE } },
  archive: { label: '归档', from: ['closed'], to: 'archived', by: 'investigate', tone: 'primary' },
} as const satisfies Record<string, Step<PenaltyCase>>;
