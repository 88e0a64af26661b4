/** How records tell the party that there is something to read: a text with the number of the case and the link, nothing else. */
import { type Effect } from '../core/workflow';
import { type ToldParty } from './party.schema';

/** Every telephone with a valid link of this case gets one text. Without a link nobody can be told, and nothing happens. */
export const tellParty = (data: ToldParty): Effect => ({ kind: 'party.tell', data });
