import { type Absence } from './absence.schema';
import { momentWords } from '../core/calendar';

/** 3月11日至3月13日 for whole days, otherwise with the times; in Asia/Shanghai. */
export function spanWords({ from, to }: Pick<Absence, 'from' | 'to'>): string {
  const [first, last] = [momentWords(from), momentWords(to)];
  const isWholeDays = first.endsWith(' 00:00') && last.endsWith(' 23:59');
  if (!isWholeDays) return `${first}至${last}`;
  const [firstDay, lastDay] = [first.slice(0, -6), last.slice(0, -6)];
  return firstDay === lastDay ? firstDay : `${firstDay}至${lastDay}`;
}
