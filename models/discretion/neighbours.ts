/** The past cases nearest to this one, and a word of warning when this one stands far from them. Runs in the browser as well. */
import { yuan } from '../law/law.words';
import {
  type FactorAnswer,
  type FineRange,
  type FrozenTable,
  type TableFactor,
  WHOLE,
  WHOLE_MILLI,
} from './discretion.schema';
import { stepOf } from './engine';
import { percent } from './table';

/** What a past sheet still says: nothing about the party. */
export interface PastSheet {
  /** Id of the case. */
  id: string;
  no: string | null;
  /** Shanghai day of the decision. */
  decidedOn: string;
  range: FineRange;
  resultFen: number;
  factors: Readonly<Record<string, Pick<FactorAnswer, 'step' | 'established' | 'value'>>>;
}
export interface Neighbour extends Pick<PastSheet, 'id' | 'no' | 'decidedOn' | 'resultFen' | 'range'> {
  /** Hundredths of a percent: sum of the differences of the factors' shares; 0 is the same in every factor. */
  distance: number;
  /** Where in its range the fine lies, in hundredths of a percent. */
  position: number;
}

/** The share a factor brings, in hundredths of a percent, also for answers given under an older edition. */
function shareOf(factor: TableFactor, isLevels: boolean, answer: PastSheet['factors'][string] | undefined): number {
  const chosen = factor.steps.find(({ code }) => code === answer?.step);
  const measured = answer?.value == null ? undefined : stepOf(factor, answer.value);
  const step = (answer?.established ? (chosen ?? measured) : undefined) ?? factor.steps[0];
  const weight = step?.weight ?? 0;
  return isLevels ? Math.round(((factor.weightMilli ?? 0) * (weight - 1) * WHOLE) / (4 * WHOLE_MILLI)) : weight;
}

/** Where a fine lies in its range, in hundredths of a percent; a fine below the minimum lies below 0. */
export const positionOf = ({ minFen, maxFen }: FineRange, fen: number): number =>
  maxFen === minFen ? 0 : Math.round(((fen - minFen) * WHOLE) / (maxFen - minFen));

/**
 * The `k` nearest past sheets of the same offence, nearest first, the latest of equals first.
 *
 * @param past bounded by the caller (policy.discretion.compared)
 */
export function nearest(
  table: Pick<FrozenTable, 'factors' | 'kind'>,
  factors: PastSheet['factors'],
  past: readonly PastSheet[],
  k: number,
): Neighbour[] {
  const isLevels = table.kind === 'LEVEL_AVG';
  const own = table.factors.map((factor) => shareOf(factor, isLevels, factors[factor.code]));
  return past
    .map(({ factors: theirs, ...one }) => ({
      ...one,
      position: positionOf(one.range, one.resultFen),
      distance: table.factors.reduce(
        (sum, factor, index) => sum + Math.abs((own[index] ?? 0) - shareOf(factor, isLevels, theirs[factor.code])),
        0,
      ),
    }))
    .sort((a, b) => a.distance - b.distance || textOrder(b.decidedOn, a.decidedOn) || textOrder(a.id, b.id))
    .slice(0, k);
}

const textOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const middle = (sorted: readonly number[]): number => sorted[Math.floor(sorted.length / 2)] ?? 0;
/** Fewer say nothing. */
const ENOUGH = 3;

/**
 * The warning in words when this fine lies far from where the nearest past ones lay in their ranges; null when it does not, or when
 * there are too few to say.
 *
 * @param farBy hundredths of a percent of the range (policy.discretion.outlierShare)
 */
export function outlierOf(
  neighbours: readonly Neighbour[],
  range: FineRange,
  fen: number,
  farBy: number,
): string | null {
  const near = neighbours.filter(({ distance }) => distance <= farBy);
  if (near.length < ENOUGH) return null;
  const positions = near.map(({ position }) => position).sort((a, b) => a - b);
  const [own, usual] = [positionOf(range, fen), middle(positions)];
  if (Math.abs(own - usual) <= farBy) return null;
  const [low = 0, high = 0] = [positions[0], positions.at(-1)];
  const span = low === high ? percent(low) : `${percent(low)}至${percent(high)}`;
  return `情节相近的${near.length}件案件，罚款处在法定幅度的${span}（居中的是${percent(usual)}）；这一件${yuan(fen)}处在${percent(own)}，明显偏${
    own > usual ? '重' : '轻'
  }。请核对各项因子和调整，确有理由的请写明。`;
}
