import { type Clock } from './clock';
import { type Card, type Message, type State } from './state';

const KEPT_PER_PERSON = 2000;

type NewMessage = Pick<Message, 'kind' | 'from' | 'chat'> & Record<string, unknown>;

/** What shows on every phone. */
export interface Phones {
  /** Puts a message on one phone. @returns its id */
  deliver(userId: string, message: NewMessage): string;
  /** As the person sees it now: cards with their present state, private data merged over the public; newest last. */
  messages(userId: string): Message[];
  find(userId: string, id: string): Message | undefined;
  /** Marks a message recalled on the phones of the receivers named. */
  recall(messageIds: Record<string, string>): void;
  changed(userIds: Iterable<string>): void;
  /** Calls back on every change of this person's phone until the returned function is called. */
  watch(userId: string, listener: () => void): () => void;
  /** Calls back on every change of any phone. */
  watchAll(listener: (userId: string) => void): () => void;
  /** Somebody looks at this phone in a browser until the returned function is called. */
  open(userId: string): () => void;
  isOpen(userId: string): boolean;
}

/** Everybody whose phone shows the card. */
export const audience = (card: Card): string[] => [...new Set(card.deliveries.flatMap(({ userIds }) => userIds))];

/** A media id (dingtalk.md §11) shows as an address only inside the client, and this is the client. */
const mediaAddress = (mediaId: string) => `/sandbox/media/${mediaId.slice(1)}`;

const cardAsSeenBy = (card: Card, userId: string): Record<string, string> => ({
  ...card.cardParamMap,
  ...(Object.hasOwn(card.privateData, userId) ? card.privateData[userId] : {}),
});

export function createPhones(state: State, clock: Clock): Phones {
  const watchers = new Map<string, Set<() => void>>();
  const watchersOfAll = new Set<(userId: string) => void>();
  const lookedAt = new Map<string, number>();

  function changed(userIds: Iterable<string>) {
    for (const userId of userIds) {
      for (const listener of watchers.get(userId) ?? []) listener();
      for (const listener of watchersOfAll) listener(userId);
    }
  }
  function present(message: Message, userId: string): Message {
    const card = message.kind === 'card' ? state.cards[String(message['outTrackId'])] : undefined;
    if (card)
      return {
        ...message,
        cardTemplateId: card.cardTemplateId,
        cardParamMap: cardAsSeenBy(card, userId),
        updatedAt: card.updatedAt,
        preview: card.preview,
      };
    const todo = message.kind === 'todo' ? state.todos[String(message['taskId'])] : undefined;
    if (!todo)
      return message.imageUrl?.startsWith('@') ? { ...message, imageUrl: mediaAddress(message.imageUrl) } : message;
    const { subject, dueTime, detailUrl, priority } = todo;
    return {
      ...message,
      title: subject,
      subject,
      dueTime,
      detailUrl,
      url: detailUrl.appUrl,
      priority,
      done: todo.done || todo.doneBy.includes(userId),
    };
  }
  const listOf = (userId: string) => (Object.hasOwn(state.messages, userId) ? state.messages[userId]! : []);
  return {
    deliver(userId, message) {
      state.sequence += 1;
      const id = `m${state.sequence}`;
      const list = (state.messages[userId] = listOf(userId));
      list.push({ id, at: clock.now().toISOString(), ...message });
      if (list.length > KEPT_PER_PERSON * 1.1) list.splice(0, list.length - KEPT_PER_PERSON);
      changed([userId]);
      return id;
    },
    messages: (userId) => listOf(userId).map((message) => present(message, userId)),
    find: (userId, id) => listOf(userId).find((message) => message.id === id),
    recall(messageIds) {
      const at = clock.now().toISOString();
      for (const [userId, id] of Object.entries(messageIds)) {
        const message = listOf(userId).find((candidate) => candidate.id === id);
        if (message) message.recalledAt ??= at;
      }
      changed(Object.keys(messageIds));
    },
    changed,
    watch(userId, listener) {
      const set = watchers.get(userId) ?? new Set();
      watchers.set(userId, set.add(listener));
      return () => set.delete(listener);
    },
    watchAll(listener) {
      watchersOfAll.add(listener);
      return () => void watchersOfAll.delete(listener);
    },
    open(userId) {
      lookedAt.set(userId, (lookedAt.get(userId) ?? 0) + 1);
      return () => {
        lookedAt.set(userId, (lookedAt.get(userId) ?? 1) - 1);
        for (const listener of watchersOfAll) listener(userId);
      };
    },
    isOpen: (userId) => (lookedAt.get(userId) ?? 0) > 0,
  };
}
