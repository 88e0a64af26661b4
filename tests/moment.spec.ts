import { momentFrom, WrittenMoment } from '../models/core/moment';
import { Receive } from '../models/transfer/transfer.schema';

const iso = (written: string) => momentFrom(written)?.toISOString();

describe('a written moment', () => {
  it.each([
    ['2026-11-24 15:30', '2026-11-24T07:30:00.000Z'],
    ['2026-11-24T15:30', '2026-11-24T07:30:00.000Z'],
    ['2026-11-24 15:30:20', '2026-11-24T07:30:20.000Z'],
    ['2026-11-24T15:30+08:00', '2026-11-24T07:30:00.000Z'],
    ['2026-11-24 15:30 +0900', '2026-11-24T06:30:00.000Z'],
    ['2026-11-24T15:30:00.000Z', '2026-11-24T15:30:00.000Z'],
    ['2026-11-24 00:30', '2026-11-23T16:30:00.000Z'],
  ])('%s is %s', (written, is) => {
    expect(iso(written)).toBe(is);
  });

  it('is the same on a server of any time zone', () => {
    const before = process.env['TZ'];
    const read = ['UTC', 'America/New_York', 'Asia/Tokyo'].map((zone) => {
      process.env['TZ'] = zone;
      return iso('2026-11-24 15:30');
    });
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
    expect(new Set(read)).toEqual(new Set(['2026-11-24T07:30:00.000Z']));
  });

  it.each(['', '2026-11-24', '15:30', '2026-02-30 10:00', '2026-11-24 25:00', '昨天下午'])('%p is none', (written) => {
    expect(iso(written)).toBeUndefined();
    expect(WrittenMoment('时间').safeParse(written).error?.issues[0]?.message).toBe('时间应写作 2026-11-24 15:30');
  });

  it('of the receipt of the police is read in Shanghai', () => {
    const { at } = Receive.parse({ at: '2026-11-24 15:30', no: '回执1', receiver: '陈示警' });
    expect(at.toISOString()).toBe('2026-11-24T07:30:00.000Z');
  });
});
