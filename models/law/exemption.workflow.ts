import { type Workflow } from '../core/workflow';
import { type ExemptionRule } from './exemption.schema';
import { REVIEW_STATES, reviewSteps } from './reviewed';

/** 不予处罚事项: proposed by the legal reviewer, put in force by a leader. */
export const exemptionWorkflow = {
  noun: '不予处罚事项',
  states: REVIEW_STATES,
  steps: reviewSteps<ExemptionRule>('proposeLaw', 'approveLaw'),
} as const satisfies Workflow<ExemptionRule>;
