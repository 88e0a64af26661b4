/** What the walls of one scope have been told, and the text of what each is told next. Nothing is read here. */
import { isDeepStrictEqual } from 'node:util';
import { type County } from '../models/core/place';
import { aShelf, type Shelf, turn } from '../models/wall/shelf';
import { type PanelName, type Panels, type Tally, type WallAnswer, type WallItem } from '../models/wall/wall.schema';
import { type Parts } from './wall.panels';

/** What a page can hold and a person could ever want: the most pressing. */
export const MOST = 2_000;
/** Ticks that are remembered; a wall that was away longer gets everything. */
const REMEMBERED = 400;

interface Entry {
  tick: number;
  ids: string[];
  panels: PanelName[];
}
/** The whole city, or one county. */
export interface View {
  county: County | null;
  shelf: Shelf;
  shown: Map<string, WallItem>;
  log: Entry[];
  panels: Panels;
  tally: Tally;
  /** The tick at which it was made: it knows nothing of what changed before. */
  since: number;
  /** Texts of this tick, by the tick they follow; 0 is the full one. */
  texts: Map<number, string>;
}
type Content = Omit<WallAnswer, 'at' | 'cursor'>;

/** What of the parts beside the list belongs to one county. */
function within(panels: Panels, parts: Parts, county: County | null): Panels {
  if (!county) return panels;
  const cut = <P extends PanelName>(name: P): Panels[P] => {
    const value = panels[name];
    const part = parts[name] as { within?: (value: Panels[P], county: County) => Panels[P] };
    return value === null || !part.within ? value : part.within(value, county);
  };
  return {
    ...{ duty: cut('duty'), weather: cut('weather'), stations: cut('stations') },
    ...{ posts: cut('posts'), alerts: cut('alerts'), health: cut('health') },
  };
}

/** A view of what stands on the shelf of the whole city. */
export function aView(county: County | null, whole: Shelf, panels: Panels, parts: Parts, tick: number): View {
  const shelf = county ? aShelf(whole.ordered.filter((item) => item.county === county)) : whole;
  const view: View = {
    ...{ county, shelf, shown: new Map(), log: [], texts: new Map(), since: tick },
    tally: { ...shelf.tally },
    panels: within(panels, parts, county),
  };
  turn(shelf, view.shown, MOST);
  return view;
}

/** Note what is new for this view. @returns whether anything is */
export function note(view: View, panels: Panels, fresh: readonly PanelName[], parts: Parts, tick: number): boolean {
  const { items, gone } = turn(view.shelf, view.shown, MOST);
  if (fresh.length > 0) view.panels = within(panels, parts, view.county);
  const isCounted = isDeepStrictEqual(view.tally, view.shelf.tally);
  if (items.length === 0 && gone.length === 0 && fresh.length === 0 && isCounted) return false;
  view.tally = { ...view.shelf.tally };
  view.log.push({ tick, ids: [...items.map(({ id }) => id), ...gone], panels: [...fresh] });
  if (view.log.length > REMEMBERED) view.log.shift();
  view.texts.clear();
  return true;
}

/** Everything, or what came after the tick at which a wall stands; made once for all walls that stand there. */
export function textFor(view: View, known: number): string {
  const isKnown = known >= view.since && !(view.log.length === REMEMBERED && (view.log[0]?.tick ?? 0) > known + 1);
  const after = isKnown ? known : 0;
  const standing = view.texts.get(after);
  if (standing !== undefined) return standing;
  const text = JSON.stringify(after > 0 ? delta(view, after) : everything(view));
  view.texts.set(after, text);
  return text;
}

const everything = ({ shown, tally, panels }: View): Content => ({
  ...{ full: true, gone: [], tally, panels },
  items: [...shown.values()],
});

function delta({ log, shown, tally, panels }: View, known: number): Content {
  const later = log.filter(({ tick }) => tick > known);
  const ids = [...new Set(later.flatMap((entry) => entry.ids))];
  const names = [...new Set(later.flatMap((entry) => entry.panels))];
  return {
    full: false,
    items: ids.flatMap((id) => shown.get(id) ?? []),
    gone: ids.filter((id) => !shown.has(id)),
    tally,
    panels: Object.fromEntries(names.map((name) => [name, panels[name]])),
  };
}
