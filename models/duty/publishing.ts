/**
 * From a published plan to shifts. One entry of the outbox per month inserts that month's shifts under ids made of day and kind, so that a
 * crash in the middle is simply repeated, and nothing that stands is ever written over: what stands, or cannot be written because
 * somebody has been put elsewhere meanwhile, is told on the plan.
 */
import { DomainError } from '../core/errors';
import { change, create, createAll, read } from '../core/journal';
import { type Handler, type OwedEntry, type Settlement } from '../core/outbox';
import { type Context, type Outcome, asClock } from '../core/workflow';
import { claimsOfPerson } from './claims';
import { type Seat, type Shift } from './duty.schema';
import { shifts } from './duty.store';
import { postName, shiftName } from './pattern';
import { type PlannedShift } from './planner';
import { rosterWritten } from './roster.commands';
import { rosterPlans } from './roster.store';
import { askSeat, seated, settled } from './seats';

const UNSEATED = { state: 'absent', unfilled: true } as const;

/** A shift as it is first written. A seat nobody could be found for is there, empty, so that it can be filled. */
export function openShift(
  { id, kind, day, startsAt, endsAt, seats }: PlannedShift,
  roster: string,
  now: Date,
): Outcome<Shift> {
  const bare: Shift = {
    ...{ _id: id, version: 0, status: 'planned', kind, day, startsAt, endsAt },
    ...{ seats: [], people: [], incoming: [], claims: [], handover: null },
    ...{ wakeAt: null, wokenAt: null, openedAt: null, closedAt: null },
  };
  const placed = seats.map(({ post, county, person, personName, reason }, index): Seat => {
    const seat = seated(bare, { id: `s${index + 1}`, post, county }, { id: person, name: personName }, reason, now);
    return person ? seat : { ...seat, ...UNSEATED, personName: '空缺', askedAt: null, confirmBy: null };
  });
  const document = settled({ ...bare, seats: placed });
  const asked = document.seats.filter(({ askedAt, state }) => askedAt && state === 'planned');
  return {
    document,
    event: { type: 'duty.planned', data: { roster } },
    effects: asked.map((seat) => askSeat(document, seat)),
  };
}

/** What the journal and the seats of a shift tell of the plan it was written for. */
interface Standing {
  _id: string;
  seats: Seat[];
  events: { data: { roster?: string } }[];
}

/** Who of these people is taken by another shift at the time, or rests from one. */
async function takenElsewhere({ id, startsAt, endsAt, seats }: PlannedShift): Promise<Set<string>> {
  const people = [...new Set(seats.map(({ person }) => person).filter(Boolean))];
  const claims = people.flatMap((person) => claimsOfPerson(person, { startsAt, endsAt }));
  const found = await shifts.collection
    .find({ claims: { $in: claims }, _id: { $ne: id } } as never, { projection: { claims: 1 } })
    .toArray();
  const held = new Set((found as unknown as Pick<Shift, 'claims'>[]).flatMap((other) => other.claims));
  return new Set(
    people.filter((person) => claimsOfPerson(person, { startsAt, endsAt }).some((claim) => held.has(claim))),
  );
}

const TAKEN = '预览后另有班次，请重新安排';

/** Write a shift some of whose people have been put elsewhere since the preview: their seats stay empty, and say why. */
async function writeWithout(planned: PlannedShift, roster: string, context: Context): Promise<void> {
  const taken = await takenElsewhere(planned);
  const seats = planned.seats.map((seat) => (taken.has(seat.person) ? { ...seat, person: '', reason: TAKEN } : seat));
  await create(shifts, openShift({ ...planned, seats }, roster, context.now), context);
}

/** How what stands differs from what was planned; read from what stands, so that a repetition after a crash tells the same. */
function deviationsOf({ kind, day, seats }: PlannedShift, standing: Standing | undefined, roster: string): string[] {
  if (!standing) return [];
  if (standing.events[0]?.data.roster !== roster) return [`${shiftName(kind, day)}已经存在，保持原样`];
  return seats.flatMap((seat, index) =>
    standing.seats[index]?.reason === TAKEN
      ? [`${shiftName(kind, day)}${postName(seat)}空缺：${seat.personName}${TAKEN}`]
      : [],
  );
}

async function publishMonth({ id, recordId, data }: OwedEntry, now: Date): Promise<Settlement> {
  const plan = await read(rosterPlans, recordId);
  if (!plan) return { impossible: 'the plan is gone' };
  const context = asClock(now, id);
  const planned = plan.shifts.filter(({ day }) => day.startsWith(String(data['month'])));
  const refused = new Set(
    await createAll(
      shifts,
      planned.map((shift) => openShift(shift, plan._id, now)),
      context,
    ),
  );
  for (const shift of planned) if (refused.has(shift.id)) await writeWithout(shift, plan._id, context);
  const found = (await shifts.collection
    .find({ _id: { $in: planned.map((shift) => shift.id) } } as never, {
      projection: { seats: 1, 'events.data.roster': 1 },
    })
    .toArray()) as unknown as Standing[];
  const standing = new Map(found.map((one) => [one._id, one]));
  const deviations = planned.flatMap((shift) => deviationsOf(shift, standing.get(shift.id), plan._id));
  const written = found.filter(({ events }) => events[0]?.data.roster === plan._id).length;
  await change(rosterPlans, plan._id, context, (current) => rosterWritten(current, { written, deviations }, context));
  return { done: true };
}

/** Somebody was put elsewhere in the very moment between looking and writing: looked at again. */
function laterUnlessDefect(error: unknown): Settlement {
  if (error instanceof DomainError) return { retry: error.message };
  throw error;
}

const publish: Handler = async (entries, now) => {
  const settlements: Settlement[] = [];
  for (const entry of entries) settlements.push(await publishMonth(entry, now).catch(laterUnlessDefect));
  return settlements;
};

/** The effects that a roster plan owes; handlers of the local outbox. */
export const rosterHandlers: Record<string, Handler> = { 'roster.publish': publish };
