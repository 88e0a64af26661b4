/** 出动: who is sent, how they get there, what they answer, and what is found on the scene. Pure: no database, no clock. */
import { acknowledged, settle } from '../assignment/assignment.effects';
import { DomainError } from '../core/errors';
import { policy } from '../core/policy';
import { advance, type Context, type Outcome } from '../core/workflow';
import { distinct, minutesAfter, outcome, tell } from './common';
import {
  type AnswerDispatch,
  type ArriveAtScene,
  type ControlIncident,
  type DispatchSquad,
  type Incident,
  type SceneSecured,
} from './incident.schema';
import { incidentWorkflow } from './incident.workflow';
import { type DispatchFacts, type DutyFacts, type Named, type SupportFacts } from './lookups';
import { askToSecure } from './triage';
import { wayTo } from './way';

const crewOf = (people: readonly Named[]) =>
  people.map(({ id, name }) => ({
    ...{ id, name, answeredAt: null, eta: null, need: [], arrivedAt: null, location: null },
  }));

function send(
  incident: Incident,
  input: DispatchSquad,
  context: Context,
  facts: DispatchFacts,
  step: 'dispatch' | 'reinforce',
): Outcome<Incident> {
  const status = advance(incidentWorkflow, step, incident, context);
  const { county, squad } = facts;
  if (!county)
    throw new DomainError('INVALID_INPUT', '还不知道在哪个县区，请选择派哪个县区的队伍。', { id: incident._id });
  const fresh = distinct(squad).filter(({ id }) => !incident.squad.includes(id));
  if (squad.length === 0)
    throw new DomainError('NOT_NOW', '这个县区现在没有值班队伍，也没有分局负责人可派，请改派其他县区并联系带班领导。', {
      county,
    });
  const way = wayTo(incident, county, context.now, facts.warnings, input.crossing);
  const document: Incident = {
    ...incident,
    ...{ status, dispatchCounty: county, instruction: input.instruction || incident.instruction, way },
    county: incident.county ?? county,
    triagedAt: incident.triagedAt ?? context.now,
    dispatchedAt: incident.dispatchedAt ?? context.now,
    crew: [...incident.crew, ...crewOf(fresh)],
  };
  const people = fresh.map(({ name }) => name);
  // Somebody who has not answered yet is asked again; whoever has is left in peace.
  const asked = incident.crew.filter(({ answeredAt }) => !answeredAt);
  return outcome(document, 'dispatched', { county, people, way: way.words, instruction: input.instruction }, [
    settle({ purposes: ['incident.triage', 'incident.declined'] }),
    ...[...fresh, ...asked].map(({ id }) =>
      settle({ person: id, purposes: ['incident.emergency', 'incident.dispatch'], as: 'cancelled' }),
    ),
    ...tell(document, [...fresh, ...asked], { purpose: 'incident.dispatch', dueAt: way.departAt, todo: true }),
  ]);
}

/** 派出队伍: the on-call squad of the county, with the way there as it stands now. */
export const dispatchSquad = (incident: Incident, input: DispatchSquad, context: Context, facts: DispatchFacts) =>
  send(incident, input, context, facts, 'dispatch');

/** 增派队伍: more people for those already on the scene. */
export const reinforceSquad = (incident: Incident, input: DispatchSquad, context: Context, facts: DispatchFacts) =>
  send(incident, input, context, facts, 'reinforce');

/** 收到通知: of the emergency notice; the ladder stops for this person. */
export function noticeIncident(incident: Incident, _input: unknown, context: Context): Outcome<Incident> {
  const status = advance(incidentWorkflow, 'notice', incident, context);
  const { id } = context.actor;
  return outcome({ ...incident, status, known: [...new Set([...incident.known, id])] }, 'noticed', {}, [
    acknowledged({ person: id, purposes: ['incident.emergency', 'incident.overdue', 'incident.merged'] }),
  ]);
}

/** The record with what one member of the squad has answered. */
const withMember = (incident: Incident, id: string, change: Partial<Incident['crew'][number]>): Incident => ({
  ...incident,
  crew: incident.crew.map((member) => (member.id === id ? { ...member, ...change } : member)),
});

/** 收到，报预计到场: the promise holds until that moment; without an arrival the ladder goes on from there. */
export function answerDispatch(
  incident: Incident,
  { minutes, need }: AnswerDispatch,
  context: Context,
): Outcome<Incident> {
  const status = advance(incidentWorkflow, 'acknowledge', incident, context);
  const { id } = context.actor;
  const eta = minutesAfter(context.now, Number(minutes));
  const document = withMember({ ...incident, status }, id, { answeredAt: context.now, eta, need });
  return outcome(document, 'answered', { eta, need }, [
    acknowledged({ person: id, purposes: ['incident.dispatch'], until: eta }),
    settle({ person: id, purposes: ['incident.overdue'] }),
  ]);
}

/** 去不了: the operator and the leader are told to send somebody else. */
export function declineDispatch(
  incident: Incident,
  { reason }: { reason: string },
  context: Context,
  { operators, leaders }: DutyFacts,
): Outcome<Incident> {
  const status = advance(incidentWorkflow, 'decline', incident, context);
  const { id } = context.actor;
  const document = { ...incident, status, crew: incident.crew.filter((member) => member.id !== id) };
  return outcome(document, 'declined', { reason }, [
    settle({ person: id, purposes: ['incident.dispatch', 'incident.overdue'], as: 'cancelled' }),
    ...tell(document, [...operators, ...leaders.slice(0, 1)], { purpose: 'incident.declined' }),
  ]);
}

/** 到场: the first to arrive is on the scene for all. */
export function arriveAtScene(incident: Incident, input: ArriveAtScene, context: Context): Outcome<Incident> {
  const status = advance(incidentWorkflow, 'arrive', incident, context);
  const { id } = context.actor;
  const { location, photos } = input;
  const document = withMember(
    {
      ...incident,
      ...{ status, arrivedAt: incident.arrivedAt ?? context.now },
      proof: [...new Set([...incident.proof, ...photos])].slice(0, 100),
    },
    id,
    { arrivedAt: context.now, answeredAt: context.now, location },
  );
  return outcome(document, 'arrived', { location, photos: photos.length }, [
    settle({ person: id, purposes: ['incident.dispatch', 'incident.overdue'] }),
  ]);
}

/** 现场已控制: whoever is still under way may turn back; the final report falls due. */
export function controlIncident(incident: Incident, input: ControlIncident, context: Context): Outcome<Incident> {
  const status = advance(incidentWorkflow, 'control', incident, context);
  const { words, photos } = input;
  const begun = incident.reports.length > 0;
  const { grade } = incident;
  const document: Incident = {
    ...incident,
    ...{ status, controlledAt: context.now, controlWords: words },
    proof: [...new Set([...incident.proof, ...photos])].slice(0, 100),
    ...(grade && begun
      ? { nextReport: 'final', reportDueAt: minutesAfter(context.now, policy().incident.reports[grade].final) }
      : {}),
  };
  return outcome(document, 'controlled', { words, photos: photos.length }, [
    settle({ purposes: ['incident.dispatch', 'incident.declined', 'incident.emergency', 'incident.overdue'] }),
  ]);
}

/** 请就近看护: somebody near is asked to secure the scene until officers land. */
export function askSupport(
  incident: Incident,
  _input: unknown,
  context: Context,
  { supporter }: SupportFacts,
): Outcome<Incident> {
  const status = advance(incidentWorkflow, 'remoteSupport', incident, context);
  if (!supporter)
    throw new DomainError('INVALID_INPUT', '请在名单里选择能去看护的监督员或环保所人员。', { id: incident._id });
  const { id, label } = supporter;
  const already = incident.support.some((one) => one.id === id);
  const asked = { id, label, askedAt: context.now, securedAt: null, words: null, sampled: null, photos: [] };
  const document = { ...incident, status, support: already ? incident.support : [...incident.support, asked] };
  return outcome(document, 'supportAsked', { label }, already ? [] : [askToSecure(incident, id)]);
}

/** 已看护: what was seen, whether samples were kept, and photos. */
export function sceneSecured(incident: Incident, input: SceneSecured, context: Context): Outcome<Incident> {
  const status = advance(incidentWorkflow, 'secured', incident, context);
  const { id } = context.actor;
  const support = incident.support.map((one) => (one.id === id ? { ...one, ...input, securedAt: context.now } : one));
  const { words, sampled, photos } = input;
  return outcome({ ...incident, status, support }, 'secured', { words, sampled, photos: photos.length }, [
    settle({ person: id, purposes: ['incident.secure'] }),
  ]);
}
