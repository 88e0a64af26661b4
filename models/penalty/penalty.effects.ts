/** How other records tell of a suspected illegal act: an entry of their outbox, carried out by penalty.handlers.ts. */
import { type Effect } from '../core/workflow';
import { type ToldClue } from './penalty.schema';

/**
 * Register a clue from another record, with the hashes of what proves it. The same `penalty` id has one effect, however often it is
 * delivered; the head of the county's branch gets the card and fifteen days.
 */
export const registerPenaltyClue = (data: ToldClue): Effect => ({ kind: 'penalty.clue', data });
