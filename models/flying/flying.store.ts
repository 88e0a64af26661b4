import { type Actor, visibleTo } from '../core/access';
import { defineStore, type Stored, whenDated } from '../core/journal';
import { type FlyingInspection, OVER } from './flying.schema';

/** Only the status is traced: nothing that a map, a counter or a replay reads may hang on the target. */
export const flyings = defineStore<FlyingInspection>('flying_inspections', {
  live: true,
  numbered: true,
  indexes: [
    [{ crew: 1 }],
    [{ unlockers: 1 }],
    [{ assembleAt: -1 }],
    [{ sealedAt: -1 }],
    whenDated('wakeAt'),
    [{ 'result.evidence': 1 }],
  ],
});

const LISTED = { events: 0, outbox: 0, target: 0, members: 0 } as const;
export type ListedFlying = Omit<Stored<FlyingInspection>, keyof typeof LISTED>;

/** What this actor has to do with, the latest assembly first; to reviewers also what is over. */
export function listFlyings(actor: Actor, limit = 100): Promise<ListedFlying[]> {
  const [own, over] = [visibleTo('seeFlying', actor), visibleTo('reviewFlying', actor)];
  const either = [...(own ? [own] : []), ...(over ? [{ ...over, status: { $in: [...OVER] } }] : [])];
  if (either.length === 0) return Promise.resolve([]);
  return flyings.collection
    .find({ $or: either } as never, { projection: LISTED, sort: { assembleAt: -1 }, limit })
    .toArray();
}

/** Userids of everybody who stands in a team on the way or about to be between these moments; `except` one's own. */
export async function crewsBetween(from: Date, to: Date, except: string): Promise<Set<string>> {
  const found = (await flyings.collection
    .find(
      { _id: { $ne: except }, status: { $nin: [...OVER, 'reported'] }, assembleAt: { $gte: from, $lte: to } } as never,
      { projection: { crew: 1 } },
    )
    .toArray()) as unknown as Pick<FlyingInspection, 'crew'>[];
  return new Set(found.flatMap(({ crew }) => crew));
}

/** Those whose result holds this photo; who of them may be read, mayReadTarget says. */
export const flyingsWithPhoto = (hash: string): Promise<Stored<FlyingInspection>[]> =>
  flyings.collection
    .find({ 'result.evidence': hash } as never, { projection: { events: 0, outbox: 0 }, limit: 20 })
    .toArray();

/** What is published: everything ever sealed, the latest first. */
export const sealedFlyings = (limit = 500): Promise<ListedFlying[]> =>
  flyings.collection
    .find({ sealedAt: { $gt: new Date(0) } } as never, {
      projection: { no: 1, status: 1, commitment: 1, target: 1, sealedAt: 1, packBox: 1 },
      sort: { sealedAt: -1 },
      limit,
    })
    .toArray();
