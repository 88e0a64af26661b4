/** 离岗: the decisions, and the domain as the doors see it. */
import { type z } from 'zod';
import { assign, settle } from '../assignment/assignment.effects';
import { type Domain } from '../core/domain';
import { advance, command, type Context, type Effect, type Outcome } from '../core/workflow';
import { type Absence, ApproveAbsence, CancelAbsence, RefuseAbsence, type RequestAbsence } from './absence.schema';
import { absences } from './absence.store';
import { absenceWorkflow } from './absence.workflow';
import { spanWords } from './absence.words';

/** Who asks and who decides, looked up beforehand. */
export interface AbsenceFacts {
  person: Pick<Absence, 'unit' | 'unitName' | 'county'> & { id: string; name: string };
  head: string | null;
  shift: string | null;
}

/** No reason and no kind: a list shows titles to everybody who is told. */
export const titleOf = (absence: Pick<Absence, 'personName' | 'from' | 'to'>): string =>
  `${absence.personName} ${spanWords(absence)}`;

/** 申请离岗, for `create`; the head of the unit is told. */
export function requestAbsence(
  id: string,
  input: RequestAbsence,
  { person, head, shift }: AbsenceFacts,
): Outcome<Absence> {
  const { id: userid, name, unit, unitName, county } = person;
  const document: Absence = {
    ...{ _id: id, version: 0, status: 'requested', ...input, person: userid, personName: name },
    ...{ unit, unitName, county, head, shift, decidedBy: null, decision: null },
  };
  const asked = { purpose: 'absence.approve', title: titleOf(document), county, dueAt: document.from };
  return {
    document,
    event: { type: 'absence.requested', data: { kind: input.kind, from: input.from, to: input.to } },
    effects: head ? [assign({ person: head, ...asked })] : [],
  };
}

const informed = (absence: Absence): Effect =>
  assign({ person: absence.person, purpose: 'absence.decided', title: titleOf(absence), ladder: false });

/** 批准: the person's seats of that time are given to substitutes. */
export function approveAbsence(absence: Absence, _input: unknown, context: Context): Outcome<Absence> {
  const status = advance(absenceWorkflow, 'approve', absence, context);
  const { person, from, to, kind } = absence;
  return {
    document: { ...absence, status, decidedBy: context.actor.id },
    event: { type: 'absence.approved', data: { kind, from, to } },
    effects: [
      settle({ purposes: ['absence.approve'] }),
      informed(absence),
      { kind: 'duty.vacate', data: { person, from, to, why: '请假或离岗' } },
    ],
  };
}

function refuseAbsence(
  absence: Absence,
  { reason }: z.infer<typeof RefuseAbsence>,
  context: Context,
): Outcome<Absence> {
  const status = advance(absenceWorkflow, 'refuse', absence, context);
  return {
    document: { ...absence, status, decidedBy: context.actor.id, decision: reason },
    event: { type: 'absence.refused', data: { reason } },
    effects: [settle({ purposes: ['absence.approve'] }), informed(absence)],
  };
}

function cancelAbsence(absence: Absence, _input: unknown, context: Context): Outcome<Absence> {
  const status = advance(absenceWorkflow, 'cancel', absence, context);
  return {
    document: { ...absence, status },
    event: { type: 'absence.cancelled' },
    effects: [settle({ as: 'cancelled' })],
  };
}

export const absenceDomain: Domain<Absence> = {
  store: absences,
  workflow: absenceWorkflow,
  commands: {
    approve: command(ApproveAbsence, approveAbsence),
    refuse: command(RefuseAbsence, refuseAbsence),
    cancel: command(CancelAbsence, cancelAbsence),
  },
  facts: {},
};
