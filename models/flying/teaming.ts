/** 组队: drawing the team, and what its members answer. Whoever leaves is followed by the next of the draw, without a word why. Pure. */
import { acknowledged, settle } from '../assignment/assignment.effects';
import { DomainError } from '../core/errors';
import { advance, type Context, type Effect, type Outcome } from '../core/workflow';
import { alert, answerBy, settled, standDown, tell, tellKnowing } from './common';
import { forget } from './drafting';
import { type Arrive, type FlyingInspection, type Member, type Replace, type StateConflict } from './flying.schema';
import { flyingWorkflow } from './flying.workflow';
import { seatOf, standing, withMember } from './team';
import { nextFor, type TeamCandidate, type TeamInputs } from './teamDraw';

/** Who could be drawn at this moment, sealed already; `inputs` carry the seed. */
export interface DrawFacts {
  inputs: TeamInputs;
  box: string;
  hash: string;
}
/** The draw in force, opened for the sake of one decision; null before there is one. */
export interface CallFacts {
  inputs: TeamInputs | null;
}

export interface Change {
  flying: FlyingInspection;
  effects: Effect[];
}

const memberOf = (flying: FlyingInspection, slot: number, person: TeamCandidate, now: Date): Member => ({
  ...{ id: `m${flying.members.length + 1}`, slot, person: person.id, personName: person.name },
  ...{ unitName: person.unitName, county: person.county as Member['county'], state: 'asked', askedAt: now },
  ...{ answerBy: answerBy(flying, now), arrivedAt: null, location: null, conflict: null, left: null, leftAt: null },
});

/** The next of the draw for one slot; planner and leader hear when there is nobody left. */
export function callNext({ flying, effects }: Change, slot: number, inputs: TeamInputs | null, now: Date): Change {
  const others = standing(flying).map(({ person }) => person);
  const taken = new Set(flying.members.map(({ person }) => person));
  const next = inputs && nextFor(inputs, slot, others, taken);
  if (!next) return { flying, effects: [...effects, ...tellKnowing(flying, 'flying.short')] };
  const member = memberOf(flying, slot, next, now);
  return {
    flying: { ...flying, members: [...flying.members, member] },
    effects: [...effects, alert(flying, member)],
  };
}

/** Somebody goes, and the next one is called: the same steps and messages whatever the reason. */
export function letGo(
  { flying, effects }: Change,
  { id, slot, person }: Member,
  left: NonNullable<Member['left']>,
  inputs: TeamInputs | null,
  now: Date,
): Change {
  const without = withMember(flying, id, { state: 'left', left, leftAt: now });
  const told = [settle({ person, as: 'cancelled' }), standDown(flying, person)];
  return callNext({ flying: without, effects: [...effects, ...told] }, slot, inputs, now);
}

/** After the reveal the check that was ordered follows the team. */
export const crewChanged = ({ inspection }: Pick<FlyingInspection, 'inspection'>): Effect[] =>
  inspection ? [{ kind: 'flying.crew', lane: 'crew', data: { inspection } }] : [];

/** Nobody goes any more. */
export const checkCalledOff = ({ inspection }: Pick<FlyingInspection, 'inspection'>): Effect[] =>
  inspection ? [{ kind: 'flying.crew', lane: 'crew', data: { inspection, calledOff: true } }] : [];

const written = ({ flying, effects }: Change, type: string): Outcome<FlyingInspection> => ({
  document: settled(flying),
  event: { type },
  effects: [...effects, ...crewChanged(flying)],
});

/** 抽签组队: every slot that nobody holds is given, one after the other. */
export function formTeam(
  flying: FlyingInspection,
  _input: unknown,
  context: Context,
  { inputs, box, hash }: DrawFacts,
): Outcome<FlyingInspection> {
  advance(flyingWorkflow, 'formTeam', flying, context);
  const { now } = context;
  const held = new Set(standing(flying).map(({ slot }) => slot));
  const empty = Array.from({ length: flying.k }, (_, index) => index + 1).filter((slot) => !held.has(slot));
  const start: Change = {
    flying: { ...flying, draws: flying.draws + 1, drawBox: box, drawHash: hash },
    effects: [settle({ purposes: ['flying.short', 'flying.late'] }), ...forget(flying.drawBox)],
  };
  const change = empty.reduce((before, slot) => callNext(before, slot, inputs, now), start);
  if (standing(change.flying).length < flying.k)
    throw new DomainError('NOT_NOW', '这一时间能参加的持证执法人员凑不成队，请改时间后再组队，或取消。', {
      step: '抽签组队',
    });
  return {
    document: settled(change.flying),
    event: { type: 'flying.drawn', data: { hash } },
    effects: change.effects,
  };
}

const mine = (flying: FlyingInspection, { actor }: Context) => seatOf(flying, actor.id)!;

/** 确认. */
export function confirmPlace(flying: FlyingInspection, _input: unknown, context: Context): Outcome<FlyingInspection> {
  advance(flyingWorkflow, 'confirm', flying, context);
  const { id, person } = mine(flying, context);
  return {
    document: settled(withMember(flying, id, { state: 'confirmed' })),
    event: { type: 'flying.confirmed' },
    effects: [acknowledged({ person, purposes: ['flying.assemble'] })],
  };
}

/** 到位: with the position, where the phone tells it. */
export function arriveAtPoint(
  flying: FlyingInspection,
  { location }: Arrive,
  context: Context,
): Outcome<FlyingInspection> {
  advance(flyingWorkflow, 'arrive', flying, context);
  const { id, person } = mine(flying, context);
  return {
    document: settled(withMember(flying, id, { state: 'arrived', arrivedAt: context.now, location })),
    event: { type: 'flying.arrived', data: { positioned: location !== null } },
    effects: [settle({ person, purposes: ['flying.assemble'] }), ...crewChanged(flying)],
  };
}

/** 冲突申报, before anybody knows the target: it always means a substitute, or staying would tell that the target is another one. */
export function declareConflict(
  flying: FlyingInspection,
  _input: unknown,
  context: Context,
  { inputs }: CallFacts,
): Outcome<FlyingInspection> {
  advance(flyingWorkflow, 'declare', flying, context);
  const change = letGo({ flying, effects: [] }, mine(flying, context), 'declared', inputs, context.now);
  return written(change, 'flying.adjusted');
}

/** 回避确认, after the reveal: whoever says yes is out at once, and the next one is called. */
export function stateConflict(
  flying: FlyingInspection,
  { conflict }: StateConflict,
  context: Context,
  { inputs }: CallFacts,
): Outcome<FlyingInspection> {
  advance(flyingWorkflow, 'conflict', flying, context);
  const member = mine(flying, context);
  const noted = withMember(flying, member.id, { conflict });
  const heard = acknowledged({ person: member.person, purposes: ['flying.revealed'] });
  if (!conflict) return { document: settled(noted), event: { type: 'flying.cleared' }, effects: [heard] };
  return written(letGo({ flying: noted, effects: [] }, member, 'conflict', inputs, context.now), 'flying.adjusted');
}

/** 调整队员: for somebody who does not come. */
export function replaceMember(
  flying: FlyingInspection,
  { person }: Replace,
  context: Context,
  { inputs }: CallFacts,
): Outcome<FlyingInspection> {
  advance(flyingWorkflow, 'replace', flying, context);
  const member = seatOf(flying, person);
  if (!member) throw new DomainError('INVALID_INPUT', '这位同志不在队里，请重新选择。', { person });
  return written(letGo({ flying, effects: [] }, member, 'replaced', inputs, context.now), 'flying.adjusted');
}

/** 出发: everybody is there; from now on two people may open the target before its time. */
export function departFromPoint(
  flying: FlyingInspection,
  _input: unknown,
  context: Context,
): Outcome<FlyingInspection> {
  advance(flyingWorkflow, 'depart', flying, context);
  const document = settled({ ...flying, departedAt: context.now });
  return {
    document,
    event: { type: 'flying.departed' },
    effects: flying.unlockers.map((person) => tell(document, person, 'flying.unlock')),
  };
}
