/** What the wall knows, kept up to date: a bell rings (live.ts), and at most once a second what has changed is asked for. */
import { aShelf, emptyTally, put, type Shelf, take } from '../../models/wall/shelf';
import { type Panels, type Tally, type WallAnswer, type WallItem } from '../../models/wall/wall.schema';
import { request } from '../api';
import { onChange } from '../live';
import { notice } from '../notice';
import { Refusal } from '../wire';

export interface WallState {
  /** In order; another array after every change. */
  items: readonly WallItem[];
  tally: Tally;
  panels: Panels;
  /** Device clock (ms) when the server last answered; 0 before it ever has. */
  heardAt: number;
  trouble: string | null;
}

export const NO_PANELS: Panels = { duty: null, weather: null, stations: null, posts: null, alerts: null, health: null };

export const wall = notice<WallState>({ items: [], tally: emptyTally(), panels: NO_PANELS, heardAt: 0, trouble: null });

/** Changes that come within it are fetched together. */
const GATHER_MS = 1_000;
/** Asked even when no bell rings: parts beside the list have none, and a bell may be lost. */
const POLL_MS = 3_000;
const TIMEOUT_MS = 8_000;

let shelf: Shelf = aShelf();
let cursor: string | null = null;
let asking = false;
let askedAt = -Infinity;
let timer: ReturnType<typeof setTimeout> | undefined;

function absorb(answer: WallAnswer): void {
  cursor = answer.cursor;
  if (answer.full) shelf = aShelf(answer.items);
  else {
    for (const id of answer.gone) take(shelf, id);
    for (const item of answer.items) put(shelf, item);
  }
  const isSame = !answer.full && answer.items.length === 0 && answer.gone.length === 0;
  const before = wall.get();
  wall.set({
    items: isSame ? before.items : [...shelf.ordered],
    tally: answer.tally,
    panels: answer.full ? { ...NO_PANELS, ...answer.panels } : { ...before.panels, ...answer.panels },
    heardAt: Date.now(),
    trouble: null,
  });
}

async function ask(): Promise<void> {
  if (asking) return;
  asking = true;
  askedAt = performance.now();
  try {
    absorb(await request<WallAnswer>(cursor ? `/api/wall?since=${cursor}` : '/api/wall', { timeoutMs: TIMEOUT_MS }));
  } catch (error) {
    // What the server itself says is worth a line; that there is no line is said anyway.
    wall.set({ ...wall.get(), trouble: error instanceof Refusal ? error.message : null });
  } finally {
    asking = false;
    plan(POLL_MS);
  }
}

function plan(wait: number): void {
  clearTimeout(timer);
  timer = setTimeout(() => void ask(), wait);
}

/** Begin to follow; the answer stops it. */
export function followWall(): () => void {
  const stop = onChange(() => {
    if (!asking) plan(Math.max(0, GATHER_MS - (performance.now() - askedAt)));
  });
  void ask();
  return () => {
    stop();
    clearTimeout(timer);
  };
}
