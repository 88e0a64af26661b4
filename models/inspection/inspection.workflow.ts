import { type Actor, permits } from '../core/access';
import { type Workflow } from '../core/workflow';
import { type Inspection, isUnannounced, OPEN_STATES, STATES } from './inspection.schema';

/**
 * 检查任务: which steps exist, who may take them, and what stands against them. Source: 行政处罚法 第四十二条 (two certified officers);
 * the province's rules on planned, special and case checks. What happens on site is the site record's workflow.
 */
// prettier-ignore
export const inspectionWorkflow = {
  noun: '检查任务',
  states: STATES,
  steps: {
    acknowledge: { label: '收到', from: ['assigned', 'acknowledged'], to: 'acknowledged', by: 'attendInspection', unless: answeredAlready, tone: 'primary' },
    decline: { label: '去不了', from: ['assigned', 'acknowledged'], by: 'attendInspection', unless: declinedAlready, tone: 'danger' },

    assign: { label: '派员', from: ['planned'], to: 'assigned', by: 'assignInspection', unless: notYetTheirs, tone: 'primary' },
    reassign: { label: '改派', from: ['assigned', 'acknowledged'], to: 'assigned', by: 'assignInspection', unless: notYetTheirs },
    postpone: { label: '改期', from: ['planned'], by: 'assignInspection', unless: notYetTheirs },
    reschedule: { label: '改期', from: ['assigned', 'acknowledged'], to: 'assigned', by: 'assignInspection', unless: notYetTheirs },
    cancel: { label: '取消任务', from: ['planned', 'assigned', 'acknowledged'], to: 'cancelled', by: 'orderInspection', unless: orderedByOthers, tone: 'danger' },

    begin: { label: '到达现场', from: ['assigned', 'acknowledged', 'cancelled'], to: 'onSite', by: 'keepTime', quiet: true },
    finish: { label: '笔录提交', from: ['assigned', 'acknowledged', 'onSite', 'cancelled'], to: 'done', by: 'keepTime', quiet: true },
    wake: { label: '到时处理', from: [...OPEN_STATES], by: 'keepTime', quiet: true },
  },
} as const satisfies Workflow<Inspection>;
export type InspectionStep = keyof typeof inspectionWorkflow.steps;

type By = { actor: Actor };

/** Whoever may not know of it yet cannot move it either, nor learn from the answer that it is there. */
function notYetTheirs(inspection: Inspection, { actor }: By) {
  return isUnannounced(inspection) && !permits('seeUnannounced', actor, inspection)
    ? '没有找到这件检查任务，可能不属于您的范围，请返回列表刷新。'
    : undefined;
}

/** The duty desk takes back what it ordered itself. */
function orderedByOthers(inspection: Inspection, { actor }: By) {
  const hidden = notYetTheirs(inspection, { actor });
  if (hidden) return hidden;
  return inspection.orderedBy === actor.id || permits('assignInspection', actor, inspection)
    ? undefined
    : '这件检查任务由分局或局领导下达，请联系下达的人取消。';
}

function declinedAlready({ declined }: Inspection, { actor }: By) {
  return declined.some(({ id }) => id === actor.id) ? '您已经说明去不了，请等分局负责人改派。' : undefined;
}

function answeredAlready({ acknowledgedBy, ...inspection }: Inspection, by: By) {
  return acknowledgedBy.includes(by.actor.id)
    ? '您已经签收这件检查任务，请按时到现场。'
    : declinedAlready({ acknowledgedBy, ...inspection }, by);
}
