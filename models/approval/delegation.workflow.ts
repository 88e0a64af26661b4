import { type Workflow } from '../core/workflow';
import { type Delegation, STATES } from './delegation.schema';

/** 审批授权: lent for some days; taken back or handed back at any time, ended by the clock. One row, one line. */
// prettier-ignore
export const delegationWorkflow = {
  noun: '审批授权',
  states: STATES,
  steps: {
    revoke: { label: '撤回授权', from: ['active'], to: 'revoked', by: 'lendApproval', tone: 'danger' },
    handBack: { label: '退回授权', from: ['active'], to: 'revoked', by: 'borrowApproval' },
    wake: { label: '到期', from: ['active'], to: 'ended', by: 'keepTime', quiet: true },
  },
} as const satisfies Workflow<Delegation>;
