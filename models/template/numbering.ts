/**
 * Numbers of documents: 舟环(普)责改〔2026〕12号. Those handed over on the spot are needed without network before the record exists, so they are
 * reserved for a person; those of a case are given out as the step that makes the document is decided. Each is used once, by one record,
 * and what becomes of it stands beside it.
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

/** Documents of a penalty case with a number of their own series; what is written inside the bureau alone bears the number of the case. */
export const CASE_NUMBERED = [
  ...(['filing', 'legalReview', 'discussionRecord', 'priorNotice', 'hearingNotice', 'decision', 'noPenalty'] as const),
  ...(['dailyPenalty', 'instalment', 'demand', 'courtApplication', 'criminalTransfer'] as const),
  ...(['seizure', 'seizureLift'] as const),
] as const;
export type CaseNumbered = (typeof CASE_NUMBERED)[number];

interface Reserved {
  /** The number itself. */
  _id: string;
  kind: Numbered | CaseNumbered;
  county: string | null;
  year: number;
  sequence: number;
  /** For whom it was taken: nobody when a case took it. */
  person: string;
  at: Date;
  /** Id of the record that bears it; null while it is free. */
  usedBy: string | null;
  /** The same of a case's document: unique, so that two who decide at once share one number. */
  forCase?: string;
}

const schema = new mongoose.Schema(
  { _id: String },
  { strict: false, versionKey: false, autoIndex: false, collection: 'reserved_numbers' },
);
schema.index({ kind: 1, county: 1, year: 1, sequence: 1 }, { unique: true });
schema.index({ person: 1, kind: 1, usedBy: 1 });
schema.index({ kind: 1, usedBy: 1 });
schema.index({ forCase: 1, kind: 1 }, { unique: true, partialFilterExpression: { forCase: { $gt: '' } } });
const reserved = (mongoose.models['reserved_numbers'] ?? mongoose.model('reserved_numbers', schema))
  .collection as unknown as mongoose.mongo.Collection<Reserved>;

/** More than anybody hands over before the next harbour. */
const MOST = 20;

const yearOf = (now: Date) => Number(shanghaiDay(now).slice(0, 4));

function wordsOf(kind: Numbered | CaseNumbered, county: string | null, year: number, sequence: number): string {
  const { prefix, marks, series } = policy().documents;
  const mark = county ? `(${marks[county] ?? county})` : '';
  return `${prefix}${mark}${series[kind]}〔${year}〕${sequence}号`;
}

type Wanted = Pick<Reserved, 'kind' | 'county' | 'person' | 'usedBy' | 'forCase'>;

interface Asker {
  wanted: Wanted;
  now: Date;
  done: (no: string) => void;
  fail: (error: unknown) => void;
}
/** Who waits for a number, by series: one write at a time per series, since two at once would only take each other's number. */
const waiting = new Map<string, Asker[]>();

/** The next number of the series. Askers of one moment share one write; another process is found out by the unique index. */
function take(wanted: Wanted, now: Date): Promise<string> {
  const { kind, county } = wanted;
  const series = `${kind}:${county ?? ''}:${yearOf(now)}`;
  return new Promise((done, fail) => {
    const queue = waiting.get(series);
    const asker = { wanted, now, done, fail };
    if (queue) return void queue.push(asker);
    waiting.set(series, [asker]);
    void serve(series);
  });
}

async function serve(series: string): Promise<void> {
  for (let queue = waiting.get(series); queue?.length; queue = waiting.get(series)) {
    waiting.set(series, []);
    const unserved = await give(queue).catch((error: unknown) => {
      for (const { fail } of queue) fail(error);
      return [];
    });
    waiting.set(series, [...unserved, ...(waiting.get(series) ?? [])]);
  }
  waiting.delete(series);
}

/** Numbers in one go, in order, so that a refused one leaves no gap behind it. @returns who has to ask again */
async function give(askers: readonly Asker[]): Promise<Asker[]> {
  const [first] = askers;
  if (!first) return [];
  const { kind, county } = first.wanted;
  const year = yearOf(first.now);
  const last = await reserved.findOne({ kind, county, year }, { sort: { sequence: -1 }, projection: { sequence: 1 } });
  const rows = askers.map(({ wanted, now }, at): Reserved => {
    const sequence = (last?.sequence ?? 0) + 1 + at;
    return { ...wanted, _id: wordsOf(kind, county, year, sequence), year, sequence, at: now };
  });
  try {
    await reserved.insertMany(rows, { ordered: true });
    askers.forEach(({ done }, at) => done(rows[at]?._id ?? ''));
    return [];
  } catch (error) {
    const { writeErrors = [] } = error as { writeErrors?: readonly { index: number }[] };
    const stopped = writeErrors[0]?.index;
    if (stopped === undefined || !isDuplicateKey(error)) throw error;
    askers.slice(0, stopped).forEach(({ done }, at) => done(rows[at]?._id ?? ''));
    if (!isDuplicateKey(error, 'forCase')) return askers.slice(stopped);
    askers[stopped]?.fail(error);
    return askers.slice(stopped + 1);
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

/**
 * The number of a document of a case, by the authority that issues it: 舟环罚〔2026〕3号, of a branch 舟环(普)罚〔2026〕3号. Ask for it among the
 * facts of the step that makes the document: the same record always gets the same number, so a refused or repeated step wastes none.
 *
 * @param record id of the case, with a suffix (`<case>:2`) where the same kind is issued to it again
 * @param authority county of the branch that decides in its own name; null for the bureau
 */
export async function caseNumber(
  kind: CaseNumbered,
  { record, authority }: { record: string; authority: string | null },
  now: Date,
): Promise<string> {
  const standing = async () => (await reserved.findOne({ forCase: record, kind }))?._id;
  try {
    const taken = () => take({ kind, county: authority, person: '', usedBy: record, forCase: record }, now);
    return (await standing()) ?? (await taken());
  } catch (error) {
    const first = isDuplicateKey(error, 'forCase') ? await standing() : undefined;
    if (first) return first;
    throw error;
  }
}
