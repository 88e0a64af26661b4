import { type Workflow } from '../core/workflow';
import { FILING_STATES, type PartyFiling } from './party.schema';

/** 当事人提交: kept as it came, then a step of the case or its hearing, or the reason why it could not be one. */
// prettier-ignore
export const partyFilingWorkflow = {
  noun: '当事人提交',
  states: FILING_STATES,
  steps: {
    take: { label: '登记', from: ['received'], to: 'taken', by: 'keepTime', quiet: true },
    refuse: { label: '未能登记', from: ['received'], to: 'refused', by: 'keepTime', quiet: true },
  },
} as const satisfies Workflow<PartyFiling>;
