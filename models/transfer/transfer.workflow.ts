import { type Context, type Workflow } from '../core/workflow';
import { type CriminalTransfer, STATES } from './transfer.schema';

const AT_POLICE = ['received', 'supplement'] as const;
const NOT_FILED = ['notFiled', 'reconsidered', 'supervisionAsked'] as const;
const ON_THE_WAY = ['sent', ...AT_POLICE, ...NOT_FILED, 'filed', 'itemsHanded', 'judged'] as const;

type By = Pick<Context, 'actor' | 'now'>;
type Guard = (transfer: CriminalTransfer, by: By) => string | undefined;

/**
 * 两法衔接: reported by at least two officers, decided by the principal head in three days, sent in twenty-four hours; then the answers of
 * the police with their clocks. Source: 移送规定 (2020), 行刑衔接办法 (2017), 暂行办法 (2014) for administrative detention.
 */
// prettier-ignore
export const transferWorkflow = {
  noun: '案件移送',
  states: STATES,
  steps: {
    addMember: { label: '增加专案组成员', from: ['suspected', 'reported', 'approved'], by: 'reportTransfer' },
    report: { label: '提交书面报告', from: ['suspected'], to: 'reported', by: 'reportTransfer', unless: tooFew, tone: 'primary' },
    approve: { label: '批准移送', from: ['reported'], to: 'approved', by: 'decideTransfer', unless: ownReport, tone: 'primary', approval: { parts: ['report', 'case'], own: true } },
    refuse: { label: '不批准移送', from: ['reported'], to: 'refused', by: 'decideTransfer', unless: ownReport },
    opinion: { label: '登记检察机关移送意见', from: ['suspected', 'reported', 'refused'], to: 'approved', by: 'reportTransfer', unless: onlyCrime },
    send: { label: '登记送出', from: ['approved'], to: 'sent', by: 'reportTransfer', tone: 'primary' },
    receive: { label: '登记公安回执', from: ['sent'], to: 'received', by: 'reportTransfer', tone: 'primary' },
    passOn: { label: '公安转送其他机关', from: ['sent', ...AT_POLICE], to: 'sent', by: 'reportTransfer' },
    askSupplement: { label: '公安要求补充材料', from: ['received'], to: 'supplement', by: 'reportTransfer' },
    supplemented: { label: '已补充材料', from: ['supplement'], to: 'received', by: 'reportTransfer', tone: 'primary' },
    lengthen: { label: '公安延长审查', from: ['received'], by: 'reportTransfer', unless: onlyCrime },
    policeFiled: { label: '公安立案', from: [...AT_POLICE, ...NOT_FILED], to: 'filed', by: 'reportTransfer', unless: onlyCrime },
    policeRefused: { label: '公安不予立案（处罚）', from: AT_POLICE, to: 'notFiled', by: 'reportTransfer' },
    detained: { label: '公安决定行政拘留', from: AT_POLICE, to: 'judged', by: 'reportTransfer', unless: onlyDetention },
    reconsider: { label: '提请公安复议', from: ['notFiled'], to: 'reconsidered', by: 'reportTransfer', unless: any(onlyCrime, tooLateToReconsider), tone: 'primary' },
    askSupervision: { label: '建议检察机关立案监督', from: ['notFiled', 'reconsidered'], to: 'supervisionAsked', by: 'reportTransfer', unless: onlyCrime },
    handItems: { label: '移交涉案物品', from: ['filed'], to: 'itemsHanded', by: 'reportTransfer', tone: 'primary' },
    judge: { label: '登记司法处理结果', from: ['filed', 'itemsHanded'], to: 'judged', by: 'reportTransfer', unless: onlyCrime, tone: 'primary' },
    enterPlatform: { label: '已录入信息平台', from: [...ON_THE_WAY, 'back'], by: 'reportTransfer', unless: nothingToEnter },
    giveBack: { label: '移送结束', from: ['refused', ...NOT_FILED, 'judged'], to: 'back', by: 'reportTransfer', unless: stillToEnter },

    wake: { label: '到时处理', from: ['reported', 'approved', ...ON_THE_WAY, 'back'], by: 'keepTime', quiet: true },
  },
} as const satisfies Workflow<CriminalTransfer>;
export type TransferStep = keyof typeof transferWorkflow.steps;

function any(...guards: readonly Guard[]): Guard {
  return (transfer, by) => guards.map((guard) => guard(transfer, by)).find(Boolean);
}

function tooFew({ groupIds }: CriminalTransfer) {
  return groupIds.length < 2 ? '专案组至少两名执法人员，请先“增加专案组成员”，再提交书面报告。' : undefined;
}

/** Nobody decides about what they reported themselves. */
function ownReport({ groupIds, reported, openedBy }: CriminalTransfer, { actor }: By) {
  return groupIds.includes(actor.id) || reported?.by === actor.id || openedBy === actor.id
    ? '您参与了这件移送的报告，要由其他主要负责人决定。'
    : undefined;
}

function onlyCrime({ kind }: CriminalTransfer) {
  return kind === 'CRIME' ? undefined : '这一步只用于涉嫌犯罪案件，行政拘留案件请登记公安的决定。';
}
function onlyDetention({ kind }: CriminalTransfer) {
  return kind === 'DETENTION' ? undefined : '这一步只用于行政拘留案件，涉嫌犯罪案件请登记“公安立案”。';
}

function tooLateToReconsider({ reconsiderBy }: CriminalTransfer, { now }: By) {
  return reconsiderBy && now > reconsiderBy ? '提请复议的期限已过，请直接“建议检察机关立案监督”。' : undefined;
}

const openEntries = ({ platform }: CriminalTransfer) => platform.filter(({ at }) => at === null);
function nothingToEnter(transfer: CriminalTransfer) {
  return openEntries(transfer).length === 0 ? '没有等待录入信息平台的事项。' : undefined;
}
function stillToEnter(transfer: CriminalTransfer) {
  return openEntries(transfer).length > 0 ? '还有事项没有录入信息平台，请先录入，再结束移送。' : undefined;
}
