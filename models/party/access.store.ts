/**
 * Codes and sessions of the party. Both end by their own dates, read at every use; the indexes only tell the reaper what may go. A code
 * asked for with a link that does not exist costs the same writes as any other, so that nobody learns from an answer or its time which
 * links there are.
 */
import mongoose from 'mongoose';
import { minutes } from '../core/calendar';
import { DomainError } from '../core/errors';
import { isDuplicateKey, read, type Stored } from '../core/journal';
import { policy } from '../core/policy';
import { type PartyLink } from './party.schema';
import { isOpen, partyLinks } from './party.store';
import { freshSessionId, hashOfCaller, hashOfCode, hashOfSession, same } from './secrets';

interface StoredCode {
  /** Hash of the token, whether or not there is such a link. */
  _id: string;
  codeHash: string;
  tries: number;
  expireAt: Date;
}
interface StoredSession {
  _id: string;
  link: string;
  createdAt: Date;
  expireAt: Date;
}
interface Counter {
  _id: string;
  n: number;
  expireAt: Date;
}

function expiring<T extends { _id: string }>(name: string): mongoose.mongo.Collection<T> {
  const schema = new mongoose.Schema(
    { _id: String, expireAt: Date },
    { strict: false, versionKey: false, autoIndex: false, collection: name },
  );
  schema.index({ expireAt: 1 }, { expireAfterSeconds: 0 });
  return mongoose.model(name, schema).collection as unknown as mongoose.mongo.Collection<T>;
}
const codes = expiring<StoredCode>('party_codes');
const sessions = expiring<StoredSession>('party_sessions');
const counters = expiring<Counter>('party_counters');

const HOUR = minutes(60);
const DAY = 24 * HOUR;

/** One more in the window of `now`; false when it is full. The upsert of a full window loses against its own key, whoever else counts. */
async function counted(key: string, windowMs: number, most: number, now: Date): Promise<boolean> {
  const window = Math.floor(now.getTime() / windowMs);
  const expireAt = new Date((window + 1) * windowMs);
  try {
    await counters.updateOne(
      { _id: `${key}:${String(windowMs)}:${String(window)}`, n: { $lt: most } },
      { $inc: { n: 1 }, $set: { expireAt } },
      { upsert: true },
    );
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}

/** Not again before the pause is over. */
async function paused(key: string, pauseMs: number, now: Date): Promise<boolean> {
  try {
    await counters.updateOne(
      { _id: `${key}:pause`, expireAt: { $lte: now } },
      { $set: { expireAt: new Date(now.getTime() + pauseMs), n: 1 } },
      { upsert: true },
    );
    return false;
  } catch (error) {
    if (isDuplicateKey(error)) return true;
    throw error;
  }
}

const tooMany = (message: string) => new DomainError('TOO_MANY_REQUESTS', message);

/** How often one network address may ask or try. @throws DomainError TOO_MANY_REQUESTS */
export async function allowAddress(address: string, now: Date): Promise<void> {
  if (await counted(`a:${hashOfCaller(address)}`, HOUR, policy().party.perAddressHour, now)) return;
  throw tooMany('这个网络的操作太频繁，请一小时后再试，或换用手机流量。');
}

/**
 * How often one telephone is sent a code.
 *
 * @param telephone the number, or for a link that does not exist whatever stands in for it
 * @throws DomainError TOO_MANY_REQUESTS
 */
export async function allowTelephone(telephone: string, now: Date): Promise<void> {
  const { resendSeconds, codesPerHour, codesPerDay } = policy().party;
  const key = `t:${hashOfCaller(telephone)}`;
  if (await paused(key, resendSeconds * 1_000, now))
    throw tooMany(`验证码刚刚发过，请${String(resendSeconds)}秒后再获取。`);
  if (!(await counted(key, HOUR, codesPerHour, now))) throw tooMany('获取验证码的次数太多，请一小时后再试。');
  if (!(await counted(key, DAY, codesPerDay, now)))
    throw tooMany('今天获取验证码的次数已用完，请明天再试，或联系办案人员。');
}

/** Put a new code in force for this token; the one before no longer holds. */
export async function putCode(tokenHash: string, code: string, now: Date): Promise<void> {
  const { codeMinutes } = policy().party;
  const fields = {
    codeHash: hashOfCode(tokenHash, code),
    tries: 0,
    expireAt: new Date(now.getTime() + minutes(codeMinutes)),
  };
  await codes.replaceOne({ _id: tokenHash }, fields, { upsert: true });
}

/** Whether this code holds. A try is counted before it is judged, and a code that held is used up: of two at once one gets in. */
export async function takeCode(tokenHash: string, code: string, now: Date): Promise<boolean> {
  const inForce = { _id: tokenHash, tries: { $lt: policy().party.codeTries }, expireAt: { $gt: now } };
  const { matchedCount } = await codes.updateOne(inForce, { $inc: { tries: 1 } });
  const found = await codes.findOne({ _id: tokenHash });
  const fits = same(found?.codeHash ?? hashOfCode(tokenHash, ''), hashOfCode(tokenHash, code));
  if (matchedCount !== 1 || !found || !fits) return false;
  return (await codes.deleteOne({ _id: tokenHash, codeHash: found.codeHash })).deletedCount === 1;
}

/** The link behind a token, whatever its state; null when there is none. */
export const linkByToken = (tokenHash: string): Promise<Stored<PartyLink> | null> =>
  partyLinks.collection.findOne({ tokenHash } as never);

const idleEnd = (now: Date) => new Date(now.getTime() + minutes(policy().party.idleMinutes));

/** Open a session on a link. @returns the secret, for the cookie and nothing else */
export async function openSession(link: string, now: Date): Promise<string> {
  const id = freshSessionId();
  await sessions.insertOne({ _id: hashOfSession(id), link, createdAt: now, expireAt: idleEnd(now) });
  return id;
}

/** The link of a session that has not ended; null as soon as the link is withdrawn or over. Moves the idle clock on. */
export async function linkOfSession(id: string, now: Date): Promise<Stored<PartyLink> | null> {
  const _id = hashOfSession(id);
  const found = await sessions.findOne({ _id });
  if (!found || found.expireAt <= now) return null;
  const link = await read(partyLinks, found.link);
  if (!link || !isOpen(link, now)) return null;
  await sessions.updateOne({ _id }, { $set: { expireAt: idleEnd(now) } });
  return link;
}

export async function closeSession(id: string): Promise<void> {
  await sessions.deleteOne({ _id: hashOfSession(id) });
}
