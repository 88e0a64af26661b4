import { defineStore, type Stored } from '../core/journal';
import { type Interview } from './interview.schema';

export const interviews = defineStore<Interview>('interviews', {
  live: true,
  indexes: [[{ siteRecord: 1 }], [{ officers: 1, status: 1 }], [{ county: 1, arrivedAt: -1 }]],
});

/** The interviews held at one check, in the order in which they began. */
export const interviewsOf = (siteRecord: string): Promise<Stored<Interview>[]> =>
  interviews.collection
    .find({ siteRecord } as never, { projection: { events: 0, outbox: 0, aside: 0 }, sort: { _id: 1 }, limit: 50 })
    .toArray();
