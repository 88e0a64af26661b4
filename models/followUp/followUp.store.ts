import { contentHash } from '../core/contentHash';
import { type Actor, visibleTo } from '../core/access';
import { defineStore, type Stored, whenDated } from '../core/journal';
import { type FollowUp, type FollowUpStatus, OPEN_STATES } from './followUp.schema';

export const followUps = defineStore<FollowUp>('follow_ups', {
  live: true,
  numbered: true,
  indexes: [
    [{ case: 1 }],
    [{ cases: 1 }],
    [{ county: 1, status: 1, dueOn: 1 }],
    [{ team: 1, status: 1, dueOn: 1 }],
    [{ status: 1, dueOn: 1 }],
    /** What the look-back rounds draw from. */
    [{ 'signedOff.at': 1 }, { partialFilterExpression: { 'signedOff.at': { $gt: new Date(0) } } }],
    [{ evidence: 1 }],
    [{ 'visits.reports': 1 }],
    whenDated('wakeAt'),
  ],
  traced: ({ dueOn, team }) => ({ dueOn, team }),
});

/** The id under which the follow-up of a case stands: there is one, however often it is told. */
export const followUpOf = (penaltyCase: string): string =>
  `followup-${penaltyCase.length > 40 ? contentHash(penaltyCase).slice(0, 32) : penaltyCase}`;

const LISTED = { events: 0, outbox: 0, before: 0, evidence: 0 } as const;
export type ListedFollowUp = Omit<Stored<FollowUp>, keyof typeof LISTED>;

export interface FollowUpFilter {
  status?: readonly FollowUpStatus[];
  county?: string;
  case?: string;
  /** Where the list goes on: day and id of the last one of the page before. */
  after?: { dueOn: string; id: string };
  limit: number;
}

/** Follow-ups this actor may see, the earliest last day first; the open ones unless a state is asked for. */
export function listFollowUps(actor: Actor, filter: FollowUpFilter): Promise<ListedFollowUp[]> {
  const scope = visibleTo('seeFollowUp', actor);
  if (!scope) return Promise.resolve([]);
  const { status, county, case: penaltyCase, after, limit } = filter;
  const states = status ?? (penaltyCase ? undefined : OPEN_STATES);
  const asked = {
    ...(states ? { status: { $in: [...states] } } : {}),
    ...(county ? { county } : {}),
    ...(penaltyCase ? { case: penaltyCase } : {}),
  };
  const later = after ? { $or: [{ dueOn: { $gt: after.dueOn } }, { dueOn: after.dueOn, _id: { $gt: after.id } }] } : {};
  return followUps.collection
    .find({ $and: [scope, asked, later] } as never, { projection: LISTED, sort: { dueOn: 1, _id: 1 }, limit })
    .toArray();
}

/** Whether this photo of a test report stands in a follow-up that the actor may see. */
export async function mayReadFollowUpPhoto(actor: Actor, hash: string): Promise<boolean> {
  const scope = visibleTo('seeFollowUp', actor);
  const query = { $and: [scope ?? {}, { $or: [{ 'visits.reports': hash }, { evidence: hash }] }] };
  return scope !== null && (await followUps.collection.findOne(query as never, { projection: { _id: 1 } })) !== null;
}
