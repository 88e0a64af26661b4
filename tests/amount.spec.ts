import fc from 'fast-check';
import { formalAmount, formalDay, yuanWords } from '../models/template/amount';

describe('an amount in official words', () => {
  it.each([
    [0, '零元整'],
    [5, '伍分'],
    [1_005, '壹拾元零伍分'],
    [50_000, '伍佰元整'],
    [100_550, '壹仟零伍元伍角'],
    [40_600_000, '肆拾万陆仟元整'],
    [12_180_000, '壹拾贰万壹仟捌佰元整'],
    [730_800_000, '柒佰叁拾万捌仟元整'],
    [10_000_000_000, '壹亿元整'],
    [10_000_000_100, '壹亿零壹元整'],
    [10_001_000_000, '壹亿零壹万元整'],
    [120_030_500_000, '壹拾贰亿零叁拾万伍仟元整'],
  ])('%d fen is %s', (fen, words) => expect(formalAmount(fen)).toBe(words));

  it('can be read back to the same fen, whatever the amount', () => {
    const value = (words: string): number => {
      const units: Record<string, number> = { 拾: 10, 佰: 100, 仟: 1_000 };
      let [whole, part, digit] = [0, 0, 0];
      let fen = 0;
      for (const sign of words.replace('整', '')) {
        const at = '零壹贰叁肆伍陆柒捌玖'.indexOf(sign);
        if (at >= 0) digit = at;
        else if (sign in units) [part, digit] = [part + digit * (units[sign] ?? 0), 0];
        else if (sign === '万') [whole, part, digit] = [whole + (part + digit) * 10_000, 0, 0];
        else if (sign === '亿') [whole, part, digit] = [(whole + part + digit) * 100_000_000, 0, 0];
        else if (sign === '元') [fen, whole, part, digit] = [(whole + part + digit) * 100, 0, 0, 0];
        else if (sign === '角') [fen, digit] = [fen + digit * 10, 0];
        else if (sign === '分') [fen, digit] = [fen + digit, 0];
      }
      return fen;
    };
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999_999_999 }), (fen) => value(formalAmount(fen)) === fen),
      { seed: 7, numRuns: 500 },
    );
  });

  it('stands beside the figures as they are read', () => {
    expect([yuanWords(40_600_000), yuanWords(123_450)]).toEqual(['406,000', '1,234.50']);
  });
});

it('a day is written out in numerals, by the calendar of Shanghai', () => {
  const days = ['2026-11-24T10:00:00Z', '2026-10-09T16:30:00Z', '2030-01-19T17:00:00Z'];
  expect(days.map((at) => formalDay(new Date(at)))).toEqual([
    '二〇二六年十一月二十四日',
    '二〇二六年十月十日',
    '二〇三〇年一月二十日',
  ]);
});
