import { createHash } from 'node:crypto';

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

/** SHA-256 (hex) of the canonical JSON. */
export function contentHash(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
