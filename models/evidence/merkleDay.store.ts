import { defineStore } from '../core/journal';
import { type MerkleDay } from './merkleDay.schema';

/** Leaves are some 75 bytes each; a day of 100,000 files still fits a document. */
export const merkleDays = defineStore<MerkleDay>('merkle_days', { indexes: [[{ 'heads.record': 1 }]] });

/** What anybody may know of a day: figures and hashes, no leaf and no record. */
export type PublicDay = Pick<MerkleDay, '_id' | 'count' | 'root' | 'previous' | 'link' | 'publishedAt'>;
const PUBLIC = { count: 1, root: 1, previous: 1, link: 1, publishedAt: 1 } as const;

/** Published days, the latest first. */
export const publishedDays = (before: string | undefined, limit: number): Promise<PublicDay[]> =>
  merkleDays.collection
    .find((before ? { _id: { $lt: before } } : {}) as never, { projection: PUBLIC, sort: { _id: -1 }, limit })
    .toArray();

export const lastPublishedDay = async (): Promise<PublicDay | null> => (await publishedDays(undefined, 1))[0] ?? null;

export const dayById = async (day: string): Promise<MerkleDay | null> =>
  await merkleDays.collection.findOne({ _id: day } as never, {
    projection: { events: 0, outbox: 0 },
  });

/** The days whose trees name this field record, oldest first. */
export const daysWithRecord = (record: string): Promise<MerkleDay[]> =>
  merkleDays.collection
    .find({ 'heads.record': record } as never, { projection: { events: 0, outbox: 0 }, sort: { _id: 1 } })
    .toArray();
