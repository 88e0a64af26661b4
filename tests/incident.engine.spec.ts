import { createHash, randomUUID } from 'node:crypto';
import request from 'supertest';
import { assignmentHandlers, climbDue } from '../models/assignment/assignment';
import { type Assignment } from '../models/assignment/assignment.schema';
import { assignments } from '../models/assignment/assignment.store';
import { referenceOf } from '../models/core/identityVault';
import { read, stores } from '../models/core/journal';
import { deliverDue } from '../models/core/outbox';
import { incidentDomain } from '../models/incident/incident';
import { incidentHandlers } from '../models/incident/incident.effects';
import { type Incident } from '../models/incident/incident.schema';
import { incidents, openIncidents } from '../models/incident/incident.store';
import { incidentWorkflow } from '../models/incident/incident.workflow';
import { people } from '../models/people/people.store';
import { petitions } from '../models/petition/petition.store';
import { consolidate } from '../models/signal/consolidate';
import { signals } from '../models/signal/signal.store';
import { type Station } from '../models/station/station.schema';
import { silentStations, stations } from '../models/station/station.store';
import { wakeDeadline } from '../server/deadlines';
import { signatureOf } from '../server/webhook';
import { aPerson, MORNING } from './builders';
import { useDatabase } from './support/database';
import { settle, signIn, startServer, type Browser, type TestServer } from './support/server';

useDatabase({ emptyBefore: 'file' });

const SECRET = 'a secret of the monitors, 32 characters';
const WHERE: [number, number] = [122.3046, 30.0276];
const MINUTE = 60_000;
const REPORTED = {
  source: 'POLICE',
  type: 'SPILL',
  county: '330903',
  place: '六横台门港',
  location: [122.135, 29.728],
  description: '渔船碰撞，海面有油花',
};
const STAFF = [
  'duty',
  'leader',
  'head',
  'wang',
  'zhang',
  'farHead',
  'farOfficer',
  'bureau',
  'auditor',
  'admin',
  'villager',
];

let server: TestServer;
const browsers = new Map<string, Browser>();
const as = (userId: string) => browsers.get(userId)!;
const after = (minutes: number) => new Date(server.clock.now.getTime() + minutes * MINUTE);
const station = (_id: string, name: string): Station => ({
  ...{
    _id,
    name,
    kind: 'ONLINE_WATER',
    place: '展茅东海鱼粉厂',
    location: WHERE,
    county: '330903',
    enterpriseId: 'E07',
  },
  ...{ everyMinutes: 60, lastReadingAt: MORNING, lastReading: null, silentAt: after(180), active: true },
});

beforeAll(async () => {
  await settle();
  await people.insertOne(aPerson('office', '何环保', ['officer'], { unitName: '六横环保所' }));
  server = await startServer({ webhookSecrets: { monitors: [SECRET] } });
  for (const userId of STAFF) browsers.set(userId, await signIn(server, userId));
  await stations.insertMany([
    station('W1', '总排口(示例)'),
    station('W2', '雨水口(示例)'),
    station('W3', '展茅河断面(示例)'),
  ]);
});
afterAll(() => server.close());

const owing = { stores: () => stores, handlers: { ...assignmentHandlers, ...incidentHandlers } };
/** What the loops of the server do at a moment: signals, deadlines, ladder, outbox. */
async function at(now: Date): Promise<void> {
  server.clock.now = now;
  const failed = (error: unknown) => {
    throw error as Error;
  };
  await consolidate(now, 1_000, failed);
  await wakeDeadline(incidentDomain, failed).act(now, 100);
  while ((await deliverDue(owing, () => now)) > 0);
  while ((await climbDue(now, 100)) > 0);
  while ((await deliverDue(owing, () => now)) > 0);
}
async function signal(body: object) {
  const raw = Buffer.from(JSON.stringify(body));
  const [timestamp, event] = [String(server.clock.now.getTime()), randomUUID()];
  return request(server.url)
    .post('/api/hooks/monitors')
    .set({ 'x-liandong-timestamp': timestamp, 'x-liandong-event': event, 'content-type': 'application/json' })
    .set('x-liandong-signature', `sha256=${signatureOf(SECRET, timestamp, event, raw)}`)
    .send(raw.toString());
}
const exceedance = (where: string, value: number) => ({
  ...{ kind: 'exceedance', station: where, item: 'COD', value, limit: 50, unit: 'mg/L' },
  at: server.clock.now.toISOString(),
});
const now = async (id: string) => (await read(incidents, id)) as Incident;
const open = async (person: string): Promise<string[]> =>
  (await assignments.collection.find({ person, status: { $in: ['open', 'acknowledged'] } } as never).toArray()).map(
    ({ purpose }) => purpose,
  );
const taken = async (userId: string, id: string, step: string, input: object = {}) => {
  const { status, body } = await as(userId).post(`/api/incidents/${id}/${step}`, input);
  expect([step, status, body.error?.message]).toEqual([step, 200, undefined]);
  await at(server.clock.now);
};

describe('three sources that exceed their limit at once', () => {
  let id = '';

  it('are one incident with three facts, and the operator is asked to triage it', async () => {
    for (const [where, value] of [
      ['W1', 170],
      ['W2', 88],
      ['W3', 61],
    ] as const)
      expect((await signal(exceedance(where, value))).status).toBe(202);
    await at(after(0));
    const all = await openIncidents(10);
    expect(all).toHaveLength(1);
    id = (all[0] as Incident)._id;
    expect(all[0]).toMatchObject({
      no: 'SJ-2026-000001',
      status: 'received',
      type: 'WATER',
      county: '330903',
      source: 'ONLINE_MONITOR',
      signalCount: 3,
    });
    expect((all[0] as Incident).facts.map(({ from, value, limit }) => [from, value, limit])).toEqual([
      ['总排口(示例)', 170, 50],
      ['雨水口(示例)', 88, 50],
      ['展茅河断面(示例)', 61, 50],
    ]);
    expect(await open('duty')).toEqual(['incident.triage']);
  });

  it('say on the page how far they stand above the limit, where, and who has to answer', async () => {
    const { status, body } = await as('duty').get(`/api/incidents/${id}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      record: { title: '水质超标或异常', number: 'SJ-2026-000001', statusWords: '待研判', noun: '事件' },
      clocks: [{ label: '研判', dueAt: after(10).toISOString() }],
      extra: { factCount: 3, facts: [{ multiple: 2.4 }, { multiple: 0.76 }, { multiple: 0.22 }], location: WHERE },
    });
  });

  it('climb to the duty leader when ten minutes pass without triage', async () => {
    await at(after(10));
    expect(await open('leader')).toContain('incident.overdue');
    expect((await now(id)).alarms).toEqual(['triage#0']);
  });

  it('become an emergency, of which leader, branch and squad hear at once and whose report clock runs', async () => {
    await taken('duty', id, 'declareEmergency', { grade: 'LARGER', words: '水源地上游' });
    const incident = await now(id);
    expect(incident).toMatchObject({
      status: 'emergency',
      grade: 'LARGER',
      nextReport: 'initial',
      reportDueAt: after(120),
    });
    expect(incident.told.sort()).toEqual(['head', 'leader']);
    for (const person of ['leader', 'head']) expect(await open(person)).toContain('incident.emergency');
    expect(await open('duty')).toEqual(['incident.report']);
  });

  it('stop the ladder of whoever says 收到', async () => {
    await taken('leader', id, 'notice');
    const [told] = await assignments.collection
      .find({ person: 'leader', purpose: 'incident.emergency' } as never)
      .toArray();
    expect(told).toMatchObject({ status: 'acknowledged' });
    expect((await as('leader').get(`/api/incidents/${id}`)).body.offered?.map(({ step }) => step)).not.toContain(
      'notice',
    );
  });

  it('send out the squad of the county, or its head where the roster names nobody', async () => {
    await taken('duty', id, 'dispatch', { instruction: '带采样瓶' });
    expect(await now(id)).toMatchObject({
      status: 'dispatched',
      squad: ['head'],
      way: { crossing: null, words: '陆路可达，请立即出发' },
    });
    expect(await open('head')).toEqual(['incident.dispatch']);
  });

  it('show the answer with its time of arrival, and what is needed', async () => {
    await taken('head', id, 'acknowledge', { minutes: '30', need: '船、采样瓶' });
    expect(await now(id)).toMatchObject({ eta: after(30), crew: [{ need: ['船', '采样瓶'] }] });
    const { body } = await as('duty').get(`/api/incidents/${id}`);
    expect(body).toMatchObject({ record: { statusWords: '较大 · 已派出，预计 10:40 到场' } });
  });

  it('expire a promise without arrival: it climbs again', async () => {
    const [promise] = (await assignments.collection
      .find({ person: 'head', purpose: 'incident.dispatch' } as never)
      .toArray()) as Assignment[];
    expect(promise?.status).toBe('acknowledged');
    await at(after(30));
    expect(await read(assignments, promise?._id ?? '')).toMatchObject({ status: 'open', lapses: 1 });
    expect(await open('leader')).toContain('incident.overdue');
    expect((await as('duty').get(`/api/incidents/${id}`)).body).toMatchObject({
      record: { statusWords: '较大 · 已派出，超过预计到场时间' },
    });
  });

  it('end the waiting when somebody arrives with a position', async () => {
    await taken('head', id, 'arrive', { location: WHERE });
    expect(await now(id)).toMatchObject({ status: 'onScene', eta: null, crew: [{ location: WHERE }] });
    expect(await open('head')).not.toContain('incident.dispatch');
  });

  it('are reported within two hours, controlled, and reported to the end', async () => {
    await taken('duty', id, 'reportInitial', { words: '企业废水超标外排，已派员。' });
    expect(await now(id)).toMatchObject({
      nextReport: 'followUp',
      reportDueAt: after(720),
      reports: [{ to: ['CITY', 'PROVINCE'] }],
    });
    await taken('head', id, 'control', { words: '已封堵排口' });
    expect(await now(id)).toMatchObject({ status: 'controlled', nextReport: 'final', reportDueAt: after(4_320) });
  });

  it('go on as a petition that is made of them, and close after the final report', async () => {
    await taken('duty', id, 'handOver', { kind: 'PETITION', words: '由普陀分局查处' });
    const made = await now(id);
    expect(made).toMatchObject({
      status: 'handedTo',
      petition: `incident-${id}`,
      handedTo: { kind: 'PETITION', words: '由普陀分局查处' },
    });
    expect(await read(petitions, `incident-${id}`)).toMatchObject({
      no: 'XF-2026-000001',
      status: 'registered',
      medium: 'WATER',
      county: '330903',
      reporter: null,
    });
    expect((await as('duty').post(`/api/incidents/${id}/close`, { words: '已移交' })).body.error?.message).toMatch(
      '请先报终报',
    );
    await taken('duty', id, 'reportFinal', { words: '水质恢复，立案查处。' });
    await taken('duty', id, 'close', { words: '已移交查处' });
    expect(await now(id)).toMatchObject({ status: 'closed', wakeAt: null });
    expect(await openIncidents(10)).toEqual([]);
    expect(
      await assignments.collection.countDocuments({
        status: { $in: ['open', 'acknowledged'] },
        'record.store': 'incidents',
      } as never),
    ).toBe(0);
  });

  it('tell their history in sentences', async () => {
    const { body } = await as('duty').get(`/api/incidents/${id}`);
    const history = (body as unknown as { history: { what: string }[] }).history.map(({ what }) => what);
    expect(history).toEqual(
      expect.arrayContaining([
        '收到在线监测：水质超标或异常，待研判',
        '研判超时',
        '定为突发事件（较大），初报 12:10 前',
        '派出普陀区队伍：赵分局。陆路可达，请立即出发',
        '收到，预计 10:40 到场',
        '超过预计到场时间',
        '到场',
        '初报已报市政府、省生态环境厅',
        '移交：信访件',
        '办结',
      ]),
    );
  });
});

describe('what the desk enters', () => {
  const enter = (userId: string, change: object = {}, id = randomUUID()) =>
    as(userId).post('/api/incidents', { ...REPORTED, ...change, id });

  it('is one incident however often the form is sent, and names likely duplicates', async () => {
    const id = randomUUID();
    const first = await enter('duty', {}, id);
    const again = await enter('duty', {}, id);
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(await incidents.collection.countDocuments({ type: 'SPILL' })).toBe(1);
    const near = await enter('duty', { location: [122.14, 29.73], place: '台门' });
    expect(near.body).toMatchObject({ duplicates: [{ id, no: 'SJ-2026-000002' }] });
    const far = await enter('duty', { location: [122.2, 29.8], place: '虾峙门' });
    expect(far.body).toMatchObject({ duplicates: [] });
  });

  it('is merged into the earlier one, which then knows what both knew; nothing is deleted', async () => {
    const [first, second] = await incidents.collection.find({ type: 'SPILL' }).sort({ no: 1 }).toArray();
    await at(after(0));
    const back = await as('duty').post(`/api/incidents/${first?._id}/merge`, { into: second?.no });
    expect(back.body.error?.message).toMatch('请并入较早登记的那一件');
    await taken('duty', second?._id ?? '', 'merge', { into: first?.no });
    expect(await now(second?._id ?? '')).toMatchObject({ status: 'merged', mergedInto: first?._id });
    expect(await now(first?._id ?? '')).toMatchObject({ mergedFrom: [second?._id], facts: [{}, {}] });
    const { body } = await as('duty').get(`/api/incidents/${first?._id}`);
    expect(body).toMatchObject({ extra: { duplicates: [], factCount: 2 } });
  });

  it('can be made of a 随手报, whose reporter stays under the protected reference', async () => {
    const report = {
      content: '海面漂着黑油',
      medium: 'SEA',
      urgency: 'URGENT',
      place: '东极码头',
      photos: [],
      location: null,
      enterpriseId: null,
    };
    const { body } = await as('villager').post('/api/petitions', { ...report, id: randomUUID() });
    const { id: petition, no } = body.petition as { id: string; no: string };
    const { status } = await enter('duty', { source: 'SUPERVISOR', place: '东极', petitionNo: no });
    expect(status).toBe(200);
    const made = await incidents.collection.findOne({ petition });
    expect(made).toMatchObject({ source: 'SUPERVISOR', reporterRef: referenceOf('villager') });
    await at(server.clock.now);
    expect(await read(petitions, petition)).toMatchObject({ incident: made?._id });
    expect((await enter('duty', { petitionNo: no })).body.error?.message).toMatch('已经转为突发事件');
    expect((await as('duty').post(`/api/petitions/${petition}/makeIncident`, {})).status).toBe(409);
    await taken('duty', made?._id ?? '', 'toPetition', { petitionNo: '' });
    expect(await now(made?._id ?? '')).toMatchObject({ status: 'handedTo', petition });
    expect(await petitions.collection.countDocuments({ _id: `incident-${made?._id}` })).toBe(0);
  });

  it('names to a branch head no likely duplicate of another county', async () => {
    const like = { type: 'AIR', location: [122.31, 30.03], place: '展茅' };
    const there = await enter('duty', { ...like, county: '330902' });
    const { body: own } = await enter('head', { ...like, county: '330903' });
    expect(own).toMatchObject({ duplicates: [] });
    const { body: whole } = await enter('duty', { ...like, county: '330903' });
    const id = (there.body['record'] as { id: string }).id;
    expect((whole['duplicates'] as { id: string }[]).map((one) => one.id)).toContain(id);
  });

  it('may begin as a 随手报 that the operator turns into one, however often it is carried out', async () => {
    const report = {
      ...{ content: '海面大片油花往外漂', medium: 'SEA', urgency: 'URGENT', place: '朱家尖', photos: [] },
      ...{ location: null, enterpriseId: null },
    };
    const { body } = await as('villager').post('/api/petitions', { ...report, id: randomUUID() });
    const { id: petition } = body.petition as { id: string };
    for (const other of ['villager', 'wang', 'head', 'admin'])
      expect((await as(other).post(`/api/petitions/${petition}/makeIncident`, {})).status).toBe(403);
    expect((await as('duty').post(`/api/petitions/${petition}/makeIncident`, {})).status).toBe(200);
    expect((await as('leader').post(`/api/petitions/${petition}/makeIncident`, {})).body.error?.message).toMatch(
      '已经转为突发事件',
    );
    await at(server.clock.now);
    const entry = { id: 'again', store: 'petitions', recordId: petition, kind: 'petition.incident', data: {} };
    await incidentHandlers['petition.incident']!([entry as never], server.clock.now);
    const made = await incidents.collection.find({ petition }).toArray();
    expect(made).toHaveLength(1);
    expect(made[0]).toMatchObject({
      ...{ _id: `petition:${petition}`, type: 'SEA', source: 'SUPERVISOR', status: 'received' },
      ...{ description: report.content, reporterRef: referenceOf('villager') },
    });
    const page = await as('duty').get(`/api/incidents/${encodeURIComponent(`petition:${petition}`)}`);
    expect(page.body['extra']).toMatchObject({ links: { petition } });
    const file = (await as('duty').get(`/api/petitions/${petition}`)).body.petition;
    expect(file).toMatchObject({ incident: `petition:${petition}`, status: 'registered' });
    const told = (await as('villager').get(`/api/petitions/${petition}`)).body;
    expect(told.petition).not.toHaveProperty('incident');
    expect(JSON.stringify(told['history'])).toContain('转为突发环境事件');
  });

  it('is refused in words when it is incomplete, unknown or not theirs, and nothing is written', async () => {
    const before = await incidents.collection.countDocuments({});
    expect((await enter('duty', { type: 'FLOOD' })).body.error?.message).toMatch('请选择事件类型');
    expect((await enter('duty', { petitionNo: 'XF-2026-999999' })).body.error?.message).toMatch(
      '没有编号为 XF-2026-999999 的信访件',
    );
    expect((await enter('duty', { description: '油'.repeat(2_001) })).status).toBe(400);
    expect((await enter('duty', { reporterName: '某人' })).body.error?.message).toMatch('不认识的项目');
    expect((await enter('wang')).body.error?.code).toBe('NOT_PERMITTED');
    expect((await enter('farHead')).body.error?.code).toBe('NOT_PERMITTED');
    expect(await incidents.collection.countDocuments({})).toBe(before);
  });
});

describe('an island reached by ferry', () => {
  let id = '';
  beforeAll(async () => {
    id = (await incidents.collection.findOne({ type: 'SPILL', mergedFrom: { $ne: [] } }))?._id ?? '';
  });

  it('is dispatched to with the next boat, and with why it does not sail', async () => {
    await taken('duty', id, 'raiseAlert');
    await taken('duty', id, 'dispatch');
    const way = (await now(id)).way;
    expect(way).toMatchObject({ crossing: 'liuheng' });
    expect(way?.words).toMatch(/^墩头码头—六横（示例时刻）：11:10 开船/);

    const warning = {
      kind: 'WIND',
      level: 'ORANGE',
      counties: ['330903'],
      startsAt: after(-10),
      endsAt: after(300),
      windForce: 10,
    };
    expect((await as('duty').post('/api/weather', { ...warning, id: randomUUID() })).status).toBe(200);
    await taken('duty', id, 'dispatch');
    const stopped = (await now(id)).way;
    expect(stopped?.departAt).toBeNull();
    expect(stopped?.words).toContain('大风橙色预警，预计 15:40 前停航；执法艇也不能出航，请先请就近人员看护');
  });

  it('is secured by a supervisor near it, who is told what to do and nothing of the case', async () => {
    const { body: choices } = await as('duty').get(`/api/incidents/${id}/options`);
    const villager = referenceOf('villager');
    expect((choices as unknown as { person: { value: string }[] }).person.map(({ value }) => value)).toContain(
      villager,
    );
    expect(JSON.stringify(choices)).not.toContain('陈秘密');
    await taken('duty', id, 'remoteSupport', { person: villager });
    expect(await open(villager)).toContain('incident.secure');

    const { status, body } = await as('villager').get(`/api/incidents/${id}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      record: {
        title: '请看护现场',
        statusWords: '待您看护',
        facts: [
          ['地点', '六横台门港'],
          ['县区', '普陀区'],
        ],
      },
      offered: [{ step: 'secured' }],
    });
    expect(JSON.stringify(body)).not.toMatch(/海面有油花|王值班|赵分局/);

    expect((await as('villager').get(`/api/incidents/${id}/options`)).body).toEqual({});
    const [row] = (await as('villager').get('/api/incidents')).body.items ?? [];
    expect(Object.keys(row ?? {}).sort()).toEqual(['id', 'no', 'place', 'receivedAt', 'statusLine', 'title', 'tone']);

    await taken('villager', id, 'secured', { words: '油带约百米长，已留样', sampled: true });
    expect(await now(id)).toMatchObject({
      support: [{ words: '油带约百米长，已留样', sampled: true, securedAt: server.clock.now }],
    });
  });

  it('is given to others when the squad cannot come', async () => {
    await taken('head', id, 'decline', { reason: '船只检修' });
    expect(await now(id)).toMatchObject({ squad: [], status: 'dispatched' });
    expect(await open('duty')).toContain('incident.declined');
    await taken('duty', id, 'dispatch', { county: '330902' });
    expect(await now(id)).toMatchObject({ squad: ['farHead'], dispatchCounty: '330902' });
  });
});

/** Where an incident stands when each step can be taken, by whom of these people, with what. */
const COMMAND = ['duty', 'leader', 'bureau'];
const GRADED: Partial<Incident> = {
  grade: 'LARGER',
  emergencyAt: MORNING,
  nextReport: 'initial',
  reportDueAt: MORNING,
};
const CREW = [{ id: 'wang', name: '王示海', answeredAt: null, eta: null, need: [], arrivedAt: null, location: null }];
const SENT: Partial<Incident> = { status: 'dispatched', crew: CREW, squad: ['wang'], told: ['zhang'] };
const STEPS: [step: keyof typeof incidentWorkflow.steps, who: string[], from: Partial<Incident>, input: object][] = [
  ['notice', ['zhang'], SENT, {}],
  ['acknowledge', ['wang'], SENT, { minutes: '30' }],
  ['arrive', ['wang'], SENT, {}],
  ['decline', ['wang'], SENT, { reason: '船只检修' }],
  ['secured', ['villager'], {}, { words: '已到现场' }],
  ['declareEmergency', ['duty', 'leader'], {}, { grade: 'GENERAL' }],
  ['raiseAlert', ['duty', 'leader'], {}, {}],
  ['toPetition', ['duty', 'leader'], {}, {}],
  ['dismiss', ['duty', 'leader'], {}, { reason: '系统测试' }],
  ['merge', ['duty', 'leader'], { no: 'SJ-2026-000099' }, { into: 'SJ-2026-000005' }],
  ['dispatch', [...COMMAND, 'head'], { status: 'alert' }, {}],
  ['reinforce', [...COMMAND, 'head'], { ...SENT, status: 'onScene' }, {}],
  ['remoteSupport', [...COMMAND, 'head'], {}, { person: 'office' }],
  ['control', [...COMMAND, 'head', 'wang'], { ...SENT, status: 'onScene' }, { words: '已经围控' }],
  ['reportInitial', COMMAND, { ...GRADED, status: 'emergency' }, { words: '初步情况' }],
  [
    'reportFollowUp',
    COMMAND,
    {
      ...GRADED,
      status: 'emergency',
      nextReport: 'followUp',
      reports: [{ kind: 'initial', dueAt: null, to: [], at: MORNING, by: 'duty', words: '' }],
    },
    { words: '进展' },
  ],
  [
    'reportFinal',
    COMMAND,
    {
      ...GRADED,
      status: 'controlled',
      controlledAt: MORNING,
      nextReport: 'final',
      reports: [{ kind: 'initial', dueAt: null, to: [], at: MORNING, by: 'duty', words: '' }],
    },
    { words: '处理完毕' },
  ],
  ['regrade', COMMAND, { ...GRADED, status: 'emergency' }, { grade: 'MAJOR' }],
  ['handOver', COMMAND, { status: 'alert' }, { kind: 'CASE', words: '拟立案' }],
  ['close', COMMAND, { status: 'handedTo' }, { words: '已办完' }],
  ['remark', [...COMMAND, 'head', 'wang'], SENT, { words: '又有新情况' }],
  ['notDuplicate', ['duty', 'leader'], {}, { other: 'SJ-2026-000005' }],
];

describe('every step of an incident', () => {
  const standing = async (change: Partial<Incident>): Promise<string> => {
    const template = (await incidents.collection.findOne({ source: 'POLICE', status: 'received' })) as Incident;
    const id = createHash('sha256').update(randomUUID()).digest('hex').slice(0, 26);
    const support = [
      {
        id: referenceOf('villager'),
        label: '监督员',
        askedAt: MORNING,
        securedAt: null,
        words: null,
        sampled: null,
        photos: [],
      },
    ];
    const journal = { events: [], outbox: [], updatedAt: MORNING, sealed: 0, unsealedAt: MORNING };
    const own = { _id: id, version: 1, no: null, supporters: [referenceOf('villager')], support };
    await incidents.collection.insertOne({ ...template, ...own, ...journal, ...change });
    return id;
  };

  it('stands in this table', () => {
    const steps = incidentWorkflow.steps as Readonly<Record<string, { quiet?: true }>>;
    expect(STEPS.map(([step]) => String(step)).sort()).toEqual(
      Object.keys(steps)
        .filter((step) => !steps[step]?.quiet)
        .sort(),
    );
  });

  it.each(STEPS)('%s is taken by %j and refused to everybody else', async (step, who, from, input) => {
    for (const userId of STAFF) {
      const id = await standing(from);
      const { status, body } = await as(userId).post(`/api/incidents/${id}/${step}`, input);
      expect([userId, status, body.error?.code]).toEqual([
        userId,
        who.includes(userId) ? 200 : 403,
        who.includes(userId) ? undefined : 'NOT_PERMITTED',
      ]);
      await incidents.collection.deleteOne({ _id: id });
    }
  });

  it('that only clock and outbox take has no address', async () => {
    const id = await standing({ supporters: [], support: [] });
    for (const step of ['attach', 'absorb', 'linkPetition', 'wake'])
      expect((await as('duty').post(`/api/incidents/${id}/${step}`, {})).status).toBe(404);
  });

  it('is not even seen by those it does not concern', async () => {
    const id = await standing({ supporters: [], support: [] });
    for (const userId of ['wang', 'farHead', 'farOfficer', 'admin', 'villager']) {
      expect([userId, (await as(userId).get(`/api/incidents/${id}`)).status]).toEqual([userId, 404]);
      expect((await as(userId).get(`/api/incidents/${id}/signals`)).status).toBe(404);
    }
    expect((await as('auditor').get(`/api/incidents/${id}`)).status).toBe(200);
    expect((await as('auditor').get(`/api/incidents/${id}/signals`)).status).toBe(403);
    const listed = async (userId: string) => (await as(userId).get('/api/incidents?limit=100')).body.items?.length;
    expect([await listed('wang'), await listed('villager')]).toEqual([0, 1]);
    expect(await listed('duty')).toBeGreaterThan(2);
  });
});

describe('a station', () => {
  const listed = {
    ...{ id: 'B1', name: '东极浮标(示例)', kind: 'BUOY', place: '东极', location: [122.69, 30.19], county: '330903' },
    everyMinutes: 30,
  };

  it('is put on the register by those whose office it is, and corrected without losing what it said', async () => {
    const put = (userId: string, change: object = {}) =>
      as(userId).post('/api/stations', { stations: [{ ...listed, ...change }] });
    expect((await put('wang')).status).toBe(403);
    expect((await put('admin')).body).toEqual({ added: 1, total: 1 });
    await signal({ kind: 'reading', station: 'B1', item: 'DO', value: 7, at: server.clock.now.toISOString() });
    await at(server.clock.now);
    expect((await put('admin', { name: '东极浮标一号(示例)' })).body).toEqual({ added: 0, total: 1 });
    const kept = await stations.findOne({ _id: 'B1' });
    expect(kept).toMatchObject({ name: '东极浮标一号(示例)', lastReading: { value: 7 }, silentAt: after(90) });
    expect((await put('admin', { location: [0, 0] })).body.error?.message).toMatch('不在本市海域范围内');
    await stations.deleteOne({ _id: 'B1' });
  });

  it('is silent after three readings that did not come, and speaks again with the next', async () => {
    await at(after(0));
    const limit = (await stations.findOne({ _id: 'W1' }))?.silentAt as Date;
    expect(limit).toEqual(new Date(MORNING.getTime() + 180 * MINUTE));
    expect((await silentStations(new Date(limit.getTime() - 1))).map(({ _id }) => _id)).toEqual([]);
    await at(limit);
    expect((await silentStations(limit)).map(({ _id }) => _id).sort()).toEqual(['W1', 'W2', 'W3']);
    await signal({ kind: 'reading', station: 'W1', item: 'COD', value: 30, unit: 'mg/L', at: limit.toISOString() });
    await at(limit);
    expect((await as('duty').get('/api/stations/silent')).body.items).toHaveLength(2);
    expect(await stations.findOne({ _id: 'W1' })).toMatchObject({ lastReading: { value: 30, over: false } });
    expect((await as('villager').get('/api/stations/silent')).status).toBe(403);
    expect(await signals.countDocuments({ dueAt: { $gt: new Date(0) } })).toBe(0);
  });
});

it('what an enterprise’s dossier tells of incidents is found by an index', async () => {
  const plan = await incidents.collection.find({ enterpriseId: { $in: ['E07'] } } as never).explain('queryPlanner');
  expect(JSON.stringify(plan['queryPlanner'])).toContain('"IXSCAN"');
});
