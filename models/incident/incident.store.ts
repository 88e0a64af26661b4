import { type Actor, visibleTo } from '../core/access';
import { containing } from '../core/containing';
import { defineStore, type Stored, whenDated } from '../core/journal';
import { metresBetween } from '../core/place';
import { policy } from '../core/policy';
import { type Incident, type IncidentStatus, type IncidentType, OPEN_STATES } from './incident.schema';

export const incidents = defineStore<Incident>('incidents', {
  live: true,
  numbered: true,
  traced: ({ no, type, location, county, triageDueAt, nextReport, reportDueAt, eta, crew }) => ({
    ...{ no, type, location, county, triageDueAt, nextReport, reportDueAt, eta },
    crew: crew.map(({ name, arrivedAt }) => ({ name, arrivedAt })),
  }),
  indexes: [
    [{ status: 1, receivedAt: -1 }],
    [{ status: 1, county: 1, receivedAt: -1 }],
    [{ squad: 1, status: 1 }],
    [{ told: 1, status: 1 }],
    [{ supporters: 1, status: 1 }],
    /** Whether a new signal belongs to something that is going on, and what may be the same. */
    [{ type: 1, lastFactAt: -1 }],
    [{ type: 1, occurredAt: -1 }],
    [{ petition: 1 }],
    /** What an enterprise's dossier tells of it. */
    [{ enterpriseId: 1, occurredAt: -1 }],
    whenDated('wakeAt'),
    /** Who may see a photo: the records that hold it. */
    [{ photos: 1 }],
    [{ proof: 1 }],
    [{ 'support.photos': 1 }],
  ],
});

const WITHOUT_JOURNAL = { events: 0, outbox: 0, sealed: 0, unsealedAt: 0 };

/** Incidents in which somebody still has something to do: emergencies first, then the newest. */
export async function openIncidents(limit = 200): Promise<Stored<Incident>[]> {
  return await incidents.collection
    .find({ status: { $in: [...OPEN_STATES] } } as never, {
      sort: { emergencyAt: -1, receivedAt: -1 },
      limit,
      projection: WITHOUT_JOURNAL,
    })
    .toArray();
}

interface IncidentFilter {
  status?: readonly IncidentStatus[];
  county?: string;
  type?: IncidentType;
  words?: string;
  before?: Date;
  limit?: number;
}

/** The incidents this actor may see, newest first. */
export async function listIncidents(actor: Actor, filter: IncidentFilter): Promise<Stored<Incident>[]> {
  const visible = visibleTo('seeIncident', actor);
  if (!visible) return [];
  const { status, county, type, words, before, limit = 20 } = filter;
  const conditions = [
    { status: { $in: [...(status ?? OPEN_STATES)] } },
    ...(county ? [{ county }] : []),
    ...(type ? [{ type }] : []),
    ...(before ? [{ receivedAt: { $lt: before } }] : []),
    ...(words ? [{ $or: [{ no: words.toUpperCase() }, { place: containing(words) }] }] : []),
  ];
  return await incidents.collection
    .find({ ...visible, $and: conditions } as never, { projection: WITHOUT_JOURNAL, sort: { receivedAt: -1 }, limit })
    .toArray();
}

const MINUTE = 60_000;

export type LikelyDuplicate = Pick<Incident, '_id' | 'no' | 'type' | 'status' | 'place' | 'occurredAt'> & {
  /** Null where one of them has no position: then the same county is near enough for a suggestion. */
  metres: number | null;
};

/**
 * Incidents that are likely the same: same type, within 1 km and 2 h [D]. Only suggested; a person decides, nothing is deleted, and
 * what was declared to be no duplicate is not suggested again.
 */
export async function likelyDuplicates(incident: Incident): Promise<LikelyDuplicate[]> {
  const { location, county, occurredAt, type, notDuplicateOf, mergedFrom } = incident;
  if (incident.status === 'merged') return [];
  const { duplicateMetres, duplicateMinutes } = policy().incident;
  const around = [-1, 1].map((sign) => new Date(occurredAt.getTime() + sign * duplicateMinutes * MINUTE));
  const found = await incidents.collection
    .find(
      {
        type,
        occurredAt: { $gte: around[0], $lte: around[1] },
        _id: { $nin: [incident._id, ...notDuplicateOf, ...mergedFrom] },
        status: { $nin: ['merged', 'closedInvalid'] },
      } as never,
      {
        projection: { no: 1, type: 1, status: 1, place: 1, location: 1, county: 1, occurredAt: 1, squad: 1, told: 1 },
        limit: 50,
      },
    )
    .toArray();
  const near = (other: { location: Incident['location']; county: Incident['county'] }) => {
    if (!location || !other.location) return county !== null && other.county === county ? null : undefined;
    const metres = Math.round(metresBetween(location, other.location));
    return metres <= duplicateMetres ? metres : undefined;
  };
  return found
    .flatMap((other) => {
      const metres = near(other);
      return metres === undefined ? [] : [{ ...other, metres }];
    })
    .sort((a, b) => (a.metres ?? Infinity) - (b.metres ?? Infinity));
}

/** The incident with this number, or null. */
export const incidentNumbered = (no: string): Promise<Stored<Incident> | null> =>
  incidents.collection.findOne<Stored<Incident>>({ no } as never);
