/** 确认、换班、请假: what the people of a shift agree on before it begins. Pure. */
import { assign, settle } from '../assignment/assignment.effects';
import { DomainError } from '../core/errors';
import { advance, type Context, type Effect, type Outcome } from '../core/workflow';
import { release, seatMeant, swapDropped, tell, underWay, withSeat } from './seats';
import {
  type AnswerSwap,
  type AskLeave,
  type ConfirmSeat,
  type RefuseSwap,
  type RequestSwap,
  type Seat,
  type Shift,
  type Swap,
} from './duty.schema';
import { postOf, titleOf } from './duty.words';
import { asksSwap, decidesOn, dutyWorkflow, isAhead } from './duty.workflow';
import { type Named } from './onDuty';
import { exchanged, exchangeOf } from './exchange';
import { type z } from 'zod';

const mine =
  (actor: { id: string }, fits: (seat: Seat) => boolean) =>
  (seat: Seat): boolean =>
    seat.person === actor.id && fits(seat);

/** 确认: the person will be there. */
export function confirmSeat(shift: Shift, { seat: id }: z.infer<typeof ConfirmSeat>, context: Context): Outcome<Shift> {
  advance(dutyWorkflow, 'confirm', shift, context);
  const { actor } = context;
  const seat = seatMeant(
    shift,
    id,
    mine(actor, ({ state }) => state === 'planned'),
    '您在这个班次里没有待确认的岗位。',
  );
  const answered = underWay(shift)
    ? {
        kind: 'assignment.acknowledge',
        lane: 'assignments',
        data: { person: actor.id, purposes: ['duty.calledIn'], ...(seat.checkInBy ? { until: seat.checkInBy } : {}) },
      }
    : settle({ person: actor.id, purposes: ['duty.slot', 'duty.calledIn'] });
  return {
    document: withSeat(shift, seat.id, { state: 'confirmed', confirmBy: null, unfilled: false }),
    event: { type: 'shift.confirmed', data: { seat: seat.id, post: postOf(seat), name: seat.personName } },
    effects: [answered],
  };
}

export interface SwapFacts {
  /** The colleague, when there is such a person on the same post's pool. */
  partner: Named | null;
  /** Why they cannot take the seat, in words; null when they can. */
  hindered: string | null;
  /** Their seat that is asked for in return. */
  inReturn: Swap['inReturn'];
}

/** 换班: a colleague of the same post is asked; in chat they say yes or no. */
export function requestSwap(shift: Shift, input: RequestSwap, context: Context, facts: SwapFacts): Outcome<Shift> {
  advance(dutyWorkflow, 'requestSwap', shift, context);
  const { actor, now } = context;
  const seat = seatMeant(
    shift,
    input.seat,
    mine(actor, (own) => isAhead(own) && !own.swap),
    '您在这个班次里没有可以换的岗位。',
  );
  const { partner, hindered, inReturn } = facts;
  if (!partner || partner.id === actor.id)
    throw new DomainError('INVALID_INPUT', '请从同岗位的同事里选择换班的人。', {});
  if (hindered) throw new DomainError('NOT_NOW', hindered, { partner: partner.id });
  const swap: Swap = {
    id: `${shift._id}:${seat.id}:${now.getTime()}`,
    ...{ from: actor.id, fromName: seat.personName, with: partner.id, withName: partner.name },
    ...{ inReturn, state: 'asked', askedAt: now },
  };
  return {
    document: withSeat(shift, seat.id, { swap }),
    event: {
      type: 'shift.swapAsked',
      data: { seat: seat.id, from: swap.fromName, with: partner.name, inReturn: inReturn?.label ?? null },
    },
    effects: [
      assign({
        person: partner.id,
        purpose: 'duty.swapAsked',
        title: titleOf(shift, seat),
        ladder: false,
        dueAt: seat.confirmBy ?? shift.startsAt,
      }),
    ],
  };
}

/** A seat whose swap has gone this far. */
function swapMeant(shift: Shift, id: string | undefined, fits: (seat: Seat, swap: Swap) => boolean) {
  const otherwise = '这里没有您要办的换班，可能已经办完或撤回，请查看最新情况。';
  const seat = seatMeant(shift, id, (one) => one.swap !== null && fits(one, one.swap), otherwise);
  return { seat, swap: seat.swap as Swap };
}

/** 同意换班: now the head decides. */
export function agreeSwap(
  shift: Shift,
  { seat: id }: z.infer<typeof AnswerSwap>,
  context: Context,
  { approvers }: { approvers: readonly Named[] },
): Outcome<Shift> {
  advance(dutyWorkflow, 'agreeSwap', shift, context);
  const { seat, swap } = swapMeant(shift, id, (_, asked) => asked.with === context.actor.id && asked.state === 'asked');
  const [approver] = approvers.filter((one) => one.id !== swap.from && one.id !== swap.with);
  return {
    document: withSeat(shift, seat.id, { swap: { ...swap, state: 'agreed' } }),
    event: { type: 'shift.swapAgreed', data: { seat: seat.id, from: swap.fromName, with: swap.withName } },
    effects: [
      settle({ person: swap.with, purposes: ['duty.swapAsked'] }),
      ...(approver
        ? [
            assign({
              person: approver.id,
              purpose: 'duty.swapApprove',
              title: titleOf(shift, seat),
              county: seat.county,
              dueAt: seat.confirmBy ?? shift.startsAt,
            }),
          ]
        : []),
    ],
  };
}

/** A swap that does not take place leaves everything as it was; those who waited for it are told. */
function dropped(
  shift: Shift,
  seat: Seat,
  swap: Swap,
  event: Outcome<Shift>['event'],
  told: readonly string[],
): Outcome<Shift> {
  return {
    document: withSeat(shift, seat.id, { swap: null }),
    event: { ...event, data: { seat: seat.id, from: swap.fromName, with: swap.withName, ...event.data } },
    effects: [...swapDropped(shift, seat), ...told.map((person) => tell(shift, seat, person, 'duty.swapRefused'))],
  };
}

/** 谢绝换班. */
export function declineSwap(shift: Shift, { seat: id }: z.infer<typeof AnswerSwap>, context: Context): Outcome<Shift> {
  advance(dutyWorkflow, 'declineSwap', shift, context);
  const { seat, swap } = swapMeant(shift, id, (_, asked) => asked.with === context.actor.id && asked.state === 'asked');
  return dropped(shift, seat, swap, { type: 'shift.swapDeclined' }, [swap.from]);
}

/** 撤回换班. */
export function withdrawSwap(shift: Shift, { seat: id }: z.infer<typeof AnswerSwap>, context: Context): Outcome<Shift> {
  advance(dutyWorkflow, 'withdrawSwap', shift, context);
  const { seat, swap } = swapMeant(shift, id, (one, asked) => asked.from === context.actor.id && asksSwap(one));
  return dropped(shift, seat, swap, { type: 'shift.swapWithdrawn' }, []);
}

const decidable = (context: Context) => (seat: Seat, swap: Swap) =>
  swap.state === 'agreed' && decidesOn(seat, context.actor);

/** 批准换班: one seat changes hands in this very write; two seats go the way of an exchange. */
export function approveSwap(
  shift: Shift,
  { seat: id }: z.infer<typeof AnswerSwap>,
  context: Context,
  { approver, hindered }: { approver: string; hindered: string | null },
): Outcome<Shift> {
  advance(dutyWorkflow, 'approveSwap', shift, context);
  const { seat, swap } = swapMeant(shift, id, decidable(context));
  if (hindered) throw new DomainError('NOT_NOW', hindered, { shift: shift._id, seat: seat.id });
  const data = { seat: seat.id, from: swap.fromName, with: swap.withName, inReturn: swap.inReturn?.label ?? null };
  const event = { type: 'shift.swapApproved', data };
  const answered = swapDone(shift, seat);
  if (swap.inReturn) {
    const moving: Swap = { ...swap, state: 'moving' };
    const exchange = exchangeOf(shift, { ...seat, swap: moving });
    return {
      document: withSeat(shift, seat.id, { swap: moving }),
      event,
      effects: [...answered, exchanged('release', exchange)],
    };
  }
  const document = withSeat(
    shift,
    seat.id,
    takenBy(seat, { id: swap.with, name: swap.withName }, `与${swap.fromName}换班，${approver}批准`),
  );
  return {
    document,
    event,
    effects: [
      ...answered,
      release(swap.from),
      ...[swap.from, swap.with].map((person) => tell(shift, seat, person, 'duty.swapped')),
    ],
  };
}

const swapDone = (shift: Shift, seat: Seat): Effect[] =>
  swapDropped(shift, seat).map((effect) => ({ ...effect, data: { ...effect.data, as: 'done' } }));

/** The seat in the hands of somebody who has already agreed to come. */
export const takenBy = (seat: Seat, person: Named, reason: string): Partial<Seat> => ({
  person: person.id,
  personName: person.name,
  reason: reason.slice(0, 300),
  state: seat.askedAt ? 'confirmed' : 'planned',
  swap: null,
  confirmBy: null,
  unfilled: false,
});

/** 不批换班: with the reason, to both. */
export function refuseSwap(
  shift: Shift,
  { seat: id, reason }: z.infer<typeof RefuseSwap>,
  context: Context,
): Outcome<Shift> {
  advance(dutyWorkflow, 'refuseSwap', shift, context);
  const { seat, swap } = swapMeant(shift, id, decidable(context));
  return dropped(shift, seat, swap, { type: 'shift.swapRefused', data: { reason } }, [swap.from, swap.with]);
}

/** 请假: asks the head of the unit; the seat stays the person's until the absence is approved. */
export function askLeave(
  shift: Shift,
  { seat: id, reason }: z.infer<typeof AskLeave>,
  context: Context,
): Outcome<Shift> {
  advance(dutyWorkflow, 'leave', shift, context);
  const { actor } = context;
  const seat = seatMeant(shift, id, mine(actor, isAhead), '您在这个班次里没有岗位，请查看最新排班。');
  const { _id, startsAt, endsAt } = shift;
  return {
    document: withSeat(shift, seat.id, {}),
    event: { type: 'shift.leaveAsked', data: { seat: seat.id, post: postOf(seat), name: seat.personName } },
    effects: [
      {
        kind: 'absence.request',
        data: { person: actor.id, kind: 'LEAVE', from: startsAt, to: endsAt, reason, shift: _id },
      },
    ],
  };
}
