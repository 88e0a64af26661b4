import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import { objectOf, parseJson, textOf, type Fields } from './fields';
import { type Callbacks, type CardRoute } from './state';

/** HTTP callbacks: the alternative to the Stream (dingtalk.md §8). Signatures are the platform's own; answers are bounded. */
interface HttpAnswer {
  status: number;
  body: string;
  inMs: number;
}

const LARGEST_ANSWER = 256 * 1024;
const BLOCK = 32;
const PUSH_DEADLINE_MS = 2500;

const hmac = (key: string, text: string) => createHmac('sha256', key).update(text).digest('base64');

async function post(
  url: string,
  headers: Record<string, string>,
  body: unknown,
  ms: number,
): Promise<HttpAnswer | undefined> {
  const start = performance.now();
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
      body: JSON.stringify(body),
      redirect: 'manual',
      signal: AbortSignal.timeout(ms),
    });
    const text = (await response.text()).slice(0, LARGEST_ANSWER);
    return { status: response.status, body: text, inMs: Math.round((performance.now() - start) * 100) / 100 };
  } catch {
    return undefined;
  }
}

/** Robot message, signed with the app secret (§8.2). @returns the reply message the answer carries, if any */
export async function postRobotMessage(
  url: string,
  appSecret: string,
  nowMs: number,
  data: unknown,
): Promise<(HttpAnswer & { reply?: Fields }) | undefined> {
  const timestamp = String(nowMs);
  const answer = await post(
    url,
    { timestamp, sign: hmac(appSecret, `${timestamp}\n${appSecret}`) },
    data,
    PUSH_DEADLINE_MS,
  );
  const reply = answer && objectOf(parseJson(answer.body));
  return answer && (reply ? { ...answer, reply } : answer);
}

/** Card callback, signed when the route was registered with a secret (§6.6). */
export function postCardCallback(
  route: CardRoute,
  nowMs: number,
  data: unknown,
  deadlineMs: number,
): Promise<HttpAnswer | undefined> {
  const timestamp = String(nowMs);
  const signed = { 'x-ddpaas-signature-timestamp': timestamp, 'x-ddpaas-signature': hmac(route.apiSecret, timestamp) };
  return post(route.callbackUrl, route.apiSecret ? signed : {}, data, deadlineMs);
}

export const eventSignature = (token: string, timestamp: string, nonce: string, encrypt: string): string =>
  createHash('sha1').update([token, timestamp, nonce, encrypt].sort().join('')).digest('hex');

const keyOf = (aesKey: string) => Buffer.from(`${aesKey}=`, 'base64');

export function encryptEvent(aesKey: string, ownerKey: string, text: string): string {
  const key = keyOf(aesKey);
  const message = Buffer.from(text, 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(message.length);
  const plain = Buffer.concat([randomBytes(16), length, message, Buffer.from(ownerKey)]);
  const padding = BLOCK - (plain.length % BLOCK);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.update(Buffer.alloc(padding, padding)), cipher.final()]).toString(
    'base64',
  );
}

export function decryptEvent(aesKey: string, encrypted: string): string {
  const key = keyOf(aesKey);
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const plain = Buffer.concat([decipher.update(Buffer.from(encrypted, 'base64')), decipher.final()]);
  return plain.subarray(20, 20 + plain.readUInt32BE(16)).toString('utf8');
}

/** Pushes one encrypted event (§8.1). @returns whether the answer was the encrypted word `success`, signed */
export async function postEvent(
  target: NonNullable<Callbacks['events']>,
  ownerKey: string,
  nowMs: number,
  event: Fields,
): Promise<boolean> {
  const { url, token, aesKey } = target;
  const [timestamp, nonce] = [String(nowMs), randomBytes(6).toString('hex')];
  const encrypt = encryptEvent(aesKey, ownerKey, JSON.stringify(event));
  const address = new URL(url);
  const signature = eventSignature(token, timestamp, nonce, encrypt);
  for (const [name, value] of Object.entries({ msg_signature: signature, signature, timestamp, nonce }))
    address.searchParams.set(name, value);
  const answer = await post(address.href, {}, { encrypt }, PUSH_DEADLINE_MS);
  const body = answer && objectOf(parseJson(answer.body));
  const reply = textOf(body?.['encrypt']);
  if (!body || !reply) return false;
  const expected = eventSignature(token, textOf(body['timeStamp']) ?? '', textOf(body['nonce']) ?? '', reply);
  try {
    return body['msg_signature'] === expected && decryptEvent(aesKey, reply) === 'success';
  } catch {
    return false;
  }
}
