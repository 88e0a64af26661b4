/**
 * The keys of whoever holds this phone. What the shelves keep is closed with a storage key that the server makes, keeps, and gives to its
 * person alone, at sign-in; here it lives as a key the browser never hands out. Signing out throws it away: the rows stay, and open when the
 * same person signs in again. Days without network are a lease: past it the key is not used until the server has been met.
 *
 * Before the server was met for the first time a provisional key closes; `moving.ts` closes those rows again once the real one is here.
 */
import { type Me } from '../answers';
import { freshUlid } from '../freshUlid';
import { notice } from '../notice';
import { Refusal, exchange } from '../wire';
import { type KeyRow, type Row, database } from './database';
import { deviceName } from './deviceName';

/** What is kept here cannot be opened or added to now; the sentence says what to do. */
export class Locked extends Error {
  constructor(readonly why: keyof typeof LOCKED) {
    super(LOCKED[why]);
    this.name = 'Locked';
  }
}
const LOCKED = {
  signedOut: '本机内容已上锁，请联网重新登录后继续。',
  expired: '离线时间已到，本机内容已上锁但没有丢失，请联网打开一次本应用。',
  revoked: '这台手机已停用，本机内容已上锁。手机已找回的，请联系安全管理员恢复。',
} as const;

export interface Holding {
  /** none: this browser has no cryptography (page without TLS), rows lie open. */
  phase: 'unknown' | 'none' | 'open' | keyof typeof LOCKED;
  device: string | null;
  /** Device clock (ms) after which the lease has to be renewed, warned of before, and after which it locks. */
  warnAt: number | null;
  lockAt: number | null;
  skewMs: number | null;
}

/** How things stand for the person at the door. */
export const holding = notice<Holding>({ phase: 'unknown', device: null, warnAt: null, lockAt: null, skewMs: null });

const DAY = 86_400_000;
/** A clock turned back further than this is taken for an expired lease. */
const TURNED_BACK_MS = 2 * DAY;
const AES = 'AES-GCM';
const subtle = (): SubtleCrypto | undefined => globalThis.crypto?.subtle;
const text = new TextEncoder();

const neighbours = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('holder');
const rows = new Map<string, KeyRow>();
const digests = new Map<string, string>();
let at: string | undefined;
neighbours?.addEventListener('message', () => {
  rows.clear();
  if (at) void rowOf(at).then((row) => row && tell(row));
});

let salt: Promise<Uint8Array<ArrayBuffer>> | undefined;
async function saltOf(): Promise<Uint8Array<ArrayBuffer>> {
  const work = (await database()).transaction('house', 'readwrite');
  const known = (await work.store.get('salt')) as Uint8Array<ArrayBuffer> | undefined;
  const made = known ?? crypto.getRandomValues(new Uint8Array(16));
  if (!known) await work.store.put(made, 'salt');
  await work.done;
  return made;
}

/** A digest that finds rows again without saying what they are about. */
export async function digestOf(words: string): Promise<string> {
  const known = digests.get(words);
  if (known) return known;
  const engine = subtle();
  if (!engine) return words;
  const bytes = text.encode(words);
  const salted = await (salt ??= saltOf());
  const whole = new Uint8Array(salted.length + bytes.length);
  whole.set(salted);
  whole.set(bytes, salted.length);
  const hash = new Uint8Array(await engine.digest('SHA-256', whole)).subarray(0, 16);
  const digest = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (digests.size > 500) digests.clear();
  digests.set(words, digest);
  return digest;
}

/** The tag under which a person's rows stand. */
export const tagOf = (owner: string): Promise<string> => digestOf(`person/${owner}`);

async function rowOf(who: string): Promise<KeyRow | undefined> {
  const known = rows.get(who) ?? (await (await database()).get('keys', who));
  if (known) rows.set(who, known);
  return known;
}

async function changeRow(who: string, change: (row: KeyRow) => KeyRow): Promise<KeyRow | undefined> {
  const work = (await database()).transaction('keys', 'readwrite', { durability: 'strict' });
  const row = await work.store.get(who);
  const changed = row && change(row);
  if (changed) await work.store.put(changed);
  await work.done;
  if (changed) rows.set(who, changed);
  neighbours?.postMessage(null);
  if (changed && who === at) tell(changed);
  return changed;
}

/** The person's row, with fresh keys when this device has never seen them. */
async function rowFor(who: string): Promise<KeyRow> {
  const known = await rowOf(who);
  if (known) return known;
  const { makeDeviceKey } = await import('../../models/field/chain');
  const { privateKey, publicKey } = await makeDeviceKey();
  const provisional = await crypto.subtle.generateKey({ name: AES, length: 256 }, false, ['encrypt', 'decrypt']);
  const fresh: KeyRow = {
    ...{ who, device: freshUlid(), signing: privateKey, publicKey, storage: null, provisional },
    ...{ metAt: null, offlineDays: 7, graceDays: 1, skewMs: null, revoked: false },
  };
  const work = (await database()).transaction('keys', 'readwrite', { durability: 'strict' });
  // Another tab may have been quicker; its keys count.
  const standing = await work.store.get(who);
  if (!standing) await work.store.put(fresh);
  await work.done;
  rows.set(who, standing ?? fresh);
  return standing ?? fresh;
}

const lockAtOf = ({ metAt, offlineDays, graceDays }: KeyRow) =>
  metAt === null ? null : metAt + (offlineDays + graceDays) * DAY;

function lockedBy(row: KeyRow, now: number): keyof typeof LOCKED | undefined {
  if (row.revoked) return 'revoked';
  if (row.metAt === null) return undefined;
  if (!row.storage) return 'signedOut';
  return now > (lockAtOf(row) ?? 0) || now < row.metAt - TURNED_BACK_MS ? 'expired' : undefined;
}

function tell(row: KeyRow): void {
  const phase = lockedBy(row, Date.now()) ?? 'open';
  const warnAt = row.metAt === null ? null : row.metAt + row.offlineDays * DAY;
  const now = holding.get();
  const next: Holding = { phase, device: row.device, warnAt, lockAt: lockAtOf(row), skewMs: row.skewMs };
  if (JSON.stringify(now) !== JSON.stringify(next)) holding.set(next);
}

/** Which key closes for this person now. @throws Locked */
async function keyFor(who: string): Promise<{ by: Row['by']; key: CryptoKey } | null> {
  if (!subtle()) return null;
  const row = await rowFor(who);
  const why = lockedBy(row, Date.now());
  if (who === at) tell(row);
  if (why) throw new Locked(why);
  if (row.storage) return { by: 's', key: row.storage };
  if (row.provisional) return { by: 'p', key: row.provisional };
  throw new Locked('signedOut');
}

type Closed = Pick<Row, 'by' | 'iv' | 'data'>;

/** Close bytes for one person; `about` binds them to their row. @throws Locked */
export async function close(who: string, about: string, bytes: Uint8Array<ArrayBuffer>): Promise<Closed> {
  const found = await keyFor(who);
  if (!found) return { by: '-', iv: null, data: bytes.slice().buffer };
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: AES, iv, additionalData: text.encode(about) }, found.key, bytes);
  return { by: found.by, iv, data };
}

/** Open what `close` closed. @throws Locked, or Error when the bytes were altered */
export async function open(who: string, about: string, { by, iv, data }: Closed): Promise<Uint8Array<ArrayBuffer>> {
  if (by === '-' || !iv) return new Uint8Array(data);
  await keyFor(who);
  const row = await rowOf(who);
  const key = by === 's' ? row?.storage : row?.provisional;
  if (!key) throw new Locked('signedOut');
  return new Uint8Array(await crypto.subtle.decrypt({ name: AES, iv, additionalData: text.encode(about) }, key, data));
}

/** Who signs on this device, and what is known of its clock. @throws Locked */
export async function signerOf(who: string): Promise<{ device: string; key: CryptoKey; skewMs: number | null }> {
  await keyFor(who);
  const row = subtle() && (await rowFor(who));
  if (!row?.signing) throw new Error('这个浏览器不能做现场记录，请在钉钉中打开本应用。');
  return { device: row.device, key: row.signing, skewMs: row.skewMs };
}

/** What a contact with the server says of the device's clock; half of the round trip belongs to each way. */
export async function learnSkew(owner: string, serverTime: string, sentAt: number, backAt: number): Promise<void> {
  const skewMs = Math.round(Date.parse(serverTime) - (sentAt + backAt) / 2);
  if (Number.isFinite(skewMs)) await changeRow(await tagOf(owner), (row) => ({ ...row, skewMs }));
}

interface Registered {
  id: string;
  storageKey: string;
  serverTime: string;
  offlineDays: number;
  graceDays: number;
}

/** This person's tag is at the door: what is kept for them opens if its key is still here. */
export async function stepUp(who: string): Promise<void> {
  at = who;
  if (!subtle()) return holding.set({ ...holding.get(), phase: 'none' });
  tell(await rowFor(who));
}

/** Whether the key is already here, so that the page need not wait for the server to give it. */
export async function isHere(owner: string): Promise<boolean> {
  if (!subtle()) return true;
  const row = await rowOf(await tagOf(owner));
  return row?.storage != null && !row.revoked;
}

/**
 * Register this device for the person who has just signed in, and take the storage key.
 *
 * @throws Unreachable | Refusal (the server could not; a device that was stopped is no error but the phase `revoked`)
 */
export async function meet({ id }: Me, csrf: string): Promise<void> {
  if (!subtle()) return;
  const who = await tagOf(id);
  const { device, publicKey } = await rowFor(who);
  const sentAt = Date.now();
  try {
    const given = await exchange<Registered>('/api/devices', {
      method: 'POST',
      headers: { 'x-csrf-token': csrf },
      body: { id: device, publicKey, name: deviceName() },
    });
    const backAt = Date.now();
    const raw = Uint8Array.from(atob(given.storageKey), (character) => character.charCodeAt(0));
    const storage = await crypto.subtle.importKey('raw', raw, AES, false, ['encrypt', 'decrypt']);
    const skewMs = Math.round(Date.parse(given.serverTime) - (sentAt + backAt) / 2);
    const { offlineDays, graceDays } = given;
    // Signed out meanwhile: the key came too late and is not taken.
    if (at !== who) return;
    await changeRow(who, (row) => ({
      ...{ ...row, storage, metAt: backAt, skewMs, revoked: false, offlineDays, graceDays },
    }));
  } catch (error) {
    if (!(error instanceof Refusal && error.status === 403)) throw error;
    await changeRow(who, (row) => ({ ...row, storage: null, revoked: true }));
  }
}

/** Throw away the storage keys of everybody but this person; without one, of all. Their rows stay, closed. */
export async function lockOthers(owner: string | null): Promise<void> {
  if (!subtle()) return;
  const mine = owner === null ? null : await tagOf(owner);
  const others = (await (await database()).getAllKeys('keys')).filter((who) => who !== mine);
  for (const who of others) {
    const { storage } = (await rowOf(who)) ?? {};
    if (storage) await changeRow(who, (row) => ({ ...row, storage: null }));
  }
  if (owner === null) at = undefined;
}

/** The provisional key has nothing left to open. */
export const dropProvisional = (who: string) => changeRow(who, (row) => ({ ...row, provisional: null }));

/** Whether rows closed provisionally should be closed again with the server's key. */
export async function isProvisional(who: string): Promise<boolean> {
  const row = await rowOf(who);
  return row?.storage != null && row.provisional !== null;
}
