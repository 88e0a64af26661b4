/** How a penalty case and its transfer to the police tell each other: entries of their outboxes. */
import { type Effect } from '../core/workflow';
import { type SuspectedCrime, type TransferAnswer } from './transfer.schema';

/**
 * Open a transfer for a case: its group is told to write the report. The same `transfer` id has one effect, however often it is delivered.
 * The facts stay in the case.
 */
export const suspectCrime = (data: SuspectedCrime): Effect => ({ kind: 'transfer.suspected', data });

/** Told to the case: refused by the head, sent, filed or not filed by the police, judged, over. Carried out by models/penalty. */
export const answerCase = (data: TransferAnswer): Effect => ({ kind: 'penalty.transferAnswered', data });
