/**
 * The open things of the whole city, kept in memory while somebody looks at a wall. Filled once by the indexed queries of the sources, then
 * only what has changed is read again, so an answer costs what has changed and not what is open. Any number of walls share one
 * look in `TICK_MS` and the text of its answer. Nothing here runs by itself: without a wall the board forgets everything.
 */
import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { changes } from '../models/core/journal';
import { type County } from '../models/core/place';
import { aShelf, put, type Shelf, take, turn } from '../models/wall/shelf';
import { type PanelName, type Panels, type Tally, type WallAnswer, type WallItem } from '../models/wall/wall.schema';
import { type Parts } from './wall.panels';
import { projectionOf, type Source } from './wall.sources';

/** Between two looks, however many walls ask. */
const TICK_MS = 250;
/** Changes of other processes are found by `updatedAt`, which their clocks write. */
const POLL_MS = 1_000;
const OVERLAP_MS = 5_000;
/** What a page can hold and a person could ever want: the most pressing. */
export const MOST = 2_000;
/** Read again by turns, since marks on messages made by other processes move no `updatedAt`. */
const BY_TURNS = 200;
/** Turns that are remembered; a wall that was away longer gets everything. */
const TURNS = 400;
/** Without a question for so long nobody is looking. */
const IDLE_MS = 60_000;
const BATCH = 1_000;

interface Entry {
  tick: number;
  ids: string[];
  panels: PanelName[];
}
/** What one scope is told: the whole city, or one county. */
interface View {
  county: County | null;
  shelf: Shelf;
  shown: Map<string, WallItem>;
  log: Entry[];
  panels: Panels;
  tally: Tally;
  /** Made at this tick: it knows nothing of what changed before. */
  since: number;
  /** Answers of this tick, by the tick they follow; 0 is the full one. */
  texts: Map<number, string>;
}

export interface Board {
  /** The text of the answer: what has changed since the cursor, or everything. */
  read(county: County | null, since: string | undefined, now: Date): Promise<string>;
  /** How many looks there were, and what the slowest of them took. */
  looks(): { count: number; slowestMs: number };
}

const NO_PANELS: Panels = { duty: null, weather: null, stations: null, health: null };

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
    for (const source of sources) {
      const open = source.store.collection.find(source.open as never, { projection: projectionOf(source) });
      for await (const record of open.batchSize(BATCH)) items.push(...itemsOf(source, record));
    }
    return aShelf(items);
  }

  /** Of the records with these ids and of those changed elsewhere, what stands on the wall now. */
  async function again(source: Source, ids: readonly string[], polling: boolean, now: Date) {
    const { collection } = source.store;
    const options = { projection: { ...projectionOf(source), updatedAt: 1 } };
    const from = new Date((since.get(source.store.name) ?? now).getTime() - OVERLAP_MS);
    const [own, others] = await Promise.all([
      ids.length > 0 ? collection.find({ _id: { $in: [...ids] } } as never, options).toArray() : [],
      polling
        ? collection
            .find({ updatedAt: { $gt: from } } as never, { ...options, sort: { updatedAt: 1 }, limit: BATCH })
            .toArray()
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
      sources.map((source) => {
        const heard = dirty.get(source.store.name) ?? new Set<string>();
        const ids = [...heard];
        heard.clear();
        return ids.length > 0 || polling ? again(source, ids, polling, now) : { gone: [], items: [] };
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
    const changed = [...views.values()].filter((view) => tell(view, fresh));
    if (changed.length > 0) tick += 1;
    lookedAt = performance.now();
    measured.count += 1;
    measured.slowestMs = Math.max(measured.slowestMs, lookedAt - started);
  }

  /** Note what of this view is new; @returns whether anything is. */
  function tell(view: View, fresh: readonly PanelName[]): boolean {
    const { items, gone } = turn(view.shelf, view.shown, MOST);
    if (fresh.length > 0) view.panels = withinCounty(panels, parts, view.county);
    const counted = isDeepStrictEqual(view.tally, view.shelf.tally);
    if (items.length === 0 && gone.length === 0 && fresh.length === 0 && counted) return false;
    view.tally = { ...view.shelf.tally };
    view.log.push({ tick: tick + 1, ids: [...items.map(({ id }) => id), ...gone], panels: [...fresh] });
    if (view.log.length > TURNS) view.log.shift();
    view.texts.clear();
    return true;
  }

  function viewOf(county: County | null, whole: Shelf): View {
    const known = views.get(county);
    if (known) return known;
    const shelf = county ? aShelf(whole.ordered.filter((item) => item.county === county)) : whole;
    const view: View = {
      ...{ county, shelf, shown: new Map(), log: [], texts: new Map(), since: tick },
      tally: { ...shelf.tally },
      panels: withinCounty(panels, parts, county),
    };
    turn(shelf, view.shown, MOST);
    views.set(county, view);
    return view;
  }

  function textSince(view: View, known: number): string {
    const standing = view.texts.get(known);
    if (standing) return standing;
    const text = JSON.stringify(known > 0 ? delta(view, known) : everything(view)).slice(1);
    view.texts.set(known, text);
    return text;
  }
  const cursor = () => `${epoch}.${tick}`;
  const everything = ({ shown, tally, panels: beside }: View): Omit<WallAnswer, 'at' | 'cursor'> => ({
    full: true,
    items: [...shown.values()],
    gone: [],
    tally,
    panels: beside,
  });
  function delta({ log, shown, tally, panels: beside }: View, known: number): Omit<WallAnswer, 'at' | 'cursor'> {
    const later = log.filter((entry) => entry.tick > known);
    const ids = [...new Set(later.flatMap((entry) => entry.ids))];
    const names = [...new Set(later.flatMap((entry) => entry.panels))];
    return {
      full: false,
      items: ids.flatMap((id) => shown.get(id) ?? []),
      gone: ids.filter((id) => !shown.has(id)),
      tally,
      panels: Object.fromEntries(names.map((name) => [name, beside[name]])),
    };
  }
  /** The tick a wall stands at; 0 when it has to be told everything. */
  function knownBy({ log, since: born }: View, cursorSent: string | undefined): number {
    const [from, at = '0'] = cursorSent?.split('.') ?? [];
    const known = Number(at);
    if (from !== epoch || known > tick || known < born) return 0;
    const forgotten = log.length >= TURNS && (log[0]?.tick ?? 0) > known + 1;
    return forgotten ? 0 : known;
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
      return `{"at":${now.getTime()},"cursor":"${cursor()}",${textSince(view, knownBy(view, cursorSent))}`;
    },
  };
}

function withinCounty(panels: Panels, parts: Parts, county: County | null): Panels {
  if (!county) return panels;
  const cut = <P extends PanelName>(name: P) => {
    const value = panels[name];
    return [name, value === null ? null : (parts[name].within?.(value as never, county) ?? value)];
  };
  return Object.fromEntries((Object.keys(parts) as PanelName[]).map(cut)) as unknown as Panels;
}
