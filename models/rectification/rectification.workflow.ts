import { type Actor } from '../core/access';
import { type Workflow } from '../core/workflow';
import { OPEN_STATES, type Rectification, STATES } from './rectification.schema';

/** 五步 of one problem: 查 found · 服 helped · 督 supervised · 罚 punished where time was enough and nothing done · 公开 published. */
// prettier-ignore
export const rectificationWorkflow = {
  noun: '整改项',
  states: STATES,
  steps: {
    tell: { label: '已告知企业', from: ['found'], to: 'told', by: 'superviseRectification', tone: 'primary' },
    askService: { label: '登记服务需求', from: ['told', 'serving'], to: 'serving', by: 'superviseRectification', unless: serviceOpen },
    answerService: { label: '登记帮扶情况', from: ['serving', 'rectifying'], by: 'superviseRectification', unless: noServiceOpen },
    filePlan: { label: '收到整改方案', from: ['told', 'serving'], to: 'rectifying', by: 'superviseRectification', tone: 'primary' },
    claimDone: { label: '整改完成', from: ['rectifying', 'overdue'], to: 'checking', by: 'superviseRectification', tone: 'primary' },
    signOff: { label: '销号', from: ['checking'], to: 'signedOff', by: 'decideRectification', unless: ownOrUnserved, tone: 'primary' },
    sendBack: { label: '退回整改', from: ['checking'], to: 'rectifying', by: 'decideRectification', unless: sentBackBefore },
    penalise: { label: '转处罚', from: ['overdue', 'checking'], to: 'penalised', by: 'decideRectification', unless: own, tone: 'danger' },
    publish: { label: '公开', from: ['signedOff', 'penalised'], to: 'published', by: 'decideRectification' },
    handOver: { label: '改派督办人', from: [...OPEN_STATES], by: 'decideRectification' },
    lapse: { label: '整改逾期', from: ['told', 'serving', 'rectifying'], to: 'overdue', by: 'keepTime', quiet: true },
    wake: { label: '到时处理', from: [...OPEN_STATES], by: 'keepTime', quiet: true },
  },
} as const satisfies Workflow<Rectification>;

const openService = ({ services }: Rectification) => services.some(({ answer }) => answer === null);

function serviceOpen(item: Rectification) {
  return openService(item) ? '上一项服务需求还没有登记帮扶情况，请先登记。' : undefined;
}
function noServiceOpen(item: Rectification) {
  return openService(item) ? undefined : '没有等待帮扶的服务需求。';
}

/** Nobody signs off or punishes what they supervise. */
function own({ supervisor, foundBy }: Rectification, { actor }: { actor: Actor }) {
  return [supervisor, foundBy].includes(actor.id) ? '这件整改项由您督办或发现，要由其他负责人决定。' : undefined;
}
function ownOrUnserved(item: Rectification, by: { actor: Actor }) {
  return openService(item) ? '还有服务需求没有答复，请先登记帮扶情况。' : own(item, by);
}
function sentBackBefore(item: Rectification, by: { actor: Actor }) {
  return item.sentBack ? '已经退回过一次，请销号或者转处罚。' : own(item, by);
}
