/** The pack on this phone: fetched whole, checked against its hash, closed, and read from memory once it has been opened. */
import { type Pack } from '../../models/pack/pack.schema';
import { sha256Hex } from '../../models/core/canonical';
import { type Row, keepForGood } from '../offline/database';
import { Locked, tagOf } from '../offline/holder';
import { bytesIn, closedBytes, closedRow, contentOf, shelves } from '../offline/shelf';
import { session } from '../session';
import { Refusal, Unreachable } from '../wire';

/** What is shown of a pack without opening it. */
export interface PackAbout {
  places: string[];
  /** Device clock (ms) when it was fetched or last found unchanged. */
  at: number;
  bytes: number;
  hash: string;
  enterprises: number;
  inspections: number;
}

function owner(): string {
  const id = session.get().me?.id;
  if (!id) throw new Locked('signedOut');
  return id;
}
const keysOf = async (of: string) => {
  const who = await tagOf(of);
  return { whole: `${who}/pack`, about: `${who}/about` };
};

/** What lies here; undefined when nothing was packed. @throws Locked */
export async function packAbout(): Promise<PackAbout | undefined> {
  const { about } = await keysOf(owner());
  const row = await (await shelves()).get('pack', about);
  return row && contentOf<PackAbout>('pack', row);
}

let open: { hash: string; of: string; pack: Promise<Pack> } | undefined;
session.watch(() => {
  if (open && open.of !== session.get().me?.id) open = undefined;
});

/** The pack, without network; undefined when nothing was packed. @throws Locked, or Error when it was altered on the disk */
export async function packOf(): Promise<Pack | undefined> {
  const of = owner();
  const about = await packAbout();
  if (!about) return undefined;
  if (open?.hash !== about.hash || open.of !== of) {
    const pack = read(of);
    open = { hash: about.hash, of, pack };
    pack.catch(() => (open = undefined));
  }
  return open.pack;
}

async function read(of: string): Promise<Pack> {
  const { whole } = await keysOf(of);
  const row = await (await shelves()).get('pack', whole);
  if (!row) throw new Error('带上岛的资料不完整，请联网重新带一次。');
  return parsed(await bytesIn('pack', row), of);
}

function parsed(bytes: Uint8Array<ArrayBuffer>, of: string): Pack {
  const pack = JSON.parse(new TextDecoder().decode(bytes)) as Pack;
  if (pack.format !== 1 || pack.person !== of) throw new Error('带上岛的资料不是给您的，请联网重新带一次。');
  return pack;
}

/** What a field record starts from, from the pack: `siteRecord:<id>` has the id of its inspection. @throws Locked */
export async function packedSeed(record: string): Promise<unknown> {
  const id = record.slice(record.indexOf(':') + 1);
  const pack = await packOf();
  return pack?.inspections.find(({ task }) => task._id === id)?.seed ?? undefined;
}

const DAMAGED = '下载的资料校验没有通过，没有保存，请再下载一次。';
const NO_ROOM = '手机空间不够，资料没有存下来；请少选几个岛，或清理手机空间后再试。';

/**
 * Fetch a pack, or find the one that lies here unchanged.
 *
 * @param progress bytes read so far, and of how many
 * @throws Unreachable | Refusal | Locked | Error with a sentence (damaged on the way, no room); the pack that lies here stays
 */
export async function fetchPack(
  places: readonly string[],
  progress: (done: number, total: number) => void,
): Promise<PackAbout> {
  keepForGood();
  const of = owner();
  const known = await packAbout().catch(() => undefined);
  const same = known && [...known.places].sort().join() === [...places].sort().join();
  const answer = await fetch(`/api/pack?places=${encodeURIComponent(places.join(','))}`, {
    credentials: 'same-origin',
    cache: 'no-store',
    headers: same ? { 'if-none-match': `"${known.hash}"` } : {},
  }).catch((cause: unknown) => {
    throw new Unreachable({ cause });
  });
  if (answer.status === 304 && known) return put(of, { ...known, at: Date.now() });
  if (!answer.ok) throw await refusalOf(answer);
  const bytes = await bytesOf(answer, progress);
  const hash = await sha256Hex(bytes);
  // A proxy that compresses anew marks the tag as weak.
  if (answer.headers.get('etag')?.replace(/^W\//, '') !== `"${hash}"`) throw new Error(DAMAGED);
  const pack = parsed(bytes, of);
  const counts = { enterprises: pack.enterprises.length, inspections: pack.inspections.length };
  return put(of, { places: [...places], at: Date.now(), bytes: bytes.length, hash, ...counts }, bytes);
}

async function refusalOf(answer: Response): Promise<Error> {
  const { error } = (await answer.json().catch(() => ({}))) as { error?: { code?: string; message?: string } };
  return error?.message ? new Refusal(answer.status, error.code ?? 'UNKNOWN', error.message) : new Unreachable();
}

async function bytesOf(answer: Response, progress: (done: number, total: number) => void) {
  const total = Number(answer.headers.get('x-pack-bytes')) || 0;
  const reader = answer.body?.getReader();
  if (!reader) return new Uint8Array(await answer.arrayBuffer());
  const pieces: Uint8Array[] = [];
  let done = 0;
  try {
    for (;;) {
      const { value, done: isEnd } = await reader.read();
      if (isEnd) break;
      pieces.push(value);
      progress((done += value.length), Math.max(total, done));
    }
  } catch (cause) {
    throw new Unreachable({ cause });
  }
  const whole = new Uint8Array(done);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Both rows in one transaction: the old pack stands until the new one does. */
async function put(of: string, about: PackAbout, bytes?: Uint8Array<ArrayBuffer>): Promise<PackAbout> {
  const keys = await keysOf(of);
  const rows: Row[] = [
    await closedRow('pack', keys.about, of, about),
    ...(bytes ? [await closedBytes('pack', keys.whole, of, bytes)] : []),
  ];
  const work = (await shelves()).transaction('pack', 'readwrite', { durability: 'strict' });
  try {
    await Promise.all([...rows.map((row) => work.store.put(row)), work.done]);
  } catch (cause) {
    await work.done.catch(() => undefined);
    throw new Error(NO_ROOM, { cause });
  }
  return about;
}

/** Throw the pack away. */
export async function dropPack(): Promise<void> {
  const keys = await keysOf(owner());
  const work = (await shelves()).transaction('pack', 'readwrite', { durability: 'strict' });
  await Promise.all([work.store.delete(keys.whole), work.store.delete(keys.about), work.done]);
  open = undefined;
}
