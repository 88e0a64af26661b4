/** The only place that asks the machine what time it is; everything below main.ts is given a clock. */
import { z } from 'zod';
import { type Log } from './engineProcess';

export interface Clock {
  now: () => Date;
  /** Called whenever time has been moved, so that what became due is found at once. */
  onMoved(listener: () => void): void;
  stop(): void;
}

/** The clock of the machine. */
export const systemClock = (): Clock => ({ now: () => new Date(), onMoved: () => undefined, stop: () => undefined });

const Reading = z.object({ offsetMs: z.number() });
const RETRY_MS = 1_000;

/**
 * The clock of a demo: this machine's time plus an offset that can be moved. Follows the stream of `url` and asks again after
 * an interruption; while nobody answers the last known offset stands.
 *
 * @param url of the clock, such as `http://127.0.0.1:8090/sandbox/clock`
 */
export async function followedClock(url: string, log: Log): Promise<Clock> {
  const listeners = new Set<() => void>();
  const stopped = new AbortController();
  let offsetMs = 0;
  const set = (reading: unknown) => {
    const next = Reading.parse(reading).offsetMs;
    if (next === offsetMs) return;
    offsetMs = next;
    listeners.forEach((listener) => listener());
  };
  const follow = async () => {
    const response = await fetch(`${url}/stream`, { signal: stopped.signal });
    let rest = '';
    for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      const lines = (rest + Buffer.from(chunk).toString('utf8')).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line.startsWith('data: ')) set(JSON.parse(line.slice('data: '.length)));
    }
  };
  const keepFollowing = async () => {
    while (!stopped.signal.aborted) {
      await follow().catch((error: unknown) => {
        if (!stopped.signal.aborted) log.warn({ reason: String(error) }, 'the virtual clock is away');
      });
      if (!stopped.signal.aborted) await new Promise((resolve) => setTimeout(resolve, RETRY_MS).unref());
    }
  };
  set(await (await fetch(url)).json());
  void keepFollowing();
  return {
    now: () => new Date(Date.now() + offsetMs),
    onMoved: (listener) => void listeners.add(listener),
    stop: () => stopped.abort(),
  };
}
