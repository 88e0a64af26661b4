/** What a case froze, as one hash: the same rows give the same hash whatever order they stand in, and an edit anywhere else changes nothing. */
import { contentHash } from '../core/contentHash';
import { freezeBasis, type FrozenBasis, type LegalBasis } from './law.schema';

/** Copies of these rows without how they came to be, in the order of their ids, and the SHA-256 of their canonical JSON. */
export function frozen(rows: readonly (FrozenBasis | LegalBasis)[]): { bases: FrozenBasis[]; hash: string } {
  const bases = rows.map(freezeBasis).sort((a, b) => (a._id < b._id ? -1 : 1));
  return { bases, hash: contentHash(bases) };
}
