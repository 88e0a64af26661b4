/**
 * Merkle trees as in RFC 6962 §2.1: one root vouches for any number of leaves, and a short path proves that a leaf is among them. Leaves and
 * nodes are hashed with different first bytes, so that a node can never be passed off as a leaf.
 */
import { createHash } from 'node:crypto';

const sha256 = (...parts: (string | Buffer)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const LEAF = Buffer.from([0]);
const NODE = Buffer.from([1]);

const leafHash = (leaf: string): Buffer => sha256(LEAF, leaf);
const nodeHash = (left: Buffer, right: Buffer): Buffer => sha256(NODE, left, right);

/** The largest power of two smaller than `n`. */
function splitOf(n: number): number {
  let size = 1;
  while (size * 2 < n) size *= 2;
  return size;
}

function subtree(hashes: readonly Buffer[]): Buffer {
  if (hashes.length === 0) return sha256();
  if (hashes.length === 1) return hashes[0]!;
  const split = splitOf(hashes.length);
  return nodeHash(subtree(hashes.slice(0, split)), subtree(hashes.slice(split)));
}

function path(index: number, hashes: readonly Buffer[]): Buffer[] {
  if (hashes.length <= 1) return [];
  const split = splitOf(hashes.length);
  const [left, right] = [hashes.slice(0, split), hashes.slice(split)];
  return index < split ? [...path(index, left), subtree(right)] : [...path(index - split, right), subtree(left)];
}

/** Root (hex) over these leaves, given as text. The root of no leaves is the hash of nothing. */
export const rootOf = (leaves: readonly string[]): string => subtree(leaves.map(leafHash)).toString('hex');

/** Where a leaf stands and the hashes (hex, from the leaf upwards) that lead from it to the root. */
export interface Inclusion {
  leaf: string;
  index: number;
  size: number;
  path: string[];
}

/** Proof that the leaf at `index` is among these. */
export const inclusionOf = (leaves: readonly string[], index: number): Inclusion => ({
  leaf: leaves[index] ?? '',
  index,
  size: leaves.length,
  path: path(index, leaves.map(leafHash)).map((hash) => hash.toString('hex')),
});

/** Whether the proof leads from the leaf to this root (RFC 9162 §2.1.3.2). */
export function isIncluded({ leaf, index, size, path: hashes }: Inclusion, root: string): boolean {
  if (index < 0 || index >= size) return false;
  let [at, last] = [index, size - 1];
  let hash = leafHash(leaf);
  for (const text of hashes) {
    if (last === 0) return false;
    const sibling = Buffer.from(text, 'hex');
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(sibling, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [at >> 1, last >> 1];
    } else hash = nodeHash(hash, sibling);
    [at, last] = [at >> 1, last >> 1];
  }
  return last === 0 && hash.toString('hex') === root;
}
