import { type Values } from '../form/values';
import { keepForGood, shelves } from './database';

/** The key of one person's draft of one form. */
export const draftKeyOf = (owner: string, form: string): string => `${owner}/${form}`;

/** Who somebody is never lies in a draft on a shared computer; it is typed again. */
const NEVER_KEPT = ['petitionerName', 'petitionerPhone'];
const keepable = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !NEVER_KEPT.includes(name)));

/** Keep what has been typed so far. */
export async function keepDraft(key: string, owner: string, values: Values): Promise<void> {
  keepForGood();
  await (await shelves()).put('drafts', { key, owner, values: keepable(values), savedAt: Date.now() });
  forgetLastWords(key);
}

const lastWords = (key: string) => `draft/${key}`;

/** Keep it while the page is being torn down: IndexedDB may no longer answer then, this storage writes at once. */
export function keepLastWords(key: string, values: Values): void {
  try {
    localStorage.setItem(lastWords(key), JSON.stringify(keepable(values)));
  } catch {
    // No room: what IndexedDB has is at most a blink older.
  }
}

/** The page lives on, or the form is sent: what was kept for its end must not come back. */
export const forgetLastWords = (key: string): void => localStorage.removeItem(lastWords(key));

/** What was typed before, or undefined. */
export async function draftOf(key: string): Promise<Values | undefined> {
  const last = localStorage.getItem(lastWords(key));
  if (last === null) return (await (await shelves()).get('drafts', key))?.values;
  const values = JSON.parse(last) as Values;
  await keepDraft(key, key.split('/')[0] ?? '', values);
  return values;
}

export async function dropDraft(key: string): Promise<void> {
  forgetLastWords(key);
  await (await shelves()).delete('drafts', key);
}
