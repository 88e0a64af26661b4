import { ulid } from 'ulid';
import { assignmentHandlers } from '../models/assignment/assignment';
import { assignments } from '../models/assignment/assignment.store';
import { read, stores } from '../models/core/journal';
import { deliverDue } from '../models/core/outbox';
import { sealEvent } from '../models/field/chain';
import { type FieldEvent } from '../models/field/fieldEvent.schema';
import { inspectionHandlers } from '../models/inspection/inspection.handlers';
import { inspections } from '../models/inspection/inspection.store';
import { type Interview } from '../models/interview/interview.schema';
import { interviews } from '../models/interview/interview.store';
import { penaltyHandlers } from '../models/penalty/penalty.handlers';
import { penaltyCases } from '../models/penalty/penalty.store';
import { people } from '../models/people/people.store';
import { type SiteRecord, type SiteSeed } from '../models/siteRecord/siteRecord.schema';
import { remindOfSubmitting } from '../models/siteRecord/siteRecord';
import { lockedAt, siteRecords } from '../models/siteRecord/siteRecord.store';
import { useDatabase } from './support/database';
import { ARRIVAL, officer, PARTY, SITE, Writer } from './support/fieldWriter';
import { settle, signIn, startServer, type Browser, type TestServer } from './support/server';

useDatabase({ emptyBefore: 'file' });

let server: TestServer;
const browsers = new Map<string, Browser>();
const as = (userId: string) => browsers.get(userId)!;
let task = '';

interface Result {
  record: string;
  upTo: number;
  refused: { id: string; code: string; sentence: string }[];
  version: number;
}
const minutes = (n: number) => new Date(ARRIVAL.getTime() + n * 60_000);

/** A check for wang and zhang, as it stands after it was assigned. */
async function aTask(change: object = {}): Promise<string> {
  const id = `task-${ulid()}`;
  const journal = { version: 1, events: [], outbox: [], sealed: 0, unsealedAt: null, updatedAt: ARRIVAL };
  await inspections.collection.insertOne({
    ...{ _id: id, no: `JC-2026-${id.slice(-6)}`, status: 'acknowledged', checkType: 'ROUTINE', trigger: null },
    ...{ plan: { id: '2026-1', text: '' }, enterprise: null, enterpriseName: '东海鱼粉示例有限公司' },
    ...{ sector: 'SEAFOOD', county: '330903', place: '展茅', location: SITE, team: ['wang', 'zhang'] },
    ...{ officers: [officer('wang', '王示海'), officer('zhang', '张示潮')], acknowledgedBy: ['wang', 'zhang'] },
    ...{ declined: [], plannedOn: '2026-03-02', dueAt: minutes(600), actionCode: `ZS-${id}`, instruction: '' },
    ...{ orderedBy: 'head', orderedByName: '赵分局', createdAt: ARRIVAL, startedAt: null, finishedAt: null },
    ...{ siteRecord: null, outcome: null, cancelledReason: null, alarms: [], wakeAt: null },
    ...{ ...journal, ...change },
  } as never);
  return id;
}

/** A phone of this officer, registered, with the seed the server gives. */
async function aPhone(userId: string, record = `siteRecord:${task}`): Promise<Writer> {
  const { body } = await as(userId).get(`/api/field/${encodeURIComponent(record)}`);
  const phone = await Writer.of(userId, body['seed'] as SiteSeed);
  const { device: id, publicKey } = phone;
  const answer = await as(userId).post('/api/devices', { id, publicKey, name: '安卓手机' });
  expect(answer.status).toBe(200);
  return phone;
}
async function send(
  phone: Writer,
  events: readonly unknown[] = phone.events,
  by = phone.author,
  device = phone.device,
) {
  const body = { device, sentAt: server.clock.now.toISOString(), records: [{ record: phone.seed.record, events }] };
  const answer = await as(by).post('/api/field/sync', body);
  expect([answer.status, answer.body.error?.message]).toEqual([200, undefined]);
  return (answer.body['results'] as Result[])[0]!;
}
const now = async () => (await read(siteRecords, task)) as unknown as SiteRecord;
const handlers = { ...assignmentHandlers, ...inspectionHandlers, ...penaltyHandlers, 'evidence.named': done };
async function done(entries: unknown[]) {
  return Promise.resolve(entries.map(() => ({ done: true as const })));
}
const deliver = async () => {
  while ((await deliverDue({ stores: () => stores, handlers }, () => server.clock.now)) > 0);
};
const openFor = async (person: string) =>
  (await assignments.collection.find({ person, status: 'open' } as never).toArray()).map(({ purpose }) => purpose);
const codes = ({ refused }: Result) => refused.map(({ code }) => code);

beforeAll(async () => {
  await settle();
  for (const id of ['wang', 'zhang'])
    await people.updateOne({ _id: id }, { $set: { certificateNo: `ZF-${id}`, certificateValidTo: '2028-12-31' } });
  server = await startServer({});
  for (const userId of ['wang', 'zhang', 'head', 'farHead', 'farOfficer', 'auditor', 'admin', 'duty'])
    browsers.set(userId, await signIn(server, userId));
});
afterAll(() => server.close());
beforeEach(async () => {
  server.clock.now = minutes(120);
  task = await aTask();
});

describe('what two phones bring', () => {
  it('is one record, whoever was first and however often it came; the task begins and is finished with it', async () => {
    const [first, second] = [await aPhone('wang'), await aPhone('zhang')];
    await first.begin();
    await second.begin();
    await first.describe();
    await first.say('finding', {
      ...{
        id: ulid(),
        title: '废水直排',
        clause: '',
        result: 'VIOLATION',
        text: '雨水口有废水流出，电话000-1234-5678',
        evidence: [],
        facts: { duration: '约2小时', times: '1次', process: '经雨水口外排', emissions: '约3吨', effect: '流入内河' },
      },
    });
    await first.sign(await first.read());
    await first.say('submit', { colleague: false });
    await second.say('submit', { colleague: true }, undefined, 60);
    expect(await send(first, first.events.slice(0, 4))).toMatchObject({ upTo: 4, refused: [] });
    expect(await send(second)).toMatchObject({ upTo: second.events.length, refused: [] });
    expect((await now()).status).toBe('open');
    const whole = await send(first);
    expect(whole).toMatchObject({ upTo: first.events.length, refused: [] });
    expect(await send(first)).toEqual(whole);
    expect(await now()).toMatchObject({ status: 'locked', outcome: 'VIOLATION', counts: { violations: 1 }, flags: [] });
    await deliver();
    expect(await read(inspections, task)).toMatchObject({ status: 'done', outcome: 'VIOLATION', siteRecord: task });
    const clue = await read(penaltyCases, `site-${task}`);
    expect(clue).toMatchObject({ status: 'clue', team: ['wang', 'zhang'], actOn: '2026-03-02' });
    expect(clue?.facts).toContain('雨水口有废水流出');
    expect(clue?.facts).not.toContain('1234-5678');
    expect(await openFor('zhang')).not.toContain('siteRecord.submit');
  });

  it('at the same moment is all taken, and the colleague is told what waits for them', async () => {
    const [first, second] = [await aPhone('wang'), await aPhone('zhang')];
    await first.begin();
    await first.describe();
    await first.sign(await first.read());
    await first.say('submit', { colleague: false });
    await second.begin();
    const both = await Promise.all([send(first), send(second)]);
    expect(both.map(({ refused }) => refused)).toEqual([[], []]);
    expect((await now()).field).toHaveLength(first.events.length + second.events.length);
    await deliver();
    expect(await openFor('zhang')).toContain('siteRecord.submit');
    const view = await as('zhang').get(`/api/field/siteRecord:${task}`);
    expect((view.body['events'] as FieldEvent[]).length).toBe(first.events.length + second.events.length);
    const again = await as('zhang').get(`/api/field/siteRecord:${task}?after=${(await now()).version}`);
    expect(again.body['events']).toBeDefined();
  });

  it('is an interview too, begun on a phone without network', async () => {
    const site = await aPhone('wang');
    await site.begin();
    await send(site);
    const record = `interview:${task}-i${ulid()}`;
    const phone = await aPhone('wang', record);
    await phone.say('arrive', {}, phone.here());
    await phone.say('showCertificate', { to: 'PARTY', certificateNo: 'ZF-wang' });
    await phone.say('tellRights', { to: 'PARTY', recusalAsked: false, recusalReason: '' });
    await phone.say('ask', { id: ulid(), template: 'who', order: 1, question: '看清楚了吗？', answer: '看清楚了。' });
    expect(await send(phone)).toMatchObject({ upTo: 4, refused: [] });
    const kept = (await read(interviews, record.slice('interview:'.length))) as unknown as Interview;
    expect(kept).toMatchObject({ status: 'open', siteRecord: task, questions: 1, officers: ['wang', 'zhang'] });
    const lost = `interview:nothing-i${ulid()}`;
    expect((await as('wang').get(`/api/field/${lost}`)).status).toBe(404);
  });
});

describe('what cannot be taken is refused by name, and nothing else is lost', () => {
  let phone: Writer;
  beforeEach(async () => {
    phone = await aPhone('wang');
    await phone.begin();
  });

  it('events out of order are put in order, a gap is asked for, duplicates are one', async () => {
    expect(await send(phone, [...phone.events].reverse())).toMatchObject({ upTo: 4, refused: [] });
    await phone.describe();
    const [fifth, ...later] = phone.events.slice(4);
    expect(codes(await send(phone, later))).toEqual(later.map(() => 'GAP'));
    expect(await send(phone, [fifth, fifth, ...later])).toMatchObject({ upTo: phone.events.length, refused: [] });
    expect((await now()).field).toHaveLength(phone.events.length);
    expect((await now()).aside).toEqual([]);
  });

  it('one altered byte, a foreign signature, a missing one: what stands before is taken, the rest waits', async () => {
    const [one, two, three, four] = phone.events as [FieldEvent, FieldEvent, FieldEvent, FieldEvent];
    const altered = { ...three, data: { ...three.data, to: 'NOBODY' } };
    const result = await send(phone, [one, two, altered, four]);
    expect(result.upTo).toBe(2);
    expect(result.refused.map(({ id, code }) => [id, code])).toEqual([
      [three.id, 'ALTERED'],
      [four.id, 'GAP'],
    ]);
    expect((await now()).aside).toHaveLength(1);
    expect(await send(phone)).toMatchObject({ upTo: 4, refused: [] });
    const forged = { ...four, signature: one.signature };
    const other = await aPhone('wang');
    await other.begin();
    const last = other.events.at(-1)!;
    expect(codes(await send(other, [...other.events.slice(0, 3), { ...last, signature: forged.signature }]))).toEqual([
      'BAD_SIGNATURE',
    ]);
    expect(codes(await send(phone, [{ ...one, signature: 'x' }]))).toEqual(['ODD']);
  });

  it('a chain that continues another past is set aside', async () => {
    await send(phone);
    const branch = await sealEvent(
      { ...phone.events[3]!, id: ulid(), type: 'note', data: { text: '另一段' } },
      phone.events[1],
      phone.key,
    );
    expect(codes(await send(phone, [branch]))).toEqual(['BROKEN']);
    expect((await now()).aside.map(({ code }) => code)).toEqual(['BROKEN']);
    await send(phone, [branch]);
    expect((await now()).aside).toHaveLength(1);
  });

  it('from the future, unless the phone knows that its clock is wrong', async () => {
    await send(phone);
    await phone.say('note', { text: '明天写的' }, undefined, 60 * 24);
    expect(codes(await send(phone))).toEqual(['FUTURE']);
    const ahead = await aPhone('zhang');
    ahead.behindMs = -86_400_000;
    ahead.skewMs = -86_400_000;
    await ahead.begin();
    expect(await send(ahead)).toMatchObject({ upTo: 4, refused: [] });
  });

  it('of another person, another phone, a stopped phone, or of somebody who was not sent', async () => {
    expect(codes(await send(phone, phone.events, 'zhang'))).toEqual(phone.events.map(() => 'UNKNOWN_DEVICE'));
    expect(codes(await send(phone, phone.events, 'wang', ulid()))).toEqual(phone.events.map(() => 'UNKNOWN_DEVICE'));
    expect(codes(await send(phone, phone.events, 'farOfficer'))).toEqual(phone.events.map(() => 'NOT_OFFICER'));
    const elsewhere = { ...phone.events[0]!, record: 'siteRecord:other' };
    expect(codes(await send(phone, [elsewhere]))).toEqual(['ODD']);
    server.clock.now = minutes(0);
    await as('wang').post(`/api/devices/${phone.device}/revoke`);
    server.clock.now = minutes(120);
    const back = await signIn(server, 'wang');
    browsers.set('wang', back);
    expect(new Set(codes(await send(phone)))).toEqual(new Set(['REVOKED_DEVICE']));
    expect((await now()).field).toEqual([]);
  });

  it('of somebody who has left: they cannot sign in any more, and nothing is taken', async () => {
    await people.updateOne({ _id: 'wang' }, { $set: { active: false } });
    const body = {
      device: phone.device,
      sentAt: ARRIVAL.toISOString(),
      records: [{ record: phone.seed.record, events: phone.events }],
    };
    const { status } = await as('wang').post('/api/field/sync', body);
    await people.updateOne({ _id: 'wang' }, { $set: { active: true } });
    browsers.set('wang', await signIn(server, 'wang'));
    expect([401, 403]).toContain(status);
    expect((await now()).field).toEqual([]);
  });

  it('for a record that is locked: it is kept aside and goes into a supplementary record', async () => {
    await phone.describe();
    await send(phone);
    expect((await as('head').post(`/api/site-records/${task}/lockAlone`, { reason: '另一部手机落海' })).status).toBe(
      200,
    );
    await phone.say('note', { text: '回来路上想起来的' });
    expect(codes(await send(phone))).toEqual(['LOCKED']);
    expect((await now()).status).toBe('locked');
    expect((await now()).flags).toContain('LOCKED_ALONE');
    const id = ulid();
    const made = await as('wang').post(`/api/site-records/${task}/supplements`, { id, reason: '补充情况' });
    expect(made.status).toBe(200);
    expect((await now()).aside).toMatchObject([{ code: 'LOCKED', supplement: `${task}-s${id}` }]);
    const more = await aPhone('wang', `siteRecord:${task}-s${id}`);
    await more.begin();
    expect(await send(more)).toMatchObject({ upTo: 4, refused: [] });
  });

  it('keys that a database would misread, too much at once, and what is no event at all', async () => {
    const odd = await sealEvent({ ...phone.events[0]!, id: ulid(), data: { $where: 'x' } }, undefined, phone.key);
    expect(codes(await send(phone, [odd, 'nonsense', null]))).toEqual(['ODD', 'ODD', 'ODD']);
    for (const body of [
      {},
      { device: 'x', sentAt: 'now', records: [] },
      { device: 'x', sentAt: ARRIVAL.toISOString(), records: [{ record: 'siteRecord:a', events: [] }] },
      { device: 'x', sentAt: ARRIVAL.toISOString(), records: [{ record: 'petition:a', events: [1] }] },
      { device: 'x', sentAt: ARRIVAL.toISOString(), records: [{ record: 'siteRecord:a', events: Array(501).fill(1) }] },
      { device: 'x', sentAt: ARRIVAL.toISOString(), records: [{ record: 'siteRecord:a', events: [1] }], more: 1 },
    ])
      expect((await as('wang').post('/api/field/sync', body)).status).toBe(400);
  });

  it('what is nested without end is no event, and keeps nothing else waiting', async () => {
    const deep = JSON.parse('['.repeat(300) + ']'.repeat(300)) as never;
    const nested = await sealEvent({ ...phone.events[0]!, id: ulid(), data: { deep } }, phone.events.at(-1), phone.key);
    const answer = await send(phone, [...phone.events, nested]);
    expect([codes(answer), answer.upTo]).toEqual([['ODD'], 4]);
  });

  it('what is set aside and comes again changes nothing', async () => {
    const odd = await sealEvent({ ...phone.events[0]!, id: ulid(), data: { $where: 'x' } }, undefined, phone.key);
    const { version } = await send(phone, [odd]);
    const again = await send(phone, [odd]);
    expect([codes(again), again.version]).toEqual([['ODD'], version]);
  });

  it('signed pages that are not those of what was sent are flagged', async () => {
    await phone.describe();
    const reading = await phone.read();
    await phone.say('finish', { ...reading.data, pages: ['a'.repeat(64)] });
    await send(phone);
    expect((await now()).flags).toContain('PAGES_DIFFER');
  });
});

it('the last visits are found of each enterprise, however often another was visited', async () => {
  const of = (enterprise: string, n: number) => ({
    ...{ _id: `${enterprise}-${n}-${ulid()}`, enterprise, status: 'locked', supplements: null, lockedAt: minutes(n) },
    ...{ version: 1, events: [], outbox: [], sealed: 0, unsealedAt: null, updatedAt: ARRIVAL },
  });
  const seldom = `seldom-${ulid()}`;
  const often = `often-${ulid()}`;
  const many = Array.from({ length: 5 }, (_, n) => of(often, n + 10));
  await siteRecords.collection.insertMany([of(seldom, 1), ...many] as never);
  const found = await lockedAt([seldom, often], 2);
  expect(found.map(({ enterprise }) => enterprise)).toEqual([often, often, seldom]);
  await siteRecords.collection.deleteMany({ enterprise: { $in: [seldom, often] } });
});

describe('a record that stands ready', () => {
  it('is not heard of in the county before somebody of the team has arrived', async () => {
    const id = `interview:${task}-i${ulid()}`;
    const phone = await aPhone('wang');
    await aPhone('wang', id);
    const paths = [
      `/api/site-records/${task}`,
      `/api/site-records/${task}/interviews`,
      `/api/interviews/${id.slice('interview:'.length)}`,
    ];
    const statuses = (who: string) => Promise.all(paths.map(async (path) => (await as(who).get(path)).status));
    const lists = async (who: string) => JSON.stringify((await as(who).get('/api/site-records')).body).includes(task);
    expect([await statuses('head'), await lists('head')]).toEqual([[404, 404, 404], false]);
    expect([await statuses('zhang'), await lists('zhang')]).toEqual([[200, 200, 200], true]);
    await phone.begin();
    await send(phone);
    expect([(await as('head').get(paths[0]!)).status, await lists('head')]).toEqual([200, true]);
  });

  it('is made for its officers only', async () => {
    const interview = `${task}-i${ulid()}`;
    for (const who of ['farOfficer', 'head', 'admin'])
      for (const record of [`siteRecord:${task}`, `interview:${interview}`])
        expect((await as(who).get(`/api/field/${record}`)).status).toBe(404);
    expect([await read(siteRecords, task), await read(interviews, interview)]).toEqual([null, null]);
  });

  it('is reminded of once, also when more comes afterwards', async () => {
    const phone = await aPhone('wang');
    await phone.begin();
    await phone.describe();
    await send(phone);
    const late = new Date(ARRIVAL.getTime() + 40 * 3_600_000);
    expect(await remindOfSubmitting(late)).toBeGreaterThan(0);
    await phone.say('note', { text: '又补充一句' });
    await send(phone, phone.events.slice(-1));
    expect((await now()).submitDueAt).toBeNull();
  });
});

describe('who may read a site record', () => {
  it('its officers, the head of the county, bureau leaders and auditors, and nobody else', async () => {
    const phone = await aPhone('wang');
    await phone.begin();
    const person = {
      id: PARTY,
      role: 'EMPLOYEE',
      name: '何示工',
      position: '',
      workUnit: '',
      gender: '',
      birthday: '',
      relation: '',
    };
    await phone.say('person', {
      ...person,
      idNumber: '330903000000001234',
      phone: '000-1234-5678',
      address: '某村1号',
    });
    await send(phone);
    const statuses = await Promise.all(
      ['wang', 'head', 'auditor', 'farHead', 'farOfficer', 'admin', 'duty'].map(
        async (who) => (await as(who).get(`/api/site-records/${task}`)).status,
      ),
    );
    expect(statuses).toEqual([200, 200, 200, 404, 404, 404, 404]);
    const seen = JSON.stringify((await as('head').get(`/api/site-records/${task}`)).body);
    expect(seen).toContain('何示工');
    expect(seen).not.toMatch(/330903000000001234|1234-5678|某村/);
    expect(JSON.stringify((await as('wang').get(`/api/site-records/${task}`)).body)).toContain('330903000000001234');
    for (const who of ['head', 'auditor', 'farOfficer'])
      expect((await as(who).get(`/api/field/siteRecord:${task}`)).status).toBe(404);
    for (const who of ['wang', 'auditor', 'farHead'])
      expect((await as(who).post(`/api/site-records/${task}/lockAlone`, { reason: '试试看' })).status).toBeGreaterThan(
        399,
      );
    expect((await as('head').post(`/api/site-records/${task}/merge`, { device: 'x', found: [] })).status).toBe(404);
    const listed = await as('farHead').get('/api/site-records');
    expect(JSON.stringify(listed.body)).not.toContain(task);
  });

  it('a request for recusal is put to the head, who decides it once', async () => {
    const phone = await aPhone('wang');
    await phone.say('arrive', {}, phone.here());
    await phone.say('showCertificate', { to: 'PARTY', certificateNo: 'ZF-wang' });
    await phone.say('tellRights', { to: 'PARTY', recusalAsked: true, recusalReason: '与厂长有纠纷' });
    await send(phone);
    await deliver();
    expect(await openFor('head')).toContain('siteRecord.recusal');
    const decide = () =>
      as('head').post(`/api/site-records/${task}/decideRecusal`, { approved: 'no', remark: '经核实无利害关系' });
    expect([(await decide()).status, (await decide()).status]).toEqual([200, 409]);
  });
});
