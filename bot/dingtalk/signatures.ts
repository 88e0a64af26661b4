import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** A signed request older or newer than this is a replay. Source: custom robot security settings; robot receive-message. */
const VALID_FOR_MS = 3_600_000;

const hmacBase64 = (secret: string, text: string): string => createHmac('sha256', secret).update(text).digest('base64');

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

const recent = (timestamp: string, now: Date): boolean =>
  /^\d{1,16}$/.test(timestamp) && Math.abs(now.getTime() - Number(timestamp)) <= VALID_FOR_MS;

/**
 * Signature for `dd.config` in a page. `url` is what the page sees in `location.href`: the part after `#` is dropped and
 * the query decoded once, as the client does. @returns lower-case hex
 */
export function signJsapi(
  digest: 'sha256' | 'sha1',
  { ticket, nonceStr, timeStamp, url }: { ticket: string; nonceStr: string; timeStamp: string; url: string },
): string {
  const plain = `jsapi_ticket=${ticket}&noncestr=${nonceStr}&timestamp=${timeStamp}&url=${decodedUrl(url)}`;
  return createHash(digest).update(plain, 'utf8').digest('hex');
}

function decodedUrl(url: string): string {
  const [address = ''] = url.split('#');
  const mark = address.indexOf('?');
  if (mark < 0) return address;
  try {
    return address.slice(0, mark) + decodeURIComponent(address.slice(mark));
  } catch {
    return address; // a stray % is signed as it stands
  }
}

/** Signature of robots, both the custom robot's `sign` (before URL-encoding) and the outgoing callback's header. */
export const signRobot = (timestamp: string, secret: string): string => hmacBase64(secret, `${timestamp}\n${secret}`);

/** @returns whether a robot callback carries the signature of our app secret, made within the last hour */
export const verifyRobotSign = (timestamp: string, sign: string, appSecret: string, now: Date): boolean =>
  recent(timestamp, now) && same(sign, signRobot(timestamp, appSecret));

/** Signature of card callbacks over HTTP. */
export const signCard = (timestamp: string, apiSecret: string): string => hmacBase64(apiSecret, timestamp);

/** @returns whether a card callback carries the signature of the secret it was registered with, made within the last hour */
export const verifyCardSign = (timestamp: string, sign: string, apiSecret: string, now: Date): boolean =>
  recent(timestamp, now) && same(sign, signCard(timestamp, apiSecret));

/** Signature of event pushes: SHA-1 over the four parts in sorted order. @returns lower-case hex */
export const signEvent = (token: string, timestamp: string, nonce: string, encrypted: string): string =>
  createHash('sha1').update([token, timestamp, nonce, encrypted].sort().join('')).digest('hex');

export const verifyEventSign = (
  signature: string,
  token: string,
  { timestamp, nonce, encrypted }: { timestamp: string; nonce: string; encrypted: string },
): boolean => same(signature, signEvent(token, timestamp, nonce, encrypted));
