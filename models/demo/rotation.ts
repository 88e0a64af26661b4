/**
 * A year of rotation (示例): thirty rounds, drawn by the very decision that draws a present one, from the people of the organisation. The
 * first six are the worked table of the rule, among five units; the others joined with the seventh. After twenty-four rounds the
 * ledger stands at 73 person-times. The last but one is about to assemble, the last is a draft for a leader to draw.
 */
import mongoose from 'mongoose';
import { ulid } from 'ulid';
import { acknowledgeAssignment, openAssignment } from '../assignment/assignment.commands';
import { type Assignment } from '../assignment/assignment.schema';
import { assignments } from '../assignment/assignment.store';
import { CLOCK, type Actor } from '../core/access';
import { addCalendarDays, shanghaiDay } from '../core/calendar';
import { type JournalEvent } from '../core/journal';
import { numberAfter } from '../core/numbers';
import { type Context, type Outcome, type Stateful } from '../core/workflow';
import { peopleWithRole } from '../people/people.store';
import { titleOf } from '../rotation/common';
import { openRound } from '../rotation/drawing';
import { type Standing } from '../rotation/frozen';
import { type PastRound } from '../rotation/ledger';
import { followOrganisation } from '../rotation/members';
import { rotationCommands } from '../rotation/rotation.commands';
import { DUTIES, OpenRound, type Round } from '../rotation/rotation.schema';
import { allUnits, membersOnRoll, rotationMembers, rounds } from '../rotation/rotation.store';
import { type RoundStep } from '../rotation/rotation.workflow';
import { sealTarget } from '../rotation/sealed';
import { asStored } from './life';
import { chance } from './random';

/** People asked for, round by round: the table's pattern, then 53 in eighteen rounds, then this autumn. */
const ASKED = [4, 3, 2, 4, 3, 4, 4, 3, 2, 3, 4, 3, 3, 2, 4, 3, 2, 3, 4, 3, 2, 3, 3, 2, 3, 2, 4, 3, 3, 2];
const TABLE_ROUNDS = 6;
/** The units that joined after the table: 定海、普陀 and the command centre. */
const JOINED_LATER = /定海|普陀|指挥中心/;
const DAYS_APART = 12;
const HOUR = 3_600_000;
const PLACES = [
  '定海三江码头候船厅（示例）',
  '沈家门墩头码头（示例）',
  '高亭客运码头（示例）',
  '新城指挥中心门口（示例）',
];
const KITS = ['执法记录仪、雨衣', '执法记录仪、救生衣、防滑鞋', '便携式水质检测箱', '夜间照明、反光背心'];
/** A difficulty that was approved, and one that was not: the substitute came, the absence stands in the ledger. */
const EXCUSED = 12;
const REFUSED = 25;

interface Life {
  document: Round;
  events: JournalEvent[];
}

const dice = chance(2026);
const enter = <D extends Stateful>(
  life: { document: D; events: JournalEvent[] },
  outcome: Outcome<D>,
  context: Context,
) => {
  const { now: at, actor, door } = context;
  const { type, data = {} } = outcome.event;
  life.events.push({ id: ulid(at.getTime(), () => dice.next()), type, at, by: actor.id, door, data });
  life.document = { ...outcome.document, version: life.events.length };
};

const actor = (id: string, roles: Actor['roles'] = ['staff']): Actor => ({
  ...{ id, roles, county: null, grid: null, unit: null },
});
const by = (who: Actor, now: Date): Context => ({ actor: who, now, door: who === CLOCK ? 'clock' : 'page' });

function take(life: Life, step: RoundStep, input: object, context: Context, standing?: Standing): void {
  enter(life, rotationCommands[step].decide(life.document, input, context, standing), context);
}

interface Stage {
  standing: Standing;
  leader: Actor;
  leaderName: string;
}

/** Whose rounds begin when; the draft lies nine days ahead, the one before it assembles tomorrow. */
const dayOf = (index: number, today: string): string =>
  addCalendarDays(today, index === 29 ? 9 : index === 28 ? 1 : (index - 27) * DAYS_APART - 5);

/** So many hours before the assembly, and in any case in the past: the coming rounds have been worked on already. */
const hoursBefore = (assembleAt: Date, hours: number, now: Date): Date =>
  new Date(Math.min(assembleAt.getTime() - hours * HOUR, now.getTime() - (hours - 26) * HOUR));

function opened(index: number, now: Date, no: string, { leader, leaderName, standing }: Stage): Life {
  const assembleAt = new Date(`${dayOf(index, shanghaiDay(now))}T08:30:00+08:00`);
  const id = `demo-round-${String(index + 1).padStart(2, '0')}`;
  const duties = Object.keys(DUTIES);
  const input = OpenRound.parse({
    ...{ duty: duties[index % duties.length], k: ASKED[index], assembleAt },
    ...{ place: PLACES[index % PLACES.length], kit: KITS[index % KITS.length] },
    // An organisation whose certificates have not been entered draws all the same.
    ...(standing.members.some(({ certifiedUntil }) => certifiedUntil) ? {} : { needCertified: 0 }),
  });
  const context = by(leader, hoursBefore(assembleAt, 30, now));
  const target = index === 28 ? sealTarget(id, 'E12') : null;
  const outcome = openRound(id, input, context, { openedByName: leaderName, inMonth: 0, targetNames: [], target });
  const life: Life = { document: outcome.document, events: [] };
  enter(life, { ...outcome, document: { ...outcome.document, no } }, context);
  return life;
}

/** Everybody who is asked accepts; in two rounds somebody explained a difficulty first. */
function answered(life: Life, index: number, { standing, leader }: Stage, drawnAt: Date): void {
  const later = (minutes: number) => new Date(drawnAt.getTime() + minutes * 60_000);
  const first = life.document.seats[0]!;
  const head = actor(first.head ?? leader.id);
  if (index + 1 === EXCUSED || index + 1 === REFUSED)
    take(life, 'decline', { reason: 'FAMILY', text: '家中有事（示例）' }, by(actor(first.person), later(12)));
  if (index + 1 === EXCUSED) take(life, 'approveDecline', {}, by(head, later(25)), standing);
  if (index + 1 === REFUSED)
    take(life, 'refuseDecline', { reason: '事由不属于紧急情况（示例）' }, by(head, later(40)), standing);
  for (const [at, { person, state }] of life.document.seats.entries())
    if (state === 'offered') take(life, 'accept', {}, by(actor(person), later(45 + at * 7)));
}

function served(life: Life, { leader }: Stage): void {
  const { assembleAt, seats } = life.document;
  for (const [at, { person, state }] of seats.entries())
    if (state === 'confirmed')
      take(
        life,
        'arrive',
        { place: life.document.place },
        by(actor(person), new Date(assembleAt.getTime() - (20 - at) * 60_000)),
      );
  take(life, 'close', {}, by(leader, new Date(assembleAt.getTime() + 9 * HOUR)));
}

const asPast = (document: Round): PastRound => ({ ...document, units: document.draw?.inputs.units ?? null });

/** Before the seventh round the later units do not take part. */
function standingAt(index: number, whole: Standing, past: readonly Life[]): Standing {
  const takesPart = (name: string) => index >= TABLE_ROUNDS || !JOINED_LATER.test(name);
  const units = whole.units.filter(({ name }) => takesPart(name));
  const ids = new Set(units.map(({ _id }) => _id));
  const members = whole.members.filter(({ unit }) => ids.has(unit));
  return { ...whole, units, members, past: past.map(({ document }) => asPast(document)) };
}

/** The thirty rounds, each drawn from what the ones before it add up to. */
export function demoRounds(now: Date, whole: Standing, leader: { id: string; name: string }): Life[] {
  const lives: Life[] = [];
  const today = shanghaiDay(now);
  let no: string | null = null;
  for (const index of ASKED.keys()) {
    const stage = {
      ...{ standing: standingAt(index, whole, lives), leader: actor(leader.id, ['bureauLeader', 'staff']) },
      leaderName: leader.name,
    };
    const at = new Date(`${dayOf(index, today)}T00:00:00+08:00`);
    const sameYear: boolean = no !== null && no.slice(3, 7) === shanghaiDay(at).slice(0, 4);
    no = numberAfter(sameYear ? no : null, 'CD', at);
    const life = opened(index, now, no, stage);
    lives.push(life);
    if (index === 29) continue;
    const drawnAt = hoursBefore(life.document.assembleAt, 28, now);
    take(life, 'draw', {}, by(stage.leader, drawnAt), stage.standing);
    answered(life, index, stage, drawnAt);
    if (index < 28) served(life, stage);
  }
  return lives;
}

/** What the drawn of the coming round have in their list of tasks: accepted, to be done tomorrow. */
function tasksOf({ document }: Life): { document: Assignment; events: JournalEvent[] }[] {
  return document.seats
    .filter(({ state }) => state === 'confirmed')
    .map(({ person, personName, offeredAt, id, county }) => {
      const record = { store: rounds.name, id: document._id };
      const input = { person, purpose: 'rotation.drawn', title: titleOf(document), ladder: false, county };
      const told = openAssignment(
        `${document._id}-${id}`,
        record,
        input,
        { id: person, name: personName },
        { now: offeredAt },
      );
      const task = { document: told.document, events: [] as JournalEvent[] };
      enter(task, told, by(CLOCK, offeredAt));
      const accepted = by(CLOCK, new Date(offeredAt.getTime() + HOUR));
      enter(task, acknowledgeAssignment(task.document, accepted), accepted);
      return task;
    });
}

const meta = () => mongoose.connection.db!.collection<{ _id: string; seededAt: Date }>('meta');
const MARKER = { _id: 'demo-rotation' };
const OURS = { _id: { $regex: '^demo-round-' } } as never;

async function wholeStanding(now: Date): Promise<Standing> {
  const start = addCalendarDays(shanghaiDay(now), -27 * DAYS_APART - 20);
  await followOrganisation(new Date(`${start}T09:00:00+08:00`));
  const joinedOn = addCalendarDays(dayOf(TABLE_ROUNDS, shanghaiDay(now)), -1);
  const units = await allUnits();
  const later = units.filter(({ name }) => JOINED_LATER.test(name)).map(({ _id }) => _id);
  await rotationMembers.collection.updateMany({ unit: { $in: later }, joinedOn: null }, { $set: { joinedOn } });
  const [members, leaders] = await Promise.all([membersOnRoll(), peopleWithRole('bureauLeader')]);
  const named = leaders.map(({ _id: id, name }) => ({ id, name }));
  return { units, members, past: [], away: new Map(), leaders: named };
}

/**
 * Put the year of rotation into a demo that does not have it yet; an older demo gets it at the next start.
 *
 * @returns how many rounds were written; 0 when they were there or real rounds are
 */
export async function seedRotation(now: Date): Promise<number> {
  if (await meta().findOne(MARKER)) return 0;
  await Promise.all([rounds.collection.deleteMany(OURS), assignments.collection.deleteMany(OURS)]);
  if (await rounds.collection.findOne({})) return 0;
  const whole = await wholeStanding(now);
  const [leader] = whole.leaders;
  if (!leader) return 0;
  const lives = demoRounds(now, whole, leader);
  await rounds.collection.insertMany(lives.map(asStored));
  await assignments.collection.insertMany(tasksOf(lives[28]!).map(asStored));
  await meta().updateOne(MARKER, { $set: { seededAt: now } }, { upsert: true });
  return lives.length;
}
