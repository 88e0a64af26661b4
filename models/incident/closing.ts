/** 报告与收尾: reports to those above, handing on, closing; and what the clock does. Pure: no database, no clock. */
import { settle } from '../assignment/assignment.effects';
import { policy } from '../core/policy';
import { advance, type Context, type Outcome } from '../core/workflow';
import { orderInspection } from '../inspection/inspection.effects';
import { alarmsOf, minutesAfter, outcome, tell } from './common';
import { type HandOver, type Incident, type Report, type ReportKind, TYPES } from './incident.schema';
import { incidentWorkflow } from './incident.workflow';
import { type DutyFacts, type PetitionFacts } from './lookups';
import { ordered, requireFound } from './triage';

/** What is due after this report, and when. 令17号: after the first one follow-ups, after control the final one. */
function nextAfter(
  kind: ReportKind,
  { grade, controlledAt }: Incident,
  now: Date,
): Pick<Incident, 'nextReport' | 'reportDueAt'> {
  if (kind === 'final' || !grade) return { nextReport: null, reportDueAt: null };
  const clock = policy().incident.reports[grade];
  return controlledAt
    ? { nextReport: 'final', reportDueAt: minutesAfter(controlledAt, clock.final) }
    : { nextReport: 'followUp', reportDueAt: minutesAfter(now, clock.followUp) };
}

function report(kind: ReportKind, step: 'reportInitial' | 'reportFollowUp' | 'reportFinal') {
  return (
    incident: Incident,
    { words }: { words: string },
    context: Context,
    { operators }: DutyFacts,
  ): Outcome<Incident> => {
    const status = advance(incidentWorkflow, step, incident, context);
    const { grade, nextReport, reportDueAt } = incident;
    const dueAt = nextReport === kind ? reportDueAt : null;
    const to: Report['to'] = grade ? policy().incident.reports[grade].to : [];
    const written: Report = { kind, dueAt, to, at: context.now, by: context.actor.id, words };
    const next = nextAfter(kind, incident, context.now);
    const document = { ...incident, status, reports: [...incident.reports, written].slice(-100), ...next };
    const late = dueAt !== null && context.now > dueAt;
    return outcome(document, 'reported', { kind, to, late, words, reportDueAt: next.reportDueAt }, [
      settle({ purposes: ['incident.report', 'incident.overdue'] }),
      ...(next.nextReport
        ? tell(document, operators.slice(0, 1), { purpose: 'incident.report', ladder: false, dueAt: next.reportDueAt })
        : []),
    ]);
  };
}

/** 初报, 续报, 终报. */
export const reportInitial = report('initial', 'reportInitial');
export const reportFollowUp = report('followUp', 'reportFollowUp');
export const reportFinal = report('final', 'reportFinal');

/** 移交办理: to a petition (made if none is named), an inspection, a case or the incident's own report. */
export function handOver(
  incident: Incident,
  { kind, words, petitionNo }: HandOver,
  context: Context,
  { petition }: PetitionFacts,
): Outcome<Incident> {
  const status = advance(incidentWorkflow, 'handOver', incident, context);
  if (kind === 'PETITION') requireFound(petitionNo, petition);
  const linked = kind === 'PETITION' ? (petition?.id ?? incident.petition) : null;
  const check = kind === 'INSPECTION' ? checkOf(incident, words, context) : null;
  const document: Incident = {
    ...incident,
    ...{ status, handedTo: { kind, id: check?.id ?? linked, words }, petition: linked ?? incident.petition },
  };
  return outcome(document, 'handedOver', { kind, words, no: petition?.no ?? null }, [
    settle({
      purposes: ['incident.triage', 'incident.emergency', 'incident.dispatch', 'incident.declined', 'incident.secure'],
    }),
    ...(kind === 'PETITION' ? ordered(linked) : []),
    ...(check ? [check.effect] : []),
  ]);
}

/** The check that an incident is handed over to; null while nobody knows where it is. */
function checkOf(incident: Incident, words: string, { actor }: Context) {
  const { _id, no, type, enterpriseId, county, place, location } = incident;
  if (!county && !enterpriseId) return null;
  const id = `incident-${_id}`;
  const effect = orderInspection({
    ...{ inspection: id, orderedBy: actor.id, enterprise: enterpriseId, county, place: place ?? '', location },
    ...{ siteName: place ?? `${TYPES[type]}现场`, instruction: words.slice(0, 500) },
    trigger: { kind: 'INCIDENT', id: _id, no, text: TYPES[type] },
  });
  return { id, effect };
}

/** 办结. */
export function closeIncident(incident: Incident, { words }: { words: string }, context: Context): Outcome<Incident> {
  const status = advance(incidentWorkflow, 'close', incident, context);
  const document = { ...incident, status, closedAt: context.now, outcomeReason: words };
  return outcome(document, 'closed', { words }, [settle({})]);
}

/**
 * The clock's turn: each clock that has run out is told once to those next to it, and once more, later, to those above. A wake-up that is no
 * longer due changes only the alarm.
 */
export function wakeIncident(
  incident: Incident,
  _input: unknown,
  context: Context,
  facts: DutyFacts,
): Outcome<Incident> {
  const status = advance(incidentWorkflow, 'wake', incident, context);
  const due = alarmsOf(incident).filter(({ at }) => at <= context.now);
  const document = { ...incident, status, alarms: [...incident.alarms, ...due.map(({ id }) => id)] };
  const { operators, leaders, bureau } = facts;
  const people = due.flatMap(({ level, what }) =>
    level === 1 ? [...leaders, ...bureau.slice(0, 1)] : what === 'triage' ? leaders : [...operators, ...leaders],
  );
  const overdue = due.map(({ what, level }) => ({ what, level }));
  return outcome(document, due.length > 0 ? 'overdue' : 'clockChecked', { overdue }, [
    ...(due.length > 0 ? [settle({ purposes: ['incident.overdue'], as: 'cancelled' as const })] : []),
    ...tell(document, people, { purpose: 'incident.overdue', ladder: false, todo: true }),
  ]);
}
