import { defineStore, whenDated } from '../core/journal';
import { type Probe } from './probe.schema';

export const probes = defineStore<Probe>('probes', {
  indexes: [[{ startedAt: -1 }], whenDated('wakeAt'), [{ expireAt: 1 }, { expireAfterSeconds: 0 }]],
});

const DAY_MS = 24 * 3_600_000;
/** One every half minute for a day. */
const MOST = 2_880;
/** As many as a small chart on the wall shows. */
const RECENT = 60;

export interface ProbeRun {
  at: Date;
  status: Probe['status'];
  /** Null while it is under way and when it failed. */
  ms: number | null;
  stuckAt: string | null;
}

/** How long a message takes through the whole chain, over the last 24 hours. All times in ms. */
export interface ProbeFigures {
  /** Null: no probe has run. */
  last: ProbeRun | null;
  runs: number;
  failed: number;
  p50: number | null;
  p95: number | null;
  p99: number | null;
  /** The latest runs, oldest first. */
  recent: ProbeRun[];
}

/** Nearest rank: the smallest figure that so large a share does not exceed. */
const rankOf = (sorted: readonly number[], share: number): number | null =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;

/** The figures of the wall and the status page. */
export async function probeFigures(now: Date): Promise<ProbeFigures> {
  const found = (await probes.collection
    .find({ startedAt: { $gt: new Date(now.getTime() - DAY_MS), $lte: now } } as never, {
      projection: { startedAt: 1, status: 1, ms: 1, stuckAt: 1 },
      sort: { startedAt: -1 },
      limit: MOST,
    })
    .toArray()) as unknown as Probe[];
  const all = found.map(({ startedAt: at, status, ms, stuckAt }): ProbeRun => ({ at, status, ms, stuckAt }));
  const times = all.flatMap(({ ms }) => (ms === null ? [] : [ms])).sort((a, b) => a - b);
  return {
    last: all.find(({ status }) => status !== 'sent') ?? null,
    runs: all.filter(({ status }) => status !== 'sent').length,
    failed: all.filter(({ status }) => status === 'failed').length,
    p50: rankOf(times, 0.5),
    p95: rankOf(times, 0.95),
    p99: rankOf(times, 0.99),
    recent: all.slice(0, RECENT).reverse(),
  };
}
