import { type Context, type Workflow } from '../core/workflow';
import { type Order, STATES } from './order.schema';

/** 责令改正: handed over, watched until the last day, then looked at on site. */
export const orderWorkflow = {
  noun: '责令改正',
  states: STATES,
  steps: {
    serve: { label: '送达', from: ['issued'], to: 'served', by: 'enforceOnSite', tone: 'primary' },
    verify: { label: '已改正', from: ['served', 'due'], to: 'verified', by: 'verifyOrder', tone: 'primary' },
    unverify: {
      label: '未改正',
      from: ['served', 'due'],
      to: 'unverified',
      by: 'verifyOrder',
      unless: notYetDue,
      tone: 'danger',
    },
    withdraw: {
      label: '撤销',
      from: ['issued', 'served', 'due'],
      to: 'withdrawn',
      by: 'approveEnforcement',
      unless: ownOrder,
      tone: 'danger',
    },
    wake: { label: '到期处理', from: ['served', 'due'], by: 'keepTime', quiet: true },
  },
} as const satisfies Workflow<Order>;

/** Until the last day has passed the party may still correct it. */
function notYetDue({ status }: Order) {
  return status === 'served' ? '改正期限还没有到，期满后再认定是否未改正。' : undefined;
}

/** Nobody withdraws what they ordered. */
function ownOrder({ team }: Order, { actor }: Pick<Context, 'actor'>) {
  return team.includes(actor.id) ? '自己作出的责令改正须由另一位负责人撤销，请联系局领导。' : undefined;
}
