/** The server's last answers, for reading without network. */
import { digestOf, tagOf } from './holder';
import { closedRow, contentAt, shelves } from './shelf';

/** Older ones would mislead more than they help. */
const KEPT_MS = 30 * 86_400_000;
const keyOf = (owner: string, path: string) => digestOf(`${owner}${path}`);

/** @throws Locked */
export async function keepAnswer(owner: string, path: string, body: unknown): Promise<void> {
  const row = await closedRow('answer', await keyOf(owner, path), owner, body, { at: Date.now() });
  await (await shelves()).put('answer', row);
}

/** @throws Locked */
export const answerAt = async <T>(owner: string, path: string): Promise<T | undefined> =>
  contentAt<T>('answer', await keyOf(owner, path), owner);

/** Throw away one's answers: all on sign-out, the old ones at the start of a page. */
export async function dropAnswers(owner: string, before: number = Date.now() - KEPT_MS): Promise<void> {
  const who = await tagOf(owner);
  const work = (await shelves()).transaction('answer', 'readwrite');
  for (const row of await work.store.index('byWho').getAll(who)) {
    if ((row.at ?? 0) < before) void work.store.delete(row.key);
  }
  await work.done;
}
