import fc from 'fast-check';
import { addCalendarDays } from '../models/core/calendar';
import { checkDaily, type DailyRound, type OriginalPenalty } from '../models/dailyPenalty/dailyCheck';
import { countedDays, dailyDays, dailyFine, recheckWindow } from '../models/dailyPenalty/dailyDays';

const original = (change: Partial<OriginalPenalty> = {}): OriginalPenalty => ({
  ...{ id: 'case-1', no: '舟环罚〔2026〕12号', offences: ['exceedWater'], fineFen: 40_600_000 },
  ...{ decidedOn: '2026-08-28', servedOn: '2026-08-31', ...change },
});
const order = (servedOn: string, id = 'order-1') => ({ id, no: `舟环责改〔2026〕${id}号`, servedOn });
const recheck = (on: string) => ({ inspection: `visit-${on}`, siteRecord: `visit-${on}`, on });
const round = (servedOn: string, on: string, change: Partial<DailyRound> = {}): DailyRound => ({
  ...{ order: order(servedOn), recheck: recheck(on), finding: 'CONTINUES', charged: false, ...change },
});

describe('the days of a daily penalty', () => {
  it('run from the day after the service of the order to the day of the recheck: 18 days of 406,000 yuan are 7,308,000', () => {
    const counted = dailyDays({ orderServedOn: '2026-09-01', recheckOn: '2026-09-19' });
    expect(counted).toEqual({ ok: true, days: 18, from: '2026-09-02', to: '2026-09-19' });
    expect(dailyFine(40_600_000, 18)).toBe(730_800_000);
    const days = countedDays({ orderServedOn: '2026-09-01', recheckOn: '2026-09-19' });
    expect([days[0], days.at(-1)]).toEqual([
      { day: '2026-09-02', n: 1 },
      { day: '2026-09-19', n: 18 },
    ]);
  });

  it('end with day 30, which no holiday moves; day 31 is refused with what to do', () => {
    expect(recheckWindow('2026-09-01')).toEqual({ from: '2026-09-02', to: '2026-10-01' });
    expect(dailyDays({ orderServedOn: '2026-09-01', recheckOn: '2026-10-01' })).toMatchObject({ ok: true, days: 30 });
    const late = dailyDays({ orderServedOn: '2026-09-01', recheckOn: '2026-10-02' });
    expect(late).toMatchObject({ ok: false, day: 31 });
    expect('because' in late && late.because).toMatch(/第 31 天.*2026-10-01.*重新作出责令改正决定并送达.*再暗查/);
    expect(countedDays({ orderServedOn: '2026-09-01', recheckOn: '2026-10-02' })).toEqual([]);
  });

  it('are none when the recheck comes on the day of the service, or before', () => {
    for (const recheckOn of ['2026-09-01', '2026-08-20'])
      expect(dailyDays({ orderServedOn: '2026-09-01', recheckOn })).toMatchObject({ ok: false });
  });

  it('cross the turn of a year without a loaded calendar as plain calendar days', () => {
    expect(dailyDays({ orderServedOn: '2029-12-20', recheckOn: '2030-01-19' })).toMatchObject({ ok: true, days: 30 });
  });

  it('grow by one with every day up to thirty, and by the fine with every day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 1, max: 60 }), (start, n) => {
        const orderServedOn = addCalendarDays('2024-01-01', start);
        const counted = dailyDays({ orderServedOn, recheckOn: addCalendarDays(orderServedOn, n) });
        expect(counted.ok).toBe(n <= 30);
        if (counted.ok) {
          expect(counted.days).toBe(n);
          expect(dailyFine(123, n)).toBe(123 * n);
        }
      }),
    );
  });

  it('refuse a fine that is no amount', () => {
    for (const [fen, days] of [
      [0, 18],
      [-1, 18],
      [0.5, 18],
      [100, 0.5],
      [Number.MAX_SAFE_INTEGER, 2],
    ] as const)
      expect(() => dailyFine(fen, days)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }) as Error);
  });
});

describe('whether days may be punished', () => {
  it('comes to 7,308,000 yuan for an order of 1 September and a recheck of 19 September', () => {
    const check = checkDaily(original(), [round('2026-09-01', '2026-09-19')]);
    expect(check).toMatchObject({ ok: true, days: 18, fineFen: 730_800_000 });
    expect(check.points.every(({ ok }) => ok)).toBe(true);
  });

  it('takes a refused recheck for not corrected', () => {
    expect(checkDaily(original(), [round('2026-09-01', '2026-09-19', { finding: 'REFUSED' })]).days).toBe(18);
  });

  it.each([
    ['corrected', 'STOPPED', /已经停止或者改正/],
    ['ended by seizure or a stop of production', 'MEASURE', /查封、扣押或者停产/],
    ['no discharge at all', 'OTHER', /不涉及违法排放/],
  ] as const)('is no when the recheck found it %s', (_, finding, words) => {
    const check = checkDaily(original(), [round('2026-09-01', '2026-09-19', { finding })]);
    expect(check).toMatchObject({ ok: false, days: 0, fineFen: 0 });
    expect(check.points.filter(({ ok }) => !ok).map(({ because }) => because)).toEqual([expect.stringMatching(words)]);
  });

  it('is no without an order served before, after day 30, for another kind of act, and before the original decision is served', () => {
    const visit = round('2026-09-01', '2026-09-19');
    const against = [
      checkDaily(original(), [{ ...visit, order: null }]),
      checkDaily(original(), [round('2026-09-01', '2026-10-02')]),
      checkDaily(original({ offences: ['eiaForm'] }), [visit]),
      checkDaily(original({ servedOn: null }), [visit]),
      checkDaily(original({ decidedOn: null }), [visit]),
      checkDaily(original({ fineFen: 0 }), [visit]),
      checkDaily(original(), []),
    ];
    for (const check of against) {
      expect(check).toMatchObject({ ok: false, fineFen: 0 });
      expect(check.points.filter(({ ok }) => !ok)).toHaveLength(1);
    }
  });

  it('adds the days of a second recheck under a new order, and counts none that was counted before', () => {
    const rounds = [
      round('2026-09-01', '2026-09-19'),
      round('2026-09-19', '2026-10-09', { order: order('2026-09-19', 'order-2') }),
    ];
    expect(checkDaily(original(), rounds)).toMatchObject({ days: 18 + 20, fineFen: 40_600_000 * 38 });
    const [first, second] = rounds as [DailyRound, DailyRound];
    expect(checkDaily(original(), [{ ...first, charged: true }, second])).toMatchObject({ days: 20 });
  });

  it('punishes no day twice when two orders run side by side', () => {
    const rounds = [
      round('2026-09-01', '2026-09-19'),
      round('2026-09-10', '2026-09-25', { order: order('2026-09-10', 'order-2') }),
    ];
    const check = checkDaily(original(), rounds);
    expect(check.rounds.map(({ from, to, days }) => [from, to, days])).toEqual([
      ['2026-09-02', '2026-09-19', 18],
      ['2026-09-20', '2026-09-25', 6],
    ]);
  });
});
