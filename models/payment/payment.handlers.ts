/**
 * From the bank's line into its case and out again. The case is changed first, under the key of the errand, then the line says so: a
 * process that dies in between does both again, and each has one effect.
 */
import { perform } from '../core/domain';
import { DomainError } from '../core/errors';
import { read } from '../core/journal';
import { each, type Handler, type OwedEntry } from '../core/outbox';
import { asClock } from '../core/workflow';
import { penaltyDomain } from '../penalty/penalty';
import { type Payment } from './payment.schema';
import { paymentDomain } from './payment';
import { payments } from './payment.store';

const step = (name: string, { id, recordId }: OwedEntry, input: object, now: Date) =>
  perform(paymentDomain, name, recordId, input, asClock(now, `${id}:${name}`));

/** Refusals that say how the case stands; whatever else fails is tried again. */
const FINAL: readonly string[] = ['NOT_FOUND', 'ILLEGAL_TRANSITION', 'NOT_NOW', 'INVALID_INPUT'];

async function intoCase(payment: Payment, entry: OwedEntry, now: Date): Promise<string | null> {
  const { _id, ref, paidOn, amountFen, item, case: id } = payment;
  try {
    const line = { payment: _id, ref, paidOn, amountFen, item };
    await perform(penaltyDomain, 'receivePayment', id ?? '', line, asClock(now, entry.id));
    return null;
  } catch (error) {
    if (error instanceof DomainError && FINAL.includes(error.code)) return error.message;
    throw error;
  }
}

async function book(entry: OwedEntry, now: Date): Promise<void> {
  const payment = await read(payments, entry.recordId);
  if (payment?.status !== 'matched') return;
  const refused = await intoCase(payment, entry, now);
  await (refused === null
    ? step('book', entry, {}, now)
    : step('bounce', entry, { reason: refused.slice(0, 300) }, now));
}

async function unbook(entry: OwedEntry, now: Date): Promise<void> {
  const payment = await read(payments, entry.recordId);
  if (payment?.status !== 'reversing') return;
  const out = { payment: payment._id };
  await perform(penaltyDomain, 'reversePayment', payment.case ?? '', out, asClock(now, entry.id));
  await step('reversed', entry, {}, now);
}

export const paymentHandlers: Record<string, Handler> = { 'payment.book': each(book), 'payment.unbook': each(unbook) };
