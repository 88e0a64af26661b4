import { type Workflow } from '../core/workflow';
import { type MassAlert, STATES } from './massAlert.schema';

/**
 * 紧急通知: who may order many people at once, and who may end it. A duty operator prepares; the order itself is given by a leader
 * on duty, by the head of a branch for their own county, or by a leader of the bureau.
 */
// prettier-ignore
export const massAlertWorkflow = {
  noun: '紧急通知',
  states: STATES,
  steps: {
    send: { label: '立即发出', from: ['draft'], to: 'sent', by: 'sendAlert', unless: tooLate, tone: 'primary' },
    revise: { label: '修改', from: ['draft'], by: 'composeAlert' },
    discard: { label: '不发了', from: ['draft'], to: 'cancelled', by: 'composeAlert', tone: 'danger' },
    acknowledge: { label: '收到，我来联系', from: ['sent', 'closed'], by: 'followUpAlert', tone: 'primary' },
    urge: { label: '再催一次', from: ['sent'], by: 'sendAlert', unless: urgedEnough },
    close: { label: '结束点名', from: ['sent'], to: 'closed', by: 'sendAlert', tone: 'primary' },
    cancel: { label: '取消通知', from: ['sent'], to: 'cancelled', by: 'sendAlert', tone: 'danger' },

    askHelp: { label: '有人需要支援', from: ['sent', 'closed'], by: 'keepTime', quiet: true },
    wake: { label: '到点催办', from: ['draft', 'sent', 'closed', 'cancelled'], by: 'keepTime', quiet: true },
  },
} as const satisfies Workflow<MassAlert>;

export type MassAlertStep = keyof typeof massAlertWorkflow.steps;

/** More would teach people to look away. */
const MOST_ROUNDS = 8;

function tooLate({ answerBy, assembleAt }: MassAlert, { now }: { now: Date }) {
  if (answerBy <= now) return '回复截止时间已经过了，请先点“修改”改一下截止时间。';
  return assembleAt && assembleAt <= now ? '集合时间已经过了，请先点“修改”改一下集合时间。' : undefined;
}

function urgedEnough({ round }: MassAlert) {
  return round >= MOST_ROUNDS ? '已经催过很多次了，请给没有回复的人打电话。' : undefined;
}
