import mongoose, { type Model } from 'mongoose';

/**
 * The embedded engine never runs MongoDB's own removal of expired documents, and a real server only once a minute. Stores declare
 * expiry the usual way, as an index with `expireAfterSeconds`; this is the worker that acts on the declaration everywhere. A read
 * must still check expiry itself: between falling due and being reaped a document is still there.
 */

/** Documents removed with one command; a large backlog must not hold up everybody else's writes. */
const BATCH = 1_000;
/** Batches per collection and call; the rest waits for the next call. */
const BATCHES = 20;

/**
 * Remove what has expired from every registered model, at most BATCH × BATCHES documents per collection.
 *
 * @returns how many documents were removed, by collection name; collections without expiry are not named
 */
export async function reap(now: Date): Promise<Record<string, number>> {
  const removed: Record<string, number> = {};
  for (const model of Object.values(mongoose.models) as Model<unknown>[]) {
    for (const expired of expiries(model, now)) {
      const { collectionName } = model.collection;
      removed[collectionName] = (removed[collectionName] ?? 0) + (await removeAll(model, expired));
    }
  }
  return removed;
}

type Filter = Record<string, unknown>;

/** One filter per declared expiry, honouring a partial index's own condition. */
function expiries(model: Model<unknown>, now: Date): Filter[] {
  return model.schema.indexes().flatMap(([fields, { expireAfterSeconds, partialFilterExpression }]) => {
    const [field] = Object.keys(fields);
    if (field === undefined || expireAfterSeconds === undefined) return [];
    const limit = new Date(now.getTime() - expireAfterSeconds * 1_000);
    return [{ $and: [{ [field]: { $lte: limit } }, (partialFilterExpression as Filter | undefined) ?? {}] }];
  });
}

async function removeAll({ collection }: Model<unknown>, expired: Filter): Promise<number> {
  let removed = 0;
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const ids = await collection.find(expired, { projection: { _id: 1 }, limit: BATCH }).toArray();
    if (ids.length === 0) break;
    // Asked again with the condition: what was renewed meanwhile stays.
    const { deletedCount } = await collection.deleteMany({ _id: { $in: ids.map(({ _id }) => _id) }, ...expired });
    removed += deletedCount;
    if (ids.length < BATCH) break;
  }
  return removed;
}
