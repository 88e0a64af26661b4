/**
 * The open things of the whole city, kept in memory while somebody looks at a wall. Filled once by the indexed queries of the sources, then
 * only what has changed is read again, so an answer costs what has changed and not what is open. Any number of walls share one
 * look in `TICK_MS` and the text of its answer. Nothing here runs by itself: without a wall the board forgets everything.
 */
import { randomBytes } from 'node:crypto';
import { changes } from '../models/core/journal';
import { type County } from '../models/core/place';
import { aShelf, put, type Shelf, take } from '../models/wall/shelf';
import { type PanelName, type Panels, type WallItem } from '../models/wall/wall.schema';
import { type Parts } from './wall.panels';
import { projectionOf, type Source } from './wall.sources';
import { aView, note, textFor, type View } from './wall.view';

/** Between two looks, however many walls ask. */
const TICK_MS = 250;
/** Changes of other processes are found by `updatedAt`, which their clocks write. */
const POLL_MS = 1_000;
const OVERLAP_MS = 5_000;
/** Read again by turns, since marks on messages made by other processes move no `updatedAt`. */
const BY_TURNS = 200;
/** Without a question for so long nobody is looking. */
const IDLE_MS = 60_000;
const BATCH = 1_000;

export interface Board {
  /** The text of the answer: what has changed since the cursor, or everything. */
  read(county: County | null, since: string | undefined, now: Date): Promise<string>;
  /** How many looks there were, and what the slowest of them took. */
  looks(): { count: number; slowestMs: number };
}

const NO_PANELS: Panels = { duty: null, weather: null, stations: null, posts: null, alerts: null, health: null };

const freshEpoch = () => randomBytes(4).toString('hex');

interface BoardDoors {
  sources: readonly Source[];
  parts: Parts;
  /** Told of a part or a record that could not be read; the rest of the wall goes on. */
  onError: (error: unknown) => void;
  tickMs?: number;
}

/** A board nobody looks at yet. One per process. */
export function createBoard({ sources, parts, onError, tickMs = TICK_MS }: BoardDoors): Board {
  let epoch = freshEpoch();
  const views = new Map<County | null, View>();
  const dirty = new Map<string, Set<string>>(sources.map(({ store }) => [store.name, new Set()]));
  const readAt = new Map<PanelName, number>();
  const measured = { count: 0, slowestMs: 0 };
  let panels: Panels = NO_PANELS;
  let all: Shelf | undefined;
  let tick = 1;
  let [askedAt, lookedAt, polledAt] = [-Infinity, -Infinity, -Infinity];
  const since = new Map<string, Date>();
  let turnOf = 0;
  let looking: Promise<void> | undefined;

  const hear = (store: string, id: string) => {
    if (performance.now() - askedAt > IDLE_MS) forget();
    else dirty.get(store)?.add(id);
  };
  function forget() {
    changes.off('changed', hear);
    all = undefined;
    epoch = freshEpoch();
    views.clear();
    dirty.forEach((ids) => ids.clear());
  }

  /** A record that cannot be read costs itself, never the wall. */
  function itemsOf(source: Source, record: unknown): WallItem[] {
    try {
      return [source.toItem(record as Parameters<Source['toItem']>[0])].filter((item) => item !== null);
    } catch (error) {
      onError(error);
      return [];
    }
  }

  async function fill(now: Date): Promise<Shelf> {
    changes.off('changed', hear).on('changed', hear);
    sources.forEach(({ store }) => since.set(store.name, now));
    const items: WallItem[] = [];
    const read = async (source: Source) => {
      const open = source.store.collection.find(source.open as never, { projection: projectionOf(source) });
      for await (const record of open.batchSize(BATCH)) items.push(...itemsOf(source, record));
    };
    await Promise.all(sources.map(read));
    return aShelf(items);
  }

  /** Of the records with these ids and of those changed elsewhere, what stands on the wall now. */
  async function again(source: Source, ids: readonly string[], polling: boolean, now: Date) {
    const { collection } = source.store;
    const options = { projection: { ...projectionOf(source), updatedAt: 1 } };
    const from = new Date((since.get(source.store.name) ?? now).getTime() - OVERLAP_MS);
    // Without a limit: a bulk change gives thousands of records one and the same `updatedAt`, and a page cut off there would never be passed.
    const [own, others] = await Promise.all([
      ids.length > 0 ? collection.find({ _id: { $in: [...ids] } } as never, options).toArray() : [],
      polling
        ? collection.find({ updatedAt: { $gt: from } } as never, { ...options, sort: { updatedAt: 1 } }).toArray()
        : [],
    ]);
    const asked = new Set([...ids, ...others.map(({ _id }) => String(_id))]);
    const found = new Map(
      [...others, ...own].flatMap((record) => itemsOf(source, record)).map((item) => [item.id, item]),
    );
    const last = others.at(-1);
    if (last) since.set(source.store.name, last.updatedAt);
    return {
      gone: [...asked].map((id) => `${source.kind}:${id}`).filter((id) => !found.has(id)),
      items: [...found.values()],
    };
  }

  /** Some of the open assignments, every look others. */
  function byTurns(): string[] {
    const { ordered = [] } = all ?? {};
    if (turnOf >= ordered.length) turnOf = 0;
    const some = ordered.slice(turnOf, (turnOf += BY_TURNS));
    return some.filter(({ kind }) => kind === 'assignments').map(({ id }) => id.slice('assignments:'.length));
  }

  async function follow(shelf: Shelf, now: Date): Promise<void> {
    const polling = performance.now() - polledAt > POLL_MS;
    if (polling) {
      polledAt = performance.now();
      byTurns().forEach((id) => dirty.get('assignments')?.add(id));
    }
    const found = await Promise.all(
      sources.map(async (source) => {
        const heard = dirty.get(source.store.name) ?? new Set<string>();
        const ids = [...heard];
        heard.clear();
        if (ids.length === 0 && !polling) return { gone: [], items: [] };
        return again(source, ids, polling, now).catch((error: unknown) => {
          ids.forEach((id) => heard.add(id));
          onError(error);
          return { gone: [], items: [] };
        });
      }),
    );
    for (const { gone, items } of found) {
      for (const id of gone) leave(shelf, id);
      for (const item of items) arrive(shelf, item);
    }
  }
  function leave(shelf: Shelf, id: string) {
    take(shelf, id);
    views.forEach((view) => view.shelf !== shelf && take(view.shelf, id));
  }
  function arrive(shelf: Shelf, item: WallItem) {
    put(shelf, item);
    for (const view of views.values()) {
      if (view.shelf === shelf) continue;
      if (view.county === item.county) put(view.shelf, item);
      else take(view.shelf, item.id);
    }
  }

  async function readParts(now: Date): Promise<PanelName[]> {
    const due = (Object.keys(parts) as PanelName[]).filter(
      (name) => performance.now() - (readAt.get(name) ?? -Infinity) >= parts[name].everyMs,
    );
    const read = await Promise.all(
      due.map(async (name) => {
        readAt.set(name, performance.now());
        const value = await parts[name].read(now).catch((error: unknown) => {
          onError(error);
          return null;
        });
        return [name, value] as const;
      }),
    );
    const fresh = read.filter(([name, value]) => JSON.stringify(panels[name]) !== JSON.stringify(value));
    if (fresh.length > 0) panels = { ...panels, ...(Object.fromEntries(fresh) as Partial<Panels>) };
    return fresh.map(([name]) => name);
  }

  async function look(now: Date): Promise<void> {
    const started = performance.now();
    if (!all) all = await fill(now);
    else await follow(all, now);
    const fresh = await readParts(now);
    const changed = [...views.values()].filter((view) => note(view, panels, fresh, parts, tick + 1));
    if (changed.length > 0) tick += 1;
    lookedAt = performance.now();
    measured.count += 1;
    measured.slowestMs = Math.max(measured.slowestMs, lookedAt - started);
  }

  /** The tick at which a wall stands; 0 when it is another board's. */
  function tickOf(cursor: string | undefined): number {
    const [from, at] = cursor?.split('.') ?? [];
    return from === epoch && Number(at) <= tick ? Number(at) : 0;
  }

  function viewOf(county: County | null, whole: Shelf): View {
    const view = views.get(county) ?? aView(county, whole, panels, parts, tick);
    views.set(county, view);
    return view;
  }

  return {
    looks: () => ({ ...measured }),
    async read(county, cursorSent, now) {
      if (performance.now() - askedAt > IDLE_MS) forget();
      askedAt = performance.now();
      if (!all || performance.now() - lookedAt >= tickMs) {
        looking ??= look(now).finally(() => (looking = undefined));
        await looking;
      }
      const view = viewOf(county, all ?? aShelf());
      return `{"at":${now.getTime()},"cursor":"${epoch}.${tick}",${textFor(view, tickOf(cursorSent)).slice(1)}`;
    },
  };
}
