/**
 * Carries out what records owe. At least once, one worker at a time per entry, in order within a lane of one record.
 *
 * An entry's `dueAt` is its whole state: a date means owed, null means settled. Claiming is moving `dueAt` into the future
 * (the lease); a worker that dies mid-way needs no cleaning up, its claim simply falls due again. Delivery leaves the
 * record's `version` alone, so a message going out never makes a command stale.
 */
import { randomUUID } from 'node:crypto';
import { aBell, type Bell } from './bell';
import { EVER, type OutboxEntry, type Store, changes } from './journal';
import { policy } from './policy';
import { type Stateful } from './workflow';

/** One owed entry together with the record that owes it. */
export interface OwedEntry extends OutboxEntry {
  store: string;
  recordId: string;
}

/** Carries out entries of one kind. Given several at once, so that sends can be batched; answers per entry, never throws. */
export type Handler = (entries: OwedEntry[], now: Date) => Promise<Settlement[]>;

/** A handler that carries out its entries one by one; one that fails is tried again, and the others are done. */
export const each =
  (one: (entry: OwedEntry, now: Date) => Promise<unknown>): Handler =>
  (entries, now) =>
    Promise.all(
      entries.map((entry) =>
        one(entry, now).then(
          (): Settlement => ({ done: true }),
          (error: unknown): Settlement => ({ retry: String(error) }),
        ),
      ),
    );

/** What became of one entry: done, to be tried again (the network failed), or impossible (the other side refused). */
export type Settlement = { done: true } | { retry: string; after?: Date } | { impossible: string };

/**
 * One stream of work: the kinds it handles, and nothing else. Local effects and sends to DingTalk are two outboxes, so that
 * a slow or absent DingTalk never delays what only our own database needs.
 */
export interface Outbox {
  stores: () => readonly Store<Stateful>[];
  handlers: Record<string, Handler>;
  /** Records read per round; what is claimed must be carried out well within the lease. Default 200. */
  batch?: number;
  /** How long the loop waits for the handlers of one round before it goes on without them, in ms of real time. Default: the lease. */
  patienceMs?: number;
  /** Told of entries that can never be delivered; a person has to look. */
  onImpossible?: (entry: OwedEntry, reason: string) => void;
}

/** Every kind of effect that the models make; `requireHandlers` asks at start-up who carries them out. */
export const OWED_KINDS: readonly string[] = [
  'assignment.open',
  'assignment.acknowledge',
  'assignment.alarm',
  'assignment.alarmOver',
  'assignment.close',
  'attachment.fetch',
  'absence.request',
  'audit.ordered',
  'cards.refresh',
  'checkItem.supersede',
  'counts.refresh',
  'discretion.supersede',
  'credit.record',
  'credit.repair',
  'credit.revoke',
  'disclosure.prepare',
  'disclosure.withdraw',
  'duty.confirm',
  'duty.exchange',
  'duty.incoming',
  'duty.vacate',
  'evidence.named',
  'flying.crew',
  'flying.filed',
  'flying.sweep',
  'hearing.requested',
  'followUp.schedule',
  'incident.absorb',
  'incident.linked',
  'incident.petition',
  'inspection.begun',
  'inspection.finished',
  'inspection.ordered',
  'law.supersede',
  'lookBack.review',
  'massAlert.again',
  'massAlert.fanOut',
  'massAlert.help',
  'massAlert.revoke',
  'massAlert.tickOff',
  'message.send',
  'notice.send',
  'party.file',
  'party.tell',
  'payment.book',
  'payment.unbook',
  'penalty.clue',
  'penalty.discussed',
  'penalty.document',
  'penalty.hearingHeld',
  'penalty.hearingPlanned',
  'penalty.transferAnswered',
  'petition.incident',
  'responsibility.record',
  'roster.publish',
  'todos.complete',
  'transfer.suspected',
];

/**
 * Hold what can be owed against what is carried out, over all outboxes of this process.
 *
 * @throws Error naming the kinds without a handler: they would stay owed for ever, and nobody would hear of it
 */
export function requireHandlers(outboxes: readonly Record<string, Handler>[]): void {
  const missing = OWED_KINDS.filter((kind) => !outboxes.some((handlers) => Object.hasOwn(handlers, kind)));
  if (missing.length > 0) throw new Error(`程序不完整，没有办法执行：${missing.join('、')}。请重新安装后再启动。`);
}

/** How long a claim holds. Longer than any handler takes; short enough that a killed worker is noticed within a minute. */
export const LEASE_MS = 30_000;
/** Waits after the 1st, 2nd … failed attempt. About two days in all: DingTalk down for a day loses nothing. */
const BACKOFF_MS = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1200, ...Array<number>(72).fill(2400)].map(
  (seconds) => seconds * 1000,
);
const BATCH = 200;

type OwingRecord = { _id: string; outbox: (Omit<OutboxEntry, 'dueAt'> & { dueAt: Date | null })[] };

/** The entries of one record that are due and stand first among the owed of their lane. */
function firstDueOf(record: OwingRecord, now: Date): OutboxEntry[] {
  const lanes = new Set<string>();
  const due: OutboxEntry[] = [];
  for (const entry of record.outbox) {
    if (!entry.dueAt || lanes.has(entry.lane)) continue;
    lanes.add(entry.lane);
    if (entry.dueAt <= now) due.push(entry as OutboxEntry);
  }
  return due;
}

/**
 * Records that owe an entry of our kinds. The first condition is what the partial index is taken for, the second picks the
 * entry. Read in the order of that index, which is the order of `dueAt`: a sort would first have to read all that is owed.
 */
const owing = ({ handlers }: Outbox, dueAt: Record<string, Date>) =>
  ({
    $and: [
      { 'outbox.dueAt': { $gt: EVER } },
      { outbox: { $elemMatch: { dueAt: { $gt: EVER, ...dueAt }, kind: { $in: Object.keys(handlers) } } } },
    ],
  }) as never;
const IN_ORDER = { hint: { 'outbox.dueAt': 1 } as const };

async function findDue(outbox: Outbox, store: Store<Stateful>, now: Date): Promise<OwedEntry[]> {
  const records = (await store.collection
    .find(owing(outbox, { $lte: now }), { ...IN_ORDER, projection: { outbox: 1 }, limit: outbox.batch ?? BATCH })
    .toArray()) as unknown as OwingRecord[];
  return records.flatMap((record) =>
    firstDueOf(record, now)
      .filter(({ kind }) => kind in outbox.handlers)
      .map((entry) => ({ ...entry, store: store.name, recordId: record._id })),
  );
}

/** Claim in bulk; entries that another worker claimed between reading and writing are dropped. */
async function claim(store: Store<Stateful>, entries: OwedEntry[], now: Date): Promise<OwedEntry[]> {
  if (entries.length === 0) return [];
  const token = randomUUID();
  const leasedUntil = new Date(now.getTime() + LEASE_MS);
  const { modifiedCount } = await store.collection.bulkWrite(
    entries.map(({ recordId, id, dueAt }) => ({
      updateOne: {
        filter: { _id: recordId, outbox: { $elemMatch: { id, dueAt } } },
        update: { $set: { 'outbox.$.dueAt': leasedUntil, 'outbox.$.claim': token }, $inc: { 'outbox.$.attempts': 1 } },
      },
    })),
    { ordered: false },
  );
  const claimed = entries.map((entry) => ({ ...entry, dueAt: leasedUntil, attempts: entry.attempts + 1 }));
  if (modifiedCount === entries.length) return claimed;
  const mine = await store.collection
    .aggregate<{ id: string }>([
      { $match: { _id: { $in: [...new Set(entries.map(({ recordId }) => recordId))] } } },
      { $unwind: '$outbox' },
      { $match: { 'outbox.claim': token } },
      { $project: { _id: 0, id: '$outbox.id' } },
    ])
    .toArray();
  const ids = new Set(mine.map(({ id }) => id));
  return claimed.filter(({ id }) => ids.has(id));
}

function marks(entry: OwedEntry, settlement: Settlement, now: Date): Record<string, unknown> {
  if ('done' in settlement) return { 'outbox.$.dueAt': null, 'outbox.$.settledAt': now };
  const wait = BACKOFF_MS[entry.attempts - 1];
  if ('impossible' in settlement || wait === undefined) {
    return {
      'outbox.$.dueAt': null,
      'outbox.$.lastError': 'impossible' in settlement ? settlement.impossible : settlement.retry,
    };
  }
  return {
    'outbox.$.dueAt': settlement.after ?? new Date(now.getTime() + wait),
    'outbox.$.lastError': settlement.retry,
  };
}

/** Until this moment the lane waits: what is owed behind an entry that is tried again is due no sooner than it. */
const behind = ({ recordId, lane, id }: OwedEntry, until: Date) => ({
  updateOne: {
    filter: { _id: recordId },
    update: { $set: { 'outbox.$[later].dueAt': until } },
    arrayFilters: [{ 'later.lane': lane, 'later.id': { $ne: id }, 'later.dueAt': { $gt: EVER, $lt: until } }],
  },
});

async function settle(store: Store<Stateful>, entries: OwedEntry[], settlements: Settlement[], now: Date) {
  const settled = entries.flatMap((entry, index) => {
    const set = marks(entry, settlements[index] ?? { retry: 'handler gave no answer' }, now);
    const again = set['outbox.$.dueAt'];
    const filter = { _id: entry.recordId, outbox: { $elemMatch: { id: entry.id, dueAt: entry.dueAt } } };
    return [{ updateOne: { filter, update: { $set: set } } }, ...(again instanceof Date ? [behind(entry, again)] : [])];
  });
  await store.collection.bulkWrite(settled, { ordered: false });
}

async function carryOut(outbox: Outbox, kind: string, entries: OwedEntry[], now: Date): Promise<Settlement[]> {
  try {
    return (await outbox.handlers[kind]?.(entries, now)) ?? [];
  } catch (error) {
    return entries.map(() => ({ retry: String(error) }));
  }
}

const claimDue = async (outbox: Outbox, store: Store<Stateful>, now: Date) =>
  claim(store, await findDue(outbox, store, now), now);

async function finish(outbox: Outbox, store: Store<Stateful>, claimed: OwedEntry[], clock: () => Date) {
  const now = clock();
  await Promise.all(
    [...grouped(claimed)].map(async ([kind, entries]) => {
      const settlements = await carryOut(outbox, kind, entries, now);
      await settle(store, entries, settlements, clock());
      entries.forEach((entry, index) => {
        const settlement = settlements[index];
        if (settlement && 'impossible' in settlement) outbox.onImpossible?.(entry, settlement.impossible);
      });
    }),
  );
}

function grouped(entries: OwedEntry[]): Map<string, OwedEntry[]> {
  const groups = new Map<string, OwedEntry[]>();
  for (const entry of entries) groups.set(entry.kind, [...(groups.get(entry.kind) ?? []), entry]);
  return groups;
}

/**
 * Carry out everything that is due now, once over every store.
 *
 * @param clock read again for settling, since handlers take time
 * @returns how many entries were claimed; 0 means nothing was due
 */
export async function deliverDue(outbox: Outbox, clock: () => Date): Promise<number> {
  const counts = await Promise.all(
    outbox.stores().map(async (store) => {
      const claimed = await claimDue(outbox, store, clock());
      await finish(outbox, store, claimed, clock);
      return claimed.length;
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

async function nextDueIn(outbox: Outbox, store: Store<Stateful>): Promise<number> {
  const record = (await store.collection.findOne(owing(outbox, {}), {
    ...IN_ORDER,
    projection: { 'outbox.dueAt': 1, 'outbox.kind': 1, 'outbox.lane': 1 },
  })) as unknown as OwingRecord | null;
  // Only the first of a lane can be carried out: one that waits behind it must not keep the loop awake.
  const first = new Map<string, OwingRecord['outbox'][number]>();
  for (const entry of record?.outbox ?? []) if (entry.dueAt && !first.has(entry.lane)) first.set(entry.lane, entry);
  const ours = [...first.values()].filter(({ kind }) => kind in outbox.handlers);
  return Math.min(Infinity, ...ours.flatMap(({ dueAt }) => (dueAt ? [dueAt.getTime()] : [])));
}

/** The moment the next entry falls due, over every store; null when nothing is owed. */
export async function nextDue(outbox: Outbox): Promise<Date | null> {
  const earliest = Math.min(Infinity, ...(await Promise.all(outbox.stores().map((store) => nextDueIn(outbox, store)))));
  return earliest === Infinity ? null : new Date(earliest);
}

const DAY_MS = 86_400_000;

/**
 * A record's outbox without what was carried out days ago, as an expression for an update: two thirds of a record that changes often
 * would otherwise be errands long done, read and written with every change. What is owed stays, and so does what could never be
 * carried out: somebody has to look at it.
 */
export function outboxWithoutSettled(now: Date): Record<string, unknown> {
  const before = new Date(now.getTime() - policy().outboxKeptDays * DAY_MS);
  const longDone = {
    $and: [
      { $eq: ['$$entry.dueAt', null] },
      { $gt: ['$$entry.settledAt', EVER] },
      { $lt: ['$$entry.settledAt', before] },
    ],
  };
  return { outbox: { $filter: { input: '$outbox', as: 'entry', cond: { $not: [longDone] } } } };
}

interface DeliveryLoop {
  /** Finish what is claimed, then stop. */
  stop(): Promise<void>;
}

/** What another process made owed, and what a moved clock made due, is seen no later than this. */
const POLL_MS = 250;
/** A loop that nothing wakes looks all the same. */
const LONGEST_REST_MS = 60_000;
/** After a failure of the database there is no use in asking at once. */
const AFTER_ERROR_MS = 1_000;

/**
 * Deliver whenever something falls due: at once after a change in this process, by a timer for the next due entry, and by a net for
 * changes made by other processes. An error of the database is reported and waited out.
 *
 * Every store has a loop per outbox, so that a long queue in one holds up no other, and one net for all its outboxes: a store that owes
 * nothing costs four small reads a second and no more.
 */
export function startDelivery(
  outboxes: Outbox | readonly Outbox[],
  clock: () => Date,
  onError: (error: unknown) => void,
): DeliveryLoop {
  const bells = new Map<Store<Stateful>, Bell[]>();
  const loops = [outboxes].flat().flatMap((outbox) =>
    outbox.stores().map((store) => {
      const bell = aBell();
      bells.set(store, [...(bells.get(store) ?? []), bell]);
      return startLoop(outbox, store, bell, clock, onError);
    }),
  );
  const nets = [...bells].map(([store, ofStore]) => startNet(store, ofStore, clock, onError));
  return {
    stop: async () => {
      await Promise.all([...loops, ...nets].map((loop) => loop.stop()));
    },
  };
}

/** Ring whenever the store has something due. */
function startNet(
  { collection }: Store<Stateful>,
  bells: readonly Bell[],
  clock: () => Date,
  onError: (error: unknown) => void,
): DeliveryLoop {
  const stopping = aBell();
  const run = async () => {
    let pause = POLL_MS;
    while (!(await stopping.rest(pause))) {
      try {
        const due = { 'outbox.dueAt': { $gt: EVER, $lte: clock() } };
        if (await collection.findOne(due, { ...IN_ORDER, projection: { _id: 1 } }))
          bells.forEach((bell) => bell.ring());
        pause = POLL_MS;
      } catch (error) {
        onError(error);
        pause = AFTER_ERROR_MS;
      }
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopping.ring();
      await running;
    },
  };
}

function startLoop(
  outbox: Outbox,
  store: Store<Stateful>,
  bell: Bell,
  clock: () => Date,
  onError: (error: unknown) => void,
): DeliveryLoop {
  let stopped = false;
  const onChange = (name: string) => name === store.name && bell.ring();
  changes.on('changed', onChange);

  /** Claiming the next round overlaps with carrying out the one before. */
  const rounds = async () => {
    let before: Promise<void> = Promise.resolve();
    for (;;) {
      const claimed = await claimDue(outbox, store, clock());
      const claimedAt = performance.now();
      await before;
      if (claimed.length === 0) return;
      // A claim that waited this long might end while it is carried out, and be carried out twice: it falls due again by itself.
      if (performance.now() - claimedAt > LEASE_MS / 2) continue;
      before = withinLease(finish(outbox, store, claimed, clock), outbox.patienceMs);
      before.catch(() => {});
      if (stopped) return before;
    }
  };
  const run = async () => {
    while (!stopped) {
      bell.reset();
      try {
        await rounds();
        const wait = (await nextDueIn(outbox, store)) - clock().getTime();
        if (!stopped) await bell.rest(Math.min(Math.max(1, wait), LONGEST_REST_MS));
      } catch (error) {
        onError(error);
        bell.reset();
        await bell.rest(AFTER_ERROR_MS);
      }
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopped = true;
      changes.off('changed', onChange);
      bell.ring();
      await running;
    },
  };
}

/**
 * Give up waiting for handlers once the lease is over: what was claimed is no longer theirs, so the loop loses nothing by going on.
 *
 * @throws Error when the time is over, and whatever `work` throws
 */
async function withinLease<T>(work: Promise<T>, ms = LEASE_MS): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, refuse) => {
    timer = setTimeout(
      () => refuse(new Error('a handler gave no answer within the lease; what was claimed falls due again')),
      ms,
    );
  });
  try {
    return await Promise.race([work, over]);
  } finally {
    clearTimeout(timer);
  }
}
