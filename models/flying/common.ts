/** What the steps of a flying inspection share: its title, its clocks, whom it tells. No word here depends on the target. */
import { assign } from '../assignment/assignment.effects';
import { UNNUMBERED } from '../assignment/assignment.schema';
import { minutes } from '../core/calendar';
import { DomainError } from '../core/errors';
import { policy } from '../core/policy';
import { type Effect } from '../core/workflow';
import { type FlyingInspection, type Member } from './flying.schema';
import { standing } from './team';

type Numbered = Pick<FlyingInspection, 'no'>;

/** The number and nothing else. */
export const titleOf = ({ no }: Numbered): string => `${no ?? UNNUMBERED} · 飞行检查`;

/** Ask somebody to come; the deadline of the answer is that of their place. */
export const alert = (flying: Numbered, { person, answerBy }: Pick<Member, 'person' | 'answerBy'>): Effect =>
  assign({
    ...{ person, purpose: 'flying.assemble', title: `${flying.no ?? UNNUMBERED} · 集合通知` },
    ...{ urgency: 'URGENT', dueAt: answerBy, todo: true },
  });

/** Tell one of those who run it; without a ladder, since nobody else may hear of it. */
export const tell = (flying: Numbered, person: string, purpose: string, urgent = false): Effect =>
  assign({
    ...{ person, purpose, title: titleOf(flying), ladder: false, todo: true },
    urgency: urgent ? 'URGENT' : 'NORMAL',
  });

export const tellKnowing = (flying: FlyingInspection, purpose: string): Effect[] =>
  flying.knowing.map((person) => tell(flying, person, purpose, true));

/** 集合解除: to whoever stood in the team and does no longer. It says no more than that. */
export const standDown = (flying: Numbered, person: string): Effect =>
  assign({ person, purpose: 'flying.stoodDown', title: `${flying.no ?? UNNUMBERED} · 集合解除`, ladder: false });

/** A member who is asked shortly before the assembly answers by then, but nobody gets less than five minutes. */
export function answerBy({ assembleAt }: Pick<FlyingInspection, 'assembleAt'>, now: Date): Date {
  const usual = now.getTime() + minutes(policy().flying.answerMinutes);
  return new Date(Math.min(usual, Math.max(assembleAt.getTime(), now.getTime() + minutes(5))));
}

/** Nobody plans further ahead than a year; moments at the end of all time have no day after them either. */
const FARTHEST_MS = minutes(366 * 24 * 60);

/** @throws DomainError INVALID_INPUT when the times do not follow each other, or lie too far ahead */
export function checkTimes({ assembleAt, revealAt }: Pick<FlyingInspection, 'assembleAt' | 'revealAt'>, now: Date) {
  const { longestHours } = policy().flying;
  if (assembleAt <= now) throw new DomainError('INVALID_INPUT', '集合时间须晚于现在，请重新选择。');
  if (assembleAt.getTime() > now.getTime() + FARTHEST_MS)
    throw new DomainError('INVALID_INPUT', '集合时间太远，请选一年以内的时间。');
  if (revealAt < assembleAt) throw new DomainError('INVALID_INPUT', '揭示时间不能早于集合时间，请重新选择。');
  if (revealAt.getTime() > assembleAt.getTime() + minutes(longestHours * 60))
    throw new DomainError('INVALID_INPUT', `揭示时间须在集合后${longestHours}小时以内，请重新选择。`);
}

const BEFORE: readonly FlyingInspection['status'][] = ['sealed', 'teamReady'];
const GOING: readonly FlyingInspection['status'][] = [...BEFORE, 'revealed', 'onSite'];

/**
 * When the clock looks again. Once somebody has been told that the time had come without a team, the reveal waits at a moment of its
 * own: the clock acts once per moment.
 */
function nextWake(flying: FlyingInspection): Date | null {
  const { status, revealAt, lateToldAt } = flying;
  if (!GOING.includes(status)) return null;
  const asked = standing(flying)
    .filter(({ state }) => state === 'asked')
    .map((member) => member.answerBy.getTime());
  const reveal = status === 'teamReady' || (status === 'sealed' && !lateToldAt);
  const moments = [...asked, ...(reveal ? [revealAt.getTime() + (lateToldAt ? 1 : 0)] : [])];
  return moments.length > 0 ? new Date(Math.min(...moments)) : null;
}

/** The record with everything that follows from its team: whether it is ready, who may see it, when the clock looks again. */
export function settled(flying: FlyingInspection): FlyingInspection {
  const team = standing(flying);
  const ready = team.length >= flying.k && team.every(({ state }) => state !== 'asked');
  const status = BEFORE.includes(flying.status) ? (ready ? 'teamReady' : 'sealed') : flying.status;
  const document: FlyingInspection = {
    ...flying,
    status,
    crew: team.map(({ person }) => person),
    captain: team.find(({ slot }) => slot === 1)?.person ?? null,
  };
  return { ...document, wakeAt: nextWake(document) };
}
