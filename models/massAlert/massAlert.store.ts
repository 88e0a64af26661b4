import { type Actor, visibleTo } from '../core/access';
import { defineStore, read, type Stored, whenDated } from '../core/journal';
import { type MassAlert } from './massAlert.schema';

export const massAlerts = defineStore<MassAlert>('mass_alerts', {
  live: true,
  numbered: true,
  traced: ({ no, people, round, sentByName }) => ({ no, people, round, sentByName }),
  indexes: [[{ composedAt: -1 }], [{ county: 1, composedAt: -1 }], [{ status: 1, sentAt: -1 }], whenDated('wakeAt')],
});

const LISTED = { events: 0, outbox: 0, text: 0 } as const;
export type ListedAlert = Omit<Stored<MassAlert>, 'events' | 'outbox' | 'text'>;

/** The filter of the alerts this actor may see, or null: those of their scope, and every order to the whole city once it is out. */
export function alertsSeenBy(actor: Actor): Record<string, unknown> | null {
  const own = visibleTo('seeAlert', actor);
  if (!own) return null;
  if (!actor.roles.includes('branchHead') || Object.keys(own).length === 0) return own;
  return { $or: [own, { county: null, status: { $ne: 'draft' } }] };
}

/** The alerts this actor may see, the newest first; `before` pages on. */
export async function listAlerts(
  actor: Actor,
  { before, limit }: { before?: Date; limit: number },
): Promise<ListedAlert[]> {
  const scope = alertsSeenBy(actor);
  if (!scope) return [];
  return await massAlerts.collection
    .find({ ...scope, ...(before ? { composedAt: { $lt: before } } : {}) } as never, {
      projection: LISTED,
      sort: { composedAt: -1 },
      limit,
    })
    .toArray();
}

/** What an alert says and whether it still stands; without its history. */
export async function alertById(id: string): Promise<MassAlert | null> {
  return await massAlerts.collection.findOne({ _id: id } as never, {
    projection: { events: 0, outbox: 0 },
  });
}

/** Alerts with these ids, the latest order first; without their history. */
export async function alertsByIds(ids: readonly string[]): Promise<MassAlert[]> {
  return await massAlerts.collection
    .find({ _id: { $in: [...ids] } } as never, {
      projection: { events: 0, outbox: 0 },
      sort: { sentAt: -1 },
    })
    .toArray();
}

/** Alerts that were sent within this time and are not cancelled, the newest first. */
export async function alertsSentSince(since: Date, limit: number): Promise<string[]> {
  const found = await massAlerts.collection
    .find({ status: { $in: ['sent', 'closed'] }, sentAt: { $gte: since } } as never, {
      projection: { _id: 1 },
      sort: { sentAt: -1 },
      limit,
    })
    .toArray();
  return found.map(({ _id }) => String(_id));
}

/** One alert with its history, or null. */
export const readAlert = (id: string): Promise<Stored<MassAlert> | null> => read(massAlerts, id);
