import { absenceDomain } from '../models/absence/absence';
import { beginAbsence } from '../models/absence/absence.handlers';
import { absences } from '../models/absence/absence.store';
import { assignments } from '../models/assignment/assignment.store';
import { perform } from '../models/core/domain';
import { create, read, stores } from '../models/core/journal';
import { deliverDue } from '../models/core/outbox';
import { dutyHandlers, vacateDeparted } from '../models/duty/duty.handlers';
import { type Role } from '../models/core/access';
import { dutyFace } from '../models/duty/duty.face';
import { type Shift } from '../models/duty/duty.schema';
import { shifts } from '../models/duty/duty.store';
import { nearShift, onDuty } from '../models/duty/onDuty';
import { dutyLog } from '../models/duty/log';
import { dutyWeekDomain, dutyWeeks, tellWeeks } from '../models/dutyWeek/dutyWeek';
import { rosterPlans } from '../models/duty/roster.store';
import { people } from '../models/people/people.store';
import { aPerson } from './builders';
import { useDatabase } from './support/database';
import { aShift, at, byClock, byStaff, put, seatOf, settle, stands, take, wakeAll } from './support/duty';

useDatabase();

const OPERATORS = ['wang', 'li', 'zhang', 'zhao'];
const LEADERS = ['lin', 'chen'];
const centre = (leader: string, operator: string) =>
  [
    { post: 'LEADER', person: leader },
    { post: 'OPERATOR', person: operator },
  ] as const;

/** The same, all confirmed. */
const ready = (leader: string, operator: string) =>
  centre(leader, operator).map((seat) => ({ ...seat, state: 'confirmed' as const, askedAt: at('1'), confirmBy: null }));

beforeEach(async () => {
  await people.insertMany([
    ...OPERATORS.map((id) => aPerson(id, `示${id}`, ['dutyOperator'], { unit: 'centre', county: null })),
    ...LEADERS.map((id) => aPerson(id, `示${id}`, ['dutyLeader'], { unit: 'centre', county: null })),
    aPerson('ju', '示局', ['bureauLeader'], { unit: 'top', county: null }),
  ]);
});

/** Purposes of the open assignments of one person, in the order in which they were opened. */
async function openFor(person: string): Promise<string[]> {
  const found = await assignments.collection
    .find({ person, status: { $in: ['open', 'acknowledged'] } } as never)
    .sort({ _id: 1 })
    .toArray();
  return found.map(({ purpose }) => purpose);
}
const typesOf = async (id: string): Promise<string[]> =>
  ((await stands(id)) as Shift & { events: { type: string }[] }).events.map(({ type }) => type);

describe('the roster under concurrency', () => {
  it('lets nobody stand on two posts, whoever writes at the same time', async () => {
    await Promise.all([put(aShift('DAY', 9, centre('lin', 'wang'))), put(aShift('EVENING', 9, centre('chen', 'li')))]);
    const both = await Promise.allSettled([
      take('arrange', 'DAY-9', { person: 's2|zhang' }, byStaff('ju', at('1'), 'bureauLeader')),
      take('arrange', 'EVENING-9', { person: 's2|zhang' }, byStaff('ju', at('1'), 'bureauLeader')),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = both.find((one) => one.status === 'rejected') as PromiseRejectedResult;
    expect(refused.reason).toMatchObject({ code: 'NOT_NOW', message: expect.stringContaining('换一位同事') as string });
  });

  it('keeps eleven hours between two posts of one person, to the half hour', async () => {
    await put(aShift('DAY', 9, centre('lin', 'wang')));
    const early = aShift('NIGHT', 10, centre('chen', 'wang'), { startsAt: at('10T04:00'), endsAt: at('10T08:30') });
    await expect(put(early)).rejects.toMatchObject({ code: 'NOT_NOW' });
    await put(aShift('NIGHT', 10, centre('chen', 'wang'), { startsAt: at('10T04:30'), endsAt: at('10T08:30') }));
  });

  it('takes one of two presses at once', async () => {
    await put(aShift('DAY', 9, centre('lin', 'wang')));
    await wakeAll(at('3'));
    const press = () => take('confirm', 'DAY-9', {}, byStaff('wang', at('3T09:00')));
    const both = await Promise.allSettled([press(), press()]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await typesOf('DAY-9')).filter((type) => type === 'shift.confirmed')).toHaveLength(1);
  });
});

describe('a swap of two seats', () => {
  const asked = async () => {
    await put(aShift('DAY', 9, centre('lin', 'wang')));
    await put(aShift('EVENING', 9, centre('chen', 'li')));
    await wakeAll(at('3'));
    await take('requestSwap', 'DAY-9', { person: 'li|EVENING-9|s2' }, byStaff('wang', at('3T09:00')));
    await take('agreeSwap', 'DAY-9', {}, byStaff('li', at('3T09:05')));
    await settle(at('3T09:05'));
    expect(await openFor('chen')).toContain('duty.swapApprove');
    await take('approveSwap', 'DAY-9', {}, byStaff('chen', at('3T09:10'), 'dutyLeader'));
  };
  const operators = async () => [seatOn(await stands('DAY-9')), seatOn(await stands('EVENING-9'))];
  const seatOn = ({ seats }: Shift) => seats[1]?.person;

  it('changes both shifts, near as they are to each other, and tells both people', async () => {
    await asked();
    await settle(at('3T09:10'));
    expect(await operators()).toEqual(['li', 'wang']);
    expect((await stands('DAY-9')).seats[1]).toMatchObject({ swap: null, state: 'confirmed' });
    expect(await openFor('wang')).toContain('duty.swapped');
    expect(await openFor('li')).toContain('duty.swapped');
  });

  it('comes to the same when the process dies after any of its writes', async () => {
    await asked();
    const carriedOut = { 'mine.kind': 'duty.exchange', 'mine.settledAt': { $exists: true } };
    const redo = (dueAt: Date | null) =>
      shifts.collection.updateMany(
        {},
        { $set: { 'outbox.$[mine].dueAt': dueAt } },
        {
          arrayFilters: [carriedOut],
        },
      );
    for (let n = 0; n < 10; n += 1) {
      await deliverDue({ stores: () => stores, handlers: dutyHandlers, batch: 1 }, () => at('3T09:10'));
      // Whoever carried it out died before they could say so: every link so far falls due again.
      await redo(at('3T09:10'));
    }
    await redo(null);
    await settle(at('3T09:10'));
    expect(await operators()).toEqual(['li', 'wang']);
    for (const id of ['DAY-9', 'EVENING-9'])
      expect((await typesOf(id)).filter((type) => type === 'shift.swapTaken')).toHaveLength(1);
  });

  it('is undone when one of them can no longer come, and both stand where they stood', async () => {
    await asked();
    const next = { stores: () => stores, handlers: dutyHandlers };
    await deliverDue(next, () => at('3T09:10'));
    await deliverDue(next, () => at('3T09:10'));
    expect(await operators()).toEqual(['li', 'li']);
    await put(
      aShift('NIGHT', 10, centre('chen', 'wang'), { startsAt: at('10T08:00'), endsAt: at('10T08:30'), seats: [] }),
    );
    await put(aShift('FULL', 10, [{ post: 'OPERATOR', person: 'wang' }], { startsAt: at('10T05:00') }));
    await settle(at('3T09:11'));
    expect(await operators()).toEqual(['wang', 'li']);
    expect((await stands('EVENING-9')).seats[1]?.swap).toBeNull();
    expect(await openFor('wang')).toContain('duty.swapFailed');
    expect(await openFor('li')).toContain('duty.swapFailed');
  });
});

describe('a swap that somebody disturbs', () => {
  it('goes back when the seat given in return has been given to somebody else meanwhile', async () => {
    await put(aShift('DAY', 9, ready('lin', 'wang')));
    await put(aShift('EVENING', 9, ready('chen', 'li')));
    const order = { seat: 's2', shift: 'EVENING-9', otherSeat: 's2' };
    await take('trade', 'DAY-9', order, byStaff('ju', at('3T09:00'), 'bureauLeader'));
    const next = { stores: () => stores, handlers: dutyHandlers };
    await deliverDue(next, () => at('3T09:00'));
    await deliverDue(next, () => at('3T09:00'));
    expect((await stands('DAY-9')).seats[1]).toMatchObject({ person: 'li', swap: { state: 'moving' } });
    await take('arrange', 'EVENING-9', { person: 's2|zhang' }, byStaff('ju', at('3T09:01'), 'bureauLeader'));
    await settle(at('3T09:01'));
    expect((await stands('DAY-9')).seats[1]).toMatchObject({ person: 'wang', swap: null });
    expect((await stands('EVENING-9')).seats[1]).toMatchObject({ person: 'zhang', swap: null });
  });
});

describe('leave that is approved while a swap is under way', () => {
  const journal = { version: 1, events: [], outbox: [], sealed: 0, unsealedAt: null, updatedAt: at('3') };
  const leaveOf = (person: string) =>
    absences.collection.insertOne({
      ...{ _id: `leave-${person}`, person, kind: 'LEAVE', status: 'approved', ...journal },
      ...{ from: at('9T00:00'), to: at('10T00:00') },
    } as never);

  it('stops the approval in words', async () => {
    await put(aShift('DAY', 9, centre('lin', 'wang')));
    await wakeAll(at('3'));
    await take('requestSwap', 'DAY-9', { person: 'li' }, byStaff('wang', at('3T09:00')));
    await take('agreeSwap', 'DAY-9', {}, byStaff('li', at('3T09:05')));
    await leaveOf('li');
    await expect(take('approveSwap', 'DAY-9', {}, byStaff('chen', at('3T09:10'), 'dutyLeader'))).rejects.toThrow(
      '已请假或离岗',
    );
  });

  it('undoes an exchange that was approved before, and stops a new one', async () => {
    await put(aShift('DAY', 9, ready('lin', 'wang')));
    await put(aShift('EVENING', 9, ready('chen', 'li')));
    const order = { seat: 's2', shift: 'EVENING-9', otherSeat: 's2' };
    const trade = () => take('trade', 'DAY-9', order, byStaff('ju', at('3T09:00'), 'bureauLeader'));
    await trade();
    await leaveOf('li');
    await settle(at('3T09:01'));
    expect((await stands('DAY-9')).seats[1]).toMatchObject({ person: 'wang', swap: null });
    expect((await stands('EVENING-9')).seats[1]).toMatchObject({ person: 'li', swap: null });
    await expect(trade()).rejects.toThrow('已请假或离岗');
  });
});

describe('a seat left by somebody on post for whom nobody is free', () => {
  const left = async () => {
    await put(aShift('DAY', 9, ready('lin', 'wang')));
    await wakeAll(at('9T08:20'));
    await take('checkIn', 'DAY-9', { location: [122.2, 29.99] }, byStaff('wang', at('9T08:25')));
    await people.updateMany({ _id: { $in: OPERATORS } }, { $set: { active: false } });
    await vacateDeparted(at('9T11:00'));
    await settle(at('9T11:00'));
    expect((await stands('DAY-9')).seats[1]).toMatchObject({ state: 'relieved', unfilled: true });
  };

  it('is taken by a leader who steps in', async () => {
    await left();
    await take('takeOver', 'DAY-9', {}, byStaff('chen', at('9T11:05'), 'dutyLeader'));
    const { seats } = await stands('DAY-9');
    expect(seats[1]).toMatchObject({ person: 'wang', unfilled: false });
    expect(seats.at(-1)).toMatchObject({ person: 'chen', state: 'checkedIn' });
    expect(seats.at(-1)?.reason).toContain('示wang已离岗');
  });

  it('is given to somebody by whoever arranges the roster', async () => {
    await left();
    await take('arrange', 'DAY-9', { person: 's2|chen' }, byStaff('ju', at('9T11:05'), 'bureauLeader'));
    const { seats } = await stands('DAY-9');
    expect([seats[1]?.unfilled, seats.at(-1)?.person]).toEqual([false, 'chen']);
  });
});

describe('silence, leave and leaving', () => {
  it('calls a substitute by rule for whoever has not confirmed, and says why', async () => {
    await put(aShift('DAY', 9, centre('lin', 'wang')));
    await put(aShift('DAY', 12, centre('chen', 'li')));
    await wakeAll(at('3'));
    await take('confirm', 'DAY-9', {}, byStaff('lin', at('3T09:00'), 'dutyLeader'));
    await wakeAll(at('8T08:30'));
    const seat = (await stands('DAY-9')).seats[1];
    expect(seat).toMatchObject({ person: 'zhang', state: 'planned' });
    expect(seat?.reason).toBe('顶替：示wang未按时确认；同岗位3人中3人可派，前后30天班次最少（0班），其中距上一班最久');
    expect(await openFor('zhang')).toEqual(['duty.slot']);
    expect(await openFor('wang')).toEqual(['duty.replaced']);
  });

  it('calls from the pool of the published roster of that day, and by the policy on other days', async () => {
    const pool = { post: 'OPERATOR', county: null, people: [{ id: 'zhao', name: '示zhao' }] };
    const plan = { status: 'published', from: '2026-03-09', to: '2026-03-09', pools: [pool] };
    const journal = { version: 1, events: [], outbox: [], updatedAt: at('1') };
    await rosterPlans.collection.insertMany([
      { _id: 'roster-1', ...plan, ...journal },
      { _id: 'draft', ...plan, status: 'previewed', to: '2026-03-10', ...journal },
    ] as never);
    const unasked = (leader: string, operator: string) => [ready(leader, operator)[0]!, centre(leader, operator)[1]];
    await Promise.all([put(aShift('DAY', 9, unasked('lin', 'wang'))), put(aShift('DAY', 11, unasked('chen', 'li')))]);
    await wakeAll(at('4T08:30'));
    await wakeAll(at('8T08:30'));
    expect((await stands('DAY-9')).seats[1]?.person).toBe('zhao');
    await wakeAll(at('10T08:30'));
    expect((await stands('DAY-11')).seats[1]?.person).toBe('wang');
  });

  it('gives the seats of an approved absence to others', async () => {
    await put(aShift('DAY', 9, centre('lin', 'wang')));
    await wakeAll(at('3'));
    await take('leave', 'DAY-9', { reason: '家里有事' }, byStaff('wang', at('3T09:00')));
    await settle(at('3T09:00'));
    const absence = await absences.collection.findOne({ person: 'wang' } as never);
    expect(absence).toMatchObject({ status: 'requested', head: 'ju', shift: 'DAY-9' });
    expect(await openFor('ju')).toEqual(['absence.approve']);
    await perform(absenceDomain, 'approve', String(absence?._id), {}, byStaff('ju', at('3T10:00'), 'bureauLeader'));
    await settle(at('3T10:00'));
    expect((await stands('DAY-9')).seats[1]).toMatchObject({ person: 'li' });
    expect((await stands('DAY-9')).seats[1]?.reason).toContain('示wang请假');
  });

  it('calls a substitute at once when somebody leaves the organisation while on post', async () => {
    await put(aShift('DAY', 9, ready('lin', 'wang')));
    await wakeAll(at('9T08:20'));
    await take('checkIn', 'DAY-9', { location: [122.2, 29.99] }, byStaff('wang', at('9T08:25')));
    await people.updateOne({ _id: 'wang' }, { $set: { active: false } });
    expect(await vacateDeparted(at('9T11:00'))).toBe(1);
    expect(await vacateDeparted(at('9T11:01'))).toBe(0);
    await settle(at('9T11:01'));
    const { seats } = await stands('DAY-9');
    expect(seats.map(({ person, state }) => `${person} ${state}`)).toEqual([
      'lin confirmed',
      'wang relieved',
      'li planned',
    ]);
    expect(seats[2]?.checkInBy).toEqual(at('9T12:00'));
    expect(await openFor('li')).toEqual(['duty.calledIn']);
  });
});

describe('a shift change while the server is down', () => {
  it('is made up for in order, each step once, and nobody is blamed for the outage', async () => {
    await put(aShift('DAY', 9, ready('lin', 'wang')));
    await put(aShift('EVENING', 9, ready('chen', 'li')));
    await put(aShift('NIGHT', 10, ready('lin', 'zhang'), { startsAt: at('10T05:00'), endsAt: at('10T08:30') }));
    await wakeAll(at('3'));
    await wakeAll(at('9T08:15'));
    for (const id of ['lin', 'wang'])
      await take('checkIn', 'DAY-9', { location: [122.2, 29.99] }, byStaff(id, at('9T08:20')));
    await settle(at('9T08:20'));
    // Down from 17:00 over the change at 17:30 until after the next one at 05:00.
    await wakeAll(at('10T05:10'));
    expect((await typesOf('DAY-9')).slice(-2)).toEqual(['shift.checkedIn', 'shift.handoverOpened']);
    expect((await stands('EVENING-9')).status).toBe('closed');
    expect((await typesOf('EVENING-9')).at(-1)).toBe('shift.lapsed');
    expect(seatOf(await stands('NIGHT-10'), 'zhang').checkInBy).toEqual(at('10T05:25'));
    expect((await onDuty(at('10T05:11'))).operators.map(({ id }) => id)).toEqual(['wang']);
    const before = [await typesOf('DAY-9'), await typesOf('EVENING-9'), await typesOf('NIGHT-10')];
    await wakeAll(at('10T05:10'));
    expect([await typesOf('DAY-9'), await typesOf('EVENING-9'), await typesOf('NIGHT-10')]).toEqual(before);
  });

  it('does everything once when the clock jumps an hour ahead and back', async () => {
    await put(aShift('DAY', 9, ready('lin', 'wang')));
    await wakeAll(at('9T09:10'));
    const ahead = await typesOf('DAY-9');
    await wakeAll(at('9T08:10'));
    await take('checkIn', 'DAY-9', { location: [122.2, 29.99] }, byStaff('wang', at('9T08:20')));
    await wakeAll(at('9T08:40'));
    expect(await typesOf('DAY-9')).toEqual([...ahead, 'shift.checkedIn']);
  });
});

describe('the handover', () => {
  const onPost = async () => {
    await put(aShift('DAY', 9, ready('lin', 'wang')));
    await put(aShift('EVENING', 9, ready('chen', 'li')));
    await wakeAll(at('9T08:15'));
    for (const id of ['lin', 'wang'])
      await take('checkIn', 'DAY-9', { location: [122.2, 29.99] }, byStaff(id, at('9T08:20')));
    await settle(at('9T08:20'));
    await wakeAll(at('9T17:15'));
    await take('checkIn', 'EVENING-9', { location: [122.2, 29.99] }, byStaff('li', at('9T17:20')));
    await settle(at('9T17:20'));
    await wakeAll(at('9T17:30'));
  };

  it('leaves the outgoing responsible until every line is confirmed by the incoming', async () => {
    await onPost();
    expect(await stands('DAY-9')).toMatchObject({ status: 'handingOver', incoming: ['li'] });
    expect((await onDuty(at('9T17:40'))).operators.map(({ id }) => id)).toEqual(['wang']);
    expect(await openFor('li')).toContain('duty.handover');
    const lines = (await stands('DAY-9')).handover?.lines ?? [];
    for (const { id } of lines)
      await take('confirmLine', 'DAY-9', { line: id, note: '已清点' }, byStaff('li', at('9T17:45')));
    expect((await stands('DAY-9')).status).toBe('closed');
    expect((await onDuty(at('9T17:46'))).operators.map(({ id }) => id)).toEqual(['li']);
    expect(await nearShift('wang', at('9T19:00'), 2)).toBe(true);
    expect(await nearShift('wang', at('9T21:00'), 2)).toBe(false);
  });

  it('follows a roster that is edited meanwhile', async () => {
    await onPost();
    await take('arrange', 'EVENING-9', { person: 's2|zhang' }, byStaff('ju', at('9T17:35'), 'bureauLeader'));
    await settle(at('9T17:35'));
    expect((await stands('DAY-9')).incoming).toEqual([]);
    await expect(take('confirmLine', 'DAY-9', {}, byStaff('li', at('9T17:36')))).rejects.toMatchObject({
      code: 'NOT_PERMITTED',
    });
    await take('checkIn', 'EVENING-9', { location: [122.2, 29.99] }, byStaff('zhang', at('9T17:50')));
    await settle(at('9T17:50'));
    expect((await stands('DAY-9')).incoming).toEqual(['zhang']);
    await take('confirmLine', 'DAY-9', {}, byStaff('zhang', at('9T17:51')));
  });

  it('is read by those who hand over and take over and by the leaders, and its messages by nobody else', async () => {
    await onPost();
    const shift = (await read(shifts, 'DAY-9'))!;
    const linesFor = async (id: string, ...roles: Role[]) => {
      const { actor } = byStaff(id, at('9T17:40'), ...roles);
      const shown = (await dutyFace.extra!(shift, { actor, now: at('9T17:40') })) as { handover: { lines: object[] } };
      return [shown.handover.lines.length, dutyFace.ownMessages!(shift, actor)];
    };
    for (const id of ['wang', 'li']) expect(await linesFor(id)).toEqual([1, true]);
    expect(await linesFor('ju', 'bureauLeader')).toEqual([1, false]);
    expect(await linesFor('zhang')).toEqual([0, true]);
  });

  it('that is overdue is told to the leaders', async () => {
    await onPost();
    await wakeAll(at('9T18:00'));
    expect(await openFor('chen')).toContain('duty.handoverOverdue');
    expect((await onDuty(at('9T18:01'))).operators.map(({ id }) => id)).toEqual(['wang', 'li']);
  });

  it('stands in a log that writes itself', async () => {
    await onPost();
    await take('note', 'DAY-9', { text: '18时有台风预报，请关注' }, byStaff('wang', at('9T17:31')));
    const log = await dutyLog(await stands('DAY-9'), { actor: byStaff('li', at('9T18:00')).actor, now: at('9T18:00') });
    expect(log.map(({ what }) => what)).toEqual([
      '到岗（带班领导）',
      '到岗（值班员）',
      '开始交班，1项待确认',
      '值班记录',
    ]);
    expect(log.at(-1)).toMatchObject({ who: '示wang', detail: '18时有台风预报，请关注' });
  });
});

describe('Monday morning', () => {
  it('brings one card per person with the week, once, and late when nobody was running', async () => {
    await put(aShift('DAY', 10, centre('lin', 'wang')));
    await put(aShift('DAY', 12, centre('chen', 'wang')));
    expect(await tellWeeks(at('9T08:30'))).toBe(3);
    expect(await tellWeeks(at('10T08:30'))).toBe(0);
    await settle(at('9T08:30'));
    expect(await openFor('wang')).toEqual(['dutyWeek.told']);
    const week = await dutyWeeks.collection.findOne({ person: 'wang' } as never);
    expect(week?.shifts.map(({ name }) => name)).toEqual(['3月10日白班', '3月12日白班']);
    await perform(dutyWeekDomain, 'confirmAll', String(week?._id), {}, byStaff('wang', at('9T08:35')));
    await settle(at('9T08:35'));
    expect(seatOf(await stands('DAY-12'), 'wang').state).toBe('confirmed');
  });
});

describe('an absence', () => {
  it('is decided by the head of the unit and nobody else', async () => {
    const input = { kind: 'TRAINING', from: at('9'), to: at('11'), reason: '业务培训' } as const;
    const { _id } = await beginAbsence({ id: 'absence-1', person: 'wang' }, input, byStaff('wang', at('1')));
    await expect(perform(absenceDomain, 'approve', _id, {}, byStaff('wang', at('1')))).rejects.toMatchObject({
      code: 'NOT_PERMITTED',
    });
    await expect(perform(absenceDomain, 'approve', _id, {}, byStaff('li', at('1')))).rejects.toMatchObject({
      code: 'NOT_PERMITTED',
    });
    await perform(absenceDomain, 'approve', _id, {}, byStaff('ju', at('1')));
    const again = await create(absences, { document: { _id } as never, event: { type: 'x' } }, byClock(at('1')));
    expect(again).toMatchObject({ status: 'approved' });
  });
});
