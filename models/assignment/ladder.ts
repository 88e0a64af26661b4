/**
 * The acknowledge ladder: silence climbs. Which rungs there are is policy (core/policy.ts); this file says when each is due and
 * who stands on it.
 */
import { type Role } from '../core/access';
import { endOfShanghaiDay, minutes } from '../core/calendar';
import { policy, type Rung } from '../core/policy';
import { type Assignment } from './assignment.schema';

type Waiting = Pick<Assignment, 'urgency' | 'openedAt'>;

/** The rungs of this assignment's urgency, the lowest first. */
export const rungsOf = ({ urgency }: Pick<Assignment, 'urgency'>): readonly Rung[] => policy().ladder[urgency];

/**
 * When rung `n` (from 1) falls due; null above the top. Never before the rung below it: an assignment opened late in the
 * evening reaches the end of the day before two hours are over.
 */
export function rungAt(assignment: Waiting, n: number): Date | null {
  const below = rungsOf(assignment).slice(0, n);
  if (n < 1 || below.length < n) return null;
  return new Date(Math.max(...below.map(({ after }) => momentOf(after, assignment.openedAt).getTime())));
}

const momentOf = (after: Rung['after'], openedAt: Date): Date =>
  after === 'endOfDay' ? endOfShanghaiDay(openedAt) : new Date(openedAt.getTime() + minutes(after));

/** Which role stands on a rung, and whether only the one of the assignment's county is meant. */
export const STANDING: Record<Exclude<Rung['to'], 'same'>, { role: Role; inCounty: boolean }> = {
  dutyLeader: { role: 'dutyLeader', inCounty: false },
  branchHead: { role: 'branchHead', inCounty: true },
  bureauLeader: { role: 'bureauLeader', inCounty: false },
};
