/**
 * 620 checks over the demo year (示例), each through the very steps a real one takes: 300 日常 of at most two per enterprise, 120 专项, 200
 * 个案. Most are done; a handful waits for the officers of 普陀 on the outer islands, some for a head to name officers.
 */
import { assignments } from '../assignment/assignment.store';
import { CLOCK } from '../core/access';
import { addCalendarDays, isWorkingDay, shanghaiDay, startOfShanghaiDay } from '../core/calendar';
import { numberAfter } from '../core/numbers';
import { type County } from '../core/place';
import { type Enterprise } from '../enterprise/enterprise.schema';
import { enterprises } from '../enterprise/enterprise.store';
import { inspectionCommands } from '../inspection/inspection';
import {
  type CheckOutcome,
  type CreateInspection,
  type Inspection,
  type Trigger,
} from '../inspection/inspection.schema';
import { inspections } from '../inspection/inspection.store';
import { type InspectionStep } from '../inspection/inspection.workflow';
import { type Candidate, type CreateFacts } from '../inspection/lookups';
import { createInspection } from '../inspection/ordering';
import { actorOf, type Person } from '../people/people.schema';
import { type Branch, organisationCast } from './cast';
import { insertAll } from './insert';
import { type Act, asStored, beginTale, contextOf, enter, giveNumber, lived, type Tale } from './life';
import { demoYearOf } from './period';
import { type Chance, diceFor } from './random';

type Life = Tale<Inspection>;
type Kind = Inspection['checkType'];

const HOUR = 3_600_000;
/** Of all 620 so many lie ahead or are under way. */
const AHEAD = { mine: 6, others: 10, unassigned: 3, late: 2 } as const;
const AHEAD_TOTAL = AHEAD.mine + AHEAD.others + AHEAD.unassigned + AHEAD.late;
const COUNTS: Record<Kind, number> = { ROUTINE: 300, SPECIAL: 120, CASE: 200 };
/** Once a round of the year is full for everybody, the second begins. */
const CAP = 2;

interface Stage {
  now: Date;
  year: number;
  works: readonly Enterprise[];
  branches: ReadonlyMap<County, Branch>;
  people: ReadonlyMap<string, Person>;
  leader: Person;
}

const candidate = ({ _id, name, roles, county, certificateNo, certificateValidTo }: Person): Candidate => ({
  ...{ id: _id, name, isOfficer: roles.includes('officer'), county, certificateNo, certificateValidTo },
});
const at = (day: string, hour: number): Date => new Date(startOfShanghaiDay(day).getTime() + hour * HOUR);
const actOf = (person: Person, when: Date): Act => ({ actor: actorOf(person, person._id), at: when, door: 'card' });
const asClock = (when: Date): Act => ({ actor: CLOCK, at: when, door: 'system' });

const CAMPAIGNS = ['挥发性有机物专项', '入海排污口专项', '危险废物专项', '休渔期水产加工专项'];
const CAUSES: readonly Omit<Trigger, 'id' | 'no'>[] = [
  { kind: 'ABNORMAL_DATA', text: '在线监测小时均值连续超过限值（示例）' },
  { kind: 'ABNORMAL_DATA', text: '用电监控显示生产时治理设施停运（示例）' },
  { kind: 'RECHECK', text: '责令改正期满，复查整改情况（示例）' },
  { kind: 'AUDIT', text: '稽查发现上次检查缺少采样记录（示例）' },
];

interface Meant {
  id: string;
  kind: Kind;
  works: Enterprise;
  day: string;
  officers: readonly Person[];
  orderedBy: Person;
  dice: Chance;
}

function said({ kind, works, day, officers, dice }: Meant): CreateInspection {
  const plan = {
    ROUTINE: { id: `舟环检计〔${day.slice(0, 4)}〕1号（示例）`, text: '年度日常检查计划' },
    SPECIAL: { id: `舟环专检〔${day.slice(0, 4)}〕${dice.whole(2, 6)}号（示例）`, text: dice.pick(CAMPAIGNS) },
    CASE: null,
  }[kind];
  const cause = dice.pick(CAUSES);
  return {
    ...{ checkType: kind, plan, enterprise: works._id, siteName: '', county: null, place: '', location: null },
    trigger: kind === 'CASE' ? { ...cause, id: null, no: null } : null,
    ...{ plannedOn: day, dueOn: addCalendarDays(day, dice.whole(0, 4)) },
    officers: officers.length > 0 ? officers.map(({ _id }) => _id) : null,
    instruction: kind === 'ROUTINE' ? '' : '对照档案和上次检查情况，重点看治理设施运行和台账。',
  };
}

function ordered(meant: Meant, { people, now }: Stage): Life {
  const { works, officers, orderedBy, day, kind, dice, id } = meant;
  const planned = at(addCalendarDays(day, kind === 'CASE' ? 0 : -dice.whole(3, 9)), 8.6);
  const act = actOf(orderedBy, new Date(Math.min(planned.getTime(), now.getTime() - dice.between(3, 30) * HOUR)));
  const input = said(meant);
  const { _id, name, sector, county, place, location } = works;
  const facts: CreateFacts = {
    ...{ site: { id: _id, name, sector, county, place, location }, trigger: input.trigger, routine: 0 },
    ...{ candidates: officers.map(candidate), orderedByName: orderedBy.name },
    ...{ heads: [{ id: orderedBy._id, name: orderedBy.name }], leaders: [] },
  };
  const outcome = createInspection(`demo-${id}`, input, contextOf(act), facts);
  return beginTale(inspections, outcome, act, dice, (person) => people.get(person)?.name ?? person);
}

function take(life: Life, step: InspectionStep, input: object, act: Act): void {
  const outcome = inspectionCommands[step].decide(life.document, input, contextOf(act), { heads: [], leaders: [] });
  if (life.assignments.length > 0) enter(life, outcome, act);
  else lived(life.store, life, outcome, act, life.dice);
}

/** Both say 收到 within the day. */
function acknowledge(life: Life, officers: readonly Person[], dice: Chance): void {
  for (const officer of officers) {
    const when = new Date(life.document.createdAt.getTime() + dice.between(0.05, 0.9) * HOUR);
    take(life, 'acknowledge', {}, actOf(officer, when));
  }
}

const outcomeOf = (kind: Kind, dice: Chance): CheckOutcome =>
  kind === 'CASE'
    ? dice.weighted({ NONE: 45, PROBLEM: 40, VIOLATION: 15 })
    : dice.weighted({ NONE: 72, PROBLEM: 25, VIOLATION: 3 });

/** Until the very end. The site record of a made-up check exists in the demo of site records only where somebody wrote one. */
function finish(life: Life, meant: Meant): void {
  // What is done asks nothing of anybody any more: the task's own history tells enough.
  life.assignments = [];
  const { dice, kind, day, officers, id } = meant;
  acknowledge(life, officers, dice);
  const arrived = new Date(Math.max(at(day, dice.between(9, 15)).getTime(), life.document.createdAt.getTime() + HOUR));
  const siteRecord = `demo-${id}`;
  take(life, 'begin', { siteRecord, at: arrived }, asClock(arrived));
  const left = new Date(arrived.getTime() + dice.between(1.2, 3.5) * HOUR);
  take(life, 'finish', { siteRecord, at: left, outcome: outcomeOf(kind, dice) }, asClock(left));
}

/** A working day between two days, by chance. */
function workingDay(from: string, to: string, dice: Chance): string {
  const span = Math.max(
    1,
    Math.round((startOfShanghaiDay(to).getTime() - startOfShanghaiDay(from).getTime()) / (24 * HOUR)),
  );
  for (;;) {
    const day = addCalendarDays(from, dice.whole(0, span - 1));
    if (isWorkingDay(day)) return day;
  }
}

function two(branch: Branch, dice: Chance): Person[] {
  const first = dice.whole(0, branch.officers.length - 1);
  const second = (first + dice.whole(1, branch.officers.length - 1)) % branch.officers.length;
  return [branch.officers[first]!, branch.officers[second]!];
}

/** Nobody is visited a third time by plan: walked round after round, so that the cap holds without counting. */
function routineWorks(works: readonly Enterprise[], dice: Chance): Enterprise[] {
  const shuffled = [...works].sort((a, b) => a._id.localeCompare(b._id));
  const turn = dice.whole(0, shuffled.length - 1);
  const round = [...shuffled.slice(turn), ...shuffled.slice(0, turn)];
  return Array.from({ length: CAP }, () => round).flat();
}

const ISLANDS = ['东极', '六横', '桃花岛'];
/** The branch whose officers the demo shows at sea. */
const PUTUO: County = '330903';
const SHOWN = 'putuo03';

function past(stage: Stage): Life[] {
  const { now, year, works, branches } = stage;
  const dice = diceFor('inspections');
  const last = [shanghaiDay(now), `${year + 1}-01-01`].sort()[0]!;
  const routine = routineWorks(works, dice);
  const kinds = (Object.keys(COUNTS) as Kind[]).flatMap((kind) => Array<Kind>(COUNTS[kind]).fill(kind));
  const ahead = kinds.length - AHEAD_TOTAL;
  const days = kinds.slice(0, ahead).map(() => workingDay(`${year}-01-04`, last, dice));
  // The routine ones come first in the list, so the walk over the register meets them in their order.
  return kinds.slice(0, ahead).map((kind, index) => {
    const chosen = kind === 'ROUTINE' ? routine[index]! : dice.pick(works);
    const branch = branches.get(chosen.county)!;
    const meant: Meant = {
      ...{ id: `inspection-${index + 1}`, kind, works: chosen, day: days[index]!, dice },
      ...{ officers: two(branch, dice), orderedBy: branch.head },
    };
    const life = ordered(meant, stage);
    finish(life, meant);
    return life;
  });
}

/** What lies ahead: for the shown officer on the islands, for colleagues elsewhere, for heads to assign, and two that are late. */
function ahead(stage: Stage): Life[] {
  const { now, works, branches } = stage;
  const dice = diceFor('inspections ahead');
  const today = shanghaiDay(now);
  const putuo = branches.get(PUTUO)!;
  const shown = putuo.officers.find(({ _id }) => _id === SHOWN) ?? putuo.officers[0]!;
  const others = putuo.officers.filter((one) => one !== shown);
  const onIslands = ISLANDS.flatMap((place) => works.filter((one) => one.place === place).slice(0, 2));
  const next = (n: number) => addCalendarDays(today, n);
  const mean = (index: number, kind: Kind, chosen: Enterprise, day: string, officers: readonly Person[]): Meant => ({
    ...{ id: `inspection-next-${index + 1}`, kind, works: chosen, day, officers, dice },
    orderedBy: branches.get(chosen.county)!.head,
  });
  const mine = Array.from({ length: AHEAD.mine }, (_, index) => {
    const place = onIslands[index % onIslands.length] ?? dice.pick(works);
    const life = ordered(
      mean(index, index % 3 === 2 ? 'SPECIAL' : 'CASE', place, next(1 + (index % 3)), [
        shown,
        others[index % others.length]!,
      ]),
      stage,
    );
    if (index > 1) acknowledge(life, [shown], dice);
    return life;
  });
  const theirs = Array.from({ length: AHEAD.others }, (_, index) => {
    const chosen = dice.pick(works);
    const officers = two(branches.get(chosen.county)!, dice).filter((one) => one !== shown);
    const crew = officers.length === 2 ? officers : [others[0]!, others[1]!];
    const life = ordered(mean(AHEAD.mine + index, 'SPECIAL', chosen, next(1 + (index % 7)), crew), stage);
    acknowledge(life, crew, dice);
    return life;
  });
  const open = Array.from({ length: AHEAD.unassigned }, (_, index) =>
    ordered(mean(40 + index, 'CASE', dice.pick(works), next(2 + index), []), stage),
  );
  const late = Array.from({ length: AHEAD.late }, (_, index) => {
    const chosen = works.filter(({ county }) => county === PUTUO)[index + 9]!;
    const crew = [others[2 % others.length]!, others[3 % others.length]!];
    const life = ordered(mean(60 + index, 'CASE', chosen, addCalendarDays(today, -9), crew), stage);
    acknowledge(life, crew, dice);
    return life;
  });
  return [...mine, ...theirs, ...open, ...late];
}

/** Numbers in the order in which they were ordered, year by year. */
function numberAll(lives: readonly Life[]): void {
  const highest = new Map<string, string>();
  for (const life of [...lives].sort((a, b) => a.document.createdAt.getTime() - b.document.createdAt.getTime())) {
    const { createdAt } = life.document;
    const year = shanghaiDay(createdAt).slice(0, 4);
    const no = numberAfter(highest.get(year) ?? null, 'JC', createdAt);
    highest.set(year, no);
    giveNumber(life, no);
  }
}

const OURS = { _id: { $regex: '^demo-inspection-' } } as never;

/** What an interrupted run has left. */
export const clearInspections = () =>
  Promise.all([
    inspections.collection.deleteMany(OURS),
    assignments.collection.deleteMany({ 'record.store': inspections.name }),
  ]);

/** Only whoever carries a certificate is sent; a branch without two of them checks nothing. */
function certified(branches: ReadonlyMap<County, Branch>): Map<County, Branch> {
  const able = [...branches.values()].map((branch) => ({
    ...branch,
    officers: branch.officers.filter(({ certificateNo, certificateValidTo }) => certificateNo && certificateValidTo),
  }));
  return new Map(able.filter(({ officers }) => officers.length > 3).map((branch) => [branch.county, branch]));
}

export async function seedInspections(now: Date): Promise<number> {
  const cast = await organisationCast();
  const branches = certified(cast.branches);
  const register = await enterprises.find({ uscc: { $regex: '^DEMO' } }, { projection: { dossier: 0 } }).toArray();
  const works = register.filter(({ county }) => branches.has(county));
  if (!branches.has(PUTUO) || works.length === 0) return 0;
  const all = [...branches.values()].flatMap(({ head, officers }) => [head, ...officers]);
  const people = new Map([...all, cast.leader].map((person) => [person._id, person]));
  const stage: Stage = { now, year: demoYearOf(now), works, branches, people, leader: cast.leader };
  const lives = [...past(stage), ...ahead(stage)];
  numberAll(lives);
  await insertAll(inspections.collection, lives.map(asStored));
  const open = lives.filter(({ document }) => document.status !== 'done');
  await insertAll(assignments.collection, open.flatMap((life) => life.assignments).map(asStored));
  return lives.length;
}
