/** Forms that are being filled in, one row each, found by a digest of person and form. */
import { type Values } from '../form/values';
import { keepForGood } from './database';
import { close, digestOf, open, tagOf } from './holder';
import { withRoom } from './room';
import { closedRow, contentOf, put, shelves } from './shelf';

/** The key of one person's draft of one form, for example `zhang/petition/01J…/draftReply`. */
export const draftKeyOf = (owner: string, form: string): string => `${owner}/${form}`;
const ownerOf = (key: string) => key.split('/')[0] ?? '';

/** Who somebody is never lies in a draft on a shared computer; it is typed again. */
const NEVER_KEPT = ['petitionerName', 'petitionerPhone'];
export const keepable = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !NEVER_KEPT.includes(name)));

/** The row of a draft, for a transaction that also touches another shelf. @throws Locked */
export const draftRow = async (key: string, owner: string, values: Values) =>
  closedRow('draft', await digestOf(key), owner, keepable(values));

/** Keep what has been typed so far. @throws Locked */
export async function keepDraft(key: string, owner: string, values: Values): Promise<void> {
  keepForGood();
  const row = await draftRow(key, owner, values);
  await withRoom(() => put('draft', row));
  forgetLastWords(key);
}

/**
 * While the page is being torn down IndexedDB and cryptography may no longer answer; localStorage writes at once. So what was typed is closed
 * as it is typed, and only the finished text is put down at the end.
 */
const prepared = new Map<string, { place: string; text: string }>();
const base64 = (bytes: Uint8Array) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
const bytesOf = (text: string) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
const placeOf = async (key: string) => `words/${await digestOf(key)}`;

let turn = 0;
/** Close what stands in the form now, in case the page ends in a moment. @throws Locked */
export async function prepareLastWords(key: string, values: Values): Promise<void> {
  const mine = (turn += 1);
  const who = await tagOf(ownerOf(key));
  const place = await placeOf(key);
  const plain = new TextEncoder().encode(JSON.stringify(keepable(values)));
  const { by, iv, data } = await close(who, place, plain);
  // Cryptography may answer out of order; the last that was typed counts.
  if (mine === turn)
    prepared.set(key, { place, text: JSON.stringify([by, iv && base64(iv), base64(new Uint8Array(data))]) });
}

/** Put down what was prepared. */
export function keepLastWords(key: string): void {
  const words = prepared.get(key);
  try {
    if (words) localStorage.setItem(words.place, words.text);
  } catch {
    // No room: what IndexedDB has is at most a blink older.
  }
}

/** The page lives on, or the form is sent: what was kept for its end must not come back. */
export function forgetLastWords(key: string): void {
  const words = prepared.get(key);
  prepared.delete(key);
  if (words) localStorage.removeItem(words.place);
  else void placeOf(key).then((place) => localStorage.removeItem(place));
}

async function lastWords(key: string): Promise<Values | undefined> {
  // As version 1 left them: open, under the key itself.
  const left = localStorage.getItem(`draft/${key}`);
  if (left !== null) {
    localStorage.removeItem(`draft/${key}`);
    return JSON.parse(left) as Values;
  }
  const place = await placeOf(key);
  const text = localStorage.getItem(place);
  if (text === null) return undefined;
  const [by, iv, data] = JSON.parse(text) as ['s' | 'p' | '-', string | null, string];
  const closed = { by, iv: iv === null ? null : bytesOf(iv), data: bytesOf(data).buffer };
  return JSON.parse(new TextDecoder().decode(await open(await tagOf(ownerOf(key)), place, closed))) as Values;
}

/** What was typed before, or undefined. @throws Locked */
export async function draftOf(key: string): Promise<Values | undefined> {
  const last = await lastWords(key);
  if (last) {
    await keepDraft(key, ownerOf(key), last);
    return last;
  }
  const row = await (await shelves()).get('draft', await digestOf(key));
  return row && contentOf<Values>('draft', row);
}

export async function dropDraft(key: string): Promise<void> {
  forgetLastWords(key);
  await (await shelves()).delete('draft', await digestOf(key));
}
