/** 答复: what the drawn, their heads and the leader answer, and what the clock does when nobody does. Pure. */
import { acknowledged, assign, settle } from '../assignment/assignment.effects';
import { minutes } from '../core/calendar';
import { DomainError } from '../core/errors';
import { policy } from '../core/policy';
import { advance, type Context, type Effect, type Outcome } from '../core/workflow';
import { seatWith, serviceEnds, settled, tell, titleOf, withSeat } from './common';
import { type Standing } from './frozen';
import {
  type ApproveDecline,
  type Arrive,
  type DeclineSeat,
  type ExcuseAbsence,
  type MarkArrived,
  REASONS,
  type RefuseDecline,
  type Round,
  type Seat,
} from './rotation.schema';
import { expected, rotationWorkflow, seatOf, toJudge } from './rotation.workflow';
import { type Change, excuse, recordAbsence, written } from './steppingIn';

const mine = (round: Round, { actor }: Context) => seatOf(round, actor.id) as Seat;

/** 接受: the seat is confirmed; the last one to accept tells the leader that the team is complete. */
export function acceptSeat(round: Round, _input: unknown, context: Context): Outcome<Round> {
  advance(rotationWorkflow, 'accept', round, context);
  const { id, person, personName } = mine(round, context);
  const document = settled(withSeat(round, id, { state: 'confirmed' }));
  const complete = document.status === 'confirmed' && round.status !== 'confirmed';
  return {
    document,
    event: { type: 'rotation.accepted', data: { name: personName } },
    effects: [
      acknowledged({ person, purposes: ['rotation.drawn'] }),
      ...(complete ? [tell(document, round.openedBy, 'rotation.confirmed')] : []),
    ],
  };
}

/** 说明困难: not a refusal; the head of the unit decides within the time, and until then the seat is held. */
export function declineSeat(round: Round, input: DeclineSeat, context: Context): Outcome<Round> {
  advance(rotationWorkflow, 'decline', round, context);
  const { id, person, head, personName, county } = mine(round, context);
  const decideBy = new Date(context.now.getTime() + minutes(policy().rotation.judgeMinutes));
  const decline = { ...input, at: context.now, decideBy, approved: null, remark: null };
  const document = settled(withSeat(round, id, { state: 'declined', decline }));
  return {
    document,
    event: { type: 'rotation.declined', data: { name: personName, reason: input.reason } },
    effects: [
      acknowledged({ person, purposes: ['rotation.drawn'] }),
      ...(head
        ? [
            assign({
              ...{ person: head, purpose: 'rotation.decline', title: titleOf(round), county },
              ...{ dueAt: decideBy, todo: true },
            }),
          ]
        : []),
    ],
  };
}

function judged(round: Round, wanted: string | undefined, { actor }: Context): Seat {
  const waiting = toJudge(round, actor);
  const seat = wanted ? waiting.find(({ id }) => id === wanted) : waiting[0];
  if (!seat) throw new DomainError('NOT_NOW', '这条困难说明已经处理过了，请刷新查看。', { step: '审核', seat: wanted });
  return seat;
}

/** The heads whose last open question this was need not decide any more. */
function decided({ round, effects }: Change, head: string | null): Change {
  const waits = round.seats.some((seat) => seat.state === 'declined' && seat.head === head);
  return {
    round,
    effects: waits || !head ? effects : [...effects, settle({ person: head, purposes: ['rotation.decline'] })],
  };
}

/** 同意: excused, and the next of the unit is asked. */
export function approveDecline(
  round: Round,
  { seat: wanted }: ApproveDecline,
  context: Context,
  standing: Standing,
): Outcome<Round> {
  advance(rotationWorkflow, 'approveDecline', round, context);
  const seat = judged(round, wanted, context);
  const noted = withSeat(round, seat.id, { decline: { ...seat.decline!, approved: true } });
  const { document, effects } = written(decided(excuse(noted, seat, standing, context.now), seat.head));
  return {
    document,
    event: { type: 'rotation.excused', data: { name: seat.personName, ...joined(round, document) } },
    effects,
  };
}

/** 不同意: the absence is recorded and reported; the seat is served by somebody else all the same. */
export function refuseDecline(
  round: Round,
  { seat: wanted, reason }: RefuseDecline,
  context: Context,
  standing: Standing,
): Outcome<Round> {
  advance(rotationWorkflow, 'refuseDecline', round, context);
  const seat = judged(round, wanted, context);
  const noted = withSeat(round, seat.id, { decline: { ...seat.decline!, approved: false, remark: reason } });
  const { document, effects } = written(decided(recordAbsence(noted, seat, standing, context.now), seat.head));
  const data = { name: seat.personName, remark: reason, ...joined(round, document) };
  return { document, event: { type: 'rotation.refused', data }, effects };
}

/** Names of those who stepped in with this change. */
function joined(before: Round, after: Round): { substitutes: string[] } {
  const known = new Set(before.seats.map(({ id }) => id));
  const fresh = after.seats.filter(({ id }) => !known.has(id));
  return { substitutes: fresh.map(({ unitName, personName }) => `${unitName} ${personName}`) };
}

/** 到位: with the position, where the phone tells it. */
export function arriveAtPlace(round: Round, { place, location }: Arrive, context: Context): Outcome<Round> {
  advance(rotationWorkflow, 'arrive', round, context);
  const { id, personName } = mine(round, context);
  const document = settled(withSeat(round, id, { arrivedAt: context.now, location, arrivedPlace: place || null }));
  return { document, event: { type: 'rotation.arrived', data: { name: personName, positioned: location !== null } } };
}

/** 代记到位: for somebody whose phone is lost at sea. */
export function markArrived(round: Round, { person }: MarkArrived, context: Context): Outcome<Round> {
  advance(rotationWorkflow, 'markArrived', round, context);
  const seat = expected(round).find((one) => one.person === person);
  if (!seat) throw new DomainError('INVALID_INPUT', '这位同志不在待到位名单里，请重新选择。', { person });
  const document = settled(withSeat(round, seat.id, { arrivedAt: context.now }));
  return { document, event: { type: 'rotation.arrivalNoted', data: { name: seat.personName } } };
}

/** 缺席改记已批准: the bureau leader hears the reason afterwards. */
export function excuseAbsence(round: Round, { person, reason }: ExcuseAbsence, context: Context): Outcome<Round> {
  const status = advance(rotationWorkflow, 'excuseAbsence', round, context);
  const seat = seatWith(round, (one) => one.person === person && one.state === 'absent');
  const document = settled({ ...withSeat(round, seat.id, { state: 'excused' }), status });
  return {
    document,
    event: { type: 'rotation.absenceExcused', data: { name: seat.personName, reason } },
    effects: [settle({ purposes: ['rotation.absent'] })],
  };
}

/** Who was there has served; who accepted and was not there was absent; what was never answered is absence as well. */
function outcome({ state, arrivedAt }: Seat): Seat['state'] {
  if (state === 'confirmed') return arrivedAt ? 'served' : 'absent';
  if (state === 'offered') return 'absent';
  return state === 'declined' ? 'released' : state;
}

function closed(round: Round, now: Date): { document: Round; effects: Effect[]; data: Record<string, unknown> } {
  const seats = round.seats.map((seat) => ({ ...seat, state: outcome(seat) }));
  const absent = seats.filter(({ state }, index) => state === 'absent' && round.seats[index]!.state !== 'absent');
  const document = settled({ ...round, status: 'closed', seats, closedAt: now });
  const served = seats.filter(({ state }) => state === 'served').length;
  return { document, effects: [settle({})], data: { served, absent: absent.map(({ personName }) => personName) } };
}

/** 结束本轮: services count from now on. */
export function closeRound(round: Round, _input: unknown, context: Context): Outcome<Round> {
  advance(rotationWorkflow, 'close', round, context);
  const { document, effects, data } = closed(round, context.now);
  return { document, event: { type: 'rotation.closed', data }, effects };
}

/** Everybody who has let their time pass: the drawn who are silent, and those whose head did not agree in time. */
function lapsed(round: Round, standing: Standing, now: Date): Outcome<Round> | undefined {
  const silent = round.seats.filter(({ state, answerBy }) => state === 'offered' && answerBy <= now);
  const undecided = round.seats.filter(({ state, decline }) => state === 'declined' && decline!.decideBy <= now);
  if (silent.length + undecided.length === 0) return undefined;
  const change = [...silent, ...undecided].reduce<Change>(
    ({ round: before, effects }, seat) => {
      const after = decided(recordAbsence(before, seat, standing, now), seat.decline ? seat.head : null);
      return { round: after.round, effects: [...effects, ...after.effects] };
    },
    { round, effects: [] },
  );
  const names = (seats: Seat[]) => seats.map(({ personName }) => personName);
  const { document, effects } = written(change);
  const data = { silent: names(silent), undecided: names(undecided), ...joined(round, document) };
  return { document, event: { type: 'rotation.lapsed', data }, effects };
}

/** The clock's turn: after the service, close or ask for it; before, record who did not answer and ask the next. */
export function wakeRound(round: Round, _input: unknown, context: Context, standing: Standing): Outcome<Round> {
  advance(rotationWorkflow, 'wake', round, context);
  const over = context.now >= serviceEnds(round);
  if (!over)
    return (
      lapsed(round, standing, context.now) ?? { document: settled(round), event: { type: 'rotation.clockStopped' } }
    );
  if (round.closeAskedAt) {
    const { document, effects, data } = closed(round, context.now);
    return { document, event: { type: 'rotation.closedByClock', data }, effects };
  }
  const seats = round.seats.map((seat) =>
    seat.state === 'offered' || seat.state === 'declined' ? { ...seat, state: outcome(seat) } : seat,
  );
  const document = settled({ ...round, seats, closeAskedAt: context.now });
  return {
    document,
    event: { type: 'rotation.closeAsked' },
    effects: [tell(document, round.openedBy, 'rotation.close', {})],
  };
}

/** 因病 … for the head and the leader. */
export const reasonWords = ({ decline }: Seat): string => (decline ? REASONS[decline.reason] : '');
