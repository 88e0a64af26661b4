/**
 * The amount of a fine, to the fen. Everything is computed over one denominator in whole numbers and rounded once, at the end, half up.
 * Runs in the browser: the page shows the amount that the server will store.
 */
import { DomainError } from '../core/errors';
import {
  type Adjustment,
  ADJUSTMENTS,
  type AssessedLine,
  type FactorAnswer,
  type FineRange,
  GROUNDS,
  type TableContent,
  type TableFactor,
  type TableStep,
  WHOLE,
  WHOLE_MILLI,
} from './discretion.schema';

/** How far a person may move the computed amount, in thousandths (policy.discretion). */
export interface Bounds {
  /** 从轻、从重: of the statutory maximum. */
  adjustPermille: number;
  /** 减轻: of the statutory minimum. */
  reducePermille: number;
}
/** Hunan's pattern: a fifth of the maximum, half of the minimum. */
export const USUAL_BOUNDS: Bounds = { adjustPermille: 200, reducePermille: 500 };

export interface Asked {
  range: FineRange;
  table: Pick<TableContent, 'kind' | 'baseWeight' | 'factors' | 'roundToFen'>;
  /** By factor code; one that is missing or not established takes its lowest step. */
  factors: Readonly<Record<string, Pick<FactorAnswer, 'step' | 'established'>>>;
  adjustments: readonly Pick<Adjustment, 'kind' | 'permille' | 'ground'>[];
  bounds?: Bounds;
}
export interface Assessed {
  /** Σ in hundredths of a percent (LEVEL_AVG: rounded down), before the cap at a hundred. */
  sum: number;
  fen: number;
  /** Their `fen` add up to the result. */
  lines: AssessedLine[];
}

/** Divisible by ten thousand (shares), by a thousand (adjustments) and by four thousand (levels). */
const UNIT = 20_000n;

const refused = (message: string, details: Record<string, unknown> = {}) =>
  new DomainError('INVALID_INPUT', message, details);

/** The step into which a measured value falls: 以上 includes, 不足 excludes. @param value thousandths of the unit */
export const stepOf = ({ steps }: TableFactor, value: number): TableStep | undefined =>
  steps.find(
    ({ from, below }) =>
      (from !== undefined || below !== undefined) &&
      (from === undefined || from <= value) &&
      (below === undefined || value < below),
  );

/** The step that counts: the chosen one if it is established, else the lowest. @throws DomainError INVALID_INPUT for an unknown step */
function countedStep(factor: TableFactor, answer: Asked['factors'][string] | undefined): TableStep {
  const [lowest] = factor.steps;
  if (!answer?.established) return lowest as TableStep;
  const step = factor.steps.find(({ code }) => code === answer.step);
  if (!step) throw refused(`“${factor.label}”没有这一档，请重新选择。`, { factor: factor.code });
  return step;
}

interface Share {
  factor: TableFactor;
  step: TableStep;
  established: boolean;
  /** Numerator over UNIT. */
  part: bigint;
}

const PER_SHARE = UNIT / BigInt(WHOLE);
const PER_LEVEL = UNIT / BigInt(4 * WHOLE_MILLI);

function sharesOf({ table, factors }: Asked): Share[] {
  const unknown = Object.keys(factors).find((code) => !table.factors.some((factor) => factor.code === code));
  if (unknown) throw refused('裁量因子和这张裁量表对不上，请刷新后重新选择。', { factor: unknown });
  return table.factors.map((factor) => {
    const step = countedStep(factor, factors[factor.code]);
    const part =
      table.kind === 'LEVEL_AVG'
        ? BigInt(factor.weightMilli ?? 0) * BigInt(step.weight - 1) * PER_LEVEL
        : BigInt(step.weight) * PER_SHARE;
    return { factor, step, established: factors[factor.code]?.established ?? false, part };
  });
}

/** One number, numerator over UNIT fen, with the line that explains the way to it. */
interface Stop {
  line: Omit<AssessedLine, 'fen'>;
  at: bigint;
}
const plainLine = (kind: AssessedLine['kind'], label: string): Stop['line'] => ({
  ...{ kind, code: '', label, step: null, established: true, share: null },
});

const clamp = (value: bigint, low: bigint, high: bigint) => (value < low ? low : value > high ? high : value);

/** From the start of the range, factor by factor. */
function baseStops(asked: Asked, shares: readonly Share[]): Stop[] {
  const { table, range } = asked;
  const [min, max] = [BigInt(range.minFen), BigInt(range.maxFen)];
  const whole = table.kind === 'MAX_SHARE' ? max : max - min;
  let sum = table.kind === 'MAX_SHARE' ? BigInt(table.baseWeight) * PER_SHARE : 0n;
  const floor = table.kind === 'MAX_SHARE' ? 0n : min * UNIT;
  const first =
    table.kind === 'MAX_SHARE'
      ? { ...plainLine('START', '法定上限乘以裁量基数'), share: table.baseWeight }
      : plainLine('START', '法定下限');
  const stops: Stop[] = [{ line: first, at: floor + whole * sum }];
  for (const { factor, step, established, part } of shares) {
    sum += part;
    const line = {
      ...{ kind: 'FACTOR' as const, code: factor.code, label: factor.label, step: step.label, established },
      share: Number(part / PER_SHARE),
    };
    stops.push({ line, at: floor + whole * (sum > UNIT ? UNIT : sum) });
  }
  const last = stops.at(-1)?.at ?? 0n;
  if (last < min * UNIT) stops.push({ line: plainLine('BOUND', '不低于法定下限'), at: min * UNIT });
  return stops;
}

function checkAdjustments({ adjustments, range, bounds = USUAL_BOUNDS }: Asked): void {
  const of = (kind: Adjustment['kind']) => adjustments.filter((one) => one.kind === kind);
  const total = (kind: Adjustment['kind']) => of(kind).reduce((sum, { permille }) => sum + permille, 0);
  const percent = (permille: number) => `${permille / 10}%`;
  for (const kind of ['LIGHTER', 'HEAVIER'] as const)
    if (total(kind) > bounds.adjustPermille)
      throw refused(`${ADJUSTMENTS[kind]}合计不能超过法定上限的${percent(bounds.adjustPermille)}，请改小。`);
  if (of('REDUCED').length === 0) return;
  if (of('REDUCED').length > 1) throw refused('减轻只能写一项，请合并理由。');
  if (total('REDUCED') > bounds.reducePermille)
    throw refused(`减轻不能超过法定下限的${percent(bounds.reducePermille)}，请改小。`);
  if (of('HEAVIER').length > 0) throw refused('减轻的同时不能从重，请综合全部情节后只选一种。');
  if (range.minFen === 0) throw refused('这一条没有法定下限，不需要减轻，请用从轻。');
}

/** The words of a legal ground. */
const groundWords = (kind: Adjustment['kind'], ground: string): string =>
  (GROUNDS[kind] as Readonly<Record<string, string>>)[ground] ?? ground;

/** 从轻、从重 within the range, then 减轻 below it. */
function adjusted({ adjustments, range }: Asked, start: bigint): Stop[] {
  const [min, max] = [BigInt(range.minFen) * UNIT, BigInt(range.maxFen) * UNIT];
  const stops: Stop[] = [];
  let at = start;
  for (const { kind, permille, ground } of adjustments.filter((one) => one.kind !== 'REDUCED')) {
    const share = (max / 1000n) * BigInt(permille);
    at += kind === 'LIGHTER' ? -share : share;
    stops.push({ line: { ...plainLine(kind, groundWords(kind, ground)), code: ground, share: permille * 10 }, at });
  }
  const inside = clamp(at, min, max);
  if (inside !== at)
    stops.push({ line: plainLine('BOUND', at < min ? '不低于法定下限' : '不超过法定上限'), at: inside });
  const reduced = adjustments.find(({ kind }) => kind === 'REDUCED');
  if (reduced) {
    const { ground, permille } = reduced;
    const line = { ...plainLine('REDUCED', groundWords('REDUCED', ground)), code: ground, share: permille * 10 };
    stops.push({ line, at: (min / 1000n) * BigInt(1000 - permille) });
  }
  return stops;
}

const ceil = (over: bigint) => (over + UNIT - 1n) / UNIT;

/** Once, half up, to a multiple of `roundToFen`; and never out of what the law allows. */
function rounded({ table, range, adjustments, bounds = USUAL_BOUNDS }: Asked, exact: bigint): bigint {
  const to = BigInt(table.roundToFen);
  const half = (2n * exact + UNIT * to) / (2n * UNIT * to);
  const reduced = adjustments.some(({ kind }) => kind === 'REDUCED');
  const min = BigInt(range.minFen);
  const low = reduced ? ceil((min * UNIT * BigInt(1000 - bounds.reducePermille)) / 1000n) : min;
  return clamp(half * to, low, reduced ? min : BigInt(range.maxFen));
}

/** Whole fen of each line, so that they add up to the result exactly. */
function linesOf(stops: readonly Stop[], fen: bigint): AssessedLine[] {
  const lines = stops.map(({ line, at }, index) => ({
    ...line,
    fen: Number(at / UNIT - (stops[index - 1]?.at ?? 0n) / UNIT),
  }));
  const rest = Number(fen - (stops.at(-1)?.at ?? 0n) / UNIT);
  return rest === 0 ? lines : [...lines, { ...plainLine('ROUNDING', '取整'), fen: rest }];
}

/**
 * The fine for one act under one law and one table, with every line of the way to it.
 *
 * @returns `fen` inside the range (减轻: at least half of its minimum by the usual bounds); `lines` that add up to it
 * @throws DomainError INVALID_INPUT: a range upside down, an unknown factor or step, an adjustment beyond its bounds
 */
export function assess(asked: Asked): Assessed {
  const { minFen, maxFen } = asked.range;
  if (!(Number.isSafeInteger(minFen) && Number.isSafeInteger(maxFen) && 0 <= minFen && minFen <= maxFen))
    throw refused('法定幅度的下限高于上限，请法制审核人员核对法律依据。', { minFen, maxFen });
  checkAdjustments(asked);
  const shares = sharesOf(asked);
  const base = baseStops(asked, shares);
  const stops = [...base, ...adjusted(asked, base.at(-1)?.at ?? 0n)];
  const fen = rounded(asked, stops.at(-1)?.at ?? 0n);
  const whole = asked.table.kind === 'MAX_SHARE' ? BigInt(asked.table.baseWeight) * PER_SHARE : 0n;
  const sum = shares.reduce((total, { part }) => total + part, whole);
  return { sum: Number(sum / PER_SHARE), fen: Number(fen), lines: linesOf(stops, fen) };
}
