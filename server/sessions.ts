/**
 * Who is signed in. The browser holds a random id in an HttpOnly cookie; the database holds a keyed hash of it, so a copy of the
 * database opens no session. Expiry is checked on every read; the index only tells the reaper what may go.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import mongoose from 'mongoose';
import { type Actor } from '../models/core/access';
import { actorOf, type Person } from '../models/people/people.schema';
import { personById } from '../models/people/people.store';
import { referenceOf } from '../models/core/identityVault';

interface StoredSession {
  _id: string;
  userId: string;
  createdAt: Date;
  seenAt: Date;
  expireAt: Date;
}

const schema = new mongoose.Schema(
  { _id: String, expireAt: Date },
  { strict: false, versionKey: false, autoIndex: false, collection: 'sessions' },
);
schema.index({ expireAt: 1 }, { expireAfterSeconds: 0 });
schema.index({ userId: 1 });
const stored = (mongoose.models['sessions'] ?? mongoose.model('sessions', schema))
  .collection as unknown as mongoose.mongo.Collection<StoredSession>;

export interface Session {
  /** The secret itself: for the cookie and for anti-forgery, never for a log or a document. */
  id: string;
  /** Keyed hash, under which the document stands. */
  key: string;
  person: Person;
  actor: Actor;
  /** When this sign-in began. */
  openedAt: Date;
}

interface SessionSettings {
  secret: string;
  idleMs: number;
  longestMs: number;
}

export interface Sessions {
  /** How long a browser may keep its cookie at most. */
  longestSeconds: number;
  open(person: Person, now: Date): Promise<Session>;
  /** Null when the id is unknown or expired, or the person has left. */
  find(id: string, now: Date): Promise<Session | null>;
  close(id: string): Promise<void>;
  /** End every sign-in of this person but the one with this id. */
  closeOthers(userId: string, except: string): Promise<void>;
  csrfOf(id: string): string;
  csrfFits(id: string, token: string): boolean;
  /** The organisation has changed: look everybody up again. */
  forget(): void;
}

/**
 * A session and its person are believed for this long without asking the database: a further round trip per request costs a third
 * of the rate. In this process sign-outs and changes of the organisation act at once (`close`, `forget`).
 */
const BELIEVED_MS = 2_000;
const BELIEVED_MOST = 5_000;
/** How often the idle clock is moved on. */
const TOUCH_MS = 60_000;

/** Sign-ins, kept in the database under a keyed hash of their id. They end after `idleMs` without use, and `longestMs` after they began. */
export function createSessions({ secret, idleMs, longestMs }: SessionSettings): Sessions {
  const believed = new Map<string, { session: Session; until: number; expireAt: Date }>();
  const hash = (purpose: string, id: string) =>
    createHmac('sha256', secret).update(`${purpose}:${id}`).digest('base64url');
  const asSession = (id: string, key: string, person: Person, openedAt: Date): Session => ({
    id,
    key,
    person,
    openedAt,
    actor: actorOf(person, referenceOf(person._id)),
  });
  const expiry = (createdAt: Date, now: Date) =>
    new Date(Math.min(now.getTime() + idleMs, createdAt.getTime() + longestMs));

  async function look(id: string, now: Date): Promise<Session | null> {
    const key = hash('session', id);
    const found = await stored.findOne({ _id: key });
    if (!found || found.expireAt <= now) return null;
    const person = await personById(found.userId);
    if (!person) {
      await stored.deleteOne({ _id: key });
      return null;
    }
    const expireAt = expiry(found.createdAt, now);
    if (now.getTime() - found.seenAt.getTime() > TOUCH_MS) {
      await stored.updateOne({ _id: key }, { $set: { seenAt: now, expireAt } });
    }
    const session = asSession(id, key, person, found.createdAt);
    if (believed.size >= BELIEVED_MOST) believed.clear();
    believed.set(key, { session, until: performance.now() + BELIEVED_MS, expireAt });
    return session;
  }

  return {
    longestSeconds: Math.floor(longestMs / 1000),
    async open(person, now) {
      const id = randomBytes(32).toString('base64url');
      const key = hash('session', id);
      await stored.insertOne({ _id: key, userId: person._id, createdAt: now, seenAt: now, expireAt: expiry(now, now) });
      return asSession(id, key, person, now);
    },
    async find(id, now) {
      const known = believed.get(hash('session', id));
      if (known && known.until > performance.now() && known.expireAt > now) return known.session;
      return look(id, now);
    },
    async close(id) {
      const key = hash('session', id);
      believed.delete(key);
      await stored.deleteOne({ _id: key });
    },
    async closeOthers(userId, except) {
      await stored.deleteMany({ userId, _id: { $ne: hash('session', except) } });
      believed.clear();
    },
    csrfOf: (id) => hash('csrf', id),
    csrfFits(id, token) {
      const [expected, given] = [Buffer.from(hash('csrf', id)), Buffer.from(token)];
      return expected.length === given.length && timingSafeEqual(expected, given);
    },
    forget: () => believed.clear(),
  };
}
