/**
 * 第二因素: a person's PIN and when it was last proved in which sign-in. Kept like sessions, not like records: guesses must be counted
 * before they are judged, however many arrive at once. What happens stands in the audit log, without the PIN.
 */
import mongoose from 'mongoose';
import { appendAudit, type AuditFact } from '../core/auditLog';
import { DomainError } from '../core/errors';
import { vaultKeys } from '../core/identityVault';
import { policy } from '../core/policy';
import { type Context } from '../core/workflow';
import { fitsPin, hashPin, lockMinutes, type PinHash, weakness } from './pin';

/** `_id` is the person. `failures` counts wrong ones, and those being judged, since the last right one or lock. */
interface SecondFactor extends PinHash {
  _id: string;
  setAt: Date;
  failures: number;
  locks: number;
  lockedUntil: Date | null;
}

/** `_id` is the keyed hash of the session: a proof serves that sign-in alone. */
interface Proof {
  _id: string;
  person: string;
  at: Date;
  expireAt: Date;
}

function kept<T extends { _id: string }>(name: string, expiring: boolean) {
  const fields = { _id: String, ...(expiring ? { expireAt: Date } : {}) };
  const schema = new mongoose.Schema(fields, { strict: false, versionKey: false, autoIndex: false, collection: name });
  if (expiring) schema.index({ expireAt: 1 }, { expireAfterSeconds: 0 });
  const model = mongoose.models[name] ?? mongoose.model(name, schema);
  return model.collection as unknown as mongoose.mongo.Collection<T>;
}
const factors = kept<SecondFactor>('second_factors', false);
const proofs = kept<Proof>('second_factor_proofs', true);

export interface FactorStanding {
  set: boolean;
  lockedUntil: Date | null;
  /** Until when the proof of this sign-in holds; null: none. */
  provedUntil: Date | null;
}

const MINUTE = 60_000;
const after = (now: Date, minutes: number) => new Date(now.getTime() + minutes * MINUTE);

function logged(
  { actor, now, door, requestId }: Context,
  action: string,
  result: AuditFact['result'],
  about = actor.id,
) {
  const fact = { at: now, actor: actor.id, action, objectType: 'second_factors', objectId: about, result, door };
  return appendAudit([{ ...fact, ...(requestId ? { requestId } : {}) }]);
}

const wait = (until: Date, now: Date) => Math.max(1, Math.ceil((until.getTime() - now.getTime()) / MINUTE));
const locked = (until: Date, now: Date) =>
  new DomainError(
    'NOT_PERMITTED',
    `审批密码输错次数太多，已锁定，请${wait(until, now)}分钟后再试；忘记密码请联系安全管理员。`,
    {
      lockedUntil: until,
    },
  );

/** When the second factor was last proved in this sign-in of this person; undefined when never or too long ago to matter. */
export async function factorAt(session: string, person: string, now: Date): Promise<Date | undefined> {
  const proof = await proofs.findOne({ _id: session, person });
  return proof && proof.expireAt >= now ? proof.at : undefined;
}

/** How the second factor of this person stands. */
export async function factorStanding(session: string, person: string, now: Date): Promise<FactorStanding> {
  const [factor, at] = await Promise.all([factors.findOne({ _id: person }), factorAt(session, person, now)]);
  return {
    set: factor !== null,
    lockedUntil: factor?.lockedUntil && factor.lockedUntil > now ? factor.lockedUntil : null,
    provedUntil: at ? after(at, policy().approval.factorMinutes) : null,
  };
}

/** The sign-in has proved it, by whatever means. */
export async function proved(session: string, context: Context): Promise<void> {
  const { actor, now } = context;
  const expireAt = after(now, policy().approval.factorMinutes);
  await proofs.updateOne({ _id: session }, { $set: { person: actor.id, at: now, expireAt } }, { upsert: true });
  await logged(context, 'secondFactor.prove', 'ok');
}

/** One more guess, counted before it is judged. @throws DomainError NOT_PERMITTED while locked */
async function counted(context: Context): Promise<SecondFactor> {
  const { actor, now } = context;
  const { wrongPins } = policy().approval;
  const open = {
    _id: actor.id,
    failures: { $lt: wrongPins },
    $or: [{ lockedUntil: null }, { lockedUntil: { $lte: now } }],
  };
  const factor = await factors.findOneAndUpdate(
    open,
    { $inc: { failures: 1 } },
    {
      returnDocument: 'after',
    },
  );
  if (factor) return factor;
  const standing = await factors.findOne({ _id: actor.id });
  if (!standing) throw new DomainError('SECOND_FACTOR', '您还没有设置审批密码，请先设置。', { unset: true });
  await logged(context, 'secondFactor.prove', 'denied');
  if (standing.lockedUntil && standing.lockedUntil > now) throw locked(standing.lockedUntil, now);
  // All guesses are taken and the one that should have locked never came back: its process died.
  throw locked(await lock(standing, now), now);
}

async function lock({ _id, locks }: SecondFactor, now: Date): Promise<Date> {
  const lockedUntil = after(now, lockMinutes(locks));
  const { wrongPins } = policy().approval;
  const state = { $set: { lockedUntil, failures: 0 }, $inc: { locks: 1 } };
  await factors.updateOne({ _id, failures: { $gte: wrongPins } }, state);
  return lockedUntil;
}

async function judged(pin: string, context: Context): Promise<void> {
  const { actor, now } = context;
  const factor = await counted(context);
  if (await fitsPin(pin, actor.id, vaultKeys().pepper, factor)) {
    await factors.updateOne({ _id: actor.id }, { $set: { failures: 0, locks: 0, lockedUntil: null } });
    return;
  }
  await logged(context, 'secondFactor.prove', 'denied');
  const left = policy().approval.wrongPins - factor.failures;
  if (left <= 0) {
    await logged(context, 'secondFactor.lock', 'denied');
    throw locked(await lock(factor, now), now);
  }
  throw new DomainError('SECOND_FACTOR', `审批密码不对，还可以试${left}次；忘记密码请联系安全管理员。`, {
    wrong: true,
  });
}

/**
 * Prove the PIN for one sign-in.
 *
 * @param session keyed hash of the session, never its secret
 * @throws DomainError SECOND_FACTOR (wrong, or none set) | NOT_PERMITTED (locked; the sentence says for how long)
 */
export async function provePin(session: string, pin: string, context: Context): Promise<void> {
  await judged(pin, context);
  await proved(session, context);
}

export interface NewPin {
  pin: string;
  /** The PIN so far; asked for when there is one. */
  old?: string | undefined;
  /** When this sign-in began: a PIN is set right after signing in with DingTalk. */
  signedInAt: Date;
  /** What others can read of the person. */
  known: readonly string[];
}

/**
 * Set or change the PIN. Every proof made with the old one ends.
 *
 * @throws DomainError INVALID_INPUT (weak) | SECOND_FACTOR (old one wrong or missing) | NOT_SIGNED_IN (signed in too long ago) | NOT_PERMITTED (locked)
 */
export async function setPin({ pin, old, signedInAt, known }: NewPin, context: Context): Promise<void> {
  const { actor, now } = context;
  if (now.getTime() - signedInAt.getTime() > policy().approval.freshSignInMinutes * MINUTE)
    throw new DomainError('NOT_SIGNED_IN', '设置审批密码前要重新用钉钉登录，请从钉钉工作台重新打开后再设置。', {});
  const weak = weakness(pin, known);
  if (weak) throw new DomainError('INVALID_INPUT', `这个审批密码${weak}，请换一个。`, { fields: [{ field: 'pin' }] });
  const before = await factors.findOne({ _id: actor.id });
  if (before && old === undefined)
    throw new DomainError('SECOND_FACTOR', '修改审批密码要先输入原来的密码；忘记了请联系安全管理员。', {});
  if (before) await judged(old ?? '', context);
  const fresh = { ...(await hashPin(pin, actor.id, vaultKeys().pepper)), setAt: now };
  const state = { ...fresh, failures: 0, locks: 0, lockedUntil: null };
  const unchanged = before ? { _id: actor.id, hash: before.hash } : { _id: actor.id, hash: { $exists: false } };
  try {
    const { matchedCount, upsertedCount } = await factors.updateOne(
      unchanged,
      { $set: state },
      {
        upsert: !before,
      },
    );
    if (matchedCount + upsertedCount === 0) throw elsewhere();
  } catch (error) {
    if ((error as { code?: number }).code === 11000) throw elsewhere();
    throw error;
  }
  await proofs.deleteMany({ person: actor.id });
  await logged(context, before ? 'secondFactor.change' : 'secondFactor.set', 'ok');
}
const elsewhere = () => new DomainError('STALE_DOCUMENT', '审批密码刚在别处设置过，请用新的密码。', {});

/** Forget a PIN that its owner has forgotten; they set a new one after signing in. Who may: the security administrator. */
export async function clearPin(person: string, context: Context): Promise<void> {
  const { deletedCount } = await factors.deleteOne({ _id: person });
  if (deletedCount === 0) throw new DomainError('NOT_FOUND', '这位同事没有设置审批密码，不用清除。', {});
  await proofs.deleteMany({ person });
  await logged(context, 'secondFactor.clear', 'ok', person);
}
