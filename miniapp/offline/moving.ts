/**
 * Carrying rows over: from the open shelves of version 1 into closed ones, and from the provisional key to the server's. Row by row, each in
 * one transaction that takes the old row only if it is still as it was read: whatever moment the page is killed at, every row is in one place.
 */
import { type Database, type Row, SHELVES, type ShelfName, type Version1, database } from './database';
import { close, dropProvisional, digestOf, isProvisional, open, tagOf } from './holder';

interface Move {
  name: ShelfName;
  key: string;
  owner: string;
  bytes: Uint8Array<ArrayBuffer>;
  marks?: Partial<Row>;
}
const json = (content: unknown) => new TextEncoder().encode(JSON.stringify(content));
const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());

/** What each old row becomes. */
const BECOMES = {
  drafts: async ({ key, owner, values }: Version1['drafts']): Promise<Move> => ({
    ...{ name: 'draft', key: await digestOf(key), owner, bytes: json(values) },
  }),
  photos: async ({ id, owner, blob, hash }: Version1['photos']): Promise<Move> => ({
    ...{ name: 'photo', key: id, owner, bytes: await bytesOf(blob) },
    marks: { mark: hash ?? '', state: hash ? 1 : 0 },
  }),
  unsent: async ({ seq, ...command }: Version1['unsent']): Promise<Move> => ({
    ...{ name: 'command', key: command.key, owner: command.owner, bytes: json(command) },
    marks: { group: await digestOf(`${command.lane}/${command.step}`), n: seq, state: command.refusal ? 1 : 0 },
  }),
};

async function rowOf({ name, key, owner, bytes, marks }: Move): Promise<Row> {
  const who = await tagOf(owner);
  return { key, who, ...marks, ...(await close(who, `${name}/${key}`, bytes)) };
}

async function move<Name extends keyof typeof BECOMES>(opened: Database, old: Name): Promise<void> {
  for (const key of await opened.getAllKeys(old)) {
    const found = await opened.get(old, key);
    if (!found) continue;
    const becomes = BECOMES[old] as (row: unknown) => Promise<Move>;
    const target = await becomes(found);
    const row = await rowOf(target);
    const work = opened.transaction([old, target.name], 'readwrite', { durability: 'strict' });
    // Another tab may have carried it over, and sent it, meanwhile.
    if (await work.objectStore(old).getKey(key)) {
      await work.objectStore(target.name).put(row);
      await work.objectStore(old).delete(key);
    }
    await work.done;
  }
}

/** Carry over what version 1 of the app kept; nothing to do once it is done. Answers are read again from the server. */
export async function moveFromVersion1(opened: Database): Promise<void> {
  for (const old of ['unsent', 'photos', 'drafts'] as const) if (await opened.count(old)) await move(opened, old);
  if (await opened.count('answers')) await opened.clear('answers');
}

async function recloseRow(opened: Database, name: ShelfName, key: string): Promise<void> {
  const found = await opened.get(name, key);
  if (!found || found.by !== 'p') return;
  const about = `${name}/${key}`;
  const closed = await close(found.who, about, await open(found.who, about, found));
  const work = opened.transaction(name, 'readwrite', { durability: 'strict' });
  const now = await work.store.get(key);
  if (now?.by === 'p' && now.iv?.join() === found.iv?.join()) await work.store.put({ ...now, ...closed });
  await work.done;
}

/** Close with the server's key what the provisional one closed, then throw that one away. */
export async function reclose(owner: string): Promise<void> {
  const who = await tagOf(owner);
  if (!(await isProvisional(who))) return;
  const opened = await database();
  let left = 0;
  for (const name of SHELVES) {
    const keys = await opened.getAllKeysFromIndex(name, 'byKeyUsed', [who, 'p']);
    for (const key of keys) await recloseRow(opened, name, key);
    left += await opened.countFromIndex(name, 'byKeyUsed', [who, 'p']);
  }
  if (left === 0) await dropProvisional(who);
}
