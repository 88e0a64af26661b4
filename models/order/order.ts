/** 责令改正: the decisions. Source: 行政处罚法 第二十八条; clocks of 后督查. */
import { settle } from '../assignment/assignment.effects';
import { type Context, type Effect, type Outcome, advance, command } from '../core/workflow';
import { deadline, endOfShanghaiDay, shanghaiDay } from '../core/calendar';
import { type Domain } from '../core/domain';
import { DomainError } from '../core/errors';
import { policy } from '../core/policy';
import { orderInspection } from '../inspection/inspection.effects';
import { type z } from 'zod';
import {
  type Alarm,
  beginning,
  type BegunFacts,
  dueAlarm,
  morningOf,
  outcomeOf,
  requireOrder,
  requireRecent,
  tell,
  workingDayBefore,
} from '../serving/serving';
import { approversFor } from '../serving/serving.facts';
import { orders } from './order.store';
import { type IssueOrder, Nothing, type Order, ServeOrder, VerifyOrder, WithdrawOrder } from './order.schema';
import { orderWorkflow } from './order.workflow';

interface OrderAlarm extends Alarm {
  kind: 'remind' | 'due' | 'overdue';
}

/** A reminder before the last day, the visit after it, and whoever leads when the visit is late. */
export function alarmsOf({ status, correctBy, serving, visit }: Order): OrderAlarm[] {
  const remindAt = morningOf(workingDayBefore(correctBy, policy().order.remindWd));
  if (status === 'served' && serving)
    return [
      ...(remindAt > serving.at ? [{ id: `remind:${correctBy}`, kind: 'remind' as const, at: remindAt }] : []),
      { id: `due:${correctBy}`, kind: 'due', at: endOfShanghaiDay(correctBy) },
    ];
  return status === 'due' && visit ? [{ id: `overdue:${correctBy}`, kind: 'overdue', at: visit.dueAt }] : [];
}

const outcome = outcomeOf<Order>('order', alarmsOf);

/** The visit is due so many working days after the last day of the correction. */
export const visitDue = (correctBy: string) => deadline({ from: endOfShanghaiDay(correctBy), ...policy().order.visit });

function requireDay(correctBy: string, from: Date): void {
  const last = new Date(from.getTime() + policy().order.longestDays * 24 * 3_600_000);
  const isReal = Number.isFinite(Date.parse(correctBy)) && shanghaiDay(endOfShanghaiDay(correctBy)) === correctBy;
  if (!isReal || correctBy < shanghaiDay(from) || correctBy > shanghaiDay(last))
    throw new DomainError('INVALID_INPUT', '改正期限应在送达之后一年以内，请重新选择日期。', { correctBy });
}

/** 作出责令改正, for `create`; handed over at once when `serving` says so. */
export function issueOrder(id: string, input: IssueOrder, context: Context, facts: BegunFacts): Outcome<Order> {
  const { now } = context;
  const { inspectedAt, facts: found, violated, basis, demands, correctBy, serving } = input;
  requireRecent('检查时间', inspectedAt, now);
  if (serving) requireServed(serving.at, inspectedAt, now);
  requireDay(correctBy, serving?.at ?? now);
  const document: Order = {
    ...beginning(id, input, facts, now),
    status: serving ? 'served' : 'issued',
    ...{ inspectedAt, facts: found, violated, basis, demands, correctBy, serving },
    ...{ visit: null, verification: null, withdrawnReason: null },
  };
  const dueAt = deadline({ from: now, n: 7, unit: 'wd' }).dueAt;
  const toServe = serving ? [] : tell(document, document.team, 'order.serve', { dueAt });
  return outcome(document, serving ? 'issuedAndServed' : 'issued', { correctBy, refused: !!serving?.refusal }, toServe);
}

function requireServed(at: Date, inspectedAt: Date, now: Date): void {
  requireRecent('送达时间', at, now);
  requireOrder(['检查时间', inspectedAt], ['送达时间', at]);
}

function serveOrder(order: Order, { serving }: z.infer<typeof ServeOrder>, context: Context): Outcome<Order> {
  const status = advance(orderWorkflow, 'serve', order, context);
  requireServed(serving.at, order.inspectedAt, context.now);
  requireDay(order.correctBy, serving.at);
  return outcome({ ...order, status, serving }, 'served', { refused: serving.refusal !== null }, [settle({})]);
}

function looked(
  order: Order,
  step: 'verify' | 'unverify',
  { text, photos }: VerifyOrder,
  context: Context,
  heads: string[],
): Outcome<Order> {
  const status = advance(orderWorkflow, step, order, context);
  const { now: at, actor } = context;
  const verification = { at, by: actor.id, text, photos };
  const told = step === 'unverify' ? tell(order, heads, 'order.unverified') : [];
  return outcome({ ...order, status, verification }, status, { photos: photos.length }, [settle({}), ...told]);
}

function withdrawOrder(order: Order, { reason }: z.infer<typeof WithdrawOrder>, context: Context): Outcome<Order> {
  const status = advance(orderWorkflow, 'withdraw', order, context);
  return outcome({ ...order, status, withdrawnReason: reason }, 'withdrawn', { reason }, [settle({ as: 'cancelled' })]);
}

/** One visit per order, ordered under an id made from it. */
const visitId = ({ _id }: Order) => `order-${_id}`;

const orderedVisit = (order: Order, dueAt: Date, now: Date): Effect =>
  orderInspection({
    ...{ inspection: visitId(order), checkType: 'CASE', enterprise: order.enterprise, siteName: order.party.name },
    ...{ county: order.county, officers: order.team, plannedOn: shanghaiDay(now), dueOn: shanghaiDay(dueAt) },
    trigger: { kind: 'RECHECK', id: order._id, no: order.no, text: `核实责令改正 ${order.no} 的改正情况` },
    instruction: '逐项核对改正内容和方式，拍摄与原照片同角度的照片。',
  });

type Rung = (order: Order, now: Date, heads: string[]) => { order: Order; type: string; effects: Effect[] };
const RUNGS: Record<OrderAlarm['kind'], Rung> = {
  remind: (order) => ({
    ...{ order, type: 'reminded' },
    effects: tell(order, order.team, 'order.remind', { dueAt: endOfShanghaiDay(order.correctBy), quiet: true }),
  }),
  due: (order, now) => {
    const { dueAt } = visitDue(order.correctBy);
    const visited: Order = { ...order, status: 'due', visit: { inspection: visitId(order), dueAt } };
    const effects = [
      settle({ purposes: ['order.remind'] }),
      orderedVisit(order, dueAt, now),
      ...tell(order, order.team, 'order.verify', { dueAt }),
    ];
    return { order: visited, type: 'due', effects };
  },
  overdue: (order, _now, heads) => ({ order, type: 'overdue', effects: tell(order, heads, 'order.overdue') }),
};

function wakeOrder(order: Order, _input: unknown, context: Context, heads: string[]): Outcome<Order> {
  advance(orderWorkflow, 'wake', order, context);
  const alarm = dueAlarm(alarmsOf(order), order.alarms, context);
  const { order: changed, type, effects } = RUNGS[alarm.kind](order, context.now, heads);
  return outcome({ ...changed, alarms: [...order.alarms, alarm.id] }, type, {}, effects);
}

const headsOf = approversFor(orders);

export const orderDomain: Domain<Order> = {
  store: orders,
  workflow: orderWorkflow,
  commands: {
    serve: command(ServeOrder, serveOrder),
    verify: command(VerifyOrder, (order: Order, input, context, heads: string[]) =>
      looked(order, 'verify', input, context, heads),
    ),
    unverify: command(VerifyOrder, (order: Order, input, context, heads: string[]) =>
      looked(order, 'unverify', input, context, heads),
    ),
    withdraw: command(WithdrawOrder, withdrawOrder),
    wake: command(Nothing, wakeOrder),
  },
  facts: { unverify: headsOf, wake: headsOf },
};
