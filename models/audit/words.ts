/** How days and moments are said. Pure. */
import { shanghaiDay } from '../core/calendar';

/** 2026年3月10日. */
export function dayWords(at: Date): string {
  const [year, month, day] = shanghaiDay(at).split('-').map(Number);
  return `${year}年${month}月${day}日`;
}

/** 3月10日 08:30 in Asia/Shanghai. */
export function momentWords(at: Date): string {
  const [, month, day] = shanghaiDay(at).split('-').map(Number);
  return `${month}月${day}日 ${new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(11, 16)}`;
}
