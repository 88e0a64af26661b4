import { type Context, type Workflow } from '../core/workflow';
import { type Disclosure, STATES } from './disclosure.schema';

type Asking = Pick<Context, 'actor' | 'now'>;

/** 处罚信息公开: drafted by one, released by another (行政处罚法 第四十八条; 处罚办法 第六十一至六十六条). */
// prettier-ignore
export const disclosureWorkflow = {
  noun: '处罚信息公开',
  states: STATES,
  steps: {
    redraft: { label: '修改公开文本', from: ['draft'], by: 'draftDisclosure' },
    mark: { label: '核对个人信息', from: ['draft'], by: 'draftDisclosure' },
    submit: { label: '送审', from: ['draft'], to: 'submitted', by: 'draftDisclosure', unless: unmarked, tone: 'primary' },
    sendBack: { label: '退回修改', from: ['submitted'], to: 'draft', by: 'releaseDisclosure', unless: ownDraft },
    release: { label: '审核公开', from: ['submitted'], to: 'published', by: 'releaseDisclosure', unless: ownDraft, tone: 'primary' },
    withhold: { label: '不予公开', from: ['draft', 'submitted'], to: 'withheld', by: 'directDisclosure', unless: handled },
    reopen: { label: '恢复公开办理', from: ['withheld'], to: 'draft', by: 'directDisclosure', unless: fallen },
    annulled: { label: '决定被撤销或者变更', from: ['draft', 'submitted', 'published', 'withheld', 'repaired', 'expired'], by: 'keepTime', quiet: true },
    withdraw: { label: '撤回并公开说明', from: ['published', 'withdrawing'], to: 'withdrawn', by: 'directDisclosure', tone: 'danger' },
    requestRepair: { label: '登记信用修复申请', from: ['published'], by: 'draftDisclosure', unless: mayNotAskRepair },
    grantRepair: { label: '同意修复', from: ['published'], to: 'repaired', by: 'releaseDisclosure', unless: noRepairAsked, tone: 'primary' },
    refuseRepair: { label: '不同意修复', from: ['published'], by: 'releaseDisclosure', unless: noRepairAsked },
    wake: { label: '到时处理', from: ['draft', 'submitted', 'published', 'withdrawing'], by: 'keepTime', quiet: true },
  },
} as const satisfies Workflow<Disclosure>;

function unmarked({ finds }: Disclosure) {
  const open = finds.filter(({ choice }) => choice === null).length;
  return open > 0 ? `还有${String(open)}处可能是个人信息，请逐处选择遮盖或者保留，再送审。` : undefined;
}
function handled({ handlers }: Disclosure, { actor }: Asking) {
  return handlers.includes(actor.id) ? '本案由您办理，这一步要由其他人办理。' : undefined;
}
/** Whoever wrote it, and whoever handled the case, does not release it. */
function ownDraft(disclosure: Disclosure, asking: Asking) {
  const { drafted } = disclosure;
  return drafted?.by === asking.actor.id ? '公开文本由您送审，要由另一个人审核。' : handled(disclosure, asking);
}
function fallen({ withdrawal }: Disclosure) {
  return withdrawal && withdrawal.ground !== 'CHANGED' ? '处罚决定已经撤销，不能再公开。' : undefined;
}
function mayNotAskRepair({ repair }: Disclosure) {
  return repair?.granted === null ? '信用修复申请正在等待决定。' : undefined;
}
function noRepairAsked(disclosure: Disclosure, asking: Asking) {
  const { repair } = disclosure;
  if (!repair || repair.granted !== null) return '没有等待决定的信用修复申请。';
  return repair.askedBy === asking.actor.id ? '申请由您登记，要由另一个人决定。' : undefined;
}
