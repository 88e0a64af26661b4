import { type Actor, visibleTo } from '../core/access';
import { containing } from '../core/containing';
import { defineStore, type Stored, whenDated } from '../core/journal';
import { metresBetween } from '../core/place';
import { policy } from '../core/policy';
import { countedAs } from './petition.cells';
import { OPEN_STATES, type Petition, type PetitionStatus } from './petition.schema';

export const petitions = defineStore<Petition>('petitions', {
  live: true,
  numbered: true,
  counted: countedAs,
  traced: ({ no, medium, urgency, location, county, unitName, officerName, leaderCase, informDueAt, dueAt }) => ({
    ...{ no, medium, urgency, location, county, unitName, officerName, leaderCase, informDueAt, dueAt },
  }),
  indexes: [
    [{ status: 1, receivedAt: -1 }],
    [{ status: 1, county: 1, receivedAt: -1 }],
    [{ officer: 1, status: 1, receivedAt: -1 }],
    [{ reporter: 1, receivedAt: -1 }],
    /** One conversation, one draft: the index decides even when two messages arrive at once. */
    [{ reporter: 1 }, { name: 'one_draft', unique: true, partialFilterExpression: { status: 'draft' } }],
    whenDated('wakeAt'),
    [{ enterpriseId: 1, registeredAt: -1 }],
    [{ medium: 1, county: 1, registeredAt: -1 }],
    [{ registeredAt: -1, county: 1, repeatOf: 1 }],
    /** What is overdue, asked at any moment; and one cell of the statistics, both answered by the index alone. */
    [{ status: 1, dueAt: 1, county: 1 }],
    [{ county: 1, status: 1, registeredAt: 1, urgency: 1, repeatOf: 1 }],
    /** Who may see a photo: the records that hold it. */
    [{ 'attachments.hash': 1 }],
    [{ resultPhotos: 1 }],
  ],
});

/** What a list shows; whole documents would halve the rate. */
const LISTED = {
  no: 1,
  version: 1,
  status: 1,
  channel: 1,
  receivedAt: 1,
  registeredAt: 1,
  medium: 1,
  urgency: 1,
  place: 1,
  location: 1,
  content: 1,
  county: 1,
  enterpriseName: 1,
  unitName: 1,
  officerName: 1,
  dueAt: 1,
  informDueAt: 1,
  repeatOf: 1,
  leaderCase: 1,
  satisfaction: 1,
  updatedAt: 1,
} as const;
export type ListedPetition = Pick<Stored<Petition>, '_id' | (keyof typeof LISTED & keyof Stored<Petition>)>;

interface PetitionFilter {
  status?: readonly PetitionStatus[];
  county?: string;
  medium?: string;
  urgency?: string;
  overdueAt?: Date;
  words?: string;
  /** Page on: only what was received before this moment. */
  before?: Date;
  limit?: number;
}

/** The petitions this actor may see, newest first. */
export async function listPetitions(actor: Actor, filter: PetitionFilter): Promise<ListedPetition[]> {
  const visible = visibleTo('seePetition', actor);
  if (!visible) return [];
  const { status, county, medium, urgency, overdueAt, words, before, limit = 20 } = filter;
  const conditions = {
    ...visible,
    $and: [
      { status: { $in: [...(status ?? OPEN_STATES)] } },
      ...(county ? [{ county }] : []),
      ...(medium ? [{ medium }] : []),
      ...(urgency ? [{ urgency }] : []),
      ...(overdueAt ? [{ dueAt: { $lt: overdueAt } }] : []),
      ...(before ? [{ receivedAt: { $lt: before } }] : []),
      ...(words
        ? [{ $or: [{ no: words.toUpperCase() }, { enterpriseName: containing(words) }, { place: containing(words) }] }]
        : []),
    ],
  };
  return await petitions.collection
    .find(conditions as never, { projection: LISTED, sort: { receivedAt: -1 }, limit })
    .toArray();
}

/** The draft this reporter is talking about, or null. */
export function openDraftOf(reporter: string): Promise<Stored<Petition> | null> {
  return petitions.collection.findOne<Stored<Petition>>({ reporter, status: 'draft' } as never);
}

/**
 * Earlier petitions that are likely the same matter: same enterprise, or same medium within 300 m, within 90 days.
 * Only proposed; a person decides, and each keeps its own petitioner, clock and reply.
 */
export async function likelyRepeats(
  petition: Petition,
  now: Date,
): Promise<(ListedPetition & { metres: number | null })[]> {
  const { repeatDays, repeatMetres } = policy().petition;
  const since = new Date(now.getTime() - repeatDays * 86_400_000);
  const sameMatter = [
    ...(petition.enterpriseId ? [{ enterpriseId: petition.enterpriseId, medium: petition.medium }] : []),
    ...(petition.medium && petition.location
      ? [{ medium: petition.medium, location: { $geoWithin: boxAround(petition.location, repeatMetres) } }]
      : []),
  ];
  if (sameMatter.length === 0) return [];
  const candidates = (await petitions.collection
    .find({ _id: { $ne: petition._id }, registeredAt: { $gte: since }, no: { $gt: '' }, $or: sameMatter } as never, {
      projection: { ...LISTED, enterpriseId: 1 },
      sort: { registeredAt: -1 },
      limit: 50,
    })
    .toArray()) as unknown as (ListedPetition & Pick<Petition, 'enterpriseId'>)[];
  return candidates
    .map((candidate) => ({
      ...candidate,
      metres:
        candidate.location && petition.location
          ? Math.round(metresBetween(candidate.location, petition.location))
          : null,
    }))
    .filter(
      ({ enterpriseId, metres }) =>
        (enterpriseId && enterpriseId === petition.enterpriseId) || (metres !== null && metres <= repeatMetres),
    );
}

function boxAround([lng, lat]: [number, number], metres: number) {
  const dLat = metres / 111_000;
  const dLng = dLat / Math.cos((lat * Math.PI) / 180);
  return {
    $box: [
      [lng - dLng, lat - dLat],
      [lng + dLng, lat + dLat],
    ],
  };
}
