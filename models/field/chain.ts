/**
 * Making and checking chains of field events with WebCrypto, the same in the browser, in Node and on the verifier page. The hash of each
 * event covers the one before it, so one valid signature vouches for everything up to it; all signatures are kept all the same.
 */
import { canonicalJson, sha256Hex } from '../core/canonical';
import { type FieldDraft, type FieldEvent, NOTHING_BEFORE } from './fieldEvent.schema';

/** The browser and Node name the type of a key differently. */
type Key = Parameters<typeof crypto.subtle.sign>[1];
/** A public device key: P-256 in JWK. */
export interface PublicKey {
  kty: 'EC';
  crv: 'P-256';
  x: string;
  y: string;
}

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const;

/** A fresh device key; the private half cannot be taken out of the device. */
export async function makeDeviceKey(): Promise<{ privateKey: Key; publicKey: PublicKey }> {
  const pair = await crypto.subtle.generateKey(CURVE, false, ['sign', 'verify']);
  const { x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  return { privateKey: pair.privateKey, publicKey: { kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' } };
}

const bytesOfHex = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const bytesOfBase64 = (text: string) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
const base64Of = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes));

/** Half a character (a cut emoji) would be stored as another one, and the hash with it broken. */
function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/[\ud800-\udfff]/gu, '\ufffd');
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(wellFormed);
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, wellFormed(field)]));
}

/** SHA-256 (hex) of an event's content: everything but `hash` and `signature`. */
export function hashOf(
  event: Omit<FieldEvent, 'hash' | 'signature'> & { hash?: string; signature?: string },
): Promise<string> {
  const { hash: _hash, signature: _signature, ...content } = event;
  return sha256Hex(canonicalJson(content));
}

/**
 * Put a draft at the end of its device's chain and sign it.
 *
 * @param previous the same device's last event on the same record; undefined for the first
 * @param key the device's private ECDSA P-256 key
 */
export async function sealEvent(
  draft: FieldDraft,
  previous: Pick<FieldEvent, 'seq' | 'hash'> | undefined,
  key: Key,
): Promise<FieldEvent> {
  const content = JSON.parse(
    JSON.stringify(wellFormed({ ...draft, seq: (previous?.seq ?? 0) + 1, prev: previous?.hash ?? NOTHING_BEFORE })),
  ) as Omit<FieldEvent, 'hash' | 'signature'>;
  const hash = await hashOf(content);
  const signature = base64Of(new Uint8Array(await crypto.subtle.sign(SIGNING, key, bytesOfHex(hash))));
  return { ...content, hash, signature };
}

/** Whether this device signed this hash. */
export async function signedBy(publicKey: PublicKey, { hash, signature }: Pick<FieldEvent, 'hash' | 'signature'>) {
  const { kty, crv, x, y } = publicKey;
  const key = await crypto.subtle.importKey('jwk', { kty, crv, x, y }, CURVE, false, ['verify']);
  return crypto.subtle.verify(SIGNING, key, bytesOfBase64(signature), bytesOfHex(hash));
}

/** What is wrong with an event of a chain, and the sentence for it. */
export const CHAIN_FAULTS = {
  GAP: '这台手机前面还有记录没有传到，请保持联网，系统会自动补传。',
  BROKEN: '这条记录接不上这台手机此前的记录，已单独留存，请联系指挥中心核对。',
  ALTERED: '这条记录的内容与它的校验值不符，可能在传输或存放时被改动，已单独留存，请联系指挥中心核对。',
  BAD_SIGNATURE: '这条记录的设备签名不对，已单独留存，请联系指挥中心核对。',
} as const;
export type ChainFault = keyof typeof CHAIN_FAULTS;

/** How many events of a piece of chain hold, counted from its start, and what is wrong with the next one. */
export interface ChainVerdict {
  sound: number;
  fault?: ChainFault;
}

async function faultOf(event: FieldEvent, seq: number, prev: string): Promise<ChainFault | undefined> {
  if (event.seq > seq) return 'GAP';
  if (event.seq < seq) return 'BROKEN';
  if ((await hashOf(event)) !== event.hash) return 'ALTERED';
  return event.prev === prev ? undefined : 'BROKEN';
}

/**
 * Check a piece of one device's chain on one record.
 *
 * @param events in order of `seq`
 * @param last the event before them that is already known to hold; undefined at the start of the chain
 */
export async function faultOfChain(
  events: readonly FieldEvent[],
  last: Pick<FieldEvent, 'seq' | 'hash'> | undefined,
  publicKey: PublicKey,
): Promise<ChainVerdict> {
  let [seq, prev] = [last?.seq ?? 0, last?.hash ?? NOTHING_BEFORE];
  let linked = 0;
  let fault: ChainFault | undefined;
  for (const event of events) {
    fault = await faultOf(event, seq + 1, prev);
    if (fault) break;
    [seq, prev] = [event.seq, event.hash];
    linked += 1;
  }
  const signed = await lastSigned(events.slice(0, linked), publicKey);
  if (signed < linked) return { sound: signed, fault: 'BAD_SIGNATURE' };
  return fault ? { sound: linked, fault } : { sound: linked };
}

/** A valid signature of the last vouches for all; only when it does not hold, the ones before are asked. */
async function lastSigned(events: readonly FieldEvent[], publicKey: PublicKey): Promise<number> {
  for (let count = events.length; count > 0; count--) {
    const event = events[count - 1];
    if (event && (await signedBy(publicKey, event))) return count;
  }
  return 0;
}
