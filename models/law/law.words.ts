/** Amounts and ranges as people read them. Runs in the browser as well. */
import { type FineRange } from './law.schema';

/** 216,000 元; fen only where there are any. */
export function yuan(fen: number): string {
  const [whole = '', rest = ''] = (fen / 100).toFixed(2).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${grouped}${rest === '00' ? '' : `.${rest}`} 元`;
}

/** 20 万元; where it is not a round number of ten thousand, in yuan. */
const short = (fen: number) => (fen > 0 && fen % 1_000_000 === 0 ? `${fen / 1_000_000} 万元` : yuan(fen));

/** A range as the law says it. */
export function rangeWords(range: FineRange): string {
  if (range.kind === 'SHARE') return `总投资额的 ${range.minPermille / 10}% 至 ${range.maxPermille / 10}%`;
  if (range.kind === 'MULTIPLE')
    return `处置费用的 ${range.minMilli / 1_000} 倍至 ${range.maxMilli / 1_000} 倍，不足 ${short(range.floorFen)}的按 ${short(range.floorFen)}计算`;
  return range.minFen === 0 ? `${short(range.maxFen)}以下` : `${short(range.minFen)}至 ${short(range.maxFen)}`;
}
