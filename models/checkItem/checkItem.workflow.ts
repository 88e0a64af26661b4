import { type Actor } from '../core/access';
import { type Workflow } from '../core/workflow';
import { type CheckItem, STATES } from './checkItem.schema';

/**
 * 检查事项: the legal reviewer writes, a leader of the bureau puts in force, and nobody approves what they wrote. An approved wording is
 * never changed: a new revision takes its place from its day on.
 */
// prettier-ignore
export const checkItemWorkflow = {
  noun: '检查事项',
  states: STATES,
  steps: {
    amend: { label: '修改', from: ['drafted'], by: 'draftCheckItem' },
    propose: { label: '提交批准', from: ['drafted'], to: 'proposed', by: 'draftCheckItem', tone: 'primary' },
    approve: { label: '批准', from: ['proposed'], to: 'approved', by: 'approveCheckItem', unless: wroteIt, tone: 'primary' },
    sendBack: { label: '退回', from: ['proposed'], to: 'drafted', by: 'approveCheckItem' },
    withdraw: { label: '撤回', from: ['drafted', 'proposed'], to: 'withdrawn', by: 'draftCheckItem' },
    retire: { label: '停用', from: ['approved'], by: 'approveCheckItem', unless: endsAlready, tone: 'danger' },

    supersede: { label: '由新版代替', from: ['approved'], by: 'keepTime', quiet: true },
  },
} as const satisfies Workflow<CheckItem>;

type By = { actor: Actor };

function wroteIt({ drafter }: CheckItem, { actor }: By) {
  return drafter === actor.id ? '这条检查事项由您起草，要由其他局领导批准。' : undefined;
}

function endsAlready({ validTo }: CheckItem) {
  return validTo ? `这条检查事项已定于 ${validTo} 停用。` : undefined;
}
