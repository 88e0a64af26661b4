/** How other records order an audit: an entry of their outbox, carried out by audit.handlers.ts. */
import { type Effect } from '../core/workflow';
import { type OrderedAudit } from './audit.schema';

/** Order an audit, such as after a flying inspection that was given away. The same `audit` id has one effect, however often it is delivered. */
export const orderAudit = (data: OrderedAudit): Effect => ({ kind: 'audit.ordered', data });
