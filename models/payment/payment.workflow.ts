import { type Context, type Workflow } from '../core/workflow';
import { type Payment, STATES } from './payment.schema';

/** 缴款: a code finds its case by itself, a person finds it for the rest, and a wrong finding is taken back by a second person. */
// prettier-ignore
export const paymentWorkflow = {
  noun: '缴款',
  states: STATES,
  steps: {
    claim: { label: '认领到案件', from: ['unmatched'], to: 'matched', by: 'settlePayment', tone: 'primary' },
    setAside: { label: '不是罚没款', from: ['unmatched'], to: 'setAside', by: 'settlePayment' },
    takeUp: { label: '重新认领', from: ['setAside'], to: 'unmatched', by: 'settlePayment' },
    book: { label: '入账', from: ['matched'], to: 'booked', by: 'bookPayment', quiet: true },
    bounce: { label: '退回认领', from: ['matched'], to: 'unmatched', by: 'bookPayment', quiet: true },
    reverse: { label: '退出案件', from: ['booked'], to: 'reversing', by: 'reversePayment', unless: ownClaim, tone: 'danger' },
    reversed: { label: '已退出', from: ['reversing'], to: 'unmatched', by: 'bookPayment', quiet: true },
  },
} as const satisfies Workflow<Payment>;

function ownClaim({ settledBy }: Payment, { actor }: Pick<Context, 'actor' | 'now'>) {
  return settledBy === actor.id ? '这笔款由您认领，要由另一位负责人退出。' : undefined;
}
