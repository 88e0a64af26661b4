/** Which messages of a mass alert have been delivered and read. One question covers everybody told by the same call. */
import { alertsSentSince } from '../models/massAlert/massAlert.store';
import { markFailed, markReceipts, type Of, openHandles, toldTo, toldUnder } from '../models/massAlert/telling.store';
import { type DeliveryDoors } from './deliver';
import { DingTalkError } from './dingtalk/client';
import { receiverByUserId, receiverOf } from './receiver';

/** DingTalk tells for a day. */
const TOLD_MS = 24 * 3_600_000;
const ALERTS = 10;
/** Questions per round: each is a call of the month's budget. */
const PER_ROUND = 60;
/** The pause between two questions about the same call: a quarter of the message's age, so that they become ever more seldom. */
const PAUSE_SHARE = 4;
const MINUTE_MS = 60_000;

/** Userid → place on the roll and telling, of everybody told under this handle. */
async function addressees(handle: string): Promise<Map<string, Of>> {
  const told = await toldUnder(handle);
  const pairs = await Promise.all(
    told.map(async ({ person, ...of }) => [(await receiverOf(person))?.userId ?? '', of] as const),
  );
  return new Map(pairs);
}

async function askAboutRobot(handle: string, now: Date, { dingtalk }: DeliveryDoors): Promise<void> {
  const [receipts, told] = await Promise.all([dingtalk.robotMessageRead(handle), addressees(handle)]);
  const known = receipts.flatMap(({ userId, readAt }) => {
    const recipient = told.get(userId)?.recipient;
    return recipient ? [{ recipient, deliveredAt: readAt ?? now, readAt }] : [];
  });
  await markReceipts(known);
}

async function askAboutWorkNotice(handle: string, now: Date, { dingtalk }: DeliveryDoors): Promise<void> {
  const [result, told] = await Promise.all([dingtalk.workNoticeResult(Number(handle)), addressees(handle)]);
  const of = (userIds: readonly string[]) => userIds.flatMap((userId) => told.get(userId) ?? []);
  await markReceipts([
    ...of(result.read).map(({ recipient }) => ({ recipient, deliveredAt: now, readAt: now })),
    ...of(result.unread).map(({ recipient }) => ({ recipient, deliveredAt: now, readAt: null })),
  ]);
  // What the platform drops it drops without a word; only here it says so.
  await markFailed(of(result.forbidden.map(({ userId }) => userId)), '被钉钉丢弃', null);
  await markFailed(of([...result.failed, ...result.invalid]), '工作通知发送失败', null);
}

const ASK = { robot: askAboutRobot, workNotice: askAboutWorkNotice } as const;

/** When each handle was last asked about, in this process: asking once too often after a restart harms nobody. */
const asked = new Map<string, number>();

const isDue = (handle: string, at: Date, now: Date) => {
  const last = asked.get(handle);
  return (
    last === undefined || now.getTime() - last >= Math.max(MINUTE_MS, (now.getTime() - at.getTime()) / PAUSE_SHARE)
  );
};

/**
 * Ask DingTalk about the open messages of recent alerts.
 *
 * @returns how many questions were asked
 */
export async function pollAlertReceipts(now: Date, doors: DeliveryDoors): Promise<number> {
  const alerts = await alertsSentSince(new Date(now.getTime() - TOLD_MS), ALERTS);
  const open = (await Promise.all(alerts.map(openHandles))).flat();
  const due = open.filter(({ handle, at, way }) => way in ASK && isDue(handle, at, now)).slice(0, PER_ROUND);
  if (asked.size > 10_000) asked.clear();
  for (const { handle, way } of due) {
    asked.set(handle, now.getTime());
    try {
      await ASK[way as keyof typeof ASK](handle, now, doors);
    } catch (error) {
      if (!(error instanceof DingTalkError)) throw error;
      if (error.kind !== 'refused') return 0;
    }
  }
  return due.length;
}

/** DingTalk tells by itself that a robot message was read. */
export async function noteAlertRead(processQueryKey: string, userId: string, at: Date): Promise<void> {
  const reader = await receiverByUserId(userId);
  const recipient = reader ? await toldTo(processQueryKey, reader.actor.id) : null;
  if (recipient) await markReceipts([{ recipient, deliveredAt: at, readAt: at }]);
}
