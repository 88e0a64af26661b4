import { useEffect, useRef } from 'react';
import { type AlertOnWall, type WallItem } from '../../models/wall/wall.schema';
import { useWindow } from './useWindow';
import { WallRow } from './WallRow';

/** Height of a row; the style sheet says the same. */
const ROW_REM = 4.5;
/** How long a page stays when nobody touches the wall, and how many of them are turned through before the first comes again. */
const PAGE_MS = 12_000;
const PAGES = 5;
/** After a touch the list stays where it was put. */
const REST_MS = 60_000;

interface ListProps {
  items: readonly WallItem[];
  alerts: readonly AlertOnWall[] | null;
  now: Date;
  chosen: string | null;
  onChoose: (id: string) => void;
  /** Does not turn while somebody is looking at something. */
  still: boolean;
  /** Said when there is nothing. */
  empty: string;
}

/** Turns the pages of the list by itself; the alarms at its head are seen again each time round. */
function useTurning(box: { readonly current: HTMLUListElement | null }, page: number, count: number, still: boolean) {
  const touchedAt = useRef(-Infinity);
  useEffect(() => {
    const touch = () => (touchedAt.current = performance.now());
    const events = ['pointerdown', 'wheel', 'keydown'] as const;
    events.forEach((name) => window.addEventListener(name, touch, { passive: true }));
    return () => events.forEach((name) => window.removeEventListener(name, touch));
  }, []);
  useEffect(() => {
    const timer = setInterval(() => {
      const list = box.current;
      if (!list || still || page === 0 || performance.now() - touchedAt.current < REST_MS) return;
      const next = list.scrollTop + page;
      const end = Math.min(list.scrollHeight - list.clientHeight, page * (PAGES - 1)) + 1;
      list.scrollTo({ top: next > end ? 0 : next });
    }, PAGE_MS);
    return () => clearInterval(timer);
  }, [box, page, count, still]);
}

/** Everything open, the most pressing first; of thousands only those that can be seen are drawn. */
export function WallList({ items, alerts, now, chosen, onChoose, still, empty }: ListProps) {
  const { box, row, fits, from, to } = useWindow(items.length, ROW_REM);
  useTurning(box, row * fits, items.length, still);
  const at = chosen === null ? -1 : items.findIndex(({ id }) => id === chosen);
  useEffect(() => {
    const list = box.current;
    if (!list || at < 0) return;
    if (at * row < list.scrollTop) list.scrollTop = at * row;
    else if ((at + 1) * row > list.scrollTop + list.clientHeight) list.scrollTop = (at + 1) * row - list.clientHeight;
  }, [box, row, chosen]);
  const alertOf = (id: string) => alerts?.find((alert) => alert.id === id);
  return (
    <ul className="wall-list" ref={box} role="listbox" aria-label="在办事项" tabIndex={0} data-testid="wall-list">
      <li className="wall-length" style={{ height: items.length * row }} aria-hidden="true" />
      {items.slice(from, to).map((item, index) => (
        <WallRow
          key={item.id}
          item={item}
          now={now}
          top={(from + index) * row}
          chosen={item.id === chosen}
          alert={item.kind === 'mass_alerts' ? alertOf(item.id) : undefined}
          onChoose={onChoose}
        />
      ))}
      {items.length === 0 && <li className="wall-empty">{empty}</li>}
    </ul>
  );
}
