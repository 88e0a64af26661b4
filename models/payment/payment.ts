/** 缴款: the decisions about one line of the bank. Pure but for the domain at the end. */
import { assign, settle } from '../assignment/assignment.effects';
import { type Domain } from '../core/domain';
import { DomainError } from '../core/errors';
import { advance, command, type Context, type Outcome } from '../core/workflow';
import { personById } from '../people/people.store';
import { caseToClaim, type FoundCase, type Match } from './matching';
import { bookInCase, takeOutOfCase } from './payment.effects';
import { type BankLine, ClaimPayment, Nothing, type Payment, type PaymentSource, WithReason } from './payment.schema';
import { payments } from './payment.store';
import { paymentWorkflow } from './payment.workflow';

type Result = Outcome<Payment>;
const outcome = (
  document: Payment,
  type: string,
  data: Record<string, unknown>,
  effects: Result['effects'] = [],
): Result => ({
  document,
  event: { type: `payment.${type}`, data },
  effects,
});

/** The same line of the same source is the same record. */
export const paymentId = (source: PaymentSource, ref: string) => `${source}-${ref}`;

export interface Importing {
  source: PaymentSource;
  batch: string;
  by: { id: string; name: string };
}

/** A line that is new: on its way into the case its code names, else it waits for a person. */
export function importPayment(
  line: BankLine,
  match: Match,
  { source, batch, by }: Importing,
  { now }: Context,
): Result {
  const found = 'id' in match ? match : null;
  const document: Payment = {
    ...{ _id: paymentId(source, line.ref), version: 0, status: found ? 'matched' : 'unmatched', source, ...line },
    ...{ batch, importedBy: by.id, importedByName: by.name, importedAt: now },
    ...{ case: found?.id ?? null, caseNo: found?.no ?? null, county: found?.county ?? null },
    ...{ settledBy: null, settledByName: null, reason: 'reason' in match ? match.reason : null },
  };
  return outcome(document, found ? 'matched' : 'unmatched', { batch }, found ? [bookInCase()] : []);
}

interface ClaimFacts {
  found: FoundCase | null;
  name: string;
}
function claim(payment: Payment, { reason }: ClaimPayment, context: Context, { found, name }: ClaimFacts): Result {
  const status = advance(paymentWorkflow, 'claim', payment, context);
  if (!found)
    throw new DomainError('INVALID_INPUT', '没有找到这件案件，请从列表里选择。', { fields: [{ field: 'case' }] });
  const claimed: Payment = {
    ...{ ...payment, status, case: found.id, caseNo: found.no, county: found.county, reason },
    ...{ settledBy: context.actor.id, settledByName: name },
  };
  return outcome(claimed, 'claimed', { no: found.no, reason }, [settle({}), bookInCase()]);
}

function setAside(payment: Payment, { reason }: WithReason, context: Context): Result {
  const status = advance(paymentWorkflow, 'setAside', payment, context);
  return outcome({ ...payment, status, reason }, 'setAside', { reason }, [settle({})]);
}

function takeUp(payment: Payment, { reason }: WithReason, context: Context): Result {
  const status = advance(paymentWorkflow, 'takeUp', payment, context);
  return outcome({ ...payment, status, reason }, 'takenUp', { reason });
}

function book(payment: Payment, _input: unknown, context: Context): Result {
  const status = advance(paymentWorkflow, 'book', payment, context);
  return outcome({ ...payment, status, reason: payment.settledBy ? payment.reason : null }, 'booked', {});
}

const free = { case: null, caseNo: null, county: null, settledBy: null, settledByName: null };

/** The case would not take it: a person looks, with the reason in its words. */
function bounce(payment: Payment, { reason }: WithReason, context: Context): Result {
  const status = advance(paymentWorkflow, 'bounce', payment, context);
  const title = `${payment.ref} · 缴款`;
  const told = assign({ person: payment.importedBy, purpose: 'payment.unmatched', title, dueAt: null });
  return outcome({ ...payment, ...free, status, reason }, 'bounced', { reason }, [told]);
}

function reverse(payment: Payment, { reason }: WithReason, context: Context): Result {
  const status = advance(paymentWorkflow, 'reverse', payment, context);
  return outcome({ ...payment, status, reason }, 'reversing', { no: payment.caseNo, reason }, [takeOutOfCase()]);
}

function reversed(payment: Payment, _input: unknown, context: Context): Result {
  const status = advance(paymentWorkflow, 'reversed', payment, context);
  return outcome({ ...payment, ...free, status }, 'reversed', {});
}

async function claimFacts(input: unknown, _id: string, { actor }: Context): Promise<ClaimFacts> {
  const asked = ClaimPayment.safeParse(input);
  const [found, person] = await Promise.all([
    asked.success ? caseToClaim(asked.data.case) : null,
    personById(actor.id),
  ]);
  return { found, name: person?.name ?? '' };
}

export const paymentDomain: Domain<Payment> = {
  store: payments,
  workflow: paymentWorkflow,
  commands: {
    claim: command(ClaimPayment, claim),
    setAside: command(WithReason, setAside),
    takeUp: command(WithReason, takeUp),
    book: command(Nothing, book),
    bounce: command(WithReason, bounce),
    reverse: command(WithReason, reverse),
    reversed: command(Nothing, reversed),
  },
  facts: { claim: claimFacts },
};
