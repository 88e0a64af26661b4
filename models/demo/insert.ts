import { type Collection, type mongo } from 'mongoose';

/** Records per write: the loop stays free for others between two of them. */
const BULK = 250;

/** Write all of these, in batches. */
export async function insertAll<T extends object>(
  collection: mongo.Collection<T> | Collection<T>,
  documents: readonly T[],
): Promise<void> {
  for (let from = 0; from < documents.length; from += BULK)
    await collection.insertMany(documents.slice(from, from + BULK) as never, { ordered: false });
}
