/**
 * A second opinion on 1,000 fines: written from the rules alone, in fractions, sharing nothing with the product. Prints the table that is
 * committed as goldenDiscretion.csv: `node tests/goldenDiscretion.mjs > tests/goldenDiscretion.csv`.
 *
 * Columns: kind; table; least and most of the range (fen); step of each factor counted from 0 (`-`: not established); adjustments
 * (L lighter, H heavier, R reduced, with thousandths); rounding (fen); fine (fen).
 */

// ── fractions ──
const gcd = (a, b) => (b === 0n ? a : gcd(b, a % b));
function fraction(top, bottom = 1n) {
  const sign = bottom < 0n ? -1n : 1n;
  const divisor = gcd(top < 0n ? -top : top, bottom < 0n ? -bottom : bottom) || 1n;
  return { top: (sign * top) / divisor, bottom: (sign * bottom) / divisor };
}
const plus = (a, b) => fraction(a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom);
const minus = (a, b) => plus(a, { top: -b.top, bottom: b.bottom });
const times = (a, b) => fraction(a.top * b.top, a.bottom * b.bottom);
const isLess = (a, b) => a.top * b.bottom < b.top * a.bottom;
const least = (a, b) => (isLess(a, b) ? a : b);
const most = (a, b) => (isLess(a, b) ? b : a);
const whole = (n) => fraction(BigInt(n));
const ONE = whole(1);
/** Down to a whole number; amounts are never negative when it is called. */
const down = ({ top, bottom }) => top / bottom;
const up = ({ top, bottom }) => (top + bottom - 1n) / bottom;

// ── tables, in percent ──
const TIMES = [0, 5, 11, 27];
const SUMS = {
  T1: [[6, 18, 32], [0, 5, 11, 26], TIMES, [0, 15]],
  T2: [
    [10, 15, 22, 30],
    [0, 8, 14, 20],
    [0, 6, 12, 20],
    [0, 5, 12, 15],
    [0, 5, 11, 15],
  ],
  T3: [[8, 18, 32], [6, 12, 26], TIMES, [0, 15]],
  T4: [
    [0, 15, 25, 35],
    [0, 5, 10, 25],
    [0, 10, 15, 20],
    [0, 10, 20],
  ],
  T5: [[4, 12, 28], [6, 12, 30], TIMES, [0, 15]],
};
/** Shares of the maximum, on top of a base of 10 %. */
const SHARES = {
  S1: [
    [0, 10, 20, 30],
    [0, 7, 25],
    [0, 5, 20],
    [0, 15],
  ],
};
/** Levels: exceedance, receiving water, kind of waste water, volume, times; with weights in percent. */
const LEVELS = {
  L1: [
    [25, [1, 2, 3, 4, 5]],
    [30, [1, 2, 3, 4, 5]],
    [15, [1, 2, 3, 4, 5]],
    [20, [1, 2, 3, 4, 5]],
    [10, [1, 2, 3, 5]],
  ],
};
const percent = (n) => fraction(BigInt(n), 100n);

/** What the factors add up to: a share of the range, or of the maximum. */
function portion(kind, table, picks) {
  const at = (steps, pick) => (pick === '-' ? steps[0] : steps[pick]);
  if (kind === 'LEVEL_AVG')
    return LEVELS[table].reduce(
      (sum, [weight, levels], i) => plus(sum, times(percent(weight), fraction(BigInt(at(levels, picks[i]) - 1), 4n))),
      whole(0),
    );
  const columns = kind === 'RANGE_SUM' ? SUMS[table] : SHARES[table];
  const start = kind === 'MAX_SHARE' ? percent(10) : whole(0);
  return least(
    ONE,
    columns.reduce((sum, steps, i) => plus(sum, percent(at(steps, picks[i]))), start),
  );
}

function fine(kind, table, low, high, picks, adjustments, rounding) {
  const [min, max] = [whole(low), whole(high)];
  const share = portion(kind, table, picks);
  let amount = kind === 'MAX_SHARE' ? most(min, times(max, share)) : plus(min, times(minus(max, min), share));
  for (const [letter, thousandths] of adjustments) {
    const move = times(max, fraction(BigInt(thousandths), 1000n));
    if (letter === 'L') amount = minus(amount, move);
    if (letter === 'H') amount = plus(amount, move);
  }
  amount = least(max, most(min, amount));
  const reduction = adjustments.find(([letter]) => letter === 'R');
  if (reduction) amount = minus(min, times(min, fraction(BigInt(reduction[1]), 1000n)));
  const step = BigInt(rounding);
  const result = down(plus(times(amount, fraction(1n, step)), fraction(1n, 2n))) * step;
  const [floor, ceiling] = reduction ? [up(times(min, fraction(1n, 2n))), BigInt(low)] : [BigInt(low), BigInt(high)];
  return result < floor ? floor : result > ceiling ? ceiling : result;
}

// ── a thousand cases, the same ones every time (xorshift32) ──
let seed = 20260815;
function next(below) {
  seed ^= seed << 13;
  seed ^= seed >>> 17;
  seed ^= seed << 5;
  return (seed >>> 0) % below;
}
const RANGES = [
  [20_000_000, 100_000_000],
  [10_000_000, 50_000_000],
  [10_000_000, 100_000_000],
  [5_000_000, 20_000_000],
  [1_000_000, 10_000_000],
  [2_000_000, 20_000_000],
  [100_000_000, 1_000_000_000],
  [10_000, 100_000],
  [0, 5_000_000],
];
/** One to five percent of an investment that comes out at odd fen. */
const investment = () => (1_000_000 + next(900_000_000)) * 100 + next(100);
const range = () => {
  if (next(3) > 0) return RANGES[next(RANGES.length)];
  const total = investment();
  return [Math.round(total / 100), Math.round(total / 20)];
};
function adjust(low) {
  const kind = next(8);
  if (kind === 0) return [['L', 1 + next(200)]];
  if (kind === 1) return [['H', 1 + next(200)]];
  if (kind === 2) return [['L', 1 + next(200)]].concat([['H', 1 + next(200)]]);
  if (kind === 3 && low > 0) return [['R', 1 + next(500)]];
  return [];
}
const pick = (steps) => (next(10) === 0 ? '-' : next(steps));
for (let row = 0; row < 1000; row += 1) {
  const kind = ['RANGE_SUM', 'RANGE_SUM', 'MAX_SHARE', 'LEVEL_AVG'][next(4)];
  const table = { RANGE_SUM: ['T1', 'T2', 'T3', 'T4', 'T5'][next(5)], MAX_SHARE: 'S1', LEVEL_AVG: 'L1' }[kind];
  const columns = { RANGE_SUM: SUMS, MAX_SHARE: SHARES, LEVEL_AVG: LEVELS }[kind][table];
  const [low, high] = range();
  const picks = columns.map((column) => pick(kind === 'LEVEL_AVG' ? column[1].length : column.length));
  const adjustments = adjust(low);
  const rounding = [100, 100, 1, 10_000][next(4)];
  const fen = fine(kind, table, low, high, picks, adjustments, rounding);
  const moves = adjustments.map(([letter, thousandths]) => `${letter}${thousandths}`).join(' ');
  console.log([kind, table, low, high, picks.join(' '), moves, rounding, fen].join(';'));
}
