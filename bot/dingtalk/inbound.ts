import { z } from 'zod';

/** What somebody said to the robot, in one shape whatever way it came. Codes are good for minutes: fetch the bytes soon. */
export interface RobotMessage {
  msgId: string;
  /** Null for people outside the organisation and while the robot is not published. */
  senderStaffId: string | null;
  senderUnionId: string | null;
  nick: string;
  conversationId: string;
  conversationTitle: string | null;
  isGroup: boolean;
  createdAt: Date | null;
  /** Where to answer into the same conversation, until `sessionWebhookExpiresAt`. */
  sessionWebhook: string | null;
  sessionWebhookExpiresAt: Date | null;
  content: MessageContent;
}

export type MessageContent =
  | { kind: 'text'; text: string }
  /** `recognition` is DingTalk's speech-to-text, empty when it understood nothing. */
  | { kind: 'voice'; recognition: string; durationMs: number; downloadCode: string | null }
  | { kind: 'photo'; downloadCodes: string[] }
  | { kind: 'rich'; text: string; downloadCodes: string[] }
  | { kind: 'file'; fileName: string; downloadCode: string | null }
  | { kind: 'video'; durationMs: number; downloadCode: string | null }
  /** The organisation's quota is used up (20001), or the body of a known type is missing (0). */
  | { kind: 'unreadable'; errCode: number }
  | { kind: 'unknown'; msgtype: string };

/** Somebody pressed a button of a card or submitted its form. Values come from outside: check them before use. */
export interface CardCallback {
  outTrackId: string;
  userId: string;
  /** Button ids; `['form']` for a submitted form. */
  actionIds: string[];
  params: Record<string, unknown>;
  /** The form's values by field name: a choice is its value, not DingTalk's pair of index and value. */
  form: Record<string, unknown>;
  raw: unknown;
}

/** What the pressed card shows at once: variables for everybody, and for the person who pressed. Empty: no change. */
export interface CardResponse {
  cardData?: Record<string, string>;
  privateData?: Record<string, string>;
}

/** A message or callback that does not have the shape DingTalk documents. `message` names the field, never its value. */
export class UnreadableInbound extends Error {
  override readonly name = 'UnreadableInbound';
}

/** More pictures than a person can send at once. */
const MAX_PICTURES = 30;

const word = z.string().nullish().catch(null);
const instant = z.coerce
  .number()
  .positive()
  .nullish()
  .catch(null)
  .transform((milliseconds) => (milliseconds ? new Date(milliseconds) : null));

/** `content` of a message; one documented callback sends it as plain text, some senders as a JSON string. */
const Content = z.preprocess(
  (content) => (typeof content === 'string' ? (jsonOf(content) ?? { content }) : content),
  z.looseObject({
    content: word,
    downloadCode: word,
    pictureDownloadCode: word,
    recognition: word,
    fileName: word,
    duration: z.coerce.number().nonnegative().catch(0),
    richText: z
      .array(z.looseObject({ text: word, downloadCode: word, pictureDownloadCode: word }).catch({} as never))
      .nullish()
      .catch(null),
  }),
);
type Content = z.infer<typeof Content>;

const WireMessage = z.looseObject({
  msgId: z.string().min(1),
  msgtype: z.string().catch(''),
  conversationId: z.string().catch(''),
  conversationType: z.coerce.string().catch('1'),
  conversationTitle: word,
  senderStaffId: word,
  senderUnionId: word,
  senderNick: word,
  createAt: instant,
  sessionWebhook: word,
  sessionWebhookExpiredTime: instant,
  text: z.looseObject({ content: word }).nullish().catch(null),
  content: Content.nullish().catch(null),
  errCode: z.coerce.number().nullish().catch(null),
});
type WireMessage = z.infer<typeof WireMessage>;

function jsonOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

const codeOf = (part: Partial<Pick<Content, 'downloadCode' | 'pictureDownloadCode'>>): string | null =>
  part.downloadCode || part.pictureDownloadCode || null;

/** How each `msgtype` becomes content; undefined: the body it needs is missing. Source: robot message type. */
const READERS: Record<string, (content: Content, message: WireMessage) => MessageContent | undefined> = {
  text: (content, { text }) => {
    const said = text?.content ?? content.content;
    return said == null ? undefined : { kind: 'text', text: said.trim() };
  },
  audio: (content) => {
    const downloadCode = codeOf(content);
    const recognition = content.recognition?.trim() ?? '';
    if (!downloadCode && !recognition) return undefined;
    return { kind: 'voice', recognition, durationMs: content.duration, downloadCode };
  },
  picture: (content) => {
    const code = codeOf(content);
    return code ? { kind: 'photo', downloadCodes: [code] } : undefined;
  },
  richText: ({ richText }) => {
    if (!richText) return undefined;
    const text = richText
      .map((part) => part.text ?? '')
      .join('')
      .trim();
    const downloadCodes = richText.flatMap((part) => codeOf(part) ?? []).slice(0, MAX_PICTURES);
    return { kind: 'rich', text, downloadCodes };
  },
  file: (content) => ({ kind: 'file', fileName: content.fileName ?? '', downloadCode: codeOf(content) }),
  video: (content) => ({ kind: 'video', durationMs: content.duration, downloadCode: codeOf(content) }),
};

function contentOf(message: WireMessage): MessageContent {
  const nobody = { kind: 'unreadable', errCode: message.errCode ?? 0 } as const;
  const content = message.content ?? Content.parse({});
  const read = READERS[message.msgtype];
  if (read && (message.content || message.text)) return read(content, message) ?? nobody;
  return read || message.errCode ? nobody : { kind: 'unknown', msgtype: message.msgtype.slice(0, 50) };
}

function named(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`).join('; ');
}

/**
 * Read a message to the robot, from the Stream or the HTTP callback. Only the message id is insisted upon.
 *
 * @throws UnreadableInbound
 */
export function readRobotMessage(body: unknown): RobotMessage {
  const read = WireMessage.safeParse(body);
  if (!read.success) throw new UnreadableInbound(named(read.error));
  const message = read.data;
  return {
    msgId: message.msgId,
    senderStaffId: message.senderStaffId || null,
    senderUnionId: message.senderUnionId || null,
    nick: message.senderNick ?? '',
    conversationId: message.conversationId,
    conversationTitle: message.conversationTitle || null,
    isGroup: message.conversationType === '2',
    createdAt: message.createAt,
    sessionWebhook: message.sessionWebhook || null,
    sessionWebhookExpiresAt: message.sessionWebhookExpiredTime,
    content: contentOf(message),
  };
}

const record = z.record(z.string(), z.unknown());
const WireCallback = z.looseObject({
  outTrackId: z.string().min(1).max(200),
  userId: z.string().min(1).max(200),
  content: z.unknown().optional(),
  value: z.unknown().optional(),
});
const Pressed = z.looseObject({
  cardPrivateData: z
    .looseObject({ actionIds: z.array(z.coerce.string()).nullish(), params: record.nullish() })
    .nullish(),
  params: record.nullish(),
});
const Choice = z.strictObject({ index: z.unknown(), value: z.unknown() });

/** SELECT and MULTI_SELECT answer with index and value; every other field with its value. Source: form variables. */
const chosen = (answer: unknown): unknown => {
  const choice = Choice.safeParse(answer);
  return choice.success ? choice.data.value : answer;
};

function formOf(form: unknown): Record<string, unknown> {
  const values = record.safeParse(typeof form === 'string' ? jsonOf(form) : form);
  if (!values.success) return {};
  return Object.fromEntries(Object.entries(values.data).map(([name, answer]) => [name, chosen(answer)]));
}

/**
 * Read a card callback. What was pressed is a JSON string under `content`, by another page under `value`.
 *
 * @throws UnreadableInbound
 */
export function readCardCallback(body: unknown): CardCallback {
  const callback = WireCallback.safeParse(body);
  if (!callback.success) throw new UnreadableInbound(named(callback.error));
  const { outTrackId, userId, content, value } = callback.data;
  const said = content ?? value;
  const pressed = Pressed.safeParse(typeof said === 'string' ? jsonOf(said) : said);
  if (!pressed.success) throw new UnreadableInbound(`content: ${named(pressed.error)}`);
  const params = pressed.data.cardPrivateData?.params ?? pressed.data.params ?? {};
  const actionIds = pressed.data.cardPrivateData?.actionIds ?? [];
  return { outTrackId, userId, actionIds, params, form: formOf(params['form']), raw: body };
}

/** @returns the answer in DingTalk's shape; private data belongs to the person who pressed and is not keyed by user */
export function cardAnswer({ cardData, privateData }: CardResponse): Record<string, unknown> {
  if (!cardData && !privateData) return {};
  return {
    cardUpdateOptions: { updateCardDataByKey: true, updatePrivateDataByKey: true },
    ...(cardData ? { cardData: { cardParamMap: cardData } } : {}),
    ...(privateData ? { userPrivateData: { cardParamMap: privateData } } : {}),
  };
}
