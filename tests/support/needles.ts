/** Looking for words in whatever bytes there are: as they are, and in the disguises in which they would still be readable. */

/** Three ways to stand in Base64, by what comes before; the unsure letters at both ends are cut off. */
function base64Of(bytes: Buffer): string[] {
  return [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    return text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
  });
}

/** Every form of a word that is looked for. */
export function disguises(word: string): Buffer[] {
  const utf8 = Buffer.from(word, 'utf8');
  const utf16le = Buffer.from(word, 'utf16le');
  const utf16be = Buffer.from(utf16le).swap16();
  const escaped = [...word]
    .map((sign) => (sign > '~' ? `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}` : sign))
    .join('');
  const texts = [
    ...[utf8, utf16le, utf16be].flatMap((bytes) => [bytes.toString('hex'), bytes.toString('hex').toUpperCase()]),
    ...[utf8, utf16le, utf16be].flatMap((bytes) => base64Of(bytes)),
    ...[utf8, utf16le].flatMap((bytes) =>
      base64Of(bytes).map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
    ),
    ...[encodeURIComponent(word), escaped, escaped.toUpperCase().replaceAll('\\U', '\\u')],
    [...word].reverse().join(''),
  ];
  const all = [utf8, utf16le, utf16be, ...texts.map((text) => Buffer.from(text))];
  return [...new Map(all.map((bytes) => [bytes.toString('hex'), bytes])).values()].filter(({ length }) => length > 5);
}

/** How often a word stands in these bytes, in whatever form. */
export function timesIn(haystack: Buffer, forms: readonly Buffer[]): number {
  let times = 0;
  for (const form of forms)
    for (let at = haystack.indexOf(form); at >= 0; at = haystack.indexOf(form, at + 1)) times += 1;
  return times;
}
