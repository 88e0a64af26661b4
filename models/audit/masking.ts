/** Personal data in what auditors read: numbers and names are covered, the rest stays legible. Pure. */

/** Telephone and identity numbers and the like; a date or a document number is shorter or has other signs in between. */
const NUMBERS = /\+?\d(?:[ -]?\d){6,}[\dXx]?/g;
const ADDRESSES = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;

const covered = (digits: string) =>
  `${digits.slice(0, 2)}${'*'.repeat(Math.max(3, digits.length - 4))}${digits.slice(-2)}`;

/** Free text without telephone numbers, identity numbers and mail addresses. */
export const maskText = (words: string): string =>
  words.replace(ADDRESSES, '***').replace(NUMBERS, (found) => covered(found.replace(/[ +-]/g, '')));

/** 王**: the family name is enough to tell two persons apart. */
export const maskName = (name: string): string =>
  name ? `${name.slice(0, 1)}${'*'.repeat(Math.max(1, name.length - 1))}` : '';
