import { z } from 'zod';
import { County, Location } from '../core/place';

/** How one person is told: what costs one call for twenty people first, what rings last. */
export const WAYS = { robot: '机器人消息', workNotice: '工作通知', ding: 'DING', sms: '短信', todo: '待办' } as const;
export const Way = z.enum(['robot', 'workNotice', 'ding', 'sms', 'todo']);
export type Way = z.infer<typeof Way>;

/** One message to one person: accepted by DingTalk → delivered → read. Written by delivery alone. */
export const Telling = z.object({
  /** Id of the outbox entry that owed it, and the way: a means refused gives way to the next. */
  id: z.string(),
  way: Way,
  round: z.int(),
  at: z.coerce.date(),
  /** processQueryKey, task id, openDingId; one for all who were told by the same call. */
  handle: z.string().nullable(),
  acceptedAt: z.coerce.date().nullable(),
  failed: z.string().nullable(),
});
export type Telling = z.infer<typeof Telling>;

export const RECIPIENT_STATES = { silent: '未回复', answered: '已回复' } as const;

/** One answer. Later ones replace it; all of them stay in the history. */
export const Answer = z.object({
  choice: z.string(),
  help: z.boolean(),
  words: z.string(),
  location: Location.nullable(),
  at: z.coerce.date(),
  /** After the time for answers, or after the roll call was closed. */
  late: z.boolean(),
  /** Whoever entered it for somebody reached by telephone; null when the person answered. */
  enteredBy: z.string().nullable(),
});
export type Answer = z.infer<typeof Answer>;

/** One person on the roll of one alert. The id is made from both, so nobody stands on it twice. */
export const AlertRecipient = z.object({
  _id: z.string(),
  version: z.int(),
  status: z.enum(['silent', 'answered']),
  alert: z.string(),
  /** Actor id: userid or protected reference. */
  person: z.string(),
  /** Name; of a protected person village and role only. */
  label: z.string(),
  unit: z.string().nullable(),
  unitName: z.string(),
  county: County.nullable(),
  /** Head of the unit, who is asked about those who stay silent. */
  head: z.string().nullable(),
  /** When the order was given. */
  toldAt: z.coerce.date(),
  /** The last round owed to this person. */
  round: z.int(),
  answer: Answer.nullable(),
  answeredAt: z.coerce.date().nullable(),
  late: z.boolean(),
  help: z.boolean(),
  /** Written by delivery alone (telling.store.ts). */
  tellings: z.array(Telling),
  acceptedAt: z.coerce.date().nullable(),
  deliveredAt: z.coerce.date().nullable(),
  readAt: z.coerce.date().nullable(),
  /** Why no way reached this person; null while one may. */
  unreachable: z.string().nullable(),
});
export type AlertRecipient = z.infer<typeof AlertRecipient>;

/** `choice` is the text of one of the alert's answers. */
export const AnswerAlert = z.strictObject({
  choice: z.string().trim().min(1, '请选择一个回复').max(12, '请选择列出的回复'),
  words: z.string().trim().max(200, '补充说明最多200个字').default(''),
  location: Location.nullable().default(null),
});
export type AnswerAlert = z.infer<typeof AnswerAlert>;
export const EnterAnswer = z.strictObject({
  choice: AnswerAlert.shape.choice,
  words: z.string().trim().min(2, '请写明怎样联系上的，如“电话联系”').max(200, '说明最多200个字'),
});
export type EnterAnswer = z.infer<typeof EnterAnswer>;
export const TellAgain = z.strictObject({ round: z.int().min(1), way: Way });
export type TellAgain = z.infer<typeof TellAgain>;
