/** More work than the crew may hold was offered. */
export class Overloaded extends Error {
  override readonly name = 'Overloaded';
}

/** A bounded number of hands and a bounded queue before them: a burst neither exhausts the process nor the database. */
export interface Crew {
  /** @throws Overloaded when the queue is full, and whatever `work` throws */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves when nothing is running or waiting. */
  idle(): Promise<void>;
}

export function crew(hands: number, places: number): Crew {
  let busy = 0;
  const waiting: (() => void)[] = [];
  let resting: (() => void)[] = [];

  const release = (): void => {
    const next = waiting.shift();
    if (next) return next();
    busy -= 1;
    if (busy > 0) return;
    resting.forEach((wake) => wake());
    resting = [];
  };

  return {
    async run(work) {
      if (busy < hands) busy += 1;
      else if (waiting.length >= places) throw new Overloaded(`${waiting.length} are waiting`);
      else await new Promise<void>((start) => waiting.push(start));
      try {
        return await work();
      } finally {
        release();
      }
    },
    idle: () => (busy === 0 ? Promise.resolve() : new Promise((wake) => resting.push(wake))),
  };
}
