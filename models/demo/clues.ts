/** Clues of the demo (示例), out of checks that found something: some wait for a head, one of them for more time, some are decided. */
import { caseView, NOTHING_LOOKED } from '../approval/caseView';
import { shownOf } from '../approval/signing';
import { assignments } from '../assignment/assignment.store';
import { shanghaiDay } from '../core/calendar';
import { numberAfter } from '../core/numbers';
import { type Stored } from '../core/journal';
import { type County } from '../core/place';
import { type Inspection } from '../inspection/inspection.schema';
import { inspections } from '../inspection/inspection.store';
import { enterprises } from '../enterprise/enterprise.store';
import { type ClueFacts, registerClue } from '../penalty/clue';
import { penaltyCommands } from '../penalty/penalty';
import { type PenaltyCase } from '../penalty/penalty.schema';
import { penaltyCases } from '../penalty/penalty.store';
import { penaltyWorkflow } from '../penalty/penalty.workflow';
import { actorOf, type Person } from '../people/people.schema';
import { organisationCast } from './cast';
import { insertAll } from './insert';
import { type Act, asStored, beginTale, contextOf, enter, giveNumber, type Tale } from './life';
import { diceFor } from './random';

const HOUR = 3_600_000;
/** Hours since each was registered, and what became of it. */
const TALES: readonly (readonly [age: number, fate: 'open' | 'asking' | 'filed' | 'notFiled'])[] = [
  [26 * 24, 'notFiled'],
  [21 * 24, 'filed'],
  [17 * 24, 'filed'],
  [12.5 * 24, 'asking'],
  [9 * 24, 'open'],
  [5 * 24, 'open'],
  [2 * 24, 'open'],
  [5, 'open'],
];

const YES = {
  ...{ initialEvidence: true, initialEvidenceReason: '现场检查笔录、照片和采样记录相互印证（示例）' },
  ...{ penaltyPossible: true, penaltyPossibleReason: '对应条款规定可以处以罚款（示例）' },
  ...{ jurisdiction: true, jurisdictionReason: '违法行为发生在本县区（示例）' },
  ...{ withinLimitation: true, withinLimitationReason: '违法行为发生至今未满两年（示例）' },
};

const named = ({ _id, name }: Person) => ({ id: _id, name });

interface Stage {
  now: Date;
  heads: ReadonlyMap<string, Person>;
  names: ReadonlyMap<string, string>;
  officers: ReadonlyMap<string, Person>;
  leader: Person;
}

function told(check: Stored<Inspection>, index: number, stage: Stage): Tale<PenaltyCase> | null {
  const [age, fate] = TALES[index]!;
  const { now, heads, officers, leader, names } = stage;
  const [head, finder] = [heads.get(check.county), officers.get(check.team[0] ?? '')];
  if (!head || !finder) return null;
  const registeredAt = new Date(now.getTime() - age * HOUR);
  const act = (person: Person, hours: number): Act => ({
    ...{ actor: actorOf(person, person._id), at: new Date(registeredAt.getTime() + hours * HOUR), door: 'page' },
  });
  const facts: ClueFacts = {
    ...{ heads: [named(head)], leaders: [named(leader)] },
    officers: check.officers.map(({ id, name }) => ({ id, name })),
    registeredBy: { id: finder._id, name: finder.name },
  };
  const said = {
    ...{ source: { kind: 'SITE_RECORD' as const, id: check._id, no: check.no }, enterprise: check.enterprise },
    ...{ party: { kind: 'ORGANISATION' as const, name: check.enterpriseName, uscc: null }, county: check.county },
    facts: '检查时该企业正在生产，污染防治设施未运行，污染物未经处理直接排放（示例）。',
    ...{ actOn: [check.plannedOn, shanghaiDay(registeredAt)].sort()[0] ?? null, evidence: [] },
  };
  const first = act(finder, 0);
  const outcome = registerClue(`demo-clue-${index + 1}`, said, contextOf(first), facts);
  const life = beginTale(penaltyCases, outcome, first, diceFor(`clue ${index}`), (id) => names.get(id) ?? id);
  const step = (name: keyof typeof penaltyCommands, input: object, by: Act, looked: unknown) =>
    enter(life, penaltyCommands[name].decide(life.document, input, { ...contextOf(by), factorAt: by.at }, looked), by);
  const decided = {
    decidedByName: head.name,
    heads: facts.heads,
    leaders: facts.leaders,
    no: `示立〔2026〕${index + 1}号`,
  };
  if (fate === 'filed') {
    const { document } = life;
    const { seen, parts } = shownOf(caseView(document, 'file', penaltyWorkflow.steps.file.label, NOTHING_LOOKED));
    step('file', { ...YES, approval: { seen, opened: parts.map(({ id }) => id) } }, act(head, 74), decided);
  }
  if (fate === 'notFiled')
    step(
      'refuse',
      {
        ...YES,
        jurisdiction: false,
        jurisdictionReason: '排污单位在邻市海域（示例）',
        reason: '不属于本机关管辖，移送有管辖权的部门（示例）',
      },
      act(head, 98),
      decided,
    );
  if (fate === 'asking')
    step('askExtension', { reason: '送检样品的监测报告还没有出来（示例）' }, act(finder, 280), facts);
  return life;
}

/** The branch that the demo shows has these many of its own. */
const SHOWN: County = '330903';
const HERE = 4;

/** The latest checks that found something. */
async function violations(where: object, limit: number): Promise<Stored<Inspection>[]> {
  const filter = { _id: { $regex: '^demo-' }, outcome: 'VIOLATION', ...where } as never;
  return await inspections.collection.find(filter, { sort: { plannedOn: -1 }, limit }).toArray();
}

const OURS = { _id: { $regex: '^demo-clue-' } } as never;

export const clearClues = () =>
  Promise.all([
    penaltyCases.collection.deleteMany(OURS),
    assignments.collection.deleteMany({ 'record.store': penaltyCases.name }),
  ]);

export async function seedClues(now: Date): Promise<number> {
  const { branches, leader } = await organisationCast();
  const found = [
    ...(await violations({ county: SHOWN }, HERE)),
    ...(await violations({ county: { $ne: SHOWN } }, TALES.length - HERE)),
  ];
  const all = [...branches.values()].flatMap(({ head, officers }) => [head, ...officers]);
  const stage: Stage = {
    ...{ now, leader, officers: new Map(all.map((person) => [person._id, person])) },
    heads: new Map([...branches].map(([county, { head }]) => [county, head])),
    names: new Map([...all, leader].map(({ _id, name }) => [_id, name])),
  };
  // The oldest check stands behind the oldest clue.
  const inOrder = [...found].sort((a, b) => (a.plannedOn < b.plannedOn ? -1 : 1));
  const lives = inOrder.flatMap((check, index) => told(check, index, stage) ?? []);
  const codes = new Map(
    (await enterprises.find({ _id: { $in: found.flatMap(({ enterprise }) => enterprise ?? []) } }).toArray()).map(
      ({ _id, uscc }) => [_id, uscc],
    ),
  );
  const highest = new Map<string, string>();
  for (const life of lives) {
    const { registeredAt, party, enterprise } = life.document;
    const year = shanghaiDay(registeredAt).slice(0, 4);
    const no = numberAfter(highest.get(year) ?? null, 'XS', registeredAt);
    highest.set(year, no);
    giveNumber(life, no);
    life.document = { ...life.document, party: { ...party, uscc: codes.get(enterprise ?? '') ?? null } };
  }
  await insertAll(penaltyCases.collection, lives.map(asStored));
  await insertAll(assignments.collection, lives.flatMap((life) => life.assignments).map(asStored));
  return lives.length;
}
