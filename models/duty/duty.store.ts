import { defineStore, type Stored, whenDated } from '../core/journal';
import { AHEAD, ON_POST, type Shift } from './duty.schema';
import { shiftFacts } from './traced';

/** What a lost claim says; nothing of the other shift leaves with it. */
const CLAIMED = '有人在这段时间已有别的班次，或两个班次之间休息不够，请换一位同事。';

export const shifts = defineStore<Shift>('shifts', {
  live: true,
  traced: shiftFacts,
  clash: { field: 'claims', message: CLAIMED },
  indexes: [
    /** Nobody on two posts, and enough rest between posts, whoever writes at the same time (claims.ts). */
    [{ claims: 1 }, { name: 'claims_1', unique: true, partialFilterExpression: { claims: { $gt: '' } } }],
    [{ day: 1, startsAt: 1 }],
    [{ startsAt: 1 }],
    [{ endsAt: 1 }],
    [{ people: 1, startsAt: 1 }],
    [{ status: 1, endsAt: 1 }],
    /** What happened on duty in a stretch of time (log.ts). */
    [{ 'events.at': 1 }],
    whenDated('wakeAt'),
  ],
});

const WITHOUT_JOURNAL = { projection: { events: 0, outbox: 0, claims: 0 } } as const;
const found = (filter: object, limit: number): Promise<Stored<Shift>[]> =>
  shifts.collection.find(filter as never, { ...WITHOUT_JOURNAL, sort: { startsAt: 1, _id: 1 }, limit }).toArray();

/** Shifts that overlap the stretch of time, in the order of their beginning; without events, outbox and claims. */
export const shiftsBetween = (from: Date, to: Date, limit = 2_000): Promise<Stored<Shift>[]> =>
  // Bounded on both sides, so that the index of `startsAt` is enough; no shift lasts two days.
  found({ startsAt: { $gt: new Date(from.getTime() - 48 * 3_600_000), $lt: to }, endsAt: { $gt: from } }, limit);

/** One person's shifts that are not over, the next first. */
export const shiftsOf = (person: string, now: Date, limit = 60): Promise<Stored<Shift>[]> =>
  found(
    {
      people: person,
      seats: { $elemMatch: { person, state: { $nin: ['absent', 'relieved'] } } },
      status: { $in: [...AHEAD, ...ON_POST] },
      endsAt: { $gt: new Date(now.getTime() - 24 * 3_600_000) },
    },
    limit,
  );

/** Shifts that are under way by the clock, or whose people have not been relieved yet. */
export async function runningShifts(now: Date): Promise<Stored<Shift>[]> {
  const [byClock, unrelieved] = await Promise.all([
    shiftsBetween(now, new Date(now.getTime() + 1), 20),
    found({ status: { $in: ON_POST } }, 20),
  ]);
  const known = new Set(byClock.map(({ _id }) => _id));
  return [...byClock, ...unrelieved.filter(({ _id, startsAt }) => !known.has(_id) && startsAt <= now)].sort(
    (a, b) => a.startsAt.getTime() - b.startsAt.getTime(),
  );
}

const DAY_MS = 24 * 3_600_000;

/** The shifts of this person, and those of others on which their answer may be waited for, the next first. */
export async function shiftsConcerning(person: string, now: Date): Promise<Stored<Shift>[]> {
  const own = await shiftsOf(person, now, 20);
  const asked = (await shifts.collection
    .find(
      {
        $or: [{ people: person }, { incoming: person }, { 'seats.swap.state': 'agreed' }],
        status: { $ne: 'closed' },
        endsAt: { $gt: new Date(now.getTime() - 2 * DAY_MS), $lt: new Date(now.getTime() + 60 * DAY_MS) },
      } as never,
      { projection: { events: 0, outbox: 0, claims: 0 }, sort: { startsAt: 1 }, limit: 60 },
    )
    .toArray()) as unknown as Stored<Shift>[];
  const known = new Set(own.map(({ _id }) => _id));
  return [...own, ...asked.filter(({ _id }) => !known.has(_id))];
}
