import fc from 'fast-check';
import { chainFrom, type DeliveryDoors } from '../bot/deliver';
import { reminderOf } from '../bot/reminder';
import {
  acknowledgeAssignment,
  answerAlarm,
  climb,
  closeAssignment,
  type Found,
  lapseAssignment,
  openAssignment,
  raiseAlarm,
} from '../models/assignment/assignment.commands';
import { type Assignment } from '../models/assignment/assignment.schema';
import { afterQuiet, rungAt, rungsOf } from '../models/assignment/ladder';
import { reasonFor, reasonOf, whyOf } from '../models/assignment/why';
import { adopt } from '../models/core/policy';
import { as, atTime, MORNING } from './builders';

const record = { store: 'incidents', id: 'i1' };
const wang = { id: 'wang', name: '张示舟' };
const leader = { id: 'leader', name: '陈示海' };
const later = (minutes: number) => new Date(MORNING.getTime() + minutes * 60_000);
const at = (time: string) => new Date(`2026-03-02T${time}+08:00`);

const opened = (change: Partial<Assignment> = {}, now = MORNING): Assignment => ({
  ...openAssignment(
    'a1',
    record,
    { person: change.person ?? 'wang', purpose: 'incident.dispatch', title: 'SJ', urgency: 'URGENT' },
    wang,
    { now },
  ).document,
  ...change,
});
/** Climb to the rung, each at its own moment. */
function silentUntil(assignment: Assignment, rung: number, who: (to: string) => Found): Assignment {
  let current = assignment;
  while (current.rung < rung) {
    const to = rungsOf(current)[current.rung]?.to ?? 'same';
    current = climb(current, atTime(current.nextRungAt!), who(to)).document;
  }
  return current;
}
const standing = (to: string): Found => (to === 'same' ? wang : to === 'deputy' ? 'skip' : leader);
const effects = (outcome: { effects?: { kind: string }[] }) => (outcome.effects ?? []).map(({ kind }) => kind);

afterEach(() => adopt({}));

describe('收到 with a promise', () => {
  const promised = () => acknowledgeAssignment(opened(), atTime(later(3)), later(33)).document;

  it('stops the ladder until the moment promised, and not beyond', () => {
    expect(promised()).toMatchObject({ status: 'acknowledged', promisedUntil: later(33), nextRungAt: later(33) });
    expect(() => lapseAssignment(promised(), atTime(later(32)))).toThrow(
      expect.objectContaining({ code: 'NOT_NOW' }) as Error,
    );
  });

  it('not kept is unanswered again, and the ladder goes on at once where it stood', () => {
    const { document, event } = lapseAssignment(promised(), atTime(later(33)));
    expect(event).toEqual({ type: 'assignment.lapsed', data: { until: later(33) } });
    expect(document).toMatchObject({ status: 'open', rung: 0, lapses: 1, nextRungAt: later(33) });
    const again = climb(document, atTime(later(33)), wang);
    expect(again.document.nextRungAt).toEqual(later(35));
    expect(again.effects?.map(({ data }) => data['message'])).toEqual(['a1-1.1c', 'a1-1.1p']);
  });

  it('not kept after the leader was told goes on above the leader', () => {
    const silent = silentUntil(opened(), 3, standing);
    const late = acknowledgeAssignment(silent, atTime(later(12)), later(40)).document;
    const lapsed = lapseAssignment(late, atTime(later(40))).document;
    expect(climb(lapsed, atTime(later(40)), leader).event.data).toMatchObject({ rung: 4, to: 'branchHead' });
  });

  it('not kept at the top takes the last rung once more, under another id', () => {
    const silent = silentUntil(opened(), 5, standing);
    const late = acknowledgeAssignment(silent, atTime(later(31)), later(60)).document;
    const { document, effects: sent } = climb(
      lapseAssignment(late, atTime(later(60))).document,
      atTime(later(60)),
      leader,
    );
    expect(document).toMatchObject({ rung: 5, nextRungAt: null });
    expect(sent?.map(({ data }) => data['message'])).toEqual(['a1-5.1c', 'a1-5.1v']);
  });

  it('is replaced by a later one, and ends with the matter', () => {
    const anew = acknowledgeAssignment(promised(), atTime(later(30)), later(90));
    expect(anew.event).toEqual({ type: 'assignment.promised', data: { until: later(90) } });
    expect(anew.document).toMatchObject({ status: 'acknowledged', acknowledgedAt: later(3), nextRungAt: later(90) });
    expect(closeAssignment(anew.document, 'done', atTime(later(80))).document.nextRungAt).toBeNull();
  });

  it('is nothing new when nothing is promised', () => {
    expect(() => acknowledgeAssignment(promised(), atTime(later(5)))).toThrow(
      expect.objectContaining({ code: 'ILLEGAL_TRANSITION' }) as Error,
    );
  });

  it('holds for good where no ladder was asked for', () => {
    const quiet = acknowledgeAssignment(opened({ ladder: false, nextRungAt: null }), atTime(later(3)), later(33));
    expect(quiet.document).toMatchObject({ promisedUntil: null, nextRungAt: null });
  });
});

describe('quiet hours', () => {
  it('hold back what is not urgent until morning', () => {
    expect(afterQuiet(at('22:00:00'), 'NORMAL')).toEqual(new Date('2026-03-03T07:00:00+08:00'));
    expect(afterQuiet(at('03:15:00'), 'NORMAL')).toEqual(at('07:00:00'));
    expect(afterQuiet(at('06:59:59.999'), 'NORMAL')).toEqual(at('07:00:00'));
  });

  it('leave day and evening as they are, and everything urgent at any hour', () => {
    for (const time of ['07:00:00', '12:00:00', '21:59:59.999'])
      expect(afterQuiet(at(time), 'NORMAL')).toEqual(at(time));
    expect(afterQuiet(at('03:15:00'), 'URGENT')).toEqual(at('03:15:00'));
  });

  it('are the bureau’s to set, also within one day, or not at all', () => {
    adopt({ quietHours: { from: 12, to: 14 } });
    expect([afterQuiet(at('12:30:00'), 'NORMAL'), afterQuiet(at('23:00:00'), 'NORMAL')]).toEqual([
      at('14:00:00'),
      at('23:00:00'),
    ]);
    adopt({ quietHours: { from: 0, to: 0 } });
    expect(afterQuiet(at('03:00:00'), 'NORMAL')).toEqual(at('03:00:00'));
  });

  it('never let a rung overtake the one below it, whenever silence begins and whatever the urgency', () => {
    const moment = fc.date({ min: at('00:00:00'), max: new Date('2027-03-02T00:00:00+08:00'), noInvalidDate: true });
    fc.assert(
      fc.property(moment, fc.constantFrom('URGENT' as const, 'NORMAL' as const), (openedAt, urgency) => {
        const kind = { purpose: 'petition.handle', urgency, openedAt };
        const due = rungsOf(kind).map((_, index) => rungAt(kind, index + 1)!.getTime());
        expect([...due].sort((a, b) => a - b)).toEqual(due);
        expect(due[0]).toBeGreaterThanOrEqual(openedAt.getTime());
      }),
    );
  });
});

describe('the ladder of a kind', () => {
  it('is that of the purpose, else of the word before its dot, else of everything', () => {
    const rung = (after: number) => ({ after, to: 'watch' });
    adopt({ ladder: { incident: { URGENT: [rung(2)] }, 'incident.triage': { URGENT: [rung(1)] } } });
    const first = (purpose: string, urgency: 'URGENT' | 'NORMAL' = 'URGENT') => rungsOf({ purpose, urgency })[0]?.after;
    expect([first('incident.triage'), first('incident.dispatch'), first('petition.handle')]).toEqual([1, 2, 5]);
    expect(first('incident.triage', 'NORMAL')).toBe(30);
  });
});

describe('nobody to be reached', () => {
  it('raises an alarm once per cause, and an alarm raises none', () => {
    const alarmed = raiseAlarm(opened(), '没有账号', atTime(later(1)));
    expect(alarmed.document.unreachable).toBe(true);
    expect(effects(alarmed)).toEqual(['assignment.alarm']);
    expect(effects(raiseAlarm(opened({ purpose: 'assignment.unreachable' }), '没有账号', atTime(later(1))))).toEqual(
      [],
    );
    expect(effects(climb(opened({ purpose: 'assignment.unreachable' }), atTime(later(5)), null))).toEqual([]);
  });

  it('is over as soon as somebody answers or the matter is closed', () => {
    const alarmed = opened({ unreachable: true });
    expect(effects(acknowledgeAssignment(alarmed, atTime(later(1))))).toEqual(['assignment.alarmOver']);
    expect(effects(closeAssignment(alarmed, 'done', atTime(later(1))))).toContain('assignment.alarmOver');
  });

  it('is answered by the duty desk alone, and nothing else is answered that way', () => {
    const alarm = opened({ purpose: 'assignment.unreachable', person: 'duty' });
    const answer = answerAlarm(alarm, '已打电话', as('dutyOperator', 'duty', { county: null }));
    expect(answer.document).toMatchObject({ status: 'done', nextRungAt: null });
    expect(effects(answer)).toContain('assignment.alarmOver');
    const refused = (code: string) => expect.objectContaining({ code }) as Error;
    expect(() => answerAlarm(alarm, '', as('officer', 'duty'))).toThrow(refused('NOT_PERMITTED'));
    expect(() => answerAlarm(opened(), '', as('dutyOperator', 'duty'))).toThrow(refused('NOT_NOW'));
  });
});

describe('why it reached somebody', () => {
  const silent = () => silentUntil(opened({}, at('21:00:00')), 3, standing);

  it('is said in words that stay the same', () => {
    expect(reasonFor(silent(), { to: 'leader', rung: 3 })).toBe('您是今晚带班领导，张示舟10分钟未签收');
    expect(reasonFor(silent(), { to: 'wang', rung: 1 })).toBe('这是您的任务，您5分钟未签收');
    expect(reasonFor(silent(), { to: 'wang', rung: 0 })).toMatch('任务派给了您');
    expect(reasonFor(opened({ because: '本轮轮到您' }), { to: 'wang', rung: 0 })).toBe('本轮轮到您');
  });

  it('names a promise that was not kept', () => {
    const promised = acknowledgeAssignment(silent(), atTime(at('21:12:00')), at('21:30:00')).document;
    const lapsed = lapseAssignment(promised, atTime(at('21:30:00'))).document;
    const { document } = climb(lapsed, atTime(at('21:30:00')), { id: 'head', name: '赵示分' });
    expect(reasonOf(document, 'head')).toBe('您是分局负责人，张示舟答应21:30前办到，过时未到');
  });

  it('never names somebody under a protected reference, and asks nothing of them', () => {
    const petitioner = silentUntil({ ...opened(), person: 'ref:villager', personName: '李真名' }, 3, standing);
    expect(reasonOf(petitioner, 'leader')).toBe('您是今天带班领导，反映人10分钟未签收');
    expect(reasonFor(petitioner, { to: 'ref:villager', rung: 0 })).toBeNull();
    const about = opened({ _id: 'a2', person: 'ref:other', personName: '王真名' });
    const text = JSON.stringify(whyOf(petitioner, [petitioner, about], 'leader'));
    expect(text).not.toMatch(/真名|ref:/);
  });

  it('comes with who knows, what comes next and who else was told of the record', () => {
    const other = opened({ _id: 'a2', person: 'zhao', personName: '赵示潮', purpose: 'petition.triage' });
    const why = whyOf(silent(), [silent(), other], 'leader');
    expect(why.knows.map(({ name, as: role }) => `${name} ${role}`)).toEqual(['张示舟 任务本人', '陈示海 带班领导']);
    expect(why.next.map(({ to, at: due }) => [to, due])).toEqual([
      ['分局负责人', at('21:20:00')],
      ['局领导', at('21:30:00')],
    ]);
    expect(why.alsoTold).toEqual([expect.objectContaining({ name: '赵示潮', purposeLabel: '信访待分类交办' })]);
  });
});

describe('a reminder', () => {
  it('never has the same words twice for one person on one day', () => {
    const one = fc.record({
      alert: fc.constant('信访交办'),
      rung: fc.integer({ min: 1, max: 6 }),
      instead: fc.boolean(),
      id: fc.uuid(),
      now: fc.constant(MORNING),
    });
    fc.assert(
      fc.property(fc.uniqueArray(one, { minLength: 2, maxLength: 12, selector: ({ id }) => id }), (reminders) => {
        expect(new Set(reminders.map(reminderOf)).size).toBe(reminders.length);
      }),
      { numRuns: 50 },
    );
  });

  it('pleads more with every rung', () => {
    const words = [1, 2, 3].map((rung) => reminderOf({ alert: '任务', rung, instead: false, id: 'a', now: MORNING }));
    expect(words[0]).toMatch(/^第1次提醒：任务，还没有签收（10:00 /);
    expect(new Set(words.map((text) => text.split('，')[1]?.split('（')[0])).size).toBe(3);
  });
});

describe('the means of a message', () => {
  const doors = (change: Partial<DeliveryDoors> = {}) =>
    ({ voice: () => Promise.resolve(), ...change }) as DeliveryDoors;

  it('give way to the louder ones first, then to the quieter', () => {
    expect(chainFrom('card', doors())).toEqual(['card', 'workNotice', 'todo', 'ding', 'dingSms', 'dingPhone', 'voice']);
    expect(chainFrom('dingSms', doors())).toEqual(['dingSms', 'dingPhone', 'voice', 'ding', 'todo', 'workNotice']);
  });

  it('that the bureau does not have are passed over', () => {
    expect(chainFrom('voice', doors({ voice: undefined }))[0]).toBe('dingPhone');
    const plain = doors({ voice: undefined, loudestDing: 'none' });
    expect(chainFrom('dingPhone', plain)).toEqual(['todo', 'workNotice']);
  });
});
