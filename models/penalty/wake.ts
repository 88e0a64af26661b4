/** The clock's turn on a case: whatever has fallen due first, by the same steps that people take. Pure. */
import { settle } from '../assignment/assignment.effects';
import { type Context, type Outcome } from '../core/workflow';
import { alarmsOf, type CaseFacts, directorOf, notNow, outcome, reviewerOf, take, tell } from './acting';
import { type CaseAlarm } from './clocks';
import { wakeClue } from './clue';
import { noResponse } from './defence';
import { executionRings } from './execution.wake';
import { type PenaltyCase } from './penalty.schema';

/** What the clock does for one kind of alarm. */
export type Ring = (record: PenaltyCase, context: Context, facts: CaseFacts, alarm: CaseAlarm) => Outcome<PenaltyCase>;

const told = (record: PenaltyCase, { id }: CaseAlarm): PenaltyCase => ({ ...record, alarms: [...record.alarms, id] });

/** Handler and head hear of the deadline: by number and day alone. */
const decisionNear: Ring = (record, _context, facts, alarm) => {
  const document = told(record, alarm);
  const people = [...record.investigators, ...directorOf(record, facts)];
  return outcome(document, 'deadlineNear', { days: Number(alarm.id.split(':').at(-1)) }, [
    settle({ purposes: ['penalty.deadline'], as: 'cancelled' }),
    ...tell(document, people, 'penalty.deadline', { quiet: true, dueAt: record.filing?.dueAt ?? null }),
  ]);
};

const decisionLate: Ring = (record, _context, facts, alarm) => {
  const document = told(record, alarm);
  const people = [...record.investigators, ...directorOf(record, facts), ...facts.leaders.slice(0, 1)];
  return outcome(document, 'deadlineOver', {}, [
    settle({ purposes: ['penalty.deadline'], as: 'cancelled' }),
    ...tell(document, people, 'penalty.late', { urgent: true, dueAt: record.filing?.dueAt ?? null }),
  ]);
};

/** The five days are over: without a word the case goes on, after a statement it is rechecked. */
const rightsOver: Ring = (record, context, facts, alarm) => {
  const document = told(record, alarm);
  if (record.status === 'noticed') return noResponse(document, {}, context, facts);
  return outcome(document, 'rightsOver', {}, tell(document, reviewerOf(document, facts), 'penalty.recheck'));
};

const RINGS: Readonly<Record<string, Ring>> = { decisionNear, decisionLate, rightsOver, ...executionRings };

/** @throws DomainError NOT_NOW when nothing has fallen due: another write came first */
export function wakeCase(
  record: PenaltyCase,
  input: unknown,
  context: Context,
  facts: CaseFacts,
): Outcome<PenaltyCase> {
  if (record.status === 'clue') return wakeClue(record, input, context, facts);
  take('wake', record, context);
  const [alarm] = alarmsOf(record);
  const ring = alarm && RINGS[alarm.kind];
  if (!ring || alarm.at > context.now) throw notNow('现在没有到期的事项，请稍后再看。');
  return ring(record, context, facts, alarm);
}
