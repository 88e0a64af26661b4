/**
 * Six flying inspections (示例), each lived through by the very decisions that make a present one: three that went there and found nothing,
 * little and a violation, one called off for weather, one suspected of a leak, and one sealed for tomorrow night.
 */
import { CLOCK } from '../core/access';
import { addCalendarDays, shanghaiDay } from '../core/calendar';
import { numberAfter } from '../core/numbers';
import { drawFacts, drawnInputs } from '../flying/candidates';
import { draftFlying } from '../flying/drafting';
import { flyingCommands } from '../flying/flying.commands';
import { commitmentTo, draftFacts, targetOf } from '../flying/flying.facts';
import { DraftFlying, type FlyingInspection } from '../flying/flying.schema';
import { flyings } from '../flying/flying.store';
import { type FlyingStep } from '../flying/flying.workflow';
import { keepPack } from '../flying/pack';
import { clearSealed } from '../flying/sealed.store';
import { actorOf, type Person } from '../people/people.schema';
import { peopleWithRole } from '../people/people.store';
import { policy } from '../core/policy';
import { contentHash } from '../core/contentHash';
import { insertAll } from './insert';
import { type Act, asStored, contextOf, lived, type Lived } from './life';
import { type Chance, diceFor } from './random';

type Ending = 'sealed' | 'NONE' | 'MINOR' | 'VIOLATION' | 'aborted' | 'compromised';
interface Plan {
  enterprise: string;
  daysAgo: number;
  ending: Ending;
  direction: string;
  items?: string[];
}
const PLANS: readonly Plan[] = [
  { enterprise: 'E03', daysAgo: 160, ending: 'NONE', direction: '夜间破碎作业的喷淋和围挡（示例）' },
  {
    ...{ enterprise: 'E13', daysAgo: 118, ending: 'MINOR', direction: '露天打磨和危险废物暂存（示例）' },
    items: ['危险废物标签缺一处，当场补贴（示例）'],
  },
  { enterprise: 'E14', daysAgo: 75, ending: 'aborted', direction: '堆场抑尘和初期雨水（示例）' },
  {
    ...{ enterprise: 'E07', daysAgo: 61, ending: 'VIOLATION', direction: '夜间恶臭和除臭设施运行（示例）' },
    items: ['除臭设施未运行，生产照常（示例）', '台账与现场不符（示例）'],
  },
  { enterprise: 'E08', daysAgo: 24, ending: 'compromised', direction: '油污水接收量和转移联单（示例）' },
  { enterprise: 'E01', daysAgo: -1, ending: 'sealed', direction: '夜间露天喷漆（示例）' },
];
const MINUTE = 60_000;

interface Cast {
  planner: Person;
  leader: Person;
  deputy: Person;
}

/** One inspection and the means to move it on. */
interface Tale {
  life: Lived<FlyingInspection>;
  dice: Chance;
}
const after = (at: Date, minutes: number) => new Date(at.getTime() + minutes * MINUTE);
const by = (person: Person, at: Date): Act => ({ actor: actorOf(person, person._id), at, door: 'page' });
const member = (id: string, at: Date): Act => ({
  actor: { id, roles: ['officer', 'staff'], county: null, grid: null, unit: null },
  ...{ at, door: 'card' },
});

function take({ life, dice }: Tale, step: FlyingStep, input: object, act: Act, facts: object = {}): void {
  const outcome = flyingCommands[step].decide(life.document, input, contextOf(act), facts);
  lived(flyings, life, outcome, act, dice);
}

async function drafted(
  index: number,
  plan: Plan,
  no: string,
  { planner, leader, deputy }: Cast,
  now: Date,
): Promise<Tale> {
  const id = `demo-flying-${index + 1}`;
  const { points, kits } = policy().flying;
  const assembleAt = new Date(`${addCalendarDays(shanghaiDay(now), -plan.daysAgo)}T20:00:00+08:00`);
  const draftedAt = plan.daysAgo < 0 ? after(now, -300) : after(assembleAt, -26 * 60);
  const input = DraftFlying.parse({
    ...{
      enterprise: plan.enterprise,
      checkType: 'CASE',
      direction: plan.direction,
      hints: '近一年信访较多（示例）',
      boat: '',
    },
    trigger: { kind: 'PETITION', id: null, no: null, text: '群众反映夜间扰民（示例）' },
    ...{ leader: leader._id, deputy: deputy._id, point: points[0]!.name, kit: kits[1], hours: 8, k: 3 },
    ...{ assembleAt, revealAt: after(assembleAt, 90) },
  });
  const act = by(planner, draftedAt);
  const facts = await draftFacts(id, input, planner._id, draftedAt);
  const outcome = draftFlying(id, input, contextOf(act), facts);
  const tale: Tale = { life: { document: outcome.document, events: [] }, dice: diceFor(id) };
  lived(flyings, tale.life, { ...outcome, document: { ...outcome.document, no } }, act, tale.dice);
  const target = await targetOf(tale.life.document);
  const packBox = await keepPack(id, target, draftedAt);
  const hash = commitmentTo(id, target);
  take(tale, 'approve', { seen: hash }, by(leader, after(draftedAt, 95)), { hash, packBox });
  return tale;
}

/** Drawn, confirmed, assembled, departed: twelve hours before and on the spot. */
async function assembled(tale: Tale, { planner }: Cast): Promise<void> {
  const { assembleAt } = tale.life.document;
  take(tale, 'formTeam', {}, by(planner, after(assembleAt, -90)), await drawFacts(tale.life.document));
  for (const [at, id] of tale.life.document.crew.entries())
    take(tale, 'confirm', {}, member(id, after(assembleAt, -86 + at)));
  for (const [at, id] of tale.life.document.crew.entries())
    take(tale, 'arrive', {}, member(id, after(assembleAt, -12 + at * 4)));
  take(tale, 'depart', {}, member(tale.life.document.captain!, after(assembleAt, 5)));
}

async function revealed(tale: Tale): Promise<void> {
  const { document } = tale.life;
  const facts = { inputs: await drawnInputs(document), target: await targetOf(document) };
  take(tale, 'wake', {}, { actor: CLOCK, at: document.revealAt, door: 'clock' }, facts);
  // The checks of the demo are told elsewhere; these have none of their own.
  tale.life.document = { ...tale.life.document, inspection: null };
}

function visited(tale: Tale, { ending, items = [] }: Plan, { leader }: Cast): void {
  const { crew, captain, revealAt } = tale.life.document;
  for (const [at, id] of crew.entries())
    take(tale, 'conflict', { conflict: 'no' }, member(id, after(revealAt, 2 + at)));
  take(tale, 'reach', {}, member(captain!, after(revealAt, 40)));
  const evidence = ending === 'VIOLATION' ? [contentHash({ demo: 'odour' }), contentHash({ demo: 'ledger' })] : [];
  const told = { finding: ending, items, photos: evidence };
  take(tale, 'report', told, member(captain!, after(revealAt, 190)), { evidence: [] });
  if (ending === 'VIOLATION') take(tale, 'filed', {}, { actor: CLOCK, at: after(revealAt, 191), door: 'system' });
  else take(tale, 'close', {}, by(leader, after(revealAt, 14 * 60)));
}

async function lifeOf(index: number, plan: Plan, no: string, cast: Cast, now: Date): Promise<Lived<FlyingInspection>> {
  const tale = await drafted(index, plan, no, cast, now);
  const { assembleAt, revealAt } = tale.life.document;
  if (plan.ending === 'sealed') return tale.life;
  if (plan.ending === 'aborted') {
    take(tale, 'abort', { reason: 'WEATHER' }, by(cast.planner, after(assembleAt, -200)));
    return tale.life;
  }
  await assembled(tale, cast);
  await revealed(tale);
  if (plan.ending === 'compromised')
    take(tale, 'compromise', { sign: 'PREPARED' }, by(cast.leader, after(revealAt, 55)), { auditors: [] });
  else visited(tale, plan, cast);
  return tale.life;
}

const OURS = { $regex: '^demo-flying-' };

export async function clearFlyings(): Promise<void> {
  await flyings.collection.deleteMany({ _id: OURS });
  await clearSealed(OURS);
}

/** @returns how many were written; none where there are no planner and leaders, or real inspections */
export async function seedFlyings(now: Date): Promise<number> {
  if (await flyings.collection.findOne({}, { projection: { _id: 1 } })) return 0;
  const [planners, leaders] = await Promise.all([peopleWithRole('flyingPlanner'), peopleWithRole('bureauLeader')]);
  const [planner, leader, deputy] = [planners[0], leaders[0], leaders[1]];
  if (!planner || !leader || !deputy) return 0;
  const lives: Lived<FlyingInspection>[] = [];
  let no: string | null = null;
  for (const [index, plan] of PLANS.entries()) {
    const day = new Date(now.getTime() - Math.max(plan.daysAgo, 0) * 24 * 60 * MINUTE);
    const sameYear: boolean = no !== null && no.slice(3, 7) === shanghaiDay(day).slice(0, 4);
    no = numberAfter(sameYear ? no : null, 'FX', day);
    lives.push(await lifeOf(index, plan, no, { planner, leader, deputy }, now));
  }
  await insertAll(flyings.collection, lives.map(asStored));
  return lives.length;
}
