import { type Values } from '../form/values';
import { keepForGood, shelves } from './database';

/** The key of one person's draft of one form. */
export const draftKeyOf = (owner: string, form: string): string => `${owner}/${form}`;

/** What was typed before, or undefined. */
export async function draftOf(key: string): Promise<Values | undefined> {
  return (await (await shelves()).get('drafts', key))?.values;
}

/** Who somebody is never lies in a draft on a shared computer; it is typed again. */
const NEVER_KEPT = ['petitionerName', 'petitionerPhone'];

/** Keep what has been typed so far. */
export async function keepDraft(key: string, owner: string, values: Values): Promise<void> {
  keepForGood();
  const kept = Object.fromEntries(Object.entries(values).filter(([name]) => !NEVER_KEPT.includes(name)));
  await (await shelves()).put('drafts', { key, owner, values: kept, savedAt: Date.now() });
}

export async function dropDraft(key: string): Promise<void> {
  await (await shelves()).delete('drafts', key);
}
