/** What a payment owes to its case: entries of its outbox, carried out by payment.handlers.ts, one after the other. */
import { type Effect } from '../core/workflow';

const LANE = 'booking';
export const bookInCase = (): Effect => ({ kind: 'payment.book', lane: LANE, data: {} });
export const takeOutOfCase = (): Effect => ({ kind: 'payment.unbook', lane: LANE, data: {} });
