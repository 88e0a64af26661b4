/**
 * Deadlines act within two seconds of falling due. Each kind says what is due and when the next one will be; a timer waits for that
 * moment, and a poll is the net for what other processes planned.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { CLOCK } from '../models/core/access';
import { aBell } from '../models/core/bell';
import { type Domain, perform } from '../models/core/domain';
import { DomainError } from '../models/core/errors';
import { changes, datedBy, EVER } from '../models/core/journal';
import { type Stateful } from '../models/core/workflow';

export interface Deadline {
  name: string;
  /** The store whose changes may bring the next moment forward. */
  store: string;
  /** The next moment at which something falls due, past ones included; null when nothing is planned. */
  next: (now: Date) => Promise<Date | null>;
  /** Act on up to `limit` of what is due. @returns how many were acted on */
  act: (now: Date, limit: number) => Promise<number>;
}

interface DeadlineLoop {
  /** Look again now: the clock was moved. */
  wake(): void;
  /** Finish what is under way, then stop. */
  stop(): Promise<void>;
}

const POLL_MS = 1_000;
const BATCH = 100;
/** A burst of changes is one reason to look, not a hundred. */
const GATHER_MS = 20;
/** After a failure of the database there is no use in asking at once. */
const AFTER_ERROR_MS = 2_000;

/** Keep every deadline until stopped. `onError` is told of what went wrong; the loop goes on. */
export function keepDeadlines(
  deadlines: readonly Deadline[],
  clock: () => Date,
  onError: (error: unknown) => void,
): DeadlineLoop {
  let stopped = false;
  const kept = deadlines.map((deadline) => ({ deadline, bell: aBell() }));
  const ringAll = () => kept.forEach(({ bell }) => bell.ring());
  const changed = (name: string) => kept.forEach(({ deadline, bell }) => deadline.store === name && bell.ring());
  changes.on('changed', changed);

  const keep = async ({ deadline, bell }: (typeof kept)[number]) => {
    while (!stopped) {
      let pause = POLL_MS;
      bell.reset();
      try {
        const now = clock();
        const at = await deadline.next(now);
        const wait = at ? at.getTime() - now.getTime() : POLL_MS;
        if (wait <= 0 && (await deadline.act(now, BATCH)) > 0) continue;
        // What is due but could not be acted on waits for the poll.
        pause = wait > 0 ? Math.min(wait, POLL_MS) : POLL_MS;
      } catch (error) {
        onError(error);
        pause = AFTER_ERROR_MS;
      }
      if (!stopped && (await bell.rest(pause))) await sleep(GATHER_MS);
    }
  };
  const running = Promise.all(kept.map(keep));
  return {
    wake: ringAll,
    async stop() {
      stopped = true;
      changes.off('changed', changed);
      ringAll();
      await running;
    },
  };
}

/** What a domain needs so that its records are woken: a dated `wakeAt` (`whenDated`) and a step `wake` of the clock. */
interface Waking extends Stateful {
  wakeAt: Date | null;
}

/** How long a record whose waking failed is left alone. */
const SET_ASIDE_MS = 60_000;

/**
 * Records of one domain whose clock has come, woken by the ordinary command. The key names the planned moment, so any number of
 * processes wake it once. A record that is due for several things says so one moment after the other, and is woken for each.
 */
export function wakeDeadline<D extends Waking>(domain: Domain<D>, onError: (error: unknown) => void): Deadline {
  const { collection, name } = domain.store;
  const setAside = new Map<string, number>();
  const others = () => ({ _id: { $nin: [...setAside.keys()] } });
  const due = async (now: Date, limit: number) => {
    for (const [id, until] of setAside) if (until < performance.now()) setAside.delete(id);
    const found = await collection
      .find({ ...datedBy('wakeAt', now), ...others() } as never, {
        projection: { wakeAt: 1 },
        sort: { wakeAt: 1 },
        limit,
      })
      .toArray();
    return found as unknown as Due[];
  };
  const wake = async ({ _id, wakeAt }: Due, now: Date, attempt = 1): Promise<void> => {
    const key = `wake:${_id}:${wakeAt.toISOString()}`;
    try {
      const woken = await perform(domain, 'wake', _id, {}, { actor: CLOCK, now, door: 'clock', key });
      // Asked again for the same moment it would answer the same, for ever and at once.
      if (woken.wakeAt?.getTime() === wakeAt.getTime()) throw new Error(`${name} ${_id} stays due after waking`);
    } catch (error) {
      if (!isOvertaken(error)) throw error;
      // Somebody else's write came between looking up and deciding: looked up again, it is decided on what is now.
      if (attempt < ATTEMPTS) return wake({ _id, wakeAt }, now, attempt + 1);
      setAside.set(_id, performance.now() + SET_ASIDE_MS);
    }
  };
  const wakeOne = (due: Due, now: Date) =>
    wake(due, now).catch((error: unknown) => {
      setAside.set(due._id, performance.now() + SET_ASIDE_MS);
      onError(error);
    });
  return {
    name: `${name}.wake`,
    store: name,
    async next() {
      const first = (await collection.findOne({ wakeAt: { $gt: EVER }, ...others() } as never, {
        projection: { wakeAt: 1 },
        sort: { wakeAt: 1 },
      })) as Due | null;
      return first?.wakeAt ?? null;
    },
    async act(now, limit) {
      const found = await due(now, limit);
      for (const one of found) await wakeOne(one, now);
      return found.length;
    },
  };
}

/** Lost races in a row after which a record is left alone for a while. */
const ATTEMPTS = 3;
const isOvertaken = (error: unknown): boolean =>
  error instanceof DomainError && (error.code === 'STALE_DOCUMENT' || 'clash' in error.details);

interface Due {
  _id: string;
  wakeAt: Date;
}

/** One deadline per domain of the table whose records are woken by the clock. */
export const wakeDeadlines = (domains: readonly Domain<Stateful>[], onError: (error: unknown) => void): Deadline[] =>
  domains
    .filter(({ commands }) => 'wake' in commands)
    .map((domain) => wakeDeadline(domain as unknown as Domain<Waking>, onError));
