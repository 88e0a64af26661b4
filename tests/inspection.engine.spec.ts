import { randomUUID } from 'node:crypto';
import { assignmentHandlers } from '../models/assignment/assignment';
import { assignments } from '../models/assignment/assignment.store';
import { checkItemHandlers } from '../models/checkItem/checkItem';
import { checkItems, checklistFor } from '../models/checkItem/checkItem.store';
import { builtInItems } from '../models/checkItem/library/library';
import { read, stores } from '../models/core/journal';
import { deliverDue } from '../models/core/outbox';
import { demoEnterprises } from '../models/demo/enterprises';
import { pinyinOf } from '../models/enterprise/pinyin';
import { enterprises } from '../models/enterprise/enterprise.store';
import { inspectionBegun, inspectionFinished, orderInspection } from '../models/inspection/inspection.effects';
import { inspectionHandlers } from '../models/inspection/inspection.handlers';
import { inspections } from '../models/inspection/inspection.store';
import { registerPenaltyClue } from '../models/penalty/penalty.effects';
import { penaltyHandlers } from '../models/penalty/penalty.handlers';
import { penaltyCases } from '../models/penalty/penalty.store';
import { people } from '../models/people/people.store';
import { aPerson, MORNING } from './builders';
import { approve, prove } from './support/approve';
import { YES } from './support/clue';
import { useDatabase } from './support/database';
import { settle, signIn, startServer, type Browser, type TestServer } from './support/server';

useDatabase({ emptyBefore: 'file' });

let server: TestServer;
const browsers = new Map<string, Browser>();
/** What these routes answer, as far as it is read here. */
interface Answered {
  status: number;
  body: {
    record: { id: string; number: string; status: string };
    items: { id: string }[];
    error: { code: string; message: string };
    past: { petitions: object };
    proposed: number;
    next: string | null;
  };
}
interface Calls {
  get: (path: string) => Promise<Answered>;
  post: (path: string, body: object) => Promise<Answered>;
}
const as = (userId: string) => browsers.get(userId) as unknown as Calls;
const STAFF = [
  'head',
  'wang',
  'zhang',
  'bureau',
  'duty',
  'farHead',
  'farOfficer',
  'auditor',
  'admin',
  'villager',
  'jurist',
  'helper',
];
const everybodySignsIn = async () => {
  for (const userId of STAFF) browsers.set(userId, await signIn(server, userId));
};
const certificate = (certificateNo: string) => ({ certificateNo, certificateValidTo: '2028-12-31' });

beforeAll(async () => {
  await settle();
  await people.insertMany([
    aPerson('jurist', '何示法', ['reviewer'], { county: null, unit: 'law' }),
    aPerson('helper', '吴示辅', []),
  ]);
  for (const id of ['wang', 'zhang', 'farOfficer', 'head'])
    await people.updateOne({ _id: id }, { $set: certificate(`ZF-${id}`) });
  await enterprises.insertMany(demoEnterprises().map((one) => ({ ...one, pinyin: pinyinOf(one) })));
  server = await startServer({});
  await everybodySignsIn();
});
afterAll(() => server.close());

const handlers = { ...assignmentHandlers, ...inspectionHandlers, ...penaltyHandlers, ...checkItemHandlers };
const deliver = async () => {
  while ((await deliverDue({ stores: () => stores, handlers }, () => server.clock.now)) > 0);
};
/** An errand as the outbox of another record hands it over. */
const carryOut = async ({ kind, data }: { kind: string; data: Record<string, unknown> }) => {
  const entry = {
    id: randomUUID(),
    kind,
    data,
    lane: kind,
    dueAt: MORNING,
    attempts: 1,
    store: 'petitions',
    recordId: 'p',
  };
  return (await handlers[kind]!([entry], server.clock.now))[0];
};
const tomorrow = '2026-03-03';
const anOrder = (change: object = {}) => ({
  ...{ id: randomUUID(), checkType: 'CASE', enterprise: 'E07', plannedOn: tomorrow, officers: ['wang', 'zhang'] },
  trigger: { kind: 'ABNORMAL_DATA', id: null, no: null, text: '在线超标' },
  ...change,
});
const openTo = async (person: string) =>
  (await assignments.collection.find({ person, status: { $in: ['open', 'acknowledged'] } } as never).toArray()).map(
    ({ purpose }) => purpose,
  );

describe('a check that a head orders', () => {
  it('reaches both officers once, however often it is sent', async () => {
    const order = anOrder();
    const first = await as('head').post('/api/inspections', order);
    const again = await as('head').post('/api/inspections', order);
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(first.body.record.number).toBe('JC-2026-000001');
    expect(again.body.record).toEqual(first.body.record);
    await deliver();
    expect(await openTo('wang')).toEqual(['inspection.task']);
    const mine = await as('wang').get('/api/inspections/mine');
    expect(mine.body.items).toMatchObject([{ id: order.id, enterpriseName: '东海鱼粉示例有限公司', mine: true }]);
    expect((await as('wang').post(`/api/inspections/${order.id}/acknowledge`, {})).status).toBe(200);
  });

  it.each(['wang', 'auditor', 'admin', 'villager', 'farHead'])('cannot be ordered by %s', async (userId) => {
    expect((await as(userId).post('/api/inspections', anOrder())).status).toBe(403);
  });

  it('is seen by its officers and those above, and by nobody else', async () => {
    const [one] = await inspections.collection.find({}).toArray();
    const seen = async (userId: string) => (await as(userId).get(`/api/inspections/${String(one!._id)}`)).status;
    expect(await Promise.all(['wang', 'head', 'bureau', 'duty', 'auditor'].map(seen))).toEqual([
      200, 200, 200, 200, 200,
    ]);
    expect(await Promise.all(['farOfficer', 'farHead', 'admin', 'villager'].map(seen))).toEqual([404, 404, 404, 404]);
    expect((await as('farHead').get('/api/inspections')).body.items).toEqual([]);
  });

  it.each([
    ['a stranger among the fields', { remark: 'x' }],
    ['no cause', { trigger: null }],
    ['a petition nobody has', { trigger: { kind: 'PETITION', id: null, no: 'XF-2026-999999', text: '' } }],
    ['an enterprise that is not on the register', { enterprise: 'E999' }],
    ['somebody without a certificate', { officers: ['wang', 'helper'] }],
    ['a day that does not exist', { plannedOn: '2026-02-30' }],
    ['a day in the past', { plannedOn: '2026-03-01' }],
    ['an id that is none', { id: 'x' }],
    ['somebody else’s query in the place of an id', { enterprise: { $gt: '' } }],
  ])('is refused with %s, in words, and nothing is written', async (_what, change) => {
    const before = await inspections.collection.countDocuments({});
    const { status, body } = await as('head').post('/api/inspections', anOrder(change));
    expect([status, body.error.code]).toEqual([400, 'INVALID_INPUT']);
    expect(body.error.message).toMatch(/[\u4e00-\u9fff]/);
    expect(await inspections.collection.countDocuments({})).toBe(before);
  });
});

describe('a check that another record orders', () => {
  const order = {
    inspection: 'petition-p1',
    enterprise: 'E07',
    trigger: { kind: 'PETITION' as const, id: 'p1', no: 'XF-2026-000001', text: '' },
  };

  it('is made once, and its head is asked for officers', async () => {
    expect(await carryOut(orderInspection(order))).toEqual({ done: true });
    expect(await carryOut(orderInspection(order))).toEqual({ done: true });
    expect(await inspections.collection.countDocuments({ _id: 'petition-p1' })).toBe(1);
    await deliver();
    expect(await openTo('head')).toContain('inspection.assign');
    const given = await as('head').post('/api/inspections/petition-p1/assign', { first: 'wang', second: 'zhang' });
    expect(given.body.record.status).toBe('assigned');
  });

  it('of a flying inspection is nothing its county hears of before the team is on site', async () => {
    const inspection = 'flying-quiet';
    const trigger = { kind: 'FLYING' as const, id: 'quiet', no: null, text: '飞行检查' };
    const officers = ['farOfficer', 'wang'];
    await carryOut(orderInspection({ inspection, enterprise: 'E07', county: '330903', trigger, officers }));
    const heard = async (userId: string) => {
      const page = await as(userId).get(`/api/inspections/${inspection}`);
      const listed = JSON.stringify((await as(userId).get('/api/inspections')).body);
      const dossier = JSON.stringify((await as(userId).get('/api/dossiers/E07')).body);
      return [page.status, listed.includes(inspection), dossier.includes(inspection)];
    };
    expect(await heard('head')).toEqual([404, false, false]);
    expect((await heard('wang')).slice(0, 2)).toEqual([200, true]);
    expect((await heard('bureau')).slice(0, 2)).toEqual([200, true]);
    expect((await heard('duty')).slice(0, 2)).toEqual([404, false]);
    await deliver();
    const told = await assignments.collection.find({ 'record.id': inspection } as never).toArray();
    expect(told.map(({ person, county, ladder }) => [person, county, ladder])).toEqual([
      ['farOfficer', null, false],
      ['wang', null, false],
    ]);
    const { enterpriseName } = (await read(inspections, inspection))!;
    expect(JSON.stringify(told)).not.toContain(enterpriseName);
    for (const [step, input] of [
      ['reassign', { first: 'wang', second: 'zhang' }],
      ['reschedule', { plannedOn: '2026-12-30', reason: '看看是哪家' }],
      ['cancel', { reason: '看看是哪家' }],
    ] as const) {
      const answer = await as('head').post(`/api/inspections/${inspection}/${step}`, input);
      expect([step, answer.status, JSON.stringify(answer.body).includes(enterpriseName)]).toEqual([step, 409, false]);
    }
    await carryOut(inspectionBegun(inspection, { siteRecord: inspection, at: MORNING }));
    expect(await heard('head')).toEqual([200, true, true]);
    await inspections.collection.deleteOne({ _id: inspection });
  });

  it('of a flying inspection asks its leader for officers, never the county, and is hidden for good once called off', async () => {
    const inspection = 'flying-nobody';
    const trigger = { kind: 'FLYING' as const, id: 'nobody', no: null, text: '飞行检查' };
    await carryOut(
      orderInspection({
        inspection,
        enterprise: 'E07',
        county: '330903',
        trigger,
        officers: null,
        orderedBy: 'bureau',
      }),
    );
    await deliver();
    const told = await assignments.collection.find({ 'record.id': inspection } as never).toArray();
    expect(told.map(({ person, purpose }) => [person, purpose])).toEqual([['bureau', 'inspection.assign']]);
    const cancelled = await as('bureau').post(`/api/inspections/${inspection}/cancel`, { reason: '飞行检查已中止' });
    expect(cancelled.status).toBe(200);
    expect((await as('head').get(`/api/inspections/${inspection}`)).status).toBe(404);
    expect(JSON.stringify((await as('head').get('/api/dossiers/E07')).body)).not.toContain(inspection);
    await inspections.collection.deleteOne({ _id: inspection });
  });

  it('of a day with more tasks than a page is listed once, page by page', async () => {
    const one = (await read(inspections, 'petition-p1'))!;
    const crowd = [1, 2, 3, 4, 5].map((n) => ({
      ...one,
      _id: `crowd-${n}`,
      no: null,
      actionCode: `crowd-${n}`,
      outbox: [],
    }));
    await inspections.collection.insertMany(crowd);
    const listed: string[] = [];
    for (let after: string | null = ''; after !== null;) {
      const query = new URLSearchParams({ limit: '2', ...(after ? { after } : {}) });
      const { body } = await as('head').get(`/api/inspections?${query.toString()}`);
      listed.push(...body.items.map(({ id }) => id));
      after = body.next;
    }
    expect(listed.filter((id) => id.startsWith('crowd-')).sort()).toEqual(crowd.map(({ _id }) => _id));
    expect(new Set(listed).size).toBe(listed.length);
    expect((await as('head').get('/api/inspections?after=2026-03-02')).status).toBe(400);
    await inspections.collection.deleteMany({ _id: { $regex: '^crowd-' } });
  });

  it('hears of arrival and end from the site record, twice as once', async () => {
    const at = server.clock.now;
    for (const told of [1, 2]) {
      expect([told, await carryOut(inspectionBegun('petition-p1', { siteRecord: 'petition-p1', at }))]).toEqual([
        told,
        { done: true },
      ]);
    }
    for (const told of [1, 2]) {
      const said = { siteRecord: 'petition-p1', at, outcome: 'PROBLEM' as const };
      expect([told, await carryOut(inspectionFinished('petition-p1', said))]).toEqual([told, { done: true }]);
    }
    const done = await read(inspections, 'petition-p1');
    expect(done).toMatchObject({ status: 'done', outcome: 'PROBLEM' });
    expect(done!.events.filter(({ type }) => type === 'inspection.finished')).toHaveLength(1);
  });

  it('is shown to the administrator when it makes no sense, and is not tried for ever', async () => {
    expect(await carryOut(orderInspection({ inspection: 'nowhere', siteName: '', trigger: null }))).toHaveProperty(
      'impossible',
    );
  });
});

describe('a clue that a site record tells', () => {
  const evidence = ['a'.repeat(64), 'b'.repeat(64)];
  const told = registerPenaltyClue({
    ...{ penalty: 'clue-of-i1', source: { kind: 'SITE_RECORD', id: 'i1', no: 'JC-2026-000001' }, enterprise: 'E07' },
    ...{ party: { kind: 'ORGANISATION', name: '东海鱼粉示例有限公司' }, county: '330903', facts: '除臭设施未运行' },
    ...{ evidence, officers: ['wang', 'zhang'] },
  });

  it('becomes one case with its evidence, and a card for the head', async () => {
    expect([await carryOut(told), await carryOut(told)]).toEqual([{ done: true }, { done: true }]);
    const found = await read(penaltyCases, 'clue-of-i1');
    expect(found).toMatchObject({ status: 'clue', evidence, registeredBy: 'wang', no: 'XS-2026-000001' });
    await deliver();
    expect(await openTo('head')).toContain('penalty.clue');
  });

  it('is read and decided by whom it concerns, not by who found it', async () => {
    const seen = async (userId: string) => (await as(userId).get('/api/penalties/clue-of-i1')).status;
    expect(await Promise.all(['head', 'wang', 'bureau', 'jurist'].map(seen))).toEqual([200, 200, 200, 200]);
    expect(await Promise.all(['farHead', 'farOfficer', 'duty', 'villager', 'admin'].map(seen))).toEqual([
      404, 404, 404, 404, 404,
    ]);
    const approval = { seen: 'a'.repeat(64), opened: [] };
    const file = async (userId: string, input: object) =>
      (await as(userId).post('/api/penalties/clue-of-i1/file', { ...YES, approval, ...input })).status;
    expect(await file('wang', {})).toBe(403);
    expect(await file('head', { jurisdiction: 'yes' })).toBe(400);
    await prove(as('head'));
    const filed = await approve(as('head'), '/api/penalties/clue-of-i1', 'file', YES);
    expect(filed.body.record.status).toBe('filed');
  });

  it('is impossible with evidence that is no hash', async () => {
    expect(await carryOut({ ...told, data: { ...told.data, penalty: 'other', evidence: ['x'] } })).toHaveProperty(
      'impossible',
    );
  });
});

describe('the library over HTTP', () => {
  it('is taken over by the reviewer once, approved by a leader, and only then asked for', async () => {
    expect((await as('wang').post('/api/check-items/library', {})).status).toBe(403);
    expect((await as('jurist').post('/api/check-items/library', {})).body.proposed).toBe(builtInItems().length);
    expect((await as('jurist').post('/api/check-items/library', {})).body.proposed).toBe(0);
    expect(await checklistFor('SEAFOOD', '2026-03-02')).toEqual([]);
    expect((await as('wang').get('/api/check-items')).body.items).toEqual([]);
    const ids = ['COMMON-01@1', 'SEAFOOD-04@1', 'GHOST-01@1'];
    expect((await as('jurist').post('/api/check-items/approve', { ids })).status).toBe(403);
    const { body } = await as('bureau').post('/api/check-items/approve', { ids });
    expect(body).toMatchObject({ approved: 2, refused: [{ id: 'GHOST-01@1' }] });
    expect((await checklistFor('SEAFOOD', '2026-03-02')).map(({ id }) => id)).toEqual(ids.slice(0, 2));
  });

  it('gives a new wording the next revision, in force with its approval, the older one ended', async () => {
    const text = builtInItems().find(({ key }) => key === 'SEAFOOD-04')!;
    const written = await as('jurist').post('/api/check-items', { ...text, question: '除臭设施是否与生产同步运行？' });
    expect(written.body.record.id).toBe('SEAFOOD-04@2');
    await as('jurist').post('/api/check-items/SEAFOOD-04@2/propose', {});
    server.clock.now = new Date('2026-03-04T10:00:00+08:00');
    await everybodySignsIn();
    expect((await as('bureau').post('/api/check-items/SEAFOOD-04@2/approve', {})).status).toBe(200);
    await deliver();
    expect((await read(checkItems, 'SEAFOOD-04@1'))!.validTo).toBe('2026-03-03');
    const asked = async (onDay: string) => (await checklistFor('SEAFOOD', onDay)).map(({ id }) => id).at(-1);
    expect([await asked('2026-03-03'), await asked('2026-03-04')]).toEqual(['SEAFOOD-04@1', 'SEAFOOD-04@2']);
  });
});

describe('dossiers over HTTP', () => {
  const found = async (userId: string, words: string) =>
    (await as(userId).get(`/api/dossiers?words=${encodeURIComponent(words)}`)).body.items?.map(
      ({ id }: { id: string }) => id,
    );

  it('are found by words, pinyin and initials, within the reader’s county', async () => {
    expect(await found('wang', '东海鱼粉')).toEqual(['E07']);
    expect(await found('wang', 'donghaiyufen')).toEqual(['E07']);
    expect(await found('wang', 'DHYF')).toEqual(['E07']);
    expect(await found('farOfficer', '东海鱼粉')).toEqual([]);
    expect(await found('bureau', '.*')).toEqual([]);
  });

  it('are read by their county, and by officers who are sent there; every refusal looks the same', async () => {
    const seen = async (userId: string, id: string) => (await as(userId).get(`/api/dossiers/${id}`)).status;
    expect([await seen('wang', 'E07'), await seen('duty', 'E07'), await seen('head', 'E01')]).toEqual([200, 200, 404]);
    expect(await seen('farOfficer', 'E07')).toBe(404);
    const sent = anOrder({ officers: ['wang', 'farOfficer'], plannedOn: '2026-03-05' });
    expect((await as('bureau').post('/api/inspections', sent)).status).toBe(200);
    expect(await seen('farOfficer', 'E07')).toBe(200);
    expect([await seen('villager', 'E07'), await seen('admin', 'E07'), await seen('wang', 'E999')]).toEqual([
      404, 404, 404,
    ]);
  });

  it('tell of petitions how many there were, and nothing of what was said', async () => {
    const { body } = await as('wang').get('/api/dossiers/E07');
    expect(Object.keys(body.past.petitions).sort()).toEqual(['open', 'repeated', 'thisYear', 'total']);
    expect(JSON.stringify(body)).not.toMatch(/reporter|contactMasked|content/);
  });
});
