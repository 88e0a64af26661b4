/** One case from the clue to the decision, over real HTTP on the real engine: each step by the person whose it is, at its own time. */
import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { assignmentHandlers } from '../models/assignment/assignment';
import { assignments } from '../models/assignment/assignment.store';
import { perform } from '../models/core/domain';
import { read, stores } from '../models/core/journal';
import { deliverDue } from '../models/core/outbox';
import { adopt } from '../models/core/policy';
import { keepBuiltInTables } from '../models/discretion/discretion.store';
import { keepBuiltInLaw } from '../models/law/builtIn';
import { people } from '../models/people/people.store';
import { type PenaltyCase } from '../models/penalty/penalty.schema';
import { penaltyDomain } from '../models/penalty/penalty';
import { penaltyHandlers } from '../models/penalty/penalty.handlers';
import { penaltyCases } from '../models/penalty/penalty.store';
import { ruleSetHash } from '../models/penalty/ruleSet';
import { as as acting, aPerson, atTime } from './builders';
import { approve, lookAt, PIN } from './support/approve';
import { ACT, CREW, OPINIONS, RECEIPT, REPORT } from './support/caseRoad';
import { YES } from './support/clue';
import { useDatabase } from './support/database';
import { on } from './support/decidedCase';
import { picture } from './support/evidence';
import { settle, signIn, startServer, type Browser, type TestServer } from './support/server';

useDatabase({ emptyBefore: 'file' });

interface Answered {
  status: number;
  body: {
    record: { id: string; status: string; number: string; version: number };
    offered: { step: string }[];
    clocks: { label: string; explain: { reason: string }[] }[];
    items: { id: string; number: string }[];
    next: string | null;
    error: { code: string; message: string };
    history: { what: string }[];
    hash: string;
  };
}
interface Hands {
  get: (path: string) => Promise<Answered>;
  post: (path: string, body: object, headers?: Record<string, string>) => Promise<Answered>;
}

let server: TestServer;
const browsers = new Map<string, Browser>();
let photo = '';
const id = randomUUID();
const CASE = `/api/penalties/${id}`;

beforeAll(async () => {
  adopt({ approval: { scrypt: { logN: 10 } } });
  await settle();
  await people.insertMany([
    aPerson('reviewer', '何示审', ['reviewer'], { county: null, unit: 'law' }),
    aPerson('legal', '许示法', ['reviewer'], { county: null, unit: 'law' }),
    aPerson('vice', '沈副局', ['branchHead']),
  ]);
  for (const one of ['wang', 'zhang'])
    await people.updateOne({ _id: one }, { $set: { certificateNo: `ZF-${one}`, certificateValidTo: '2028-12-31' } });
  server = await startServer();
  await at('2026-08-20', '09:00');
  await Promise.all([keepBuiltInLaw(server.clock.now), keepBuiltInTables(server.clock.now)]);
});
afterAll(async () => {
  await server.close();
  adopt({});
});

/** It is this moment now: whoever acts signs in anew, and leaders prove themselves. */
async function at(day: string, time = '10:00'): Promise<void> {
  server.clock.now = on(day, time);
  browsers.clear();
  await Promise.resolve();
}
const provers = new Set<string>();
async function by(userId: string): Promise<Hands> {
  const known = browsers.get(userId);
  if (known) return known as unknown as Hands;
  const browser = await signIn(server, userId);
  browsers.set(userId, browser);
  if (['head', 'bureau', 'vice'].includes(userId)) {
    if (!provers.has(userId)) await browser.post('/api/secondFactor/set', { pin: PIN });
    provers.add(userId);
    await browser.post('/api/secondFactor', { pin: PIN });
  }
  return browser as unknown as Hands;
}
async function take(userId: string, step: string, input: object = {}): Promise<Answered> {
  const answer = await (await by(userId)).post(`${CASE}/${step}`, input);
  if (answer.status !== 200) throw new Error(`${step}: ${answer.body.error.message}`);
  return answer;
}
async function sign(userId: string, step: string, input: object = {}): Promise<Answered> {
  const answer = await approve(await by(userId), CASE, step, input);
  if (answer.status !== 200) throw new Error(`${step}: ${answer.body.error.message}`);
  return answer;
}
const kept = async (): Promise<PenaltyCase> => (await read(penaltyCases, id))!;
const deliver = async () => {
  const handlers = { ...assignmentHandlers, ...penaltyHandlers };
  while ((await deliverDue({ stores: () => stores, handlers }, () => server.clock.now)) > 0);
};
const asked = async (person: string) => {
  await deliver();
  const open = { person, status: { $in: ['open', 'acknowledged'] }, 'record.id': id };
  return (await assignments.collection.find(open as never).toArray()).map(({ purpose }) => purpose);
};
async function sent(userId: string): Promise<string> {
  await by(userId);
  const { cookie, csrf } = browsers.get(userId)!;
  const answer = await request(server.url)
    .post('/api/files')
    .set({ cookie, 'x-csrf-token': csrf })
    .attach('photo', await picture(1), { filename: 'a.jpg', contentType: 'image/jpeg' });
  return (answer.body as { hash: string }).hash;
}
/** D1 of the worked examples: 报告表, 主体结构施工 18, 6至12个月 11, first 0, no complaint 0 of [100,000, 500,000] is 216,000 yuan. */
const D1 = { stage: 'main', duration: 'below12', times: 'first', complaints: 'none' };
const BUILDING = { ...ACT, offence: 'eiaForm', text: '环评报告表未批先建', facts: '未经批准开工建设。', harm: false };

describe('a case', () => {
  it('is registered, filed under a second factor and given a number of its authority', async () => {
    photo = await sent('wang');
    const clue = {
      ...{ id, source: { kind: 'OTHER', id: null, no: null }, enterprise: null, county: '330903', actOn: '2026-08-20' },
      party: { kind: 'ORGANISATION', name: '东海鱼粉示例有限公司', uscc: '91330900MA28示例01' },
      ...{ facts: '报告表未经批准，主体结构正在施工。', evidence: [photo] },
    };
    expect((await (await by('wang')).post('/api/penalties', clue)).status).toBe(200);
    expect(await asked('head')).toEqual(['penalty.clue']);
    const bare = await (await by('head')).post(`${CASE}/file`, YES);
    expect(bare.body.error.code).toBe('INVALID_INPUT');
    const { body } = await sign('head', 'file', YES);
    expect(body.record).toMatchObject({ status: 'filed', number: '舟环(普)立〔2026〕1号' });
    expect((await kept()).filing?.dueAt).toEqual(new Date('2026-11-18T23:59:59.999+08:00'));
  });

  it('is investigated by two, assessed to the yuan, and reported', async () => {
    await take('head', 'assignInvestigators', CREW);
    expect(await asked('zhang')).toEqual(['penalty.investigate']);
    await take('wang', 'describeParty', { idNumber: '91330900MA28示例01', representative: '何示厂', address: '展茅' });
    await take('wang', 'describeAct', { ...BUILDING, photos: [photo] });
    const factors = Object.fromEntries(
      Object.entries(D1).map(([code, step]) => [
        code,
        { step, established: true, value: null, evidence: [photo], note: '' },
      ]),
    );
    await take('wang', 'assess', { act: 'a1', factors, chosen: 'ONLY', chosenReason: '行为和决定适用同一规定' });
    const [sheet] = (await kept()).sheets;
    expect(sheet?.resultFen).toBe(21_600_000);
    await at('2026-09-10');
    await take('wang', 'report', { ...REPORT, facts: '报告表未经批准即开工。', nature: '未批先建。' });
    expect(await asked('reviewer')).toEqual(['penalty.review']);
  });

  it('is reviewed by somebody else; the same key twice is one step', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const reviewer = await by('reviewer');
    const first = await reviewer.post(`${CASE}/takeReview`, {}, key);
    const again = await reviewer.post(`${CASE}/takeReview`, {}, key);
    expect([first.status, again.status, again.body.record.version]).toEqual([200, 200, first.body.record.version]);
    expect((await (await by('wang')).post(`${CASE}/review`, OPINIONS)).status).toBe(403);
    await take('reviewer', 'review', OPINIONS);
  });

  it('is told to the party, and a page that has become stale approves nothing', async () => {
    await take('wang', 'draftNotice', {});
    const head = await by('head');
    const { seen, required } = await lookAt(head, CASE, 'approveNotice');
    await take('wang', 'addEvidence', { photos: [await sent('wang'), photo].slice(0, 1), text: '补充照片' });
    await take('wang', 'describeParty', {
      idNumber: '91330900MA28示例01',
      representative: '何示厂',
      address: '展茅2号',
    });
    const stale = await head.post(`${CASE}/approveNotice`, { approval: { seen, opened: required } });
    expect(stale.body.error.code).toBe('STALE_VIEW');
    await sign('head', 'approveNotice');
    await at('2026-09-18', '15:00');
    await take('wang', 'serveNotice', { ...RECEIPT, photos: [photo] });
    const { body } = await (await by('wang')).get(CASE);
    expect(body.clocks.map(({ label }) => label)).toEqual(['当事人陈述申辩、申请听证', '办案期限']);
  });

  it('hears the party on its own page, and answers each point', async () => {
    server.clock.now = on('2026-09-21');
    const party = acting('party', `party:${id}`, { now: server.clock.now });
    const said = { id: randomUUID(), text: '我司已经整改，请求从轻处罚。', files: [] };
    for (let n = 0; n < 2; n += 1) await perform(penaltyDomain, 'state', id, said, { ...party, key: said.id });
    expect((await kept()).statements).toHaveLength(1);
    const due = (await kept()).wakeAt!;
    server.clock.now = due;
    await perform(penaltyDomain, 'wake', id, {}, atTime(due));
    expect(await asked('reviewer')).toEqual(['penalty.recheck']);
    await at('2026-09-28');
    await take('reviewer', 'answerPoint', { point: '请求从轻', adopted: false, reason: '没有法定从轻情形' });
    await take('reviewer', 'recheck', {});
    expect(await asked('legal')).toEqual(['penalty.legalReview']);
    expect((await (await by('reviewer')).post(`${CASE}/legalReview`, { opinion: '同意' })).status).toBe(409);
    await take('legal', 'legalReview', { opinion: '程序合法，适用依据准确。' });
  });

  it('is decided once, however many leaders press at the same moment', async () => {
    await at('2026-10-12');
    expect(await asked('wang')).toContain('penalty.draft');
    await take('wang', 'draftDecision', { order: '责令你单位立即改正违法行为。' });
    expect(await asked('head')).toEqual(['penalty.decide']);
    const leaders = await Promise.all(['head', 'vice', 'bureau'].map(by));
    const pages = await Promise.all(leaders.map((one) => lookAt(one, CASE, 'decide')));
    const pressed = await Promise.all(
      leaders.map((one, n) =>
        one.post(`${CASE}/decide`, { approval: { seen: pages[n]!.seen, opened: pages[n]!.required } }),
      ),
    );
    const refused = pressed.flatMap(({ status, body }) => (status === 200 ? [] : [body.error.message]));
    expect(refused).toEqual(Array(2).fill(expect.stringMatching(/已决定|有变动|刚被别人更新/)));
    const { decision, veto, ruleSet, status } = await kept();
    expect(status).toBe('decided');
    expect(decision).toMatchObject({ fineFen: 21_600_000, authority: '330903', no: '舟环(普)罚〔2026〕1号' });
    expect(veto).toHaveLength(25);
    expect(ruleSetHash(ruleSet!)).toBe(ruleSet?.hash);
    expect(await asked('zhang')).toContain('penalty.serve');
  });

  it('is listed to those who may see it, page by page, and to nobody else', async () => {
    const ids = async (userId: string, query: string) =>
      (await (await by(userId)).get(`/api/penalties?${query}`)).body.items.map((one) => one.id);
    expect(await ids('head', 'status=decided&county=330903')).toEqual([id]);
    expect(await ids('zhang', 'sort=DUE')).toEqual([id]);
    expect(await ids('farHead', 'limit=5')).toEqual([]);
    const first = await (await by('head')).get('/api/penalties?limit=1');
    const next = await (await by('head')).get(`/api/penalties?limit=1&after=${encodeURIComponent(first.body.next!)}`);
    expect(next.body.items).toEqual([]);
    expect((await (await by('head')).get('/api/penalties?after=x')).status).toBe(400);
  });

  it('tells its whole history in sentences, to nobody who has no part in it', async () => {
    const { body } = await (await by('zhang')).get(CASE);
    expect(body.history.map(({ what }) => what).join('\n')).toMatch(/立案[\s\S]*指派调查人员[\s\S]*签发处罚决定/);
    expect(body.history.some(({ what }) => what.startsWith('penalty.'))).toBe(false);
    for (const stranger of ['farHead', 'nobody']) expect((await (await by(stranger)).get(CASE)).status).toBe(404);
  });
});
