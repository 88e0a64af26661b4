/** How a collective discussion tells the case what it came to: an entry of its outbox, carried out beside the case. */
import { type Effect } from '../core/workflow';
import { type ToldDiscussion } from './discussion.schema';

/** The case takes it by its own step `discussed` (or `discussedEarly`); the same discussion has one effect, however often it is delivered. */
export const tellDiscussion = (data: ToldDiscussion): Effect => ({ kind: 'penalty.discussed', data });
