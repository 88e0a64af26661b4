import { type Collection } from 'mongoose';

/**
 * Human-readable numbers such as XF-2026-000123: a series, the year in Asia/Shanghai, six digits.
 *
 * Gap-free under concurrency without a counter document: the number is given by the very write that creates or registers
 * the record, and the unique index on `no` lets each number exist once (journal.ts). A crash can therefore not waste one.
 */
const DIGITS = 6;

/** Asia/Shanghai has kept +08:00 without summer time since 1991. */
const SHANGHAI_OFFSET_MS = 8 * 3_600_000;

const prefix = (series: string, now: Date) =>
  `${series}-${new Date(now.getTime() + SHANGHAI_OFFSET_MS).getUTCFullYear()}-`;

/** The highest number given so far in this series and year, or null. One indexed read of one key. */
export async function highestNumber(
  collection: Pick<Collection, 'findOne'>,
  series: string,
  now: Date,
): Promise<string | null> {
  const start = prefix(series, now);
  const last = await collection.findOne(
    { no: { $gte: start, $lt: `${start}~` } },
    { sort: { no: -1 }, projection: { _id: 0, no: 1 } },
  );
  return (last?.['no'] as string | undefined) ?? null;
}

/** The number that follows `highest`; the first of the year when there is none. */
export function numberAfter(highest: string | null, series: string, now: Date): string {
  const start = prefix(series, now);
  const sequence = highest ? Number(highest.slice(start.length)) + 1 : 1;
  return start + String(sequence).padStart(DIGITS, '0');
}
