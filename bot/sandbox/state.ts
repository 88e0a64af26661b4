/**
 * Everything the sandbox remembers, as plain data: a snapshot of it on disk is the whole persistence. Instants are ISO texts
 * or milliseconds exactly as they leave on the wire.
 */
export interface State {
  offsetMs: number;
  sequence: number;
  messages: Record<string, Message[]>;
  cards: Record<string, Card>;
  todos: Record<string, Todo>;
  notices: Record<string, Notice>;
  sends: Record<string, Send>;
  sessions: Record<string, Session>;
  cardRoutes: Record<string, CardRoute>;
  files: Record<string, StoredFile>;
  /** Message id by platform key (processQueryKey, task id …), one per receiver. */
  callbacks: Callbacks;
  /** Texts to telephones outside the organisation, in the order in which they came. */
  texts: Text[];
}

/** One text as the telephone shows it. */
export interface Text {
  id: string;
  mobile: string;
  text: string;
  at: string;
}

export type MessageKind =
  | 'text'
  | 'markdown'
  | 'photo'
  | 'link'
  | 'actionCard'
  | 'feedCard'
  | 'voice'
  | 'file'
  | 'video'
  | 'card'
  | 'workNotice'
  | 'todo'
  | 'ding';

/** One bubble on one phone. `chat` says where it shows: the bot's chat, a section of the phone, or a group's id. */
export interface Message {
  id: string;
  at: string;
  kind: MessageKind;
  /** `bot`, `me`, or the name of the colleague who wrote into the group. */
  from: string;
  /** `bot` | `workNotice` | `todo` | `ding` | openConversationId */
  chat: string;
  readAt?: string;
  recalledAt?: string;
  title?: string;
  text?: string;
  url?: string;
  imageUrl?: string;
  buttons?: { title: string; url: string }[];
  /** Fields of the kind, as the platform was given them. */
  [field: string]: unknown;
}

export interface Card {
  outTrackId: string;
  cardTemplateId: string;
  callbackType: 'STREAM' | 'HTTP' | null;
  callbackRouteKey: string | null;
  userIdType: 1 | 2;
  createdAt: string;
  updatedAt: string;
  cardParamMap: Record<string, string>;
  /** By userId, whatever kind of id the request used. */
  privateData: Record<string, Record<string, string>>;
  preview: string | null;
  deliveries: { spaceType: string; spaceId: string; carrierId: string; userIds: string[] }[];
}

export interface Todo {
  taskId: string;
  subject: string;
  creatorId: string;
  modifierId: string;
  executorIds: string[];
  participantIds: string[];
  sourceId: string | null;
  dueTime: number | null;
  priority: number | null;
  detailUrl: { appUrl: string; pcUrl: string };
  done: boolean;
  doneBy: string[];
  createdTime: number;
  modifiedTime: number;
}

/** A work notification: what became of it for each receiver (getsendresult). */
export interface Notice {
  taskId: number;
  at: number;
  receivers: string[];
  invalidUsers: string[];
  invalidDepartments: number[];
  forbidden: { code: string; count: number; userid: string }[];
  messageIds: Record<string, string>;
  recalled: boolean;
}

/** A robot send or a card delivery, found again by its processQueryKey (for DINGs: openDingId). */
export interface Send {
  key: string;
  at: number;
  openConversationId: string | null;
  messageIds: Record<string, string>;
  recalled: boolean;
}

export interface Session {
  userId: string;
  openConversationId: string | null;
  expiresAt: number;
}

export interface CardRoute {
  callbackUrl: string;
  apiSecret: string;
}

/** Where events and robot messages go instead of the Stream, when set (dingtalk.md §8). */
export interface Callbacks {
  events: { url: string; token: string; aesKey: string } | null;
  robot: { url: string } | null;
}

export interface StoredFile {
  id: string;
  name: string;
  contentType: string;
  bytes: number;
  at: number;
}

export const emptyState = (): State => ({
  offsetMs: 0,
  sequence: 0,
  messages: {},
  cards: {},
  todos: {},
  notices: {},
  sends: {},
  sessions: {},
  cardRoutes: {},
  files: {},
  callbacks: { events: null, robot: null },
  texts: [],
});
