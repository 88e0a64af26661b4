/** Where signals are kept: one durable insert per signal, found again by what is due and by incident. */
import mongoose from 'mongoose';
import { ulid } from 'ulid';
import { changes, EVER, isDuplicateKey, whenDated } from '../core/journal';
import { type Signal } from './signal.schema';

const schema = new mongoose.Schema(
  { _id: String },
  { strict: false, versionKey: false, autoIndex: false, collection: 'signals' },
);
schema.index(...whenDated('dueAt'));
schema.index({ incident: 1, receivedAt: -1 }, { partialFilterExpression: { incident: { $gt: '' } } });
schema.index({ expireAt: 1 }, { expireAfterSeconds: 0 });

export const signals = (mongoose.models['signals'] ?? mongoose.model('signals', schema))
  .collection as unknown as mongoose.mongo.Collection<Signal>;

const DAY = 86_400_000;
/** How long an ordinary reading is kept beside the last one of its station. */
const READINGS_KEPT_MS = 30 * DAY;

/**
 * Write a signal down, durably.
 *
 * @returns the signal as it stands: the first one when this event was told before
 */
export async function takeIn(
  { system, event, body, digest }: { system: string; event: string } & Pick<Signal, 'body' | 'digest'>,
  now: Date,
): Promise<{ signal: Signal; repeated: boolean }> {
  const signal: Signal = {
    _id: `${system}:${event}`,
    receipt: ulid(now.getTime()),
    ...{ system, body, digest },
    receivedAt: now,
    dueAt: now,
    incident: null,
    expireAt: body.kind === 'reading' ? new Date(now.getTime() + READINGS_KEPT_MS) : null,
  };
  try {
    await signals.insertOne(signal);
    changes.emit('changed', signals.collectionName, signal._id);
    return { signal, repeated: false };
  } catch (error) {
    const standing = isDuplicateKey(error) ? await signals.findOne({ _id: signal._id }) : null;
    if (!standing) throw error;
    return { signal: standing, repeated: true };
  }
}

/** Nothing is put off for longer; what is due later than that was written before the clock was set back, and is due now. */
const LONGEST_MS = 60_000;

/** What still has to be consolidated, the oldest first. */
export async function dueSignals(now: Date, limit: number): Promise<Signal[]> {
  const due = await signals.find({ dueAt: { $gt: EVER, $lte: now } }, { sort: { dueAt: 1 }, limit }).toArray();
  if (due.length > 0) return due;
  const beyond = new Date(now.getTime() + LONGEST_MS);
  return signals.find({ dueAt: { $gt: beyond } }, { sort: { dueAt: 1 }, limit }).toArray();
}

/** The moment the next signal has to be looked at; null when all are settled. */
export async function nextSignal(now: Date): Promise<Date | null> {
  const next = await signals.findOne({ dueAt: { $gt: EVER } }, { projection: { dueAt: 1 }, sort: { dueAt: 1 } });
  if (!next?.dueAt) return null;
  return next.dueAt.getTime() > now.getTime() + LONGEST_MS ? now : next.dueAt;
}

/** The signals of one incident, newest first; `before` pages on. */
export const signalsOf = (incident: string, before: Date | null, limit: number): Promise<Signal[]> =>
  signals
    .find({ incident, ...(before ? { receivedAt: { $lt: before } } : {}) }, { sort: { receivedAt: -1 }, limit })
    .toArray();
