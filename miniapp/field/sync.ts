/**
 * Brings own field events to the server and other phones' events here. Started by the same occasions as the courier, and apart from it and
 * from the upload of photos, so that none waits for another. One tab at a time; every batch is bounded and complete in itself, so it goes on
 * wherever it was cut off. What the server does not take is kept, with its sentence.
 */
import { type FieldEvent, SYNC_EVENTS, SYNC_RECORDS } from '../../models/field/fieldEvent.schema';
import { request } from '../api';
import { onChange } from '../live';
import { lookAtFiles, sweepParts } from '../offline/evidenceShelf';
import { learnSkew } from '../offline/holder';
import { lookForRoom } from '../offline/room';
import { session } from '../session';
import { Refusal, isPassing } from '../wire';
import { deviceSigner } from './deviceKey';
import {
  EVENT,
  changeKnown,
  type EventState,
  type Known,
  follow,
  groupOf,
  groupsWith,
  knownOf,
  markEvents,
  ownEvents,
  recordsOf,
} from './fieldShelf';
import { tellField, watchedRecords } from './fieldNews';
import { look } from './fieldWaiting';

/** The server reads at most 256 kB of one request. */
const BATCH_BYTES = 180_000;
const PAUSES_MS = [2000, 5000, 10_000, 20_000, 60_000];
/** Of these faults the same event may be taken later, once what is missing before it has come. */
const PASSING = new Set(['GAP']);

interface Refused {
  id: string;
  code: string;
  sentence: string;
}
interface SyncResult {
  record: string;
  /** The last of this phone's events that the server holds. */
  upTo: number;
  refused: Refused[];
  version: number;
}
interface SyncAnswer {
  serverTime: string;
  results: SyncResult[];
}
interface FieldAnswer {
  seed: unknown;
  events: FieldEvent[];
  version: number;
}
interface Batch {
  record: string;
  events: FieldEvent[];
}

let failures = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
let running: Promise<void> | undefined;
let again = false;

/** Exchange everything that can be exchanged now. Harmless when there is nothing to do. */
export function syncNow(): Promise<void> {
  if (running) {
    again = true;
    return running;
  }
  clearTimeout(timer);
  running = oneTabAtATime(exchangeAll)
    .then(
      () => {
        failures = 0;
      },
      () => {
        failures += 1;
        timer = setTimeout(() => void syncNow(), PAUSES_MS[Math.min(failures, PAUSES_MS.length) - 1]);
      },
    )
    .finally(() => {
      running = undefined;
      void look().catch(() => undefined);
      if (!again) return;
      again = false;
      void syncNow();
    });
  return running;
}

const oneTabAtATime = (work: () => Promise<void>): Promise<void> =>
  'locks' in navigator ? navigator.locks.request('field', work) : work();

/** @throws Unreachable, or whatever stops for now */
async function exchangeAll(): Promise<void> {
  const { me, confirmed } = session.get();
  if (!me || !confirmed) return;
  const stuck = new Set<string>();
  for (;;) {
    const batch = await nextBatch(me.id, stuck);
    if (batch.length === 0) break;
    await push(me.id, batch, stuck);
  }
  for (const record of watchedRecords()) await pull(me.id, record).catch(unlessRefused);
}

/** A record that is no longer this person's to see must not keep the others from their news. */
function unlessRefused(error: unknown): void {
  if (isPassing(error)) throw error;
}

/** Waiting events of several records, within what one request may carry. */
async function nextBatch(owner: string, stuck: ReadonlySet<string>): Promise<Batch[]> {
  const waiting = await groupsWith(owner, EVENT.waiting);
  const batch: Batch[] = [];
  let [events, bytes] = [0, 0];
  for (const { record } of waiting.size > 0 ? await recordsOf(owner) : []) {
    if (stuck.has(record) || !waiting.has(await groupOf(owner, record))) continue;
    const one: Batch = { record, events: [] };
    for (const { event, state } of await ownEvents(owner, record)) {
      if (state !== EVENT.waiting) continue;
      const size = new TextEncoder().encode(JSON.stringify(event)).length;
      if (events === SYNC_EVENTS || (events > 0 && bytes + size > BATCH_BYTES)) break;
      one.events.push(event);
      events += 1;
      bytes += size;
    }
    if (one.events.length > 0) batch.push(one);
    if (batch.length === SYNC_RECORDS || events === SYNC_EVENTS || bytes > BATCH_BYTES / 2) break;
  }
  return batch;
}

async function push(owner: string, records: Batch[], stuck: Set<string>): Promise<void> {
  const { device } = await deviceSigner();
  const sentAt = Date.now();
  const body = { device, sentAt: new Date(sentAt).toISOString(), records };
  const answer = await request<SyncAnswer>('/api/field/sync', {
    method: 'POST',
    body,
    as: owner,
    timeoutMs: 60_000,
  }).catch(async (error: unknown) => {
    // One request refused as a whole says nothing of its records: they are tried one by one, then left for this round.
    if (!(error instanceof Refusal) || isPassing(error) || error.status === 401) throw error;
    if (records.length > 1) for (const one of records) await push(owner, [one], stuck);
    else await setAside(owner, records[0]!, error, stuck);
    return undefined;
  });
  if (!answer) return;
  await learnSkew(owner, answer.serverTime, sentAt, Date.now());
  for (const result of answer.results) await settleResult(owner, result, stuck);
  for (const { record } of records) if (!answer.results.some((result) => result.record === record)) stuck.add(record);
}

async function setAside(owner: string, { record, events }: Batch, refusal: Refusal, stuck: Set<string>): Promise<void> {
  stuck.add(record);
  const first = events[0]?.id ?? '';
  await changeKnown(owner, record, (known) => ({ ...known, refused: { ...known.refused, [first]: refusal.message } }));
  tellField(record);
}

/** Write down what became of each own event, then fetch what others wrote. */
async function settleResult(owner: string, { record, upTo, refused, version }: SyncResult, stuck: Set<string>) {
  const own = await ownEvents(owner, record);
  const said = new Map(refused.map((one) => [one.id, one]));
  const states = new Map<number, EventState>();
  for (const { event, state } of own) {
    const { code } = said.get(event.id) ?? {};
    const next =
      event.seq <= upTo
        ? EVENT.taken
        : code && !PASSING.has(code)
          ? EVENT.refused
          : // Beyond what the server holds: an older copy of its database may have come back. Version 0: it shows no record at all.
            state === EVENT.taken && version > 0
            ? EVENT.waiting
            : state;
    if (next !== state) states.set(event.seq, next);
  }
  if (states.size > 0) await markEvents(owner, record, states);
  // Sent and neither taken nor refused: asking again at once would ask for ever.
  if (![...states.values()].some((state) => state !== EVENT.waiting)) stuck.add(record);
  const sentences = Object.fromEntries(refused.map(({ id, sentence }) => [id, sentence]));
  let before = 0;
  await changeKnown(owner, record, (known) => {
    before = known.version;
    return { ...known, refused: { ...keepSentences(known, own, states, said), ...sentences } };
  });
  tellField(record);
  if (version !== before) await pull(owner, record).catch(unlessRefused);
}

/** Sentences of an earlier try fall away for events that have been taken since without one. */
function keepSentences(
  { refused }: Known,
  own: Awaited<ReturnType<typeof ownEvents>>,
  states: ReadonlyMap<number, EventState>,
  said: ReadonlyMap<string, Refused>,
): Record<string, string> {
  const taken = new Set(
    own.flatMap(({ event }) => (states.get(event.seq) === EVENT.taken && !said.has(event.id) ? [event.id] : [])),
  );
  return Object.fromEntries(Object.entries(refused).filter(([id]) => !taken.has(id)));
}

/** Fetch what is new of one record. @throws Unreachable | Refusal */
async function pull(owner: string, record: string): Promise<void> {
  const { version: after } = await knownOf(owner, record);
  const answer = await request<FieldAnswer>(`/api/field/${encodeURIComponent(record)}?after=${after}`, { as: owner });
  const { device } = await deviceSigner();
  await changeKnown(owner, record, (known) => {
    if (answer.version === known.version && known.seed !== undefined) return null;
    const others = new Map(known.others.map((event) => [event.id, event]));
    for (const event of answer.events) if (event.device !== device) others.set(event.id, event);
    return { ...known, seed: answer.seed ?? known.seed, version: answer.version, others: [...others.values()] };
  });
  tellField(record);
}

/** A page shows this record: fetch its news if the server can be reached. */
export async function fetchRecord(record: string): Promise<void> {
  const { me, confirmed } = session.get();
  if (!me || !confirmed) return;
  await follow(me.id, record);
  await pull(me.id, record).catch(() => undefined);
}

/** Send once more what was refused. */
export async function tryAgain(record: string): Promise<void> {
  const owner = session.get().me?.id;
  if (!owner) return;
  const own = await ownEvents(owner, record);
  const refused = own.filter(({ state }) => state === EVENT.refused);
  await markEvents(owner, record, new Map(refused.map(({ event }) => [event.seq, EVENT.waiting])));
  await syncNow();
}

/** Stores of field records by the word in their address. */
const STORES: Record<string, string> = { site_records: 'siteRecord', interviews: 'interview' };

/** Everything that may mean “the network is back” starts it. Once per page. */
export function startFieldSync(): void {
  window.addEventListener('online', () => void syncNow());
  document.addEventListener('visibilitychange', () => document.hidden || void syncNow());
  session.watch(() => {
    void look().catch(() => undefined);
    void lookAtFiles();
    if (session.get().confirmed) void syncNow();
  });
  onChange((change) => {
    const record = change && `${STORES[change.store] ?? ''}:${change.id}`;
    if (record === null) void syncNow();
    else if (watchedRecords().includes(record)) void fetchRecord(record);
  });
  void look().catch(() => undefined);
  void lookAtFiles();
  void lookForRoom();
  void sweepParts().catch(() => undefined);
  void syncNow();
}
