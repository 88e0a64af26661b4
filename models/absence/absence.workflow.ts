import { type Context, type Workflow } from '../core/workflow';
import { type Absence, STATES } from './absence.schema';

/** 离岗: asked for by the person, decided by the head of the unit. Once approved it keeps the person off every post in its time. */
export const absenceWorkflow = {
  noun: '离岗申请',
  states: STATES,
  steps: {
    approve: {
      label: '批准',
      from: ['requested'],
      to: 'approved',
      by: 'approveAbsence',
      unless: ownRequest,
      tone: 'primary',
    },
    refuse: {
      label: '不批准',
      from: ['requested'],
      to: 'refused',
      by: 'approveAbsence',
      unless: ownRequest,
      tone: 'danger',
    },
    cancel: {
      label: '撤回',
      from: ['requested', 'approved'],
      to: 'cancelled',
      by: 'requestAbsence',
      unless: alreadyBegun,
    },
  },
} as const satisfies Workflow<Absence>;

/** Nobody approves what they asked for. */
function ownRequest({ person }: Absence, { actor }: Pick<Context, 'actor'>) {
  return person === actor.id ? '自己的申请须由另一位负责人批准，请联系局领导。' : undefined;
}

function alreadyBegun({ status, from }: Absence, { now }: Pick<Context, 'now'>) {
  return status === 'approved' && from <= now ? '离岗已经开始，不能撤回；提前回来请联系本单位负责人。' : undefined;
}
