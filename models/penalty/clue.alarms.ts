import { addCalendarDays, shanghaiDay } from '../core/calendar';
import { policy } from '../core/policy';
import { type CaseAlarm, morningOf } from './clocks';
import { type PenaltyCase } from './penalty.schema';

/** One reminder before the review of a clue is due, and one when it is. */
export function clueAlarms({ status, reviewDueAt, registeredAt }: PenaltyCase): CaseAlarm[] {
  if (status !== 'clue') return [];
  const day = shanghaiDay(reviewDueAt);
  const at = morningOf(addCalendarDays(day, -policy().penalty.remindBeforeDays));
  return [
    ...(at > registeredAt ? [{ id: `remind:${day}`, at, kind: 'clueNear' }] : []),
    { id: `overdue:${day}`, at: reviewDueAt, kind: 'clueLate' },
  ];
}
