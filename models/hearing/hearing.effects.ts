/** How a case asks for a hearing: an entry of its outbox, carried out by hearing.handlers.ts. */
import { type Effect } from '../core/workflow';
import { type RequestedHearing } from './hearing.schema';

/** The `n`-th hearing of a case has this id: asked for twice, it is one hearing. */
export const hearingIdOf = (penalty: string, n = 1): string => `${penalty}-hearing${n === 1 ? '' : `-${String(n)}`}`;

/** Begin a hearing; the head of the branch and the leaders get the card to arrange it. */
export const requestHearing = (data: RequestedHearing): Effect => ({ kind: 'hearing.requested', data });
