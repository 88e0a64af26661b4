import { z } from 'zod';

/** The ways in which a message can go out, from the quietest to the loudest: the order in which one gives way to the next. */
export const MEANS = {
  card: '互动卡片',
  workNotice: '工作通知',
  todo: '待办',
  ding: '应用内DING',
  dingSms: '短信DING',
  dingPhone: '电话DING',
  voice: '语音电话',
} as const;
export type Means = keyof typeof MEANS;
export const Means = z.enum(Object.keys(MEANS) as [Means]);

/** One message that went out for an assignment: accepted by DingTalk → delivered → read → acted on. */
export const Message = z.object({
  /** Also DingTalk's outTrackId or sourceId, so that a repeated send shows only once. */
  id: z.string(),
  means: Means,
  /** Actor id of the receiver: the assignee, or, on a rung of the ladder, whoever is told instead. */
  to: z.string(),
  toName: z.string(),
  at: z.coerce.date(),
  /** DingTalk's own handle: carrierId, task_id, taskId. */
  handle: z.string().nullable(),
  acceptedAt: z.coerce.date().nullable(),
  deliveredAt: z.coerce.date().nullable(),
  readAt: z.coerce.date().nullable(),
  actedAt: z.coerce.date().nullable(),
  failed: z.string().nullable(),
  /** The rung of the ladder it went out for; 0 is the assignment itself. */
  rung: z.int(),
  /** Version of the record that the card shows; a live card behind the record is refreshed. */
  shown: z.int().nullable(),
  /** Digest of what the card shows: a change that leaves this reader's card as it is needs no call. */
  face: z.string().nullable(),
  /** The step whose form stands open on the card; kept open when the card is refreshed. */
  form: z.string().nullable(),
  /** When DingTalk was last asked whether it has been read. */
  checkedAt: z.coerce.date().nullable(),
});
export type Message = z.infer<typeof Message>;

export const STATES = { open: '待签收', acknowledged: '已签收', done: '已完成', cancelled: '已取消' } as const;

/** Somebody who was told because the person kept silent. */
export const Told = z.object({
  person: z.string(),
  name: z.string(),
  rung: z.int(),
  /** As what: a word of STANDS (rungs.ts). */
  to: z.string(),
  at: z.coerce.date(),
  /** Minutes of silence that led here. */
  minutes: z.int(),
  /** A promise that was not kept led here; then the moment it was given for. */
  promised: z.coerce.date().nullable(),
});
export type Told = z.infer<typeof Told>;

/**
 * One person told about one record for one purpose. Opened and closed by the record's outbox, never edited by hand; the
 * record stays the truth. “My tasks”, the duty officer's wall and the ladder read assignments.
 */
export const Assignment = z.object({
  _id: z.string(),
  version: z.int(),
  status: z.enum(['open', 'acknowledged', 'done', 'cancelled']),
  record: z.object({ store: z.string(), id: z.string() }),
  /** Actor id: userid or protected reference. */
  person: z.string(),
  personName: z.string(),
  /** Word of the purpose, such as `petition.handle`; the card of the domain knows its text. */
  purpose: z.string(),
  /** What a list shows: number and subject. No personal data, no case facts. */
  title: z.string(),
  urgency: z.enum(['URGENT', 'NORMAL']),
  /** Whether silence climbs the acknowledge ladder. */
  ladder: z.boolean(),
  /** How many rungs have been taken, and when the next is due; null when nothing is waited for. */
  rung: z.int(),
  nextRungAt: z.coerce.date().nullable(),
  /** From when silence is counted; absent: from the opening. */
  clockFrom: z.coerce.date().optional(),
  /** 收到 with a promise holds until here; then silence counts again. */
  promisedUntil: z.coerce.date().nullable().optional(),
  /** How many promises were not kept. */
  lapses: z.int().optional(),
  /** Who was told instead, in order; the matter stands among their tasks too while it is open. */
  told: z.array(Told).optional(),
  /** Why it is this person, in words, where the record knows more than the purpose says. */
  because: z.string().nullable().optional(),
  openedAt: z.coerce.date(),
  acknowledgedAt: z.coerce.date().nullable(),
  closedAt: z.coerce.date().nullable(),
  /** Deadline of what has to be done, copied from the record for sorting. */
  dueAt: z.coerce.date().nullable(),
  county: z.string().nullable(),
  /** Nobody on the next rung could be found or reached; the desk shows it as an alarm. */
  unreachable: z.boolean(),
  /** When it may be forgotten (reaper.ts); only for what proves the chain and nothing else. */
  expireAt: z.coerce.date().optional(),
  /** Written by delivery alone (message.store.ts), never by a command: marks and decisions cannot overwrite each other. */
  messages: z.array(Message),
});
export type Assignment = z.infer<typeof Assignment>;

/** Stands in a title for the number that the very write which owes the assignment gives to the record. */
export const UNNUMBERED = '待登记';

/** What a record's outbox entry `assignment.open` carries. */
export const OpenAssignment = z.object({
  person: z.string(),
  purpose: z.string(),
  title: z.string(),
  urgency: z.enum(['URGENT', 'NORMAL']).default('NORMAL'),
  ladder: z.boolean().default(true),
  dueAt: z.coerce.date().nullable().default(null),
  county: z.string().nullable().default(null),
  /** Also send a todo at once, not only a card; for urgent matters it rings. */
  todo: z.boolean().default(false),
  /** Why it is this person, for “why did this reach me”: 本轮轮到您, 您在今晚的班上. Names nobody else. */
  because: z.string().max(100).optional(),
  expireAt: z.coerce.date().optional(),
});
export type OpenAssignment = z.input<typeof OpenAssignment>;

/** What `assignment.acknowledge` and `assignment.close` carry: which of the record's assignments are meant. */
export const MeantAssignments = z.object({
  person: z.string().optional(),
  purposes: z.array(z.string()).optional(),
  as: z.enum(['done', 'cancelled']).default('done'),
  /** 收到 holds until this moment (an arrival, a report); past it without more, the ladder goes on. */
  until: z.coerce.date().optional(),
});
export type MeantAssignments = z.input<typeof MeantAssignments>;

/** What an assignment's outbox entry `message.send` carries. */
export const OwedMessage = z.object({
  /** Id of the message; a means further down the ladder appends its letter. */
  message: z.string(),
  /** The means it begins with; refused, the next one of MEANS is taken. */
  means: Means,
  to: z.string(),
  toName: z.string(),
  rung: z.int(),
  /** The receiver's telephone should ring. */
  ding: z.boolean(),
});
export type OwedMessage = z.infer<typeof OwedMessage>;
