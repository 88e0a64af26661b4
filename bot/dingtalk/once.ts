/** Do the work of a key at most once while it is remembered; a second asker gets the first one's result. */
export type Once = <T>(key: string, work: () => Promise<T>) => Promise<T>;

/**
 * DingTalk delivers at least once, and again after an acknowledgement that it lost. Work that failed is forgotten, so the
 * redelivery does it. The memory is bounded in time and in number; beyond it the handlers' own idempotency counts.
 *
 * @param elapsed milliseconds on a clock that never jumps
 */
export function once(keepMs: number, most: number, elapsed: () => number): Once {
  const known = new Map<string, { at: number; result: Promise<unknown> }>();

  const tidy = (now: number): void => {
    for (const [key, { at }] of known) {
      if (now - at < keepMs && known.size < most) break;
      known.delete(key);
    }
  };

  return <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const now = elapsed();
    const before = known.get(key);
    if (before && now - before.at < keepMs) return before.result as Promise<T>;
    known.delete(key);
    tidy(now);
    const result = work();
    const entry = { at: now, result };
    known.set(key, entry);
    result.catch(() => {
      if (known.get(key) === entry) known.delete(key);
    });
    return result;
  };
}
