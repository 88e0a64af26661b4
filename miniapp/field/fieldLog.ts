/** What is written on site, as signed events on this phone: durable before the page says so, sent by itself, shown with what others wrote. */
import { useEffect, useMemo, useState } from 'react';
import { sealEvent } from '../../models/field/chain';
import {
  EVENT_BYTES,
  type FieldDraft,
  type FieldEvent,
  type FieldPosition,
  inOrder,
} from '../../models/field/fieldEvent.schema';
import { interviewSeed } from '../../models/interview/interview.schema';
import { type SiteSeed } from '../../models/siteRecord/siteRecord.schema';
import { freshUlid } from '../freshUlid';
import { Locked } from '../offline/holder';
import { session } from '../session';
import { deviceSigner } from './deviceKey';
import { EVENT, addEvent, follow, groupOf, knownOf, ownEvents } from './fieldShelf';
import { packedSeed } from '../pack/packShelf';
import { tellField, watchField } from './fieldNews';
import { look } from './fieldWaiting';

/** An event the server did not take as it is; it stays on this phone. */
export interface RefusedEvent {
  id: string;
  sentence: string;
}

/** One record as this phone knows it. */
export interface FieldView {
  /** False until it has been read from the disk. */
  ready: boolean;
  /** Own events and the last known ones of other phones, in the one order in which they are told. */
  events: readonly FieldEvent[];
  /** What the record starts from, from the server or the pack; undefined while neither is there. Parse it with the record's schema. */
  seed: unknown;
  /** Own events the server has not confirmed. */
  unsent: number;
  refused: readonly RefusedEvent[];
}

export interface FieldLog {
  /**
   * Write one event behind the last one of this phone. Resolves when it is durable on the disk.
   *
   * @throws Error with a sentence: not signed in, locked, too long, no room
   */
  append: (type: string, data: Record<string, unknown>, position?: FieldPosition) => Promise<FieldEvent>;
  /** The state now, read from the disk. @throws Locked */
  view: () => Promise<FieldView>;
  events: () => Promise<readonly FieldEvent[]>;
  /** Hear of every change of this record, also by another tab or by the server. @returns how to stop */
  watch: (listener: () => void) => () => void;
}

/** Names the start of this page; `uptimeMs` counts from there, by a clock nobody can turn. */
export const boot = freshUlid();

const RACES = 20;
const NO_ROOM = '手机空间不够，这一步没有存下来。请清理手机空间或联网把未发送的内容发完，再做一次。';
const TOO_LONG = '这一项内容太长，请分成几段填写。';

function owner(): string {
  const id = session.get().me?.id;
  if (!id) throw new Locked('signedOut');
  return id;
}

/** The end of the chain as this page knows it; another tab's appends show when a place turns out to be taken. */
const ends = new Map<string, Pick<FieldEvent, 'seq' | 'hash'> | undefined>();
/** Appends of one record wait for each other: each is chained to the one before. */
const queues = new Map<string, Promise<unknown>>();

function inTurn<T>(group: string, work: () => Promise<T>): Promise<T> {
  const turn = (queues.get(group) ?? Promise.resolve()).then(work, work);
  queues.set(group, turn);
  return turn;
}

async function written(record: string, type: string, data: Record<string, unknown>, position?: FieldPosition) {
  const author = owner();
  const group = await groupOf(author, record);
  await follow(author, record);
  const { device, key, skewMs } = await deviceSigner();
  const draft: FieldDraft = {
    ...{ id: freshUlid(), record, device, author, at: new Date().toISOString(), skewMs },
    ...{ uptimeMs: Math.round(performance.now()), boot, type, data: data as FieldDraft['data'] },
    ...(position ? { position } : {}),
  };
  for (let race = 0; race < RACES; race += 1) {
    if (race > 0 || !ends.has(group)) ends.set(group, (await ownEvents(author, record)).at(-1)?.event);
    const event = await sealEvent(draft, ends.get(group), key);
    if (new TextEncoder().encode(JSON.stringify(event)).length > EVENT_BYTES) throw new Error(TOO_LONG);
    if (!(await addEvent(author, event))) continue;
    ends.set(group, { seq: event.seq, hash: event.hash });
    return event;
  }
  throw new Error('这份笔录正在别的窗口里填写，请关闭其他窗口后再试。');
}

async function append(record: string, ...said: [string, Record<string, unknown>, FieldPosition?]) {
  const group = await groupOf(owner(), record);
  try {
    const event = await inTurn(group, () => written(record, ...said));
    tellField(record);
    void import('./sync').then(({ syncNow }) => syncNow());
    return event;
  } catch (error) {
    if ((error as Error).name === 'QuotaExceededError') throw new Error(NO_ROOM, { cause: error });
    throw error;
  } finally {
    void look().catch(() => undefined);
  }
}

/** `interview:<site record>-i<ulid>`: begun on a phone, so its seed follows from that of the site record. */
const INTERVIEW = /^interview:((.+)-i[0-7][0-9A-HJKMNP-TV-Z]{25})$/;

/** What a record starts from where the server has not said so yet. */
async function seedFor(of: string, record: string): Promise<unknown> {
  const [, id, site] = INTERVIEW.exec(record) ?? [];
  if (!id || !site) return packedSeed(record).catch(() => undefined);
  const seed = (await knownOf(of, `siteRecord:${site}`)).seed ?? (await seedFor(of, `siteRecord:${site}`));
  return seed && interviewSeed(seed as SiteSeed, id);
}

async function view(record: string): Promise<FieldView> {
  const of = owner();
  const [own, known] = await Promise.all([ownEvents(of, record), knownOf(of, record)]);
  const mine = own.map(({ event }) => event);
  const ids = new Set(mine.map(({ id }) => id));
  return {
    ready: true,
    events: [...mine, ...known.others.filter(({ id }) => !ids.has(id))].sort(inOrder),
    seed: known.seed ?? (await seedFor(of, record)),
    unsent: own.filter(({ state }) => state === EVENT.waiting).length,
    refused: mine.flatMap(({ id }) => (known.refused[id] ? [{ id, sentence: known.refused[id] }] : [])),
  };
}

/** The log of one record, such as `siteRecord:<id>`. */
export const fieldRecord = (record: string): FieldLog => ({
  append: (type, data, position) => append(record, type, data, position),
  view: () => view(record),
  events: async () => (await view(record)).events,
  watch: (listener) => watchField(record, listener),
});

/** Have a record on this phone from now on, so that its news are fetched also when nothing of one's own is written into it. */
export const followRecord = (record: string): Promise<void> => follow(owner(), record);

const EMPTY: FieldView = { ready: false, events: [], seed: undefined, unsent: 0, refused: [] };

/** The same for a page: drawn again at every change. What is locked shows as not ready. */
export function useFieldRecord(record: string): FieldView & Pick<FieldLog, 'append'> {
  const [shown, setShown] = useState<{ record: string; view: FieldView }>({ record, view: EMPTY });
  const log = useMemo(() => fieldRecord(record), [record]);
  useEffect(() => {
    let isGone = false;
    let round = 0;
    const read = () => {
      const mine = (round += 1);
      void log.view().then(
        (found) => !isGone && mine === round && setShown({ record, view: found }),
        () => undefined,
      );
    };
    const stop = log.watch(read);
    read();
    void import('./sync').then(({ fetchRecord }) => fetchRecord(record));
    return () => {
      isGone = true;
      stop();
    };
  }, [record, log]);
  return { ...(shown.record === record ? shown.view : EMPTY), append: log.append };
}
