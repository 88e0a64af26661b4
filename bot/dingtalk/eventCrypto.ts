import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** DingTalk pads to 32 bytes although the cipher's block is 16; hence padding by hand. */
const PAD_BLOCK = 32;
const RANDOM_BYTES = 16;
const LENGTH_BYTES = 4;

/** @throws Error when the key is not 43 characters of base64 (EncodingAESKey of the console) */
function keyOf(aesKey: string): Buffer {
  const key = Buffer.from(`${aesKey}=`, 'base64');
  if (aesKey.length !== 43 || key.length !== 32) throw new Error('the event AES key must have 43 characters');
  return key;
}

/**
 * Open an event push. Layout inside AES-256-CBC: 16 random bytes, 4 bytes length, message, owner.
 *
 * @returns the message and whom it is for: the client id, or the corp id with old subscriptions
 * @throws Error when it is not a message for this key
 */
export function decryptEvent(aesKey: string, encrypted: string): { text: string; owner: string } {
  const key = keyOf(aesKey);
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(encrypted, 'base64'), decipher.final()]);
  const padding = padded.at(-1) ?? 0;
  const plain = padded.subarray(0, padded.length - padding);
  const start = RANDOM_BYTES + LENGTH_BYTES;
  if (padding < 1 || padding > PAD_BLOCK || plain.length < start) throw new Error('wrong padding');
  const end = start + plain.readUInt32BE(RANDOM_BYTES);
  if (end > plain.length) throw new Error('wrong length');
  return { text: plain.toString('utf8', start, end), owner: plain.toString('utf8', end) };
}

/** @returns base64, readable by whoever has the key. `random` is for test vectors. */
export function encryptEvent(aesKey: string, text: string, owner: string, random = randomBytes(RANDOM_BYTES)): string {
  const key = keyOf(aesKey);
  const message = Buffer.from(text, 'utf8');
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(message.length);
  const plain = Buffer.concat([random, length, message, Buffer.from(owner, 'utf8')]);
  const padding = PAD_BLOCK - (plain.length % PAD_BLOCK);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.update(Buffer.alloc(padding, padding)), cipher.final()]).toString(
    'base64',
  );
}
