/** 揭示: by the clock at the set moment, or by two people after the departure. What follows is ordered in the same write. Pure. */
import { assign, settle } from '../assignment/assignment.effects';
import { minutes, shanghaiDay } from '../core/calendar';
import { DomainError } from '../core/errors';
import { policy } from '../core/policy';
import { advance, type Context, type Effect, type Outcome } from '../core/workflow';
import { orderAudit } from '../audit/audit.effects';
import { orderInspection } from '../inspection/inspection.effects';
import { settled, standDown, tell, tellKnowing, titleOf } from './common';
import { type CompromiseFlying, type FlyingInspection, LEAK_SIGNS, type Unlock } from './flying.schema';
import { flyingWorkflow } from './flying.workflow';
import { goers, standing } from './team';
import { type Target } from './target';
import { type Change, checkCalledOff, crewChanged, letGo } from './teaming';
import { type TeamInputs } from './teamDraw';

/** Opened for this decision; null when it is not yet time to. */
export interface RevealFacts {
  target: Target | null;
  inputs?: TeamInputs | null;
}

/** Everybody in the team, at the same moment. */
const calls = (flying: FlyingInspection): Effect[] =>
  standing(flying).map(({ person }) =>
    assign({ person, purpose: 'flying.revealed', title: titleOf(flying), urgency: 'URGENT', todo: true }),
  );

/** The check whose site record the team will write: of the campaign, or caused by this flying inspection. */
function ordered(flying: FlyingInspection, target: Target, now: Date): Effect {
  const officers = goers(flying).map(({ person }) => person);
  return orderInspection({
    inspection: flying.inspection ?? inspectionOf(flying),
    checkType: target.checkType,
    plan: target.campaign,
    trigger: { kind: 'FLYING', id: flying._id, no: flying.no, text: target.trigger?.text ?? '飞行检查' },
    enterprise: target.enterprise,
    county: target.county,
    place: target.place,
    location: target.location,
    plannedOn: shanghaiDay(now),
    dueOn: shanghaiDay(new Date(now.getTime() + minutes(flying.hours * 60))),
    officers: officers.length >= 2 ? officers : null,
    instruction: target.direction,
    orderedBy: flying.leader,
  });
}

export const inspectionOf = ({ _id }: Pick<FlyingInspection, '_id'>): string => `flying-${_id}`;

function reveal(
  { flying, effects }: Change,
  target: Target,
  how: 'time' | 'unlock',
  by: string[],
  now: Date,
): Outcome<FlyingInspection> {
  const document = settled({
    ...{ ...flying, status: 'revealed', target, inspection: inspectionOf(flying) },
    revealed: { at: now, how, by },
  });
  return {
    document,
    event: { type: 'flying.revealed', data: { how } },
    effects: [
      ...effects,
      settle({ purposes: ['flying.unlock', 'flying.late', 'flying.short'] }),
      ...calls(document),
      ordered(document, target, now),
    ],
  };
}

const isFresh = ({ at }: Unlock, now: Date) => now.getTime() - at.getTime() <= minutes(policy().flying.unlockMinutes);

/** @throws DomainError NOT_PERMITTED, which is logged: the same person twice, or a pair without a leader */
function refusePair(first: Unlock, second: Pick<Unlock, 'by' | 'role'>): void {
  const refuse = (message: string) => {
    throw new DomainError('NOT_PERMITTED', message, { step: '双人解封' });
  };
  if (first.by === second.by) refuse('您已经解封过一次，须由另一位有权人员再解封，请联系对方。');
  if (first.role !== 'bureauLeader' && second.role !== 'bureauLeader')
    refuse('双人解封须有一位局领导，请联系批准的局领导。');
}

/** 双人解封: the first is noted, the second opens. */
export function unlockTarget(
  flying: FlyingInspection,
  _input: unknown,
  context: Context,
  { target }: RevealFacts,
): Outcome<FlyingInspection> {
  advance(flyingWorkflow, 'unlock', flying, context);
  const { actor, now } = context;
  const role = actor.roles.includes('bureauLeader') ? 'bureauLeader' : 'flyingPlanner';
  const byName =
    actor.id === flying.planner
      ? flying.plannerName
      : actor.id === flying.leader
        ? flying.leaderName
        : (flying.deputyName ?? '');
  const unlock: Unlock = { by: actor.id, byName, role, at: now };
  const fresh = flying.unlocks.filter((one) => isFresh(one, now));
  // Two at the same moment are both noted, each as the first; then either of them opens it by pressing again.
  const first = fresh.find(({ by }) => by !== actor.id) ?? fresh.at(-1);
  if (first) refusePair(first, unlock);
  const noted: FlyingInspection = { ...flying, unlocks: [...flying.unlocks, unlock] };
  if (!first || !target) return { document: settled(noted), event: { type: 'flying.unlockedOnce' } };
  return reveal({ flying: noted, effects: [] }, target, 'unlock', [first.by, actor.id], now);
}

const lapse = (before: Change, inputs: TeamInputs | null, now: Date): Change =>
  standing(before.flying)
    .filter(({ state, answerBy }) => state === 'asked' && answerBy <= now)
    .reduce((change, member) => letGo(change, member, 'silent', inputs, now), before);

/** The clock's turn: the silent are followed by the next, then the time of the reveal counts. */
export function wakeFlying(
  flying: FlyingInspection,
  _input: unknown,
  context: Context,
  { target, inputs = null }: RevealFacts,
): Outcome<FlyingInspection> {
  advance(flyingWorkflow, 'wake', flying, context);
  const { now } = context;
  const change = lapse({ flying, effects: [] }, inputs, now);
  const document = settled(change.flying);
  const due = document.revealAt <= now;
  if (due && document.status === 'teamReady' && target)
    return reveal({ ...change, flying: document }, target, 'time', [], now);
  if (due && document.status === 'sealed' && !document.lateToldAt)
    return {
      document: settled({ ...document, lateToldAt: now }),
      event: { type: 'flying.late' },
      effects: [...change.effects, ...tellKnowing(document, 'flying.late')],
    };
  return { document, event: { type: 'flying.adjusted' }, effects: [...change.effects, ...crewChanged(document)] };
}

/** Who looks into it. */
export interface LeakFacts {
  auditors: readonly string[];
}

/** 疑似泄密: everybody stands down, auditors look into it; what was sealed stays sealed, and what is planned next has no link to this. */
export function compromiseFlying(
  flying: FlyingInspection,
  { sign }: CompromiseFlying,
  context: Context,
  { auditors }: LeakFacts,
): Outcome<FlyingInspection> {
  const status = advance(flyingWorkflow, 'compromise', flying, context);
  const reason = LEAK_SIGNS[sign];
  const document = settled({ ...flying, status, ended: { at: context.now, by: context.actor.id, reason } });
  return {
    document: { ...document, crew: [], captain: null },
    event: { type: 'flying.compromised', data: { reason } },
    effects: [
      settle({ as: 'cancelled' }),
      ...standing(flying).map(({ person }) => standDown(flying, person)),
      ...checkCalledOff(flying),
      ...auditors.map((person) => tell(flying, person, 'flying.compromised', true)),
      orderAudit({
        audit: `flying-${flying._id}`,
        title: `${flying.no ?? ''} 疑似泄密核查`,
        trigger: { kind: 'FLYING', id: flying._id, no: flying.no },
        orderedBy: flying.leader,
      }),
    ],
  };
}
