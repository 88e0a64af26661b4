/**
 * The shelf of photos and videos, closed in parts, so that a large video is read and sent without ever lying whole in memory. The row of a
 * file is written last: a file is there completely, or not at all.
 */
import { type TakenEvidence } from '../../models/evidence/evidence.schema';
import { session } from '../session';
import { type Row, keepForGood } from './database';
import { Locked, digestOf, tagOf } from './holder';
import { lookForRoom, noRoomFor, tellFull } from './room';
import { bytesIn, closedBytes, closedRow, contentOf, put, shelves } from './shelf';
import { filesWaiting } from './waiting';

/** What stands beside the bytes of one file. */
export interface FileNote {
  sha256: string;
  /** The light copy that people look at, or the original as the camera gave it. */
  of: 'light' | 'original';
  record: string;
  bytes: number;
  type: string;
  taken: TakenEvidence;
  /** Whatever the upload needs to say of the moment it was taken. */
  extra?: unknown;
}
export interface KeptFile extends FileNote {
  /** Bytes the server has, as far as is known. */
  sent: number;
  done: boolean;
}

const PART_BYTES = 512 * 1024;
const WAITING = 0;
const DONE = 1;
const partKey = (sha256: string, part: number) => `${sha256}/${String(part).padStart(5, '0')}`;
const neighbours = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('files');
neighbours?.addEventListener('message', () => void lookAtFiles());

function owner(): string {
  const id = session.get().me?.id;
  if (!id) throw new Locked('signedOut');
  return id;
}

/**
 * Put a file away. Resolves when all of it is durable; the same file again is the same row.
 *
 * @throws Error with a sentence when there is no room, Locked
 */
export function keepFile(note: FileNote, blob: Blob): Promise<void> {
  const work = () => kept(note, blob);
  return 'locks' in navigator ? navigator.locks.request('files', { mode: 'shared' }, work) : work();
}

async function kept(note: FileNote, blob: Blob): Promise<void> {
  keepForGood();
  const of = owner();
  const refused = noRoomFor(note.taken.kind, await lookForRoom());
  if (refused) throw new Error(refused);
  if (await (await shelves()).getKey('file', note.sha256)) return;
  beingKept.add(note.sha256);
  try {
    for (let from = 0; from < blob.size; from += PART_BYTES) {
      const bytes = new Uint8Array(await blob.slice(from, from + PART_BYTES).arrayBuffer());
      await put('part', await closedBytes('part', partKey(note.sha256, from / PART_BYTES), of, bytes));
    }
    const marks = { group: await digestOf(note.record), state: WAITING, n: 0, at: Date.now() };
    await put('file', await closedRow('file', note.sha256, of, note, marks));
  } catch (cause) {
    await dropParts(note.sha256).catch(() => undefined);
    if (cause instanceof Locked) throw cause;
    tellFull();
    throw new Error('手机空间不够，这一张没有存下来。请联网把未发送的内容发完或清理手机空间后重拍。', { cause });
  } finally {
    beingKept.delete(note.sha256);
  }
  await tell();
}

async function rowOf(sha256: string): Promise<Row | undefined> {
  const row = await (await shelves()).get('file', sha256);
  return row?.who === (await tagOf(owner())) ? row : undefined;
}

/** A note never changes, so each is opened once per page and sign-in. */
const openedNotes = new Map<string, FileNote>();
session.watch(() => session.get().me ?? openedNotes.clear());

async function noteIn(row: Row): Promise<FileNote> {
  const known = openedNotes.get(`${row.who}/${row.key}`);
  if (known) return known;
  const note = await contentOf<FileNote>('file', row);
  openedNotes.set(`${row.who}/${row.key}`, note);
  return note;
}

const asKept = async (row: Row): Promise<KeptFile> => ({
  ...(await noteIn(row)),
  sent: row.n ?? 0,
  done: row.state === DONE,
});

/** One file's note and progress, or undefined. @throws Locked */
export async function keptFile(sha256: string): Promise<KeptFile | undefined> {
  const row = await rowOf(sha256);
  return row && asKept(row);
}

/** Files the server does not have yet: light copies first, each kind in the order in which they were taken. @throws Locked */
export async function filesToSend(): Promise<KeptFile[]> {
  const rows = await (await shelves()).getAllFromIndex('file', 'byState', [await tagOf(owner()), WAITING]);
  rows.sort((a, b) => (a.at ?? 0) - (b.at ?? 0));
  const files = await Promise.all(rows.map(asKept));
  return [...files.filter(({ of }) => of === 'light'), ...files.filter(({ of }) => of === 'original')];
}

/** Bytes `from` (included) to `to` (excluded) of a file. @throws Locked, or Error when a part is gone */
export async function fileBytes(sha256: string, from: number, to: number): Promise<Blob> {
  const opened = await shelves();
  const pieces: BlobPart[] = [];
  for (let part = Math.floor(from / PART_BYTES); part * PART_BYTES < to; part += 1) {
    const row = await opened.get('part', partKey(sha256, part));
    if (!row) throw new Error('这张照片已不在本机。');
    const start = part * PART_BYTES;
    pieces.push((await bytesIn('part', row)).slice(Math.max(0, from - start), to - start));
  }
  return new Blob(pieces);
}

/** An address for showing a file, or null when it is not here. Revoke it when it is no longer shown. */
export async function fileAddress(sha256: string): Promise<string | null> {
  const kept = await keptFile(sha256).catch(() => undefined);
  const bytes = kept && (await fileBytes(sha256, 0, kept.bytes).catch(() => undefined));
  return kept && bytes ? URL.createObjectURL(new Blob([bytes], { type: kept.type })) : null;
}

async function mark(sha256: string, marks: Pick<Row, 'n' | 'state'>): Promise<void> {
  const work = (await shelves()).transaction('file', 'readwrite', { durability: 'strict' });
  const row = await work.store.get(sha256);
  if (row) await work.store.put({ ...row, ...marks });
  await work.done;
  await tell();
}

/** So many bytes of it have arrived. */
export const fileProgressed = (sha256: string, sent: number): Promise<void> => mark(sha256, { n: sent });

/** The server has all of it. The original goes to make room; the light copy stays for looking at without network. */
export async function fileArrived(sha256: string): Promise<void> {
  const kept = await keptFile(sha256);
  if (kept?.of === 'original' && kept.taken.sha256 !== sha256) await dropFile(sha256);
  else await mark(sha256, { state: DONE, n: kept?.bytes ?? 0 });
}

async function dropParts(sha256: string): Promise<void> {
  await (await shelves()).delete('part', IDBKeyRange.bound(`${sha256}/`, `${sha256}/~`));
}

/** Throw a file away. Only for what the server has, or what the person takes back before it is named in a record. */
export async function dropFile(sha256: string): Promise<void> {
  await (await shelves()).delete('file', sha256);
  await dropParts(sha256);
  await tell();
}

/** Files whose parts are being written by this page. */
const beingKept = new Set<string>();

/** Throw away parts of files that were never finished, because the page was killed among them. Once per page, while no other tab writes. */
export async function sweepParts(): Promise<void> {
  const sweep = async (lock?: Lock | null) => {
    if (lock === null) return;
    const opened = await shelves();
    const whole = new Set(await opened.getAllKeys('file'));
    const parts = (await opened.getAllKeys('part')).map((key) => key.split('/')[0] ?? '');
    for (const sha256 of new Set(parts)) if (!whole.has(sha256) && !beingKept.has(sha256)) await dropParts(sha256);
  };
  if ('locks' in navigator) await navigator.locks.request('files', { ifAvailable: true }, sweep);
  else await sweep();
}

let looking: Promise<void> | undefined;
let next: Promise<void> | undefined;
/**
 * Read again what waits; other tabs are told by `tell`. However many ask while one reading is under way, one more follows it and answers
 * them all.
 */
export function lookAtFiles(): Promise<void> {
  if (looking) return (next ??= looking.then(lookAtFiles));
  next = undefined;
  looking = look().finally(() => (looking = undefined));
  return looking;
}

async function look(): Promise<void> {
  const files = session.get().me ? await filesToSend().catch(() => []) : [];
  filesWaiting.set(files.map(({ sha256, taken, bytes, sent }) => ({ sha256, kind: taken.kind, bytes, sent })));
}

async function tell(): Promise<void> {
  neighbours?.postMessage(null);
  await lookAtFiles();
}
