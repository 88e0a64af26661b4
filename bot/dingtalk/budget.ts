import { type DingTalkDoors } from './settings';

const BEIJING_OFFSET_MS = 8 * 3_600_000;
/** Shares of the budget at which the log says so. */
const WARN_AT = [0.8, 1];

/** @returns the calendar month of an instant in Asia/Shanghai (UTC+8 all year), as `2026-03` */
export const monthOf = (now: Date): string => new Date(now.getTime() + BEIJING_OFFSET_MS).toISOString().slice(0, 7);

export interface Budget {
  /** Note a counted call. */
  spend(api: string): void;
  /** Ask what the month has cost so far. */
  state(): Promise<{ month: string; spent: number; budget: number }>;
}

/**
 * Count calls per month and say when they run low. Nothing is held back: the platform alone knows what the other apps of
 * the organisation have used, and an alarm must not fail on a guess of ours. Who can wait (a digest) asks `state`.
 */
export function budget(
  monthlyCallBudget: number,
  doors: Pick<DingTalkDoors, 'clock' | 'log' | 'spend' | 'spent'>,
): Budget {
  let month = '';
  let here = 0;
  let before: Promise<number> = Promise.resolve(0);

  const turn = (): void => {
    const now = monthOf(doors.clock());
    if (now === month) return;
    month = now;
    here = 0;
    before = doors.spent?.(month).catch(() => 0) ?? Promise.resolve(0);
  };

  const warn = (spent: number): void => {
    const share = WARN_AT.find((share) => spent === Math.ceil(monthlyCallBudget * share));
    if (share !== undefined) doors.log.warn({ month, spent, monthlyCallBudget }, 'DingTalk calls of the month run low');
  };

  return {
    spend(api) {
      turn();
      here += 1;
      const local = here;
      doors.spend?.(month, api, 1);
      void before.then((earlier) => warn(earlier + local));
    },
    async state() {
      turn();
      const asked = await doors.spent?.(month);
      return { month, spent: asked ?? here, budget: monthlyCallBudget };
    },
  };
}
