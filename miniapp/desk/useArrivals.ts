import { useEffect, useRef, useState } from 'react';
import { chime } from './chime';

const SHOWN_MS = 60_000;

/** Ids that came into this list since it was first read; each stays marked for a minute and rings once. */
export function useArrivals(path: string, items: readonly { id: string }[] | undefined): ReadonlySet<string> {
  const seen = useRef<{ path: string; ids: Set<string> } | null>(null);
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    if (!items) return;
    if (seen.current?.path !== path) {
      seen.current = { path, ids: new Set(items.map(({ id }) => id)) };
      return;
    }
    const { ids } = seen.current;
    const fresh = items.map(({ id }) => id).filter((id) => !ids.has(id));
    if (fresh.length === 0) return;
    fresh.forEach((id) => ids.add(id));
    chime();
    setMarked((before) => new Set([...before, ...fresh]));
    setTimeout(() => setMarked((before) => new Set([...before].filter((id) => !fresh.includes(id)))), SHOWN_MS);
  }, [path, items]);
  return marked;
}
