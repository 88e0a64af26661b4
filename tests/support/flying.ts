/** A bureau of its own for flying inspections: two planners, leaders, a force, and officers of four counties, on the real HTTP stack. */
import { randomUUID } from 'node:crypto';
import { type Handler, deliverDue } from '../../models/core/outbox';
import { CLOCK } from '../../models/core/access';
import { perform } from '../../models/core/domain';
import { read, type Stored, stores } from '../../models/core/journal';
import { auditHandlers } from '../../models/audit/audit.handlers';
import { assignmentHandlers } from '../../models/assignment/assignment';
import { type Enterprise } from '../../models/enterprise/enterprise.schema';
import { enterprises } from '../../models/enterprise/enterprise.store';
import { flyingDomain } from '../../models/flying/flying';
import { flyingHandlers } from '../../models/flying/flying.handlers';
import { type FlyingInspection } from '../../models/flying/flying.schema';
import { flyings } from '../../models/flying/flying.store';
import { inspectionHandlers } from '../../models/inspection/inspection.handlers';
import { type Person, type Unit } from '../../models/people/people.schema';
import { people, units } from '../../models/people/people.store';
import { penaltyHandlers } from '../../models/penalty/penalty.handlers';
import { aPerson, MORNING } from '../builders';
import { type Browser, signIn, type TestServer } from './server';

export const COUNTIES = ['330902', '330903', '330921', '330922'] as const;
let certificates = 0;
const certified = () => ({ certificateNo: `ZS${1000 + (certificates += 1)}`, certificateValidTo: '2030-12-31' });
const city = { county: null, unit: 'bureau', unitName: '市局' };

const officersOf = (county: (typeof COUNTIES)[number]): Person[] =>
  [1, 2, 3].map((n) =>
    aPerson(`o${county}-${n}`, `示${county.slice(-2)}甲乙丙${n}`, ['officer'], {
      ...certified(),
      county,
      unit: county,
      unitName: `分局${county}`,
    }),
  );

export const BUREAU: readonly Person[] = [
  aPerson('planner', '策示划', ['flyingPlanner'], city),
  aPerson('planner2', '另示策', ['flyingPlanner'], city),
  aPerson('boss', '局示长', ['bureauLeader'], city),
  aPerson('vice', '副示局', ['bureauLeader'], city),
  aPerson('third', '三示局', ['bureauLeader'], city),
  aPerson('auditor', '稽示查', ['auditor'], city),
  aPerson('admin', '系示统', ['systemAdmin'], city),
  aPerson('security', '安示全', ['securityAdmin'], city),
  aPerson('auditAdmin', '审示计', ['auditAdmin'], city),
  aPerson('duty', '值示班', ['dutyOperator'], city),
  aPerson('dutyLead', '带示班', ['dutyLeader'], city),
  aPerson('legal', '法示制', ['reviewer'], city),
  aPerson('outside', '外示单', ['externalAgency'], city),
  aPerson('villager', '村示民', ['ruralSupervisor'], { grid: '330903-zm' }),
  aPerson('head', '分示局', ['branchHead'], certified()),
  ...[1, 2, 3].map((n) =>
    aPerson(`f${n}`, `支示队${n}`, ['officer'], { ...certified(), county: null, unit: 'force', unitName: '执法队' }),
  ),
  ...COUNTIES.flatMap(officersOf),
];

const unit = (_id: string, kind: Unit['kind'], county: Unit['county']): Unit => ({
  ...{ _id, name: _id, parent: null, kind, county, head: null, deputies: [], active: true },
});

export const TARGET: Enterprise = {
  _id: 'E-QJXZ',
  name: '岙岬鳞渚示例有限公司',
  shortNames: ['岙岬鳞渚'],
  uscc: 'DEMO00000ZQXJ77310',
  sector: 'QUARRY',
  county: '330922',
  place: '枸杞',
  location: [122.770_31, 30.720_47],
  category: 'RED',
  controlLevel: 'NONE',
};
/** As long in every word, elsewhere, and another trade. */
export const OTHER: Enterprise = {
  ...TARGET,
  ...{ _id: 'E-BKWV', name: '礁岬鲸渡示例有限公司', shortNames: ['礁岬鲸渡'], uscc: 'DEMO00000WVKB88422' },
  ...{ sector: 'SEAFOOD', county: '330902', place: '金塘', location: [121.880_64, 30.040_29] },
};

export async function settleBureau(): Promise<void> {
  await people.insertMany(BUREAU.map((person) => ({ ...person })));
  await units.insertMany([
    unit('force', 'FORCE', null),
    ...COUNTIES.map((county) => unit(county, 'BRANCH', county)),
  ] as never);
  await enterprises.insertMany([{ ...TARGET }, { ...OTHER }] as never);
}

export const HOUR = 3_600_000;
export const plan = (change: object = {}) => ({
  ...{
    enterprise: TARGET._id,
    checkType: 'CASE',
    direction: '夜间有没有偷倒石粉泥浆',
    hints: '上年有两次投诉',
    boat: '执法艇甲',
  },
  trigger: { kind: 'PETITION', id: 'xf-7731', no: 'XF-2026-007731', text: '夜间浑水入海' },
  ...{ leader: 'boss', deputy: 'vice', point: '市局大院', kit: '标准装备，加夜间照明', hours: 8, k: 3 },
  assembleAt: new Date(MORNING.getTime() + HOUR),
  revealAt: new Date(MORNING.getTime() + 3 * HOUR),
  ...change,
});

const LOCAL: Record<string, Handler> = {
  ...assignmentHandlers,
  ...flyingHandlers,
  ...inspectionHandlers,
  ...penaltyHandlers,
  ...auditHandlers,
};

/** Carry out what is owed among ourselves. */
export async function drain(now: Date): Promise<void> {
  const outbox = { stores: () => stores, handlers: LOCAL };
  while ((await deliverDue(outbox, () => now)) > 0);
}

/** The whole way as people walk it, over HTTP. */
export interface Walk {
  at: (userId: string) => Promise<Browser>;
  draft: (change?: object, by?: string) => Promise<string>;
  approve: (id: string) => Promise<void>;
  /** Drafted, approved, drawn. */
  drawn: (change?: object) => Promise<string>;
  /** … confirmed and arrived. */
  assembled: (change?: object) => Promise<string>;
  departed: (change?: object) => Promise<string>;
  step: (userId: string, id: string, step: string, input?: object) => ReturnType<Browser['post']>;
  record: (id: string) => Promise<Stored<FlyingInspection>>;
  wake: (id: string) => Promise<void>;
  /** Nobody is signed in any more. */
  forget: () => void;
}

export function walk(server: () => TestServer): Walk {
  const browsers = new Map<string, Browser>();
  beforeEach(() => browsers.clear());
  const at = async (userId: string) => {
    const known = browsers.get(userId) ?? (await signIn(server(), userId));
    browsers.set(userId, known);
    return known;
  };
  const step: Walk['step'] = async (userId, id, name, input = {}) =>
    (await at(userId)).post(`/api/flying/${id}/${name}`, input);
  const must = async (userId: string, id: string, name: string, input: object = {}) => {
    const answer = await step(userId, id, name, input);
    if (answer.status !== 200) throw new Error(`${name} by ${userId}: ${answer.status} ${answer.text}`);
    return answer.body;
  };
  const record: Walk['record'] = async (id) => (await read(flyings, id))!;
  const code = (userId: string) => ({ code: `code:${userId}` });
  const draft: Walk['draft'] = async (change = {}, by = 'planner') => {
    const id = randomUUID();
    const answer = await (await at(by)).post('/api/flying', { ...plan(change), id });
    if (answer.status !== 200) throw new Error(`draft: ${answer.status} ${answer.text}`);
    return id;
  };
  const approve: Walk['approve'] = async (id) => {
    const { hash: seen } = await must('boss', id, 'look', code('boss'));
    await must('boss', id, 'approve', { ...code('boss'), seen });
  };
  const drawn: Walk['drawn'] = async (change) => {
    const id = await draft(change);
    await approve(id);
    await must('planner', id, 'formTeam');
    await drain(server().clock.now);
    return id;
  };
  const assembled: Walk['assembled'] = async (change) => {
    const id = await drawn(change);
    for (const userId of (await record(id)).crew) await must(userId, id, 'confirm');
    for (const userId of (await record(id)).crew) await must(userId, id, 'arrive', { location: [122.2, 29.98] });
    await drain(server().clock.now);
    return id;
  };
  const departed: Walk['departed'] = async (change) => {
    const id = await assembled(change);
    await must((await record(id)).captain!, id, 'depart');
    await drain(server().clock.now);
    return id;
  };
  const wake: Walk['wake'] = async (id) => {
    const { wakeAt } = await record(id);
    const now = wakeAt && wakeAt > server().clock.now ? wakeAt : server().clock.now;
    server().clock.now = now;
    await perform(
      flyingDomain,
      'wake',
      id,
      {},
      { actor: CLOCK, now, door: 'clock', key: `w:${id}:${wakeAt?.toISOString()}` },
    );
    await drain(now);
  };
  return { at, draft, approve, drawn, assembled, departed, step, record, wake, forget: () => browsers.clear() };
}
