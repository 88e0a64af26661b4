import { policy } from '../models/core/policy';
import { offered } from '../models/core/workflow';
import {
  agreeSwap,
  approveSwap,
  askLeave,
  confirmSeat,
  declineSwap,
  refuseSwap,
  requestSwap,
} from '../models/duty/agreeing';
import { claimsOf } from '../models/duty/claims';
import { dueNow, vacateSeat, type WakeFacts, wakeShift } from '../models/duty/clockwork';
import { confirmByOf, duesOf } from '../models/duty/dues';
import { type Shift } from '../models/duty/duty.schema';
import { dutyFace } from '../models/duty/duty.face';
import { outlineOf } from '../models/duty/duty.outline';
import { spanWords } from '../models/duty/duty.words';
import { dutyWorkflow } from '../models/duty/duty.workflow';
import { checkIn, closeShift, confirmLine, doubtOf, handOver, noteShift, takeOver } from '../models/duty/onPost';
import { type Candidate, chooseSubstitute } from '../models/duty/substitute';
import { mondayOf } from '../models/dutyWeek/dutyWeek';
import { toldTo } from './builders';
import { aShift, at, byClock, byStaff, seatOf, staff } from './support/duty';

/** A refusal of this kind. */
const coded = (code: string) => expect.objectContaining({ code }) as Error;

const CENTRE = [
  { post: 'LEADER', person: 'lin' },
  { post: 'OPERATOR', person: 'wang' },
] as const;
const day = (change: Partial<Shift> = {}) => aShift('DAY', 9, CENTRE, change);
const LEADER = { id: 'chen', name: '陈示舟' };

const facts = (shift: Shift, now: Date, change: Partial<WakeFacts> = {}): WakeFacts => {
  const due = dueNow(shift, now);
  const known = due ? { what: due.what, seat: due.seat } : null;
  return { due: known, pool: [], leaders: [LEADER], lines: [], incoming: [], ...change };
};
/** Wake for everything that is due by `now`, in order. */
function woken(shift: Shift, now: Date, change: Partial<WakeFacts> = {}): { shift: Shift; events: string[] } {
  const events: string[] = [];
  let current = shift;
  while (current.wakeAt && current.wakeAt <= now) {
    const { document, event } = wakeShift(current, {}, byClock(now), facts(current, now, change));
    events.push(event.type);
    current = document;
  }
  return { shift: current, events };
}
const candidate = (id: string, change: Partial<Candidate> = {}): Candidate => ({
  ...{ id, name: `示${id}`, load: 3, lastEndedAt: null, away: null },
  ...change,
});
const asked = () => woken(day(), at('3')).shift;
const confirmed = () =>
  ['lin', 'wang'].reduce((shift, id) => confirmSeat(shift, {}, byStaff(id, at('3'))).document, asked());
const HERE: [number, number] = [122.2, 29.99];
const present = () =>
  ['lin', 'wang'].reduce(
    (shift, id) => checkIn(shift, { location: HERE }, byStaff(id, at('9T08:20')), { leaders: [] }).document,
    woken(confirmed(), at('9T08:15')).shift,
  );

describe('a shift ahead', () => {
  it('pushes its cards seven days before it begins, and not before', () => {
    expect(day().wakeAt).toEqual(at('2T08:30'));
    const { shift, events } = woken(day(), at('2T08:30'));
    expect(events).toEqual(['shift.asked']);
    expect(shift.seats.every(({ askedAt }) => askedAt)).toBe(true);
  });

  it('waits for an answer until a day before, and for two hours at the least', () => {
    expect(confirmByOf(day(), at('2T08:30'))).toEqual(at('8T08:30'));
    expect(confirmByOf(day(), at('8T20:00'))).toEqual(at('8T22:00'));
    expect(confirmByOf(day(), at('9T07:00'))).toBeNull();
  });

  it('is confirmed once everybody on it is', () => {
    const one = confirmSeat(asked(), {}, byStaff('lin', at('3')));
    expect(one.document.status).toBe('planned');
    expect(confirmSeat(one.document, {}, byStaff('wang', at('3'))).document.status).toBe('confirmed');
  });

  it('can be confirmed by nobody who has no seat on it', () => {
    expect(() => confirmSeat(asked(), {}, byStaff('zhao', at('3')))).toThrow(coded('NOT_PERMITTED'));
  });

  it('offers each person the steps of their own seat only', () => {
    const steps = (id: string, ...roles: Parameters<typeof staff>[1][]) =>
      offered(dutyWorkflow, asked(), { actor: staff(id, ...roles), now: at('3') });
    expect(steps('wang')).toEqual(['confirm', 'requestSwap', 'leave']);
    expect(steps('zhao')).toEqual([]);
    expect(steps('chen', 'dutyLeader')).toEqual(['arrange', 'trade']);
  });

  it('claims every half hour on post and of the eleven hours of rest after it', () => {
    expect(claimsOf(day()).filter((claim) => claim.startsWith('wang|'))).toHaveLength(
      (9 + policy().duty.restHours) * 2,
    );
  });

  it('puts nobody on two of its posts', () => {
    expect(() => aShift('DAY', 9, [CENTRE[0], { post: 'OPERATOR', person: 'lin' }])).toThrow('两个岗位');
  });
});

describe('a swap', () => {
  const partner = { partner: { id: 'li', name: '示li' }, hindered: null, inReturn: null };
  const wanted = () => requestSwap(asked(), { person: 'li' }, byStaff('wang', at('3')), partner);
  const agreed = () =>
    agreeSwap(wanted().document, {}, byStaff('li', at('3')), { approvers: [{ id: 'li', name: '' }, LEADER] });

  it('asks the colleague, then the head, then gives them the seat', () => {
    expect(toldTo(wanted().effects)).toEqual(['duty.swapAsked → li']);
    expect(toldTo(agreed().effects)).toEqual(['duty.swapApprove → chen']);
    const { document, effects } = approveSwap(agreed().document, {}, byStaff('chen', at('3'), 'dutyLeader'), {
      ...{ approver: '陈示舟', hindered: null },
    });
    expect(seatOf(document, 'li')).toMatchObject({
      state: 'confirmed',
      reason: '与示wang换班，陈示舟批准',
      swap: null,
    });
    expect(toldTo(effects)).toEqual(['duty.swapped → wang', 'duty.swapped → li']);
    expect(document.people).not.toContain('wang');
  });

  it('with a seat in return moves nothing yet and owes the first link of the exchange', () => {
    const inReturn = { shift: 'EVENING-9', seat: 's2', label: '3月9日晚班值班员' };
    const both = requestSwap(asked(), { person: 'li|EVENING-9|s2' }, byStaff('wang', at('3')), {
      ...partner,
      inReturn,
    });
    const yes = agreeSwap(both.document, {}, byStaff('li', at('3')), { approvers: [LEADER] });
    const { document, effects } = approveSwap(yes.document, {}, byStaff('chen', at('3'), 'dutyLeader'), {
      ...{ approver: '陈', hindered: null },
    });
    expect(seatOf(document, 'wang').swap?.state).toBe('moving');
    expect(effects?.find(({ kind }) => kind === 'duty.exchange')?.data).toMatchObject({ link: 'release' });
  });

  it('is approved by neither of the two, nor by the head of another county', () => {
    const mine = agreed().document;
    for (const who of [byStaff('wang', at('3'), 'dutyLeader'), byStaff('li', at('3'), 'dutyLeader')])
      expect(() => approveSwap(mine, {}, who, { approver: '', hindered: null })).toThrow(coded('NOT_NOW'));
    const elsewhere = byStaff('zhao', at('3'), 'branchHead');
    expect(() => approveSwap(mine, {}, elsewhere, { approver: '', hindered: null })).toThrow(coded('NOT_NOW'));
    expect(() => approveSwap(mine, {}, byStaff('zhao', at('3')), { approver: '', hindered: null })).toThrow(
      coded('NOT_PERMITTED'),
    );
  });

  it('of a squad is approved by the head of its branch', () => {
    const squad = aShift('FULL', 9, [{ post: 'SQUAD', county: '330903', person: 'wang' }]);
    const ask = requestSwap(squad, { person: 'li' }, byStaff('wang', at('3')), partner).document;
    const yes = agreeSwap(ask, {}, byStaff('li', at('3')), { approvers: [LEADER] }).document;
    const head = byStaff('head', at('3'), 'branchHead');
    expect(() => approveSwap(yes, {}, head, { approver: '', hindered: null })).toThrow();
    const own = { ...head, actor: { ...head.actor, county: '330903' } };
    expect(seatOf(approveSwap(yes, {}, own, { approver: '陈', hindered: null }).document, 'li').state).toBe('planned');
  });

  it('that is declined or not approved leaves the seat as it was and tells whoever asked', () => {
    const no = declineSwap(wanted().document, {}, byStaff('li', at('3')));
    expect(seatOf(no.document, 'wang').swap).toBeNull();
    expect(toldTo(no.effects)).toEqual(['duty.swapRefused → wang']);
    const refused = refuseSwap(agreed().document, { reason: '当天人手不够' }, byStaff('chen', at('3'), 'dutyLeader'));
    expect(toldTo(refused.effects)).toEqual(['duty.swapRefused → wang', 'duty.swapRefused → li']);
  });

  it('that is not settled when check-in opens is off', () => {
    const late = {
      ...agreed().document,
      seats: agreed().document.seats.map((seat) => ({ ...seat, state: 'confirmed' as const })),
    };
    const { shift } = woken(late, at('9T08:15'));
    expect(seatOf(shift, 'wang')).toMatchObject({ swap: null, checkInBy: at('9T08:45') });
  });
});

describe('the substitute', () => {
  it('is whoever has the fewest shifts and, among those, the longest rest', () => {
    const pool = [
      candidate('a', { load: 2, lastEndedAt: at('5') }),
      candidate('b', { load: 2, lastEndedAt: at('4') }),
      candidate('c', { load: 1, away: 'absent' }),
      candidate('d', { load: 4 }),
    ];
    const { person, reason } = chooseSubstitute(pool, '示wang请假');
    expect(person?.id).toBe('b');
    expect(reason).toBe(
      '顶替：示wang请假；同岗位4人中3人可派（请假或离岗1人），前后30天班次最少（2班），其中距上一班最久',
    );
  });

  it('takes the seat of whoever stays silent, and is asked in turn', () => {
    const { shift, events } = woken(asked(), at('8T08:30'), { pool: [candidate('li')] });
    expect(events[0]).toBe('shift.substituted');
    expect(shift.seats[0]).toMatchObject({ person: 'li', state: 'planned', confirmBy: at('8T10:30') });
  });

  it('cannot be found: the seat keeps its person and a leader is told', () => {
    const now = at('8T08:30');
    const { document, effects } = wakeShift(asked(), {}, byClock(now), facts(asked(), now));
    expect(document.seats[0]).toMatchObject({ person: 'lin', unfilled: true });
    expect(toldTo(effects)).toEqual(['duty.unfilled → chen']);
  });

  it('is called for leave only once the leave is approved', () => {
    const { document, effects } = askLeave(asked(), { reason: '家里有事' }, byStaff('wang', at('3')));
    expect(seatOf(document, 'wang').state).toBe('planned');
    expect(effects?.[0]).toMatchObject({ kind: 'absence.request', data: { person: 'wang', from: document.startsAt } });
    const gone = vacateSeat(document, { person: 'wang', why: '请假' }, byClock(at('3')), {
      pool: [candidate('li')],
      leaders: [],
    });
    expect(toldTo(gone.effects)).toEqual(['duty.replaced → wang', 'duty.slot → li']);
  });
});

describe('check-in', () => {
  it('is open from fifteen minutes before, and opens the shift', () => {
    const ready = confirmed();
    const early = byStaff('wang', at('9T08:14'));
    expect(() => checkIn(ready, { location: HERE }, early, { leaders: [] })).toThrow('3月9日 08:15起可以签到');
    const { document, event } = checkIn(ready, { location: HERE }, byStaff('wang', at('9T08:15')), { leaders: [] });
    expect(document).toMatchObject({ status: 'onDuty', openedAt: at('9T08:15') });
    expect(event.data).toMatchObject({ late: false, doubt: null });
  });

  it('tells a leader of a seat that the roster left empty', () => {
    const lacking = aShift('DAY', 9, [CENTRE[0], { post: 'OPERATOR', person: '', state: 'absent', unfilled: true }]);
    const ready = confirmSeat(woken(lacking, at('3')).shift, {}, byStaff('lin', at('3'))).document;
    const now = at('9T08:15');
    const { effects } = wakeShift(ready, {}, byClock(now), facts(ready, now));
    expect(toldTo(effects)).toEqual(['duty.unfilled → chen', 'duty.checkIn → lin']);
  });

  it('without a position counts, and is told to the leader', () => {
    const { effects } = checkIn(confirmed(), { location: null }, byStaff('wang', at('9T08:20')), { leaders: [LEADER] });
    expect(toldTo(effects)).toContain('duty.checkInDoubt → chen');
    expect(doubtOf({ post: 'SQUAD' }, HERE)).toBeNull();
  });

  it('that does not come within fifteen minutes calls leader and substitute', () => {
    const open = woken(confirmed(), at('9T08:15')).shift;
    const { shift, events } = woken(open, at('9T08:45'), { pool: [candidate('li')] });
    expect(events[0]).toBe('shift.missed');
    expect(shift.seats[0]).toMatchObject({ person: 'lin', state: 'absent' });
    expect(shift.seats.find(({ insteadOf }) => insteadOf === 's1')).toMatchObject({
      person: 'li',
      checkInBy: at('9T09:45'),
    });
    expect(shift.claims.some((claim) => claim.startsWith('lin|'))).toBe(false);
  });

  it('of somebody late counts while their substitute has not come, who is then spared', () => {
    const missed = woken(woken(confirmed(), at('9T08:15')).shift, at('9T08:45'), { pool: [candidate('li')] }).shift;
    const { document, event, effects } = checkIn(missed, { location: HERE }, byStaff('lin', at('9T08:50')), {
      leaders: [],
    });
    expect(document.seats.filter(({ person }) => person === 'li')).toEqual([]);
    expect(event.data).toMatchObject({ late: true });
    expect(toldTo(effects)).toContain('duty.replaced → li');
  });

  it('can be made good by a leader who takes the post themselves', () => {
    const missed = woken(woken(confirmed(), at('9T08:15')).shift, at('9T08:46')).shift;
    const boss = byStaff('chen', at('9T08:50'), 'dutyLeader');
    expect(() => takeOver(missed, {}, boss, { name: '陈示舟' })).toThrow('2个岗位');
    const { document } = takeOver(missed, { seat: 's2' }, boss, { name: '陈示舟' });
    expect(seatOf(document, 'chen')).toMatchObject({ post: 'OPERATOR', state: 'checkedIn', insteadOf: 's2' });
    expect(() => takeOver(missed, {}, byStaff('zhao', at('9T08:50')), { name: '' })).toThrow(coded('NOT_PERMITTED'));
  });

  it('gives everybody their fifteen minutes when the server was away at the hour', () => {
    const { shift } = woken(confirmed(), at('9T10:00'));
    expect(seatOf(shift, 'wang').checkInBy).toEqual(at('9T10:15'));
  });
});

describe('the handover', () => {
  const lines = [
    { id: 'a', kind: 'incident' as const, text: 'SJ-2026-000001 · 溢油', link: null },
    { id: 'log', kind: 'log' as const, text: '值班记录和移交物品', link: null },
  ];
  const incoming = [{ id: 'li', name: '示li' }];
  const open = () => handOver(present(), {}, byStaff('wang', at('9T17:10')), { lines, incoming }).document;

  it('can begin half an hour before the end, and begins by itself at the end', () => {
    expect(() => handOver(present(), {}, byStaff('wang', at('9T16:59')), { lines, incoming })).toThrow(
      '17:00起可以交班',
    );
    const { shift, events } = woken(present(), at('9T17:30'), { lines, incoming });
    expect(events).toEqual(['shift.handoverOpened']);
    expect(shift).toMatchObject({ status: 'handingOver', incoming: ['li'] });
  });

  it('is confirmed line by line, by the incoming only, and relieves with the last', () => {
    expect(() => confirmLine(open(), { note: '' }, byStaff('wang', at('9T17:20')), { name: '', posts: [] })).toThrow(
      coded('NOT_PERMITTED'),
    );
    const first = confirmLine(open(), { line: 'a', note: '已电话核实' }, byStaff('li', at('9T17:31')), {
      name: '示li',
      posts: [],
    });
    expect(first.document.status).toBe('handingOver');
    expect(seatOf(first.document, 'wang').state).toBe('checkedIn');
    const second = confirmLine(first.document, { note: '' }, byStaff('li', at('9T17:32')), { name: '示li', posts: [] });
    expect(second.document).toMatchObject({ status: 'closed', closedAt: at('9T17:32') });
    expect(seatOf(second.document, 'wang').state).toBe('relieved');
    expect(() =>
      confirmLine(first.document, { line: 'a', note: '' }, byStaff('li', at('9T17:33')), { name: '', posts: [] }),
    ).toThrow('已经确认过');
  });

  it('of posts on call goes post by post, each to its own successor', () => {
    const squads = aShift('FULL', 9, [
      { post: 'SQUAD', county: '330902', person: 'ding', state: 'checkedIn' },
      { post: 'SQUAD', county: '330903', person: 'pu', state: 'checkedIn' },
    ]);
    const posts = [
      { id: 'post:SQUAD 330902', kind: 'log' as const, text: '定海区备勤分队', link: null },
      { id: 'post:SQUAD 330903', kind: 'log' as const, text: '普陀区备勤分队', link: null },
    ];
    const running: Shift = { ...squads, status: 'onDuty', openedAt: squads.startsAt };
    const handing = handOver(running, {}, byStaff('ding', at('10T08:10')), { lines: posts, incoming }).document;
    const taking = { name: '示li', posts: ['SQUAD 330903'] };
    const who = byStaff('li', at('10T08:31'));
    expect(() => confirmLine(handing, { line: 'post:SQUAD 330902', note: '' }, who, taking)).toThrow('同岗位');
    const { document } = confirmLine(handing, { note: '' }, who, taking);
    expect(document.status).toBe('handingOver');
    expect(document.seats.map(({ state }) => state)).toEqual(['checkedIn', 'relieved']);
  });

  it('is overdue after half an hour, once', () => {
    const late = woken(open(), at('9T18:00'));
    expect(late.events).toEqual(['shift.handoverOverdue']);
    expect(late.shift.wakeAt).toBeNull();
  });

  it('without anybody to take over is closed by a leader who is not of the shift, with the reason', () => {
    const reason = { reason: '值班表到期，无下一班' };
    expect(() => closeShift(open(), reason, byStaff('lin', at('9T18:00'), 'dutyLeader'))).toThrow('逐项确认');
    const { document, event } = closeShift(open(), reason, byStaff('ju', at('9T18:00'), 'bureauLeader'));
    expect(document.status).toBe('closed');
    expect(event.data).toMatchObject({ unconfirmed: 2 });
  });

  it('takes notes from whoever is on post', () => {
    expect(noteShift(open(), { text: '有台风预报' }, byStaff('wang', at('9T17:20'))).event).toEqual({
      type: 'shift.noted',
      data: { text: '有台风预报' },
    });
    expect(() => noteShift(open(), { text: '不在班' }, byStaff('li', at('9T17:20')))).toThrow();
  });
});

describe('the clock', () => {
  it('takes missed steps in order, each at a moment of its own', () => {
    const moments: number[] = [];
    let shift = day();
    const events: string[] = [];
    while (shift.wakeAt && shift.wakeAt <= at('9T08:20')) {
      moments.push(shift.wakeAt.getTime());
      const { document, event } = wakeShift(
        shift,
        {},
        byClock(at('9T08:20')),
        facts(shift, at('9T08:20'), { pool: [candidate(`x${moments.length}`)] }),
      );
      events.push(event.type);
      shift = document;
    }
    expect(events).toEqual(['shift.asked', 'shift.checkInOpened']);
    expect([...moments].sort((a, b) => a - b)).toEqual(moments);
    expect(new Set(moments).size).toBe(moments.length);
  });

  it('ends a shift to which nobody could come without blaming anybody', () => {
    const { shift, events } = woken(confirmed(), at('9T19:00'));
    expect(events).toEqual(['shift.lapsed']);
    expect(shift.seats.map(({ state }) => state)).toEqual(['confirmed', 'confirmed']);
  });

  it('has nothing more to do for a closed shift', () => {
    expect(duesOf({ ...day(), status: 'closed' })).toEqual([]);
  });

  it('decides nothing on what was looked up for something else', () => {
    const shift = day();
    expect(() => wakeShift(shift, {}, byClock(at('2T08:30')), facts(shift, at('1')))).toThrow(coded('STALE_DOCUMENT'));
  });
});

describe('words', () => {
  it('tell each reader their own seat and why it is them', () => {
    const {
      facts: told,
      note,
      tone,
    } = outlineOf({ ...asked(), events: [], outbox: [] } as never, { actor: staff('wang'), now: at('3') });
    expect(told).toContainEqual(['为什么是我', '按值班模式轮到']);
    expect(note).toContain('请在3月8日 08:30前确认');
    expect(tone).toBe('orange');
  });
  it('name a night and a day of twenty-four hours plainly', () => {
    expect(spanWords(aShift('EVENING', 9, CENTRE))).toBe('17:30–24:00');
    expect(spanWords(aShift('FULL', 9, CENTRE))).toBe('08:30–次日08:30');
  });
  it('know the Monday of every day', () => {
    expect([at('8T23:59'), at('9'), at('15T12:00')].map(mondayOf)).toEqual(['2026-03-02', '2026-03-09', '2026-03-09']);
  });
  it('are there for every event of a shift', () => {
    expect(Object.values(dutyFace.sentences)).not.toContain(undefined);
  });
});
