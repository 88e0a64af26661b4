/**
 * A deadline on every operation of a collection. The driver has none that works: its `timeoutMS` has no effect, and a socket's timeout does
 * not go off on a socket that is closed already, which is where an operation can wait for good: a message larger than the
 * socket's buffer, and the connection is torn down before it has drained. What the driver does heed at every step, choosing a server,
 * taking a connection, writing, reading, is an abort signal; so each operation is given one. An operation that brings a signal
 * of its own keeps it. Commands on the database itself (migrations, index builds) have no deadline.
 */
import { setMaxListeners } from 'node:events';
import mongoose from 'mongoose';

/** The longest an operation may take. The slowest of ours takes a second or two; a person has gone away long before this. */
export const ANSWER_MS = 15_000;
/** Operations begun within this time share one timer and one signal. */
const GRAIN_MS = 1_000;

/** Where each method of a collection takes its options. */
const OPTIONS_AT: Record<string, number> = {
  aggregate: 1,
  bulkWrite: 1,
  countDocuments: 1,
  deleteMany: 1,
  deleteOne: 1,
  distinct: 2,
  estimatedDocumentCount: 0,
  find: 1,
  findOne: 1,
  findOneAndDelete: 1,
  findOneAndReplace: 2,
  findOneAndUpdate: 2,
  insertMany: 1,
  insertOne: 1,
  replaceOne: 2,
  updateMany: 2,
  updateOne: 2,
};

/** No error of the driver's: one of those it would take as a reason to try again, under the same exhausted signal. */
class DatabaseSilent extends Error {
  /** A getter, since a bulk write copies the fields of an error onto one of its own whose name is fixed. */
  override get name(): string {
    return 'DatabaseSilent';
  }
}

interface Patience {
  /** Goes off between `ms` and GRAIN_MS more from now. */
  signal: () => AbortSignal;
  /** Ends, after a while, what has begun until now. */
  endBegun: (why: string, afterMs: number) => void;
}

function patience(ms: number): Patience {
  const running = new Set<AbortController>();
  let current: { from: number; signal: AbortSignal } | undefined;
  const end = (controller: AbortController, why: string) => {
    running.delete(controller);
    controller.abort(new DatabaseSilent(why));
  };
  return {
    signal() {
      const now = performance.now();
      if (current && now - current.from < GRAIN_MS) return current.signal;
      const controller = new AbortController();
      setMaxListeners(0, controller.signal);
      running.add(controller);
      const over = () => end(controller, `the database did not answer within ${ms / 1_000} s`);
      setTimeout(over, ms + GRAIN_MS).unref();
      current = { from: now, signal: controller.signal };
      return current.signal;
    },
    endBegun(why, afterMs) {
      const begun = [...running];
      current = undefined;
      setTimeout(() => begun.forEach((controller) => end(controller, why)), afterMs).unref();
    },
  };
}

interface Cursor {
  toArray(): Promise<unknown[]>;
}
const isCursor = (result: unknown): result is Cursor =>
  typeof result === 'object' && result !== null && 'toArray' in result;

/** A cursor that is given up takes leave of the server first, and for that the driver would wait without end. */
function impatient(result: unknown, signal: AbortSignal | undefined): unknown {
  if (!signal || !isCursor(result)) return result;
  const plain = result.toArray.bind(result);
  result.toArray = () =>
    new Promise((answered, refused) => {
      const over = () => refused(signal.reason as Error);
      signal.addEventListener('abort', over, { once: true });
      const heard = () => signal.removeEventListener('abort', over);
      plain().finally(heard).then(answered, refused);
    });
  return result;
}

type Method = (...given: unknown[]) => unknown;
let limit = patience(ANSWER_MS);
let limited = false;

/**
 * From now on every operation on a collection ends: with its answer, or with an error named DatabaseSilent. Whether such a write was
 * carried out is not known.
 */
export function limitPatience(ms = ANSWER_MS): void {
  limit = patience(ms);
  if (limited) return;
  limited = true;
  const methods = mongoose.Collection.prototype as unknown as Record<string, Method>;
  for (const [name, at] of Object.entries(OPTIONS_AT)) {
    const plain = methods[name];
    if (!plain) throw new Error(`mongoose knows no collection method ${name}`);
    methods[name] = function (this: unknown, ...given) {
      // An argument left out is not the same as one that is undefined.
      for (let before = 0; before < at; before += 1) given[before] ??= {};
      const options = { signal: limit.signal(), ...(given[at] as object | undefined) };
      given[at] = options;
      return impatient(plain.apply(this, given), options.signal);
    };
  }
}

/** Longer than the driver waits for a server: by then it has told every operation of a lost connection, or forgotten it. */
const FORGOTTEN_MS = 5_000;

/** The engine has ended: what had been asked of it will never be answered. */
export const engineEnded = (): void =>
  limit.endBegun(`the database engine ended; the driver did not answer within ${FORGOTTEN_MS / 1_000} s`, FORGOTTEN_MS);
