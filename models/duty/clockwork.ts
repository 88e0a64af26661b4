/** What the clock does to a shift, one thing at a time and in the order of dues.ts; and what absences and leavers do. Pure. */
import { assign, settle } from '../assignment/assignment.effects';
import { DomainError } from '../core/errors';
import { policy } from '../core/policy';
import { advance, type Context, type Effect, type Outcome } from '../core/workflow';
import { after, confirmByOf, type Due, firstDue, nextWake } from './dues';
import { AHEAD, type Seat, type Shift, type Vacate } from './duty.schema';
import { postOf, titleOf } from './duty.words';
import { asksSwap, dutyWorkflow } from './duty.workflow';
import { type Named } from './onDuty';
import { type HandoverFacts, incomingChanged, openHandover } from './onPost';
import { alarm, askSeat, joined, release, reseated, settled, swapDropped } from './seats';
import { type Candidate, chooseSubstitute } from './substitute';

/** What was looked up for the thing that was due when it was looked up. */
export interface WakeFacts extends HandoverFacts {
  due: Pick<Due, 'what' | 'seat'> | null;
  pool: readonly Candidate[];
  /** Who is told, the nearest first; never the person it is about. */
  leaders: readonly Named[];
}

type Decided = Pick<Outcome<Shift>, 'document' | 'event'> & { effects?: Effect[] };
type Doing = (shift: Shift, seat: Seat, now: Date, facts: WakeFacts) => Decided;

/** The cards of the shift go out, to everybody who has not been asked yet. */
function ask(shift: Shift, now: Date): Decided {
  const unasked = ({ state, askedAt, checkInBy }: Seat) => state === 'planned' && !askedAt && !checkInBy;
  const seats = shift.seats.map((seat) =>
    unasked(seat) ? { ...seat, askedAt: now, confirmBy: confirmByOf(shift, now) } : seat,
  );
  const document = settled({ ...shift, seats });
  const asked = document.seats.filter((_, index) => unasked(shift.seats[index] as Seat));
  return {
    document,
    event: { type: 'shift.asked', data: { seats: asked.length } },
    effects: asked.map((seat) => askSeat(document, seat)),
  };
}

/** Nobody is free: the seat keeps its person, and a leader decides. */
function unfilled(shift: Shift, seat: Seat, reason: string, leaders: readonly Named[]): Decided {
  const seats = shift.seats.map((one) =>
    one.id === seat.id ? { ...one, swap: null, confirmBy: null, unfilled: true } : one,
  );
  return {
    document: settled({ ...shift, seats }),
    event: { type: 'shift.unfilled', data: { seat: seat.id, post: postOf(seat), reason } },
    effects: [...swapDropped(shift, seat), ...alarm(shift, seat, leaders, 'duty.unfilled')],
  };
}

const substituted = (seat: Seat, to: Named, reason: string): Outcome<Shift>['event'] => ({
  type: 'shift.substituted',
  data: { seat: seat.id, post: postOf(seat), from: seat.personName, to: to.name, reason },
});

/** Silence until the policy's moment calls the substitute. */
const silent: Doing = (shift, seat, now, { pool, leaders }) => {
  const { person, reason } = chooseSubstitute(
    pool,
    `${seat.personName}${asksSwap(seat) ? '的换班未按时办妥' : '未按时确认'}`,
  );
  if (!person) return unfilled(shift, seat, reason, leaders);
  const { document, effects } = reseated(shift, seat, person, reason, now);
  return { document, event: substituted(seat, person, reason), effects };
};

/** 签到开始: everybody expected is told; swaps that nobody has decided are off. Late, after an outage, everybody still gets their
 * time. A seat the roster left empty is told to the leader now at the latest. */
function openCheckIn(shift: Shift, now: Date, { leaders }: WakeFacts): Decided {
  const from = now > shift.startsAt ? now : shift.startsAt;
  const checkInBy = after(from, policy().duty.checkInMinutes);
  const expected = ({ state, checkInBy: called }: Seat) => !called && (state === 'planned' || state === 'confirmed');
  const seats = shift.seats.map((seat) =>
    expected(seat) ? { ...seat, checkInBy, confirmBy: null, swap: asksSwap(seat) ? null : seat.swap } : seat,
  );
  const called = shift.seats.filter(expected);
  const empty = shift.seats.filter(({ state, unfilled: lacks }) => state === 'absent' && lacks);
  return {
    document: settled({ ...shift, seats }),
    event: { type: 'shift.checkInOpened', data: { seats: called.length, checkInBy } },
    effects: [
      ...empty.flatMap((seat) => alarm(shift, seat, leaders, 'duty.unfilled')),
      ...called.flatMap((seat) => [
        ...(asksSwap(seat) ? swapDropped(shift, seat) : []),
        assign({
          person: seat.person,
          purpose: 'duty.checkIn',
          title: titleOf(shift, seat),
          urgency: 'URGENT',
          ladder: false,
          dueAt: checkInBy,
          county: seat.county,
          because: seat.reason.slice(0, 100),
        }),
      ]),
    ],
  };
}

/** 未到岗: recorded, told to the leader, and the substitute is called at once. */
const missed: Doing = (shift, seat, now, { pool, leaders }) => {
  const absent: Seat = { ...seat, state: 'absent', swap: null };
  const { person, reason } = chooseSubstitute(pool, `${seat.personName}未到岗`);
  const data = { seat: seat.id, post: postOf(seat), from: seat.personName, to: person?.name ?? null, reason };
  const event = { type: 'shift.missed', data };
  const told = alarm(shift, seat, leaders, 'duty.missed');
  const over = now >= shift.endsAt;
  if (!person || over) {
    const seats = shift.seats.map((one) => (one.id === seat.id ? { ...absent, unfilled: !over } : one));
    return { document: settled({ ...shift, seats }), event, effects: over ? [] : told };
  }
  const { document, effects } = joined(shift, seat, 'absent', person, reason, now);
  return { document, event, effects: [...told, ...effects, incomingChanged(shift)] };
};

/** 到点: whoever is on post hands over. A shift to which nobody came, since the server itself was away, is closed without blame. */
function end(shift: Shift, now: Date, facts: WakeFacts): Decided {
  if (shift.status === 'onDuty')
    return {
      ...openHandover(shift, facts, now),
      event: { type: 'shift.handoverOpened', data: { lines: facts.lines.length } },
    };
  const document = { ...shift, status: 'closed' as const, closedAt: now };
  return {
    document: settled(document),
    event: { type: 'shift.lapsed' },
    effects: [settle({ as: 'cancelled' }), ...alarm(shift, null, facts.leaders, 'duty.lapsed')],
  };
}

/** 交接超时: the outgoing stay responsible, and the leaders are told. */
function overdue(shift: Shift, now: Date, { leaders }: WakeFacts): Decided {
  const handover = shift.handover && { ...shift.handover, overdueAt: now };
  return {
    document: settled({ ...shift, handover }),
    event: { type: 'shift.handoverOverdue' },
    effects: alarm(shift, null, leaders, 'duty.handoverOverdue'),
  };
}

const WHOLE: Record<
  Exclude<Due['what'], 'silent' | 'missed'>,
  (shift: Shift, now: Date, facts: WakeFacts) => Decided
> = {
  ask,
  openCheckIn,
  end,
  overdue,
};

/** What is due first. Past its end a shift to which nobody came only ends: nobody can be called to it any more. */
export function dueNow(shift: Shift, now: Date): Due | undefined {
  if (AHEAD.includes(shift.status) && now >= shift.endsAt) return { at: shift.endsAt, what: 'end', seat: null };
  return firstDue(shift, now);
}

function done(shift: Shift, due: Due, now: Date, facts: WakeFacts): Decided {
  if (facts.due?.what !== due.what || facts.due.seat !== due.seat)
    throw new DomainError('STALE_DOCUMENT', '班次刚有变动，稍后自动处理。', { shift: shift._id });
  if (due.what !== 'silent' && due.what !== 'missed') return WHOLE[due.what](shift, now, facts);
  const seat = shift.seats.find(({ id }) => id === due.seat) as Seat;
  return (due.what === 'silent' ? silent : missed)(shift, seat, now, facts);
}

/** The clock's turn: the first thing that is due, and no other; each has its own moment, so that history shows every one. */
export function wakeShift(shift: Shift, _input: unknown, context: Context, facts: WakeFacts): Outcome<Shift> {
  advance(dutyWorkflow, 'wake', shift, context);
  const due = dueNow(shift, context.now);
  const woken: Shift = { ...shift, wokenAt: shift.wakeAt };
  if (due) return done(woken, due, context.now, facts);
  return { document: { ...woken, wakeAt: nextWake(woken) }, event: { type: 'shift.clockStopped' } };
}

export type VacateFacts = Pick<WakeFacts, 'pool' | 'leaders'>;

/** 人员离岗: an approved absence, or somebody who has left the organisation. On post, the substitute is called at once. */
export function vacateSeat(
  shift: Shift,
  { person: id, why }: Vacate,
  context: Context,
  { pool, leaders }: VacateFacts,
): Outcome<Shift> {
  advance(dutyWorkflow, 'vacate', shift, context);
  const seat = shift.seats.find(({ person, state }) => person === id && state !== 'absent' && state !== 'relieved');
  if (!seat) throw new DomainError('NOT_NOW', '这位同事已经不在这个班次上。', { shift: shift._id, person: id });
  const { person, reason } = chooseSubstitute(pool, `${seat.personName}${why}`);
  const onPost = seat.state === 'checkedIn';
  if (shift.status === 'handingOver') return relievedEarly(shift, seat, why, leaders);
  if (!person) {
    const vacated = onPost
      ? {
          ...shift,
          seats: shift.seats.map((one) => (one.id === seat.id ? { ...one, state: 'relieved' as const } : one)),
        }
      : shift;
    return unfilled(vacated, seat, reason, leaders);
  }
  const { document, effects } = onPost
    ? joined(shift, seat, 'relieved', person, reason, context.now)
    : reseated(shift, seat, person, reason, context.now);
  const told = onPost ? alarm(shift, seat, leaders, 'duty.left') : [];
  return {
    document,
    event: substituted(seat, person, reason),
    effects: [release(id), ...told, ...effects, incomingChanged(shift)],
  };
}

/** During the handover the others of the shift stay responsible; nobody is called for the last minutes. */
function relievedEarly(shift: Shift, seat: Seat, why: string, leaders: readonly Named[]): Outcome<Shift> {
  const seats = shift.seats.map((one) => (one.id === seat.id ? { ...one, state: 'relieved' as const } : one));
  return {
    document: settled({ ...shift, seats }),
    event: { type: 'shift.left', data: { seat: seat.id, post: postOf(seat), name: seat.personName, why } },
    effects: [release(seat.person), ...alarm(shift, seat, leaders, 'duty.left')],
  };
}
