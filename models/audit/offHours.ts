/** 白加黑、五加二: whether something happened outside office hours, so that nights and rest days are looked at as well. */
import { isWorkingDay, shanghaiDay } from '../core/calendar';
import { policy } from '../core/policy';

const SHANGHAI_MS = 8 * 3_600_000;
const timeOf = (at: Date): string => new Date(at.getTime() + SHANGHAI_MS).toISOString().slice(11, 16);

/**
 * Outside `[workFrom, workTo)` of a working day, or on a rest day by the official calendar; 17:30 belongs to the evening, as it does
 * in the shifts. Source: the bureau's rule of audits (08:30–17:30) [D].
 */
export function offHours(at: Date): boolean {
  const { workFrom, workTo } = policy().audit;
  const time = timeOf(at);
  return !isWorkingDay(shanghaiDay(at)) || time < workFrom || time >= workTo;
}
