import { CLOCK, type Actor, type Role } from '../../models/core/access';
import { perform } from '../../models/core/domain';
import { create, read, stores } from '../../models/core/journal';
import { deliverDue } from '../../models/core/outbox';
import { type Context } from '../../models/core/workflow';
import { absenceHandlers } from '../../models/absence/absence.handlers';
import { assignmentHandlers } from '../../models/assignment/assignment';
import { dutyDomain } from '../../models/duty/duty';
import { dutyHandlers } from '../../models/duty/duty.handlers';
import { type Kind, type Seat, type Shift } from '../../models/duty/duty.schema';
import { shifts } from '../../models/duty/duty.store';
import { type DutyStep } from '../../models/duty/duty.workflow';
import { seated, settled } from '../../models/duty/seats';

/** A moment of the first week of March 2026 in Asia/Shanghai: `at('3T08:30')`. */
export const at = (day: string): Date => {
  const [date = '', time = '00:00'] = day.split('T');
  return new Date(`2026-03-${date.padStart(2, '0')}T${time}:00+08:00`);
};

const SPANS: Record<Kind, [from: string, hours: number]> = {
  DAY: ['08:30', 9],
  EVENING: ['17:30', 6.5],
  NIGHT: ['00:00', 8.5],
  FULL: ['08:30', 24],
};

type Given = Pick<Seat, 'post'> & { person: string; county?: Seat['county'] } & Partial<Seat>;

/** A planned shift of a March day, months before its cards go out; people are named 示 and their id. */
export function aShift(kind: Kind, day: number, seats: readonly Given[], change: Partial<Shift> = {}): Shift {
  const [from, hours] = SPANS[kind];
  const startsAt = at(`${day}T${from}`);
  const empty: Shift = {
    ...{ _id: `${kind}-${day}`, version: 1, status: 'planned', kind, day: `2026-03-${String(day).padStart(2, '0')}` },
    ...{ startsAt, endsAt: new Date(startsAt.getTime() + hours * 3_600_000) },
    ...{ seats: [], people: [], incoming: [], claims: [], wakeAt: null, wokenAt: null },
    ...{ openedAt: null, closedAt: null, handover: null },
  };
  const placed = seats.map(({ person, county = null, ...seat }, index): Seat => {
    const named = { id: person, name: `示${person}` };
    return {
      ...seated(empty, { id: `s${index + 1}`, post: seat.post, county }, named, '按值班模式轮到', new Date(0)),
      ...seat,
    };
  });
  return settled({ ...empty, seats: placed, ...change });
}

/** Somebody of the staff, with further roles. */
export const staff = (id: string, ...roles: Role[]): Actor => ({
  id,
  roles: [...roles, 'staff'],
  county: null,
  grid: null,
  unit: null,
});

export const byStaff = (id: string, now: Date, ...roles: Role[]): Context => ({
  actor: staff(id, ...roles),
  now,
  door: 'page',
});
export const byClock = (now: Date, key?: string): Context => ({
  actor: CLOCK,
  now,
  door: 'clock',
  ...(key ? { key } : {}),
});

/** Put a shift into the roster. */
export const put = (shift: Shift, now = new Date(0)) =>
  create(shifts, { document: shift, event: { type: 'shift.planned', data: {} } }, byClock(now));

export const stands = async (id: string): Promise<Shift> => (await read(shifts, id)) as Shift;

/** Take a step as somebody of the staff. */
export const take = (step: DutyStep, id: string, input: object, who: Context) =>
  perform(dutyDomain, step, id, input, who);

export const seatOf = ({ seats }: Shift, person: string): Seat => {
  const seat = seats.find((one) => one.person === person);
  if (!seat) throw new Error(`${person} has no seat`);
  return seat;
};

/** Carry out everything owed between our own records. */
export async function settle(now: Date): Promise<void> {
  const handlers = { ...assignmentHandlers, ...absenceHandlers, ...dutyHandlers };
  while ((await deliverDue({ stores: () => stores, handlers }, () => now)) > 0);
}

/** Wake every shift for everything that has come due by `now`, in the order of the moments, as the deadline does. */
export async function wakeAll(now: Date): Promise<void> {
  for (let taken = 1; taken > 0;) {
    const due = (await shifts.collection
      .find({ wakeAt: { $gt: new Date(0), $lte: now } } as never, { sort: { wakeAt: 1 }, limit: 1 })
      .toArray()) as unknown as Shift[];
    taken = due.length;
    for (const { _id, wakeAt } of due)
      await perform(dutyDomain, 'wake', _id, {}, byClock(now, `wake:${_id}:${wakeAt?.toISOString() ?? ''}`));
    await settle(now);
  }
}
