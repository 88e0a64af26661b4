/** 检查任务: every command behind its schema, and the domain as the doors see it. */
import { type Domain } from '../core/domain';
import { command } from '../core/workflow';
import {
  acknowledgeInspection,
  assignInspection,
  beginInspection,
  cancelInspection,
  declineInspection,
  finishInspection,
  postponeInspection,
  reassignInspection,
  rescheduleInspection,
  wakeInspection,
} from './doing';
import { inspectionFacts } from './inspection.facts';
import {
  AssignOfficers,
  BeginInspection,
  CancelInspection,
  DeclineInspection,
  FinishInspection,
  type Inspection,
  Nothing,
  PostponeInspection,
} from './inspection.schema';
import { inspections } from './inspection.store';
import { inspectionWorkflow } from './inspection.workflow';

export const inspectionCommands = {
  acknowledge: command(Nothing, acknowledgeInspection),
  decline: command(DeclineInspection, declineInspection),
  assign: command(AssignOfficers, assignInspection),
  reassign: command(AssignOfficers, reassignInspection),
  postpone: command(PostponeInspection, postponeInspection),
  reschedule: command(PostponeInspection, rescheduleInspection),
  cancel: command(CancelInspection, cancelInspection),
  begin: command(BeginInspection, beginInspection),
  finish: command(FinishInspection, finishInspection),
  wake: command(Nothing, wakeInspection),
};

export const inspectionDomain: Domain<Inspection> = {
  store: inspections,
  workflow: inspectionWorkflow,
  commands: inspectionCommands,
  facts: inspectionFacts,
};
