/** The chat door as a whole: what comes in from DingTalk, and what the outbox sends out through it. */
import { z } from 'zod';
import { type Handler } from '../models/core/outbox';
import { recipients } from '../models/massAlert/alertRecipient.store';
import { attachmentHandlers } from './attachments';
import { type DeliveryDoors, deliveryHandlers } from './deliver';
import { dialogue } from './dialogue';
import { type DingTalk, type DingTalkSettings, type Log } from './dingtalk/client';
import { type InboundDoors } from './dingtalk/doors';
import { openStream, type StreamState } from './dingtalk/stream';
import { massAlertWireHandlers, rollBook } from './massAlertNotices';
import { noteAlertRead, pollAlertReceipts } from './massAlertReceipts';
import { noticeHandlers } from './notices';
import { partyTextHandlers } from './partyTexts';
import { followEvent, syncOrganisation } from './organisation';
import { noteRead, pollReadReceipts } from './receipts';
import { cardReplies } from './replies';

interface BotOptions {
  dingtalk: DingTalk;
  settings: DingTalkSettings;
  /** Address of the micro-app as phones reach it, without a slash at the end. */
  appUrl: string;
  clock: () => Date;
  log: Log;
  /** `stream`: keep a connection open. `http`: callbacks reach `inbound` through the server. */
  inbound: 'stream' | 'http';
  voice?: DeliveryDoors['voice'];
  loudestDing?: DeliveryDoors['loudestDing'];
  sms?: DeliveryDoors['sms'];
}

export interface Bot {
  /** For the HTTP callbacks (dingtalk/callback.ts). */
  inbound: InboundDoors;
  /** Kinds of the outbox that wait for DingTalk; the local ones are models/assignment/assignment.ts. */
  wireHandlers: Record<string, Handler>;
  state(): StreamState | 'http';
  /** For the scheduler. */
  pollReadReceipts(): Promise<number>;
  /** For the scheduler, once a day and at the first start. */
  syncOrganisation(): ReturnType<typeof syncOrganisation>;
  /** Resolves when every answer in the chat is out. */
  idle(): Promise<void>;
  /** Finish what has arrived, send every answer, hang up. */
  stop(): Promise<void>;
}

const ReadEvent = z.looseObject({
  userId: z.string(),
  processQueryKey: z.string(),
  operatTime: z.coerce.number().optional(),
});

/** Handlers of everything the outbox sends through DingTalk. */
export const wireHandlers = (doors: DeliveryDoors): Record<string, Handler> => ({
  ...deliveryHandlers(doors),
  ...attachmentHandlers(doors),
  ...noticeHandlers(doors, { [recipients.name]: rollBook(doors.appUrl) }),
  ...massAlertWireHandlers(doors),
  ...partyTextHandlers(doors),
});

/** Open the chat door. Returns at once; the Stream connects and reconnects by itself. */
export function startBot({ dingtalk, settings, appUrl, clock, log, inbound: way, ...louder }: BotOptions): Bot {
  const doors: DeliveryDoors = { dingtalk, appUrl, clock, log, ...louder };
  const talk = dialogue({ dingtalk, clock, log });

  async function onEvent(event: { type: string; data: unknown }): Promise<void> {
    if (await followEvent(dingtalk, event, clock(), log)) return;
    if (event.type !== 'robot_msg_read') return;
    const read = ReadEvent.safeParse(event.data);
    if (!read.success) return;
    const { userId, processQueryKey, operatTime } = read.data;
    const at = operatTime ? new Date(operatTime) : clock();
    await Promise.all([noteRead(processQueryKey, userId, at), noteAlertRead(processQueryKey, userId, at)]);
  }

  const inbound: InboundDoors = {
    clock,
    log,
    onMessage: (message) => talk.onMessage(message),
    onCard: cardReplies({ appUrl, clock, log }),
    onEvent,
  };
  const stream = way === 'stream' ? openStream(settings, inbound) : null;

  return {
    inbound,
    wireHandlers: wireHandlers(doors),
    state: () => stream?.state() ?? 'http',
    pollReadReceipts: async () => (await pollReadReceipts(clock(), doors)) + (await pollAlertReceipts(clock(), doors)),
    syncOrganisation: () => syncOrganisation(dingtalk, clock(), log),
    idle: () => talk.idle(),
    async stop() {
      await stream?.close();
      await talk.idle();
    },
  };
}
