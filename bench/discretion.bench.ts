/**
 * 裁量: one amount with every line of the way to it, a whole sheet with words and hash, the amount computed again, a table simulated on two
 * hundred past cases; and the nearest past cases while a register of decided cases grows. Baseline of the amount: the same formula in
 * floating point without a single line of explanation, which is faster and sometimes a fen wrong.
 */
import { assess } from '../models/discretion/engine';
import { BUILT_IN_TABLES } from '../models/discretion/builtIn';
import { AssessAct, type FactorAnswers, type TableContent } from '../models/discretion/discretion.schema';
import { pastSheets } from '../models/discretion/discretion.store';
import { nearest } from '../models/discretion/neighbours';
import { builtInTable } from '../models/discretion/proposing';
import { combined, isIntact, recompute, sheetOf } from '../models/discretion/sheet';
import { simulate, type SimulatedSheet } from '../models/discretion/simulation';
import { compareBases } from '../models/law/comparison';
import { builtInBases } from '../models/law/builtIn';
import { penaltyCases } from '../models/penalty/penalty.store';
import { percentiles, QUICK, report, round, type Row, withDatabase } from './support';

const NOW = new Date('2026-11-24T02:00:00Z');
const table = builtInTable(BUILT_IN_TABLES[0] as TableContent, NOW).document;
const STEPS = { stage: 'main', duration: 'below12', times: 'second', complaints: 'none' };
const factors: FactorAnswers = Object.fromEntries(
  Object.entries(STEPS).map(([code, step]) => [
    code,
    { step, established: true, value: null, evidence: ['a'.repeat(64)], note: '' },
  ]),
);
const range = { minFen: 10_000_003, maxFen: 50_000_017 };
const bases = builtInBases(NOW);
const bounds = { adjustPermille: 200, reducePermille: 500 };

function many(times: number, act: () => unknown): number[] {
  for (let n = 0; n < times / 10; n += 1) act();
  const runs: number[] = [];
  for (let n = 0; n < times; n += 1) {
    const began = performance.now();
    act();
    runs.push(performance.now() - began);
  }
  return runs;
}
const MILLI = 1_000;
const micros = (runs: readonly number[]) => {
  const { p50, p95, p99 } = percentiles(runs.map((ms) => ms * MILLI));
  return { p50: round(p50, 1), p95: round(p95, 1), p99: round(p99, 1) };
};

/** No lines, no bounds, one float. */
function naive(): number {
  const sum = table.factors.reduce(
    (total, { code, steps }) => total + (steps.find((step) => step.code === factors[code]?.step)?.weight ?? 0) / 10_000,
    0,
  );
  return Math.round((range.minFen + (range.maxFen - range.minFen) * Math.min(1, sum)) / 100) * 100;
}

const norm = () =>
  sheetOf(
    'eiaForm',
    AssessAct.parse({ act: 'a', factors, chosen: 'NEW', chosenReason: '较轻' }),
    {
      ...{ table, bounds },
      comparison: compareBases(
        {
          ...{ offence: 'eiaForm', actOn: '2026-06-10', decidedOn: '2026-11-24' },
          quantities: { investmentFen: 1_200_000_000 },
        },
        bases,
      ),
    },
    { by: 'wang', byName: '王示海', at: NOW },
  );

const sheet = () => combined([norm()]);

function computing(): Row[] {
  const times = QUICK ? 500 : 20_000;
  const [ours, theirs] = [
    micros(many(times, () => assess({ range, table, factors, adjustments: [] }))),
    micros(many(times, naive)),
  ];
  const whole = micros(many(times / 10, sheet));
  const one = sheet();
  const again = micros(many(times / 10, () => recompute(one)));
  const intact = micros(many(times / 10, () => isIntact(one)));
  const past = pastOf(200);
  const simulated = micros(many(QUICK ? 5 : 50, () => simulate(table, past, 300, { by: 'wang', at: NOW })));
  return [
    {
      ...{ name: 'one amount with its lines, p99', value: ours.p99, unit: 'µs', target: '≤ 1000 µs' },
      ...{ baseline: theirs.p99, ratio: round(ours.p99 / theirs.p99, 1) },
    },
    {
      ...{ name: 'one amount with its lines, p50', value: ours.p50, unit: 'µs' },
      ...{ baseline: theirs.p50, ratio: round(ours.p50 / theirs.p50, 1) },
    },
    { name: 'a sheet: two laws, both explanations, hash, p95', value: whole.p95, unit: 'µs', target: '≤ 1000 µs' },
    { name: 'a sheet: two laws, both explanations, hash, p50', value: whole.p50, unit: 'µs' },
    { name: 'the amount of a kept sheet again, p99', value: again.p99, unit: 'µs' },
    { name: 'a kept sheet checked against its hash, p95', value: intact.p95, unit: 'µs' },
    { name: 'a table simulated on 200 past cases, p50', value: simulated.p50, unit: 'µs' },
  ];
}

const STAGES = ['foundation', 'main', 'finished'];
function pastOf(count: number): SimulatedSheet[] {
  return Array.from({ length: count }, (_, n) => ({
    ...{ id: `p${n}`, no: `${n}`, decidedOn: '2026-09-20', offence: 'eiaForm' as const, range, resultFen: 21_600_000 },
    ...{ adjustments: [], bounds },
    factors: {
      ...factors,
      stage: { ...factors['stage'], step: STAGES[n % STAGES.length] ?? 'main', established: true },
    },
  })) as SimulatedSheet[];
}

/** As many decided cases, each with a whole sheet. */
async function decided(from: number, to: number): Promise<void> {
  const one = sheet();
  for (let done = from; done < to; done += 1_000)
    await penaltyCases.collection.insertMany(
      Array.from({ length: Math.min(1_000, to - done) }, (_, n) => ({
        ...{ _id: `b${done + n}`, version: 1, no: null, filing: { no: `立案${done + n}` }, county: '330903' },
        ...{ status: 'decided', sheets: [one], registeredAt: new Date(NOW.getTime() - (done + n) * 60_000) },
        decision: { no: `舟环罚〔2026〕${done + n}号`, at: new Date(NOW.getTime() - (done + n) * 60_000) },
        ...{ events: [], outbox: [], updatedAt: NOW, sealed: 0, unsealedAt: null },
      })) as never,
    );
}

async function near(): Promise<number> {
  const runs: number[] = [];
  for (let n = 0; n < (QUICK ? 5 : 30); n += 1) {
    const began = performance.now();
    nearest(table, factors, await pastSheets(['eiaForm'], 500), 5);
    runs.push(performance.now() - began);
  }
  return round(percentiles(runs).p95);
}

async function neighbours(): Promise<Row[]> {
  const [few, lots] = QUICK ? [500, 1_000] : [1_000, 50_000];
  await decided(0, few);
  await near();
  const small = await near();
  await decided(few, lots);
  const large = await near();
  return [
    {
      ...{ name: `the five nearest of the latest 500 among ${lots} decided cases, p95`, value: large, unit: 'ms' },
      ...{ baseline: small, ratio: round(large / small), target: `≤ 2 × among ${few}` },
    },
  ];
}

void withDatabase(async () => report('Discretion', [...computing(), ...(await neighbours())]));
