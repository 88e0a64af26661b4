import { type Workflow } from '../core/workflow';
import { type LookBack, STATES } from './lookBack.schema';

/** 回头看: one drawn item, looked at again on site by its officers. */
// prettier-ignore
export const lookBackWorkflow = {
  noun: '回头看',
  states: STATES,
  steps: {
    keep: { label: '整改保持', from: ['ordered'], to: 'kept', by: 'answerLookBack', tone: 'primary' },
    relapse: { label: '发现反弹', from: ['ordered'], to: 'relapsed', by: 'answerLookBack', tone: 'danger' },
    reassign: { label: '改派', from: ['ordered'], by: 'assignLookBack' },
    wake: { label: '到时处理', from: ['ordered'], by: 'keepTime', quiet: true },
  },
} as const satisfies Workflow<LookBack>;
