import { type Actor, visibleTo } from '../core/access';
import { defineStore, EVER, type Stored, whenDated } from '../core/journal';
import { type PenaltyCase, type PenaltyStatus } from './penalty.schema';

export const penaltyCases = defineStore<PenaltyCase>('penalty_cases', {
  live: true,
  numbered: true,
  indexes: [
    [{ county: 1, status: 1, registeredAt: -1 }],
    [{ enterprise: 1, registeredAt: -1 }],
    [{ team: 1, registeredAt: -1 }],
    [{ registeredBy: 1, registeredAt: -1 }],
    [{ registeredAt: -1 }],
    whenDated('wakeAt'),
    /** Who may see a piece of evidence: the records that hold it. */
    [{ evidence: 1 }],
    /** Past cases of an offence, and of a party, for the discretion of another. */
    [{ 'sheets.offence': 1, 'decision.at': -1 }, { partialFilterExpression: { 'decision.at': { $gt: EVER } } }],
    [{ 'party.uscc': 1, 'decision.at': -1 }, { partialFilterExpression: { 'decision.at': { $gt: EVER } } }],
  ],
  traced: ({ reviewDueAt }) => ({ reviewDueAt }),
});

const LISTED = { events: 0, outbox: 0, facts: 0, evidence: 0 } as const;
export type ListedPenalty = Omit<Stored<PenaltyCase>, keyof typeof LISTED>;

/** Whether this photo stands in a clue that the actor may see. */
export async function mayReadCluePhoto(actor: Actor, hash: string): Promise<boolean> {
  const scope = visibleTo('seeCase', actor);
  const query = { $and: [scope ?? {}, { evidence: hash }] };
  return scope !== null && (await penaltyCases.collection.findOne(query as never, { projection: { _id: 1 } })) !== null;
}

export interface PenaltyFilter {
  status?: readonly PenaltyStatus[];
  county?: string;
  before?: Date;
  limit: number;
}

/** Clues this actor may see, the latest registered first. */
export function listPenalties(
  actor: Actor,
  { status, county, before, limit }: PenaltyFilter,
): Promise<ListedPenalty[]> {
  const scope = visibleTo('seeCase', actor);
  if (!scope) return Promise.resolve([]);
  const asked = {
    ...(status ? { status: { $in: status } } : {}),
    ...(county ? { county } : {}),
    ...(before ? { registeredAt: { $lt: before } } : {}),
  };
  return penaltyCases.collection
    .find({ $and: [scope, asked] } as never, { projection: LISTED, sort: { registeredAt: -1, _id: -1 }, limit })
    .toArray();
}
