import {
  acknowledgeAssignment,
  climb,
  closeAssignment,
  openAssignment,
} from '../models/assignment/assignment.commands';
import { purposeLabel } from '../models/assignment/assignment.purposes';
import { type Assignment } from '../models/assignment/assignment.schema';
import { rungAt } from '../models/assignment/ladder';
import { MORNING, as, atTime } from './builders';

const record = { store: 'petitions', id: 'p1' };
const wang = { id: 'wang', name: '王示海' };
const leader = { id: 'leader', name: '陈示舟' };

const opened = (change: Partial<Assignment> = {}): Assignment => ({
  ...openAssignment(
    'a1',
    record,
    { person: 'wang', purpose: 'petition.handle', title: 'XF', urgency: 'URGENT' },
    wang,
    {
      now: MORNING,
    },
  ).document,
  ...change,
});
const minutesLater = (minutes: number) => new Date(MORNING.getTime() + minutes * 60_000);
const kinds = (effects: readonly { data: Record<string, unknown> }[] = []) =>
  effects.map(({ data }) => `${String(data['means'])} → ${String(data['to'])}${data['ding'] ? ' DING' : ''}`);

const waiting = (urgency: Assignment['urgency'], openedAt = MORNING) => ({
  ...{ purpose: 'petition.handle', urgency, openedAt },
});

describe('the acknowledge ladder', () => {
  it('of an urgent matter falls due after 5, 10, 20 and 30 minutes, with the deputy after 7', () => {
    const due = [1, 2, 3, 4, 5, 6].map((n) => rungAt(waiting('URGENT'), n));
    expect(due).toEqual([5, 7, 10, 20, 30].map(minutesLater).concat([null as never]));
  });

  it('of a normal matter falls due after 30 minutes, 1 and 2 hours, and at the end of the day: in the quiet hours, so next morning', () => {
    const due = [1, 2, 3, 4, 5].map((n) => rungAt(waiting('NORMAL'), n));
    const morning = new Date('2026-03-03T07:00:00+08:00');
    expect(due).toEqual([minutesLater(30), minutesLater(60), minutesLater(120), morning, null]);
  });

  it('never goes back in time: late in the evening the end of the day waits for the rung below it', () => {
    const late = waiting('NORMAL', new Date('2026-03-02T23:30:00+08:00'));
    expect(rungAt(late, 4)).toEqual(rungAt(late, 3));
  });

  it('has no rung below the first', () => expect(rungAt(waiting('URGENT'), 0)).toBeNull());
});

describe('an assignment', () => {
  it('sends a card at once, and beside it a todo where one is asked for, which rings if the matter is urgent', () => {
    const input = { person: 'wang', purpose: 'petition.handle', title: 'XF', todo: true };
    const { effects, document } = openAssignment('a1', record, input, wang, { now: MORNING });
    expect(kinds(effects)).toEqual(['card → wang', 'todo → wang']);
    const urgent = openAssignment('a1', record, { ...input, urgency: 'URGENT' }, wang, { now: MORNING });
    expect(kinds(urgent.effects)).toEqual(['card → wang', 'todo → wang DING']);
    expect(document).toMatchObject({ status: 'open', rung: 0, nextRungAt: minutesLater(30), messages: [] });
  });

  it('without a ladder waits for nobody', () => {
    const input = { person: 'wang', purpose: 'petition.answer', title: 'XF', ladder: false };
    expect(openAssignment('a1', record, input, wang, { now: MORNING }).document.nextRungAt).toBeNull();
  });

  it('stops climbing when it is acknowledged or closed', () => {
    const context = atTime(minutesLater(3));
    expect(acknowledgeAssignment(opened(), context).document).toMatchObject({
      status: 'acknowledged',
      nextRungAt: null,
    });
    expect(closeAssignment(opened(), 'done', context).document).toMatchObject({ status: 'done', nextRungAt: null });
    const { document, effects } = closeAssignment(opened({ status: 'acknowledged' }), 'cancelled', context);
    expect(document).toMatchObject({ status: 'cancelled', closedAt: context.now });
    expect(effects?.map(({ kind }) => kind)).toEqual(['todos.complete']);
  });

  it('cannot be acknowledged twice, nor closed once it is closed', () => {
    const context = atTime(MORNING);
    const refused = expect.objectContaining({ code: 'ILLEGAL_TRANSITION' }) as Error;
    expect(() => acknowledgeAssignment(opened({ status: 'acknowledged' }), context)).toThrow(refused);
    expect(() => closeAssignment(opened({ status: 'done' }), 'done', context)).toThrow(refused);
  });

  it('is moved by the clock alone', () => {
    expect(() => acknowledgeAssignment(opened(), as('officer', 'wang'))).toThrow(
      expect.objectContaining({ code: 'NOT_PERMITTED' }) as Error,
    );
  });
});

describe('a rung', () => {
  it('repeats to the silent person first, louder', () => {
    const { document, effects, event } = climb(opened(), atTime(minutesLater(5)), wang);
    expect(kinds(effects)).toEqual(['card → wang DING', 'dingPhone → wang DING']);
    expect(document).toMatchObject({ rung: 1, nextRungAt: minutesLater(7), unreachable: false });
    expect(event).toMatchObject({ type: 'assignment.climbed', data: { rung: 1, to: 'same', person: 'wang' } });
  });

  it('of a normal matter repeats by work notice, without a DING', () => {
    const calm = opened({ urgency: 'NORMAL', nextRungAt: minutesLater(30) });
    expect(kinds(climb(calm, atTime(minutesLater(30)), wang).effects)).toEqual(['card → wang', 'workNotice → wang']);
  });

  it('takes the next one above when it is late, one at a time', () => {
    const late = atTime(minutesLater(60));
    const first = climb(opened(), late, wang).document;
    const second = climb(first, late, 'skip');
    expect(second.event).toMatchObject({ type: 'assignment.skipped', data: { rung: 2, to: 'deputy' } });
    const third = climb(second.document, late, leader);
    expect(third.event.data).toMatchObject({ rung: 3, to: 'dutyLeader', person: 'leader' });
    expect(third.document.nextRungAt).toEqual(minutesLater(20));
    expect(third.document.told?.map(({ person, minutes }) => [person, minutes])).toEqual([
      ['wang', 5],
      ['leader', 10],
    ]);
  });

  it('is not taken before its time', () => {
    expect(() => climb(opened(), atTime(minutesLater(4)), wang)).toThrow(
      expect.objectContaining({ code: 'NOT_NOW' }) as Error,
    );
  });

  it('on which nobody stands is an alarm, and the ladder goes on', () => {
    const { document, effects, event } = climb(opened(), atTime(minutesLater(5)), null);
    expect(document).toMatchObject({ unreachable: true, rung: 1, nextRungAt: minutesLater(7) });
    expect(effects?.map(({ kind }) => kind)).toEqual(['assignment.alarm']);
    expect(event.type).toBe('assignment.unreachable');
  });

  it('is the last one at the top', () => {
    const top = opened({ rung: 4, nextRungAt: minutesLater(30) });
    expect(climb(top, atTime(minutesLater(30)), leader).document.nextRungAt).toBeNull();
  });
});

describe('what a message is called', () => {
  it('is its purpose, and on a rung what the rung is for', () => {
    expect(purposeLabel('petition.handle')).toBe('信访交办');
    expect(purposeLabel('petition.handle', { rung: 1, to: 'wang', person: 'wang' })).toBe('再次提醒');
    expect(purposeLabel('petition.handle', { rung: 2, to: 'leader', person: 'wang' })).toBe('升级提醒');
    expect(purposeLabel('toString')).toBe('任务');
  });
});
