/**
 * 换班 of two seats in two shifts: A gives the first seat and takes the second, B the other way round. Two documents cannot change in one
 * write, and while B still holds the claims of the second seat the first cannot take B when the shifts are near each other. So the exchange is
 * a chain, each link one guarded write that owes the next in its outbox:
 *
 *   approve (first) → release (second: B stays on it without claims) → take (first: B instead of A) → finish (second: A instead of B) → done
 *
 * Killed between any two links, the next is still owed and is carried out by whoever comes; carried out twice, the key of the entry makes the
 * second time nothing. Until the last link the seats have their old or their new person, never nobody: `released` takes claims away, not the
 * person. When a link is refused (somebody has confirmed another shift meanwhile, a shift has begun), the decision to give up is itself a write
 * on the second shift (`undoing`), so that a late repetition of the refused link finds the door shut; then both seats go back, and both
 * people are told; where the second seat itself has been given to somebody else, only the first goes back. Somebody who cannot come back, because they have taken another post meanwhile, is replaced by rule.
 */
import { DomainError } from '../core/errors';
import { advance, type Context, type Effect, type Outcome } from '../core/workflow';
import { type Exchange, type Seat, type Shift, type Swap, type Trade } from './duty.schema';
import { dutyWorkflow, isAhead } from './duty.workflow';
import { nameOf, postOf } from './duty.words';
import { type Named } from './onDuty';
import { release, seatMeant, tell, withSeat } from './seats';

export type Link = 'release' | 'take' | 'finish' | 'done' | 'undo';

/** The next link, owed by the shift whose write came before it. */
export const exchanged = (link: Link, exchange: Exchange): Effect => ({
  kind: 'duty.exchange',
  lane: `exchange:${exchange.id}`,
  data: { link, exchange },
});

/** Both sides of the exchange that this seat's swap is. */
export function exchangeOf({ _id }: Pick<Shift, '_id'>, { id, swap }: Seat): Exchange {
  if (!swap?.inReturn) throw new DomainError('NOT_NOW', '这里没有要对调的班次。', { shift: _id });
  const { shift, seat } = swap.inReturn;
  return {
    id: swap.id,
    first: { shift: _id, seat: id, person: swap.from, name: swap.fromName },
    second: { shift, seat, person: swap.with, name: swap.withName },
    why: '',
  };
}

const GONE = '对方的班次已有变动，换班没有办成。';

/** The seat of the exchange on this shift, while its swap stands in one of the states. */
function seatIn(shift: Shift, id: string, states: readonly Swap['state'][]): { seat: Seat; swap: Swap } {
  const seat = shift.seats.find(({ swap }) => swap?.id === id && states.includes(swap.state));
  if (!seat?.swap) throw new DomainError('NOT_NOW', GONE, { shift: shift._id, exchange: id });
  return { seat, swap: seat.swap };
}

/** 让出: B stays on the second seat, without claims. */
export function swapRelease(shift: Shift, exchange: Exchange, context: Context): Outcome<Shift> {
  advance(dutyWorkflow, 'swapRelease', shift, context);
  const { first, second, id } = exchange;
  const fits = (seat: Seat) => seat.person === second.person && isAhead(seat) && !seat.swap;
  const seat = seatMeant(shift, second.seat, fits, GONE);
  const swap: Swap = {
    ...{ id, from: second.person, fromName: second.name, with: first.person, withName: first.name },
    ...{ inReturn: { shift: first.shift, seat: first.seat, label: '' }, state: 'released', askedAt: context.now },
  };
  return {
    document: withSeat(shift, seat.id, { swap }),
    event: { type: 'shift.swapReleased', data: { seat: seat.id, from: second.name, with: first.name } },
    effects: [exchanged('take', exchange)],
  };
}

/** 接入: whoever comes sits down. On the first shift the swap stays open until the second has followed. */
export function swapTake(
  shift: Shift,
  exchange: Exchange,
  context: Context,
  { hindered }: { hindered: string | null },
): Outcome<Shift> {
  advance(dutyWorkflow, 'swapTake', shift, context);
  const isFirst = shift._id === exchange.first.shift;
  const { seat, swap } = seatIn(shift, exchange.id, [isFirst ? 'moving' : 'released']);
  if (!isAhead(seat) || seat.person !== swap.from) throw new DomainError('NOT_NOW', GONE, { shift: shift._id });
  if (hindered) throw new DomainError('NOT_NOW', hindered, { shift: shift._id, exchange: exchange.id });
  const next: Partial<Seat> = {
    ...{ person: swap.with, personName: swap.withName, reason: `与${swap.fromName}对调班次` },
    ...{ state: seat.askedAt ? 'confirmed' : 'planned', confirmBy: null, unfilled: false },
    swap: isFirst ? swap : null,
  };
  return {
    document: withSeat(shift, seat.id, next),
    event: { type: 'shift.swapTaken', data: { seat: seat.id, from: swap.fromName, with: swap.withName } },
    effects: [
      release(swap.from),
      ...(isFirst
        ? [exchanged('finish', exchange)]
        : [exchanged('done', exchange), ...[swap.from, swap.with].map((to) => tell(shift, seat, to, 'duty.swapped'))]),
    ],
  };
}

/** 办妥: nothing of the exchange stays open on the first shift. */
export function swapDone(shift: Shift, exchange: Exchange, context: Context): Outcome<Shift> {
  const status = advance(dutyWorkflow, 'swapDone', shift, context);
  const { seat, swap } = seatIn(shift, exchange.id, ['moving']);
  return {
    document: { ...withSeat(shift, seat.id, { swap: null }), status },
    event: { type: 'shift.swapFinished', data: { seat: seat.id, from: swap.fromName, with: swap.withName } },
    effects: [swap.from, swap.with].map((to) => tell(shift, seat, to, 'duty.swapped')),
  };
}

/** 不成: from here the exchange only goes back. */
export function swapGiveUp(shift: Shift, exchange: Exchange, context: Context): Outcome<Shift> {
  advance(dutyWorkflow, 'swapGiveUp', shift, context);
  const { seat, swap } = seatIn(shift, exchange.id, ['released']);
  return {
    document: withSeat(shift, seat.id, { swap: { ...swap, state: 'undoing' } }),
    event: {
      type: 'shift.swapFailed',
      data: { seat: seat.id, from: swap.fromName, with: swap.withName, why: exchange.why },
    },
    effects: [exchanged('undo', exchange)],
  };
}

/** 退回: the seat has its old person again, with their claims. */
export function swapUndo(shift: Shift, exchange: Exchange, context: Context): Outcome<Shift> {
  advance(dutyWorkflow, 'swapUndo', shift, context);
  const { seat, swap } = seatIn(shift, exchange.id, ['moving', 'released', 'undoing']);
  const back =
    seat.person === swap.from ? {} : { person: swap.from, personName: swap.fromName, reason: '换班没有办成，恢复原班' };
  return {
    document: withSeat(shift, seat.id, { ...back, swap: null }),
    event: { type: 'shift.swapUndone', data: { seat: seat.id, name: swap.fromName, why: exchange.why } },
    effects: [swap.from, ...(seat.person === swap.with ? [swap.with] : [])].map((to) =>
      tell(shift, seat, to, 'duty.swapFailed'),
    ),
  };
}

export interface TradeFacts {
  /** The other shift and seat as they are now. */
  other: { shift: Pick<Shift, '_id' | 'kind' | 'day'>; seat: Seat } | null;
  arranger: string;
  /** Why one of the two cannot come to the other's shift, in words. */
  hindered: string | null;
}

/** 对调 by whoever arranges the roster: the same chain, without asking the two. They are told. */
export function tradeSeats(
  shift: Shift,
  { seat: id }: Trade,
  context: Context,
  { other, hindered }: TradeFacts,
): Outcome<Shift> {
  advance(dutyWorkflow, 'trade', shift, context);
  const seat = seatMeant(shift, id, (one) => isAhead(one) && !one.swap, '这个岗位正在办换班或已开始签到，不能对调。');
  if (!other || other.shift._id === shift._id || !isAhead(other.seat) || other.seat.swap)
    throw new DomainError('NOT_NOW', '要对调的班次已有变动，请刷新后重新选择。', { shift: shift._id });
  const partner: Named = { id: other.seat.person, name: other.seat.personName };
  if (partner.id === seat.person) throw new DomainError('INVALID_INPUT', '两个岗位是同一个人，不需要对调。', {});
  if (hindered) throw new DomainError('NOT_NOW', hindered, { shift: shift._id });
  const swap: Swap = {
    id: `${shift._id}:${seat.id}:${context.now.getTime()}`,
    ...{ from: seat.person, fromName: seat.personName, with: partner.id, withName: partner.name },
    inReturn: { shift: other.shift._id, seat: other.seat.id, label: `${nameOf(other.shift)}${postOf(other.seat)}` },
    ...{ state: 'moving', askedAt: context.now },
  };
  const moving: Seat = { ...seat, swap };
  return {
    document: withSeat(shift, seat.id, moving),
    event: {
      type: 'shift.tradeOrdered',
      data: { seat: seat.id, from: seat.personName, with: partner.name, inReturn: swap.inReturn?.label },
    },
    effects: [exchanged('release', exchangeOf(shift, moving))],
  };
}
