import type { State } from './state';

/** The demo's virtual clock: real time plus an offset that the control API advances. Server and sandbox share it. */
export interface Clock {
  now(): Date;
  offsetMs(): number;
  /** @returns the new time; listeners (the event stream of `/sandbox/clock/stream`) are told at once */
  advance(ms: number): Date;
  listen(listener: () => void): () => void;
}

export function createClock(state: State): Clock {
  const listeners = new Set<() => void>();
  const now = () => new Date(Date.now() + state.offsetMs);
  return {
    now,
    offsetMs: () => state.offsetMs,
    advance(ms) {
      state.offsetMs += ms;
      for (const listener of listeners) listener();
      return now();
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
