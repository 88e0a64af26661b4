import { type Actor } from '../core/access';
import { type Workflow } from '../core/workflow';
import { type Responsibility, STATES } from './responsibility.schema';

type Reader = { actor: Pick<Actor, 'id'>; now: Date };

/**
 * 责任追溯: the named person may object within five working days, a bureau leader decides; silence lets the entry stand.
 *
 * One row, one line. The order is the order of the buttons.
 */
// prettier-ignore
export const responsibilityWorkflow = {
  noun: '责任记录',
  states: STATES,
  steps: {
    object: { label: '提出申辩', from: ['recorded'], to: 'objected', by: 'objectResponsibility', unless: tooLate, tone: 'primary' },
    uphold: { label: '维持', from: ['objected'], to: 'upheld', by: 'decideObjection', unless: ownEntry },
    withdraw: { label: '撤销这条记录', from: ['objected'], to: 'withdrawn', by: 'decideObjection', unless: ownEntry, tone: 'primary' },

    wake: { label: '到期处理', from: ['recorded'], to: 'final', by: 'keepTime', quiet: true },
  },
} as const satisfies Workflow<Responsibility>;

export type ResponsibilityStep = keyof typeof responsibilityWorkflow.steps;

function tooLate({ objectBy }: Responsibility, { now }: Reader) {
  return now > objectBy ? '申辩期限已过，如有新证据请直接联系局领导。' : undefined;
}

function ownEntry({ person }: Responsibility, { actor }: Reader) {
  return person === actor.id ? '不能决定关于自己的申辩，请由其他局领导决定。' : undefined;
}
