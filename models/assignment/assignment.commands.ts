/**
 * What opening, acknowledging, closing and climbing decide. Pure. Every message is only owed here; delivery (bot/deliver.ts)
 * sends it and alone writes `messages`.
 */
import { type Context, type Effect, type Outcome, advance } from '../core/workflow';
import { type Assignment, type OwedMessage, OpenAssignment } from './assignment.schema';
import { assignmentWorkflow } from './assignment.workflow';
import { rungAt, rungsOf } from './ladder';

/** Each message in a lane of its own: one that DingTalk refuses never holds up the next. */
const send = (data: OwedMessage): Effect => ({ kind: 'message.send', lane: `message:${data.message}`, data });

/** Who it is for, looked up beforehand. */
export interface Named {
  id: string;
  name: string;
}

/**
 * Tell one person about a record. The card goes out at once; where a todo is asked for, it goes out beside the card and rings.
 *
 * @param id the record's outbox entry, so that a repeated delivery opens nothing twice
 */
export function openAssignment(
  id: string,
  record: Assignment['record'],
  input: OpenAssignment,
  person: Named,
  { now }: Pick<Context, 'now'>,
): Outcome<Assignment> {
  const { purpose, title, urgency, ladder, dueAt, county, todo } = OpenAssignment.parse(input);
  const told = { to: person.id, toName: person.name, rung: 0 };
  const document: Assignment = {
    _id: id,
    version: 0,
    status: 'open',
    record,
    person: person.id,
    personName: person.name,
    ...{ purpose, title, urgency, ladder, county, dueAt },
    rung: 0,
    nextRungAt: ladder ? rungAt({ urgency, openedAt: now }, 1) : null,
    openedAt: now,
    acknowledgedAt: null,
    closedAt: null,
    unreachable: false,
    messages: [],
  };
  return {
    document,
    event: { type: 'assignment.opened', data: { person: person.id, purpose, urgency } },
    effects: [
      send({ message: `${id}-0c`, means: 'card', ding: false, ...told }),
      ...(todo ? [send({ message: `${id}-0t`, means: 'todo', ding: urgency === 'URGENT', ...told })] : []),
    ],
  };
}

/** 收到: the ladder stops. */
export function acknowledgeAssignment(assignment: Assignment, context: Context): Outcome<Assignment> {
  const status = advance(assignmentWorkflow, 'acknowledge', assignment, context);
  const document = { ...assignment, status, acknowledgedAt: context.now, nextRungAt: null, unreachable: false };
  return { document, event: { type: 'assignment.acknowledged' } };
}

/** What was waited for has happened (`done`) or is no longer wanted (`cancelled`); open todos are ticked off. */
export function closeAssignment(
  assignment: Assignment,
  as: 'done' | 'cancelled',
  context: Context,
): Outcome<Assignment> {
  const status = advance(assignmentWorkflow, as === 'done' ? 'finish' : 'cancel', assignment, context);
  const document = { ...assignment, status, closedAt: context.now, nextRungAt: null, unreachable: false };
  return {
    document,
    event: { type: as === 'done' ? 'assignment.done' : 'assignment.cancelled' },
    effects: [{ kind: 'todos.complete', data: {} }],
  };
}

/**
 * Nobody has answered: take the next rung. Late rungs are taken one by one in their order, so the history shows each.
 *
 * @param found who stands on the rung; null when nobody does, which the desk shows as an alarm
 */
export function climb(assignment: Assignment, context: Context, found: Named | null): Outcome<Assignment> {
  const status = advance(assignmentWorkflow, 'climb', assignment, context);
  const n = assignment.rung + 1;
  const rung = rungsOf(assignment)[n - 1];
  const document: Assignment = {
    ...assignment,
    status,
    rung: n,
    nextRungAt: rungAt(assignment, n + 1),
    unreachable: assignment.unreachable || !found,
  };
  const data = { rung: n, to: rung?.to, dueAt: assignment.nextRungAt, person: found?.id ?? null };
  if (!found) return { document, event: { type: 'assignment.unreachable', data } };
  const told = { to: found.id, toName: found.name, rung: n };
  const id = `${assignment._id}-${n}`;
  const louder = rung?.ding
    ? send({ message: `${id}t`, means: 'todo', ding: true, ...told })
    : send({ message: `${id}w`, means: 'workNotice', ding: false, ...told });
  return {
    document,
    event: { type: 'assignment.climbed', data },
    effects: [send({ message: `${id}c`, means: 'card', ding: false, ...told }), louder],
  };
}
