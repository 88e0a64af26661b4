/**
 * Deadlines act within two seconds of falling due. Each kind says what is due and when the next one will be; a timer waits for that
 * moment, and a poll is the net for what other processes planned and for a clock that was moved.
 */
import { CLOCK } from '../models/core/access';
import { perform } from '../models/core/domain';
import { DomainError } from '../models/core/errors';
import { changes, datedBy } from '../models/core/journal';
import { withinLease } from '../models/core/outbox';
import { petitionDomain } from '../models/petition/petition';
import { petitions } from '../models/petition/petition.store';

export interface Deadline {
  name: string;
  /** The next moment at which something falls due, past ones included; null when nothing is planned. */
  next: () => Promise<Date | null>;
  /** Act on up to `limit` of what is due. @returns how many were acted on */
  act: (now: Date, limit: number) => Promise<number>;
}

interface DeadlineLoop {
  /** Finish what is under way, then stop. */
  stop(): Promise<void>;
}

const POLL_MS = 500;
const BATCH = 100;
/** After a failure of the database there is no use in asking at once. */
const AFTER_ERROR_MS = 2_000;

/** Keep every deadline until stopped. `onError` is told of what went wrong; the loop goes on. */
export function keepDeadlines(
  deadlines: readonly Deadline[],
  clock: () => Date,
  onError: (error: unknown) => void,
): DeadlineLoop {
  let stopped = false;
  let wake: () => void = () => undefined;
  const changed = () => wake();
  changes.on('changed', changed);

  const rest = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        // A burst of changes is one reason to look, not a hundred.
        setTimeout(resolve, Math.min(ms, 20));
      };
    });

  const keep = async ({ next, act }: Deadline) => {
    while (!stopped) {
      let pause = POLL_MS;
      try {
        const acted = await withinLease(act(clock(), BATCH));
        if (acted > 0) continue;
        const at = await withinLease(next());
        // What is due but could not be acted on waits for the poll.
        const wait = at ? at.getTime() - clock().getTime() : POLL_MS;
        pause = wait > 0 ? Math.min(wait, POLL_MS) : POLL_MS;
      } catch (error) {
        onError(error);
        pause = AFTER_ERROR_MS;
      }
      if (!stopped) await rest(pause);
    }
  };
  const running = Promise.all(deadlines.map(keep));
  return {
    async stop() {
      stopped = true;
      changes.off('changed', changed);
      wake();
      await running;
    },
  };
}

/** How long a petition whose waking failed is left alone. */
const SET_ASIDE_MS = 60_000;

/**
 * Petitions whose clock has come, woken by the ordinary command. The key names the planned moment, so any number of processes
 * wake it once.
 */
export function petitionDeadline(onError: (error: unknown) => void): Deadline {
  const setAside = new Map<string, number>();
  const due = async (now: Date, limit: number) => {
    for (const [id, until] of setAside) if (until < performance.now()) setAside.delete(id);
    const found = await petitions.collection
      .find({ ...datedBy('wakeAt', now), _id: { $nin: [...setAside.keys()] } } as never, {
        projection: { wakeAt: 1 },
        sort: { wakeAt: 1 },
        limit,
      })
      .toArray();
    return found as unknown as { _id: string; wakeAt: Date }[];
  };
  const wakeOne = async ({ _id, wakeAt }: { _id: string; wakeAt: Date }, now: Date) => {
    const key = `wake:${_id}:${wakeAt.toISOString()}`;
    try {
      await perform(petitionDomain, 'wake', _id, {}, { actor: CLOCK, now, door: 'clock', key });
    } catch (error) {
      setAside.set(_id, performance.now() + SET_ASIDE_MS);
      if (!(error instanceof DomainError && error.code === 'STALE_DOCUMENT')) onError(error);
    }
  };
  return {
    name: 'petition.wake',
    async next() {
      const first = (await petitions.collection.findOne(
        { wakeAt: { $gt: new Date(0) }, _id: { $nin: [...setAside.keys()] } } as never,
        { projection: { wakeAt: 1 }, sort: { wakeAt: 1 } },
      )) as { wakeAt: Date } | null;
      return first?.wakeAt ?? null;
    },
    async act(now, limit) {
      const found = await due(now, limit);
      for (const one of found) await wakeOne(one, now);
      return found.length;
    },
  };
}
