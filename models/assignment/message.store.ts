/**
 * What became of each message: accepted by DingTalk → delivered → read → acted on. Written beside the journal, without raising the
 * version, since a message going out never makes a command stale. Commands never write `messages`, so nothing is overwritten.
 */
import { changes } from '../core/journal';
import { type Assignment, type Message } from './assignment.schema';
import { assignments } from './assignment.store';

const told = (_id: string) => changes.emit('changed', assignments.name, _id);

/** Note that a message is about to go out. False when it was noted before, by this worker or by one that died. */
export async function noteMessage(assignment: string, message: Message): Promise<boolean> {
  const { modifiedCount } = await assignments.collection.updateOne(
    { _id: assignment, 'messages.id': { $ne: message.id } },
    { $push: { messages: message } },
  );
  if (modifiedCount > 0) told(assignment);
  return modifiedCount > 0;
}

type Marks = Partial<Omit<Message, 'id' | 'to' | 'means'>>;

/** Write down what is now known about a message. */
export async function markMessage(assignment: string, id: string, marks: Marks): Promise<void> {
  const set = Object.fromEntries(Object.entries(marks).map(([field, value]) => [`messages.$.${field}`, value]));
  await assignments.collection.updateOne({ _id: assignment, 'messages.id': id }, { $set: set });
  told(assignment);
}

/** The first moments of reading and acting stay; later ones do not move them. */
export async function markOnce(
  assignment: string,
  id: string,
  moments: Partial<Pick<Message, 'deliveredAt' | 'readAt' | 'actedAt'>>,
): Promise<void> {
  for (const [field, at] of Object.entries(moments)) {
    const { modifiedCount } = await assignments.collection.updateOne(
      { _id: assignment, messages: { $elemMatch: { id, [field]: null } } },
      { $set: { [`messages.$.${field}`]: at } },
    );
    if (modifiedCount > 0) told(assignment);
  }
}

/**
 * A card that shows this version or a newer one stays; `face`, `form` and the moments of reading and acting go with it.
 *
 * @returns false when a newer version is shown already, and nothing was written
 */
export async function markShown(
  assignment: string,
  id: string,
  marks: { shown: number; face: string; form?: string | null } & Partial<
    Pick<Message, 'deliveredAt' | 'readAt' | 'actedAt'>
  >,
): Promise<boolean> {
  const set = Object.fromEntries(Object.entries(marks).map(([field, value]) => [`messages.$.${field}`, value]));
  const { matchedCount } = await assignments.collection.updateOne(
    { _id: assignment, messages: { $elemMatch: { id, $or: [{ shown: null }, { shown: { $lte: marks.shown } }] } } },
    { $set: set },
  );
  if (matchedCount > 0 && marks.actedAt) told(assignment);
  return matchedCount > 0;
}

export interface FoundMessage {
  assignment: Assignment;
  message: Message;
}

async function foundBy(field: 'id' | 'handle', value: string): Promise<FoundMessage[]> {
  const found = (await assignments.collection
    .find({ [`messages.${field}`]: value } as never, { projection: { events: 0, outbox: 0 }, limit: 100 })
    .toArray()) as unknown as Assignment[];
  return found.flatMap((assignment) =>
    assignment.messages.filter((message) => message[field] === value).map((message) => ({ assignment, message })),
  );
}

/** The message with this id (a card's outTrackId), or null. */
export const messageById = async (id: string): Promise<FoundMessage | null> => (await foundBy('id', id))[0] ?? null;

/** The messages DingTalk knows by this handle (processQueryKey, task id). */
export const messagesByHandle = (handle: string): Promise<FoundMessage[]> => foundBy('handle', handle);

/** DingTalk tells about reading for a day. */
const TOLD_MS = 24 * 3_600_000;

/**
 * Messages worth asking about: accepted within a day, not yet read, and last asked about long enough ago: the pause between
 * questions doubles, since every question is a call of the month's budget.
 */
export async function unreadMessages(now: Date, limit: number): Promise<FoundMessage[]> {
  const since = new Date(now.getTime() - TOLD_MS);
  const found = (await assignments.collection
    .find({ messages: { $elemMatch: { acceptedAt: { $gte: since }, readAt: null } } } as never, {
      projection: { events: 0, outbox: 0 },
      sort: { 'messages.acceptedAt': -1 },
      limit: limit * 4,
    })
    .toArray()) as unknown as Assignment[];
  return found
    .flatMap((assignment) => assignment.messages.map((message) => ({ assignment, message })))
    .filter(({ message }) => worthAsking(message, since, now))
    .slice(0, limit);
}

function worthAsking({ acceptedAt, readAt, handle, checkedAt }: Message, since: Date, now: Date): boolean {
  if (!acceptedAt || acceptedAt < since || readAt || !handle) return false;
  return !checkedAt || now.getTime() - checkedAt.getTime() >= checkedAt.getTime() - acceptedAt.getTime();
}

/** Forget a message that certainly did not go out, so that it may be tried again. */
export async function dropMessage(assignment: string, id: string): Promise<void> {
  await assignments.collection.updateOne({ _id: assignment }, { $pull: { messages: { id, acceptedAt: null } } });
}
