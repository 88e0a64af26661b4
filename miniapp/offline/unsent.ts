/** The shelf of commands that the server has not answered yet, and the watched list of them. */
import { notice } from '../notice';
import { type Row, type Unsent, keepForGood } from './database';
import { draftRow } from './drafts';
import { digestOf, tagOf } from './holder';
import { withRoom } from './room';
import { closedRow, contentOf, shelves } from './shelf';

/** What the banner shows, oldest first. */
export const unsentList = notice<readonly Unsent[]>([]);

const neighbours = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('unsent');
let owner: string | undefined;
neighbours?.addEventListener('message', () => void look());

const STANDING = 0;
const REFUSED = 1;
const rowOf = async (command: Unsent, n?: number): Promise<Row> =>
  closedRow('command', command.key, command.owner, command, {
    group: await digestOf(`${command.lane}/${command.step}`),
    state: command.refusal ? REFUSED : STANDING,
    ...(n === undefined ? {} : { n }),
  });

/** Read the list again; other tabs are told by `tell`. What is locked is not shown. */
export async function look(of: string | undefined = owner): Promise<readonly Unsent[]> {
  owner = of;
  const found = of ? await readAll(of).catch(() => []) : [];
  // Somebody else may have come to the door while it was read.
  if (owner === of) unsentList.set(found);
  return found;
}

async function readAll(of: string): Promise<Unsent[]> {
  const rows = await (await shelves()).getAllFromIndex('command', 'byWho', await tagOf(of));
  rows.sort((a, b) => (a.n ?? 0) - (b.n ?? 0));
  return Promise.all(rows.map((row) => contentOf<Unsent>('command', row)));
}

async function tell(): Promise<void> {
  neighbours?.postMessage(null);
  await look();
}

/**
 * Take over a filled-in form for sending: in one durable transaction the draft goes and the command stands. A second tap, even
 * after a reload, finds the standing command of the same step and adds nothing.
 *
 * @returns the command that stands
 * @throws Locked
 */
export async function takeOver(command: Unsent): Promise<Unsent> {
  keepForGood();
  const [row, draftKey] = [await rowOf(command), await digestOf(command.draftKey)];
  const standing = await withRoom(() => stand(row, draftKey));
  await tell();
  return standing ? contentOf<Unsent>('command', standing) : command;
}

/** @returns the row of the same step that stands already */
async function stand(row: Row, draftKey: string): Promise<Row | undefined> {
  const work = (await shelves()).transaction(['draft', 'command'], 'readwrite', { durability: 'strict' });
  const shelf = work.objectStore('command');
  const same = await shelf.index('byGroup').getAll([row.who, row.group ?? '']);
  const standing = same.find(({ state }) => state === STANDING);
  if (!standing) {
    const all = await shelf.index('byWho').getAll(row.who);
    await shelf.add({ ...row, n: 1 + Math.max(0, ...all.map(({ n }) => n ?? 0)) });
  }
  await work.objectStore('draft').delete(draftKey);
  await work.done;
  return standing;
}

/** The server has it. */
export async function settle(key: string): Promise<void> {
  await (await shelves()).delete('command', key);
  await tell();
}

/** The server said no; it stays until the person decides. `null` takes the no back, so that it is sent again. */
export async function markRefused(key: string, refusal: Unsent['refusal']): Promise<void> {
  const found = await (await shelves()).get('command', key);
  if (found) {
    const row = await rowOf({ ...(await contentOf<Unsent>('command', found)), refusal }, found.n);
    const work = (await shelves()).transaction('command', 'readwrite', { durability: 'strict' });
    if (await work.store.getKey(key)) await work.store.put(row);
    await work.done;
  }
  await tell();
}

/** Back from the shelf into the form: the command goes and its draft stands again, in one transaction. */
export async function backToDraft(key: string): Promise<void> {
  const found = await (await shelves()).get('command', key);
  if (found) {
    const { draftKey, owner: of, values } = await contentOf<Unsent>('command', found);
    const draft = await draftRow(draftKey, of, values);
    const work = (await shelves()).transaction(['draft', 'command'], 'readwrite', { durability: 'strict' });
    if (await work.objectStore('command').getKey(key)) {
      await work.objectStore('command').delete(key);
      await work.objectStore('draft').put(draft);
    }
    await work.done;
  }
  await tell();
}
