/**
 * From the outbox of an assignment to the phone. Cards and todos carry our own id, so a repeated send shows once. A work notice or
 * DING does not: whether it may have gone out is noted before sending, and one whose fate is unknown is never sent again; the
 * next means of the ladder takes over. So nothing is lost and nothing is shown twice.
 */
import { assignmentsAbout } from '../models/assignment/assignment.store';
import { type Assignment, type Means, type Message, OwedMessage } from '../models/assignment/assignment.schema';
import { OPEN_ASSIGNMENTS } from '../models/assignment/assignment.workflow';
import {
  dropMessage,
  type FoundMessage,
  markMessage,
  markShown,
  markUnreachable,
  noteMessage,
} from '../models/assignment/message.store';
import { type Handler, type OwedEntry, type Settlement } from '../models/core/outbox';
import { peopleWithRole } from '../models/people/people.store';
import { type DingTalk, DingTalkError, type Log } from './dingtalk/client';
import { clearOvertaken } from './overtaken';
import { type Receiver, receiverOf } from './receiver';
import { assignmentById, recordOf, type Rendered, rendered } from './render';

export interface DeliveryDoors {
  dingtalk: Pick<
    DingTalk,
    | 'deliverCard'
    | 'updateCard'
    | 'sendWorkNotice'
    | 'createTodo'
    | 'completeTodo'
    | 'sendDing'
    | 'sendRobotMessage'
    | 'downloadFile'
    | 'robotMessageRead'
    | 'workNoticeResult'
  >;
  /** Address of the micro-app, without a slash at the end. */
  appUrl: string;
  clock: () => Date;
  log: Log;
}

/** One message on its way. */
interface Parcel extends FoundMessage {
  receiver: Receiver;
  card: Rendered;
  url: string;
  ding: boolean;
  now: Date;
}

type Sent = Pick<Message, 'handle'> & Partial<Pick<Message, 'shown' | 'face' | 'form'>>;
interface Way {
  /** The same id twice is the same message on the phone. */
  idempotent: boolean;
  send: (parcel: Parcel, doors: DeliveryDoors) => Promise<Sent>;
}

/** Hours and minutes in Asia/Shanghai. */
const timeWords = (at: Date) => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(11, 16);

/** DingTalk drops the same text to the same person on one day without a word, so rung and time are part of it. */
const reminder = ({ card, message, now }: Parcel) =>
  `${card.alert}${message.rung > 0 ? `，第${message.rung}次提醒` : ''}（${timeWords(now)}）`;

/** No DING goes out when somebody gives a todo to themselves; it comes from the duty desk. */
async function creatorFor({ userId }: Receiver): Promise<{ creatorUnionId?: string }> {
  const desk = [...(await peopleWithRole('dutyOperator')), ...(await peopleWithRole('dutyLeader'))];
  const other = desk.find(({ _id }) => _id !== userId);
  return other ? { creatorUnionId: other.unionId } : {};
}

const WAYS: Record<Means, Way> = {
  card: {
    idempotent: true,
    async send({ message, receiver, card }, { dingtalk }) {
      const { userId } = receiver;
      const delivery = { outTrackId: message.id, userId, params: card.variables, alert: card.alert };
      const { carrierId } = await dingtalk.deliverCard(delivery);
      // It stood there already, with what was true at an earlier attempt.
      if (!carrierId) await dingtalk.updateCard(message.id, card.variables);
      return { handle: carrierId || null, shown: card.version, face: card.face, form: card.form };
    },
  },
  workNotice: {
    idempotent: false,
    async send(parcel, { dingtalk }) {
      const action_card = {
        title: parcel.card.alert,
        markdown: `**${reminder(parcel)}**\n\n请点下面查看并办理。`,
        single_title: '查看办理',
        single_url: parcel.url,
      };
      const { taskId } = await dingtalk.sendWorkNotice([parcel.receiver.userId], {
        msgtype: 'action_card',
        action_card,
      });
      return { handle: String(taskId) };
    },
  },
  todo: {
    idempotent: true,
    async send(parcel, { dingtalk }) {
      const { taskId } = await dingtalk.createTodo({
        sourceId: parcel.message.id,
        subject: reminder(parcel),
        unionId: parcel.receiver.unionId,
        detailUrl: parcel.url,
        dueAt: parcel.assignment.dueAt,
        ding: parcel.ding,
        ...(await creatorFor(parcel.receiver)),
      });
      return { handle: taskId || null };
    },
  },
  ding: {
    idempotent: false,
    async send(parcel, { dingtalk }) {
      const { dingId, failed } = await dingtalk.sendDing([parcel.receiver.userId], 1, reminder(parcel));
      if (failed.length > 0)
        throw new DingTalkError({ kind: 'refused', api: 'sendDing', code: 'FAILED', message: 'failed' });
      return { handle: dingId || null };
    },
  },
};
const LADDER: readonly Means[] = ['card', 'workNotice', 'todo', 'ding'];

const messageOf = (owed: OwedMessage, means: Means, now: Date): Message => ({
  id: means === owed.means ? owed.message : `${owed.message}${means.charAt(0)}`,
  means,
  to: owed.to,
  toName: owed.toName,
  at: now,
  handle: null,
  acceptedAt: null,
  deliveredAt: null,
  readAt: null,
  actedAt: null,
  failed: null,
  rung: owed.rung,
  shown: null,
  face: null,
  form: null,
  checkedAt: null,
});

type Attempt = 'sent' | 'next' | { retry: string; after?: Date };
const QUOTA_PAUSE_MS = 3_600_000;

/** After a failed send: may the same means be tried again, or is it the next one's turn? */
async function afterFailure(error: unknown, parcel: Parcel, now: Date): Promise<Attempt> {
  if (!(error instanceof DingTalkError)) throw error;
  const { assignment, message } = parcel;
  const unknown = error.ambiguous && !WAYS[message.means].idempotent;
  if (error.kind === 'refused' || unknown) {
    await markMessage(assignment._id, message.id, { failed: unknown ? '发送结果不明' : error.code });
    return 'next';
  }
  if (!WAYS[message.means].idempotent) await dropMessage(assignment._id, message.id);
  if (error.kind === 'quota') return { retry: error.message, after: new Date(now.getTime() + QUOTA_PAUSE_MS) };
  return { retry: error.message };
}

async function attempt(parcel: Parcel, doors: DeliveryDoors): Promise<Attempt> {
  const { assignment, message, now } = parcel;
  const known = assignment.messages.find(({ id }) => id === message.id);
  if (known?.acceptedAt) return 'sent';
  if (known?.failed) return 'next';
  const way = WAYS[message.means];
  const first = await noteMessage(assignment._id, message);
  if (!first && !way.idempotent) {
    // A worker that died may or may not have sent it.
    await markMessage(assignment._id, message.id, { failed: '发送结果不明' });
    return 'next';
  }
  try {
    const sent = await way.send(parcel, doors);
    await markMessage(assignment._id, message.id, { acceptedAt: doors.clock(), ...sent });
  } catch (error) {
    return afterFailure(error, parcel, now);
  }
  if (message.means === 'card') await catchUp(parcel, doors);
  if (message.means === 'todo') await tickOff(parcel, doors);
  return 'sent';
}

/** The matter may have been done with while its todo was on the way, before anybody could know of the todo. */
async function tickOff({ assignment, message }: Parcel, doors: DeliveryDoors): Promise<void> {
  const now = await assignmentById(assignment._id);
  const handle = now?.messages.find(({ id }) => id === message.id)?.handle;
  const receiver = await receiverOf(message.to);
  if (!now || !handle || !receiver || OPEN_ASSIGNMENTS.includes(now.status)) return;
  await doors.dingtalk.completeTodo(receiver.unionId, handle);
}

/** The record may have changed while its card was on the way, before a refresh could know of the card. */
async function catchUp(parcel: Parcel, doors: DeliveryDoors): Promise<void> {
  const record = await recordOf(parcel);
  if (!record || record.version <= parcel.card.version) return;
  const shown = { ...parcel.message, acceptedAt: parcel.now, shown: parcel.card.version, face: parcel.card.face };
  await refreshCard({ ...parcel, message: shown }, doors, parcel.now);
}

/** What has been overtaken by events needs no message: a reminder after the answer, a question after the confirmation. */
const isMoot = ({ status }: Assignment, { rung }: OwedMessage) =>
  rung > 0 ? status !== 'open' : !OPEN_ASSIGNMENTS.includes(status);

async function deliverOne(entry: OwedEntry, now: Date, doors: DeliveryDoors): Promise<Settlement> {
  const owed = OwedMessage.parse(entry.data);
  const assignment = await assignmentById(entry.recordId);
  if (!assignment) return { done: true };
  if (isMoot(assignment, owed)) return clearOvertaken(assignment, owed, now, doors);
  const receiver = await receiverOf(owed.to);
  if (!receiver) return unreachable(assignment, owed, '没有可用的钉钉账号，请用电话或书面告知', now);
  for (const means of LADDER.slice(LADDER.indexOf(owed.means))) {
    const message = messageOf(owed, means, now);
    const record = await recordOf({ assignment, message });
    if (!record) return { impossible: 'the record is gone' };
    const card = await rendered({ assignment, message }, record, receiver, { appUrl: doors.appUrl, now });
    const url = card.variables['url'] ?? doors.appUrl;
    const parcel: Parcel = { assignment, message, receiver, card, url, ding: owed.ding, now };
    const outcome = await attempt(parcel, doors);
    if (outcome === 'sent') return { done: true };
    if (outcome !== 'next') return outcome;
  }
  return unreachable(assignment, owed, '所有发送方式都被拒绝', now);
}

async function unreachable(assignment: Assignment, owed: OwedMessage, reason: string, now: Date): Promise<Settlement> {
  await noteMessage(assignment._id, { ...messageOf(owed, owed.means, now), failed: reason });
  await markUnreachable(assignment._id);
  return { impossible: reason };
}

/** One entry's failure is that entry's retry, never its neighbours'. */
export const each =
  (one: (entry: OwedEntry, now: Date) => Promise<Settlement>): Handler =>
  (entries, now) =>
    Promise.all(entries.map((entry) => one(entry, now).catch((error: unknown) => ({ retry: String(error) }))));

/** Bring one card up to the record's version. Returns undefined when done, or why it has to be tried again. */
async function refreshCard(found: FoundMessage, doors: DeliveryDoors, now: Date): Promise<string | undefined> {
  const { assignment, message } = found;
  const [record, receiver] = [await recordOf(found), await receiverOf(message.to)];
  if (!record || !receiver || (message.shown ?? -1) >= record.version) return undefined;
  const card = await rendered(found, record, receiver, { appUrl: doors.appUrl, now });
  try {
    if (card.face !== message.face) await doors.dingtalk.updateCard(message.id, card.variables);
  } catch (error) {
    if (!(error instanceof DingTalkError)) throw error;
    if (error.kind !== 'refused') return error.message;
    doors.log.warn({ card: message.id, code: error.code }, 'a card could not be refreshed');
  }
  await markShown(assignment._id, message.id, { shown: card.version, face: card.face, form: card.form });
  return undefined;
}

async function refreshRecord({ store, recordId }: OwedEntry, now: Date, doors: DeliveryDoors): Promise<Settlement> {
  const about = await assignmentsAbout({ store, id: recordId });
  const live = about.flatMap((assignment) =>
    assignment.messages
      .filter(({ means, acceptedAt, failed }) => means === 'card' && acceptedAt && !failed)
      .map((message) => ({ assignment, message })),
  );
  const failures = (await Promise.all(live.map((found) => refreshCard(found, doors, now)))).filter(Boolean);
  return failures[0] ? { retry: failures[0] } : { done: true };
}

async function completeTodos({ recordId }: OwedEntry, doors: DeliveryDoors): Promise<Settlement> {
  const assignment = await assignmentById(recordId);
  for (const { means, handle, acceptedAt, to } of assignment?.messages ?? []) {
    if (means !== 'todo' || !handle || !acceptedAt) continue;
    const receiver = await receiverOf(to);
    if (!receiver) continue;
    try {
      await doors.dingtalk.completeTodo(receiver.unionId, handle);
    } catch (error) {
      if (!(error instanceof DingTalkError)) throw error;
      if (error.kind !== 'refused') return { retry: error.message };
    }
  }
  return { done: true };
}

/** Messages, cards and todos of assignments: handlers of the outbox that waits for DingTalk. */
export const deliveryHandlers = (doors: DeliveryDoors): Record<string, Handler> => ({
  'message.send': each((entry, now) => deliverOne(entry, now, doors)),
  'cards.refresh': each((entry, now) => refreshRecord(entry, now, doors)),
  'todos.complete': each((entry) => completeTodos(entry, doors)),
});
