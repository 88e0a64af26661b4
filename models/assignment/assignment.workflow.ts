import { type Workflow } from '../core/workflow';
import { ALARM } from './assignment.purposes';
import { type Assignment, STATES } from './assignment.schema';

/**
 * 任务: one person told about one record. Moved by the record's outbox and by the clock; a person moves the record. Only the alarm that
 * nobody could be reached is answered here, since no record asks for it.
 */
export const assignmentWorkflow = {
  noun: '任务',
  states: STATES,
  steps: {
    acknowledge: { label: '签收', from: ['open'], to: 'acknowledged', by: 'keepTime', quiet: true },
    promise: { label: '再次承诺', from: ['acknowledged'], by: 'keepTime', quiet: true },
    lapse: { label: '承诺到期', from: ['acknowledged'], to: 'open', by: 'keepTime', unless: notYet, quiet: true },
    finish: { label: '完成', from: ['open', 'acknowledged'], to: 'done', by: 'keepTime', quiet: true },
    cancel: { label: '取消', from: ['open', 'acknowledged'], to: 'cancelled', by: 'keepTime', quiet: true },
    climb: { label: '升级提醒', from: ['open'], by: 'keepTime', unless: notYet, quiet: true },
    alarm: { label: '无人可通知', from: ['open', 'acknowledged'], by: 'keepTime', quiet: true },
    answerAlarm: {
      label: '已人工联系',
      from: ['open'],
      to: 'done',
      by: 'answerAlarm',
      unless: notAnAlarm,
      quiet: true,
    },
  },
} as const satisfies Workflow<Assignment>;

function notYet({ nextRungAt }: Assignment, { now }: { now: Date }) {
  return nextRungAt && nextRungAt <= now ? undefined : '还没有到升级提醒的时间。';
}

function notAnAlarm({ purpose }: Assignment) {
  return purpose === ALARM ? undefined : '这项任务要在它的页面上办理，请打开后按页面上的按钮办。';
}

/** States in which the person still has something to do. */
export const OPEN_ASSIGNMENTS: readonly Assignment['status'][] = ['open', 'acknowledged'];
