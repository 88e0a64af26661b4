import { addCalendarDays, startOfShanghaiDay } from '../core/calendar';
import { defineStore, type Stored } from '../core/journal';
import { absences } from '../absence/absence.store';
import { type Person } from '../people/people.schema';
import { people } from '../people/people.store';
import { type Shift } from './duty.schema';
import { shifts } from './duty.store';
import { type Absence, type StandingShift } from './planner';
import { type Staff } from './rosterPools';
import { type RosterPlan } from './roster.schema';

export const rosterPlans = defineStore<RosterPlan>('roster_plans', {
  live: true,
  indexes: [[{ status: 1, from: -1 }], [{ from: -1 }]],
});

const LISTED = {
  ...{ status: 1, version: 1, source: 1, from: 1, to: 1, draftedByName: 1, problemCount: 1, written: 1 },
  ...{ previewedAt: 1, publishedAt: 1, publishedByName: 1, updatedAt: 1 },
} as const;
export type ListedPlan = Pick<Stored<RosterPlan>, '_id' | (keyof typeof LISTED & keyof Stored<RosterPlan>)>;

/** The latest plans, without what they plan. */
export const listPlans = (limit = 24): Promise<ListedPlan[]> =>
  rosterPlans.collection.find({}, { projection: LISTED, sort: { from: -1 }, limit }).toArray();

const FACE = { kind: 1, day: 1, startsAt: 1, endsAt: 1, status: 1, version: 1 } as const;
const SEATED = {
  ...FACE,
  'seats.id': 1,
  'seats.post': 1,
  'seats.county': 1,
  'seats.person': 1,
  'seats.state': 1,
} as const;
const CALENDAR = {
  ...SEATED,
  'seats.personName': 1,
  'seats.reason': 1,
  'seats.swap.state': 1,
  'seats.unfilled': 1,
} as const;
export type CalendarShift = Pick<Shift, '_id' | 'version' | 'status' | (keyof typeof FACE & keyof Shift)> & {
  seats: (Pick<
    Shift['seats'][number],
    'id' | 'post' | 'county' | 'person' | 'personName' | 'state' | 'reason' | 'unfilled'
  > & {
    swap?: { state?: string } | null;
  })[];
};

const calendarShifts = async (filter: object): Promise<CalendarShift[]> =>
  await shifts.collection
    .find(filter as never, { projection: CALENDAR, sort: { day: 1, startsAt: 1 }, limit: 3_000 })
    .toArray();

/** Shifts that begin on these Shanghai days, in the order of time; found by the index of `day`. */
export const shiftsOfDays = (from: string, to: string, person?: string): Promise<CalendarShift[]> =>
  calendarShifts({ day: { $gte: from, $lte: to }, ...(person ? { people: person } : {}) });

/** Shifts of single days, such as the statutory holidays of a year. */
export const shiftsOn = (days: readonly string[]): Promise<CalendarShift[]> => calendarShifts({ day: { $in: days } });

/** Nobody sits there: never found, or gone without a substitute. */
const isVacant = ({ person, state }: Pick<Shift['seats'][number], 'person' | 'state'>) => !person || state === 'absent';

/** The same days as the planner and the checker need them: whoever is absent sits nowhere. */
export async function standingShifts(from: string, to: string): Promise<StandingShift[]> {
  const found = await shifts.collection
    .find({ day: { $gte: from, $lte: to } } as never, {
      projection: SEATED,
      sort: { day: 1, startsAt: 1 },
      limit: 6_000,
    })
    .toArray();
  return (found as unknown as Shift[]).map(({ _id, kind, day, startsAt, endsAt, seats }) => ({
    ...{ id: _id, kind, day, startsAt, endsAt },
    seats: seats.map((seat) => ({ post: seat.post, county: seat.county, person: isVacant(seat) ? '' : seat.person })),
  }));
}

/** Every approved absence that touches these days. */
export async function awayDuring(from: string, to: string): Promise<Absence[]> {
  const [start, end] = [startOfShanghaiDay(from), startOfShanghaiDay(addCalendarDays(to, 2))];
  const found = await absences.collection
    .find({ status: 'approved', to: { $gt: start }, from: { $lt: end } } as never, {
      projection: { person: 1, from: 1, to: 1 },
      limit: 20_000,
    })
    .toArray();
  return found.map(({ person, from: since, to: until }) => ({ person, from: since, to: until }));
}

const STAFF = { name: 1, roles: 1, unitName: 1, county: 1, pinyin: 1 } as const;
const PROTECTED: Person['roles'] = ['ruralSupervisor', 'public', 'enterprise'];

/** Everybody who may be put on duty: active, and acting under their own name. Sorted by id, so that plans are the same every time. */
export const staffForDuty = (): Promise<Staff[]> =>
  people
    .find({ active: true, roles: { $nin: PROTECTED } }, { projection: STAFF, sort: { _id: 1 }, limit: 20_000 })
    .toArray();

/** The published plan that these days belong to, the one that begins last. */
export const planCovering = (from: string, to: string): Promise<Stored<RosterPlan> | null> =>
  rosterPlans.collection.findOne({ status: 'published', from: { $lte: to }, to: { $gte: from } } as never, {
    sort: { from: -1 },
    projection: { shifts: 0, loads: 0, pools: 0, problems: 0, outbox: 0 },
  });

/** The pools of the published plan that this Shanghai day belongs to, the one that begins last; none without such a plan. */
export async function poolsPublishedFor(day: string): Promise<RosterPlan['pools']> {
  const plan = await rosterPlans.collection.findOne(
    { status: 'published', from: { $lte: day }, to: { $gte: day } } as never,
    { sort: { from: -1 }, projection: { pools: 1 } },
  );
  return (plan as Pick<RosterPlan, 'pools'> | null)?.pools ?? [];
}

/** The last Shanghai day for which there is any shift, or null. */
export async function lastShiftDay(): Promise<string | null> {
  const last = await shifts.collection.findOne({}, { projection: { day: 1 }, sort: { day: -1 } });
  return (last as Pick<Shift, 'day'> | null)?.day ?? null;
}
