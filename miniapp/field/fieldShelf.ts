/** The shelves of field records: own events, one row each, and beside them what is known of the record from the server. */
import { type FieldEvent } from '../../models/field/fieldEvent.schema';
import { type Row, keepForGood } from '../offline/database';
import { digestOf, tagOf } from '../offline/holder';
import { keepBallast, withRoom } from '../offline/room';
import { closedRow, contentOf, put, settled, shelves } from '../offline/shelf';
import { session } from '../session';

export const EVENT = { waiting: 0, taken: 1, refused: 2 } as const;
export type EventState = (typeof EVENT)[keyof typeof EVENT];

/** An own event with what became of it. */
export interface OwnEvent {
  event: FieldEvent;
  state: EventState;
}

/** What the server last said of a record. */
export interface Known {
  record: string;
  seed?: unknown;
  /** Events of other phones. */
  others: FieldEvent[];
  version: number;
  /** Own events the server did not take as they were: event id → its sentence. */
  refused: Record<string, string>;
}

/** Events never change, so each is opened once per page. */
const openedEvents = new Map<string, FieldEvent>();
session.watch(() => session.get().me ?? openedEvents.clear());

async function eventIn(row: Row): Promise<FieldEvent> {
  const known = openedEvents.get(row.key);
  if (known) return known;
  const event = await contentOf<FieldEvent>('event', row);
  openedEvents.set(row.key, event);
  return event;
}

const keyOf = (group: string, seq: number) => `${group}/${String(seq).padStart(6, '0')}`;
export const groupOf = (owner: string, record: string): Promise<string> => digestOf(`field/${owner}/${record}`);

/** Own events in the order of the chain. @throws Locked */
export async function ownEvents(owner: string, record: string): Promise<OwnEvent[]> {
  const rows = await (
    await shelves()
  ).getAllFromIndex('event', 'byGroup', [await tagOf(owner), await groupOf(owner, record)]);
  rows.sort((a, b) => (a.n ?? 0) - (b.n ?? 0));
  return Promise.all(rows.map(async (row) => ({ event: await eventIn(row), state: row.state as EventState })));
}

/** Whether an event of this place in the chain stood already: another tab was quicker. */
const isTaken = (error: unknown) => (error as DOMException | null)?.name === 'ConstraintError';

/**
 * Put an event at its place in the chain, durably.
 *
 * @returns false when that place is taken
 * @throws Locked, or DOMException when there is no room
 */
export async function addEvent(owner: string, event: FieldEvent): Promise<boolean> {
  keepForGood();
  const group = await groupOf(owner, event.record);
  const marks = { group, n: event.seq, state: EVENT.waiting };
  const row = await closedRow('event', keyOf(group, event.seq), owner, event, marks);
  const add = async () => {
    const work = (await shelves()).transaction('event', 'readwrite', { durability: 'strict' });
    await settled(work.store.add(row), work.done);
  };
  try {
    await withRoom(add);
    return true;
  } catch (error) {
    if (isTaken(error)) return false;
    throw error;
  }
}

/** What became of own events: place in the chain → state. */
export async function markEvents(owner: string, record: string, states: ReadonlyMap<number, EventState>) {
  const group = await groupOf(owner, record);
  const work = (await shelves()).transaction('event', 'readwrite', { durability: 'strict' });
  for (const [seq, state] of states) {
    const row = await work.store.get(keyOf(group, seq));
    if (row) await work.store.put({ ...row, state });
  }
  await work.done;
}

/** @throws Locked */
export async function knownOf(owner: string, record: string): Promise<Known> {
  const row = await (await shelves()).get('record', await groupOf(owner, record));
  return row ? contentOf<Known>('record', row) : { record, others: [], version: 0, refused: {} };
}

let changing: Promise<unknown> = Promise.resolve();
/** One change after the other, across tabs: what a page fetches and what a sync learns meet in the same row. */
function oneAtATime<T>(name: string, work: () => Promise<T>): Promise<T> {
  if ('locks' in navigator) return navigator.locks.request(name, work);
  const turn = changing.then(work, work);
  changing = turn;
  return turn;
}

/** Change what is known of a record; `change` answers null to leave it. @throws Locked */
export async function changeKnown(
  owner: string,
  record: string,
  change: (known: Known) => Known | null,
): Promise<void> {
  const group = await groupOf(owner, record);
  await oneAtATime(`known/${group}`, async () => {
    const changed = change(await knownOf(owner, record));
    if (changed) await put('record', await closedRow('record', group, owner, changed, { group }));
  });
}

/** Have the record on this phone from now on. @throws Locked */
export async function follow(owner: string, record: string): Promise<void> {
  const group = await groupOf(owner, record);
  if (await (await shelves()).getKey('record', group)) return;
  await keepBallast().catch(() => undefined);
  const row = await closedRow('record', group, owner, { record, others: [], version: 0, refused: {} }, { group });
  const work = (await shelves()).transaction('record', 'readwrite', { durability: 'strict' });
  if (!(await work.store.getKey(group))) await work.store.put(row);
  await work.done;
}

/** Records of this person on this phone. @throws Locked */
export async function recordsOf(owner: string): Promise<Known[]> {
  const rows: Row[] = await (await shelves()).getAllFromIndex('record', 'byWho', await tagOf(owner));
  return Promise.all(rows.map((row) => contentOf<Known>('record', row)));
}

/** Groups with events in this state. */
export async function groupsWith(owner: string, state: EventState): Promise<Map<string, number>> {
  const keys = await (await shelves()).getAllKeysFromIndex('event', 'byState', [await tagOf(owner), state]);
  const counts = new Map<string, number>();
  for (const key of keys) {
    const group = key.split('/')[0] ?? '';
    counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  return counts;
}
