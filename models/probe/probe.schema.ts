import { z } from 'zod';

export const STATES = { sent: '已发出', answered: '已回应', delivered: '已送达', failed: '未送达' } as const;

/**
 * 链路自检: one message sent through the whole chain for no other purpose than to see that it arrives: record → outbox → card → press →
 * record. Kept for some days, for the figures of the wall.
 */
export const Probe = z.object({
  _id: z.string(),
  version: z.int(),
  status: z.enum(['sent', 'answered', 'delivered', 'failed']),
  /** Userid of the account that is probed. */
  person: z.string(),
  startedAt: z.coerce.date(),
  /** When it is judged without an answer; null once it is over. */
  wakeAt: z.coerce.date().nullable(),
  finishedAt: z.coerce.date().nullable(),
  /** Milliseconds from the start to the answer, or to DingTalk's acceptance where nobody answers. */
  ms: z.int().nullable(),
  /** How far it came when it failed, in words. */
  stuckAt: z.string().nullable(),
  expireAt: z.coerce.date(),
});
export type Probe = z.infer<typeof Probe>;

export const AnswerProbe = z.strictObject({});
