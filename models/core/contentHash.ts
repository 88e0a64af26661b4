import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical';

/** SHA-256 (hex) of the canonical JSON, without waiting; on the server only. `sha256Hex(canonicalJson(value))` is the same in the browser. */
export function contentHash(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
