/**
 * 行政行为码: one code for one check, given with the task, shown to the party as a QR code and scanned before the first finding. It carries
 * county and day in the clear, and a check letter, so that a mistyped one is refused without asking anybody. Runs in the browser as well.
 */

/** Crockford's letters: none that is mistaken for another. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE = /[A-Z]{2,6}-\d{6}-\d{8}-[0-9A-HJKMNP-TV-Z]{9}/;

/** Position by position, so that two exchanged letters are noticed as well; 31 is prime. */
const checkLetter = (body: string): string =>
  LETTERS.charAt([...body].reduce((sum, letter) => (sum * 33 + letter.charCodeAt(0)) % 31, 7));

/**
 * The code of one check.
 *
 * @param chance at least 32 hexadecimal digits that belong to this check alone, such as the SHA-256 of its id
 * @param onDay the day of the order, YYYY-MM-DD
 */
export function actionCodeOf(prefix: string, county: string, onDay: string, chance: string): string {
  const letters = Array.from({ length: 8 }, (_, index) =>
    LETTERS.charAt(parseInt(chance.slice(index * 4, index * 4 + 4), 16) % 32),
  ).join('');
  const body = `${prefix}-${county}-${onDay.replaceAll('-', '')}-${letters}`;
  return body + checkLetter(body);
}

/** The action code in what a camera has read, or null: a bare code, or a link that carries one. */
export function actionCodeIn(scanned: string): string | null {
  const code = CODE.exec(scanned.trim().toUpperCase().slice(0, 500))?.[0];
  return code && checkLetter(code.slice(0, -1)) === code.slice(-1) ? code : null;
}
