/** What is decided about a check after it was ordered. Pure: no database, no clock. */
import { acknowledged, settle } from '../assignment/assignment.effects';
import { endOfShanghaiDay, shanghaiDay } from '../core/calendar';
import { DomainError } from '../core/errors';
import { advance, type Context, type Effect, type Outcome } from '../core/workflow';
import { alarmsOf, outcome, tell } from './common';
import { crewOf } from './crew';
import {
  type AssignOfficers,
  type BeginInspection,
  type CancelInspection,
  type DeclineInspection,
  type FinishInspection,
  type Inspection,
  type PostponeInspection,
} from './inspection.schema';
import { inspectionWorkflow } from './inspection.workflow';
import { type AboveFacts, type CrewFacts } from './lookups';

const ABOUT_PEOPLE = ['inspection.assign', 'inspection.declined'];
const OVERDUE = ['inspection.overdue', 'inspection.remind'];

/** 收到. */
export function acknowledgeInspection(inspection: Inspection, _input: unknown, context: Context): Outcome<Inspection> {
  const status = advance(inspectionWorkflow, 'acknowledge', inspection, context);
  const { id } = context.actor;
  return outcome({ ...inspection, status, acknowledgedBy: [...inspection.acknowledgedBy, id] }, 'acknowledged', {}, [
    acknowledged({ person: id, purposes: ['inspection.task'] }),
  ]);
}

/** 去不了: the head is asked for somebody else. */
export function declineInspection(
  inspection: Inspection,
  { reason }: DeclineInspection,
  context: Context,
  { heads, leaders }: AboveFacts,
): Outcome<Inspection> {
  const status = advance(inspectionWorkflow, 'decline', inspection, context);
  const { id } = context.actor;
  const document = {
    ...inspection,
    status,
    declined: [...inspection.declined, { id, reason, at: context.now }],
    acknowledgedBy: inspection.acknowledgedBy.filter((one) => one !== id),
  };
  const asked = heads.filter((head) => head.id !== id);
  return outcome(document, 'declined', { reason }, [
    settle({ person: id, purposes: ['inspection.task'], as: 'cancelled' }),
    ...tell(document, asked.length > 0 ? asked : leaders, 'inspection.declined'),
  ]);
}

const idsOf = ({ first, second, third }: AssignOfficers) => [first, second, ...(third ? [third] : [])];

/** @throws DomainError INVALID_INPUT */
function chosen(inspection: Inspection, input: AssignOfficers, { actor }: Context, { candidates }: CrewFacts) {
  const ids = idsOf(input);
  if (new Set(ids).size < ids.length)
    throw new DomainError('INVALID_INPUT', '同一名执法人员只能选一次，请换一名。', { fields: [{ field: 'second' }] });
  return crewOf(ids, candidates, inspection, actor);
}

/** 派员. */
export function assignInspection(
  inspection: Inspection,
  input: AssignOfficers,
  context: Context,
  facts: CrewFacts,
): Outcome<Inspection> {
  const status = advance(inspectionWorkflow, 'assign', inspection, context);
  const officers = chosen(inspection, input, context, facts);
  const document = { ...inspection, status, officers };
  return outcome(document, 'assigned', { officers: officers.map(({ name }) => name) }, [
    settle({ purposes: ABOUT_PEOPLE }),
    ...tell(document, officers, 'inspection.task'),
  ]);
}

/** 改派: who stays keeps the task and what they have answered; who is new is asked, who is not sent any more is told. */
export function reassignInspection(
  inspection: Inspection,
  input: AssignOfficers,
  context: Context,
  facts: CrewFacts,
): Outcome<Inspection> {
  const status = advance(inspectionWorkflow, 'reassign', inspection, context);
  const officers = chosen(inspection, input, context, facts);
  const declined = new Set(inspection.declined.map(({ id }) => id));
  const before = inspection.officers.filter(({ id }) => !declined.has(id));
  const added = officers.filter(({ id }) => !before.some((one) => one.id === id));
  const gone = inspection.officers.filter(({ id }) => !officers.some((one) => one.id === id));
  if (added.length === 0 && gone.length === 0)
    throw new DomainError('INVALID_INPUT', '人员没有变化，请选择要换上的执法人员。', {});
  const document = {
    ...{ ...inspection, status, officers, declined: [] },
    acknowledgedBy: inspection.acknowledgedBy.filter((id) => officers.some((one) => one.id === id)),
  };
  const names = officers.map(({ name }) => name);
  return outcome(document, 'reassigned', { officers: names, gone: gone.map(({ name }) => name) }, [
    settle({ purposes: ABOUT_PEOPLE }),
    ...gone.map(({ id }) => settle({ person: id, purposes: ['inspection.task'], as: 'cancelled' })),
    ...tell(document, added, 'inspection.task'),
    ...tell(document, gone, 'inspection.released'),
  ]);
}

/** @throws DomainError INVALID_INPUT: a day that has passed, or on which somebody's certificate is no longer valid */
function movedTo(inspection: Inspection, plannedOn: string, now: Date): Inspection {
  if (plannedOn < shanghaiDay(now))
    throw new DomainError('INVALID_INPUT', '新的日期已经过去，请选今天或以后的日期。', {});
  const expired = inspection.officers.filter(({ certificateValidTo }) => certificateValidTo < plannedOn);
  if (expired.length > 0)
    throw new DomainError(
      'INVALID_INPUT',
      `${expired.map(({ name, certificateValidTo }) => `${name}的执法证 ${certificateValidTo} 到期`).join('；')}，请先改派或选更早的日期。`,
      {},
    );
  const due = endOfShanghaiDay(plannedOn);
  return { ...inspection, plannedOn, dueAt: due > inspection.dueAt ? due : inspection.dueAt };
}

function moving(step: 'postpone' | 'reschedule') {
  return (inspection: Inspection, { plannedOn, reason }: PostponeInspection, context: Context): Outcome<Inspection> => {
    const status = advance(inspectionWorkflow, step, inspection, context);
    const document = { ...movedTo(inspection, plannedOn, context.now), status, acknowledgedBy: [] };
    const again: Effect[] =
      step === 'postpone'
        ? [settle({ purposes: OVERDUE, as: 'cancelled' })]
        : [
            settle({ purposes: ['inspection.task', ...OVERDUE], as: 'cancelled' }),
            ...tell(document, document.officers, 'inspection.task'),
          ];
    return outcome(document, 'postponed', { plannedOn, from: inspection.plannedOn, reason }, again);
  };
}

/** 改期, before and after officers were named; named officers are asked anew. */
export const postponeInspection = moving('postpone');
export const rescheduleInspection = moving('reschedule');

/** 取消任务. */
export function cancelInspection(
  inspection: Inspection,
  { reason }: CancelInspection,
  context: Context,
): Outcome<Inspection> {
  const status = advance(inspectionWorkflow, 'cancel', inspection, context);
  const document = { ...inspection, status, cancelledReason: reason };
  return outcome(document, 'cancelled', { reason }, [
    settle({ as: 'cancelled' }),
    ...tell(document, document.officers, 'inspection.cancelled'),
  ]);
}

/** 到达现场, told by the site record. A task that was called off while its officers were out of reach lives again: they were there. */
export function beginInspection(
  inspection: Inspection,
  { siteRecord, at }: BeginInspection,
  context: Context,
): Outcome<Inspection> {
  const status = advance(inspectionWorkflow, 'begin', inspection, context);
  const document = { ...inspection, status, siteRecord, startedAt: at };
  const afterCancel = inspection.status === 'cancelled';
  return outcome(document, 'begun', { at, afterCancel }, [settle({ purposes: OVERDUE })]);
}

/** 笔录提交: what was found, told to whoever ordered the check. */
export function finishInspection(
  inspection: Inspection,
  { siteRecord, at, outcome: found }: FinishInspection,
  context: Context,
): Outcome<Inspection> {
  const status = advance(inspectionWorkflow, 'finish', inspection, context);
  const document = {
    ...{ ...inspection, status, siteRecord, finishedAt: at, outcome: found },
    startedAt: inspection.startedAt ?? at,
  };
  const { orderedBy: id, orderedByName: name } = inspection;
  const orderer = id === 'clock' || inspection.team.includes(id) ? [] : [{ id, name }];
  return outcome(document, 'finished', { outcome: found }, [
    settle({}),
    ...tell(document, orderer, 'inspection.finished'),
  ]);
}

const PURPOSE_OF = {
  remind: 'inspection.remind',
  overdue: 'inspection.overdue',
  overdueAgain: 'inspection.overdue',
  unsubmitted: 'inspection.unsubmitted',
} as const;

/** The clock's turn: a reminder for the officers, what is overdue for the head, and later for the leaders of the bureau. */
export function wakeInspection(
  inspection: Inspection,
  _input: unknown,
  context: Context,
  { heads, leaders }: AboveFacts,
): Outcome<Inspection> {
  const status = advance(inspectionWorkflow, 'wake', inspection, context);
  const due = alarmsOf(inspection).filter(({ at }) => at <= context.now);
  const document = { ...inspection, status, alarms: [...inspection.alarms, ...due.map(({ id }) => id)] };
  const above = heads.length > 0 ? heads : leaders;
  const whom = {
    remind: inspection.officers,
    overdue: [...inspection.officers, ...above],
    overdueAgain: [...above, ...leaders.slice(0, 1)],
    unsubmitted: [...inspection.officers, ...above],
  };
  const effects = due.flatMap(({ what }) => [
    ...(what === 'remind' ? [] : [settle({ purposes: [PURPOSE_OF[what]], as: 'cancelled' as const })]),
    ...tell(document, whom[what], PURPOSE_OF[what]),
  ]);
  return outcome(document, due.length > 0 ? 'overdue' : 'clockChecked', { what: due.map(({ what }) => what) }, effects);
}
