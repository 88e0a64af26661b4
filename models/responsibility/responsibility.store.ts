import { type Actor, visibleTo } from '../core/access';
import { defineStore, type Stored, whenDated } from '../core/journal';
import { type Responsibility } from './responsibility.schema';

export const responsibilities = defineStore<Responsibility>('responsibilities', {
  live: true,
  numbered: true,
  indexes: [
    [{ person: 1, recordedAt: -1 }],
    [{ unit: 1, recordedAt: -1 }],
    [{ 'record.id': 1 }],
    [{ 'source.id': 1 }],
    [{ recordedAt: -1 }],
    whenDated('wakeAt'),
    [{ 'objection.photos': 1 }],
  ],
});

interface TrailFilter {
  person?: string | undefined;
  unit?: string | undefined;
  record?: string | undefined;
  limit: number;
}

/** Entries the actor may read, the newest first: one's own, or for a bureau leader by person, unit or record. */
export async function trail(
  actor: Actor,
  { person, unit, record, limit }: TrailFilter,
): Promise<Stored<Responsibility>[]> {
  const visible = visibleTo('seeResponsibility', actor);
  if (!visible) return [];
  const asked = {
    ...(person ? { person } : {}),
    ...(unit ? { unit } : {}),
    ...(record ? { 'record.id': record } : {}),
  };
  return responsibilities.collection
    .find({ $and: [visible, asked] } as never, {
      projection: { events: 0, outbox: 0 },
      sort: { recordedAt: -1 },
      limit,
    })
    .toArray();
}

/** Whether this photo stands in an objection that the actor made or decides about. */
export async function mayReadObjection(actor: Actor, hash: string): Promise<boolean> {
  const visible = visibleTo('seeResponsibility', actor);
  if (!visible) return false;
  const filter = { $and: [visible, { 'objection.photos': hash }] };
  return (await responsibilities.collection.findOne(filter as never, { projection: { _id: 1 } })) !== null;
}
