import { CLOCK } from '../models/core/access';
import { type Context } from '../models/core/workflow';
import { pointsOf } from '../models/credit/score';
import { foundRectification, rectificationDomain } from '../models/rectification/rectification';
import { FoundRectification, type Rectification } from '../models/rectification/rectification.schema';
import { as } from './builders';

const FOUND = new Date('2026-09-01T10:00:00+08:00');
const item = (enterprise: string | null): Rectification => {
  const said = FoundRectification.parse({
    ...{ enterprise, medium: 'WATER', fact: '雨污未分流（示例）', standard: '示例标准', severity: 'NORMAL' },
    ...{ owner: '示厂长', dueOn: '2026-09-10' },
  });
  const party = { name: '示例水产有限公司', uscc: null, enterprise };
  const supervisor = { id: 'wang', name: '王示海' };
  const facts = { party, county: '330903' as const, supervisor };
  const { document } = foundRectification('z1', said, as('staff', 'wang', { now: FOUND }), facts);
  return { ...document, no: 'ZG-2026-000001', status: 'told', told: { at: FOUND, to: '示厂长' } };
};
/** What the clock does to it until its last day is over. */
function lapsed(start: Rectification) {
  let [now, last] = [start, null as ReturnType<(typeof rectificationDomain.commands)['wake']['decide']> | null];
  while (now.status !== 'overdue') {
    const context: Context = { actor: CLOCK, now: new Date('2026-09-11T00:05:00+08:00'), door: 'clock' };
    last = rectificationDomain.commands['wake']!.decide(now, {}, context, ['head']);
    now = last.document;
  }
  return last!;
}
const creditIn = (start: Rectification) => (lapsed(start).effects ?? []).filter(({ kind }) => kind === 'credit.record');

describe('an overdue rectification', () => {
  it('counts once for its last day against the enterprise', () => {
    const [told, ...more] = creditIn(item('E01'));
    expect(more).toEqual([]);
    expect(told?.data).toMatchObject({
      ...{ enterprise: 'E01', entry: 'rectification-z1-2026-09-10', code: 'OVERDUE_RECTIFICATION' },
      ...{ on: '2026-09-11', no: 'ZG-2026-000001' },
    });
    expect(pointsOf('OVERDUE_RECTIFICATION', 0)?.points).toBeGreaterThan(0);
  });

  it('of somebody in no register counts against nobody', () => {
    expect(creditIn(item(null))).toEqual([]);
  });
});
