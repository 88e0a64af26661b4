/**
 * Numbers of documents that are handed over on the spot: 舟环(普)责改〔2026〕12号. An officer without network needs them before the record
 * exists, so they are reserved for a person; each is used once, by one record, and what becomes of it stands beside it.
 */
import mongoose from 'mongoose';
import { DomainError } from '../core/errors';
import { isDuplicateKey } from '../core/journal';
import { policy } from '../core/policy';
import { startOfShanghaiDay, shanghaiDay } from '../core/calendar';
import { personById } from '../people/people.store';

/** Kinds of documents with a number of their own series. */
export const NUMBERED = ['evidenceHold', 'spotPenalty', 'order'] as const;
export type Numbered = (typeof NUMBERED)[number];

interface Reserved {
  /** The number itself. */
  _id: string;
  kind: Numbered;
  county: string | null;
  year: number;
  sequence: number;
  person: string;
  at: Date;
  /** Id of the record that bears it; null while it is free. */
  usedBy: string | null;
}

const schema = new mongoose.Schema(
  { _id: String },
  { strict: false, versionKey: false, autoIndex: false, collection: 'reserved_numbers' },
);
schema.index({ kind: 1, county: 1, year: 1, sequence: 1 }, { unique: true });
schema.index({ person: 1, kind: 1, usedBy: 1 });
schema.index({ kind: 1, usedBy: 1 });
const reserved = (mongoose.models['reserved_numbers'] ?? mongoose.model('reserved_numbers', schema))
  .collection as unknown as mongoose.mongo.Collection<Reserved>;

/** More than anybody hands over before the next harbour. */
const MOST = 20;

const yearOf = (now: Date) => Number(shanghaiDay(now).slice(0, 4));

function wordsOf(kind: Numbered, county: string | null, year: number, sequence: number): string {
  const { prefix, marks, series } = policy().documents;
  const mark = county ? `(${marks[county] ?? county})` : '';
  return `${prefix}${mark}${series[kind]}〔${year}〕${sequence}号`;
}

type Wanted = Pick<Reserved, 'kind' | 'county' | 'person' | 'usedBy'>;

/** The next number of the series; whoever comes second takes the one after. */
async function take({ kind, county, person, usedBy }: Wanted, now: Date): Promise<string> {
  const year = yearOf(now);
  for (;;) {
    const last = await reserved.findOne(
      { kind, county, year },
      { sort: { sequence: -1 }, projection: { sequence: 1 } },
    );
    const sequence = (last?.sequence ?? 0) + 1;
    const _id = wordsOf(kind, county, year, sequence);
    try {
      await reserved.insertOne({ _id, kind, county, year, sequence, person, at: now, usedBy });
      return _id;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }
}

async function countyOf(person: string): Promise<string | null> {
  const found = await personById(person);
  if (!found) throw new DomainError('NOT_FOUND', '没有找到您的身份，请联系本单位的钉钉管理员。');
  return found.county;
}

/**
 * Numbers this person may use without network. Those left over from the last time come first, so that packing every day wastes none.
 *
 * @param person userid
 * @param n how many shall be at hand, at most 20
 * @throws DomainError NOT_FOUND when the person is no active member of the organisation
 */
export async function reserveNumbers(kind: Numbered, person: string, n: number, now: Date): Promise<string[]> {
  const county = await countyOf(person);
  const wanted = Math.min(Math.max(Math.trunc(n), 0), MOST);
  const left = await reserved
    .find({ person, kind, county, usedBy: null, year: yearOf(now) }, { sort: { sequence: 1 }, limit: wanted })
    .toArray();
  const numbers = left.map(({ _id }) => _id);
  while (numbers.length < wanted) numbers.push(await take({ kind, county, person, usedBy: null }, now));
  return numbers;
}

/** Year in which a number of another year may still be handed in: written on the last day of December, sent in January. */
const LATE_MS = 31 * 24 * 3_600_000;
const isLate = (year: number, now: Date) =>
  year !== yearOf(now) && now.getTime() - startOfShanghaiDay(`${year + 1}-01-01`).getTime() > LATE_MS;

/**
 * The number of a record about to be created. The same record always gets the same one, so a crash between this and the record wastes
 * nothing: sent again, it goes on.
 *
 * @param given a number the officer had reserved and already wrote on paper; absent: the next one
 * @throws DomainError INVALID_INPUT when the number was reserved for somebody else, for another kind, or stands on another record
 */
export async function numberFor(
  kind: Numbered,
  record: string,
  person: string,
  given: string | undefined,
  now: Date,
): Promise<string> {
  const standing = await reserved.findOne({ kind, usedBy: record });
  if (standing) return standing._id;
  if (!given) return take({ kind, county: await countyOf(person), person, usedBy: record }, now);
  const claimed = await reserved.findOneAndUpdate(
    { _id: given, kind, person, usedBy: null },
    { $set: { usedBy: record } },
  );
  if (claimed && !isLate(claimed.year, now)) return given;
  throw new DomainError('INVALID_INPUT', `文号“${given}”不是为您预留的，或者已经用过，请换一个预留文号后再提交。`, {
    given,
  });
}
