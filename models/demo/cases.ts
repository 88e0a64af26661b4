/** Penalty cases of the demo (示例), from the clue as far as the fate of each says (cases.plan.ts). */
import { assignments } from '../assignment/assignment.store';
import { shanghaiDay } from '../core/calendar';
import { imaging, keepPhoto } from '../core/files';
import { numberAfter } from '../core/numbers';
import { keepBuiltInTables, tablesFor } from '../discretion/discretion.store';
import { enterprises } from '../enterprise/enterprise.store';
import { keepBuiltInLaw } from '../law/builtIn';
import { OFFENCES } from '../law/law.schema';
import { basesOf } from '../law/law.store';
import { actorOf } from '../people/people.schema';
import { peopleWithRole } from '../people/people.store';
import { authorityOf } from '../penalty/authority';
import { registerClue } from '../penalty/clue';
import { paymentCode } from '../penalty/paymentCode';
import { type PenaltyCase, type PenaltyStatus } from '../penalty/penalty.schema';
import { penaltyCases } from '../penalty/penalty.store';
import { caseNumber } from '../template/numbering';
import { type Plan, PLANS } from './cases.plan';
import { actedOn, LEGS, legsOf, moment, named, ROAD, type Stage, traveller } from './cases.road';
import { organisationCast } from './cast';
import { insertAll } from './insert';
import { type Act, asStored, beginTale, contextOf, giveNumber, type Tale } from './life';
import { diceFor } from './random';
import { clearSessions, seedSessions } from './sessions';

async function tell(plan: Plan, index: number, stage: Omit<Stage, 'numbers' | 'laws'>): Promise<Tale<PenaltyCase>> {
  const { now, enterprise, people, photos } = stage;
  const id = `demo-case-${index + 1}`;
  const start = moment(now, -plan.age);
  const [finder] = people.crew;
  const authority = authorityOf(enterprise.county, shanghaiDay(moment(start, 1)));
  const number = (kind: Parameters<typeof caseNumber>[0], day: number) =>
    caseNumber(kind, { record: id, authority }, moment(start, day));
  const reached = ROAD.indexOf(plan.fate);
  const needs = (state: PenaltyStatus) => reached >= ROAD.indexOf(state) || plan.fate === 'hearingRequested';
  const numbers = {
    notice: needs('noticed') ? await number('priorNotice', 13) : '',
    legal: needs('legalReviewed') && plan.fate !== 'hearingRequested' ? await number('legalReview', 28) : '',
    decision: needs('decided') && plan.fate !== 'hearingRequested' ? await number('decision', 33) : '',
    noPenalty: plan.fate === 'noPenalty' ? await number('noPenalty', 14) : '',
  };
  const laws = { bases: await basesOf(plan.offence), tables: await tablesFor(plan.offence) };
  const first: Act = { actor: actorOf(finder, finder._id), at: moment(start, 0, 16), door: 'page' };
  const said = {
    ...{
      source: { kind: 'MONITORING' as const, id: null, no: null },
      enterprise: enterprise._id,
      county: enterprise.county,
    },
    party: { kind: 'ORGANISATION' as const, name: enterprise.name, uscc: enterprise.uscc },
    ...{ facts: `${OFFENCES[plan.offence]}（示例）。`, actOn: actedOn(plan, start), evidence: [...photos] },
  };
  const facts = {
    ...{ heads: [named(people.head)], leaders: [named(people.leader)], officers: [named(finder)] },
    registeredBy: named(finder),
  };
  const nameOf = (who: string) =>
    [people.head, people.leader, ...people.crew, ...people.reviewers].find(({ _id }) => _id === who)?.name ?? who;
  const tale = beginTale(penaltyCases, registerClue(id, said, contextOf(first), facts), first, diceFor(id), nameOf);
  const whole: Stage = { ...stage, laws, numbers };
  const travel = traveller(tale, whole);
  for (const state of legsOf(plan.fate)) LEGS[state]?.(plan, whole, start, travel, tale);
  travel.pass(now);
  return tale;
}

const SCENES = [
  ['#b9c8cf', '#7f8f86', '#23282a'],
  ['#c8d4d8', '#8d8a80', '#4d5f5c'],
  ['#9fb4c4', '#a39b92', '#464442'],
] as const;

/** Painted, so that nothing real is shown. */
async function paint(now: Date): Promise<string[]> {
  const sharp = await imaging();
  return Promise.all(
    SCENES.map(async ([sky, land, dark]) => {
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="960" height="720"><rect width="960" height="720" fill="${sky}"/><path d="M0 300 L320 220 L640 290 L960 230 L960 720 L0 720Z" fill="${land}"/><path d="M400 360 L540 355 L900 720 L80 720Z" fill="${dark}"/></svg>`;
      return (await keepPhoto(await sharp(Buffer.from(svg)).jpeg().toBuffer(), now)).hash;
    }),
  );
}

const OURS = { _id: { $regex: '^demo-case-' } } as never;
export const clearCases = () =>
  Promise.all([
    penaltyCases.collection.deleteMany(OURS),
    assignments.collection.deleteMany({ 'record.store': penaltyCases.name, 'record.id': { $regex: '^demo-case-' } }),
    clearSessions(),
  ]);

/** Forty cases and their clocks, as they stand at `now`. */
export async function seedCases(now: Date): Promise<number> {
  await Promise.all([keepBuiltInLaw(now), keepBuiltInTables(now)]);
  const { branches, leader } = await organisationCast();
  const [reviewing, reviewingLaw] = await peopleWithRole('reviewer');
  if (!reviewing || !reviewingLaw) return 0;
  const photos = await paint(now);
  const firms = new Map((await enterprises.find({}).toArray()).map((one) => [one._id, one]));
  const tales: Tale<PenaltyCase>[] = [];
  for (const [index, plan] of PLANS.entries()) {
    const enterprise = firms.get(plan.enterprise);
    const branch = enterprise && branches.get(enterprise.county);
    const [first, second] = (branch?.officers ?? []).filter(({ certificateNo }) => certificateNo);
    if (!enterprise || !branch || !first || !second) continue;
    const people: Stage['people'] = {
      head: branch.head,
      leader,
      crew: [first, second],
      reviewers: [reviewing, reviewingLaw],
    };
    tales.push(await tell(plan, index, { now, people, enterprise, photos: [photos[index % photos.length]!] }));
  }
  const highest = new Map<string, string>();
  const inOrder = [...tales].sort((a, b) => a.document.registeredAt.getTime() - b.document.registeredAt.getTime());
  for (const tale of inOrder) {
    const year = shanghaiDay(tale.document.registeredAt).slice(0, 4);
    const no = numberAfter(highest.get(year) ?? `XS-${year}-000100`, 'XS', tale.document.registeredAt);
    highest.set(year, no);
    giveNumber(tale, no);
    const { payment } = tale.document;
    // The code on the decision is made of the number, which comes last here.
    if (payment) tale.document = { ...tale.document, payment: { ...payment, reference: paymentCode(no) } };
  }
  await insertAll(penaltyCases.collection, tales.map(asStored));
  await insertAll(assignments.collection, tales.flatMap((tale) => tale.assignments).map(asStored));
  await seedSessions(tales.map(({ document }) => document));
  return tales.length;
}
