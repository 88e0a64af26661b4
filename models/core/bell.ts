/** Something to wait at that can be rung earlier; a ring before the wait is not lost. */
export interface Bell {
  ring(): void;
  /** Forget earlier rings: what they were about is looked at now. */
  reset(): void;
  /** Wait `ms` or until rung. @returns whether it was rung */
  rest(ms: number): Promise<boolean>;
}

/** A bell that nobody has rung yet. */
export function aBell(): Bell {
  let rung = false;
  let wake = () => {};
  return {
    ring() {
      rung = true;
      wake();
    },
    reset() {
      rung = false;
    },
    rest: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => resolve(false), ms);
        wake = () => {
          clearTimeout(timer);
          resolve(true);
        };
        if (rung) wake();
      }),
  };
}
