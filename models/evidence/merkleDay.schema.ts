import { z } from 'zod';

const Hash = z.string().regex(/^[0-9a-f]{64}$/);

/** The ends of a field record's chains, one per device: how many events, and the hash of the last. */
export const RecordHeads = z.object({
  record: z.string(),
  heads: z.array(z.object({ device: z.string(), seq: z.int(), hash: Hash })),
});
export type RecordHeads = z.infer<typeof RecordHeads>;

/**
 * 每日存证: one tree over everything the server received on one day in Asia/Shanghai. `_id` is the day (2026-03-01). Leaves are
 * `evidence:<sha256>` for each file and `head:<hash of RecordHeads>` for each record that was added to; sorted, so that the tree is the
 * same whoever makes it.
 */
export const MerkleDay = z.object({
  _id: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  version: z.int(),
  status: z.literal('published'),
  leaves: z.array(z.string()),
  heads: z.array(RecordHeads),
  count: z.int(),
  root: Hash,
  /** `link` of the day before; 64 zeros for the first. */
  previous: Hash,
  /** SHA-256 of the canonical JSON of {day, count, root, previous}: days form a chain. */
  link: Hash,
  publishedAt: z.coerce.date(),
});
export type MerkleDay = z.infer<typeof MerkleDay>;
