import { type Workflow } from '../core/workflow';
import { type LegalBasis } from './law.schema';
import { REVIEW_STATES, reviewSteps } from './reviewed';

/** 法律依据: proposed by the legal reviewer, put in force by a leader; a successor ends the row it replaces. */
export const lawWorkflow = {
  noun: '法律依据',
  states: REVIEW_STATES,
  steps: {
    ...reviewSteps<LegalBasis>('proposeLaw', 'approveLaw'),
    supersede: { label: '由新的规定代替', from: ['inForce'], by: 'keepTime', quiet: true },
  },
} as const satisfies Workflow<LegalBasis>;
