/** What being told and answering decides, for one person on the roll. Pure. */
import { z } from 'zod';
import { DomainError } from '../core/errors';
import { advance, command, type Context, type Effect, type Outcome } from '../core/workflow';
import {
  type AlertRecipient,
  type AnswerAlert,
  AnswerAlert as Answering,
  type EnterAnswer,
  EnterAnswer as Entering,
  type TellAgain,
  TellAgain as Telling,
  type Way,
} from './alertRecipient.schema';
import { recipientWorkflow } from './alertRecipient.workflow';
import { type Called } from './audience';
import { type MassAlert } from './massAlert.schema';

/** What an answer is held against. */
export interface AnswerFacts {
  alert: Pick<MassAlert, 'status' | 'choices' | 'answerBy'> | null;
}

/** What delivery has to say: the order (again), or that it is taken back. The words are made when it goes out. */
const say = (
  recipient: Pick<AlertRecipient, 'alert' | 'person'>,
  what: 'order' | 'revoke',
  round: number,
  way: Way,
): Effect => ({
  kind: 'notice.send',
  // A lane for each: one that DingTalk keeps waiting never holds up the next.
  lane: `${what}:${round}`,
  data: { to: recipient.person, way, about: { id: recipient.alert, what, round } },
});

/** One person's place on the roll, and the first message. */
export function callPerson(
  id: string,
  alert: string,
  person: Called & { head: string | null },
  { now }: Pick<Context, 'now'>,
): Outcome<AlertRecipient> {
  const { id: actor, label, unit, unitName, county, head, unreachable } = person;
  const document: AlertRecipient = {
    ...{ _id: id, version: 0, status: 'silent', alert, person: actor, label, unit, unitName, county, head },
    ...{ toldAt: now, round: 1, answer: null, answeredAt: null, late: false, help: false },
    ...{ tellings: [], acceptedAt: null, deliveredAt: null, readAt: null, unreachable },
  };
  return {
    document,
    event: { type: 'alertRecipient.called', data: {} },
    effects: unreachable ? [] : [say(document, 'order', 1, 'robot')],
  };
}

/** The choice that is meant; refused in words when the alert is cancelled or has no such choice. */
function chosen({ alert }: AnswerFacts, choice: string) {
  if (!alert || alert.status === 'draft')
    throw new DomainError('NOT_FOUND', '没有找到这次通知，请返回“我的任务”查看。');
  if (alert.status === 'cancelled') throw new DomainError('NOT_NOW', '这次通知已经取消，不用再回复。');
  const found = alert.choices.find(({ text }) => text === choice);
  if (found) return { alert, found };
  const offered = alert.choices.map(({ text }) => `“${text}”`).join('、');
  throw new DomainError('INVALID_INPUT', `没有“${choice.slice(0, 12)}”这个回复，请从${offered}中选择。`);
}

function answered(
  recipient: AlertRecipient,
  input: AnswerAlert,
  context: Context,
  facts: AnswerFacts,
  enteredBy: string | null,
) {
  const { alert, found } = chosen(facts, input.choice);
  const { now } = context;
  const late = alert.status === 'closed' || now > alert.answerBy;
  const answer = {
    choice: found.text,
    help: found.help,
    words: input.words,
    location: input.location,
    at: now,
    late,
    enteredBy,
  };
  const first = recipient.answeredAt ?? now;
  return {
    ...{ answer, help: found.help, answeredAt: first, unreachable: null },
    late: recipient.answeredAt ? recipient.late : late,
    // Whoever answers has read it, whatever the receipts say; being told by telephone is no reading.
    ...(enteredBy ? {} : { deliveredAt: recipient.deliveredAt ?? now, readAt: recipient.readAt ?? now }),
  };
}

const helpNow = (before: AlertRecipient, { help, unitName, _id, label }: AlertRecipient): Effect[] =>
  help && !before.help ? [{ kind: 'massAlert.help', data: { recipient: _id, who: label, unitName } }] : [];

/** A todo that rang for want of an answer is ticked off. */
const tickOff = ({ tellings }: AlertRecipient): Effect[] =>
  tellings.some(({ way, handle }) => way === 'todo' && handle) ? [{ kind: 'massAlert.tickOff', data: {} }] : [];

/** Answer, or change the answer. Late ones are kept and marked. */
function answerAlert(
  recipient: AlertRecipient,
  input: AnswerAlert,
  context: Context,
  facts: AnswerFacts,
): Outcome<AlertRecipient> {
  const status = advance(recipientWorkflow, 'answer', recipient, context);
  const document = { ...recipient, ...answered(recipient, input, context, facts, null), status };
  const { choice, late } = document.answer;
  return {
    document,
    event: { type: 'alertRecipient.answered', data: { choice, late } },
    effects: [...helpNow(recipient, document), ...tickOff(recipient)],
  };
}

/** Somebody reached otherwise, entered by whoever reached them. */
function enterAnswer(
  recipient: AlertRecipient,
  { choice, words }: EnterAnswer,
  context: Context,
  facts: AnswerFacts,
): Outcome<AlertRecipient> {
  const status = advance(recipientWorkflow, 'enter', recipient, context);
  const input = { choice, words, location: null };
  const document = { ...recipient, ...answered(recipient, input, context, facts, context.actor.id), status };
  return {
    document,
    event: { type: 'alertRecipient.entered', data: { choice } },
    effects: [...helpNow(recipient, document), ...tickOff(recipient)],
  };
}

function tellAgain(recipient: AlertRecipient, { round, way }: TellAgain, context: Context): Outcome<AlertRecipient> {
  const status = advance(recipientWorkflow, 'tell', recipient, context);
  return {
    document: { ...recipient, status, round },
    event: { type: 'alertRecipient.toldAgain', data: { round, way } },
    effects: [say(recipient, 'order', round, way)],
  };
}

function revokeOrder(recipient: AlertRecipient, _input: unknown, context: Context): Outcome<AlertRecipient> {
  const status = advance(recipientWorkflow, 'revoke', recipient, context);
  return {
    document: { ...recipient, status },
    event: { type: 'alertRecipient.revoked' },
    effects: [say(recipient, 'revoke', recipient.round, 'robot')],
  };
}

/** Every command behind its schema. The names are those of the workflow's steps. */
export const recipientCommands = {
  answer: command(Answering, answerAlert),
  enter: command(Entering, enterAnswer),
  tell: command(Telling, tellAgain),
  revoke: command(z.strictObject({}), revokeOrder),
};
