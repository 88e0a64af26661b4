/** Instants as people in Shanghai read them. `now` is always handed in; the page's ticking clock is useNow. */

const SHANGHAI = 'Asia/Shanghai';
const dayFormat = new Intl.DateTimeFormat('zh-CN', { timeZone: SHANGHAI, month: 'numeric', day: 'numeric' });
const yearFormat = new Intl.DateTimeFormat('zh-CN', {
  timeZone: SHANGHAI,
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
});
const timeFormat = new Intl.DateTimeFormat('zh-CN', {
  timeZone: SHANGHAI,
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
});

const parts = (format: Intl.DateTimeFormat, at: Date) =>
  Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value])) as Record<string, string>;

/** 11月3日 08:05; with the year when it is not this one. */
export function moment(at: string | null | undefined, now: Date): string {
  if (!at) return '';
  const date = new Date(at);
  return `${day(at, now)} ${timeFormat.format(date)}`;
}

/** 11月3日; with the year when it is not this one. */
export function day(at: string | null | undefined, now: Date): string {
  if (!at) return '';
  const { year, month, day: dayOfMonth } = parts(yearFormat, new Date(at));
  return `${year === parts(yearFormat, now)['year'] ? '' : `${year}年`}${month}月${dayOfMonth}日`;
}

/** 08:05 today, otherwise 11月3日. */
export function short(at: string, now: Date): string {
  const date = new Date(at);
  return dayFormat.format(date) === dayFormat.format(now) && Math.abs(now.getTime() - date.getTime()) < 86_400_000
    ? timeFormat.format(date)
    : day(at, now);
}

/** 4分20秒, 3小时5分, 2天 — how long a stretch of milliseconds is, in the two largest units. */
export function stretch(ms: number): string {
  const seconds = Math.floor(Math.abs(ms) / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)}分${String(seconds % 60).padStart(2, '0')}秒`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}小时${Math.floor((seconds % 3600) / 60)}分`;
  return `${Math.floor(seconds / 86_400)}天${Math.floor((seconds % 86_400) / 3600)}小时`;
}

/** Full days until a deadline; negative when it has passed. */
export const daysLeft = (at: string, now: Date): number =>
  Math.floor((new Date(at).getTime() - now.getTime()) / 86_400_000);

/** 还有 12 天, 今天到期, 已超期 3 天. */
export function remaining(at: string, now: Date): string {
  const ms = new Date(at).getTime() - now.getTime();
  if (ms < 0) return `已超期 ${stretch(ms)}`;
  const days = daysLeft(at, now);
  return days === 0 ? `还有 ${stretch(ms)}` : `还有 ${days} 天`;
}

/** 11月3日 24:00 for the end of a day, 11月3日 08:05 for a moment within one. */
export function lastMoment(at: string, now: Date): string {
  const words = moment(at, now);
  return words.endsWith('23:59') ? `${day(at, now)} 24:00` : words;
}
