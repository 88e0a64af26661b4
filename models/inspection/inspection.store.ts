import { type Actor, visibleTo } from '../core/access';
import { containing } from '../core/containing';
import { defineStore, type Stored, whenDated } from '../core/journal';
import { type CheckType, type Inspection, type InspectionStatus, OPEN_STATES } from './inspection.schema';

export const inspections = defineStore<Inspection>('inspections', {
  live: true,
  numbered: true,
  indexes: [
    [{ team: 1, status: 1, dueAt: 1 }],
    [{ county: 1, plannedOn: -1 }],
    [{ enterprise: 1, plannedOn: -1 }],
    [{ actionCode: 1 }, { unique: true }],
    [{ plannedOn: -1 }],
    whenDated('wakeAt'),
  ],
  traced: ({ team, plannedOn, outcome }) => ({ team, plannedOn, outcome }),
});

const LISTED = { events: 0, outbox: 0 } as const;
export type ListedInspection = Omit<Stored<Inspection>, keyof typeof LISTED>;

/** As a query what `isUnannounced` denies: tasks that may be heard of in the county. */
export const ANNOUNCED = {
  $or: [{ 'trigger.kind': { $ne: 'FLYING' } }, { 'trigger.id': null }, { startedAt: { $gt: new Date(0) } }],
};

/** What this person is sent to and has not finished, the earliest deadline first. */
export const inspectionsOf = (person: string): Promise<ListedInspection[]> =>
  inspections.collection
    .find({ team: person, status: { $in: [...OPEN_STATES] } } as never, {
      projection: LISTED,
      sort: { dueAt: 1 },
      limit: 200,
    })
    .toArray();

export interface InspectionFilter {
  status?: readonly InspectionStatus[];
  checkType?: CheckType;
  county?: string;
  enterprise?: string;
  /** Part of the number or of the name of the site; data, never a pattern. */
  words?: string;
  /** Day and id of the last one of the page before: a day can hold more tasks than a page. */
  after?: { plannedOn: string; id: string };
  limit: number;
}

/** Tasks this actor may see, the latest planned first. */
export function listInspections(actor: Actor, filter: InspectionFilter): Promise<ListedInspection[]> {
  const scope = visibleTo('seeInspection', actor);
  if (!scope) return Promise.resolve([]);
  const unannounced = visibleTo('seeUnannounced', actor);
  const visible = { $or: [{ $and: [scope, ANNOUNCED] }, ...(unannounced ? [unannounced] : [])] };
  const { status, checkType, county, enterprise, words, after, limit } = filter;
  const asked = {
    ...(status ? { status: { $in: status } } : {}),
    ...(checkType ? { checkType } : {}),
    ...(county ? { county } : {}),
    ...(enterprise ? { enterprise } : {}),
    ...(words ? { $or: [{ no: containing(words) }, { enterpriseName: containing(words) }] } : {}),
  };
  const further = after
    ? { $or: [{ plannedOn: { $lt: after.plannedOn } }, { plannedOn: after.plannedOn, _id: { $lt: after.id } }] }
    : {};
  return inspections.collection
    .find({ $and: [visible, asked, further] } as never, {
      projection: LISTED,
      sort: { plannedOn: -1, _id: -1 },
      limit,
    })
    .toArray();
}

/** How many 日常检查 of an enterprise stand in a calendar year, done or planned; cancelled ones do not count. `except` leaves one out. */
export const routineCount = (enterprise: string, year: number, except: string | null = null): Promise<number> =>
  inspections.collection.countDocuments({
    enterprise,
    checkType: 'ROUTINE',
    status: { $ne: 'cancelled' },
    plannedOn: { $gte: `${year}-01-01`, $lte: `${year}-12-31` },
    ...(except ? { _id: { $ne: except } } : {}),
  } as never);
