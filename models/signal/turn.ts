/** Whose turn it is to consolidate: one process at a time. One that dies is followed by another when its time is over. */
import mongoose from 'mongoose';
import { EVER, isDuplicateKey } from '../core/journal';

interface Turn {
  _id: string;
  owner: string;
  until: Date;
}
const schema = new mongoose.Schema(
  { _id: String },
  { strict: false, versionKey: false, autoIndex: false, collection: 'signal_turns' },
);
const turns = (mongoose.models['signal_turns'] ?? mongoose.model('signal_turns', schema))
  .collection as unknown as mongoose.mongo.Collection<Turn>;

const ONLY = 'consolidate';
/** Longer than one round takes. */
const LEASE_MS = 10_000;
/** Clocks of two processes differ by less; a turn that ends later still was taken before a clock was set back. */
const CLOCKS_DIFFER_MS = 60_000;

/** Take the turn. A turn that lasts longer than any can is a clock that was moved, and does not count. */
export async function takeTurn(owner: string, now: Date): Promise<boolean> {
  const until = new Date(now.getTime() + LEASE_MS);
  try {
    const { matchedCount, upsertedCount } = await turns.updateOne(
      { _id: ONLY, $or: [{ until: { $lte: now } }, { until: { $gt: new Date(until.getTime() + CLOCKS_DIFFER_MS) } }] },
      { $set: { owner, until } },
      { upsert: true },
    );
    return matchedCount + upsertedCount > 0;
  } catch (error) {
    // Somebody has it: the upsert found no turn that is over, and may not make a second.
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}

/** Give it back, so that nobody has to wait. */
export async function endTurn(owner: string): Promise<void> {
  await turns.updateOne({ _id: ONLY, owner }, { $set: { until: EVER } });
}
