/** What has to be looked up before a step of a shift is decided: one row per step; the pure decision gets it as `facts`. */
import { absentDuring } from '../absence/absence.store';
import { DomainError } from '../core/errors';
import { read } from '../core/journal';
import { checked, type Context } from '../core/workflow';
import { namesOf, peopleWithRole, personById } from '../people/people.store';
import { type SwapFacts } from './agreeing';
import { dueNow, type VacateFacts, type WakeFacts } from './clockwork';
import { Arrange, Exchange, RequestSwap, type Seat, type Shift, type Swap, Trade, Vacate } from './duty.schema';
import { shifts } from './duty.store';
import { nameOf, postOf } from './duty.words';
import { type TradeFacts } from './exchange';
import { handoverLines, incomingOf, postsTakenBy } from './handover';
import { type Named, onDuty } from './onDuty';
import { type ArrangeFacts, type ReceiverFacts } from './onPost';
import { hindranceOf, poolOf } from './pool';

async function shiftOf(id: string): Promise<Shift> {
  const shift = await read(shifts, id);
  if (!shift) throw new DomainError('NOT_FOUND', '没有找到这个班次，可能已重新排班，请刷新值班表。', { id });
  return shift;
}

const brief = (people: readonly { _id: string; name: string }[]): Named[] =>
  people.map(({ _id, name }) => ({ id: _id, name }));
const unique = (people: readonly Named[]): Named[] => [...new Map(people.map((one) => [one.id, one])).values()];

/** Who is told of what goes wrong on a shift: the leader on duty, then the other leaders; never one of `but`. */
export async function leadersFor(now: Date, but: readonly string[] = []): Promise<Named[]> {
  const [{ leaders }, duty, bureau] = await Promise.all([
    onDuty(now),
    peopleWithRole('dutyLeader'),
    peopleWithRole('bureauLeader'),
  ]);
  return unique([...leaders, ...brief(duty), ...brief(bureau)]).filter(({ id }) => !but.includes(id));
}

const nameOfActor = async ({ actor }: Context): Promise<string> =>
  (await namesOf([actor.id])).get(actor.id) ?? actor.id;

/** The partner is of the seat's pool; a seat asked for in return must be theirs, and leaves them free for this one. */
async function swapFacts(input: unknown, id: string, { actor }: Context): Promise<SwapFacts> {
  const { person, seat: seatId } = checked(RequestSwap, input);
  const [partnerId = '', otherId, otherSeat] = person.split('|');
  const shift = await shiftOf(id);
  const seat = shift.seats.find((one) => one.person === actor.id && (!seatId || one.id === seatId));
  if (!seat) return { partner: null, hindered: null, inReturn: null };
  const other = otherId ? await read(shifts, otherId) : null;
  const given = other?.seats.find((one) => one.id === otherSeat && one.person === partnerId);
  if (otherId && (!other || !given || other._id === id))
    return { partner: { id: partnerId, name: '' }, hindered: '对方的班次已有变动，请重新选择。', inReturn: null };
  const candidate = (await poolOf(shift, seat, other ? [other._id] : [])).find((one) => one.id === partnerId);
  return {
    partner: candidate ? { id: candidate.id, name: candidate.name } : null,
    hindered: candidate ? hindranceOf(candidate) : null,
    inReturn: other && given ? { shift: other._id, seat: given.id, label: `${nameOf(other)}${postOf(given)}` } : null,
  };
}

/** For a squad the head of its branch; for the command centre the duty leaders; bureau leaders where both are parties. */
async function approverFacts(_input: unknown, id: string, { actor }: Context): Promise<{ approvers: Named[] }> {
  const shift = await shiftOf(id);
  const seat = shift.seats.find(({ swap }) => swap?.with === actor.id);
  const [heads, leaders, bureau] = await Promise.all([
    seat?.county ? peopleWithRole('branchHead', seat.county) : [],
    peopleWithRole('dutyLeader'),
    peopleWithRole('bureauLeader'),
  ]);
  return { approvers: unique(brief([...heads, ...leaders, ...bureau])) };
}

async function arrangeFacts(input: unknown, id: string, context: Context): Promise<ArrangeFacts> {
  const [seatId = '', personId = ''] = checked(Arrange, input).person.split('|');
  const [shift, person, arranger] = await Promise.all([shiftOf(id), personById(personId), nameOfActor(context)]);
  const seat = shift.seats.find((one) => one.id === seatId);
  const away = (await absentDuring(shift.startsAt, shift.endsAt)).has(personId);
  const candidate = seat && (await poolOf(shift, seat)).find((one) => one.id === personId);
  const hindered = candidate ? hindranceOf(candidate) : away ? '这位同事那天已请假或离岗，请换一位。' : null;
  return { person: person && { id: person._id, name: person.name }, hindered, arranger };
}

async function tradeFacts(input: unknown, id: string, context: Context): Promise<TradeFacts> {
  const { shift: otherId, otherSeat, seat: ownSeat } = checked(Trade, input);
  const [shift, arranger] = await Promise.all([read(shifts, otherId), nameOfActor(context)]);
  const seat = shift?.seats.find((one) => one.id === otherSeat);
  const here = await shiftOf(id);
  const own = here.seats.find((one) => one.id === ownSeat);
  const hindered =
    shift && seat ? ((await awayFrom(here, [seat.person])) ?? (await awayFrom(shift, own ? [own.person] : []))) : null;
  return { other: shift && seat ? { shift, seat } : null, arranger, hindered };
}

const AWAY = '换班的同事那天已请假或离岗，这次换班不能办，请另找同事。';

/** Why whoever would sit down here cannot come on that day any more; null when they can. */
async function awayFrom({ startsAt, endsAt }: Shift, people: readonly string[]): Promise<string | null> {
  const away = await absentDuring(startsAt, endsAt);
  return people.some((id) => away.has(id)) ? AWAY : null;
}

/** Whoever the agreed swaps of this shift would bring here. */
async function swapComing(shift: Shift, fits: (swap: Swap) => boolean): Promise<{ hindered: string | null }> {
  const coming = shift.seats.flatMap(({ swap }) => (swap && fits(swap) ? [swap.with] : []));
  return { hindered: await awayFrom(shift, coming) };
}

const handoverFacts = async (_input: unknown, id: string, { now }: Context) => {
  const shift = await shiftOf(id);
  const [lines, incoming] = await Promise.all([handoverLines(shift, now), incomingOf(shift, now)]);
  return { lines, incoming };
};

const NOTHING = { pool: [], leaders: [], lines: [], incoming: [] };

async function wakeFacts(input: unknown, id: string, context: Context): Promise<WakeFacts> {
  const shift = await shiftOf(id);
  const due = dueNow(shift, context.now) ?? null;
  const facts = { ...NOTHING, due: due && { what: due.what, seat: due.seat } };
  if (due?.what === 'silent' || due?.what === 'missed') {
    const seat = shift.seats.find((one) => one.id === due.seat) as Seat;
    return { ...facts, ...(await substituteFacts(shift, seat, context)) };
  }
  if (due?.what === 'end') {
    const leaders = await leadersFor(context.now);
    return { ...facts, leaders, ...(shift.status === 'onDuty' ? await handoverFacts(input, id, context) : {}) };
  }
  if (due?.what === 'openCheckIn') return { ...facts, leaders: await leadersFor(context.now) };
  return due?.what === 'overdue' ? { ...facts, leaders: await leadersFor(context.now, outgoingOf(shift)) } : facts;
}

const outgoingOf = ({ seats }: Shift): string[] => seats.map(({ person }) => person);

async function substituteFacts(shift: Shift, seat: Seat, { now }: Context): Promise<VacateFacts> {
  const [pool, leaders] = await Promise.all([poolOf(shift, seat), leadersFor(now, [seat.person])]);
  return { pool, leaders };
}

async function receiverFacts(_input: unknown, id: string, context: Context): Promise<ReceiverFacts> {
  const shift = await shiftOf(id);
  const [name, posts] = await Promise.all([nameOfActor(context), postsTakenBy(context.actor.id, shift, context.now)]);
  return { name, posts };
}

async function vacateFacts(input: unknown, id: string, context: Context): Promise<VacateFacts> {
  const { person } = checked(Vacate, input);
  const shift = await shiftOf(id);
  const seat = shift.seats.find((one) => one.person === person && one.state !== 'absent');
  return seat ? substituteFacts(shift, seat, context) : { pool: [], leaders: [] };
}

type Lookup = (input: unknown, id: string, context: Context) => Promise<unknown>;

export const dutyFacts: Partial<Record<string, Lookup>> = {
  requestSwap: swapFacts,
  agreeSwap: approverFacts,
  approveSwap: async (_input, id, context) => ({
    approver: await nameOfActor(context),
    ...(await swapComing(await shiftOf(id), ({ state }) => state === 'agreed')),
  }),
  swapTake: async (input, id) => swapComing(await shiftOf(id), (swap) => swap.id === checked(Exchange, input).id),
  checkIn: async (_input, _id, { actor, now }) => ({ leaders: await leadersFor(now, [actor.id]) }),
  takeOver: async (_input, _id, context) => ({ name: await nameOfActor(context) }),
  confirmLine: receiverFacts,
  arrange: arrangeFacts,
  trade: tradeFacts,
  handOver: handoverFacts,
  vacate: vacateFacts,
  wake: wakeFacts,
};
