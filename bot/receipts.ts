import { type Means } from '../models/assignment/assignment.schema';
import {
  type FoundMessage,
  markMessage,
  markOnce,
  messagesByHandle,
  unreadMessages,
} from '../models/assignment/message.store';
import { type DeliveryDoors } from './deliver';
import { DingTalkError } from './dingtalk/client';
import { receiverOf } from './receiver';

/** Questions per round: each is a call of the month's budget. */
const PER_ROUND = 40;

async function askAbout({ assignment, message }: FoundMessage, now: Date, { dingtalk }: DeliveryDoors): Promise<void> {
  const receiver = await receiverOf(message.to);
  if (!receiver || !message.handle) return;
  if (message.means === 'card') {
    const receipts = await dingtalk.robotMessageRead(message.handle);
    const own = receipts.find(({ userId }) => userId === receiver.userId);
    if (own)
      await markOnce(assignment._id, message.id, { deliveredAt: now, ...(own.readAt ? { readAt: own.readAt } : {}) });
  }
  if (message.means === 'workNotice') {
    const { read, unread } = await dingtalk.workNoticeResult(Number(message.handle));
    if (read.includes(receiver.userId)) await markOnce(assignment._id, message.id, { deliveredAt: now, readAt: now });
    if (unread.includes(receiver.userId)) await markOnce(assignment._id, message.id, { deliveredAt: now });
  }
}

/** Todos, DINGs and calls tell nothing here; opening them opens our page. */
const TELLING: readonly Means[] = ['card', 'workNotice'];

/**
 * Ask DingTalk which recent messages have been delivered and read.
 *
 * @returns how many were asked about
 */
export async function pollReadReceipts(now: Date, doors: DeliveryDoors): Promise<number> {
  const unread = (await unreadMessages(now, PER_ROUND)).filter(({ message }) => TELLING.includes(message.means));
  for (const found of unread) {
    try {
      await askAbout(found, now, doors);
    } catch (error) {
      if (!(error instanceof DingTalkError)) throw error;
      if (error.kind !== 'refused') return 0;
    }
    await markMessage(found.assignment._id, found.message.id, { checkedAt: now });
  }
  return unread.length;
}

/** DingTalk tells by itself that a robot message was read. */
export async function noteRead(processQueryKey: string, userId: string, at: Date): Promise<void> {
  for (const { assignment, message } of await messagesByHandle(processQueryKey)) {
    const receiver = await receiverOf(message.to);
    if (receiver?.userId === userId) await markOnce(assignment._id, message.id, { deliveredAt: at, readAt: at });
  }
}
