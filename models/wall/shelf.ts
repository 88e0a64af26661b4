/**
 * Open things of one scope, always in order. A change costs one search and one move, whatever the number; what the page is told
 * are the differences between two turns of the first so many.
 */
import { before, keyOf } from './pressing';
import { KINDS, type Kind, type Tally, type WallItem } from './wall.schema';

export interface Shelf {
  byId: Map<string, WallItem>;
  ordered: WallItem[];
  tally: Tally;
}

export const emptyTally = (): Tally => ({
  ...(Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, 0])) as Record<Kind, number>),
  ...{ alarm: 0, urgent: 0 },
});

/** An empty shelf, or one of these. */
export function aShelf(items: readonly WallItem[] = []): Shelf {
  const shelf: Shelf = { byId: new Map(), ordered: [...items].sort(before), tally: emptyTally() };
  for (const item of shelf.ordered) {
    shelf.byId.set(item.id, item);
    count(shelf.tally, item, 1);
  }
  return shelf;
}

function count(tally: Tally, { kind, level }: WallItem, by: 1 | -1): void {
  tally[kind] += by;
  if (level === 'alarm' || level === 'urgent') tally[level] += by;
}

/** Where this item stands or would stand. */
export function placeOf({ ordered }: Pick<Shelf, 'ordered'>, item: WallItem): number {
  let [low, high] = [0, ordered.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = ordered[middle];
    if (other && before(other, item) < 0 && other.id !== item.id) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Take an item away. @returns whether it was there */
export function take(shelf: Shelf, id: string): boolean {
  const item = shelf.byId.get(id);
  if (!item) return false;
  shelf.ordered.splice(placeOf(shelf, item), 1);
  shelf.byId.delete(id);
  count(shelf.tally, item, -1);
  return true;
}

/** Put an item in, or in the place of its former self. One that is the same in every word changes nothing. @returns whether it did */
export function put(shelf: Shelf, item: WallItem): boolean {
  const standing = shelf.byId.get(item.id);
  if (standing && keyOf(standing) === keyOf(item) && JSON.stringify(standing) === JSON.stringify(item)) return false;
  if (standing) take(shelf, item.id);
  shelf.ordered.splice(placeOf(shelf, item), 0, item);
  shelf.byId.set(item.id, item);
  count(shelf.tally, item, 1);
  return true;
}

/** What came, changed or left between two turns. */
export interface Turn {
  items: WallItem[];
  gone: string[];
}

/** The first `most`, against what was shown before; `shown` becomes them. */
export function turn({ ordered }: Shelf, shown: Map<string, WallItem>, most: number): Turn {
  const first = ordered.length > most ? ordered.slice(0, most) : ordered;
  const items = first.filter((item) => shown.get(item.id) !== item);
  const staying = new Set(first.map(({ id }) => id));
  const gone = [...shown.keys()].filter((id) => !staying.has(id));
  for (const id of gone) shown.delete(id);
  for (const item of items) shown.set(item.id, item);
  return { items, gone };
}
