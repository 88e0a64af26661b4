import { caseNumber } from '../models/template/numbering';
import { MORNING } from './builders';
import { useDatabase } from './support/database';
import { settle } from './support/server';

useDatabase({ emptyBefore: 'file' });
beforeAll(settle);

const sequenceOf = (no: string) => Number(/〕(\d+)号/.exec(no)?.[1]);

describe('numbers of cases asked for at one moment', () => {
  it('follow each other without a gap, one for each record however often it asks', async () => {
    const asked = Array.from({ length: 60 }, (_, n) => `case-${n % 40}`);
    const given = await Promise.all(
      asked.map((record) => caseNumber('decision', { record, authority: '330903' }, MORNING)),
    );
    const byRecord = new Map(asked.map((record, n) => [record, given[n]]));
    expect(asked.map((record) => byRecord.get(record))).toEqual(given);
    expect([...byRecord.values()].map((no) => sequenceOf(no ?? '')).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 40 }, (_, n) => n + 1),
    );
  });
});
