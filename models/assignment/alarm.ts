/**
 * Nobody reachable is itself an alarm: the people on duty get an assignment about the same record, which climbs a ladder of its own. One
 * per person and cause, and an alarm raises no other; an alarm that reaches nobody either is found by the watchdog, which has its own way.
 */
import { onDuty } from '../duty/onDuty';
import { create, change, read } from '../core/journal';
import { type Handler, type OwedEntry, each } from '../core/outbox';
import { DomainError } from '../core/errors';
import { asClock } from '../core/workflow';
import { peopleWithRole } from '../people/people.store';
import { closeAssignment, type Named, openAssignment, raiseAlarm } from './assignment.commands';
import { ALARM } from './assignment.purposes';
import { type Assignment } from './assignment.schema';
import { assignments } from './assignment.store';
import { OPEN_ASSIGNMENTS } from './assignment.workflow';

const MARK = '-alarm-';
/** Of operators and of leaders each: more would not answer sooner. */
const MOST = 3;
/** Alarms of one cause; those on duty may have changed since the first. */
const MOST_ALARMS = 40;

/** Operators and leaders on duty; without any, the bureau's leaders. */
async function desk(now: Date, except: string): Promise<Named[]> {
  const { operators, leaders } = await onDuty(now);
  const some = (people: readonly Named[]) => people.filter(({ id }) => id !== except).slice(0, MOST);
  const others = new Map([...some(operators), ...some(leaders)].map((one) => [one.id, one]));
  if (others.size > 0) return [...others.values()];
  return (await peopleWithRole('bureauLeader')).slice(0, 2).map(({ _id, name }) => ({ id: _id, name }));
}

async function raise({ id, recordId, data }: OwedEntry, now: Date): Promise<void> {
  const original = await read(assignments, recordId);
  if (!original || !OPEN_ASSIGNMENTS.includes(original.status)) return;
  const { record, title, county, person } = original;
  const because = typeof data['reason'] === 'string' ? data['reason'].slice(0, 100) : '';
  for (const one of await desk(now, person)) {
    const input = { person: one.id, purpose: ALARM, title, urgency: 'URGENT' as const, county, because, todo: true };
    const context = asClock(now, id);
    await create(assignments, openAssignment(`${recordId}${MARK}${one.id}`, record, input, one, context), context);
  }
}

/** The original's own id, of an alarm as of itself. */
const originalOf = (id: string): string => id.split(MARK)[0] ?? id;

async function over({ id, recordId }: OwedEntry, now: Date): Promise<void> {
  const original = originalOf(recordId);
  // From the mark up to the character after its last one: a range of the ids themselves.
  const range = { $gte: `${original}${MARK}`, $lt: `${original}${MARK.slice(0, -1)}.` };
  const standing = await assignments.collection
    .find({ _id: range, status: { $in: OPEN_ASSIGNMENTS } } as never, { projection: { _id: 1 }, limit: MOST_ALARMS })
    .toArray();
  for (const { _id } of standing) {
    const context = asClock(now, id);
    await change(assignments, String(_id), context, (one) => closeAssignment(one, 'done', context)).catch(unlessMoved);
  }
}

/** Somebody answered meanwhile: there is nothing left to do. */
export function unlessMoved(error: unknown): void {
  if (!(error instanceof DomainError) || (error.code !== 'ILLEGAL_TRANSITION' && error.code !== 'NOT_NOW')) throw error;
}

/**
 * Note that a message could reach somebody by no means.
 *
 * @param message its id: the same message raises one alarm, however often it is tried
 */
export async function nobodyReached(assignment: string, message: string, reason: string, now: Date): Promise<void> {
  const context = asClock(now, `alarm:${message}`);
  await change(assignments, assignment, context, (current: Assignment) => raiseAlarm(current, reason, context)).catch(
    unlessMoved,
  );
}

/** Raising the alarm, and calling it off; handlers of the local outbox. */
export const alarmHandlers: Record<string, Handler> = {
  'assignment.alarm': each(raise),
  'assignment.alarmOver': each(over),
};
