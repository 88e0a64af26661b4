import { type Actor, visibleTo } from '../core/access';
import { defineStore, type Stored, whenDated } from '../core/journal';
import { type SpotPenalty } from './spotPenalty.schema';

export const spotPenalties = defineStore<SpotPenalty>('spot_penalties', {
  live: true,
  numbered: true,
  clash: { field: 'claims', message: '这个专用票据编号已经登记在另一件当场处罚上，请核对票据后再提交。' },
  indexes: [
    [{ claims: 1 }, { unique: true, partialFilterExpression: { claims: { $gt: '' } } }],
    [{ county: 1, createdAt: -1 }],
    [{ team: 1, createdAt: -1 }],
    [{ enterprise: 1, createdAt: -1 }],
    [{ siteRecord: 1 }],
    /** Who may read a photo: the records that name it. */
    [{ evidence: 1 }],
    [{ createdAt: -1 }],
    whenDated('wakeAt'),
  ],
});

/** Strokes weigh more than all the rest; the time of serving is read by the outline. */
const UNLISTED = { events: 0, outbox: 0, 'serving.signature': 0, 'serving.officerSignatures': 0, 'serving.refusal': 0 };

/** The latest first, as far as the actor may see them; of one site record when given. */
export async function listSpotPenalties(
  actor: Actor,
  siteRecord: string | undefined,
  limit = 50,
): Promise<Stored<SpotPenalty>[]> {
  const visible = visibleTo('seeEnforcement', actor);
  if (!visible) return [];
  const query = { $and: [visible, siteRecord ? { siteRecord } : {}] };
  return spotPenalties.collection
    .find(query as never, { projection: UNLISTED, sort: { createdAt: -1 }, limit })
    .toArray();
}
