import { type Actor, visibleTo } from '../core/access';
import { defineStore, type Stored, whenDated } from '../core/journal';
import { OPEN_STATES, type Rectification, type RectificationStatus } from './rectification.schema';

export const rectifications = defineStore<Rectification>('rectification_items', {
  live: true,
  numbered: true,
  indexes: [
    [{ case: 1 }, { partialFilterExpression: { case: { $gt: '' } } }],
    [{ county: 1, status: 1, dueOn: 1 }],
    [{ supervisor: 1, status: 1, dueOn: 1 }],
    [{ status: 1, dueOn: 1 }],
    [{ 'signedOff.at': 1 }, { partialFilterExpression: { 'signedOff.at': { $gt: new Date(0) } } }],
    [{ evidence: 1 }],
    [{ 'claim.photos': 1 }],
    whenDated('wakeAt'),
  ],
});

/** What of this case is still to be corrected. */
export const openRectifications = (penaltyCase: string): Promise<Stored<Rectification>[]> =>
  rectifications.collection
    .find({ case: penaltyCase, status: { $in: [...OPEN_STATES] } } as never, { limit: 30, sort: { dueOn: 1 } })
    .toArray();

const LISTED = { events: 0, outbox: 0, evidence: 0 } as const;
export type ListedRectification = Omit<Stored<Rectification>, keyof typeof LISTED>;
export interface RectificationFilter {
  case?: string;
  status?: readonly RectificationStatus[];
  county?: string;
  after?: { dueOn: string; id: string };
  limit: number;
}

/** Items this actor may see, the earliest last day first; the open ones unless a case or a state is asked for. */
export function listRectifications(actor: Actor, filter: RectificationFilter): Promise<ListedRectification[]> {
  const scope = visibleTo('seeRectification', actor);
  if (!scope) return Promise.resolve([]);
  const { case: penaltyCase, status, county, after, limit } = filter;
  const states = status ?? (penaltyCase ? undefined : OPEN_STATES);
  const asked = {
    ...(penaltyCase ? { case: penaltyCase } : {}),
    ...(states ? { status: { $in: [...states] } } : {}),
    ...(county ? { county } : {}),
  };
  const later = after ? { $or: [{ dueOn: { $gt: after.dueOn } }, { dueOn: after.dueOn, _id: { $gt: after.id } }] } : {};
  return rectifications.collection
    .find({ $and: [scope, asked, later] } as never, { projection: LISTED, sort: { dueOn: 1, _id: 1 }, limit })
    .toArray();
}

/** Whether this photo stands in an item that the actor may see. */
export async function mayReadRectificationPhoto(actor: Actor, hash: string): Promise<boolean> {
  const scope = visibleTo('seeRectification', actor);
  const query = { $and: [scope ?? {}, { $or: [{ evidence: hash }, { 'claim.photos': hash }] }] };
  return (
    scope !== null && (await rectifications.collection.findOne(query as never, { projection: { _id: 1 } })) !== null
  );
}
