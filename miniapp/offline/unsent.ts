/** The shelf of commands that the server has not answered yet, and the watched list of them. */
import { notice } from '../notice';
import { type Unsent, keepForGood, shelves } from './database';

/** What the banner shows, oldest first. */
export const unsentList = notice<readonly Unsent[]>([]);

const neighbours = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('unsent');
let owner: string | undefined;
neighbours?.addEventListener('message', () => void look());

/** Read the list again; other tabs are told by `tell`. */
export async function look(of: string | undefined = owner): Promise<readonly Unsent[]> {
  owner = of;
  const rows = of ? await (await shelves()).getAllFromIndex('unsent', 'byOwner', of) : [];
  unsentList.set(rows);
  return rows;
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
 */
export async function takeOver(row: Unsent): Promise<Unsent> {
  keepForGood();
  const work = (await shelves()).transaction(['drafts', 'unsent'], 'readwrite', { durability: 'strict' });
  const standing = (await work.objectStore('unsent').index('byOwner').getAll(row.owner)).find(
    ({ lane, step, refusal }) => lane === row.lane && step === row.step && !refusal,
  );
  if (!standing) await work.objectStore('unsent').add(row);
  await work.objectStore('drafts').delete(row.draftKey);
  await work.done;
  await tell();
  return standing ?? row;
}

async function seqOf(key: string): Promise<number | undefined> {
  return (await shelves()).getKeyFromIndex('unsent', 'byKey', key);
}

/** The server has it. */
export async function settle(key: string): Promise<void> {
  const seq = await seqOf(key);
  if (seq !== undefined) await (await shelves()).delete('unsent', seq);
  await tell();
}

/** The server said no; it stays until the person decides. `null` takes the no back, so that it is sent again. */
export async function markRefused(key: string, refusal: Unsent['refusal']): Promise<void> {
  const work = (await shelves()).transaction('unsent', 'readwrite', { durability: 'strict' });
  const row = await work.store.index('byKey').get(key);
  if (row) await work.store.put({ ...row, refusal });
  await work.done;
  await tell();
}

/** Back from the shelf into the form: the command goes and its draft stands again, in one transaction. */
export async function backToDraft(key: string): Promise<void> {
  const work = (await shelves()).transaction(['drafts', 'unsent'], 'readwrite', { durability: 'strict' });
  const row = await work.objectStore('unsent').index('byKey').get(key);
  if (row?.seq !== undefined) {
    await work.objectStore('unsent').delete(row.seq);
    await work
      .objectStore('drafts')
      .put({ key: row.draftKey, owner: row.owner, values: row.values, savedAt: Date.now() });
  }
  await work.done;
  await tell();
}
