/** A value that changes and tells whoever looks at it; React reads it with useSyncExternalStore. */
export interface Notice<T> {
  get: () => T;
  set: (next: T) => void;
  watch: (listener: () => void) => () => void;
}

/** Make a watched value. Setting the identical value tells nobody. */
export function notice<T>(first: T): Notice<T> {
  let value = first;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set: (next) => {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of [...listeners]) listener();
    },
    watch: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
