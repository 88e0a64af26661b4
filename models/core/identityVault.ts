/**
 * Who a petitioner is. Identity stands encrypted in one collection; every other collection holds only its reference, so that a
 * list, an export, a log or a search index cannot betray an informant (生态环境法典 第一百四十五、一百四十六条, 信访工作条例 第三十条).
 *
 * AES-256-GCM with the reference as additional data: a cipher moved to another reference does not open. Each document names its
 * key, so old keys still open what they closed while `resealOld` moves everything to the current one.
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import mongoose from 'mongoose';
import { z } from 'zod';
import { appendAudit } from './auditLog';
import { DomainError } from './errors';
import { type Context } from './workflow';

/** Secrets of the vault, from the environment. Keys are 32 bytes; the pepper (at least 32) must never change: references hang on it. */
export interface VaultKeys {
  /** Name of the key that closes from now on. */
  current: string;
  keys: Readonly<Record<string, Buffer>>;
  pepper: Buffer;
}

const Identity = z.strictObject({
  /** DingTalk userid: the address for answers. Never shown, not even in a reveal. */
  userId: z.string().min(1).max(64).optional(),
  name: z.string().trim().min(1, '请填写姓名').max(50, '姓名请不要超过50个字').optional(),
  phone: z
    .string()
    .trim()
    .regex(/^\+?\d[\d -]{4,19}$/, '请填写正确的电话号码，如13800000000或0580-2020000')
    .optional(),
});
const Sealing = Identity.extend({
  /** Whether the person agrees that the handling unit may contact them by name. Unchanged when absent; at first, no. */
  consent: z.boolean().optional(),
});
type Identity = z.infer<typeof Identity>;
type Sealing = z.infer<typeof Sealing>;

/** `cipher`, `iv` and `tag` are base64. */
interface SealedIdentity {
  _id: string;
  cipher: string;
  iv: string;
  tag: string;
  keyId: string;
  consent: boolean;
  createdAt: Date;
}

const schema = new mongoose.Schema(
  { _id: String },
  { strict: false, versionKey: false, autoIndex: false, collection: 'identity_vault' },
);
schema.index({ keyId: 1 });
const identities = mongoose.model('identity_vault', schema)
  .collection as unknown as mongoose.Collection<SealedIdentity>;

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const RACES = 5;
const DUPLICATE_KEY = 11000;

let opened: VaultKeys | undefined;

/**
 * Give the process its keys; once, at start.
 *
 * @throws Error naming the setting at fault
 */
export function openVault(secrets: VaultKeys): void {
  const wrong = Object.entries(secrets.keys).find(([, key]) => key.length !== KEY_BYTES);
  if (wrong) throw new Error(`身份保险库密钥“${wrong[0]}”应为32字节，请重新生成。`);
  if (!secrets.keys[secrets.current])
    throw new Error(`身份保险库没有名为“${secrets.current}”的现用密钥，请检查密钥设置。`);
  if (secrets.pepper.length < KEY_BYTES) throw new Error('身份保险库的掺料（pepper）至少32字节，请重新生成。');
  opened = secrets;
}

/** The keys of this installation, for whatever else it keeps closed (sealing.ts). @throws DomainError UNAVAILABLE while the vault is closed */
export function vaultKeys(): VaultKeys {
  if (!opened) throw new DomainError('UNAVAILABLE', '身份保险库尚未开启，请联系系统管理员检查密钥设置。');
  return opened;
}

const asReference = (bytes: Buffer): string => `ref:${bytes.subarray(0, 12).toString('hex')}`;

/** The protected reference of a DingTalk user: always the same one, and of no use without the pepper. */
export function referenceOf(userId: string): string {
  return asReference(createHmac('sha256', vaultKeys().pepper).update(userId).digest());
}

type Closed = Pick<SealedIdentity, 'cipher' | 'iv' | 'tag' | 'keyId'>;

function close(ref: string, identity: Identity): Closed {
  const { current, keys } = vaultKeys();
  const iv = randomBytes(12);
  const cipher = createCipheriv(ALGORITHM, keys[current] as Buffer, iv).setAAD(Buffer.from(ref));
  const text = Buffer.concat([cipher.update(JSON.stringify(identity), 'utf8'), cipher.final()]);
  return {
    cipher: text.toString('base64'),
    iv: iv.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    keyId: current,
  };
}

function open({ _id, cipher, iv, tag, keyId }: SealedIdentity): Identity {
  const key = vaultKeys().keys[keyId];
  if (!key)
    throw new DomainError('UNAVAILABLE', '打开这条身份信息的密钥没有载入，请联系安全管理员。', { ref: _id, keyId });
  try {
    const decipher = createDecipheriv(ALGORITHM, key, Buffer.from(iv, 'base64'), { authTagLength: 16 });
    decipher.setAAD(Buffer.from(_id)).setAuthTag(Buffer.from(tag, 'base64'));
    const text = Buffer.concat([decipher.update(Buffer.from(cipher, 'base64')), decipher.final()]);
    return Identity.parse(JSON.parse(text.toString('utf8')));
  } catch (cause) {
    throw new DomainError(
      'UNAVAILABLE',
      '身份信息校验未通过，可能被改动过，请通知安全管理员核查。',
      { ref: _id },
      { cause },
    );
  }
}

function checked(input: Sealing): Sealing {
  const { success, data, error } = Sealing.safeParse(input);
  if (!success)
    throw new DomainError('INVALID_INPUT', error.issues[0]?.message ?? '身份信息填写有误，请核对。', {
      fields: error.issues.map(({ path }) => path.join('.')),
    });
  if (!data.userId && !data.name && !data.phone)
    throw new DomainError('INVALID_INPUT', '请至少填写姓名或电话；不愿留下的，请选择匿名反映。');
  return data;
}

function addIn(
  { consent, ...identity }: Sealing,
  known: SealedIdentity | null,
): { identity: Identity; consent: boolean; same: boolean } {
  const before = known ? open(known) : {};
  const merged = { ...before, ...identity };
  const agreed = consent ?? known?.consent ?? false;
  const same =
    !!known &&
    known.consent === agreed &&
    known.keyId === vaultKeys().current &&
    JSON.stringify(before) === JSON.stringify(merged);
  return { identity: merged, consent: agreed, same };
}

/**
 * Put an identity away. The same user always gets the same reference, and what they add later joins what was known;
 * without a user (telephone, letter) each call makes a new reference.
 *
 * @returns the reference that other records keep
 * @throws DomainError INVALID_INPUT | UNAVAILABLE
 */
export async function sealIdentity(input: Sealing, now: Date): Promise<string> {
  const sealing = checked(input);
  const ref = sealing.userId ? referenceOf(sealing.userId) : asReference(randomBytes(12));
  for (let race = 0; race < RACES; race++) {
    const known = await identities.findOne({ _id: ref });
    const { identity, consent, same } = addIn(sealing, known);
    if (same || (await store(ref, { ...close(ref, identity), consent }, known, now))) return ref;
  }
  throw new DomainError('UNAVAILABLE', '身份信息正在被同时更新，请稍后再试。', { ref });
}

/** False when another write came first. */
async function store(
  ref: string,
  fields: Omit<SealedIdentity, '_id' | 'createdAt'>,
  known: SealedIdentity | null,
  now: Date,
): Promise<boolean> {
  if (known) return (await identities.updateOne({ _id: ref, iv: known.iv }, { $set: fields })).matchedCount === 1;
  try {
    await identities.insertOne({ _id: ref, ...fields, createdAt: now });
    return true;
  } catch (error) {
    if ((error as { code?: number }).code === DUPLICATE_KEY) return false;
    throw error;
  }
}

/** Where to send an answer: the DingTalk userid behind a reference, or null. For delivery only; must not be stored, logged or shown. */
export async function addressOf(ref: string): Promise<string | null> {
  const sealed = await identities.findOne({ _id: ref });
  return sealed ? (open(sealed).userId ?? null) : null;
}

/** The telephone behind a reference, or null. For delivery only; must not be stored, logged or shown. */
export async function telephoneOf(ref: string): Promise<string | null> {
  const sealed = await identities.findOne({ _id: ref });
  return sealed ? (open(sealed).phone ?? null) : null;
}

async function sealedIdentity(ref: string): Promise<SealedIdentity> {
  const sealed = await identities.findOne({ _id: ref });
  if (!sealed) throw new DomainError('NOT_FOUND', '这件信访没有留下身份信息，请按匿名件办理。', { ref });
  return sealed;
}

/** What is shown of a person without revealing them. */
interface Contact {
  name: string | null;
  phone: string | null;
}

/** 张三 → 张**: the length of the name is hidden too. */
export const maskName = (name: string): string => `${[...name][0] ?? ''}**`;

/** 13812345678 → 138****5678; a shorter number keeps its last two digits. */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  return digits.length >= 11 ? `${digits.slice(0, 3)}****${digits.slice(-4)}` : `****${digits.slice(-2)}`;
}

/**
 * The masked name and telephone behind a reference, for lists and for auditors.
 *
 * @throws DomainError NOT_FOUND (anonymous) | UNAVAILABLE
 */
export async function contactMasked(ref: string): Promise<Contact> {
  const { name, phone } = open(await sealedIdentity(ref));
  return { name: name ? maskName(name) : null, phone: phone ? maskPhone(phone) : null };
}

interface Reveal {
  /** Typed by the reader, at least four characters. */
  reason: string;
  context: Context;
  /** The record for whose sake it is read. */
  subject: { type: string; id: string };
}

const REASON = { min: 4, max: 200 };

function reasonOf({ reason }: Reveal): string {
  const text = reason.trim();
  if (text.length < REASON.min || text.length > REASON.max) {
    throw new DomainError('INVALID_INPUT', '请写明查看身份信息的事由（4到200字），事由会记入审计日志。');
  }
  // The log must not become the leak: whoever types a number into the reason finds it shortened.
  return text.replace(/\d[\d -]{5,}\d/g, maskPhone);
}

async function logged(result: 'revealed' | 'failed', reason: string, { context, subject }: Reveal): Promise<void> {
  const { actor, now: at, door, requestId } = context;
  const about = { action: 'identity.reveal', objectType: subject.type, objectId: subject.id };
  await appendAudit([{ at, actor: actor.id, ...about, result, reason, door, ...(requestId ? { requestId } : {}) }]);
}

/**
 * The clear name and telephone, after the reading has been written into the audit log with its reason: no entry, no answer.
 * Whether this reader may is the caller's question to the access table.
 *
 * @throws DomainError INVALID_INPUT (no reason) | NOT_FOUND (anonymous) | UNAVAILABLE (altered, or the log cannot be written)
 */
export async function revealIdentity(ref: string, reveal: Reveal): Promise<Contact> {
  const reason = reasonOf(reveal);
  const sealed = await sealedIdentity(ref);
  let identity: Identity;
  try {
    identity = open(sealed);
  } catch (error) {
    await logged('failed', reason, reveal);
    throw error;
  }
  await logged('revealed', reason, reveal);
  return { name: identity.name ?? null, phone: identity.phone ?? null };
}

/**
 * Move identities closed with older keys to the current one. Run until `resealed` is 0; then an old key may be thrown away,
 * unless `failed` names references that could not be opened.
 */
export async function resealOld(limit: number): Promise<{ resealed: number; failed: string[] }> {
  const old = await identities.find({ keyId: { $ne: vaultKeys().current } }, { limit }).toArray();
  const failed: string[] = [];
  let resealed = 0;
  for (const sealed of old) {
    try {
      const fields = close(sealed._id, open(sealed));
      resealed += (await identities.updateOne({ _id: sealed._id, iv: sealed.iv }, { $set: fields })).matchedCount;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      failed.push(sealed._id);
    }
  }
  return { resealed, failed };
}
