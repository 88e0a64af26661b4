/** 缴款: what the bank's lines do to a case. Pure; nobody books by hand what no bank has taken (行政处罚法 第六十七条). */
import { settle } from '../assignment/assignment.effects';
import { shanghaiDay } from '../core/calendar';
import { DomainError } from '../core/errors';
import { type Context, type Effect, type Outcome } from '../core/workflow';
import { faulty, outcome, take, tell } from './acting';
import { ledgerAt, movedByAccount, requirePast } from './execution';
import { type Payment, type ReceivePayment, type RefundPayment } from './execution.schema';
import { type PenaltyCase } from './penalty.schema';

type Case = PenaltyCase;
type Result = Outcome<PenaltyCase>;

/** Beside the usual: who looks after money that came in too much. */
export interface MoneyFacts {
  finance: readonly string[];
}

/** @throws DomainError NOT_NOW when the decision imposes no payment */
export function paymentOf({ payment }: Case): Payment {
  if (!payment) throw new DomainError('NOT_NOW', '这件处罚决定没有罚没款，不需要缴款。');
  return payment;
}

function toldOf(before: Case, after: Case, today: string, { finance }: MoneyFacts): Effect[] {
  const { overFen } = ledgerAt(after, today);
  const isSettled = after.status === 'paid' && before.status !== 'paid';
  return [
    ...(isSettled ? [settle({}), ...tell(after, after.investigatorIds, 'penalty.settled', { quiet: true })] : []),
    ...(overFen > 0 ? tell(after, finance, 'penalty.overpaid') : []),
  ];
}

/**
 * Book one line of the bank, by the day on which it took the money: a late penalty that was never due is gone again, a share that came
 * in time is not missed. The same payment twice has one effect, whatever key it comes under.
 */
export function receivePayment(record: Case, input: ReceivePayment, context: Context, facts: MoneyFacts): Result {
  take('receivePayment', record, context);
  const payment = paymentOf(record);
  const today = shanghaiDay(context.now);
  requirePast('缴款日期', input.paidOn, context);
  const known = payment.receipts.some((receipt) => receipt.payment === input.payment);
  const receipts = known ? payment.receipts : [...payment.receipts, { ...input, bookedAt: context.now }];
  const booked = movedByAccount({ ...record, payment: { ...payment, receipts } }, today);
  const ledger = ledgerAt(booked, today);
  const line = ledger.lines.find((one) => one.payment === input.payment);
  const { fineFen = 0, confiscationFen = 0, lateFen = 0, overFen = 0 } = line ?? {};
  return outcome(
    booked,
    'paymentReceived',
    { ref: input.ref, paidOn: input.paidOn, fineFen, confiscationFen, lateFen, overFen, openFen: ledger.openFen },
    toldOf(record, booked, today, facts),
  );
}

/** A line that was booked to the wrong case goes out again; the history keeps both. */
export function reversePayment(record: Case, { payment: id }: { payment: string }, context: Context): Result {
  take('reversePayment', record, context);
  const payment = paymentOf(record);
  const gone = payment.receipts.find((receipt) => receipt.payment === id);
  const receipts = payment.receipts.filter((receipt) => receipt !== gone);
  const left = movedByAccount({ ...record, payment: { ...payment, receipts } }, shanghaiDay(context.now));
  const told = gone ? tell(left, record.investigatorIds, 'penalty.paymentReversed', { quiet: true }) : [];
  return outcome(left, 'paymentReversed', { ref: gone?.ref ?? null }, told);
}

/** 退付 of what was paid too much. @throws DomainError INVALID_INPUT when it is more than that, or told before */
export function refundPayment(record: Case, { ref, on, amountFen }: RefundPayment, context: Context): Result {
  const status = take('refundPayment', record, context);
  const payment = paymentOf(record);
  requirePast('退付日期', on, context);
  if (payment.refunds.some((refund) => refund.ref === ref))
    throw faulty('ref', '这张退付凭证已经登记过了，请核对编号。');
  const { overFen } = ledgerAt(record, shanghaiDay(context.now));
  if (amountFen > overFen)
    throw faulty('amountYuan', `多缴的只有${(overFen / 100).toFixed(2)}元，退付不能超过它，请核对金额。`);
  const refund = { ref, on, amountFen, by: context.actor.id, at: context.now };
  const refunded = { ...record, status, payment: { ...payment, refunds: [...payment.refunds, refund] } };
  return outcome(refunded, 'paymentRefunded', { ref, on, amountFen }, [
    ...(amountFen === overFen ? [settle({ purposes: ['penalty.overpaid'] })] : []),
  ]);
}
