/** 研判: what the operator decides about an incident that came in. Pure: no database, no clock. */
import { assign, settle } from '../assignment/assignment.effects';
import { DomainError } from '../core/errors';
import { policy } from '../core/policy';
import { advance, type Context, type Effect, type Outcome } from '../core/workflow';
import { minutesAfter, outcome, tell, titleOf } from './common';
import { type DeclareEmergency, type Grade, type Incident, OPEN_STATES, type ToPetition } from './incident.schema';
import { incidentWorkflow } from './incident.workflow';
import { type EmergencyFacts, type MergeFacts, type PetitionFacts } from './lookups';

/** Triage is done: nobody waits for it any more. */
const TRIAGED = settle({ purposes: ['incident.triage', 'incident.overdue'] });

/** 无效信息: noise, a test, nothing of ours; the reason stays in the record. */
export function dismissIncident(
  incident: Incident,
  { reason }: { reason: string },
  context: Context,
): Outcome<Incident> {
  const status = advance(incidentWorkflow, 'dismiss', incident, context);
  const document = {
    ...incident,
    ...{ status, outcomeReason: reason, closedAt: context.now },
    triagedAt: incident.triagedAt ?? context.now,
  };
  return outcome(document, 'dismissed', { reason }, [settle({})]);
}

/** 定为超标告警: to be looked into, no emergency. */
export function raiseAlert(incident: Incident, _input: unknown, context: Context): Outcome<Incident> {
  const status = advance(incidentWorkflow, 'raiseAlert', incident, context);
  const document = { ...incident, status, triagedAt: context.now };
  return outcome(document, 'alertRaised', { late: isLate(incident, context.now) }, [TRIAGED]);
}

const isLate = ({ triageDueAt }: Incident, now: Date) => triageDueAt !== null && now > triageDueAt;

/** Everybody who has to know of an emergency at once, and the operator who has to report it. */
function alarm(incident: Incident, facts: EmergencyFacts, context: Context): { told: string[]; effects: Effect[] } {
  const people = [...facts.leaders, ...facts.head, ...facts.squad, ...facts.monitoring].filter(
    ({ id }) => id !== context.actor.id && !incident.told.includes(id),
  );
  return {
    told: [...new Set([...incident.told, ...people.map(({ id }) => id)])],
    effects: [...tell(incident, people, { purpose: 'incident.emergency', todo: true }), ...reportTask(incident, facts)],
  };
}

const reportTask = (incident: Incident, { operators }: EmergencyFacts): Effect[] =>
  incident.nextReport
    ? [
        settle({ purposes: ['incident.report'], as: 'cancelled' }),
        ...tell(incident, operators, { purpose: 'incident.report', ladder: false, dueAt: incident.reportDueAt }),
      ]
    : [];

/** The clock of the initial report runs from the moment at which it was known to be an emergency (令17号 第三条). */
const graded = (incident: Incident, grade: Grade, emergencyAt: Date): Incident => ({
  ...incident,
  ...{ grade, emergencyAt, nextReport: 'initial' },
  reportDueAt: minutesAfter(emergencyAt, policy().incident.reports[grade].initial),
});

/** 定为突发事件: graded, its report clock runs, and leader, branch, squad and monitoring are told at once. */
export function declareEmergency(
  incident: Incident,
  { grade, words }: DeclareEmergency,
  context: Context,
  facts: EmergencyFacts,
): Outcome<Incident> {
  const status = advance(incidentWorkflow, 'declareEmergency', incident, context);
  const document = graded({ ...incident, status, triagedAt: incident.triagedAt ?? context.now }, grade, context.now);
  const { told, effects } = alarm(document, facts, context);
  const data = { grade, words, reportDueAt: document.reportDueAt, late: isLate(incident, context.now) };
  return outcome({ ...document, told }, 'emergencyDeclared', data, [TRIAGED, ...effects]);
}

/** 调整级别: an alert that grew, or a grade that was wrong. A report already due sooner stays due sooner. */
export function regradeIncident(
  incident: Incident,
  { grade, words }: DeclareEmergency,
  context: Context,
  facts: EmergencyFacts,
): Outcome<Incident> {
  const status = advance(incidentWorkflow, 'regrade', incident, context);
  const begun = incident.grade !== null;
  const regraded = begun
    ? { ...incident, grade, reportDueAt: sooner(incident, grade, context.now) }
    : graded(incident, grade, context.now);
  const { told, effects } = alarm(regraded, facts, context);
  const data = { grade, from: incident.grade, words, reportDueAt: regraded.reportDueAt };
  return outcome({ ...regraded, status, told }, 'regraded', data, effects);
}

function sooner({ nextReport, reportDueAt, emergencyAt, reports, controlledAt }: Incident, grade: Grade, now: Date) {
  if (!nextReport) return reportDueAt;
  const last = nextReport === 'final' ? controlledAt : nextReport === 'initial' ? emergencyAt : reports.at(-1)?.at;
  const dueAt = minutesAfter(last ?? now, policy().incident.reports[grade][nextReport]);
  return reportDueAt && reportDueAt < dueAt ? reportDueAt : dueAt;
}

/** 转为信访件: linked to the petition it came from or that is named, else one is made of it (incident.effects.ts). */
export function toPetition(
  incident: Incident,
  { petitionNo }: ToPetition,
  context: Context,
  { petition }: PetitionFacts,
): Outcome<Incident> {
  const status = advance(incidentWorkflow, 'toPetition', incident, context);
  requireFound(petitionNo, petition);
  const id = petition?.id ?? incident.petition;
  const document: Incident = {
    ...incident,
    ...{ status, petition: id, triagedAt: incident.triagedAt ?? context.now },
    handedTo: { kind: 'PETITION', id, words: petition?.no ?? '' },
  };
  return outcome(document, 'turnedIntoPetition', { petition: id, no: petition?.no ?? null }, [
    settle({}),
    ...ordered(id),
  ]);
}

/** A mistyped number must not quietly become a second petition. @throws DomainError INVALID_INPUT */
export function requireFound(no: string, petition: PetitionFacts['petition']): void {
  if (no && !petition)
    throw new DomainError('INVALID_INPUT', `没有编号为 ${no} 的信访件，请核对编号；不填则新登记一件。`, { no });
}

/** The petition has yet to be made. */
export const ordered = (petition: string | null): Effect[] =>
  petition ? [] : [{ kind: 'incident.petition', data: {} }];

/** 关联信访件: the petition that was made of it. */
export function linkPetition(
  incident: Incident,
  { petition, no }: { petition: string; no: string | null },
  context: Context,
): Outcome<Incident> {
  const status = advance(incidentWorkflow, 'linkPetition', incident, context);
  const handedTo = { kind: 'PETITION' as const, id: petition, words: incident.handedTo?.words || (no ?? '') };
  return outcome({ ...incident, status, petition, handedTo }, 'petitionLinked', { petition, no });
}

/**
 * 并入另一件: nothing is deleted; its facts and signals go to the earlier one. Always into the smaller number, so that two people who
 * merge two incidents into each other at once cannot lose both.
 */
export function mergeIncident(
  incident: Incident,
  input: { into: string },
  context: Context,
  { into }: MergeFacts,
): Outcome<Incident> {
  const status = advance(incidentWorkflow, 'merge', incident, context);
  const refuse = (message: string): never => {
    throw new DomainError('NOT_NOW', message, { id: incident._id, into: input.into });
  };
  if (!into) return refuse(`没有编号为 ${input.into} 的事件，请核对编号。`);
  if (!(OPEN_STATES as readonly string[]).includes(into.status))
    return refuse('那一件已经办结或并入他件，请选择仍在处理的事件。');
  if (!into.no || !incident.no || into.no >= incident.no)
    return refuse('请并入较早登记的那一件（编号较小），由它继续处理。');
  if (incident.emergencyAt && !into.emergencyAt)
    return refuse('本件已定为突发事件，信息报告正在计时；请先把那一件也定为突发事件，再并入。');
  const document: Incident = {
    ...incident,
    ...{ status, mergedInto: into.id, closedAt: context.now, nextReport: null, reportDueAt: null },
  };
  const { facts, signalCount, told } = incident;
  const people = told.map((id) => ({ id, name: id }));
  return outcome(document, 'merged', { into: into.id, no: into.no }, [
    settle({ as: 'cancelled' }),
    ...tell(document, people, { purpose: 'incident.merged', ladder: false }),
    { kind: 'incident.absorb', data: { into: into.id, facts, signalCount } },
  ]);
}

/** 不是同一件: the suggestion has been looked at and is not made again. */
export function notDuplicate(
  incident: Incident,
  input: { other: string },
  context: Context,
  { into }: MergeFacts,
): Outcome<Incident> {
  const status = advance(incidentWorkflow, 'notDuplicate', incident, context);
  if (!into) throw new DomainError('NOT_NOW', `没有编号为 ${input.other} 的事件，请核对编号。`, { id: incident._id });
  const notDuplicateOf = [...new Set([...incident.notDuplicateOf, into.id])];
  return outcome({ ...incident, status, notDuplicateOf }, 'notDuplicate', { other: into.no });
}

/** What the card of a supporter says, without a fact of the case. */
export const askToSecure = (incident: Incident, person: string): Effect =>
  assign({
    ...{ person, purpose: 'incident.secure', title: titleOf(incident), urgency: 'URGENT', county: incident.county },
    ladder: false,
  });
