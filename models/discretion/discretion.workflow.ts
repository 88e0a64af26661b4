import { type Actor } from '../core/access';
import { type Workflow } from '../core/workflow';
import { REVIEW_STATES, reviewSteps } from '../law/reviewed';
import { type DiscretionTable } from './discretion.schema';

type By = { actor: Actor; now: Date };
const shared = reviewSteps<DiscretionTable>('proposeLaw', 'approveLaw');

/** Whoever puts a table in force has seen what it would have made of past cases. */
function notSeen(table: DiscretionTable, { actor }: By) {
  const { simulation } = table;
  if (!simulation) return '还没有用以往案件模拟，请先“重新模拟”，看过结果再批准。';
  return simulation.openedBy.includes(actor.id) ? undefined : '请先打开模拟结果，看过以往案件的变化再批准。';
}

/** 裁量表: proposed by the legal reviewer, simulated against past cases, put in force by a leader who has looked at them. */
export const discretionWorkflow = {
  noun: '裁量表',
  states: REVIEW_STATES,
  steps: {
    ...shared,
    approve: {
      ...shared.approve,
      unless: (table: DiscretionTable, by: By) => shared.approve.unless(table, by) ?? notSeen(table, by),
    },
    simulate: { label: '重新模拟', from: ['proposed'], by: 'simulateTable' },
    openSimulation: { label: '看模拟结果', from: ['proposed'], by: 'simulateTable', quiet: true },
    supersede: { label: '由新版代替', from: ['inForce'], by: 'keepTime', quiet: true },
  },
} as const satisfies Workflow<DiscretionTable>;
