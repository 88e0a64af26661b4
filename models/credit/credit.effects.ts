/** What a decision does to the credit of an enterprise: entries of an outbox, carried out by credit.handlers.ts. */
import { type Effect } from '../core/workflow';
import { type CreditMeant, type RecordCredit } from './credit.schema';

const LANE = 'credit';
export const recordCredit = (data: RecordCredit): Effect => ({ kind: 'credit.record', lane: LANE, data: { ...data } });
/** The decision fell: as if it had never counted. */
export const revokeCredit = (data: CreditMeant): Effect => ({ kind: 'credit.revoke', lane: LANE, data: { ...data } });
/** 信用修复: from here on it does not count. */
export const repairCredit = (data: CreditMeant): Effect => ({ kind: 'credit.repair', lane: LANE, data: { ...data } });
