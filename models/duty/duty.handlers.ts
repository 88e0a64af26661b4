/** What shifts and absences owe to other shifts: the links of an exchange, who takes over, seats that became empty. Idempotent. */
import { z } from 'zod';
import { type Actor, CLOCK } from '../core/access';
import { perform } from '../core/domain';
import { DomainError } from '../core/errors';
import { read } from '../core/journal';
import { type Handler, type OwedEntry, each } from '../core/outbox';
import { type Context, asClock } from '../core/workflow';
import { people } from '../people/people.store';
import { Exchange, type Shift } from './duty.schema';
import { dutyDomain } from './duty';
import { shifts, shiftsBetween } from './duty.store';
import { type DutyStep } from './duty.workflow';
import { type Link } from './exchange';
import { incomingOf } from './handover';
import { absentDuring } from '../absence/absence.store';

/** A substitute whom somebody else has taken meanwhile is a reason to look again, not an answer: the absent person would stay on the seat. */
const isLostRace = ({ code, details }: DomainError, step: DutyStep): boolean =>
  code === 'STALE_DOCUMENT' || (step === 'vacate' && 'clash' in details);

/** A step that the other shift refuses is an answer, not a failure. @returns why it was refused; undefined when it was taken */
async function refusedBy(step: DutyStep, id: string, input: unknown, context: Context): Promise<string | undefined> {
  try {
    await perform(dutyDomain, step, id, input, context);
    return undefined;
  } catch (error) {
    if (error instanceof DomainError && !isLostRace(error, step)) return error.message;
    throw error;
  }
}

type Do = (step: DutyStep, id: string, exchange: Exchange) => Promise<string | undefined>;

/** Whoever cannot come back to their old seat, having taken another post meanwhile, is replaced by rule. */
async function goBack(take: Do, exchange: Exchange, { shift, person }: Exchange['first'], context: Context) {
  if (!(await take('swapUndo', shift, exchange))) return;
  const current = await read(shifts, shift);
  const stuck = current?.seats.find(({ swap }) => swap?.id === exchange.id);
  if (stuck)
    await refusedBy(
      'vacate',
      shift,
      { person: stuck.person, why: '换班没有办成' },
      { ...context, key: `${context.key}:vacate:${person}` },
    );
}

/**
 * A refused link gives up, and giving up is a write of its own on the second shift (exchange.ts). Where the second seat has been given to
 * somebody else meanwhile, nothing is left there to give up, and only the first goes back.
 */
async function giveUp(exchange: Exchange, take: Do, context: Context) {
  const isGone = await take('swapGiveUp', exchange.second.shift, exchange);
  if (isGone) await goBack(take, exchange, exchange.first, context);
}

/** One link each. */
const LINKS: Record<Link, (exchange: Exchange, take: Do, context: Context) => Promise<void>> = {
  async release(exchange, take) {
    const { first, second } = exchange;
    const why = await take('swapRelease', second.shift, exchange);
    if (why) await take('swapUndo', first.shift, { ...exchange, why });
  },
  async take(exchange, take, context) {
    const why = await take('swapTake', exchange.first.shift, exchange);
    if (why) await giveUp({ ...exchange, why }, take, context);
  },
  async finish(exchange, take, context) {
    const why = await take('swapTake', exchange.second.shift, exchange);
    if (why) await giveUp({ ...exchange, why }, take, context);
  },
  async done(exchange, take) {
    await take('swapDone', exchange.first.shift, exchange);
  },
  async undo(exchange, take, context) {
    await goBack(take, exchange, exchange.first, context);
    await goBack(take, exchange, exchange.second, context);
  },
};

async function link({ id, data }: OwedEntry, now: Date) {
  const exchange = Exchange.parse(data['exchange']);
  const context = asClock(now, id);
  const take: Do = (step, shift, input) => refusedBy(step, shift, input, { ...context, key: `${id}:${step}:${shift}` });
  await LINKS[data['link'] as Link](exchange, take, context);
}

/** Outgoing shifts that this one may relieve ask again who takes over. */
async function renewIncoming({ id, data }: OwedEntry, now: Date) {
  const current = await read(shifts, String(data['shift']));
  if (!current) return;
  const outgoing = await shifts.collection.find({ status: 'handingOver' } as never, { limit: 20 }).toArray();
  for (const shift of outgoing as unknown as Shift[]) {
    if (shift._id === current._id) continue;
    const coming = (await incomingOf(shift, now)).map((person) => person.id).sort();
    if (coming.join() === [...shift.incoming].sort().join()) continue;
    await refusedBy('incoming', shift._id, { people: coming }, asClock(now, `${id}:${shift._id}`));
  }
}

const Emptied = z.object({ person: z.string(), from: z.coerce.date(), to: z.coerce.date(), why: z.string() });

/** An approved absence empties every seat of the person in its time. */
async function vacateAll({ id, data }: OwedEntry, now: Date) {
  const { person, from, to, why } = Emptied.parse(data);
  // Withdrawn meanwhile: the person comes after all.
  if (!(await absentDuring(from, to)).has(person)) return;
  const own = (await shiftsBetween(from > now ? from : now, to)).filter(({ seats }) => seats.some(onSeat(person)));
  for (const shift of own) await refusedBy('vacate', shift._id, { person, why }, asClock(now, `${id}:${shift._id}`));
}

const onSeat =
  (person: string) =>
  (seat: Shift['seats'][number]): boolean =>
    seat.person === person && seat.state !== 'absent' && seat.state !== 'relieved' && !seat.unfilled;

/** 全部确认 of the weekly card: each shift as by its own card. One that was changed meanwhile has asked for itself. */
async function confirmSeat({ id, data }: OwedEntry, now: Date) {
  const person = String(data['person']);
  const actor: Actor = { ...CLOCK, id: person, roles: ['staff'] };
  await refusedBy('confirm', String(data['shift']), {}, { actor, now, door: 'system', key: id });
}

/** Handlers of the local outbox. */
export const dutyHandlers: Record<string, Handler> = {
  'duty.exchange': each(link),
  'duty.incoming': each(renewIncoming),
  'duty.vacate': each(vacateAll),
  'duty.confirm': each(confirmSeat),
};

function lostRace(error: unknown): string {
  if (error instanceof DomainError) return error.message;
  throw error;
}

/** Longer than any shift and its handover last. */
const BACK_MS = 3 * 24 * 3_600_000;
/** Seats emptied in one round; the next minute goes on. */
const ROUND = 200;

/**
 * Empty the seats of everybody who has left the organisation, the next ones first: whoever is on post is replaced at once. Called every
 * minute.
 *
 * @returns how many seats were emptied
 */
export async function vacateDeparted(now: Date): Promise<number> {
  const gone = await people.find({ active: false }, { projection: { _id: 1 } }).toArray();
  if (gone.length === 0) return 0;
  const ids = gone.map(({ _id }) => _id);
  const seat = { person: { $in: ids }, state: { $nin: ['absent', 'relieved'] }, unfilled: false };
  const since = { $gt: new Date(now.getTime() - BACK_MS) };
  const filter = { people: { $in: ids }, startsAt: since, seats: { $elemMatch: seat } };
  const found = (await shifts.collection
    .find({ ...filter, status: { $ne: 'closed' } } as never, {
      projection: { seats: 1 },
      sort: { startsAt: 1 },
      limit: ROUND,
    })
    .toArray()) as unknown as Pick<Shift, '_id' | 'seats'>[];
  let emptied = 0;
  for (const { _id, seats } of found) {
    for (const person of ids.filter((id) => seats.some(onSeat(id)))) {
      const context = asClock(now, `departed:${_id}:${person}`);
      // A substitute lost to another shift costs this seat a minute, not the seats after it.
      const refused = await refusedBy('vacate', _id, { person, why: '已离开单位' }, context).catch(lostRace);
      if (!refused) emptied += 1;
    }
  }
  return emptied;
}
