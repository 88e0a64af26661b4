/**
 * The thirteen statutory public holidays of a year: 元旦 1, 春节 4 (除夕 to 初三), 清明 1, 劳动节 2, 端午 1, 中秋 1, 国庆 3. They are what duty is
 * shared out by; the days around them that a notice of the State Council moves are ordinary rest days. They follow from the date and
 * the lunar calendar, so they are known before the notice of a year is. Source: 全国年节及纪念日放假办法 第二条 (2024 修订).
 */
import { addCalendarDays } from '../core/calendar';

const LUNAR = new Intl.DateTimeFormat('en-u-ca-chinese', { month: 'numeric', day: 'numeric', timeZone: 'UTC' });

/** `5/5` for the fifth day of the fifth month; a leap month reads `5bis/5` and holds no holiday. */
function lunarDay(day: string): string {
  const parts = LUNAR.formatToParts(new Date(Date.parse(day)));
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('month')}/${part('day')}`;
}

/** The first day from this one on that has the lunar date. */
function lunarDate(from: string, lunar: string): string {
  let day = from;
  while (lunarDay(day) !== lunar) day = addCalendarDays(day, 1);
  return day;
}

/** 清明 by the usual formula of the solar terms, right from 2001 to 2099. */
function qingming(year: number): string {
  const ofCentury = year % 100;
  const date = Math.floor(ofCentury * 0.2422 + 4.81) - Math.floor(ofCentury / 4);
  return `${year}-04-${String(date).padStart(2, '0')}`;
}

const after = (day: string, ...days: number[]) => days.map((n) => addCalendarDays(day, n));

function holidaysOf(year: number): ReadonlyMap<string, string> {
  const newYear = lunarDate(`${year}-01-20`, '1/1');
  const named: [string, string[]][] = [
    ['元旦', [`${year}-01-01`]],
    ['春节', after(newYear, -1, 0, 1, 2)],
    ['清明节', [qingming(year)]],
    ['劳动节', after(`${year}-05-01`, 0, 1)],
    ['端午节', [lunarDate(`${year}-05-20`, '5/5')]],
    ['中秋节', [lunarDate(`${year}-09-01`, '8/15')]],
    ['国庆节', after(`${year}-10-01`, 0, 1, 2)],
  ];
  // 国庆 and 中秋 may fall on one day (2020, 2031): the day keeps the name that comes last.
  return new Map(named.flatMap(([name, days]) => days.map((day): [string, string] => [day, name])));
}

const known = new Map<number, ReadonlyMap<string, string>>();

/** The name of the statutory holiday this Shanghai day is, or undefined. */
export function legalHoliday(day: string): string | undefined {
  const year = Number(day.slice(0, 4));
  const found = known.get(year) ?? holidaysOf(year);
  known.set(year, found);
  return found.get(day);
}

/** All statutory holidays of a year, in the order of the calendar: day → name. */
export function legalHolidaysOf(year: number): [day: string, name: string][] {
  return [...holidaysOf(year)].sort(([a], [b]) => a.localeCompare(b));
}
