import { type Context, type Workflow } from '../core/workflow';
import { type EvidenceHold, STATES } from './evidenceHold.schema';

type Asking = Pick<Context, 'actor' | 'now'>;

/** 先行登记保存: approved before, or within a day of the measure; decided within seven working days, or over by itself. */
export const evidenceHoldWorkflow = {
  noun: '先行登记保存',
  states: STATES,
  steps: {
    approve: {
      label: '批准',
      from: ['asked'],
      to: 'approved',
      by: 'approveEnforcement',
      unless: ownHold,
      tone: 'primary',
    },
    confirm: {
      label: '补办批准',
      from: ['held'],
      by: 'approveEnforcement',
      unless: notToConfirm,
      tone: 'primary',
    },
    refuse: {
      label: '不批准',
      from: ['asked'],
      to: 'refused',
      by: 'approveEnforcement',
      unless: ownHold,
      tone: 'danger',
    },
    lift: {
      label: '不批准，解除',
      from: ['held'],
      to: 'toReturn',
      by: 'approveEnforcement',
      unless: notToConfirm,
      tone: 'danger',
    },
    take: { label: '实施保存', from: ['approved'], to: 'held', by: 'enforceOnSite', tone: 'primary' },
    decide: { label: '作出处理决定', from: ['held'], by: 'approveEnforcement', unless: notToDecide, tone: 'primary' },
    handBack: { label: '登记返还', from: ['toReturn', 'lapsed'], to: 'returned', by: 'enforceOnSite', tone: 'primary' },
    wake: { label: '到期处理', from: ['held'], by: 'keepTime', quiet: true },
  },
} as const satisfies Workflow<EvidenceHold>;

/** Nobody approves what they drafted or carried out. */
function ownHold({ askedBy, team }: EvidenceHold, { actor }: Asking) {
  return askedBy === actor.id || team.includes(actor.id)
    ? '自己提请或实施的保存须由另一位负责人批准，请联系局领导。'
    : undefined;
}

function notToConfirm(hold: EvidenceHold, asking: Asking) {
  if (hold.approvedAt) return '这份先行登记保存已经批准。';
  if (hold.approvalDueAt && hold.approvalDueAt <= asking.now)
    return '补办批准的时限已过，保存措施将自动解除，请安排返还。';
  return ownHold(hold, asking);
}

function notToDecide(hold: EvidenceHold, asking: Asking) {
  if (!hold.approvedAt) return '还没有补办批准，请先批准或解除。';
  if (hold.decisionDueAt && hold.decisionDueAt <= asking.now) return '处理期限已过，保存措施自动解除，请安排返还。';
  return ownHold(hold, asking);
}
