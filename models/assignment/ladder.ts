/**
 * The acknowledge ladder: silence climbs. Which rungs there are is policy (rungs.ts holds the defaults); this file says when each falls
 * due. Quiet hours hold back what is not urgent until morning, and nothing else.
 */
import { addCalendarDays, endOfShanghaiDay, minutes, shanghaiDay, startOfShanghaiDay } from '../core/calendar';
import { policy } from '../core/policy';
import { type Assignment } from './assignment.schema';
import { type Rung } from './rungs';

type Kind = Pick<Assignment, 'purpose' | 'urgency'>;
type Waiting = Kind & Pick<Assignment, 'openedAt' | 'clockFrom'>;

/** The rungs for this purpose and urgency, the lowest first: of the purpose, of the word before its dot, or of everything else. */
export function rungsOf({ purpose, urgency }: Kind): readonly Rung[] {
  const ladders = policy().ladder;
  const [word = ''] = purpose.split('.');
  const kinds = [purpose, word, 'default'].filter((kind) => Object.hasOwn(ladders, kind));
  return kinds.map((kind) => ladders[kind]?.[urgency]).find((rungs) => rungs !== undefined) ?? [];
}

/** From when silence is counted: the opening, or later when a promise was given and not kept. */
export const silentSince = ({ clockFrom, openedAt }: Pick<Assignment, 'openedAt' | 'clockFrom'>): Date =>
  clockFrom ?? openedAt;

/**
 * When rung `n` (from 1) falls due; null above the top. Never before the rung below it: silence that begins late in the evening
 * reaches the end of the day before two hours are over.
 */
export function rungAt(assignment: Waiting, n: number): Date | null {
  const below = rungsOf(assignment).slice(0, n);
  if (n < 1 || below.length < n) return null;
  const since = silentSince(assignment);
  const moment = Math.max(...below.map(({ after }) => momentOf(after, since).getTime()));
  return afterQuiet(new Date(moment), assignment.urgency);
}

const momentOf = (after: Rung['after'], since: Date): Date =>
  after === 'endOfDay' ? endOfShanghaiDay(since) : new Date(since.getTime() + minutes(after));

/** The same moment, or the morning after it when it falls into the quiet hours and can wait. */
export function afterQuiet(at: Date, urgency: Assignment['urgency']): Date {
  const { from, to } = policy().quietHours;
  if (urgency === 'URGENT' || from === to) return at;
  const day = shanghaiDay(at);
  const on = (which: string, hour: number) => new Date(startOfShanghaiDay(which).getTime() + minutes(hour * 60));
  const night = (evening: string) =>
    [on(evening, from), on(from < to ? evening : addCalendarDays(evening, 1), to)] as const;
  const nights = [night(addCalendarDays(day, -1)), night(day)];
  return nights.find(([begins, ends]) => begins <= at && at < ends)?.[1] ?? at;
}

/**
 * Where the ladder goes on after a promise that was not kept: at once with the rung that was next, the others at their distance from it.
 * From the top the last rung is taken once more.
 */
export function afterLapse(assignment: Waiting & Pick<Assignment, 'rung'>, lapsedAt: Date) {
  const rungs = rungsOf(assignment);
  const rung = Math.min(assignment.rung, Math.max(0, rungs.length - 1));
  const next = rungs[rung];
  if (!next) return { rung, clockFrom: lapsedAt, nextRungAt: null };
  const before = next.after === 'endOfDay' ? 0 : minutes(next.after);
  return {
    rung,
    clockFrom: new Date(lapsedAt.getTime() - before),
    nextRungAt: afterQuiet(lapsedAt, assignment.urgency),
  };
}
