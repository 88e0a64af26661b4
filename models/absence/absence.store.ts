import { defineStore, type Stored } from '../core/journal';
import { type Absence, type Kind } from './absence.schema';

export const absences = defineStore<Absence>('absences', {
  live: true,
  indexes: [[{ person: 1, from: -1 }], [{ status: 1, to: 1, from: 1 }], [{ head: 1, status: 1 }]],
});

/** One approved stretch of time away. */
export interface Away {
  kind: Kind;
  from: Date;
  to: Date;
}

/** Approved absences that touch the stretch of time, by person; of several, the one that ends last. */
export async function absentDuring(from: Date, to: Date): Promise<Map<string, Away>> {
  const away = await absences.collection
    .find({ status: 'approved', to: { $gt: from }, from: { $lt: to } } as never, {
      projection: { person: 1, kind: 1, from: 1, to: 1 },
      sort: { to: 1 },
      limit: 5_000,
    })
    .toArray();
  return new Map(away.map(({ person, kind, from: since, to: until }) => [person, { kind, from: since, to: until }]));
}

/** One person's absences, the latest first. */
export const absencesOf = (person: string, limit = 50): Promise<Stored<Absence>[]> =>
  absences.collection
    .find({ person } as never, { projection: { events: 0, outbox: 0 }, sort: { from: -1 }, limit })
    .toArray();

/** What waits for this head's decision, the nearest first. */
export const absencesToDecide = (head: string, limit = 50): Promise<Stored<Absence>[]> =>
  absences.collection
    .find({ head, status: 'requested' } as never, { projection: { events: 0, outbox: 0 }, sort: { from: 1 }, limit })
    .toArray();
