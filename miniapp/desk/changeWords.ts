import { type Counts } from '../answers';

/** 同比 −5.1%（去年同期 294）. */
export function changeWords({
  changePercent,
  registeredLastYearSamePeriod,
}: Pick<Counts, 'changePercent' | 'registeredLastYearSamePeriod'>): string {
  if (changePercent === null) return '去年同期没有数据';
  const sign = changePercent > 0 ? '+' : changePercent < 0 ? '−' : '';
  return `同比 ${sign}${Math.abs(changePercent).toFixed(1)}%（去年同期 ${registeredLastYearSamePeriod}）`;
}
