/** What a proposed table would have made of past cases: before it takes effect, and before anybody may approve it. Pure. */
import { contentHash } from '../core/contentHash';
import { type Offence } from '../law/law.schema';
import { type Adjustment, type Simulation, type SimulatedCase, type TableContent } from './discretion.schema';
import { assess, type Bounds, stepOf } from './engine';
import { type PastSheet } from './neighbours';

export interface SimulatedSheet extends PastSheet {
  offence: Offence;
  adjustments: readonly Adjustment[];
  bounds: Bounds;
}

type Answers = Record<string, { step: string; established: boolean }>;

/** The old answers under the new table: the same step, else the step of the measured value; what neither gives stays unanswered. */
function answersFor(table: TableContent, factors: PastSheet['factors']): { answers: Answers; unanswered: string[] } {
  const answers: Answers = {};
  const unanswered: string[] = [];
  for (const factor of table.factors) {
    const old = factors[factor.code];
    const measured = old?.value == null ? undefined : stepOf(factor, old.value);
    const step = measured ?? factor.steps.find(({ code }) => code === old?.step);
    if (old && step) answers[factor.code] = { step: step.code, established: old.established };
    else unanswered.push(factor.label);
  }
  return { answers, unanswered };
}

/** Thousandths of the old amount. */
const changeOf = ({ oldFen, newFen }: Pick<SimulatedCase, 'oldFen' | 'newFen'>): number =>
  oldFen === 0 ? (newFen === 0 ? 0 : 1_000) : Math.round(((newFen - oldFen) * 1_000) / oldFen);

/** [label, lower bound in thousandths included], from the largest fall up. */
const BANDS: readonly (readonly [string, number])[] = [
  ['降低50%以上', -Infinity],
  ['降低20%至50%', -499],
  ['降低不足20%', -199],
  ['不变', 0],
  ['提高不足20%', 1],
  ['提高20%至50%', 200],
  ['提高50%以上', 500],
];
const bandOf = (change: number) => BANDS.findLastIndex(([, from]) => change >= from);

/**
 * Every past sheet computed with the proposed table, in the range and with the adjustments it had.
 *
 * @param outlierPermille a change of more than so many thousandths is an outlier (policy.discretion)
 */
export function simulate(
  table: TableContent,
  past: readonly SimulatedSheet[],
  outlierPermille: number,
  { by, at }: { by: string; at: Date },
): Simulation {
  const cases = past.map(({ id, no, offence, range, adjustments, bounds, resultFen: oldFen, factors }) => {
    const { answers, unanswered } = answersFor(table, factors);
    const newFen = assess({ range, table, factors: answers, adjustments, bounds }).fen;
    const outlier = Math.abs(changeOf({ oldFen, newFen })) > outlierPermille;
    return { id, no, offence, oldFen, newFen, unanswered, outlier };
  });
  const changes = cases.map(changeOf).sort((a, b) => a - b);
  const count = (is: (change: number) => boolean) => changes.filter(is).length;
  const counts = BANDS.map((_, band) => count((change) => bandOf(change) === band));
  return {
    ...{ at, by, cases },
    ...{ higher: count((one) => one > 0), lower: count((one) => one < 0), same: count((one) => one === 0) },
    outliers: cases.filter(({ outlier }) => outlier).length,
    medianChangePermille: changes[Math.floor(changes.length / 2)] ?? 0,
    distribution: BANDS.map(([label], band): [string, number] => [label, counts[band] ?? 0]),
    hash: contentHash(cases),
  };
}
