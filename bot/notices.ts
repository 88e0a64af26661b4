/**
 * The same words to many people: a robot message to twenty at a time, which is how a thousand are alerted within DingTalk's
 * limits. Neither a robot message nor a work notice nor a DING has an id of ours, so whether it may have gone out is noted before
 * sending; where that is unknown, the person gets a todo under our id instead, never the message twice. A way that DingTalk
 * refuses gives way to the next.
 */
import { z } from 'zod';
import { Way } from '../models/massAlert/alertRecipient.schema';
import { storeNamed } from '../models/core/journal';
import { type Handler, type OwedEntry, type Settlement } from '../models/core/outbox';
import { withinBytes } from './card';
import { type DeliveryDoors } from './deliver';
import { DingTalkError } from './dingtalk/client';
import { type Receiver, receiverOf } from './receiver';

/**
 * What an outbox entry `notice.send` carries: the words themselves, or what they are about, where they are made as they go out. No
 * text names a person or a case.
 */
export const Notice = z.object({
  to: z.string(),
  way: Way.default('robot'),
  title: z.string().max(100).default(''),
  text: z.string().max(2000).default(''),
  url: z.string().optional(),
  about: z.object({ id: z.string(), what: z.string(), round: z.int() }).optional(),
});
type Notice = z.infer<typeof Notice>;

/** One message before it is addressed; `line` is for ways that take one line only. */
export interface NoticeWords {
  title: string;
  text: string;
  line: string;
  button?: string;
  url?: string;
}

export interface Addressed {
  entry: OwedEntry;
  notice: Notice;
  receiver: Receiver | null;
}
type Reached = Addressed & { receiver: Receiver };

/** Where it is kept what became of the notices that records of one store owe. */
export interface NoticeBook {
  /** The words of a group of notices about the same thing, now. */
  words: (first: Addressed, now: Date) => Promise<NoticeWords | null>;
  /** About to go out. */
  note: (group: readonly Addressed[], way: Way, now: Date) => Promise<void>;
  /** Of these, who still needs to be told. Asked after noting, so that whoever takes a notice back sees the note or is seen here. */
  wanted: (group: readonly Addressed[]) => Promise<ReadonlySet<string>>;
  /** Certainly not gone out. */
  drop: (group: readonly Addressed[], way: Way) => Promise<void>;
  accepted: (group: readonly Addressed[], way: Way, handle: string | null, now: Date) => Promise<void>;
  /** `last`: no other way is tried. */
  failed: (group: readonly Addressed[], way: Way, reason: string, last: boolean) => Promise<void>;
  /** Of notices whose sender died, those that are known to have gone out. */
  gone: (group: readonly Addressed[]) => Promise<ReadonlySet<string>>;
}

const tried = (group: readonly Addressed[], value: boolean) =>
  Promise.all(
    group.map(({ entry: { store, recordId, id } }) =>
      storeNamed(store).collection.updateOne({ _id: recordId, 'outbox.id': id }, { $set: { 'outbox.$.tried': value } }),
    ),
  ).then(() => undefined);
const nothing = () => Promise.resolve();

/** For records that keep no book: only whether it may have gone out is noted, in the outbox itself. */
const PLAIN: NoticeBook = {
  words: ({ notice: { title, text, url } }) =>
    Promise.resolve({ title, text, line: title, ...(url ? { url, button: '查看' } : {}) }),
  note: (group) => tried(group, true),
  wanted: (group) => Promise.resolve(new Set(group.map(({ entry }) => entry.id))),
  drop: (group) => tried(group, false),
  accepted: nothing,
  failed: nothing,
  gone: () => Promise.resolve(new Set()),
};

interface Sent {
  handle: string | null;
  /** Userids that DingTalk does not know. */
  invalid: readonly string[];
  /** Userids to be tried again later. */
  later: readonly string[];
}
interface Means {
  perCall: number;
  send: (userIds: string[], words: NoticeWords, doors: DeliveryDoors) => Promise<Sent>;
  /** Taken when DingTalk refuses this one altogether. */
  next: Exclude<Way, 'robot'>;
}

/** A work notice weighs at most 2048 bytes as a whole; titles and addresses take their share. */
const NOTICE_TEXT_BYTES = 1200;

const ding =
  (level: 1 | 2): Means['send'] =>
  async (userIds, { line }, { dingtalk }) => {
    const { dingId, failed } = await dingtalk.sendDing(userIds, level, line);
    return { handle: dingId || null, invalid: failed, later: [] };
  };

const MEANS: Record<Exclude<Way, 'todo'>, Means> = {
  robot: {
    perCall: 20,
    next: 'workNotice',
    async send(userIds, { title, text, button, url }, { dingtalk }) {
      const [key, param] =
        button && url
          ? (['sampleActionCard', { title, text, singleTitle: button, singleURL: url }] as const)
          : (['sampleMarkdown', { title, text }] as const);
      const { processQueryKey, invalid, flowControlled } = await dingtalk.sendRobotMessage(userIds, key, param);
      return { handle: processQueryKey || null, invalid, later: flowControlled };
    },
  },
  workNotice: {
    perCall: 100,
    next: 'todo',
    async send(userIds, { title, text, button = '查看', url }, { dingtalk, appUrl }) {
      const { taskId } = await dingtalk.sendWorkNotice(userIds, {
        msgtype: 'action_card',
        action_card: {
          title: withinBytes(title, 180),
          markdown: withinBytes(text, NOTICE_TEXT_BYTES),
          single_title: button,
          single_url: url ?? appUrl,
        },
      });
      return { handle: String(taskId), invalid: [], later: [] };
    },
  },
  ding: { perCall: 200, next: 'todo', send: ding(1) },
  sms: { perCall: 20, next: 'ding', send: ding(2) },
};

type Outcomes = Map<string, Settlement>;
const DONE: Settlement = { done: true };
const all = (group: readonly Addressed[], settlement: Settlement): Outcomes =>
  new Map(group.map(({ entry }) => [entry.id, settlement]));
const merged = (parts: readonly Outcomes[]): Outcomes => new Map(parts.flatMap((part) => [...part]));
const of = (group: readonly Reached[], userIds: readonly string[]) =>
  group.filter(({ receiver }) => userIds.includes(receiver.userId));

/** A todo carries our own id, so it may be sent again without showing twice. */
async function asTodo(one: Reached, words: NoticeWords, book: NoticeBook, doors: DeliveryDoors): Promise<Settlement> {
  const now = doors.clock();
  await book.note([one], 'todo', now);
  try {
    const { taskId } = await doors.dingtalk.createTodo({
      sourceId: one.entry.id,
      subject: words.line,
      unionId: one.receiver.unionId,
      detailUrl: words.url ?? doors.appUrl,
      dueAt: null,
      ding: false,
    });
    await book.accepted([one], 'todo', taskId || null, doors.clock());
    return DONE;
  } catch (error) {
    if (!(error instanceof DingTalkError) || error.kind !== 'refused') return { retry: String(error) };
    await book.failed([one], 'todo', error.code, true);
    return { impossible: error.message };
  }
}

const asTodos = async (group: readonly Reached[], words: NoticeWords, book: NoticeBook, doors: DeliveryDoors) =>
  new Map(
    await Promise.all(
      group.map(async (one) => [one.entry.id, await asTodo(one, words, book, doors)] as [string, Settlement]),
    ),
  );

/** Send to everybody of the group who still needs it; by the next way when this one is refused. */
async function sendBy(way: Way, group: Reached[], book: NoticeBook, doors: DeliveryDoors): Promise<Outcomes> {
  const [first] = group;
  if (!first) return new Map();
  const now = doors.clock();
  if (way !== 'todo') await book.note(group, way, now);
  const [words, wanted] = await Promise.all([book.words(first, now), book.wanted(group)]);
  const needed = words ? group.filter(({ entry }) => wanted.has(entry.id)) : [];
  const moot = group.filter((one) => !needed.includes(one));
  if (moot.length > 0 && way !== 'todo') await book.drop(moot, way);
  if (!words || needed.length === 0) return all(moot, DONE);
  const sent =
    way === 'todo' ? await asTodos(needed, words, book, doors) : await together(way, needed, words, book, doors);
  return merged([all(moot, DONE), sent]);
}

async function together(
  way: Exclude<Way, 'todo'>,
  group: Reached[],
  words: NoticeWords,
  book: NoticeBook,
  doors: DeliveryDoors,
): Promise<Outcomes> {
  const { send, next } = MEANS[way];
  let sent: Sent;
  try {
    sent = await send(
      group.map(({ receiver }) => receiver.userId),
      words,
      doors,
    );
  } catch (error) {
    if (!(error instanceof DingTalkError) || !(error.ambiguous || error.kind === 'refused')) {
      await book.drop(group, way);
      return all(group, { retry: String(error) });
    }
    await book.failed(group, way, error.ambiguous ? '发送结果不明' : error.code, false);
    return error.ambiguous ? asTodos(group, words, book, doors) : sendBy(next, group, book, doors);
  }
  const [unknown, later] = [of(group, sent.invalid), of(group, sent.later)];
  const reached = group.filter((one) => !unknown.includes(one) && !later.includes(one));
  await Promise.all([
    book.accepted(reached, way, sent.handle, doors.clock()),
    book.drop(later, way),
    book.failed(unknown, way, '钉钉里没有此人', way === 'robot'),
  ]);
  return merged([
    all(reached, DONE),
    all(later, { retry: 'flow control' }),
    all(unknown, { impossible: 'DingTalk does not know this person' }),
  ]);
}

/** Groups that say the same the same way, none larger than one call takes. */
function batches(addressed: readonly Reached[]): Reached[][] {
  const groups = new Map<string, Reached[]>();
  for (const one of addressed) {
    const { way, title, text, url, about } = one.notice;
    const key = JSON.stringify([one.entry.store, way, title, text, url, about]);
    const group = groups.get(key) ?? [];
    group.push(one);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap((group) => {
    const way = group[0]?.notice.way ?? 'robot';
    const size = way === 'todo' ? 20 : MEANS[way].perCall;
    return Array.from({ length: Math.ceil(group.length / size) }, (_, n) => group.slice(n * size, (n + 1) * size));
  });
}

const wasTried = ({ entry }: Addressed) => (entry as { tried?: boolean }).tried === true;

/** Whoever sent these died: what is known to have gone out is settled, the rest gets a todo. */
async function afterDeath(group: Reached[], book: NoticeBook, doors: DeliveryDoors): Promise<Outcomes> {
  const [first] = group;
  if (!first) return new Map();
  const gone = await book.gone(group);
  const rest = group.filter(({ entry }) => !gone.has(entry.id));
  return merged([
    all(
      group.filter((one) => !rest.includes(one)),
      DONE,
    ),
    await sendBy('todo', rest, book, doors),
  ]);
}

const sendNotices =
  (doors: DeliveryDoors, books: Readonly<Record<string, NoticeBook>>): Handler =>
  async (entries) => {
    const bookOf = ({ entry }: Addressed) => books[entry.store] ?? PLAIN;
    const addressed = await Promise.all(
      entries.map(async (entry): Promise<Addressed> => {
        const notice = Notice.parse(entry.data);
        return { entry, notice, receiver: await receiverOf(notice.to) };
      }),
    );
    const lost = addressed.filter(({ receiver }) => !receiver);
    const reachable = addressed.filter((one): one is Reached => one.receiver !== null);
    const parts = await Promise.all([
      ...lost.map(async (one) => {
        await bookOf(one).failed([one], one.notice.way, '没有可用的钉钉账号', true);
        return all([one], { impossible: 'nobody to send to' });
      }),
      ...batches(reachable.filter(wasTried)).map((group) => afterDeath(group, bookOf(group[0] as Reached), doors)),
      ...batches(reachable.filter((one) => !wasTried(one))).map((group) =>
        sendBy((group[0] as Reached).notice.way, group, bookOf(group[0] as Reached), doors),
      ),
    ]);
    const settled = merged(parts);
    return entries.map(({ id }) => settled.get(id) ?? { retry: 'no answer' });
  };

/** Handler of `notice.send` (shape: `Notice`). `books`: by store, where it is kept what became of each notice. */
export const noticeHandlers = (
  doors: DeliveryDoors,
  books: Readonly<Record<string, NoticeBook>> = {},
): Record<string, Handler> => ({ 'notice.send': sendNotices(doors, books) });
