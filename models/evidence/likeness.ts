/**
 * Whether two photos show the same picture though their bytes differ: sent on, saved again, made smaller. A difference hash (dHash) says of
 * each of 8 × 8 fields whether it is brighter than its neighbour; scaling and compression hardly change that.
 */
import { imaging } from '../core/files';

const SIDE = 8;
const QUARTER = 4;
/** The watermark stands in the lowest part of every light copy (miniapp/evidence/drawWatermark.ts) and is alike in all of them. */
const SEEN_SHARE = 0.78;
/** A wall, the night, a covered lens: too little to recognise anything by. */
const LEAST_BITS = 6;

/** 64 bits as 16 hex digits; null when the picture shows too little to be recognised by. */
export async function likenessOf(photo: Buffer): Promise<string | null> {
  const sharp = await imaging();
  const upright = await sharp(photo).autoOrient().toBuffer({ resolveWithObject: true });
  const { width, height } = upright.info;
  const fields = await sharp(upright.data)
    .extract({ left: 0, top: 0, width, height: Math.max(1, Math.floor(height * SEEN_SHARE)) })
    .greyscale()
    .resize(SIDE + 1, SIDE, { fit: 'fill' })
    .raw()
    .toBuffer();
  const bits = Array.from({ length: SIDE * SIDE }, (_, index) => {
    const at = Math.floor(index / SIDE) * (SIDE + 1) + (index % SIDE);
    return (fields[at] ?? 0) > (fields[at + 1] ?? 0) ? 1 : 0;
  });
  const ones = bits.filter(Boolean).length;
  if (ones < LEAST_BITS || ones > SIDE * SIDE - LEAST_BITS) return null;
  return BigInt(`0b${bits.join('')}`)
    .toString(16)
    .padStart(16, '0');
}

/** The quarters of a hash with their places. Of two hashes that differ in at most 3 bits at least one quarter is the same. */
export const quartersOf = (likeness: string | null): string[] =>
  likeness === null
    ? []
    : Array.from({ length: 4 }, (_, at) => `${at}:${likeness.slice(at * QUARTER, (at + 1) * QUARTER)}`);

/** In how many of the 64 bits two hashes differ. */
export function bitsBetween(a: string, b: string): number {
  const differing = BigInt(`0x${a}`) ^ BigInt(`0x${b}`);
  return differing.toString(2).replaceAll('0', '').length;
}
