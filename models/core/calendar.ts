/**
 * Legal time. A period is counted from the day after it begins, ends at 23:59:59.999 of its last day in Asia/Shanghai, and says
 * why each skipped day was skipped, so that nobody has to believe a date they cannot check.
 *
 * Working-day periods (行政处罚法 第八十五条) count Monday to Friday without holidays, and the weekend days that the State Council
 * makes working days. Calendar-day and month periods whose last day is a rest day end on the next working day. Hours and
 * minutes run without interruption. Runs in the browser as well: a page explains a deadline with the same words.
 */
import { DomainError } from './errors';
import { HOLIDAYS } from './holidays';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Asia/Shanghai has kept one offset since daylight saving ended in 1991, and no record here is older. */
const SHANGHAI = 8 * HOUR;
/** A hundred and ten years; whatever asks for more is a typing mistake. */
const LONGEST_DAYS = 40_000;

/** What the State Council's notice for one year says. Days are `YYYY-MM-DD`; it may reach into the last days of the year before. */
interface YearNotice {
  off: Readonly<Record<string, string>>;
  work: readonly string[];
}
type Calendar = ReadonlyMap<number, YearNotice>;

/** A time that does not count: hearing, announcement, appraisal, monitoring, service … The days of `from` and `to` are both left out. */
interface Pause {
  from: Date;
  to: Date;
  reason: string;
}

export interface Period {
  from: Date;
  n: number;
  /** Working days, calendar days, hours, minutes, months, years. */
  unit: 'wd' | 'cd' | 'h' | 'min' | 'month' | 'year';
  pauses?: readonly Pause[];
  /** Move the end of a calendar-day, month or year period off a rest day. Default true. */
  roll?: boolean;
  calendar?: Calendar;
}

/** One day that is not plain: skipped, or a weekend day that counts. `reason` is shown to people. */
export interface ExplainedDay {
  day: string;
  counts: boolean;
  reason: string;
}

export interface Deadline {
  dueAt: Date;
  explain: ExplainedDay[];
  warnings: string[];
}

/** `n` minutes in milliseconds. */
export const minutes = (n: number): number => n * MINUTE;

/** The Shanghai day of an instant, `YYYY-MM-DD`. */
export function shanghaiDay(date: Date): string {
  return new Date(date.getTime() + SHANGHAI).toISOString().slice(0, 10);
}

const dayOf = (at: Date | string): string => (typeof at === 'string' ? at : shanghaiDay(at));

/** 08:30 in Asia/Shanghai. */
export const clockWords = (at: Date): string => new Date(at.getTime() + SHANGHAI).toISOString().slice(11, 16);

/** 3月10日 in Asia/Shanghai. */
export function monthDayWords(at: Date): string {
  const [, month, day] = shanghaiDay(at).split('-').map(Number);
  return `${month}月${day}日`;
}

/** 3月10日 08:30 in Asia/Shanghai. */
export const momentWords = (at: Date): string => `${monthDayWords(at)} ${clockWords(at)}`;

/** First moment of the Shanghai day, held in UTC. */
export function startOfShanghaiDay(at: Date | string): Date {
  return new Date(Date.parse(dayOf(at)) - SHANGHAI);
}

/** Last moment of the Shanghai day (23:59:59.999), held in UTC. */
export function endOfShanghaiDay(at: Date | string): Date {
  return new Date(startOfShanghaiDay(at).getTime() + DAY - 1);
}

/** The day `n` calendar days after (before, when negative) the given day. */
export function addCalendarDays(day: string, n: number): string {
  return new Date(Date.parse(day) + n * DAY).toISOString().slice(0, 10);
}

/** The same date number `n` months on, or the last day of that month when it has no such number. */
export function addCalendarMonths(day: string, n: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const lastDate = new Date(Date.UTC(year, month + n, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + n, Math.min(date, lastDate))).toISOString().slice(0, 10);
}

function daysOfTable(year: number, ranges: string): string[] {
  return ranges.split(' ').flatMap((range) => {
    const [first = '', last = first] = range.split('..');
    const days = [`${year}-${first}`];
    while (!days.at(-1)?.endsWith(last)) days.push(addCalendarDays(days.at(-1) ?? '', 1));
    return days;
  });
}

function noticeOfTable(year: number): YearNotice {
  const { off, work } = HOLIDAYS[year] ?? { off: {}, work: '' };
  const named = Object.entries(off).flatMap(([name, ranges]) => daysOfTable(year, ranges).map((day) => [day, name]));
  return { off: Object.fromEntries(named) as Record<string, string>, work: daysOfTable(year, work) };
}

const published: Calendar = new Map(
  Object.keys(HOLIDAYS)
    .map(Number)
    .map((year) => [year, noticeOfTable(year)]),
);
let official: Calendar = published;

/** The calendar used when a caller names none: the published years, and the notices of `setCalendarNotices`. */
export const officialCalendar = (): Calendar => official;

const isWeekend = (day: string): boolean => [0, 6].includes(new Date(Date.parse(day)).getUTCDay());

function faultOf(year: number, { off, work }: YearNotice): string | undefined {
  for (const day of [...Object.keys(off), ...work]) {
    const real = /^\d{4}-\d{2}-\d{2}$/.test(day) && Number.isFinite(Date.parse(day)) && addCalendarDays(day, 0) === day;
    if (!real) return `“${day}”不是有效日期，请写成 ${year}-01-01 这样的格式。`;
    if (day < `${year - 1}-12-20` || day > `${year}-12-31`) return `${day}不在${year}年的放假安排内，请核对年份。`;
  }
  const both = work.find((day) => off[day]);
  if (both) return `${both}既列为放假又列为上班，请对照通知核对。`;
  const weekday = work.find((day) => !isWeekend(day));
  return weekday ? `${weekday}本来就是工作日，调休上班日应为周六或周日，请对照通知核对。` : undefined;
}

/** A calendar that also knows this year. @throws DomainError INVALID_INPUT when the notice contradicts itself */
export function withCalendarYear(calendar: Calendar, year: number, notice: YearNotice): Calendar {
  const fault = faultOf(year, notice);
  if (fault) throw new DomainError('INVALID_INPUT', fault, { year });
  return new Map([...calendar, [year, notice]]);
}

/** The published years and these notices. @throws DomainError INVALID_INPUT when one contradicts itself */
export function calendarWith(notices: Readonly<Record<string, YearNotice>>): Calendar {
  return Object.entries(notices).reduce(
    (calendar, [year, notice]) => withCalendarYear(calendar, Number(year), notice),
    published,
  );
}

/**
 * Make these notices, and no others beside the published years, the official calendar of this process.
 * Deadlines already written down stay as they are until their record is computed again.
 *
 * @throws DomainError INVALID_INPUT when one contradicts itself
 */
export function setCalendarNotices(notices: Readonly<Record<string, YearNotice>>): void {
  official = calendarWith(notices);
}

const yearOf = (day: string): number => Number(day.slice(0, 4));

/** Whether people work on this Shanghai day, and the reason in words. */
export function dayStatus(day: string, calendar: Calendar = official): { works: boolean; reason: string } {
  for (const notice of [calendar.get(yearOf(day)), calendar.get(yearOf(day) + 1)]) {
    if (notice?.work.includes(day)) return { works: true, reason: '调休上班' };
    if (notice?.off[day]) return { works: false, reason: `${notice.off[day]}放假` };
  }
  if (!isWeekend(day)) return { works: true, reason: '工作日' };
  return { works: false, reason: new Date(Date.parse(day)).getUTCDay() === 6 ? '周六' : '周日' };
}

/** Whether this Shanghai day is a working day. */
export const isWorkingDay = (day: string, calendar: Calendar = official): boolean => dayStatus(day, calendar).works;

/** Working days after `from` up to and including `to`; negative when `to` is earlier. The inverse of a `wd` deadline. */
export function workingDaysBetween(from: Date | string, to: Date | string, calendar: Calendar = official): number {
  const [first, last] = [dayOf(from), dayOf(to)];
  if (last < first) return -workingDaysBetween(last, first, calendar);
  let count = 0;
  for (let day = first; day < last;) {
    day = addCalendarDays(day, 1);
    if (isWorkingDay(day, calendar)) count += 1;
  }
  return count;
}

/** Walks forward day by day and writes down what it meets. */
class Count {
  readonly explain: ExplainedDay[] = [];
  private steps = 0;
  private readonly unknownYears = new Set<number>();
  private readonly pausedDays: { first: string; last: string; reason: string }[];

  constructor(
    public day: string,
    pauses: readonly Pause[],
    private readonly calendar: Calendar,
  ) {
    this.pausedDays = pauses.map(({ from, to, reason }) => ({
      first: shanghaiDay(from),
      last: shanghaiDay(to),
      reason,
    }));
  }

  private status(): { works: boolean; reason: string } {
    if (!this.calendar.has(yearOf(this.day))) this.unknownYears.add(yearOf(this.day));
    return dayStatus(this.day, this.calendar);
  }

  private pause(): string | undefined {
    const pause = this.pausedDays.find(({ first, last }) => first <= this.day && this.day <= last);
    return pause && `暂停计算：${pause.reason}`;
  }

  private note(counts: boolean, reason: string): boolean {
    this.explain.push({ day: this.day, counts, reason });
    return counts;
  }

  private step(): void {
    this.day = addCalendarDays(this.day, 1);
    this.steps += 1;
    if (this.steps > LONGEST_DAYS) throw tooLong();
  }

  private counts(workingDaysOnly: boolean): boolean {
    const paused = this.pause();
    if (paused) return this.note(false, paused);
    if (!workingDaysOnly) return true;
    const { works, reason } = this.status();
    return works && reason === '工作日' ? true : this.note(works, reason);
  }

  /** Go on until `n` days have counted. */
  forward(n: number, workingDaysOnly = false): void {
    for (let left = n; left > 0;) {
      this.step();
      if (this.counts(workingDaysOnly)) left -= 1;
    }
  }

  /** Go on to this day, then as many days further as were paused on the way. */
  forwardTo(day: string): void {
    let paused = 0;
    while (this.day < day) {
      this.step();
      if (!this.counts(false)) paused += 1;
    }
    this.forward(paused);
  }

  /** Leave a last day on which nobody works. */
  roll(): void {
    for (;;) {
      const { works, reason } = this.status();
      const paused = this.pause();
      if (works && !paused) return;
      this.note(false, paused ?? `期末遇${reason}，顺延`);
      this.step();
    }
  }

  get warnings(): string[] {
    return [...this.unknownYears].map(
      (year) => `${year}年放假安排尚未载入，暂按周末推算，请法制审核人员在“业务参数”页录入国务院放假通知，由局领导批准`,
    );
  }
}

function tooLong(): DomainError {
  return new DomainError('INVALID_INPUT', '期限超出可以计算的范围，请核对期限天数和暂停的起止日期。');
}

function continuous({ from, pauses = [] }: Period, length: number): Deadline {
  const explain: ExplainedDay[] = [];
  let due = from.getTime() + length;
  let countedTo = from.getTime();
  for (const pause of [...pauses].sort((a, b) => a.from.getTime() - b.from.getTime())) {
    const start = Math.max(pause.from.getTime(), countedTo);
    const end = pause.to.getTime();
    if (end <= start || start >= due) continue;
    due += end - start;
    countedTo = end;
    explain.push({ day: shanghaiDay(new Date(start)), counts: false, reason: `暂停计算：${pause.reason}` });
  }
  return { dueAt: new Date(due), explain, warnings: [] };
}

function checked({ from, n, pauses = [] }: Period): void {
  if (!Number.isInteger(n) || n < 1 || n > LONGEST_DAYS || Number.isNaN(from.getTime())) throw tooLong();
  for (const pause of pauses) {
    const length = pause.to.getTime() - pause.from.getTime();
    if (!(length >= 0 && length <= LONGEST_DAYS * DAY)) throw tooLong();
  }
}

const COUNTED = {
  h: (period: Period) => continuous(period, period.n * HOUR),
  min: (period: Period) => continuous(period, period.n * MINUTE),
  wd: (period: Period) => byDay(period, (count) => count.forward(period.n, true)),
  cd: (period: Period) => byDay(period, (count) => count.forward(period.n), period.roll),
  month: (period: Period) =>
    byDay(period, (count) => count.forwardTo(addCalendarMonths(count.day, period.n)), period.roll),
  year: (period: Period) =>
    byDay(period, (count) => count.forwardTo(addCalendarMonths(count.day, 12 * period.n)), period.roll),
} satisfies Record<Period['unit'], (period: Period) => Deadline>;

function byDay({ from, pauses = [], calendar = official }: Period, go: (count: Count) => void, roll = true): Deadline {
  const count = new Count(shanghaiDay(from), pauses, calendar);
  go(count);
  if (roll) count.roll();
  return { dueAt: endOfShanghaiDay(count.day), explain: count.explain, warnings: count.warnings };
}

/**
 * When a period ends, and why.
 *
 * @returns `dueAt` in UTC: the end of the last Shanghai day, or the exact moment for hours and minutes; `explain` names every
 *   skipped day and every weekend day that counts; `warnings` names each year whose holidays are not known yet
 * @throws DomainError INVALID_INPUT when the number or a pause makes no sense
 */
export function deadline(period: Period): Deadline {
  checked(period);
  return COUNTED[period.unit](period);
}
