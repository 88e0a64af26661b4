/** Rows of 延期、分期缴纳 as they are typed, and the shares they become. Pure. */
import { type Share } from '../../models/penalty/execution.schema';
import { type Values } from '../form/values';

/** The server takes no more. */
export const MOST_SHARES = 24;
const written = (values: Values, name: string): string => {
  const value = values[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
};

/** Digit by digit, since a fraction of a number of the machine is not exact. Undefined: not an amount. */
export function fenOf(yuan: string): number | undefined {
  const found = /^(\d{1,10})(?:\.(\d{1,2}))?$/.exec(yuan.replace(/[,，元\s]/g, ''));
  return found ? Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0')) : undefined;
}
export const yuanOf = (fen: number): string => (fen / 100).toFixed(2);

export const rowsIn = (values: Values): number =>
  Math.min(MOST_SHARES, Math.max(1, Number(written(values, 'rows')) || 1));
export const dayIn = (values: Values, n: number): string => written(values, `day${n}`);
export const yuanIn = (values: Values, n: number): string => written(values, `yuan${n}`);

/** What the rows come to; a row that is no amount counts nothing. */
export const sumOf = (values: Values): number =>
  Array.from({ length: rowsIn(values) }, (_, n) => fenOf(yuanIn(values, n)) ?? 0).reduce((all, fen) => all + fen, 0);

/** The shares, or what has to be mended: field → sentence. `openFen`: what is owed still. */
export function sharesOf(
  values: Values,
  openFen: number,
): { shares: Share[]; faults: Readonly<Record<string, string>> } {
  const faults: Record<string, string> = {};
  const shares = Array.from({ length: rowsIn(values) }, (_, n): Share => {
    const [dueOn, fen] = [dayIn(values, n), fenOf(yuanIn(values, n))];
    const before = n > 0 ? dayIn(values, n - 1) : '';
    if (!/^\d{4}-\d{2}-\d{2}$/.test(dueOn)) faults[`share${n}`] = `请选择第${n + 1}期的日期`;
    else if (dueOn <= before) faults[`share${n}`] = `第${n + 1}期要晚于第${n}期，请按先后填写`;
    else if (!fen) faults[`share${n}`] = `请填写第${n + 1}期的金额，最多两位小数`;
    return { dueOn, amountFen: fen ?? 0 };
  });
  if (Object.keys(faults).length === 0 && sumOf(values) !== openFen)
    faults['shares'] = `各期合计${yuanOf(sumOf(values))}元，应等于尚未缴纳的${yuanOf(openFen)}元，请核对`;
  return { shares, faults };
}
