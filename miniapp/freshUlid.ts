const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** A ULID: sorts by the device's clock, then by chance. */
export function freshUlid(now: number = Date.now()): string {
  let time = '';
  for (let rest = now, place = 0; place < 10; place += 1, rest = Math.floor(rest / 32))
    time = (LETTERS[rest % 32] ?? '0') + time;
  const chance = crypto.getRandomValues(new Uint8Array(16));
  return time + Array.from(chance, (byte) => LETTERS[byte % 32]).join('');
}
