/**
 * The draw of an audit (稽查抽样): which records of a stratum are looked at. Pure and exact, and repeatable by anybody: the records that
 * could be drawn (the frame) are kept with their hash, the order comes from a seed whose SHA-256 was published before the frame existed,
 * and every figure stands beside the result. docs/audit-verifier.mjs draws again without a line of this file.
 *
 * Shares are whole per mille, so that no rounding depends on a machine.
 */
import { createHash, createHmac } from 'node:crypto';
import { contentHash } from '../core/contentHash';

/** One record that may be drawn. `flags` are the risk flags that make it certain to be looked at. */
export interface FrameRecord {
  id: string;
  offHours: boolean;
  flags: readonly string[];
}

/** What is drawn by lot: at least `least`, at least `permille` of the stratum; of the whole sample at least `offHoursPermille`. */
export interface SampleFigures {
  least: number;
  permille: number;
  offHoursPermille: number;
}

export interface StratumSample {
  /** Records in the frame. */
  size: number;
  frameHash: string;
  /** Every record with a risk flag. */
  flagged: string[];
  /** Drawn by lot among the others, in the order of the lot. */
  lot: string[];
  /** Off-hours records in the sample, how many the quota asks for, and how many there are at all. */
  offHours: { drawn: number; wanted: number; there: number };
}

/** Whole part of a share, rounded up. */
export const share = (n: number, permille: number): number => Math.ceil((n * permille) / 1000);

/** How many are drawn by lot: never more than there are. */
export const sampleSize = (size: number, { least, permille }: SampleFigures): number =>
  Math.min(size, Math.max(least, share(size, permille)));

/** What is published of a seed (hex) before anything is drawn with it. */
export const commitmentOf = (seed: string): string => createHash('sha256').update(seed, 'hex').digest('hex');

/** The frame in the one order in which it is kept and hashed. */
export const inFrameOrder = (frame: readonly FrameRecord[]): FrameRecord[] =>
  [...frame].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));

/** What is kept of a frame and hashed: these fields and no others, whatever else is known of the records. */
export const plainFrame = (frame: readonly FrameRecord[]): FrameRecord[] =>
  inFrameOrder(frame).map(({ id, offHours, flags }) => ({ id, offHours, flags: [...flags] }));

export const frameHashOf = (frame: readonly FrameRecord[]): string => contentHash(plainFrame(frame));

/**
 * The lot: ids by HMAC-SHA256 of `<stratum>\n<id>` under the seed, the smallest first. A simple random permutation to everybody who did
 * not know the seed when the frame was made.
 */
export function lotOrder(seed: string, stratum: string, ids: readonly string[]): string[] {
  const key = Buffer.from(seed, 'hex');
  const place = (id: string) => createHmac('sha256', key).update(`${stratum}\n${id}`).digest('hex');
  return ids
    .map((id) => ({ id, at: place(id) }))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : 1))
    .map(({ id }) => id);
}

/** How many off-hours records have to be taken so that they are their share of a sample that grows with them. */
function offHoursToTake(certain: number, certainOff: number, lot: number, there: number, permille: number): number {
  let take = Math.min(there, Math.max(0, share(certain + lot, permille) - certainOff));
  while (take > lot && take < there && certainOff + take < share(certain + take, permille)) take += 1;
  while (take > lot && certainOff + take - 1 >= share(certain + take - 1, permille)) take -= 1;
  return take;
}

/**
 * Draw one stratum: every flagged record, and by lot `sampleSize` of the others; nights and rest days come first until they are their share.
 * Where flagged records outweigh the lot, further off-hours records are added. A stratum with too few of them gives all it has.
 */
export function drawStratum(
  seed: string,
  stratum: string,
  frame: readonly FrameRecord[],
  figures: SampleFigures,
): StratumSample {
  const byId = new Map(frame.map((record) => [record.id, record]));
  const isOff = (id: string) => byId.get(id)?.offHours ?? false;
  const flagged = inFrameOrder(frame).flatMap(({ id, flags }) => (flags.length > 0 ? [id] : []));
  const others = lotOrder(
    seed,
    stratum,
    frame.flatMap(({ id, flags }) => (flags.length > 0 ? [] : [id])),
  );
  const wantedLot = Math.min(others.length, sampleSize(frame.length, figures));
  const nights = others.filter(isOff);
  const certainOff = flagged.filter(isOff).length;
  const take = offHoursToTake(flagged.length, certainOff, wantedLot, nights.length, figures.offHoursPermille);
  const chosen = new Set(nights.slice(0, take));
  for (const id of others) if (chosen.size < wantedLot) chosen.add(id);
  const lot = others.filter((id) => chosen.has(id));
  return {
    size: frame.length,
    frameHash: frameHashOf(frame),
    flagged,
    lot,
    offHours: {
      drawn: certainOff + lot.filter(isOff).length,
      wanted: share(flagged.length + lot.length, figures.offHoursPermille),
      there: frame.filter(({ offHours }) => offHours).length,
    },
  };
}
