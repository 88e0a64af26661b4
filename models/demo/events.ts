/**
 * Incidents of the demo (示例), each taken through the very steps a real one takes: an exceedance at two in the morning that nobody on post
 * answered and that was a fault of the data; a spill from the first call to the final report; others still open, one of them
 * minutes old. And a warning of wind.
 */
import { climb } from '../assignment/assignment.commands';
import { assignments } from '../assignment/assignment.store';
import { CLOCK } from '../core/access';
import { addCalendarDays, shanghaiDay } from '../core/calendar';
import { numberAfter } from '../core/numbers';
import { type County } from '../core/place';
import { type Enterprise } from '../enterprise/enterprise.schema';
import { enterprises } from '../enterprise/enterprise.store';
import { incidentCommands } from '../incident/incident.commands';
import { type Fact, type Incident } from '../incident/incident.schema';
import { incidents } from '../incident/incident.store';
import { type IncidentStep } from '../incident/incident.workflow';
import { newIncident, received } from '../incident/intake';
import { type DispatchFacts, type DutyFacts, type Named } from '../incident/lookups';
import { actorOf, type Person } from '../people/people.schema';
import { peopleWithRole } from '../people/people.store';
import { enterWarning } from '../weather/weather';
import { weatherWarnings } from '../weather/weather.store';
import { insertAll } from './insert';
import { type Act, asStored, beginTale, contextOf, enter, giveNumber, lived, type Tale } from './life';
import { type Place, somewhereIn, countyOf } from './places';
import { diceFor } from './random';

const MINUTE = 60_000;
const after = (at: Date, minutes: number) => new Date(at.getTime() + minutes * MINUTE);
const named = ({ _id, name }: Person): Named => ({ id: _id, name });

interface Stage {
  duty: DutyFacts;
  people: ReadonlyMap<string, Person>;
  heads: ReadonlyMap<County, Person>;
  squads: ReadonlyMap<County, Person[]>;
  now: Date;
}
type Life = Tale<Incident>;
const dice = () => diceFor('incidents');

function take(life: Life, step: IncidentStep, input: object, by: Person | 'clock', at: Date, facts: unknown): void {
  const actor = by === 'clock' ? CLOCK : actorOf(by, by._id);
  const act: Act = { actor, at, door: by === 'clock' ? 'clock' : 'card' };
  enter(life, incidentCommands[step].decide(life.document, input, contextOf(act), facts), act);
}

interface Told {
  id: string;
  source: Incident['source'];
  type: Incident['type'];
  words: string;
  place: Place;
  at: Date;
  fact?: Partial<Fact>;
  works?: Enterprise;
}

/** What came in, from whomever. */
function heard({ id, source, type, words, place, at, fact, works }: Told, { duty, people }: Stage): Life {
  const first: Fact = {
    ...{ id: `form:${id}`, source, from: '值班电话（示例）', words, at, receivedAt: at },
    ...{ station: null, item: null, value: null, limit: null, unit: null },
    ...fact,
  };
  const known = {
    ...{ _id: `demo-incident-${id}`, source, type, description: words, occurredAt: at, place: `${place}（示例）` },
    ...{ location: works?.location ?? somewhereIn(place, diceFor(id)), county: countyOf(place), facts: [first] },
    ...{ enterpriseId: works?._id ?? null, enterpriseName: works?.name ?? null },
    ...(first.station ? { stations: [first.station], signalCount: 1, attachedAt: at } : {}),
  };
  const nameOf = (person: string) => people.get(person)?.name ?? person;
  const act: Act = { actor: CLOCK, at, door: 'system' };
  return beginTale(incidents, received(newIncident(known, at), duty), act, dice(), nameOf);
}

/** Everybody who is told is on the staff; who goes is the county's squad. */
const facts = ({ duty, heads, squads }: Stage, county: County): DispatchFacts => ({
  ...duty,
  ...{ county, warnings: [] },
  head: [heads.get(county)!].map(named),
  squad: (squads.get(county) ?? []).slice(0, 2).map(named),
});

/**
 * 02:00: a monitor speaks, nobody on post answers within five minutes, the ladder climbs to the leader, who has it looked into: the sampling
 * tube had broken. Closed as invalid, with the reason.
 */
function faultAtNight(stage: Stage, works: Enterprise): Life {
  const { duty, people } = stage;
  const at = new Date(`${addCalendarDays(shanghaiDay(stage.now), -3)}T02:00:00+08:00`);
  const station = 'demo-ONLINE_GAS-01';
  const words = `${works.name}废气排放口氮氧化物小时均值312mg/m³，限值100mg/m³`;
  const reading = {
    station,
    from: `${works.name} 废气排放口`,
    item: '氮氧化物',
    value: 312,
    limit: 100,
    unit: 'mg/m³',
  };
  const life = heard(
    {
      id: 'fault',
      source: 'ONLINE_MONITOR',
      type: 'GAS',
      words,
      place: '鱼山',
      at,
      works,
      fact: { id: 'signal:demo-fault', ...reading },
    },
    stage,
  );
  const leader = people.get(duty.leaders[0]!.id)!;
  const asked = life.assignments[0]!;
  for (const [index, to] of [duty.operators[1], duty.leaders[0], duty.bureau[0]].entries()) {
    const act: Act = { actor: CLOCK, at: after(at, (index + 1) * 5), door: 'clock' };
    if (!to) continue;
    const due = { ...asked.document, nextRungAt: act.at };
    lived(assignments, asked, climb(due, contextOf(act), to), act, life.dice);
  }
  take(life, 'wake', {}, 'clock', after(at, 10), duty);
  const words2 = '电话联系企业环保负责人和运维单位，要求立即核查监测设备（示例）';
  take(life, 'remark', { words: words2 }, leader, after(at, 17), undefined);
  take(life, 'raiseAlert', {}, leader, after(at, 18), undefined);
  const reason =
    '运维单位02:50到场，采样管断裂导致数据失真，更换后同步比对正常；设备运维记录和比对数据已上传，判定为数据故障，不作为超标处理（示例）';
  take(life, 'dismiss', { reason }, leader, after(at, 74), undefined);
  return life;
}

/** From the call to the final report. */
function spill(stage: Stage): Life {
  const { duty, people, now } = stage;
  const at = new Date(`${addCalendarDays(shanghaiDay(now), -12)}T14:20:00+08:00`);
  const words = '码头外侧海面有约200平方米油膜，随潮水向南漂移（示例）';
  const life = heard({ id: 'spill', source: 'H12345', type: 'SPILL', words, place: '沈家门', at }, stage);
  const county = countyOf('沈家门');
  const known = facts(stage, county);
  const operator = people.get(duty.operators[0]!.id)!;
  take(life, 'declareEmergency', { grade: 'GENERAL', words: '' }, operator, after(at, 4), known);
  take(life, 'dispatch', { county, instruction: '先取样，再会同海事布放围油栏' }, operator, after(at, 7), known);
  const crew = known.squad.map(({ id }) => people.get(id)!);
  crew.forEach((one, n) => take(life, 'acknowledge', { minutes: '30', need: [] }, one, after(at, 9 + n), undefined));
  take(
    life,
    'reportInitial',
    { words: '油膜约200平方米，来源在查，已派员到场（示例）' },
    operator,
    after(at, 25),
    duty,
  );
  crew.forEach((one, n) => take(life, 'arrive', {}, one, after(at, 34 + n), undefined));
  const control = '围油栏已合拢，吸油毡回收约30公斤，来源为渔船舱底水，已移交海事（示例）';
  take(life, 'control', { words: control }, crew[0]!, after(at, 128), known);
  take(life, 'reportFinal', { words: '现场已控制，无敏感目标受影响（示例）' }, operator, after(at, 300), duty);
  take(life, 'handOver', { kind: 'REPORT', words: '按事件报告归档' }, operator, after(at, 320), { petition: null });
  take(life, 'close', { words: '处置完毕，材料齐全（示例）' }, operator, after(at, 340), undefined);
  return life;
}

/** Under way: the squad has arrived, the initial report is out. */
function onScene(stage: Stage): Life {
  const { duty, people, now } = stage;
  const at = after(now, -95);
  const words = '河道水体发白、有刺激性气味，约300米河段（示例）';
  const life = heard({ id: 'river', source: 'SUPERVISOR', type: 'WATER', words, place: '白泉', at }, stage);
  const county = countyOf('白泉');
  const known = facts(stage, county);
  const operator = people.get(duty.operators[0]!.id)!;
  take(life, 'declareEmergency', { grade: 'GENERAL', words: '' }, operator, after(at, 6), known);
  take(life, 'dispatch', { county, instruction: '沿河向上游排查，先采样' }, operator, after(at, 9), known);
  const [first, second] = known.squad.map(({ id }) => people.get(id)!);
  if (first) take(life, 'acknowledge', { minutes: '45', need: ['便携式水质仪'] }, first, after(at, 12), undefined);
  if (second) take(life, 'acknowledge', { minutes: '45', need: [] }, second, after(at, 13), undefined);
  take(life, 'reportInitial', { words: '已派员到场排查，下游无取水口（示例）' }, operator, after(at, 40), duty);
  if (first) take(life, 'arrive', {}, first, after(at, 52), undefined);
  if (second) take(life, 'arrive', {}, second, after(at, 53), undefined);
  return life;
}

const DISMISSED: readonly [
  id: string,
  source: Incident['source'],
  type: Incident['type'],
  place: Place,
  days: number,
  words: string,
  reason: string,
][] = [
  ['noise', 'H12345', 'NOISE', '新城', 6, '夜间施工噪声扰民（示例）', '属住建部门职责，已转12345改派（示例）'],
  ['odour', 'PUBLIC', 'ODOUR', '六横', 9, '傍晚有焦糊味（示例）', '现场核实为农户焚烧秸秆，已由乡镇处置（示例）'],
  [
    'test',
    'ONLINE_MONITOR',
    'WATER',
    '高亭',
    17,
    '化学需氧量瞬时超标（示例）',
    '运维标样核查期间数据，已在平台标记（示例）',
  ],
];

/** Looked into and found to be none of ours; an alert that is being looked into; and one that has just come in. */
function others(stage: Stage): Life[] {
  const { duty, people, now } = stage;
  const operator = people.get(duty.operators[0]!.id)!;
  const past = DISMISSED.map(([id, source, type, place, days, words, reason]) => {
    const at = new Date(`${addCalendarDays(shanghaiDay(now), -days)}T19:05:00+08:00`);
    const life = heard({ id, source, type, words, place, at }, stage);
    take(life, 'dismiss', { reason }, operator, after(at, 8), undefined);
    return life;
  });
  const alertAt = after(now, -190);
  const words = '厂界异味电子鼻臭气浓度连续三次超过20（示例）';
  const station = 'demo-ODOUR-01';
  const alert = heard(
    {
      id: 'alert',
      source: 'ONLINE_MONITOR',
      type: 'ODOUR',
      words,
      place: '定海城区',
      at: alertAt,
      fact: { id: 'signal:demo-alert', station, item: '臭气浓度', value: 31, limit: 20, unit: '无量纲' },
    },
    stage,
  );
  take(alert, 'raiseAlert', {}, operator, after(alertAt, 7), undefined);
  const fresh = heard(
    {
      id: 'fresh',
      source: 'H12369',
      type: 'HAZWASTE',
      words: '山脚空地倾倒了十几只油桶，有油渗出（示例）',
      place: '金塘',
      at: after(now, -3),
    },
    stage,
  );
  return [...past, alert, fresh];
}

/** Numbers in the order of their coming, year by year. */
function number(lives: Life[]): Life[] {
  const ordered = [...lives].sort((a, b) => a.document.receivedAt.getTime() - b.document.receivedAt.getTime());
  let no: string | null = null;
  for (const life of ordered) {
    const { receivedAt } = life.document;
    no = numberAfter(no?.slice(3, 7) === shanghaiDay(receivedAt).slice(0, 4) ? no : null, 'SJ', receivedAt);
    giveNumber(life, no);
  }
  return ordered;
}

async function stageOf(now: Date): Promise<Stage> {
  const [operators, leaders, bureau, heads, officers] = await Promise.all(
    (['dutyOperator', 'dutyLeader', 'bureauLeader', 'branchHead', 'officer'] as const).map((role) =>
      peopleWithRole(role),
    ),
  );
  const everybody = [operators!, leaders!, bureau!, heads!, officers!].flat();
  const byCounty = new Map<County, Person[]>();
  for (const one of officers!)
    if (one.county && !one.roles.includes('branchHead'))
      byCounty.set(one.county, [...(byCounty.get(one.county) ?? []), one]);
  return {
    duty: {
      operators: operators!.map(named).slice(0, 2),
      leaders: leaders!.map(named).slice(0, 1),
      monitoring: [],
      bureau: bureau!.map(named),
    },
    people: new Map(everybody.map((one) => [one._id, one])),
    heads: new Map([...heads!].reverse().flatMap((one): [County, Person][] => (one.county ? [[one.county, one]] : []))),
    squads: byCounty,
    now,
  };
}

const OURS = { _id: { $regex: '^demo-incident-' } } as never;
const WARNING = 'demo-warning-1';

export async function clearEvents(): Promise<void> {
  await Promise.all([
    incidents.collection.deleteMany(OURS),
    assignments.collection.deleteMany(OURS),
    weatherWarnings.collection.deleteMany({ _id: WARNING }),
  ]);
}

/** @returns how many incidents were written; none where there are others already */
export async function seedEvents(now: Date): Promise<number> {
  if (await incidents.collection.findOne({}, { projection: { _id: 1 } })) return 0;
  const stage = await stageOf(now);
  const works = await enterprises.findOne({ _id: 'E12' });
  const lives = number([
    ...(works ? [faultAtNight(stage, works)] : []),
    spill(stage),
    onScene(stage),
    ...others(stage),
  ]);
  const words = '偏北大风，沿海海面8级（示例）';
  const warned = enterWarning(
    WARNING,
    {
      kind: 'WIND',
      level: 'BLUE',
      counties: [],
      startsAt: after(now, -120),
      endsAt: after(now, 30 * 60),
      windForce: 8,
      waveMetres: 2.6,
      words,
    },
    null,
  );
  const act: Act = { actor: CLOCK, at: after(now, -120), door: 'system' };
  const warning = beginTale(weatherWarnings, warned, act, dice(), (id) => id);
  await insertAll(weatherWarnings.collection, [asStored(warning)]);
  await insertAll(incidents.collection, lives.map(asStored));
  await insertAll(assignments.collection, lives.flatMap((life) => life.assignments).map(asStored));
  return lives.length;
}
