import { DomainError } from '../models/core/errors';

/**
 * Work that would slow everything else down if it were done side by side: one after the other, with room for so many who wait.
 *
 * @param sentence what is said to whoever finds the room full
 * @returns throws DomainError UNAVAILABLE then, otherwise whatever the work throws
 */
export function oneAtATime(mostWaiting: number, sentence: string): <T>(work: () => Promise<T>) => Promise<T> {
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  return async (work) => {
    if (waiting >= mostWaiting) throw new DomainError('UNAVAILABLE', sentence);
    waiting += 1;
    const mine = last.then(work, work);
    last = mine.catch(() => undefined);
    try {
      return await mine;
    } finally {
      waiting -= 1;
    }
  };
}
