/**
 * Content that nobody may read for a while, administrators of the database included: the target of a flying inspection, the storage
 * key of a phone. Every record has a key of its own, which stands wrapped by a key derived (HKDF, RFC 5869) from the keys of the
 * identity vault, the purpose being part of the derivation: what was closed for one purpose does not open for another.
 *
 * Box and key are two values, so that they can be kept in two collections and the key can be given out, or thrown away, alone.
 * AES-256-GCM throughout. Purpose and id are additional data: a box moved to another record does not open. The content is padded,
 * so that its length says nothing.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { DomainError } from './errors';
import { vaultKeys } from './identityVault';

const Closed = z.strictObject({ cipher: z.base64(), iv: z.base64(), tag: z.base64() });
type Closed = z.infer<typeof Closed>;

/** The content, closed with the key of its record. All fields base64; `cipher` has exactly the padded size. */
export const SealedBox = Closed;
export type SealedBox = Closed;

/** The key of one record, wrapped; `keyId` names the vault key it hangs on, so that old keys still open what they closed. */
export const WrappedKey = Closed.extend({ keyId: z.string().min(1).max(100) });
export type WrappedKey = z.infer<typeof WrappedKey>;

export const Sealed = z.strictObject({ box: SealedBox, key: WrappedKey });
export type Sealed = z.infer<typeof Sealed>;

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const IV_BYTES = 12;
/** Length of the content in four bytes, then what it is. */
const HEADER_BYTES = 5;
const KIND = { bytes: 0, json: 1 } as const;
/** Without a size of its own, content is padded to a power of two, and to no less than this. */
const SMALLEST = 256;

const aadOf = (purpose: string, id: string) => Buffer.from(JSON.stringify([purpose, id]));

/** The key that wraps for one purpose. @throws DomainError UNAVAILABLE when that key of the vault is not loaded */
function wrappingKey(purpose: string, keyId: string): Buffer {
  const secret = vaultKeys().keys[keyId];
  if (!secret)
    throw new DomainError('UNAVAILABLE', '打开这份密封内容的密钥没有载入，请联系安全管理员。', { purpose, keyId });
  return Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `liandong/sealing/${purpose}`, KEY_BYTES));
}

function close(key: Buffer, aad: Buffer, plain: Buffer): Closed {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, iv).setAAD(aad);
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return { cipher: text.toString('base64'), iv: iv.toString('base64'), tag: cipher.getAuthTag().toString('base64') };
}

function open(key: Buffer, aad: Buffer, { cipher, iv, tag }: Closed): Buffer {
  const decipher = createDecipheriv(ALGORITHM, key, Buffer.from(iv, 'base64'), { authTagLength: 16 });
  decipher.setAAD(aad).setAuthTag(Buffer.from(tag, 'base64'));
  return Buffer.concat([decipher.update(Buffer.from(cipher, 'base64')), decipher.final()]);
}

const powerOfTwo = (size: number) => Math.max(SMALLEST, 2 ** Math.ceil(Math.log2(size)));

function padded(plain: Buffer | object, padTo: number | undefined): Buffer {
  const content = Buffer.isBuffer(plain) ? plain : Buffer.from(JSON.stringify(plain), 'utf8');
  const needed = HEADER_BYTES + content.length;
  const size = padTo ?? powerOfTwo(needed);
  if (needed > size) throw new DomainError('TOO_LARGE', '要密封的内容太长，请精简文字后再试。', { size });
  const whole = Buffer.alloc(size);
  whole.writeUInt32BE(content.length);
  whole.writeUInt8(Buffer.isBuffer(plain) ? KIND.bytes : KIND.json, 4);
  content.copy(whole, HEADER_BYTES);
  return whole;
}

function unpadded(whole: Buffer): unknown {
  const content = whole.subarray(HEADER_BYTES, HEADER_BYTES + whole.readUInt32BE());
  return whole.readUInt8(4) === KIND.json ? JSON.parse(content.toString('utf8')) : Buffer.from(content);
}

/**
 * Close content under a fresh key of its own.
 *
 * @param purpose what it is closed for, such as `flying.target`; must be named again to open it
 * @param id of the record it belongs to
 * @param padTo size of the cipher in bytes, the same for every content; default: the next power of two, at least 256
 * @throws DomainError TOO_LARGE (does not fit into `padTo`) | UNAVAILABLE (the vault is closed)
 */
export function seal(purpose: string, id: string, plain: Buffer | object, { padTo }: { padTo?: number } = {}): Sealed {
  const { current } = vaultKeys();
  const aad = aadOf(purpose, id);
  const key = randomBytes(KEY_BYTES);
  const box = close(key, aad, padded(plain, padTo));
  return { box, key: { ...close(wrappingKey(purpose, current), aad, key), keyId: current } };
}

const altered = (purpose: string, id: string, cause: unknown) =>
  new DomainError(
    'UNAVAILABLE',
    '密封内容校验未通过，可能被改动过，请通知安全管理员核查。',
    { purpose, id },
    { cause },
  );

/** The key of one record, unwrapped: 32 bytes. @throws DomainError UNAVAILABLE (altered, of another record, or its key is not loaded) */
export function unwrapKey(purpose: string, id: string, { keyId, ...closed }: WrappedKey): Buffer {
  const wrapping = wrappingKey(purpose, keyId);
  try {
    return open(wrapping, aadOf(purpose, id), closed);
  } catch (cause) {
    throw altered(purpose, id, cause);
  }
}

/**
 * What was sealed: a Buffer as it was given, anything else as parsed JSON, to be parsed by the caller's schema.
 *
 * @throws DomainError UNAVAILABLE (altered, of another record or purpose, or its key is not loaded)
 */
export function unseal(purpose: string, id: string, { box, key }: Sealed): unknown {
  const unwrapped = unwrapKey(purpose, id, key);
  try {
    return unpadded(open(unwrapped, aadOf(purpose, id), box));
  } catch (cause) {
    throw altered(purpose, id, cause);
  }
}

/** The same key of the record, wrapped by the current key of the vault; the box stays as it is. @throws DomainError UNAVAILABLE */
export function rewrap(purpose: string, id: string, wrapped: WrappedKey): WrappedKey {
  const { current } = vaultKeys();
  const key = unwrapKey(purpose, id, wrapped);
  return { ...close(wrappingKey(purpose, current), aadOf(purpose, id), key), keyId: current };
}
