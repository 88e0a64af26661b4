import { policy } from '../core/policy';
import { defineStore } from '../core/journal';
import { type Evidence, type EvidenceFlag } from './evidence.schema';
import { type Twin } from './flags';
import { bitsBetween, quartersOf } from './likeness';

export const evidences = defineStore<Evidence>('evidence', {
  indexes: [
    [{ 'taken.original.sha256': 1 }],
    [{ 'uses.record': 1 }],
    [{ quarters: 1, receivedAt: -1 }],
    [{ 'flags.code': 1, receivedAt: -1 }],
  ],
});

/** Everything known of these light copies; what has not arrived yet is not named. */
export async function evidenceOf(hashes: readonly string[]): Promise<Evidence[]> {
  if (hashes.length === 0) return [];
  return await evidences.collection
    .find({ _id: { $in: [...new Set(hashes)] } } as never, { projection: { events: 0, outbox: 0 } })
    .toArray();
}

/** The piece of evidence to which this file belongs, as light copy or as original; null when its light copy is not here. */
export async function evidenceByFile(hash: string): Promise<Evidence | null> {
  return await evidences.collection.findOne({ $or: [{ _id: hash }, { 'taken.original.sha256': hash }] } as never, {
    projection: { events: 0, outbox: 0 },
  });
}

/** Flags by light copy, only of those that have any: for records, the head and the auditor's sampling. */
export async function flagsOfEvidence(hashes: readonly string[]): Promise<Map<string, EvidenceFlag[]>> {
  const found = await evidenceOf(hashes);
  return new Map(found.flatMap(({ _id, flags }) => (flags.length > 0 ? [[_id, flags] as const] : [])));
}

/** Everything taken for or named by this record, oldest first. */
export async function evidenceUsedBy(record: string): Promise<Evidence[]> {
  return await evidences.collection
    .find({ 'uses.record': record } as never, { projection: { events: 0, outbox: 0 }, sort: { receivedAt: 1 } })
    .toArray();
}

/** How far back one looks for pictures that were used before. */
const MOST_CANDIDATES = 500;

/** Photos of other records that look nearly the same as this one. */
export async function twinsOf(id: string, likeness: string | null, records: readonly string[]): Promise<Twin[]> {
  if (likeness === null) return [];
  const candidates = (await evidences.collection
    .find({ quarters: { $in: quartersOf(likeness) }, _id: { $ne: id } } as never, {
      projection: { likeness: 1, uses: 1 },
      sort: { receivedAt: -1 },
      limit: MOST_CANDIDATES,
    })
    .toArray()) as unknown as Pick<Evidence, 'likeness' | 'uses'>[];
  const near = candidates.filter(
    (one) => one.likeness && bitsBetween(one.likeness, likeness) <= policy().evidence.likeBits,
  );
  const others = new Set(near.flatMap(({ uses }) => uses.map(({ record }) => record)));
  return [...others].filter((record) => !records.includes(record)).map((record) => ({ record, identical: false }));
}
