/**
 * Live pages: which record has changed, told to everybody who may see it. Changes of this process are heard at once; those of
 * others are found by `updatedAt`, once a second. Only ids leave, so a page that hears of one still has to ask for it.
 */
import type Router from '@koa/router';
import { PassThrough } from 'node:stream';
import { permits, type Actor } from '../models/core/access';
import { DomainError } from '../models/core/errors';
import { changes } from '../models/core/journal';
import { type Stateful } from '../models/core/workflow';
import { faces } from '../models/domains';
import { assignments } from '../models/assignment/assignment.store';
import { type Assignment } from '../models/assignment/assignment.schema';
import { type AlertRecipient } from '../models/massAlert/alertRecipient.schema';
import { alertOfRecipient, recipients } from '../models/massAlert/alertRecipient.store';
import { massAlerts } from '../models/massAlert/massAlert.store';
import { type Petition } from '../models/petition/petition.schema';
import { petitions } from '../models/petition/petition.store';
import { maySee } from './petition.present';
import { type Session, type Sessions } from './sessions';
import { type SignedIn } from './signIn';

/** What is read of a changed record to decide who is told. */
interface Changed {
  _id: string;
  version: number;
  updatedAt: Date;
}
interface Watched {
  store: string;
  collection: { find(filter: never, options: object): { toArray(): Promise<unknown[]> } };
  fields: Record<string, 1>;
  concerns: (record: never, actor: Actor) => boolean;
  /** What is said is that this whole has changed, of which the record is a part; gathered longer, since a thousand may change at once. */
  partOf?: (record: never) => { store: string; id: string };
}

const WATCHED: readonly Watched[] = [
  {
    store: 'petitions',
    collection: petitions.collection,
    fields: { status: 1, reporter: 1, officer: 1, county: 1 },
    concerns: (petition: Petition, actor) => maySee(petition, actor),
  },
  {
    store: 'assignments',
    collection: assignments.collection,
    fields: { person: 1, county: 1 },
    concerns: (assignment: Assignment, actor) =>
      assignment.person === actor.id || permits('seeDesk', actor, assignment),
  },
  {
    store: recipients.name,
    collection: recipients.collection,
    fields: { county: 1, head: 1, person: 1 },
    concerns: (recipient: AlertRecipient, actor) =>
      recipient.person === actor.id || permits('seeRoll', actor, recipient),
    partOf: ({ _id }: AlertRecipient) => ({ store: massAlerts.name, id: alertOfRecipient(_id) }),
  },
  ...faces.map(({ domain, seenBy, maySee }) => ({
    store: domain.store.name,
    collection: domain.store.collection,
    fields: Object.fromEntries(seenBy.map((field) => [field, 1 as const])),
    concerns: (record: Stateful, actor: Actor) => maySee(record, actor),
  })),
];

const PARTS: ReadonlySet<string> = new Set(WATCHED.filter(({ partOf }) => partOf).map(({ store }) => store));

const POLL_MS = 1_000;
/** Changes that come together are looked up together. */
const GATHER_MS = 20;
const GATHER_PARTS_MS = 500;
/** Clocks of two processes differ, and a write is seen a little after its `updatedAt`. */
const OVERLAP_MS = 5_000;
const HEARTBEAT_MS = 15_000;
const MOST = 500;
/** Several phones and windows of one person; more is a defect of a page. */
const PER_SESSION = 8;
const PER_PROCESS = 5_000;

interface Listener {
  session: Session;
  stream: PassThrough;
}

export interface Live {
  routes(router: Router): void;
  /** How many pages are listening. */
  size(): number;
  close(): Promise<void>;
}

/** Gather changes, of this process at once and of others by polling, and tell each open page those its reader may see. */
export function createLive({
  sessions,
  clock,
  onError,
}: {
  sessions: Sessions;
  clock: () => Date;
  onError: (error: unknown) => void;
}): Live {
  const listeners = new Set<Listener>();
  const pending = new Map<string, Set<string>>(WATCHED.map(({ store }) => [store, new Set()]));
  const told = new Map<string, number>();
  const since = new Map<string, Date>();
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let looking: Promise<void> = Promise.resolve();

  const hear = (store: string, id: string) => {
    const heard = pending.get(store);
    if (listeners.size === 0 || !heard) return;
    heard.add(id);
    schedule(PARTS.has(store) ? GATHER_PARTS_MS : GATHER_MS);
  };
  changes.on('changed', hear);

  let planned = Infinity;
  function schedule(wait: number) {
    const at = performance.now() + wait;
    if (closed || at >= planned) return;
    clearTimeout(timer);
    planned = at;
    timer = setTimeout(() => {
      planned = Infinity;
      looking = looking
        .then(look)
        .catch(onError)
        .finally(() => listeners.size > 0 && schedule(POLL_MS));
    }, wait);
  }

  let polledAt = -Infinity;
  async function look() {
    if (told.size > 20_000) told.clear();
    const polling = performance.now() - polledAt >= POLL_MS - GATHER_MS;
    if (polling) polledAt = performance.now();
    const concerned = WATCHED.filter(({ store }) => polling || pending.get(store)?.size);
    await Promise.all(concerned.map((watched) => lookInto(watched, polling)));
  }

  /** What was heard of is read by its id; only a poll, which costs a read of every store, asks for what other processes changed. */
  async function lookInto(watched: Watched, polling: boolean) {
    const heard = pending.get(watched.store) ?? new Set<string>();
    const ids = [...heard].slice(0, MOST);
    ids.forEach((id) => heard.delete(id));
    const from = new Date((since.get(watched.store) ?? clock()).getTime() - OVERLAP_MS);
    // Without a limit: a bulk change gives thousands of records one and the same `updatedAt`, and a page cut off there would never be passed.
    const options = { projection: { version: 1, updatedAt: 1, ...watched.fields }, sort: { updatedAt: 1 } };
    const [own, others] = await Promise.all([
      ids.length > 0 ? watched.collection.find({ _id: { $in: ids } } as never, { ...options, sort: {} }).toArray() : [],
      polling ? watched.collection.find({ updatedAt: { $gt: from } } as never, options).toArray() : [],
    ]);
    const fresh = (others as Changed[]).filter(({ _id, version }) => told.get(_id) !== version);
    const changed = [...(own as Changed[]), ...fresh];
    changed.forEach(({ _id, version }) => told.set(_id, version));
    const last = (others as Changed[]).at(-1);
    if (last) since.set(watched.store, last.updatedAt);
    if (watched.partOf) tellOfWholes(watched, watched.partOf, changed);
    else changed.forEach((record) => tell(watched, record));
  }

  /** However many parts have changed, each page is told of the whole once. */
  function tellOfWholes({ concerns }: Watched, partOf: NonNullable<Watched['partOf']>, changed: readonly Changed[]) {
    const parts = new Map<string, Changed[]>();
    for (const record of changed) {
      const whole = JSON.stringify(partOf(record as never));
      const known = parts.get(whole) ?? [];
      known.push(record);
      parts.set(whole, known);
    }
    for (const [whole, records] of parts) {
      const text = `event: change\ndata: ${whole}\n\n`;
      for (const { session, stream } of listeners)
        if (records.some((record) => concerns(record as never, session.actor))) stream.write(text);
    }
  }

  function tell({ store, concerns }: Watched, record: Changed) {
    const text = `event: change\ndata: ${JSON.stringify({ store, id: record._id, version: record.version })}\n\n`;
    for (const { session, stream } of listeners) if (concerns(record as never, session.actor)) stream.write(text);
  }

  /** Countdowns of a page run by the server's clock, whatever the device's does. */
  const time = () => `event: time\ndata: ${clock().toISOString()}\n\n`;

  /** Whoever has been signed out or lost a role hears nothing more. */
  const heartbeat = setInterval(() => {
    for (const listener of listeners) {
      listener.stream.write(time());
      sessions
        .find(listener.session.id, clock())
        .then((session) => (session ? (listener.session = session) : listener.stream.end()))
        .catch(onError);
    }
  }, HEARTBEAT_MS).unref();

  function listen(session: Session): PassThrough {
    const same = [...listeners].filter((listener) => listener.session.key === session.key);
    if (listeners.size >= PER_PROCESS) throw new DomainError('UNAVAILABLE', '实时连接太多，请稍后刷新页面。');
    // The oldest window gives way: it is the one a person has most likely left.
    if (same.length >= PER_SESSION) same[0]?.stream.end();
    const listener: Listener = { session, stream: new PassThrough() };
    listener.stream.on('close', () => listeners.delete(listener));
    if (listeners.size === 0) WATCHED.forEach(({ store }) => since.set(store, clock()));
    listeners.add(listener);
    schedule(POLL_MS);
    listener.stream.write(`retry: 1000\n\nevent: hello\ndata: {}\n\n${time()}`);
    return listener.stream;
  }

  return {
    routes(router) {
      router.get('/api/live', (ctx) => {
        const stream = listen((ctx.state as SignedIn).session);
        ctx.req.socket.setTimeout(0);
        ctx.req.on('close', () => stream.destroy());
        ctx.set({ 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
        ctx.type = 'text/event-stream';
        ctx.body = stream;
      });
    },
    size: () => listeners.size,
    async close() {
      closed = true;
      clearTimeout(timer);
      clearInterval(heartbeat);
      changes.off('changed', hear);
      await looking;
      for (const { stream } of listeners) stream.end();
    },
  };
}
