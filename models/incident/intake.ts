/** 受理: how an incident begins and what is added to what is known. Pure: no database, no clock. */
import { policy } from '../core/policy';
import { advance, type Context, type Effect, type Outcome } from '../core/workflow';
import { minutesAfter, outcome, tell } from './common';
import { FORM_FACT, withFacts } from './facts';
import {
  type AbsorbIncident,
  type AttachSignals,
  type EnterIncident,
  type Fact,
  type Incident,
  type RemarkIncident,
  SOURCES,
} from './incident.schema';
import { incidentWorkflow } from './incident.workflow';
import { type DutyFacts } from './lookups';

/** Series of incident numbers (事件): SJ-2026-000001. */
const SERIES = 'SJ';

type Known = Pick<Incident, '_id' | 'source' | 'type' | 'description' | 'occurredAt'> & Partial<Incident>;

/** An incident that has just become known. */
export function newIncident(known: Known, receivedAt: Date): Incident {
  return {
    version: 0,
    status: 'received',
    no: null,
    receivedAt,
    ...{ place: null, location: null, county: null, enterpriseId: null, enterpriseName: null, reporterRef: null },
    ...{ photos: [], facts: [], signalCount: 0, attachedAt: null, lastFactAt: known.occurredAt, stations: [] },
    triagedAt: null,
    triageDueAt: minutesAfter(receivedAt, policy().incident.triageMinutes),
    ...{ grade: null, emergencyAt: null, outcomeReason: null, reports: [], nextReport: null, reportDueAt: null },
    ...{ told: [], known: [], dispatchedAt: null, dispatchCounty: null, instruction: null, way: null },
    ...{ squad: [], crew: [], eta: null, arrivedAt: null, controlledAt: null, controlWords: null, proof: [] },
    ...{ supporters: [], support: [], handedTo: null, petition: null },
    ...{ mergedInto: null, mergedFrom: [], notDuplicateOf: [], closedAt: null, alarms: [], wakeAt: null },
    ...known,
  };
}

/** The operators on post triage it within ten minutes; their silence climbs, and so does the clock. */
export function received(incident: Incident, { operators }: DutyFacts): Outcome<Incident> {
  const { source, type, triageDueAt } = incident;
  const telling = tell(incident, operators, { purpose: 'incident.triage', dueAt: triageDueAt });
  return { ...outcome(incident, 'received', { source, type, triageDueAt }, telling), number: SERIES };
}

/** What was looked up of what the form names. */
export interface EntryFacts extends DutyFacts {
  enterprise: { id: string; name: string } | null;
  petition: { id: string; reporter: string | null } | null;
}

/** 登记事件: what came by telephone, from another body or from a 随手报; its words are the first fact. */
export function enterIncident(
  id: string,
  input: EnterIncident,
  context: Context,
  facts: EntryFacts,
): Outcome<Incident> {
  const { source, type, description, place, location, county, photos } = input;
  const occurredAt = input.occurredAt && input.occurredAt < context.now ? input.occurredAt : context.now;
  const incident = newIncident(
    {
      ...{ _id: id, source, type, description, occurredAt, place, location, county, photos },
      enterpriseId: facts.enterprise?.id ?? null,
      enterpriseName: facts.enterprise?.name ?? null,
      reporterRef: facts.petition?.reporter ?? null,
      petition: facts.petition?.id ?? null,
      facts: [wordsAsFact(`${FORM_FACT}${id}`, source, description, occurredAt, context.now)],
    },
    context.now,
  );
  const begun = received(incident, facts);
  const link: Effect[] = facts.petition ? [{ kind: 'incident.linked', data: {} }] : [];
  return { ...begun, effects: [...(begun.effects ?? []), ...link] };
}

const wordsAsFact = (id: string, source: Fact['source'], words: string, at: Date, receivedAt: Date): Fact => ({
  ...{ id, source, from: SOURCES[source], words, at, receivedAt },
  ...{ station: null, item: null, value: null, limit: null, unit: null },
});

const later = (a: Date, b: Date) => (a > b ? a : b);

/** 信号入案: signals that belong to it, and how many there are by now. */
export function attachSignals(incident: Incident, input: AttachSignals, context: Context): Outcome<Incident> {
  const status = advance(incidentWorkflow, 'attach', incident, context);
  const { facts, signalCount } = input;
  const stations = facts.flatMap(({ station }) => station ?? []);
  const document = {
    ...incident,
    ...{ status, signalCount, attachedAt: context.now },
    facts: withFacts(incident.facts, facts, policy().incident.factsKept),
    stations: [...new Set([...incident.stations, ...stations])].slice(0, 200),
    lastFactAt: facts.reduce((last, { at }) => later(last, at), incident.lastFactAt),
  };
  const came = signalCount - incident.signalCount;
  return outcome(document, 'signalled', { came, signalCount });
}

/** 并入他件: another incident turned out to be this one; what it knew is known here now, and those at work are told. */
export function absorbIncident(incident: Incident, input: AbsorbIncident, context: Context): Outcome<Incident> {
  const status = advance(incidentWorkflow, 'absorb', incident, context);
  const { facts, signalCount, no } = input;
  const document = {
    ...incident,
    ...{ status, signalCount },
    facts: withFacts(incident.facts, facts, policy().incident.factsKept),
    stations: [...new Set([...incident.stations, ...facts.flatMap(({ station }) => station ?? [])])].slice(0, 200),
    lastFactAt: facts.reduce((last, { at }) => later(last, at), incident.lastFactAt),
    mergedFrom: [...new Set([...incident.mergedFrom, input.incident])],
  };
  const working = incident.crew.map(({ id, name }) => ({ id, name }));
  const telling = incident.closedAt ? [] : tell(document, working, { purpose: 'incident.merged', ladder: false });
  return outcome(document, 'absorbed', { no }, telling);
}

/** 补充情况: words, place or photos that came later; a fact like the first ones. */
export function remarkIncident(incident: Incident, input: RemarkIncident, context: Context): Outcome<Incident> {
  const status = advance(incidentWorkflow, 'remark', incident, context);
  const { words, place, location, photos } = input;
  const fact = wordsAsFact(
    `${FORM_FACT}${context.key ?? context.now.toISOString()}`,
    'PATROL',
    words,
    context.now,
    context.now,
  );
  const document = {
    ...incident,
    status,
    place: place || incident.place,
    location: location ?? incident.location,
    proof: [...new Set([...incident.proof, ...photos])].slice(0, 100),
    facts: withFacts(incident.facts, [fact], policy().incident.factsKept),
  };
  return outcome(document, 'remarked', { words, photos: photos.length });
}
