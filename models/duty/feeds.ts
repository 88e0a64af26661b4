/**
 * Who may read whose calendar feed: the address itself is the key, since a calendar cannot sign in. It is random, kept only as its hash,
 * belongs to one person, and ends when that person asks for another, takes it back or leaves.
 */
import { createHash, randomBytes } from 'node:crypto';
import mongoose from 'mongoose';
import { personById } from '../people/people.store';
import { type Person } from '../people/people.schema';

interface Feed {
  _id: string;
  person: string;
  since: Date;
}

const schema = new mongoose.Schema(
  { _id: String },
  { strict: false, versionKey: false, autoIndex: false, collection: 'duty_feeds' },
);
schema.index({ person: 1 });
const feeds = (mongoose.models['duty_feeds'] ?? mongoose.model('duty_feeds', schema))
  .collection as unknown as mongoose.mongo.Collection<Feed>;

const TOKEN_BYTES = 32;
const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');

/** A new secret for this person's feed; every earlier one ends. It cannot be shown again. */
export async function openFeed(person: string, now: Date): Promise<string> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  await feeds.insertOne({ _id: hashOf(token), person, since: now });
  await feeds.deleteMany({ person, _id: { $ne: hashOf(token) } });
  return token;
}

/** No calendar reads this person's shifts any more. */
export const closeFeed = async (person: string): Promise<void> => void (await feeds.deleteMany({ person }));

/** Since when this person has a feed, or null. */
export const feedSince = async (person: string): Promise<Date | null> =>
  (await feeds.findOne({ person }, { sort: { since: -1 } }))?.since ?? null;

/** Whose feed this is: somebody who is still here, or null. */
export async function feedOwner(token: string): Promise<Person | null> {
  const feed = await feeds.findOne({ _id: hashOf(token) });
  return feed ? personById(feed.person) : null;
}
