/** How days and moments are said. Pure. */
import { shanghaiDay } from '../core/calendar';

/** 2026年3月10日. */
export function dayWords(at: Date): string {
  const [year, month, day] = shanghaiDay(at).split('-').map(Number);
  return `${year}年${month}月${day}日`;
}
