import { type Actor, visibleTo } from '../core/access';
import { defineStore, EVER, type Stored, whenDated } from '../core/journal';
import { type PenaltyCase, type PenaltyStatus } from './penalty.schema';

export const penaltyCases = defineStore<PenaltyCase>('penalty_cases', {
  live: true,
  numbered: true,
  indexes: [
    /** Lists: every way to ask ends in the order of the list, so that the first page of a million is the first rows of one index. */
    [{ registeredAt: -1, _id: -1 }],
    [{ status: 1, registeredAt: -1, _id: -1 }],
    [{ county: 1, registeredAt: -1, _id: -1 }],
    [{ county: 1, status: 1, registeredAt: -1, _id: -1 }],
    [{ team: 1, registeredAt: -1, _id: -1 }],
    [{ registeredBy: 1, registeredAt: -1, _id: -1 }],
    [{ investigatorIds: 1, registeredAt: -1, _id: -1 }],
    [{ county: 1, dueAt: 1, _id: 1 }, { partialFilterExpression: { dueAt: { $gt: EVER } } }],
    [{ dueAt: 1, _id: 1 }, { partialFilterExpression: { dueAt: { $gt: EVER } } }],
    [{ enterprise: 1, registeredAt: -1 }],
    whenDated('wakeAt'),
    /** Who may see a piece of evidence: the records that hold it. */
    [{ evidence: 1 }],
    /** The bank's lines name a decision. */
    [{ 'decision.no': 1 }, { partialFilterExpression: { 'decision.no': { $gt: '' } } }],
    /** Past cases of an offence, and of a party, for the discretion of another. */
    [{ 'sheets.offence': 1, 'decision.at': -1 }, { partialFilterExpression: { 'decision.at': { $gt: EVER } } }],
    [{ 'party.uscc': 1, 'decision.at': -1 }, { partialFilterExpression: { 'decision.at': { $gt: EVER } } }],
  ],
  traced: ({ reviewDueAt }) => ({ reviewDueAt }),
});

/** What a row shows, and what its outline is made of. */
const LISTED = Object.fromEntries(
  [
    ...['version', 'no', 'status', 'county', 'source', 'registeredAt', 'registeredByName', 'registeredBy', 'team'],
    ...['reviewDueAt', 'dueAt', 'extension', 'officers', 'investigators', 'investigatorIds', 'pauses', 'party.name'],
    ...['filing.no', 'filing.at', 'reviewTurn.reviewerName', 'review.result', 'notice.approvedAt', 'decisionDraft.at'],
  ].map((field) => [field, 1 as const]),
);
export type ListedPenalty = Stored<PenaltyCase>;

/** Whether this photo stands in a clue that the actor may see. */
export async function mayReadCluePhoto(actor: Actor, hash: string): Promise<boolean> {
  const scope = visibleTo('seeCase', actor);
  const query = { $and: [scope ?? {}, { evidence: hash }] };
  return scope !== null && (await penaltyCases.collection.findOne(query as never, { projection: { _id: 1 } })) !== null;
}

/** The last row of the page before: its sort value and its id. */
export interface ListedAfter {
  at: Date;
  id: string;
}
export interface PenaltyFilter {
  status?: readonly PenaltyStatus[];
  county?: string;
  /** Only what is due up to here. */
  dueBefore?: Date;
  /** REGISTERED: the latest first. DUE: the nearest deadline first, of those that have one. */
  sort?: 'REGISTERED' | 'DUE';
  after?: ListedAfter;
  limit: number;
}

const ORDERS = {
  REGISTERED: { field: 'registeredAt', direction: -1, beyond: '$lt' },
  DUE: { field: 'dueAt', direction: 1, beyond: '$gt' },
} as const;

/** Cases this actor may see, one page of them. */
export function listPenalties(actor: Actor, filter: PenaltyFilter): Promise<ListedPenalty[]> {
  const { status, county, dueBefore, sort = 'REGISTERED', after, limit } = filter;
  const scope = visibleTo('seeCase', actor);
  if (!scope) return Promise.resolve([]);
  const { field, direction, beyond } = ORDERS[dueBefore ? 'DUE' : sort];
  const further = after && {
    $or: [{ [field]: { [beyond]: after.at } }, { [field]: after.at, _id: { [beyond]: after.id } }],
  };
  const asked = [
    scope,
    ...(status ? [{ status: { $in: status } }] : []),
    ...(county ? [{ county }] : []),
    ...(field === 'dueAt' ? [{ dueAt: { $gt: EVER, ...(dueBefore ? { $lte: dueBefore } : {}) } }] : []),
    ...(after ? [{ [field]: { [`${beyond}e`]: after.at } }] : []),
    ...(further ? [further] : []),
  ].filter((one) => Object.keys(one).length > 0);
  const query = asked.length > 0 ? { $and: asked } : {};
  return penaltyCases.collection
    .find(query as never, { projection: LISTED, sort: { [field]: direction, _id: direction }, limit })
    .toArray();
}
