/**
 * Publishing one root per day over everything received. Made some minutes after midnight by the clock; days that were missed are made up in
 * their order, each once, whoever makes it. A file whose writing outlasted midnight belongs to the next day's tree.
 */
import { CLOCK } from '../core/access';
import { addCalendarDays, shanghaiDay, startOfShanghaiDay } from '../core/calendar';
import { contentHash } from '../core/contentHash';
import { create, stores } from '../core/journal';
import { NOTHING_BEFORE, type FieldEvent } from '../field/fieldEvent.schema';
import { fileByHash, filesReceived, firstFileAt } from './evidenceFiles.store';
import { type Inclusion, inclusionOf, rootOf } from './merkle';
import { type MerkleDay, type RecordHeads } from './merkleDay.schema';
import { dayById, daysWithRecord, lastPublishedDay, merkleDays } from './merkleDay.store';

/** Stores of records that are written by field events, by the word in their references. */
export const FIELD_STORES = { siteRecord: 'site_records', interview: 'interviews' } as const;

/** Days made up in one go; a bell rings again every day. */
const MOST_DAYS = 400;

export const evidenceLeaf = (sha256: string): string => `evidence:${sha256}`;
export const headLeaf = (heads: RecordHeads): string => `head:${contentHash(heads)}`;

/** The ends of a record's chains, in the order of the devices' ids. */
export function headsOf(record: string, events: readonly Pick<FieldEvent, 'device' | 'seq' | 'hash'>[]): RecordHeads {
  const last = new Map<string, RecordHeads['heads'][number]>();
  for (const { device, seq, hash } of events) {
    if (seq > (last.get(device)?.seq ?? 0)) last.set(device, { device, seq, hash });
  }
  return { record, heads: [...last.values()].sort((a, b) => (a.device < b.device ? -1 : 1)) };
}

interface FieldRow {
  _id: string;
  field?: FieldEvent[];
  receipts?: { device: string; upTo: number; at: Date }[];
}

/** The events the server had before that moment: its own receipts say so, whatever the phones' clocks said. */
function eventsBefore({ field = [], receipts = [] }: FieldRow, to: Date): FieldEvent[] {
  const upTo = new Map<string, number>();
  for (const receipt of receipts) {
    if (receipt.at < to) upTo.set(receipt.device, Math.max(upTo.get(receipt.device) ?? 0, receipt.upTo));
  }
  return field.filter(({ device, seq }) => seq <= (upTo.get(device) ?? 0));
}

/** Records that were added to between two moments, with the ends of their chains. */
async function headsChanged(from: Date, to: Date): Promise<RecordHeads[]> {
  const changed = { updatedAt: { $gte: from }, events: { $elemMatch: { at: { $gte: from, $lt: to } } } };
  const found = await Promise.all(
    Object.entries(FIELD_STORES).map(async ([word, name]) => {
      const store = stores.find((one) => one.name === name);
      if (!store) return [];
      const projection = { 'field.device': 1, 'field.seq': 1, 'field.hash': 1, receipts: 1 };
      const rows = (await store.collection.find(changed as never, { projection }).toArray()) as unknown as FieldRow[];
      return rows.map((row) => headsOf(`${word}:${row._id}`, eventsBefore(row, to)));
    }),
  );
  return found.flat().filter(({ heads }) => heads.length > 0);
}

async function dayOf(day: string, before: { _id: string; link: string } | null, now: Date): Promise<MerkleDay> {
  const [from, to] = [startOfShanghaiDay(day), startOfShanghaiDay(addCalendarDays(day, 1))];
  const eve = before && (await dayById(before._id));
  const known = new Set(eve?.leaves);
  const since = before ? startOfShanghaiDay(before._id) : new Date(0);
  const [files, heads] = await Promise.all([filesReceived(since, to), headsChanged(from, to)]);
  const leaves = [...new Set([...files.map(evidenceLeaf), ...heads.map(headLeaf)])]
    .filter((leaf) => !known.has(leaf))
    .sort();
  const previous = before?.link ?? NOTHING_BEFORE;
  const [count, root] = [leaves.length, rootOf(leaves)];
  const link = contentHash({ day, count, root, previous });
  return { _id: day, version: 0, status: 'published', leaves, heads, count, root, previous, link, publishedAt: now };
}

/** Which days are to be published: after the last one, else from the first file on, up to yesterday. */
async function daysOwed(now: Date): Promise<string[]> {
  const today = shanghaiDay(now);
  const last = await lastPublishedDay();
  const first = await firstFileAt();
  const start = last ? addCalendarDays(last._id, 1) : first ? shanghaiDay(first) : addCalendarDays(today, -1);
  const days: string[] = [];
  for (let day = start; day < today && days.length < MOST_DAYS; day = addCalendarDays(day, 1)) days.push(day);
  return days;
}

/**
 * Publish every day that is over and has no root yet. Two processes at once publish the same.
 *
 * @returns the days published
 */
export async function publishDays(now: Date): Promise<string[]> {
  const days = await daysOwed(now);
  let before = (await lastPublishedDay()) as { _id: string; link: string } | null;
  for (const day of days) {
    const document = await dayOf(day, before, now);
    const { count, root } = document;
    const event = { type: 'merkleDay.published', data: { count, root } };
    const { _id, link } = await create(merkleDays, { document, event }, { actor: CLOCK, now, door: 'clock', key: day });
    before = { _id, link };
  }
  return days;
}

/** A leaf's place in a published tree, with that day's root. */
export interface PublishedProof extends Inclusion {
  day: string;
  root: string;
}

function proofIn(day: MerkleDay | null, leaf: string): PublishedProof | undefined {
  const index = day?.leaves.indexOf(leaf) ?? -1;
  return day && index >= 0 ? { day: day._id, root: day.root, ...inclusionOf(day.leaves, index) } : undefined;
}

/** The proof for one file; undefined while its day has not been published. */
export async function proofOfFile(sha256: string): Promise<PublishedProof | undefined> {
  const file = await fileByHash(sha256);
  if (!file) return undefined;
  const day = shanghaiDay(file.keptAt);
  const leaf = evidenceLeaf(sha256);
  return proofIn(await dayById(day), leaf) ?? proofIn(await dayById(addCalendarDays(day, 1)), leaf);
}

/** The proofs for a field record: each day on which it grew, with the ends of its chains as they were. */
export async function proofsOfRecord(record: string): Promise<(PublishedProof & { heads: RecordHeads })[]> {
  const days = await daysWithRecord(record);
  return days.flatMap((day) => {
    const heads = day.heads.find((one) => one.record === record);
    const proof = heads && proofIn(day, headLeaf(heads));
    return proof ? [{ ...proof, heads }] : [];
  });
}
