import { getDayDetail } from 'chinese-days';
import fc from 'fast-check';
import {
  addCalendarDays,
  addCalendarMonths,
  dayStatus,
  deadline,
  endOfShanghaiDay,
  isWorkingDay,
  setCalendarNotices,
  minutes,
  officialCalendar,
  type Period,
  shanghaiDay,
  startOfShanghaiDay,
  withCalendarYear,
  workingDaysBetween,
} from '../models/core/calendar';

/** As published, before any specification loads a year. */
const published = officialCalendar();
const morning = (day: string) => new Date(`${day}T09:30:00+08:00`);
const due = (from: string, n: number, unit: Period['unit'], more: Partial<Period> = {}) =>
  shanghaiDay(deadline({ from: morning(from), n, unit, ...more }).dueAt);
const pause = (from: string, to: string, reason = '听证') => ({ from: morning(from), to: morning(to), reason });
const refusal = (code: string) => expect.objectContaining({ code }) as Error;

describe('a working-day period', () => {
  it.each([
    ['2026-09-18', 5, '2026-09-24', 'Sunday 20 September is a make-up day and counts'],
    ['2026-09-29', 5, '2026-10-12', 'the National Day holiday does not count, Saturday 10 October does'],
    ['2026-09-29', 7, '2026-10-14', 'two days longer over the same holiday'],
    ['2026-02-12', 3, '2026-02-24', 'Saturday 14 February counts, the Spring Festival does not'],
    ['2026-09-24', 3, '2026-09-30', 'the Mid-Autumn holiday does not count'],
  ])('from %s with %i days ends on %s: %s', (from, n, expected) => {
    expect(due(from, n, 'wd')).toBe(expected);
  });

  it('ends at the last millisecond of the day in Shanghai', () => {
    expect(deadline({ from: morning('2026-09-18'), n: 5, unit: 'wd' }).dueAt).toEqual(
      new Date('2026-09-24T23:59:59.999+08:00'),
    );
  });

  it('begins on the Shanghai day, also when it is still yesterday in Greenwich', () => {
    const from = new Date('2026-09-17T16:00:00Z');
    expect(shanghaiDay(deadline({ from, n: 5, unit: 'wd' }).dueAt)).toBe('2026-09-24');
  });

  it('explains every skipped day and every weekend day that counts', () => {
    const { explain } = deadline({ from: morning('2026-09-30'), n: 2, unit: 'wd' });
    expect(explain).toEqual([
      ...['01', '02', '03', '04', '05', '06', '07'].map((date) => ({
        day: `2026-10-${date}`,
        counts: false,
        reason: '国庆节放假',
      })),
    ]);
    expect(deadline({ from: morning('2026-09-18'), n: 3, unit: 'wd' }).explain).toEqual([
      { day: '2026-09-19', counts: false, reason: '周六' },
      { day: '2026-09-20', counts: true, reason: '调休上班' },
    ]);
  });

  it('leaves out paused days and says why', () => {
    expect(due('2026-11-02', 3, 'wd', { pauses: [pause('2026-11-03', '2026-11-05')] })).toBe('2026-11-10');
    const { explain } = deadline({
      from: morning('2026-11-02'),
      n: 1,
      unit: 'wd',
      pauses: [pause('2026-11-03', '2026-11-03', '公告送达')],
    });
    expect(explain).toEqual([{ day: '2026-11-03', counts: false, reason: '暂停计算：公告送达' }]);
  });
});

describe('a calendar-day period', () => {
  it.each([
    ['2026-09-16', 15, '2026-10-08', 'the last day, 1 October, is a holiday'],
    ['2026-08-20', 90, '2026-11-18', 'the last day is a working day'],
    ['2026-09-18', 15, '2026-10-08', 'the last day, 3 October, is a holiday'],
  ])('from %s with %i days ends on %s: %s', (from, n, expected) => {
    expect(due(from, n, 'cd')).toBe(expected);
  });

  it('says over which days its end moved', () => {
    const { explain } = deadline({ from: morning('2026-09-16'), n: 15, unit: 'cd' });
    expect(explain.map(({ day }) => day)).toEqual(
      ['01', '02', '03', '04', '05', '06', '07'].map((date) => `2026-10-${date}`),
    );
    expect(explain[0]).toEqual({ day: '2026-10-01', counts: false, reason: '期末遇国庆节放假，顺延' });
  });

  it('stays on the rest day when the rule does not move it', () => {
    expect(due('2026-09-16', 15, 'cd', { roll: false })).toBe('2026-10-01');
  });

  it('grows by exactly the paused days, and does not end inside a pause', () => {
    expect(due('2026-11-02', 10, 'cd', { pauses: [pause('2026-11-04', '2026-11-06')], roll: false })).toBe(
      '2026-11-15',
    );
    expect(due('2026-11-06', 2, 'cd', { pauses: [pause('2026-11-09', '2026-11-10')] })).toBe('2026-11-11');
  });
});

describe('a period of months or years', () => {
  it.each([
    ['2026-03-18', 3, 'month', '2026-06-18', 'the same date number'],
    ['2026-03-31', 1, 'month', '2026-04-30', 'the last day where the number is missing'],
    ['2024-01-31', 1, 'month', '2024-02-29', 'in a leap year too'],
    ['2026-08-31', 1, 'month', '2026-09-30', 'and that is a working day'],
    ['2026-07-01', 3, 'month', '2026-10-08', 'moved out of the holiday'],
    ['2024-02-29', 2, 'year', '2026-02-28', 'a make-up Saturday, which counts'],
    ['2024-11-13', 2, 'year', '2026-11-13', 'the same day two years on'],
  ] as [string, number, Period['unit'], string, string][])(
    'from %s with %i %s ends on %s: %s',
    (from, n, unit, expected) => {
      expect(due(from, n, unit)).toBe(expected);
    },
  );

  it('is extended by the days paused on the way', () => {
    expect(due('2026-03-18', 3, 'month', { pauses: [pause('2026-04-01', '2026-04-05')], roll: false })).toBe(
      '2026-06-23',
    );
  });
});

describe('a period of hours or minutes', () => {
  it('runs through nights and holidays to the exact moment', () => {
    const from = new Date('2026-09-30T18:20:00+08:00');
    expect(deadline({ from, n: 24, unit: 'h' }).dueAt).toEqual(new Date('2026-10-01T18:20:00+08:00'));
    expect(deadline({ from, n: 30, unit: 'min' }).dueAt).toEqual(new Date(from.getTime() + minutes(30)));
  });

  it('waits while it is paused, however the pauses overlap', () => {
    const at = (hour: number) => new Date(Date.UTC(2026, 10, 2, hour));
    const pauses = [
      { from: at(3), to: at(6), reason: '鉴定' },
      { from: at(1), to: at(4), reason: '监测' },
      { from: at(20), to: at(23), reason: '期满以后' },
    ];
    const { dueAt, explain } = deadline({ from: at(0), n: 2, unit: 'h', pauses });
    expect(dueAt).toEqual(at(7));
    expect(explain.map(({ reason }) => reason)).toEqual(['暂停计算：监测', '暂停计算：鉴定']);
  });
});

describe('a year whose holidays are not published', () => {
  const WARNING = '2027年放假安排尚未载入，暂按周末推算，请法制审核人员在“业务参数”页录入国务院放假通知，由局领导批准';

  it('gives a deadline by weekends, and a warning', () => {
    const { dueAt, warnings } = deadline({ from: morning('2026-12-30'), n: 5, unit: 'wd' });
    expect(shanghaiDay(dueAt)).toBe('2027-01-06');
    expect(warnings).toEqual([WARNING]);
    expect(deadline({ from: morning('2026-12-01'), n: 60, unit: 'cd' }).warnings).toEqual([WARNING]);
  });

  it('gives no warning where holidays do not matter', () => {
    expect(deadline({ from: morning('2026-12-01'), n: 60, unit: 'cd', roll: false }).warnings).toEqual([]);
    expect(deadline({ from: morning('2026-12-31'), n: 24, unit: 'h' }).warnings).toEqual([]);
    expect(deadline({ from: morning('2026-11-30'), n: 5, unit: 'wd' }).warnings).toEqual([]);
  });

  const notice = { off: { '2026-12-31': '元旦', '2027-01-01': '元旦' }, work: ['2027-01-03'] };

  it('is known after its notice is loaded, which may reach back into December', () => {
    const calendar = withCalendarYear(published, 2027, notice);
    const { dueAt, warnings } = deadline({ from: morning('2026-12-30'), n: 1, unit: 'wd', calendar });
    expect(shanghaiDay(dueAt)).toBe('2027-01-03');
    expect(warnings).toEqual([]);
  });

  it.each([
    ['a day of another year', { off: { '2028-01-01': '元旦' }, work: [] }],
    ['a day that does not exist', { off: { '2027-02-30': '春节' }, work: [] }],
    ['a day in another spelling', { off: { '2027/1/1': '元旦' }, work: [] }],
    ['a day both off and on', { off: { '2027-01-03': '元旦' }, work: ['2027-01-03'] }],
    ['a make-up day in mid-week', { off: {}, work: ['2027-01-05'] }],
  ])('is not taken from a notice with %s', (_, wrong) => {
    expect(() => setCalendarNotices({ 2027: wrong })).toThrow(refusal('INVALID_INPUT'));
    expect(officialCalendar().has(2027)).toBe(false);
  });

  it('changes the official calendar of the process once loaded', () => {
    setCalendarNotices({ 2027: notice });
    expect(isWorkingDay('2027-01-03')).toBe(true);
    expect(dayStatus('2026-12-31').reason).toBe('元旦放假');
  });
});

describe('the calendar', () => {
  it('says of every day from 2018 to 2026 what an independent source says', () => {
    const differing: string[] = [];
    for (let day = '2018-01-01'; day <= '2026-12-31'; day = addCalendarDays(day, 1)) {
      if (getDayDetail(day).work !== isWorkingDay(day, published)) differing.push(day);
    }
    expect(differing).toEqual([]);
  });

  it('has the holidays and make-up days of the 2026 notice', () => {
    const days = Array.from({ length: 365 }, (_, index) => addCalendarDays('2026-01-01', index));
    const off = days.filter((day) => dayStatus(day, published).reason.endsWith('放假'));
    expect(off).toHaveLength(3 + 9 + 3 + 5 + 3 + 3 + 7);
    expect(days.filter((day) => dayStatus(day, published).reason === '调休上班')).toEqual(
      ['01-04', '02-14', '02-28', '05-09', '09-20', '10-10'].map((date) => `2026-${date}`),
    );
  });

  it('bounds a Shanghai day by its first and last millisecond', () => {
    expect(startOfShanghaiDay('2026-03-01')).toEqual(new Date('2026-02-28T16:00:00.000Z'));
    expect(endOfShanghaiDay(new Date('2026-03-01T15:59:00Z'))).toEqual(new Date('2026-03-01T15:59:59.999Z'));
    expect(shanghaiDay(new Date('2026-03-01T16:00:00Z'))).toBe('2026-03-02');
  });

  it('adds months over the end of a year', () => {
    expect(addCalendarMonths('2026-11-30', 3)).toBe('2027-02-28');
    expect(addCalendarMonths('2026-01-31', -1)).toBe('2025-12-31');
  });
});

describe('a period that makes no sense', () => {
  it.each([
    ['no day', { n: 0 }],
    ['half a day', { n: 1.5 }],
    ['a million days', { n: 1_000_000 }],
    ['thirty thousand months', { n: 30_000, unit: 'month' }],
    ['an invalid beginning', { from: new Date(NaN) }],
    ['a pause that ends before it begins', { pauses: [pause('2026-03-09', '2026-03-08')] }],
    ['a pause of a thousand years', { pauses: [pause('2026-03-09', '3026-03-08')] }],
    [
      'pauses that together never end',
      { pauses: [pause('2026-03-02', '2096-03-08'), pause('2096-03-08', '2166-03-08')] },
    ],
  ] as [string, Partial<Period>][])('is refused: %s', (_, wrong) => {
    expect(() => deadline({ from: morning('2026-03-02'), n: 5, unit: 'cd', ...wrong })).toThrow(
      refusal('INVALID_INPUT'),
    );
  });
});

describe('every deadline', () => {
  const aDay = fc.integer({ min: 0, max: 3000 }).map((n) => addCalendarDays('2018-01-01', n));
  const aPause = fc.tuple(aDay, fc.nat(30)).map(([from, length]) => pause(from, addCalendarDays(from, length)));
  const pauses = fc.array(aPause, { maxLength: 3 });
  const n = fc.integer({ min: 1, max: 90 });
  const counted = fc.constantFrom('wd' as const, 'cd' as const);
  const span = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / minutes(24 * 60);

  it('is never earlier for a later beginning or a longer period', () => {
    fc.assert(
      fc.property(aDay, fc.nat(40), n, fc.nat(10), counted, pauses, (from, later, days, more, unit, paused) => {
        const first = due(from, days, unit, { pauses: paused });
        expect(due(addCalendarDays(from, later), days, unit, { pauses: paused }) >= first).toBe(true);
        expect(due(from, days + more, unit, { pauses: paused }) >= first).toBe(true);
      }),
    );
  });

  it('falls on a working day', () => {
    const unit = fc.constantFrom('wd' as const, 'cd' as const, 'month' as const);
    fc.assert(
      fc.property(aDay, fc.integer({ min: 1, max: 12 }), unit, pauses, (from, count, of, paused) => {
        expect(isWorkingDay(due(from, count, of, { pauses: paused }))).toBe(true);
      }),
    );
  });

  it('is not shortened by a pause', () => {
    const unit = fc.constantFrom('wd' as const, 'cd' as const, 'month' as const, 'h' as const);
    fc.assert(
      fc.property(aDay, fc.integer({ min: 1, max: 24 }), unit, pauses, (from, count, of, paused) => {
        const plain = deadline({ from: morning(from), n: count, unit: of }).dueAt;
        const longer = deadline({ from: morning(from), n: count, unit: of, pauses: paused }).dueAt;
        expect(longer.getTime()).toBeGreaterThanOrEqual(plain.getTime());
      }),
    );
  });

  it('is explained completely: counted days and skipped days are the whole span, each named once', () => {
    fc.assert(
      fc.property(aDay, n, counted, pauses, (from, days, unit, paused) => {
        const { dueAt, explain } = deadline({ from: morning(from), n: days, unit, pauses: paused });
        const skipped = explain.filter(({ counts }) => !counts);
        expect(days + skipped.length).toBe(span(from, shanghaiDay(dueAt)));
        expect(new Set(explain.map(({ day }) => day)).size).toBe(explain.length);
        expect(explain.map(({ day }) => day)).toEqual(explain.map(({ day }) => day).sort());
      }),
    );
  });

  it('agrees with the count of working days between', () => {
    fc.assert(
      fc.property(aDay, n, (from, days) => {
        const to = due(from, days, 'wd');
        expect(workingDaysBetween(from, to)).toBe(days);
        expect(workingDaysBetween(to, from)).toBe(-days);
      }),
    );
  });

  it('is the same for the same question, and leaves the question as it was', () => {
    const period: Period = Object.freeze({
      from: morning('2026-09-18'),
      n: 5,
      unit: 'h',
      pauses: Object.freeze([pause('2026-09-19', '2026-09-20'), pause('2026-09-18', '2026-09-19')]),
    });
    expect(deadline(period)).toEqual(deadline(period));
  });
});
