import { type Actor, visibleTo } from '../core/access';
import { defineStore, type Stored, whenDated } from '../core/journal';
import { type Order } from './order.schema';

export const orders = defineStore<Order>('rectification_orders', {
  live: true,
  numbered: true,
  clash: { field: 'no', message: '这个文号已经用在另一份责令改正上，请换一个预留文号后再提交。' },
  indexes: [
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
export async function listOrders(actor: Actor, siteRecord: string | undefined, limit = 50): Promise<Stored<Order>[]> {
  const visible = visibleTo('seeEnforcement', actor);
  if (!visible) return [];
  const query = { $and: [visible, siteRecord ? { siteRecord } : {}] };
  return orders.collection.find(query as never, { projection: UNLISTED, sort: { createdAt: -1 }, limit }).toArray();
}
