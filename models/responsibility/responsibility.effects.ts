/** How other records put somebody into the responsibility trail: an entry of their outbox, carried out by responsibility.handlers.ts. */
import { type Effect } from '../core/workflow';
import { type RecordedResponsibility } from './responsibility.schema';

/** One entry for one person and one finding. The same `entry` has one effect, however often it is delivered. */
export const recordResponsibility = (data: RecordedResponsibility): Effect => ({ kind: 'responsibility.record', data });
