import { fenOf, rowsIn, sharesOf, sumOf } from '../miniapp/penalty/shares';

const TWO = { rows: 2, day0: '2026-10-20', yuan0: '200000', day1: '2026-11-20', yuan1: '206,000.50' };

describe('shares as they are typed', () => {
  it.each([
    ['406000', 40_600_000],
    ['406,000.5 元', 40_600_050],
    ['0.07', 7],
    ['1.005', undefined],
    ['-1', undefined],
    ['', undefined],
  ])('%s comes to %p fen', (yuan, fen) => {
    expect(fenOf(yuan)).toBe(fen);
  });

  it('become days and fen that together are what is owed', () => {
    expect(sharesOf(TWO, 40_600_050)).toEqual({
      shares: [
        { dueOn: '2026-10-20', amountFen: 20_000_000 },
        { dueOn: '2026-11-20', amountFen: 20_600_050 },
      ],
      faults: {},
    });
  });

  it('are refused with both sums while they come to something else', () => {
    expect(sharesOf(TWO, 40_600_000).faults).toEqual({
      shares: '各期合计406000.50元，应等于尚未缴纳的406000.00元，请核对',
    });
  });

  it('name the row without day or amount, or out of order', () => {
    const faults = (change: object) => sharesOf({ ...TWO, ...change }, 40_600_050).faults;
    expect(faults({ day1: '' })).toEqual({ share1: '请选择第2期的日期' });
    expect(faults({ day1: '2026-10-20' })).toEqual({ share1: '第2期要晚于第1期，请按先后填写' });
    expect(faults({ yuan0: '0' })).toEqual({ share0: '请填写第1期的金额，最多两位小数' });
  });

  it('leave out rows that were taken away again, and begin with one', () => {
    expect([rowsIn({}), rowsIn({ rows: 90 })]).toEqual([1, 24]);
    expect(sumOf({ ...TWO, rows: 1 })).toBe(20_000_000);
  });
});
