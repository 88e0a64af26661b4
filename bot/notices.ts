/**
 * The same words to many people: a robot message to twenty at a time, which is how a thousand are alerted within DingTalk's
 * limits. A robot message has no id of ours, so whether it may have gone out is noted before sending; where that is unknown, the
 * person gets a todo under our id instead, never the message twice.
 */
import { z } from 'zod';
import { storeNamed } from '../models/core/journal';
import { type Handler, type OwedEntry, type Settlement } from '../models/core/outbox';
import { type DeliveryDoors } from './deliver';
import { DingTalkError } from './dingtalk/client';
import { type Receiver, receiverOf } from './receiver';

/** What an outbox entry `notice.send` carries. The text names no person and no case. */
export const Notice = z.object({
  to: z.string(),
  title: z.string().max(100),
  text: z.string().max(2000),
  url: z.string().optional(),
});
export type Notice = z.infer<typeof Notice>;

const PER_CALL = 20;
interface Addressed {
  entry: OwedEntry;
  notice: Notice;
  receiver: Receiver | null;
}

const note = (entries: readonly OwedEntry[], tried: boolean) =>
  Promise.all(
    entries.map(({ store, recordId, id }) =>
      storeNamed(store).collection.updateOne(
        { _id: recordId, 'outbox.id': id },
        {
          $set: { 'outbox.$.tried': tried },
        },
      ),
    ),
  );

const wasTried = (entry: OwedEntry) => (entry as { tried?: boolean }).tried === true;

async function asTodo({ entry, notice, receiver }: Addressed, doors: DeliveryDoors): Promise<Settlement> {
  if (!receiver) return { impossible: 'nobody to send to' };
  try {
    await doors.dingtalk.createTodo({
      sourceId: entry.id,
      subject: notice.title,
      unionId: receiver.unionId,
      detailUrl: notice.url ?? doors.appUrl,
      dueAt: null,
      ding: false,
    });
    return { done: true };
  } catch (error) {
    if (error instanceof DingTalkError && error.kind === 'refused') return { impossible: error.message };
    return { retry: String(error) };
  }
}

async function sendTogether(group: Addressed[], doors: DeliveryDoors): Promise<Settlement[]> {
  const [first] = group;
  if (!first) return [];
  const { title, text, url } = first.notice;
  const body = url ? `${text}\n\n[查看](${url})` : text;
  const userIds = group.flatMap(({ receiver }) => receiver?.userId ?? []);
  const entries = group.map(({ entry }) => entry);
  await note(entries, true);
  try {
    const sent = await doors.dingtalk.sendRobotMessage(userIds, 'sampleMarkdown', { title, text: body });
    return await Promise.all(
      group.map(async (one): Promise<Settlement> => {
        const userId = one.receiver?.userId ?? '';
        if (sent.invalid.includes(userId)) return { impossible: 'DingTalk does not know this person' };
        if (!sent.flowControlled.includes(userId)) return { done: true };
        await note([one.entry], false);
        return { retry: 'flow control' };
      }),
    );
  } catch (error) {
    if (error instanceof DingTalkError && error.ambiguous) return Promise.all(group.map((one) => asTodo(one, doors)));
    await note(entries, false);
    const refused = error instanceof DingTalkError && error.kind === 'refused';
    return group.map(() => (refused ? { impossible: error.message } : { retry: String(error) }));
  }
}

function batches(addressed: Addressed[]): Addressed[][] {
  const byWords = new Map<string, Addressed[]>();
  for (const one of addressed) {
    const words = JSON.stringify([one.notice.title, one.notice.text, one.notice.url]);
    byWords.set(words, [...(byWords.get(words) ?? []), one]);
  }
  return [...byWords.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / PER_CALL) }, (_, index) =>
      group.slice(index * PER_CALL, (index + 1) * PER_CALL),
    ),
  );
}

const sendNotices =
  (doors: DeliveryDoors): Handler =>
  async (entries) => {
    const addressed = await Promise.all(
      entries.map(async (entry): Promise<Addressed> => {
        const notice = Notice.parse(entry.data);
        return { entry, notice, receiver: await receiverOf(notice.to) };
      }),
    );
    const settled = new Map<string, Settlement>();
    const settle = (group: Addressed[], outcomes: Settlement[]) =>
      group.forEach(({ entry }, index) => settled.set(entry.id, outcomes[index] ?? { retry: 'no answer' }));
    const [doubtful, fresh] = [
      addressed.filter((one) => wasTried(one.entry)),
      addressed.filter((one) => !wasTried(one.entry)),
    ];
    await Promise.all(doubtful.map(async (one) => settle([one], [await asTodo(one, doors)])));
    settle(
      fresh.filter(({ receiver }) => !receiver),
      fresh.map(() => ({ impossible: 'nobody to send to' })),
    );
    const reachable = batches(fresh.filter(({ receiver }) => receiver));
    await Promise.all(reachable.map(async (group) => settle(group, await sendTogether(group, doors))));
    return entries.map(({ id }) => settled.get(id) ?? { retry: 'no answer' });
  };

/** Handler of `notice.send` (shape: `Notice`). */
export const noticeHandlers = (doors: DeliveryDoors): Record<string, Handler> => ({
  'notice.send': sendNotices(doors),
});
