/**
 * Ninety days of duty (示例): thirty behind us, sixty ahead, as the planner plans them for the people there are. The past was served, with three
 * who did not come and were stood in for; the present is on post; the coming week has confirmed. And who is away meanwhile.
 */
import { approveAbsence, requestAbsence } from '../absence/absence';
import { type Absence } from '../absence/absence.schema';
import { absences } from '../absence/absence.store';
import { CLOCK } from '../core/access';
import { addCalendarDays, shanghaiDay } from '../core/calendar';
import { policy } from '../core/policy';
import { dutyCommands } from '../duty/duty.commands';
import { type Seat, type Shift } from '../duty/duty.schema';
import { shifts } from '../duty/duty.store';
import { asksAt } from '../duty/dues';
import { dueNow, type WakeFacts } from '../duty/clockwork';
import { postKey } from '../duty/pattern';
import { planRosterInStrides, type PlannedShift, type Pool } from '../duty/planner';
import { openShift } from '../duty/publishing';
import { poolsFor } from '../duty/roster.facts';
import { type Candidate } from '../duty/substitute';
import { setImmediate } from 'node:timers/promises';
import { actorOf, type Person } from '../people/people.schema';
import { people, units } from '../people/people.store';
import { insertAll } from './insert';
import { type Act, asStored, contextOf, lived, type Lived } from './life';
import { type Chance, diceFor } from './random';

const PAST_DAYS = 30;
const AHEAD_DAYS = 60;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ROSTER = 'demo';
const later = (at: Date, ms: number) => new Date(at.getTime() + ms);

/** Who did not come: so many days ago, on which post. */
const MISSED: readonly [daysAgo: number, kind: Shift['kind'], post: Seat['post']][] = [
  [4, 'NIGHT', 'OPERATOR'],
  [11, 'FULL', 'SQUAD'],
  [23, 'EVENING', 'LEADER'],
];

/** Who is away: from and to in days from now. The last one waits for a decision. */
const AWAY: readonly [person: string, kind: Absence['kind'], from: number, to: number, reason: string][] = [
  ['putuo05', 'TRAINING', -5, 9, '参加执法业务培训（示例）'],
  ['dinghai08', 'LEAVE', 3, 8, '年休假（示例）'],
  ['jiance10', 'MEDICAL', -12, 2, '住院治疗（示例）'],
  ['daishan06', 'SECONDMENT', -20, 30, '省厅跟班学习（示例）'],
  ['duty02', 'LEAVE', 14, 18, '年休假（示例）'],
  ['putuo07', 'LEAVE', 12, 15, '家中有事（示例）'],
];

type Known = ReadonlyMap<string, Person>;
const actor = (known: Known, id: string) => actorOf(known.get(id)!, id);

/** Absences of those of the list that the organisation has; all but the last are approved. */
function demoAbsences(known: Known, heads: ReadonlyMap<string, string>, now: Date, dice: Chance): Lived<Absence>[] {
  return AWAY.flatMap(([id, kind, from, to, reason], index) => {
    const person = known.get(id);
    if (!person) return [];
    const { name, unit, unitName, county } = person;
    const head = (unit && heads.get(unit)) || null;
    const asked: Act = { actor: actor(known, id), at: later(now, (Math.min(from, 0) - 3) * 24 * HOUR), door: 'page' };
    const span = { from: later(now, from * 24 * HOUR), to: later(now, to * 24 * HOUR) };
    const facts = { person: { id, name, unit, unitName, county }, head, shift: null };
    const outcome = requestAbsence(`demo-absence-${index + 1}`, { kind, reason, ...span }, facts);
    const life: Lived<Absence> = { document: outcome.document, events: [] };
    lived(absences, life, outcome, asked, dice);
    const by = head && known.get(head) ? actor(known, head) : null;
    if (!by || head === id || index === AWAY.length - 1) return [life];
    const decided: Act = { actor: by, at: later(asked.at, 2 * HOUR), door: 'card' };
    lived(absences, life, approveAbsence(life.document, {}, contextOf(decided)), decided, dice);
    return [life];
  });
}

interface Stage {
  known: Known;
  pools: readonly Pool[];
  all: readonly PlannedShift[];
  away: readonly Absence[];
  now: Date;
  dice: Chance;
}
type Life = Lived<Shift>;

function take(life: Life, step: keyof typeof dutyCommands, input: object, act: Act, stage: Stage, facts?: unknown) {
  lived(shifts, life, dutyCommands[step].decide(life.document, input, contextOf(act), facts), act, stage.dice);
}

/** What the clock finds due at this moment, with whom it may call. */
function wake(life: Life, at: Date, stage: Stage, more: Partial<WakeFacts> = {}) {
  const { what, seat } = dueNow(life.document, at) ?? { what: 'end', seat: null };
  const facts: WakeFacts = { due: { what, seat }, pool: [], leaders: [], lines: [], incoming: [], ...more };
  take(life, 'wake', {}, { actor: CLOCK, at, door: 'clock' }, stage, facts);
}

/** The people of the pool, as the rule of substitution compares them. */
function candidates({ pools, all, away }: Stage, shift: Shift, { post, county }: Seat): Candidate[] {
  const pool = pools.find((one) => one.post === post && one.county === county);
  const rest = policy().duty.restHours * HOUR;
  return (pool?.people ?? []).map(({ id, name }) => {
    const own = all.filter(({ seats }) => seats.some(({ person }) => person === id));
    const near = (other: PlannedShift) =>
      other.startsAt.getTime() < shift.endsAt.getTime() + rest &&
      shift.startsAt.getTime() < other.endsAt.getTime() + rest;
    const gone = away.some(({ person, from, to }) => person === id && from < shift.endsAt && to > shift.startsAt);
    return { id, name, load: own.length, lastEndedAt: null, away: gone ? 'absent' : own.some(near) ? 'taken' : null };
  });
}

const expectedOn = ({ seats }: Shift) =>
  seats.filter(({ state, person }) => person && (state === 'planned' || state === 'confirmed'));

/** Everybody has said that they will come. */
function confirmed(life: Life, at: Date, stage: Stage) {
  for (const { id, person } of expectedOn(life.document))
    take(life, 'confirm', { seat: id }, { actor: actor(stage.known, person), at, door: 'card' }, stage);
}

function arrive(life: Life, at: Date, stage: Stage, without?: string) {
  const expected = expectedOn(life.document).filter(({ id }) => id !== without);
  for (const [index, { id, person }] of expected.entries()) {
    const act: Act = { actor: actor(stage.known, person), at: later(at, index * 20_000), door: 'card' };
    take(life, 'checkIn', { seat: id }, act, stage, { leaders: [] });
  }
}

/** One of the expected does not come; the substitute whom the rule calls is there a quarter of an hour later. */
function missOne(life: Life, post: Seat['post'], stage: Stage) {
  const { startsAt } = life.document;
  wake(life, later(startsAt, -policy().duty.checkInMinutes * MINUTE), stage);
  const missing = expectedOn(life.document).find((seat) => seat.post === post);
  arrive(life, later(startsAt, -6 * MINUTE), stage, missing?.id);
  if (!missing) return;
  const pool = candidates(stage, life.document, missing);
  wake(life, later(startsAt, policy().duty.checkInMinutes * MINUTE), stage, { pool });
  arrive(life, later(startsAt, 34 * MINUTE), stage);
}

/** Handed over to whoever comes next on the same post, or closed when nobody does. */
function relieve(life: Life, next: PlannedShift | undefined, stage: Stage) {
  const { endsAt } = life.document;
  const incoming = (next?.seats ?? []).filter(({ person }) => person && stage.known.has(person));
  const named = incoming.map(({ person, personName }) => ({ id: person, name: personName }));
  const line = { id: '1', kind: 'log' as const, text: '本班情况正常，无遗留事项（示例）', link: null };
  wake(life, endsAt, stage, { lines: [line], incoming: named });
  const at = later(endsAt, 5 * MINUTE);
  // People on call are relieved post by post, so each of those who come takes over.
  for (const taker of life.document.incoming) {
    if (life.document.status === 'closed') return;
    const act: Act = { actor: actor(stage.known, taker), at, door: 'card' };
    const posts = (next?.seats ?? []).filter(({ person }) => person === taker).map(postKey);
    take(life, 'confirmLine', {}, act, stage, { name: stage.known.get(taker)?.name ?? '', posts });
  }
  if (life.document.status === 'closed') return;
  const leads = ({ _id, roles }: Person) =>
    roles.some((role) => role === 'dutyLeader' || role === 'bureauLeader') && !life.document.people.includes(_id);
  const leader = [...stage.known.values()].find(leads);
  if (!leader) return;
  const act: Act = { actor: actor(stage.known, leader._id), at, door: 'page' };
  take(life, 'close', { reason: '无人接班，由带班领导结束班次（示例）' }, act, stage);
}

const asShift = ({ startsAt }: PlannedShift) => ({ startsAt });

/** One shift from the roster to wherever it stands now. */
function shiftLife(planned: PlannedShift, publishedAt: Date, stage: Stage): Life {
  const { now, all, dice } = stage;
  const asked = asksAt(asShift(planned));
  const made = asked > now ? publishedAt : new Date(Math.max(asked.getTime(), publishedAt.getTime()));
  const outcome = openShift(planned, ROSTER, made);
  const life: Life = { document: outcome.document, events: [] };
  lived(shifts, life, outcome, { actor: CLOCK, at: made, door: 'system' }, dice);
  const { startsAt, endsAt, day, kind } = planned;
  const answeredAt = new Date(Math.min(now.getTime(), made.getTime() + 2 * HOUR));
  if (startsAt > now) {
    if (asked <= now) confirmed(life, answeredAt, stage);
    return life;
  }
  const miss = MISSED.find(([ago, of]) => addCalendarDays(shanghaiDay(now), -ago) === day && of === kind);
  if (miss) {
    confirmed(life, answeredAt, stage);
    missOne(life, miss[2], stage);
  } else arrive(life, later(startsAt, -6 * MINUTE), stage);
  const over = later(endsAt, 5 * MINUTE) <= now;
  if (over)
    relieve(
      life,
      all.find((next) => next.startsAt >= endsAt && samePosts(planned, next)),
      stage,
    );
  return life;
}

const samePosts = (a: PlannedShift, b: PlannedShift) => a.seats[0]?.post === b.seats[0]?.post;

/** What an interrupted run has left; never a shift of somebody else's roster. */
export async function clearWatch(): Promise<void> {
  await Promise.all([
    shifts.collection.deleteMany({ 'events.0.data.roster': ROSTER }),
    absences.collection.deleteMany({ _id: { $regex: '^demo-' } }),
  ]);
}

/** Ninety days of duty, unless a roster of its own stands already. @returns how many shifts were written */
export async function seedWatch(now: Date): Promise<number> {
  if (await shifts.collection.findOne({}, { projection: { _id: 1 } })) return 0;
  const dice = diceFor('watch');
  const staff = await people.find({ active: true }, { sort: { _id: 1 } }).toArray();
  const known = new Map(staff.map((person) => [person._id, person]));
  const headed = await units.find({ active: true, head: { $ne: null } }).toArray();
  const heads = new Map(headed.map(({ _id, head }) => [_id, head!]));
  const away = demoAbsences(known, heads, now, dice);
  const today = shanghaiDay(now);
  const [from, to] = [addCalendarDays(today, -PAST_DAYS), addCalendarDays(today, AHEAD_DAYS - 1)];
  const { pattern, restHours } = policy().duty;
  const pools = await poolsFor({ pattern, included: [], excluded: [] });
  const approved = away.filter(({ document }) => document.status === 'approved').map(({ document }) => document);
  const { shifts: all } = await planRosterInStrides(
    { from, to, pattern, pools, absences: approved, standing: [], restHours },
    () => setImmediate(),
  );
  const publishedAt = later(now, -(PAST_DAYS + 10) * 24 * HOUR);
  const stage: Stage = { known, pools, all, away: approved, now, dice };
  const lives = all.map((planned) => shiftLife(planned, publishedAt, stage));
  await insertAll(absences.collection, away.map(asStored));
  await insertAll(shifts.collection, lives.map(asStored));
  return lives.length;
}
