/** What a case owes its hearing, and a hearing its case: entries of their outboxes. */
import { type Effect } from '../core/workflow';
import { type EndedHearing, type PlannedHearing, type RequestedHearing } from './hearing.schema';

/** The `n`-th hearing of a case has this id: asked for twice, it is one hearing. */
export const hearingIdOf = (penalty: string, n = 1): string => `${penalty}-hearing${n === 1 ? '' : `-${String(n)}`}`;

/** Begin a hearing; the head of the branch and the leaders get the card to arrange it. */
export const requestHearing = (data: RequestedHearing): Effect => ({ kind: 'hearing.requested', data });

const LANE = 'case';
/** The case notes the hearing and its day. */
export const hearingPlanned = (data: PlannedHearing): Effect => ({ kind: 'penalty.hearingPlanned', lane: LANE, data });
/** It is over, held or not: the case goes on and its decision clock runs again (处罚办法: 听证时间不计入办案期限). */
export const hearingEnded = (data: EndedHearing): Effect => ({ kind: 'penalty.hearingHeld', lane: LANE, data });
