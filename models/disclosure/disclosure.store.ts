import { type Actor, visibleTo } from '../core/access';
import { defineStore, read, type Stored, whenDated } from '../core/journal';
import { type Disclosure, type DisclosureStatus, type PublicPenalty } from './disclosure.schema';
import { publicOf } from './publicText';

export const disclosures = defineStore<Disclosure>('disclosures', {
  live: true,
  indexes: [
    [{ status: 1, dueAt: 1 }],
    [{ county: 1, dueAt: -1 }],
    [{ handlers: 1, dueAt: -1 }],
    [{ publicId: 1 }, { unique: true }],
    /** The public list: the latest published first. */
    [{ publishedAt: -1, publicId: -1 }],
    whenDated('wakeAt'),
  ],
});

/** One per decision. */
export const disclosureId = (source: Disclosure['source']['kind'], id: string) => `${source}-${id}`;
export const disclosureOf = (source: Disclosure['source']['kind'], id: string): Promise<Stored<Disclosure> | null> =>
  read(disclosures, disclosureId(source, id));

const LISTED = { events: 0, outbox: 0, facts: 0, basis: 0, result: 0, finds: 0, names: 0 } as const;
export type ListedDisclosure = Omit<Stored<Disclosure>, keyof typeof LISTED>;

/** Those this actor may see, the most urgent first. */
export function listDisclosures(
  actor: Actor,
  status: readonly DisclosureStatus[] | undefined,
  limit: number,
): Promise<ListedDisclosure[]> {
  const scope = visibleTo('seeDisclosure', actor);
  if (!scope) return Promise.resolve([]);
  return disclosures.collection
    .find({ $and: [scope, status ? { status: { $in: [...status] } } : {}] } as never, {
      projection: LISTED,
      sort: status ? { dueAt: 1 } : { dueAt: -1 },
      limit,
    })
    .toArray();
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

export interface PublicFilter {
  /** Part of the party's name or of the decision's number. */
  q?: string | undefined;
  /** Public id of the last one of the page before. */
  after?: string | undefined;
  limit: number;
}

/** What is public now, the latest first; a display that has ended is left out even before the clock has said so. */
export async function publicPenalties({ q, after, limit }: PublicFilter, now: Date): Promise<PublicPenalty[]> {
  const last = after ? await disclosures.collection.findOne({ publicId: after } as never) : null;
  const named = q && new RegExp(escaped(q));
  const query = {
    $and: [
      { status: { $in: ['published', 'withdrawn'] }, publishedAt: { $lte: now } },
      { $or: [{ displayUntil: null }, { displayUntil: { $gt: now } }] },
      // What was withdrawn is found by its number alone: the party's name is not public any more.
      ...(named ? [{ $or: [{ status: 'published', party: named }, { no: named }] }] : []),
      ...(last?.publishedAt
        ? [
            {
              $or: [
                { publishedAt: { $lt: last.publishedAt } },
                { publishedAt: last.publishedAt, publicId: { $lt: last.publicId } },
              ],
            },
          ]
        : []),
    ],
  };
  const found = (await disclosures.collection
    .find(query as never, { projection: { events: 0, outbox: 0 }, sort: { publishedAt: -1, publicId: -1 }, limit })
    .toArray()) as unknown as Disclosure[];
  return found.flatMap((one) => publicOf(one) ?? []);
}
