import { type Actor, visibleTo } from '../core/access';
import { defineStore, type Stored, whenDated } from '../core/journal';
import { type SiteRecord } from './siteRecord.schema';

export const siteRecords = defineStore<SiteRecord>('site_records', {
  live: true,
  indexes: [
    [{ officers: 1, status: 1 }],
    [{ county: 1, arrivedAt: -1 }],
    [{ enterprise: 1, lockedAt: -1 }],
    [{ inspection: 1 }],
    [{ arrivedAt: -1 }],
    whenDated('submitDueAt'),
  ],
  traced: ({ outcome, officers }) => ({ outcome, officers }),
});

const LISTED = { events: 0, outbox: 0, field: 0, seed: 0, aside: 0, receipts: 0 } as const;
export type ListedSiteRecord = Omit<Stored<SiteRecord>, keyof typeof LISTED>;

/** Site records this actor may see, the latest arrival first. `inspection` narrows to one task: its record and what supplements it. */
export function listSiteRecords(
  actor: Actor,
  { inspection, before, limit }: { inspection?: string | undefined; before?: Date | undefined; limit: number },
): Promise<ListedSiteRecord[]> {
  const scope = visibleTo('seeSiteRecord', actor);
  if (!scope) return Promise.resolve([]);
  const asked = { ...(inspection ? { inspection } : {}), ...(before ? { arrivedAt: { $lt: before } } : {}) };
  // What maySeeFieldRecord says of one record.
  const arrived =
    Object.keys(scope).length === 0 ? {} : { $or: [{ arrivedAt: { $ne: null } }, { officers: actor.id }] };
  return siteRecords.collection
    .find({ $and: [scope, asked, arrived] } as never, { projection: LISTED, sort: { arrivedAt: -1 }, limit })
    .toArray();
}

/** The last locked records of each of these enterprises, at most so many of one, the latest first, with their events. */
export async function lockedAt(enterprises: readonly string[], each: number): Promise<Stored<SiteRecord>[]> {
  const locked = (await siteRecords.collection
    .find({ enterprise: { $in: enterprises }, status: 'locked', supplements: null } as never, {
      projection: { enterprise: 1 },
      sort: { lockedAt: -1 },
    })
    .toArray()) as unknown as Pick<SiteRecord, '_id' | 'enterprise'>[];
  const taken = new Map<string | null, number>();
  const last = locked.filter(({ enterprise }) => {
    const count = (taken.get(enterprise) ?? 0) + 1;
    taken.set(enterprise, count);
    return count <= each;
  });
  return siteRecords.collection
    .find({ _id: { $in: last.map(({ _id }) => _id) } } as never, {
      projection: { events: 0, outbox: 0 },
      sort: { lockedAt: -1 },
    })
    .toArray();
}
