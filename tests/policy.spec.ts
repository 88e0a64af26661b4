import { deadline } from '../models/core/calendar';
import { adopt, policy } from '../models/core/policy';

describe('the figures of the bureau', () => {
  afterEach(() => adopt({}));

  it('have defaults: the ladders of the command centre and the periods of the law', () => {
    expect(policy().ladder['default']?.URGENT?.map(({ after, to }) => [after, to])).toEqual([
      [5, 'same'],
      [7, 'deputy'],
      [10, 'dutyLeader'],
      [20, 'branchHead'],
      [30, 'bureauLeader'],
    ]);
    expect(policy().petition).toMatchObject({ inform: { n: 15, unit: 'cd' }, opinion: { n: 60, unit: 'cd' } });
  });

  it('can be set otherwise, one by one', () => {
    adopt({ petition: { remindBeforeDays: 5 } });
    expect(policy().petition).toMatchObject({ remindBeforeDays: 5, repeatDays: 90 });
  });

  it('replace the ladder of one kind and leave the others', () => {
    adopt({ ladder: { petition: { NORMAL: [{ after: 45, to: 'watch' }] } } });
    expect(policy().ladder['petition']?.NORMAL).toEqual([{ after: 45, to: 'watch', means: ['card', 'workNotice'] }]);
    expect(policy().ladder['default']?.URGENT).toHaveLength(5);
    expect(() => adopt({ ladder: { petition: { NORMAL: [{ after: 0, to: 'watch' }] } } })).toThrow('after');
    expect(() => adopt({ ladder: { petition: { NORMAL: [{ after: 5, to: 'mayor' }] } } })).toThrow('to');
  });

  it('are refused when a key is unknown or a value impossible', () => {
    expect(() => adopt({ petition: { remindDays: 5 } })).toThrow('remindDays');
    expect(() => adopt({ petition: { repeatDays: 0 } })).toThrow('repeatDays');
  });

  it('take in the notice of a year that was not published before', () => {
    const from = new Date('2026-12-30T09:00:00+08:00');
    expect(deadline({ from, n: 3, unit: 'wd' }).warnings).not.toEqual([]);
    adopt({ calendar: { 2027: { off: { '2027-01-01': '元旦' }, work: [] } } });
    const { dueAt, warnings } = deadline({ from, n: 3, unit: 'wd' });
    expect(warnings).toEqual([]);
    expect(dueAt).toEqual(new Date('2027-01-05T23:59:59.999+08:00'));
  });

  it('refuse a notice that contradicts itself', () => {
    expect(() => adopt({ calendar: { 2027: { off: { '2027-01-02': '元旦' }, work: ['2027-01-02'] } } })).toThrow();
    expect(() => adopt({ calendar: { 2027: { off: { '1月1日': '元旦' }, work: [] } } })).toThrow();
  });
});
