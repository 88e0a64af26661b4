/**
 * A message overtaken by events while nobody knows whether it went out: the worker died, or DingTalk went away, between noting and
 * hearing. It is not sent any more, but what may stand on a phone already is made true there, or taken back.
 */
import { type Assignment, type Means, type Message, type OwedMessage } from '../models/assignment/assignment.schema';
import { dropMessage, markMessage } from '../models/assignment/message.store';
import { type Settlement } from '../models/core/outbox';
import { type DeliveryDoors } from './deliver';
import { DingTalkError } from './dingtalk/client';
import { type Receiver, receiverOf } from './receiver';
import { recordOf, rendered } from './render';

interface Doubt {
  assignment: Assignment;
  message: Message;
  receiver: Receiver;
  now: Date;
}
type Clearing = (doubt: Doubt, doors: DeliveryDoors) => Promise<void>;

/** Known to DingTalk: from now on it is refreshed like every other card. Unknown: it never went out. */
const clearCard: Clearing = async ({ assignment, message, receiver, now }, { dingtalk, appUrl }) => {
  const record = await recordOf({ assignment, message });
  if (!record) return;
  const card = await rendered({ assignment, message }, record, receiver, { appUrl, now });
  await dingtalk.updateCard(message.id, card.variables);
  const shown = { shown: card.version, face: card.face, form: card.form };
  await markMessage(assignment._id, message.id, { acceptedAt: now, ...shown });
};

/** Only creating it once more, which has no second effect, tells its handle. */
const clearTodo: Clearing = async ({ assignment, message, receiver, now }, { dingtalk, appUrl }) => {
  const { unionId } = receiver;
  const todo = {
    sourceId: message.id,
    subject: assignment.title,
    unionId,
    detailUrl: appUrl,
    dueAt: null,
    ding: false,
  };
  const { taskId } = await dingtalk.createTodo(todo);
  await dingtalk.completeTodo(unionId, taskId);
  await markMessage(assignment._id, message.id, { acceptedAt: now, handle: taskId });
};

/** Nothing of ours stands on it that could become untrue. */
const leave: Clearing = ({ assignment, message }) =>
  markMessage(assignment._id, message.id, { failed: '发送结果不明' });

const CLEARING: Record<Means, Clearing> = {
  card: clearCard,
  todo: clearTodo,
  workNotice: leave,
  ding: leave,
  dingSms: leave,
  dingPhone: leave,
  voice: leave,
};

/** Settle what an owed message that is no longer wanted may have left on a phone. */
export async function clearOvertaken(
  assignment: Assignment,
  owed: OwedMessage,
  now: Date,
  doors: DeliveryDoors,
): Promise<Settlement> {
  const doubtful = assignment.messages.filter(
    ({ id, acceptedAt, failed }) => id.startsWith(owed.message) && !acceptedAt && !failed,
  );
  const receiver = doubtful.length > 0 ? await receiverOf(owed.to) : null;
  if (!receiver) return { done: true };
  for (const message of doubtful) {
    try {
      await CLEARING[message.means]({ assignment, message, receiver, now }, doors);
    } catch (error) {
      if (!(error instanceof DingTalkError)) throw error;
      if (error.kind !== 'refused') return { retry: error.message };
      await dropMessage(assignment._id, message.id);
    }
  }
  return { done: true };
}
