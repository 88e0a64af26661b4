import { type Workflow } from '../core/workflow';
import { type Assignment, STATES } from './assignment.schema';

/** 任务: one person told about one record. Moved by the record's outbox and by the clock only; a person moves the record. */
export const assignmentWorkflow = {
  noun: '任务',
  states: STATES,
  steps: {
    acknowledge: { label: '签收', from: ['open'], to: 'acknowledged', by: 'keepTime', quiet: true },
    finish: { label: '完成', from: ['open', 'acknowledged'], to: 'done', by: 'keepTime', quiet: true },
    cancel: { label: '取消', from: ['open', 'acknowledged'], to: 'cancelled', by: 'keepTime', quiet: true },
    climb: { label: '升级提醒', from: ['open'], by: 'keepTime', unless: notYet, quiet: true },
  },
} as const satisfies Workflow<Assignment>;

function notYet({ nextRungAt }: Assignment, { now }: { now: Date }) {
  return nextRungAt && nextRungAt <= now ? undefined : '还没有到升级提醒的时间。';
}

/** States in which the person still has something to do. */
export const OPEN_ASSIGNMENTS: readonly Assignment['status'][] = ['open', 'acknowledged'];
