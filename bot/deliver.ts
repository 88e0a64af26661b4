/**
 * From the outbox of an assignment to the phone. Cards and todos carry our own id, so a repeated send shows once. A work notice or
 * DING does not: whether it may have gone out is noted before sending, and one whose fate is unknown is never sent again; the
 * next means of the ladder takes over. So nothing is lost and nothing is shown twice.
 */
import { assignmentsAbout } from '../models/assignment/assignment.store';
import { type Assignment, MEANS, type Means, type Message, OwedMessage } from '../models/assignment/assignment.schema';
import { OPEN_ASSIGNMENTS } from '../models/assignment/assignment.workflow';
import {
  dropMessage,
  type FoundMessage,
  markMessage,
  markShown,
  noteMessage,
} from '../models/assignment/message.store';
import { type Handler, type OwedEntry, type Settlement } from '../models/core/outbox';
import { MEANS_LETTER } from '../models/assignment/assignment.commands';
import { nobodyReached } from '../models/assignment/alarm';
import { peopleWithRole } from '../models/people/people.store';
import { type DingTalk, DingTalkError, type Log } from './dingtalk/client';
import { clearOvertaken } from './overtaken';
import { type Receiver, receiverOf } from './receiver';
import { reminderOf } from './reminder';
import { assignmentById, recordOf, type Rendered, rendered } from './render';
import { type SmsGateway } from './smsGateway';
import { type VoiceGateway } from './voiceGateway';

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
    | 'user'
  >;
  /** Address of the micro-app, without a slash at the end. */
  appUrl: string;
  clock: () => Date;
  log: Log;
  /** Rings a telephone; absent where the bureau has no gateway. */
  voice?: VoiceGateway | undefined;
  /** Texts to parties; absent where the bureau has no gateway. */
  sms?: SmsGateway | undefined;
  /** The loudest DING that the organisation has a package for; louder ones are not tried. Default: all. */
  loudestDing?: 'none' | 'ding' | 'dingSms' | 'dingPhone' | undefined;
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

const reminder = ({ card, message, assignment, now }: Parcel) =>
  reminderOf({
    ...{ alert: card.alert, rung: message.rung, id: message.id, now },
    instead: message.to !== assignment.person,
  });

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
  ding: dinging(1),
  dingSms: dinging(2),
  dingPhone: dinging(3),
  voice: {
    idempotent: true,
    async send(parcel, { dingtalk, voice }) {
      if (!voice) throw refusedHere('voice', 'NO_GATEWAY');
      const { userId: to } = parcel.receiver;
      const { mobile } = await dingtalk.user(to);
      await voice({ id: parcel.message.id, to, mobile, text: reminder(parcel), at: parcel.now });
      return { handle: null };
    },
  },
};

const refusedHere = (api: string, code: string) =>
  new DingTalkError({ kind: 'refused', api, code, message: 'not to be had' });

/** DING in the app (1), by text message (2) or by telephone (3); the last two need a paid package. */
function dinging(level: 1 | 2 | 3): Way {
  return {
    idempotent: false,
    async send(parcel, { dingtalk }) {
      const { dingId, failed } = await dingtalk.sendDing([parcel.receiver.userId], level, reminder(parcel));
      if (failed.length > 0) throw refusedHere('sendDing', 'FAILED');
      return { handle: dingId || null };
    },
  };
}

const LADDER = Object.keys(MEANS) as Means[];
const DINGS: readonly Means[] = ['ding', 'dingSms', 'dingPhone'];

/** Whether this installation has the means at all; what it lacks is passed over without a word. */
function isThere(means: Means, { voice, loudestDing = 'dingPhone' }: DeliveryDoors): boolean {
  if (means === 'voice') return voice !== undefined;
  return !DINGS.includes(means) || DINGS.indexOf(means) <= DINGS.indexOf(loudestDing as Means);
}

/** What is tried for a means in turn: itself, the louder ones, then the quieter ones from the loudest down. A card is never a substitute. */
export function chainFrom(means: Means, doors: DeliveryDoors): Means[] {
  const at = LADDER.indexOf(means);
  const quieter = LADDER.slice(1, Math.max(1, at)).reverse();
  return [...LADDER.slice(at), ...quieter].filter((one) => isThere(one, doors));
}

const messageOf = (owed: OwedMessage, means: Means, now: Date): Message => ({
  id: means === owed.means ? owed.message : `${owed.message}${MEANS_LETTER[means]}`,
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
  if (!now || !handle || !receiver) return;
  const isWanted =
    message.rung > 0 && message.to !== now.person ? now.status === 'open' : OPEN_ASSIGNMENTS.includes(now.status);
  if (isWanted) return;
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
  for (const means of chainFrom(owed.means, doors)) {
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

/** An alarm, unless another message of the same rung has reached the person. */
async function unreachable(assignment: Assignment, owed: OwedMessage, reason: string, now: Date): Promise<Settlement> {
  await noteMessage(assignment._id, { ...messageOf(owed, owed.means, now), failed: reason });
  const after = await assignmentById(assignment._id);
  const isReached = after?.messages.some(
    ({ to, rung, acceptedAt }) => to === owed.to && rung === owed.rung && acceptedAt,
  );
  if (!isReached) await nobodyReached(assignment._id, `${assignment._id}:${owed.to}:${owed.rung}`, reason, now);
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

/** `others`: of those who were told instead, since the person has answered. */
async function completeTodos({ recordId, data }: OwedEntry, doors: DeliveryDoors): Promise<Settlement> {
  const assignment = await assignmentById(recordId);
  for (const { means, handle, acceptedAt, to } of assignment?.messages ?? []) {
    if (means !== 'todo' || !handle || !acceptedAt) continue;
    if (data['others'] === true && to === assignment?.person) continue;
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
