/**
 * What opening, acknowledging, closing and climbing decide. Pure. Every message is only owed here; delivery (bot/deliver.ts)
 * sends it and alone writes `messages`.
 */
import { type Context, type Effect, type Outcome, advance } from '../core/workflow';
import { ALARM } from './assignment.purposes';
import { type Assignment, type Means, type OwedMessage, OpenAssignment, type Told } from './assignment.schema';
import { assignmentWorkflow } from './assignment.workflow';
import { afterLapse, rungAt, rungsOf, silentSince } from './ladder';

/** Each message in a lane of its own: one that DingTalk refuses never holds up the next. */
const send = (data: OwedMessage): Effect => ({ kind: 'message.send', lane: `message:${data.message}`, data });

/** Ends the id of a message, and of whatever takes its place when it is refused. */
export const MEANS_LETTER: Record<Means, string> = {
  card: 'c',
  workNotice: 'w',
  todo: 't',
  ding: 'd',
  dingSms: 's',
  dingPhone: 'p',
  voice: 'v',
};

/** Who it is for, looked up beforehand. */
export interface Named {
  id: string;
  name: string;
}

/** Who was told because the person kept silent, in order. */
export const toldOf = ({ told }: Pick<Assignment, 'told'>): readonly Told[] => told ?? [];

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
  const { purpose, title, urgency, ladder, dueAt, county, todo, because, expireAt } = OpenAssignment.parse(input);
  const message = { to: person.id, toName: person.name, rung: 0 };
  const document: Assignment = {
    _id: id,
    version: 0,
    status: 'open',
    record,
    person: person.id,
    personName: person.name,
    ...{ purpose, title, urgency, ladder, county, dueAt },
    rung: 0,
    nextRungAt: ladder ? rungAt({ purpose, urgency, openedAt: now }, 1) : null,
    told: [],
    because: because ?? null,
    openedAt: now,
    acknowledgedAt: null,
    closedAt: null,
    unreachable: false,
    ...(expireAt ? { expireAt } : {}),
    messages: [],
  };
  return {
    document,
    event: { type: 'assignment.opened', data: { person: person.id, purpose, urgency } },
    effects: [
      send({ message: `${id}-0c`, means: 'card', ding: false, ...message }),
      ...(todo ? [send({ message: `${id}-0t`, means: 'todo', ding: urgency === 'URGENT', ...message })] : []),
    ],
  };
}

/** What an answer ends besides the ladder: the todos of those who were told instead, and the alarm that nobody could be reached. */
const answered = (assignment: Assignment): Effect[] => [
  ...(toldOf(assignment).length > 0 ? [{ kind: 'todos.complete', data: { others: true } }] : []),
  ...(assignment.unreachable ? [{ kind: 'assignment.alarmOver', data: {} }] : []),
];

/**
 * 收到: the ladder stops; with a promise (`until`) only until that moment. A new promise takes the place of the one before.
 *
 * @throws DomainError ILLEGAL_TRANSITION when it was acknowledged already and nothing new is promised
 */
export function acknowledgeAssignment(assignment: Assignment, context: Context, until?: Date): Outcome<Assignment> {
  const again = assignment.status === 'acknowledged' && until !== undefined;
  const status = advance(assignmentWorkflow, again ? 'promise' : 'acknowledge', assignment, context);
  const promisedUntil = assignment.ladder && until ? until : null;
  const document: Assignment = {
    ...assignment,
    status,
    acknowledgedAt: again ? assignment.acknowledgedAt : context.now,
    promisedUntil,
    nextRungAt: promisedUntil,
    unreachable: false,
  };
  return {
    document,
    event: {
      type: again ? 'assignment.promised' : 'assignment.acknowledged',
      ...(promisedUntil ? { data: { until: promisedUntil } } : {}),
    },
    effects: answered(assignment),
  };
}

/** The promise was not kept: the matter is unanswered again, and the ladder goes on where it stood, at once. */
export function lapseAssignment(assignment: Assignment, context: Context): Outcome<Assignment> {
  const status = advance(assignmentWorkflow, 'lapse', assignment, context);
  const until = assignment.nextRungAt ?? context.now;
  const document = { ...assignment, status, lapses: (assignment.lapses ?? 0) + 1, ...afterLapse(assignment, until) };
  return { document, event: { type: 'assignment.lapsed', data: { until } } };
}

/** What was waited for has happened (`done`) or is no longer wanted (`cancelled`); open todos are ticked off. */
export function closeAssignment(
  assignment: Assignment,
  as: 'done' | 'cancelled',
  context: Context,
): Outcome<Assignment> {
  const status = advance(assignmentWorkflow, as === 'done' ? 'finish' : 'cancel', assignment, context);
  return closed(assignment, status, as, context);
}

function closed(assignment: Assignment, status: Assignment['status'], as: 'done' | 'cancelled', { now }: Context) {
  const document = { ...assignment, status, closedAt: now, nextRungAt: null, unreachable: false };
  return {
    document,
    event: { type: as === 'done' ? 'assignment.done' : 'assignment.cancelled', data: {} },
    effects: [
      { kind: 'todos.complete', data: {} },
      ...(assignment.unreachable ? [{ kind: 'assignment.alarmOver', data: {} }] : []),
    ],
  };
}

/** 已人工联系: the duty desk has reached somebody by its own means; the same alarm at others is over too. */
export function answerAlarm(assignment: Assignment, note: string, context: Context): Outcome<Assignment> {
  const status = advance(assignmentWorkflow, 'answerAlarm', assignment, context);
  const outcome = closed({ ...assignment, acknowledgedAt: context.now }, status, 'done', context);
  return {
    ...outcome,
    event: { type: 'assignment.alarmAnswered', data: { note } },
    effects: [...outcome.effects, { kind: 'assignment.alarmOver', data: {} }],
  };
}

/** Nobody reachable is itself an alarm; of an alarm it is not, or one would call the next for ever. */
const alarm = ({ purpose }: Assignment, reason: string): Effect[] =>
  purpose === ALARM ? [] : [{ kind: 'assignment.alarm', data: { reason } }];

/** No means reached somebody who had to be told. @param reason shown to the duty desk; names nobody */
export function raiseAlarm(assignment: Assignment, reason: string, context: Context): Outcome<Assignment> {
  const status = advance(assignmentWorkflow, 'alarm', assignment, context);
  return {
    document: { ...assignment, status, unreachable: true },
    event: { type: 'assignment.unreachable', data: { rung: assignment.rung, reason } },
    effects: alarm(assignment, reason),
  };
}

/** Whom a rung found: somebody, nobody (an alarm), or `skip` where the rung is for something this matter does not have. */
export type Found = Named | null | 'skip';

/** Nobody has answered: take the next rung. Late rungs are taken one by one in their order, so the history shows each. */
export function climb(assignment: Assignment, context: Context, found: Found): Outcome<Assignment> {
  const status = advance(assignmentWorkflow, 'climb', assignment, context);
  const n = assignment.rung + 1;
  const rung = rungsOf(assignment)[n - 1];
  const nextRungAt = rungAt(assignment, n + 1);
  const data = { rung: n, to: rung?.to, dueAt: assignment.nextRungAt };
  const document: Assignment = { ...assignment, status, rung: n, nextRungAt };
  if (found === 'skip') return { document, event: { type: 'assignment.skipped', data } };
  if (!found || !rung) {
    return {
      document: { ...document, unreachable: true },
      event: { type: 'assignment.unreachable', data: { ...data, person: null } },
      effects: alarm(assignment, '下一级没有可以通知的人'),
    };
  }
  const message = { to: found.id, toName: found.name, rung: n };
  const id = `${assignment._id}-${n}${assignment.lapses ? `.${assignment.lapses}` : ''}`;
  return {
    document: { ...document, told: [...toldOf(assignment), toldNow(assignment, rung.to, found, n, context)] },
    event: { type: 'assignment.climbed', data: { ...data, person: found.id } },
    effects: rung.means.map((means) =>
      send({ message: `${id}${MEANS_LETTER[means]}`, means, ding: assignment.urgency === 'URGENT', ...message }),
    ),
  };
}

function toldNow(assignment: Assignment, to: string, { id, name }: Named, rung: number, { now }: Context): Told {
  const { nextRungAt, lapses, promisedUntil } = assignment;
  const silentMs = (nextRungAt ?? now).getTime() - silentSince(assignment).getTime();
  const promised = lapses ? (promisedUntil ?? null) : null;
  return { person: id, name, rung, to, at: now, minutes: Math.round(silentMs / 60_000), promised };
}
