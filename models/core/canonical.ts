/**
 * One text and one hash for the same content, whoever computes them: browser, server and the verifier page. Everything here runs in the
 * browser; where a hash must be had without waiting, contentHash.ts computes the same one on the server.
 */
function plain(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if ('toJSON' in value && typeof value.toJSON === 'function') return (value.toJSON as () => unknown)();
  if (Array.isArray(value)) return value.map(plain);
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, field]) => [key, plain(field)]));
}

/** JSON with sorted keys and without undefined fields: the same content is the same text, whatever order it was written in. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(plain(value));
}

/** Lower-case hex. */
export const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** SHA-256 (hex) of a text in UTF-8, or of bytes. */
export async function sha256Hex(content: string | Uint8Array<ArrayBuffer>): Promise<string> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}
