/**
 * What has happened at an enterprise: checks, petitions as mere numbers, incidents, orders. Counted when asked, for many enterprises in one
 * reading per store. Of petitions nothing leaves but counts, so that no officer brings a petitioner's words to the gate.
 */
import { shanghaiDay, startOfShanghaiDay } from '../core/calendar';
import { type Stored } from '../core/journal';
import { incidents } from '../incident/incident.store';
import { STATES as INCIDENT_STATES, TYPES as INCIDENT_TYPES, type Incident } from '../incident/incident.schema';
import { ANNOUNCED, inspections } from '../inspection/inspection.store';
import { type CheckOutcome, type CheckType, type InspectionStatus } from '../inspection/inspection.schema';
import { STATES as ORDER_STATES } from '../order/order.schema';
import { orders } from '../order/order.store';
import { OPEN_STATES as OPEN_PETITIONS } from '../petition/petition.schema';
import { petitions } from '../petition/petition.store';
import { type EarlierVisit, visitsTo } from './visits';

export interface Past {
  petitions: { total: number; open: number; thisYear: number; repeated: number };
  /** The latest first, at most ten. */
  incidents: { id: string; no: string | null; what: string; state: string; at: Date }[];
  /** The latest planned first, at most ten. */
  inspections: {
    id: string;
    no: string | null;
    checkType: CheckType;
    status: InspectionStatus;
    plannedOn: string;
    outcome: CheckOutcome | null;
  }[];
  /** 责令改正, the latest first, at most ten; `title` says until when it is to be corrected. */
  orders: { id: string; no: string | null; title: string; state: string; at: Date }[];
  /** 日常检查 of this calendar year, planned ones included. */
  routineThisYear: number;
  /** The latest site records with their answers, at most three. */
  visits: EarlierVisit[];
}

const EACH = 10;

interface Counts {
  _id: string;
  total: number;
  open: number;
  thisYear: number;
  repeated: number;
}

function petitionCounts(ids: readonly string[], now: Date): Promise<Counts[]> {
  const year = startOfShanghaiDay(`${shanghaiDay(now).slice(0, 4)}-01-01`);
  const when = (condition: object) => ({ $sum: { $cond: [condition, 1, 0] } });
  return petitions.collection
    .aggregate<Counts>([
      { $match: { enterpriseId: { $in: ids }, registeredAt: { $lte: now } } },
      {
        $group: {
          _id: '$enterpriseId',
          total: { $sum: 1 },
          open: when({ $in: ['$status', [...OPEN_PETITIONS]] }),
          thisYear: when({ $gte: ['$registeredAt', year] }),
          repeated: when({ $gt: ['$repeatOf', null] }),
        },
      },
    ])
    .toArray();
}

const incidentsAt = (ids: readonly string[]) =>
  incidents.collection
    .find({ enterpriseId: { $in: ids } } as never, {
      projection: { no: 1, type: 1, status: 1, occurredAt: 1, enterpriseId: 1 },
      sort: { occurredAt: -1 },
      limit: ids.length * EACH,
    })
    .toArray() as unknown as Promise<
    Pick<Stored<Incident>, '_id' | 'no' | 'type' | 'status' | 'occurredAt' | 'enterpriseId'>[]
  >;

const LISTED = { no: 1, enterprise: 1, checkType: 1, status: 1, plannedOn: 1, outcome: 1 } as const;

const checksAt = (ids: readonly string[]) =>
  inspections.collection
    .find({ enterprise: { $in: ids }, ...ANNOUNCED } as never, { projection: LISTED, sort: { plannedOn: -1 } })
    .toArray();

const ordersAt = (ids: readonly string[]) =>
  orders.collection
    .find({ enterprise: { $in: ids } } as never, {
      projection: { no: 1, status: 1, createdAt: 1, correctBy: 1, enterprise: 1 },
      sort: { createdAt: -1 },
      limit: ids.length * EACH,
    })
    .toArray();

/** What happened at these enterprises, by id; one without any history has its zeros. */
export async function pastOf(ids: readonly string[], now: Date): Promise<Map<string, Past>> {
  const [counted, happened, checks, visits, ordered] = await Promise.all([
    petitionCounts(ids, now),
    incidentsAt(ids),
    checksAt(ids),
    visitsTo(ids),
    ordersAt(ids),
  ]);
  const year = shanghaiDay(now).slice(0, 4);
  const counts = new Map(counted.map(({ _id, ...rest }) => [_id, rest]));
  const own = <T>(all: readonly T[], id: string, of: (one: T) => string | null) => all.filter((one) => of(one) === id);
  return new Map(
    ids.map((id): [string, Past] => {
      const mine = own(checks, id, ({ enterprise }) => enterprise);
      return [
        id,
        {
          petitions: counts.get(id) ?? { total: 0, open: 0, thisYear: 0, repeated: 0 },
          incidents: own(happened, id, ({ enterpriseId }) => enterpriseId)
            .slice(0, EACH)
            .map(({ _id, no, type, status, occurredAt }) => ({
              ...{ id: _id, no, what: INCIDENT_TYPES[type], state: INCIDENT_STATES[status], at: occurredAt },
            })),
          inspections: mine.slice(0, EACH).map(({ _id, no, checkType, status, plannedOn, outcome }) => ({
            ...{ id: _id, no, checkType, status, plannedOn, outcome },
          })),
          orders: own(ordered, id, ({ enterprise }) => enterprise)
            .slice(0, EACH)
            .map(({ _id, no, status, createdAt, correctBy }) => ({
              ...{ id: _id, no, title: `${correctBy} 前改正`, state: ORDER_STATES[status], at: createdAt },
            })),
          routineThisYear: mine.filter(
            ({ checkType, status, plannedOn }) =>
              checkType === 'ROUTINE' && status !== 'cancelled' && plannedOn.startsWith(year),
          ).length,
          visits: visits.get(id) ?? [],
        },
      ];
    }),
  );
}
