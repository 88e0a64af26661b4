/** Personal data in what auditors read: numbers and names are covered, the rest stays legible. Pure. */

/** Telephone and identity numbers and the like, with signs in between or not. Days and the numbers of documents (XF-2026-000123) stay. */
const DAYS = /(?<!\d)(?:19|20)\d{2}-\d{2}-\d{2}(?!\d)/;
const NUMBERS = /(?<!\d)(?<![A-Za-z]-)\+?\d(?:[ -]?\d){6,}[\dXx]?/;
const DAYS_OR_NUMBERS = new RegExp(`${DAYS.source}|${NUMBERS.source}`, 'g');
const ADDRESSES = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;

const covered = (digits: string) =>
  `${digits.slice(0, 2)}${'*'.repeat(Math.max(3, digits.length - 4))}${digits.slice(-2)}`;

/** Free text without telephone numbers, identity numbers and mail addresses. */
export const maskText = (words: string): string =>
  words
    .replace(ADDRESSES, '***')
    .replace(DAYS_OR_NUMBERS, (found) => (DAYS.test(found) ? found : covered(found.replace(/[ +-]/g, ''))));

/** 王**: the family name is enough to tell two persons apart. */
export const maskName = (name: string): string =>
  name ? `${name.slice(0, 1)}${'*'.repeat(Math.max(1, name.length - 1))}` : '';
