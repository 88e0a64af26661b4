import { type Workflow } from '../core/workflow';
import { REVIEW_STATES, reviewSteps } from '../law/reviewed';
import { type DiscretionTable } from './discretion.schema';

const shared = reviewSteps<DiscretionTable>('proposeLaw', 'approveLaw');

/** 裁量表: proposed by the legal reviewer, put in force by a leader who has opened what it would have made of past cases. */
export const discretionWorkflow = {
  noun: '裁量表',
  states: REVIEW_STATES,
  steps: {
    ...shared,
    approve: { ...shared.approve, approval: { parts: ['change', 'reason', 'simulation'], own: true } },
    simulate: { label: '重新模拟', from: ['proposed'], by: 'simulateTable' },
    supersede: { label: '由新版代替', from: ['inForce'], by: 'keepTime', quiet: true },
  },
} as const satisfies Workflow<DiscretionTable>;
