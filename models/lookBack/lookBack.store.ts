import { type Actor, visibleTo } from '../core/access';
import { defineStore, type Stored, whenDated } from '../core/journal';
import { type LookBack, type LookBackRound, type LookBackStatus } from './lookBack.schema';

export const lookBackRounds = defineStore<LookBackRound>('look_back_rounds', { indexes: [[{ month: -1, after: 1 }]] });
export const lookBacks = defineStore<LookBack>('look_backs', {
  live: true,
  numbered: true,
  indexes: [
    [{ round: 1 }],
    [{ county: 1, status: 1, dueAt: 1 }],
    [{ team: 1, status: 1, dueAt: 1 }],
    [{ 'item.id': 1 }],
    [{ 'result.photos': 1 }],
    whenDated('wakeAt'),
  ],
});

export type ListedLookBack = Omit<Stored<LookBack>, 'events' | 'outbox'>;
/** Reviews this actor may see, the earliest deadline first; the waiting ones unless a state or a round is asked for. */
export function listLookBacks(
  actor: Actor,
  { status, round, limit }: { status?: readonly LookBackStatus[]; round?: string; limit: number },
): Promise<ListedLookBack[]> {
  const scope = visibleTo('seeLookBack', actor);
  if (!scope) return Promise.resolve([]);
  const states = status ?? (round ? undefined : (['ordered'] as const));
  const asked = { ...(states ? { status: { $in: [...states] } } : {}), ...(round ? { round } : {}) };
  return lookBacks.collection
    .find({ $and: [scope, asked] } as never, {
      ...{ projection: { events: 0, outbox: 0 }, sort: { dueAt: 1, _id: 1 }, limit },
    })
    .toArray();
}

/** Whether this photo stands in a review that the actor may see. */
export async function mayReadLookBackPhoto(actor: Actor, hash: string): Promise<boolean> {
  const scope = visibleTo('seeLookBack', actor);
  const query = { $and: [scope ?? {}, { 'result.photos': hash }] };
  return scope !== null && (await lookBacks.collection.findOne(query as never, { projection: { _id: 1 } })) !== null;
}
