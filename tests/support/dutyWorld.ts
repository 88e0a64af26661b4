import { create } from '../../models/core/journal';
import { people } from '../../models/people/people.store';
import { type Seat, type Shift } from '../../models/duty/duty.schema';
import { shifts } from '../../models/duty/duty.store';
import { seated, settled } from '../../models/duty/seats';
import { shanghaiDay } from '../../models/core/calendar';
import { byClock } from './duty';

/** A day shift of the sandbox's people, so many hours ahead of its clock. */
export async function putWorldShift(
  now: Date,
  { hoursAhead, leader, operator }: { hoursAhead: number; leader: string; operator: string },
): Promise<string> {
  const startsAt = new Date(Math.ceil((now.getTime() + hoursAhead * 3_600_000) / 1_800_000) * 1_800_000);
  const day = shanghaiDay(startsAt);
  const found = await people.find({ _id: { $in: [leader, operator] } }).toArray();
  const named = (id: string) => ({ id, name: found.find(({ _id }) => _id === id)?.name ?? id });
  const empty: Shift = {
    ...{ _id: `DAY-${day}`, version: 1, status: 'planned', kind: 'DAY', day, startsAt },
    endsAt: new Date(startsAt.getTime() + 9 * 3_600_000),
    ...{ seats: [], people: [], incoming: [], claims: [], wakeAt: null, wokenAt: null },
    ...{ openedAt: null, closedAt: null, handover: null },
  };
  const posts = [
    { id: 's1', post: 'LEADER', county: null },
    { id: 's2', post: 'OPERATOR', county: null },
  ] as const;
  const seats = posts.map((post, index): Seat =>
    seated(empty, post, named(index === 0 ? leader : operator), '按值班模式轮到', new Date(0)),
  );
  await create(shifts, { document: settled({ ...empty, seats }), event: { type: 'duty.planned' } }, byClock(now));
  return empty._id;
}
