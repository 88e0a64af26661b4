/** Pauses and rates of the wire. Nothing here knows what is being called. */
export interface Pace {
  /** Milliseconds on a clock that never jumps. */
  elapsed: () => number;
  sleep: (milliseconds: number) => Promise<void>;
  /** In [0, 1). */
  random: () => number;
}

/** A turnstile for one API: at most `ratePerSecond` in the long run, in the order of arrival. */
export interface Turnstile {
  /** Resolves when the caller may go. */
  pass(): Promise<void>;
  /** Nobody passes for so long; the platform has just refused us for being too fast. */
  close(milliseconds: number): void;
}

/**
 * A token bucket kept as the one moment when it will be full again (the generic cell rate algorithm).
 * It holds a quarter of a second's worth, so no window of one second ever sees more than 1.25 × the rate: 18 at 15/s,
 * below the 20 at which DingTalk refuses.
 */
export function turnstile(ratePerSecond: number, pace: Pace): Turnstile {
  const interval = 1000 / ratePerSecond;
  const slack = interval * Math.max(0, Math.floor(ratePerSecond / 4) - 1);
  let next = -Infinity;
  return {
    async pass() {
      const now = pace.elapsed();
      const mine = Math.max(next, now - slack);
      next = mine + interval;
      if (mine > now) await pace.sleep(mine - now);
    },
    close(milliseconds) {
      next = Math.max(next, pace.elapsed() + milliseconds);
    },
  };
}

/** Tries of one call, the first included. Source: "how to process API throttling on the DingTalk server". */
export const TRIES = 3;

/** @returns milliseconds before try `attempt + 1`: at least 1 s, doubling, with up to half as much again by chance. */
export function pauseAfter(attempt: number, random: () => number): number {
  return 1000 * 2 ** (attempt - 1) * (1 + random() / 2);
}
