/**
 * Which process answers a bell. The scheduler rings in every process; the one that inserts the slot's document does the work. A
 * process that dies holding a slot needs no cleaning up: its time runs out and another takes the slot over.
 */
import mongoose from 'mongoose';

interface Slot {
  _id: string;
  job: string;
  slot: string;
  owner: string;
  until: Date;
  finishedAt: Date | null;
  expireAt: Date;
}
/** Per job, kept for good: the newest slot that was finished. */
interface LastFinished {
  _id: string;
  slot: string;
}

const options = { strict: false, versionKey: false, autoIndex: false } as const;
const slotSchema = new mongoose.Schema({ _id: String, expireAt: Date }, { ...options, collection: 'slot_leases' });
slotSchema.index({ expireAt: 1 }, { expireAfterSeconds: 0 });
const slots = mongoose.model('slot_leases', slotSchema).collection as unknown as mongoose.Collection<Slot>;
const jobSchema = new mongoose.Schema({ _id: String }, { ...options, collection: 'jobs' });
const jobs = mongoose.model('jobs', jobSchema).collection as unknown as mongoose.Collection<LastFinished>;

/** Longer than any process stays away and then rings what it missed. */
const KEPT_MS = 30 * 24 * 3_600_000;
const DUPLICATE_KEY = 11000;

const idOf = (job: string, slot: string): string => `${job}@${slot}`;

/**
 * Take one slot of a job, or take it over from an owner whose time has run out unfinished.
 *
 * @param slot the planned moment as sortable text, such as an ISO instant
 * @returns false when another process has it, or it is finished
 */
export async function takeSlot(job: string, slot: string, owner: string, now: Date, ttlMs: number): Promise<boolean> {
  const until = new Date(now.getTime() + ttlMs);
  const _id = idOf(job, slot);
  try {
    await slots.insertOne({
      _id,
      job,
      slot,
      owner,
      until,
      finishedAt: null,
      expireAt: new Date(until.getTime() + KEPT_MS),
    });
    return true;
  } catch (error) {
    if ((error as { code?: number }).code !== DUPLICATE_KEY) throw error;
  }
  const { matchedCount } = await slots.updateOne(
    { _id, finishedAt: null, until: { $lte: now } },
    { $set: { owner, until } },
  );
  return matchedCount === 1;
}

/**
 * Mark a slot as done, for good.
 *
 * @returns false when another process had taken it over meanwhile
 */
export async function finishSlot(job: string, slot: string, owner: string, now: Date): Promise<boolean> {
  const { matchedCount } = await slots.updateOne({ _id: idOf(job, slot), owner }, { $set: { finishedAt: now } });
  if (matchedCount === 0) return false;
  await jobs.updateOne({ _id: job }, { $max: { slot } }, { upsert: true });
  return true;
}

/** Give a slot back unfinished, so that another process need not wait: the graceful stop. */
export async function releaseSlot(job: string, slot: string, owner: string, now: Date): Promise<void> {
  await slots.updateOne({ _id: idOf(job, slot), owner, finishedAt: null }, { $set: { until: now } });
}

/** The newest slot of the job that was finished, or null: from here a starting process knows which bells were missed. */
export async function lastFinishedSlot(job: string): Promise<string | null> {
  return (await jobs.findOne({ _id: job }))?.slot ?? null;
}
