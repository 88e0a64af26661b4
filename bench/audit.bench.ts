/**
 * How the sequential stop rule of audits behaves when somebody looks after every record: simulated audits with a fixed seed, each reading a
 * stratum in random order until the rule stops it. Beside it the smallest sample of fixed size with the same two errors. Then the draw
 * of a large stratum and the table of the rule, in time.
 */
import { createHash } from 'node:crypto';
import { drawStratum, type FrameRecord } from '../models/audit/sampling';
import {
  behaviour,
  bounds,
  fixedPlan,
  longestOf,
  type StopPlan,
  stopTable,
  verdictAfter,
} from '../models/audit/stopRule';
import { QUICK, report, round } from './support';

const RUNS = QUICK ? 10_000 : 40_000;
const LONGEST = 2000;

/** mulberry32: the same numbers on every machine. */
function chanceFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One audit: records are turned over one by one, the rule is asked after each. */
function simulate(plan: StopPlan, table: ReturnType<typeof stopTable>, defective: number, chance: () => number) {
  const results: boolean[] = [];
  let left = defective;
  for (let k = 0; k < table.length; k += 1) {
    const { verdict } = verdictAfter(table, results);
    if (verdict !== 'continue') return { verdict, read: k };
    const isDefective = chance() < left / (plan.size - k);
    if (isDefective) left -= 1;
    results.push(isDefective);
  }
  return { verdict: 'continue' as const, read: table.length - 1 };
}

function rates(plan: StopPlan, defective: number, seed: number) {
  const table = stopTable(plan, longestOf(plan, LONGEST));
  const chance = chanceFrom(seed);
  const seen = { pass: 0, fail: 0, continue: 0, read: 0 };
  for (let run = 0; run < RUNS; run += 1) {
    const { verdict, read } = simulate(plan, table, defective, chance);
    seen[verdict] += 1;
    seen.read += read;
  }
  return { ...seen, exact: behaviour(plan, table, defective) };
}

const percent = (part: number) => round((100 * part) / RUNS, 2);

/** Beside a simulated rate its exact probability. */
const beside = (value: number, exact: number) =>
  exact > 0 ? { baseline: round(100 * exact, 2), ratio: round(value / (100 * exact), 2) } : {};

function rowsFor(size: number) {
  const plan: StopPlan = { size, defectPermille: 100, goodPermille: 20, alphaPermille: 50, betaPermille: 100 };
  const { bad, good } = bounds(plan);
  const { n } = fixedPlan(plan);
  const [atBad, worse, atGood] = [rates(plan, bad, 1), rates(plan, bad * 2, 2), rates(plan, good, 3)];
  const rate = (name: string, part: number, exact: number, target: string) => {
    const value = percent(part);
    return { name: `N = ${size}: ${name}`, value, unit: '%', ...beside(value, exact), target };
  };
  const read = (name: string, total: number) => {
    const value = round(total / RUNS, 1);
    return {
      name: `N = ${size}: ${name}`,
      value,
      unit: 'records',
      baseline: n,
      ratio: round(value / n, 2),
      target: 'ratio ≤ 1',
    };
  };
  return [
    rate(`wrong claim, ${bad} defective`, atBad.pass, atBad.exact.pass, '≤ 5'),
    rate(`wrong claim, ${2 * bad} defective`, worse.pass, worse.exact.pass, '≤ 5'),
    rate(`good one (${good} defective) given up`, atGood.fail, atGood.exact.fail, '≤ 10'),
    read('records read, good', atGood.read),
    read('records read, bad', atBad.read),
  ];
}

function fastest(act: () => unknown): number {
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now();
    act();
    return performance.now() - start;
  });
  return Math.min(...times);
}

const frame = Array.from({ length: 50_000 }, (_, index): FrameRecord => ({
  id: createHash('sha256').update(String(index)).digest('hex').slice(0, 26),
  offHours: index % 5 === 0,
  flags: index % 200 === 0 ? ['NO_REPLY'] : [],
}));
const largest: StopPlan = { size: 50_000, defectPermille: 50, goodPermille: 10, alphaPermille: 50, betaPermille: 100 };

report('Audit stop rule (beside rates: the exact probability; beside records: the fixed sample)', [
  ...[40, 200, 1000, 5000].flatMap(rowsFor),
  {
    name: 'draw of a stratum of 50,000 records',
    value: round(
      fastest(() => drawStratum('ab'.repeat(32), 'petition', frame, { least: 3, permille: 50, offHoursPermille: 300 })),
      0,
    ),
    unit: 'ms',
    target: '≤ 2000',
  },
  {
    name: 'table of the rule for 50,000 records',
    value: round(
      fastest(() => stopTable(largest, longestOf(largest, LONGEST))),
      0,
    ),
    unit: 'ms',
    target: '≤ 500',
  },
]);
