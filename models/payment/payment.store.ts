import { type Actor, visibleTo } from '../core/access';
import { defineStore, type Stored } from '../core/journal';
import { type Payment, type PaymentStatus } from './payment.schema';

export const payments = defineStore<Payment>('payments', {
  live: true,
  indexes: [[{ status: 1, paidOn: -1, _id: -1 }], [{ paidOn: -1, _id: -1 }], [{ case: 1, paidOn: 1 }]],
});

const LISTED = { events: 0, outbox: 0 } as const;
export type ListedPayment = Omit<Stored<Payment>, keyof typeof LISTED>;
export interface PaymentFilter {
  status?: readonly PaymentStatus[] | undefined;
  /** Bank's reference or number of the case, from its beginning. */
  ref?: string | undefined;
  /** The last one of the page before: its day and id. */
  before?: { paidOn: string; id: string } | undefined;
  limit: number;
}

/** The latest day first. */
export function listPayments(actor: Actor, { status, ref, before, limit }: PaymentFilter): Promise<ListedPayment[]> {
  const scope = visibleTo('seePayments', actor);
  if (!scope) return Promise.resolve([]);
  const asked = [
    ...(status ? [{ status: { $in: [...status] } }] : []),
    ...(ref ? [{ _id: { $in: [`BANK-${ref}`, `NON_TAX-${ref}`] } }] : []),
    ...(before
      ? [{ $or: [{ paidOn: { $lt: before.paidOn } }, { paidOn: before.paidOn, _id: { $lt: before.id } }] }]
      : []),
  ];
  return payments.collection
    .find({ $and: [scope, ...asked] } as never, { projection: LISTED, sort: { paidOn: -1, _id: -1 }, limit })
    .toArray();
}

/** Lines that are known already, as they stand. */
export const paymentsById = (ids: readonly string[]): Promise<ListedPayment[]> =>
  payments.collection.find({ _id: { $in: [...ids] } } as never, { projection: LISTED }).toArray();
