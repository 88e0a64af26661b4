/**
 * One draw among 10,000 people: order, credits, seats, explanation and hash, as it is kept. Beside it a naive draw that sorts everybody
 * again for every seat, asks a list who is away, and then hashes as much.
 */
import { createHash } from 'node:crypto';
import { type Candidate, draw, type DrawInputs, inOrder } from '../models/rotation/draw';
import { percentiles, QUICK, report, round } from './support';

const UNITS = 60;
const ROUNDS = QUICK ? 5 : 40;
const SEATS = 4;

function inputs(people: number): DrawInputs {
  const away = (index: number) => (index % 7 === 0 ? ('REST' as const) : index % 11 === 0 ? ('UNABLE' as const) : null);
  const candidates = Array.from({ length: people }, (_, index): Candidate => ({
    ...{ id: `person-${index}`, unit: `u${index % UNITS}`, orderNo: Math.floor(index / UNITS) + 1 },
    lastServedAt: index % 3 === 0 ? null : `2026-${String((index % 12) + 1).padStart(2, '0')}-15`,
    ...{ servedCount: index % 5, certified: index % 4 === 0, out: away(index) },
  }));
  return {
    ...{ round: 'bench', pool: 'city', sequence: 1, k: SEATS, needCertified: 2, candidates, reserve: [] },
    units: Array.from({ length: UNITS }, (_, index) => ({
      ...{ id: `u${index}`, name: `单位${index}`, code: String(index).padStart(3, '0'), lastSeat: index },
      n: candidates.filter(({ unit }) => unit === `u${index}`).length,
    })),
    credits: { den: '1', num: {} },
  };
}

function naive({ candidates, units, k }: DrawInputs): string {
  const away = candidates.filter(({ out }) => out !== null).map(({ id }) => id);
  const seated: string[] = [];
  const credits = units.map(({ id, n }) => ({ id, credit: (k * n) / candidates.length }));
  while (seated.length < k) {
    const ordered = [...candidates].sort(inOrder).filter(({ id }) => !away.includes(id) && !seated.includes(id));
    const unit = credits.sort((a, b) => b.credit - a.credit)[0]!;
    seated.push(ordered.find((one) => one.unit === unit.id)!.id);
    unit.credit -= 1;
  }
  return createHash('sha256').update(JSON.stringify({ candidates, seated })).digest('hex');
}

function times(act: () => unknown, rounds: number): number[] {
  return Array.from({ length: rounds }, () => {
    const start = performance.now();
    act();
    return performance.now() - start;
  });
}

const asked = inputs(10_000);
times(() => draw(asked), 5);
const own = percentiles(times(() => draw(asked), ROUNDS));
const beside = percentiles(times(() => naive(asked), Math.ceil(ROUNDS / 8)));
report('Rotation draw', [
  {
    name: 'draw among 10,000 people, p50',
    value: round(own.p50, 1),
    unit: 'ms',
    baseline: round(beside.p50, 1),
    ratio: round(own.p50 / beside.p50, 3),
    target: '≤ 100',
  },
  { name: 'the slowest', value: round(own.max, 1), unit: 'ms', target: '≤ 100' },
]);
