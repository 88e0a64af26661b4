/**
 * 序贯停止规则: “以95%的把握，不合格率低于x%”. After every reviewed record one may look whether this is already proved, as often as one likes.
 *
 * Wald's sequential ratio test for a finite population. Of N records, B = ⌈x·N⌉ is the fewest defective ones that make the claim false,
 * G < B a number that is good enough. After k records in the order of the lot, d of them defective, the ratio of what has been seen under G
 * against under B is Λ = C(N−k, G−d)·C(N, B) ⁄ C(N−k, B−d)·C(N, G). Under B it is a non-negative martingale beginning at 1, so by Ville's
 * inequality it ever reaches 1/α with probability at most α: the claim is wrong at most so often, however often one looks and whenever
 * one stops. More defective records only lower Λ, so the bound holds for every number ≥ B. The same reversed bounds the other stop.
 *
 * Exact: Λ is kept as a fraction of whole numbers. Only records in the order of the lot count; choosing which to look at next must not matter.
 */

export interface StopPlan {
  /** N: records in the stratum. */
  size: number;
  /** x: the claim is that fewer than this share are defective. */
  defectPermille: number;
  /** The share at which a stratum is so good that the claim should be provable. */
  goodPermille: number;
  /** α: how often the claim may be wrong. 50 stands for 95 %. */
  alphaPermille: number;
  /** β: how often a good stratum may be given up. */
  betaPermille: number;
}

/** `pass`: the claim is proved. `fail`: the stratum is worse than good; the claim will not be proved. */
export type Verdict = 'pass' | 'fail' | 'continue';

interface Fraction {
  num: bigint;
  den: bigint;
}

/** B and G of the plan. */
export function bounds({ size, defectPermille, goodPermille }: StopPlan): { bad: number; good: number } {
  const bad = Math.max(1, Math.ceil((size * defectPermille) / 1000));
  return { bad, good: Math.min(Math.floor((size * goodPermille) / 1000), bad - 1) };
}

/** Factors of Λ when the next record is conforming or defective; a zero below or above means that B or G is refuted. */
function factor(
  { size }: StopPlan,
  { bad, good }: ReturnType<typeof bounds>,
  k: number,
  d: number,
  defective: boolean,
) {
  const left = (total: number) => (defective ? total - d : size - k - (total - d));
  return { num: BigInt(Math.max(0, left(good))), den: BigInt(Math.max(0, left(bad))) };
}

/** What is certain stays so: 1/0 when B can no longer be reached, 0/1 when G has been passed. */
function times(a: Fraction, b: Fraction): Fraction {
  if (a.den === 0n || a.num === 0n) return a;
  return reduced({ num: a.num * b.num, den: a.den * b.den });
}

function verdictOf({ num, den }: Fraction, { alphaPermille, betaPermille }: StopPlan): Verdict {
  if (num === 0n) return 'fail';
  if (num * BigInt(alphaPermille) >= den * 1000n) return 'pass';
  return num * 1000n <= den * BigInt(betaPermille) ? 'fail' : 'continue';
}

/** Row k of the table: with how few defective records one may stop with the claim, and with how many one gives it up; −1 and k+1 for never. */
export interface StopRow {
  passUpTo: number;
  failFrom: number;
}

/**
 * The whole rule as a table over the number of reviewed records, from 0 to `longest`. A verdict depends on k and d alone, not on the order.
 */
export function stopTable(plan: StopPlan, longest: number): StopRow[] {
  const limits = bounds(plan);
  let row: Fraction[] = [{ num: 1n, den: 1n }];
  const table: StopRow[] = [];
  for (let k = 0; ; k += 1) {
    const verdicts = row.map((ratio) => verdictOf(ratio, plan));
    const fails = verdicts.indexOf('fail');
    table.push({ passUpTo: verdicts.lastIndexOf('pass'), failFrom: fails < 0 ? row.length : fails });
    if (k >= Math.min(longest, plan.size)) return table;
    // Beyond the first failing number all fail: the row need not go on.
    const kept = fails < 0 ? row : row.slice(0, fails + 1);
    const next = kept.map((ratio, d) => times(ratio, factor(plan, limits, k, d, false)));
    const last = kept.length - 1;
    next.push(times(kept[last]!, factor(plan, limits, k, last, true)));
    row = next;
  }
}

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));

function reduced({ num, den }: Fraction): Fraction {
  if (num === 0n) return { num, den: 1n };
  const divisor = gcd(num, den);
  return { num: num / divisor, den: den / divisor };
}

/** The verdict after these records, in the order of the lot (`true`: defective); the first boundary that was met counts. */
export function verdictAfter(table: readonly StopRow[], results: readonly boolean[]): { verdict: Verdict; at: number } {
  let defective = 0;
  for (let k = 0; k <= results.length && k < table.length; k += 1) {
    if (k > 0 && results[k - 1]) defective += 1;
    const { passUpTo, failFrom } = table[k]!;
    if (defective <= passUpTo) return { verdict: 'pass', at: k };
    if (defective >= failFrom) return { verdict: 'fail', at: k };
  }
  return { verdict: 'continue', at: Math.min(results.length, table.length - 1) };
}

/**
 * How the rule behaves when exactly `defective` of the records are: probabilities of each end and the mean number reviewed, by walking over
 * every (k, d) that can be reached.
 */
export function behaviour({ size }: StopPlan, table: readonly StopRow[], defective: number) {
  let alive = new Map([[0, 1]]);
  const result = { pass: 0, fail: 0, open: 0, mean: 0 };
  for (let k = 0; k < table.length; k += 1) {
    const { passUpTo, failFrom } = table[k]!;
    const going = new Map<number, number>();
    for (const [d, p] of alive) {
      const end = d <= passUpTo ? 'pass' : d >= failFrom ? 'fail' : k === table.length - 1 ? 'open' : null;
      if (!end) going.set(d, p);
      else {
        result[end] += p;
        result.mean += p * k;
      }
    }
    const next = new Map<number, number>();
    for (const [d, p] of going) {
      const chance = (defective - d) / (size - k);
      if (chance > 0) next.set(d + 1, (next.get(d + 1) ?? 0) + p * chance);
      if (chance < 1) next.set(d, (next.get(d) ?? 0) + p * (1 - chance));
    }
    alive = next;
  }
  return result;
}

const logFactorials = [0];
function logFactorial(n: number): number {
  for (let i = logFactorials.length; i <= n; i += 1) logFactorials.push(logFactorials[i - 1]! + Math.log(i));
  return logFactorials[n]!;
}
const logChoose = (n: number, r: number): number => logFactorial(n) - logFactorial(r) - logFactorial(n - r);

/** P(at most c defective among n drawn without replacement) when `defective` of `size` are. */
export function atMost(size: number, defective: number, n: number, c: number): number {
  let sum = 0;
  for (let d = Math.max(0, n - (size - defective)); d <= Math.min(c, n, defective); d += 1)
    sum += Math.exp(logChoose(defective, d) + logChoose(size - defective, n - d) - logChoose(size, n));
  return Math.min(1, sum);
}

/**
 * The smallest sample of fixed size that proves the claim with the same two errors: with at most `c` defective among `n` it holds.
 * What the sequential rule is compared with, and what bounds it.
 */
export function fixedPlan(plan: StopPlan): { n: number; c: number } {
  const { bad, good } = bounds(plan);
  for (let n = 1; n < plan.size; n += 1) {
    let c = -1;
    while (c < n && atMost(plan.size, bad, n, c + 1) <= plan.alphaPermille / 1000) c += 1;
    if (c >= 0 && atMost(plan.size, good, n, c) >= 1 - plan.betaPermille / 1000) return { n, c };
  }
  return { n: plan.size, c: bad - 1 };
}

/** How many records the rule may ask for: a share beyond the fixed sample, never more than there are. */
export const longestOf = (plan: StopPlan, longestPermille: number): number =>
  Math.min(plan.size, Math.ceil((fixedPlan(plan).n * longestPermille) / 1000));
