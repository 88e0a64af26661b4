/** Rows of the shelves: closed before they are written, opened after they are read, so that no transaction waits for cryptography. */
import { type Database, type Row, type ShelfName, database } from './database';
import { close, open, tagOf } from './holder';
import { moveFromVersion1 } from './moving';

type Marks = Pick<Row, 'group' | 'n' | 'state' | 'mark' | 'at'>;
const about = (name: ShelfName, key: string) => `${name}/${key}`;
const [writer, reader] = [new TextEncoder(), new TextDecoder()];

let moved: Promise<void> | undefined;

/** The database with everything in its place. */
export async function shelves(): Promise<Database> {
  const opened = await database();
  moved ??= moveFromVersion1(opened).catch(() => {
    moved = undefined;
  });
  await moved;
  return opened;
}

/** A row with these bytes, to be written in a transaction of the caller's. @throws Locked */
export async function closedBytes(
  name: ShelfName,
  key: string,
  owner: string,
  bytes: Uint8Array<ArrayBuffer>,
  marks: Marks = {},
): Promise<Row> {
  const who = await tagOf(owner);
  return { key, who, ...marks, ...(await close(who, about(name, key), bytes)) };
}

/** The same for anything that is JSON. @throws Locked */
export const closedRow = (name: ShelfName, key: string, owner: string, content: unknown, marks?: Marks): Promise<Row> =>
  closedBytes(name, key, owner, writer.encode(JSON.stringify(content)), marks);

/** @throws Locked, or Error when the row was altered */
export const bytesIn = (name: ShelfName, row: Row): Promise<Uint8Array<ArrayBuffer>> =>
  open(row.who, about(name, row.key), row);

/** @throws Locked, or Error when the row was altered */
export async function contentOf<T>(name: ShelfName, row: Row): Promise<T> {
  return JSON.parse(reader.decode(await bytesIn(name, row))) as T;
}

/** The content under a key, or undefined; also when it belongs to somebody else. @throws Locked */
export async function contentAt<T>(name: ShelfName, key: string, owner: string): Promise<T | undefined> {
  const row = await (await shelves()).get(name, key);
  return row && row.who === (await tagOf(owner)) ? contentOf<T>(name, row) : undefined;
}

/** Replace one row, durably. @throws Locked, or DOMException when there is no room */
export async function put(name: ShelfName, row: Row): Promise<void> {
  const work = (await shelves()).transaction(name, 'readwrite', { durability: 'strict' });
  await settled(work.store.put(row), work.done);
}

/** Both the write and its transaction, of which either may be the one that says there is no room. */
export async function settled<T>(write: Promise<T>, done: Promise<void>): Promise<T> {
  const [written, ended] = await Promise.allSettled([write, done]);
  if (ended.status === 'rejected') throw ended.reason ?? (written as PromiseRejectedResult).reason;
  if (written.status === 'rejected') throw written.reason;
  return written.value;
}
