import { unzipSync } from 'fflate';
import { createHash } from 'node:crypto';
import { CLOCK } from '../models/core/access';
import { perform } from '../models/core/domain';
import { evidenceHoldDomain } from '../models/evidenceHold/evidenceHold';
import { evidenceHolds } from '../models/evidenceHold/evidenceHold.store';
import { orderDomain } from '../models/order/order';
import { orders } from '../models/order/order.store';
import { people } from '../models/people/people.store';
import { spotPenalties } from '../models/spotPenalty/spotPenalty.store';
import { reserveNumbers } from '../models/template/numbering';
import { findOffice } from '../server/office';
import { useDatabase } from './support/database';
import { type Browser, settle, signIn, startServer, type TestServer } from './support/server';

useDatabase();

let server: TestServer;
const browsers = new Map<string, Browser>();
beforeEach(async () => {
  await settle();
  await people.updateMany(
    { _id: { $in: ['wang', 'zhang', 'head'] } },
    { $set: { certificateNo: '示33090001', certificateValidTo: '2099-12-31' } },
  );
  server = await startServer();
  for (const id of ['wang', 'zhang', 'head', 'farHead', 'farOfficer', 'bureau', 'villager'])
    browsers.set(id, await signIn(server, id));
});
afterEach(() => server.close());
const as = (id: string) => browsers.get(id) as Browser;

const INK = {
  width: 1000,
  height: 500,
  strokes: [
    [
      [100, 100, 0],
      [500, 300, 50],
      [700, 120, 90],
    ],
    [
      [120, 400, 200],
      [800, 380, 260],
    ],
    [
      [300, 60, 300],
      [320, 460, 390],
    ],
  ],
};
const ID = '01J0000000000000000000SITE';
const ago = (minutes: number) => new Date(server.clock.now.getTime() - minutes * 60_000).toISOString();
const served = (change: object = {}) => ({
  ...{ at: ago(5), place: '示例船厂办公室', receiver: '示例厂长', signature: INK, ...change },
});
const begun = () => ({
  ...{ id: ID, siteRecord: 'inspection-1', county: '330903', team: ['wang', 'zhang'] },
  party: { kind: 'ORGANISATION', name: '东海示例船厂（示例）', idNumber: 'DEMO0001' },
});
const anOrder = (change: object = {}) => ({
  ...{ ...begun(), inspectedAt: ago(60), facts: '喷漆作业未收集处理废气，直接外排' },
  ...{ violated: '大气污染防治有关规定第四十五条', basis: '大气污染防治有关规定第一百零八条' },
  ...{ demands: [{ what: '密闭喷漆作业', how: '安装并运行收集处理设施' }], correctBy: '2099-01-01', ...change },
});
const inDays = (days: number) => new Date(server.clock.now.getTime() + days * 86_400_000).toISOString().slice(0, 10);
const aPenalty = (change: object = {}) => ({
  ...{ ...begun(), actAt: ago(90), actPlace: '示例船厂二号船台', facts: '未按规定张贴危险废物标识' },
  ...{
    violated: '固体废物管理规定第七十七条',
    basis: '固体废物管理规定第一百一十二条',
    reason: '情节轻微，当场改正。',
  },
  ...{ warning: true, fineFen: 9_900, certificateShownAt: ago(40), toldAt: ago(30), defence: {}, serving: served() },
  ...change,
});
const aHold = (change: object = {}) => ({
  ...{ ...begun(), suspicion: '涉嫌伪造监测记录', reason: '记录本可能被销毁', method: '带回分局封存' },
  ...{ place: '普陀分局证据室', objects: [{ name: '监测记录本', quantity: '2本', condition: '完好' }], ...change },
});

describe('an order to correct', () => {
  it('is issued and handed over once, with one number, and only by the two officers', async () => {
    const input = anOrder({ correctBy: inDays(20), serving: served() });
    expect((await as('farOfficer').post('/api/orders', input)).status).toBe(403);
    const [first, second] = [await as('wang').post('/api/orders', input), await as('wang').post('/api/orders', input)];
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(await orders.collection.countDocuments()).toBe(1);
    const [order] = await orders.collection.find({}).toArray();
    expect(order).toMatchObject({
      status: 'served',
      no: expect.stringMatching(/^舟环\(普\)责改〔\d{4}〕1号$/) as string,
    });
    expect((await as('zhang').get(`/api/orders/${ID}`)).status).toBe(200);
    expect((await as('farHead').get(`/api/orders/${ID}`)).status).toBe(404);
  });

  it('takes a number reserved for the officer, once', async () => {
    const [no = ''] = await reserveNumbers('order', 'wang', 3, server.clock.now);
    expect(await reserveNumbers('order', 'wang', 3, server.clock.now)).toContain(no);
    const input = anOrder({ correctBy: inDays(20), no });
    expect((await as('zhang').post('/api/orders', input)).status).toBe(400);
    expect((await as('wang').post('/api/orders', input)).status).toBe(200);
    const again = await as('wang').post('/api/orders', { ...input, id: '01J000000000000000000OTHER' });
    expect([again.status, again.body.error?.message]).toEqual([400, expect.stringContaining('已经用过')]);
    expect(await orders.collection.distinct('no')).toEqual([no]);
  });

  it('refuses bad input in words and writes nothing', async () => {
    const good = { correctBy: inDays(20) };
    const bad = [
      { demands: [] },
      { correctBy: '2026-13-40' },
      { correctBy: '2020-01-01' },
      { team: ['wang', 'wang'] },
      { team: ['wang', 'duty'] },
      { team: ['wang'] },
      { serving: served({ signature: null }) },
      { serving: served({ signature: { ...INK, strokes: [[[500, 250, 0]]] } }) },
      { serving: served({ at: ago(-600) }) },
      { enterprise: 'nobody' },
      { more: 1 },
    ];
    for (const change of bad) {
      const { status, body } = await as('wang').post('/api/orders', anOrder({ ...good, ...change }));
      expect([change, status]).toEqual([change, 400]);
      expect(body.error?.message).toMatch(/[\u4e00-\u9fff]/);
    }
    expect(await orders.collection.countDocuments()).toBe(0);
  });
});

describe('a penalty on the spot', () => {
  it('keeps within the simple procedure, with a receipt that exists once', async () => {
    const collection = { why: 'SMALL', receiptNo: 'A0012345', at: ago(4) };
    const refusals: [object, RegExp][] = [
      [{ fineFen: 300_001 }, /最多3000元/],
      [{ party: { kind: 'CITIZEN', name: '示某' }, fineFen: 20_001 }, /最多200元/],
      [{ warning: false, fineFen: null }, /警告或填写/],
      [{ fineFen: 100.5 }, /精确到分/],
      [{ fineFen: 20_000, collection }, /不能以小额为由/],
      [{ fineFen: null, collection }, /没有罚款可收/],
      [{ fineFen: 20_000, collection: { ...collection, why: 'REMOTE' } }, /当事人提出/],
      [{ toldAt: ago(50) }, /早于亮证/],
      [{ defence: { words: '已经整改了' } }, /复核意见/],
    ];
    for (const [change, sentence] of refusals) {
      const { status, body } = await as('wang').post('/api/spot-penalties', aPenalty(change));
      expect([change, status]).toEqual([change, 400]);
      expect(body.error?.message).toMatch(sentence);
    }
    expect((await as('wang').post('/api/spot-penalties', aPenalty({ collection }))).status).toBe(200);
    const twice = await as('wang').post('/api/spot-penalties', { ...aPenalty({ collection }), id: `${ID}2` });
    expect([twice.status, twice.body.error?.message]).toEqual([409, expect.stringContaining('票据编号')]);
  });

  it('names no amount and no party in any message, event or card', async () => {
    await as('wang').post('/api/spot-penalties', aPenalty({ fineFen: 8_800 }));
    const [stored] = await spotPenalties.collection.find({}).toArray();
    const told = JSON.stringify([stored?.events, stored?.outbox], (key, value: unknown) =>
      ['id', 'key', 'requestId'].includes(key) ? undefined : value,
    );
    expect(told).not.toMatch(/8800|88|船厂/);
  });

  it('goes from the officers to the authority and into the bank, never through one pair of hands', async () => {
    const collection = { why: 'REMOTE', words: '当事人要求现在就交', receiptNo: 'A0012345', at: ago(4), atSea: true };
    await as('wang').post('/api/spot-penalties', aPenalty({ collection }));
    const step = async (who: string, name: string, input: object = {}) =>
      (await as(who).post(`/api/spot-penalties/${ID}/${name}`, input)).status;
    expect(await step('wang', 'handIn', { to: '示出纳' })).toBe(409);
    expect(await step('wang', 'land')).toBe(200);
    expect(await step('wang', 'handIn', { to: '示出纳' })).toBe(200);
    expect(await step('wang', 'bank', { slipNo: 'B0001' })).toBe(403);
    expect(await step('farHead', 'bank', { slipNo: 'B0001' })).toBe(403);
    expect(await step('head', 'bank', { slipNo: 'B0001' })).toBe(200);
    expect([await step('wang', 'report'), await step('head', 'receive')]).toEqual([200, 200]);
  });
});

describe('a hold of evidence', () => {
  it('is approved by somebody else, within the day when it was urgent', async () => {
    expect((await as('wang').post('/api/evidence-holds', aHold({ serving: served() }))).status).toBe(200);
    const press = async (who: string, name: string, input: object = {}) =>
      (await as(who).post(`/api/evidence-holds/${ID}/${name}`, input)).status;
    expect(await press('wang', 'confirm')).toBe(403);
    expect(await press('head', 'decide', { measure: 'RETURNED', reason: '已拍照固定' })).toBe(409);
    expect(await press('head', 'confirm')).toBe(200);
    expect(await press('head', 'decide', { measure: 'RETURNED', reason: '已拍照固定' })).toBe(200);
    expect(await press('zhang', 'handBack', { serving: served() })).toBe(200);
    expect((await evidenceHolds.collection.find({}).toArray())[0]).toMatchObject({ status: 'returned' });
  });

  it('ends by the clock when nobody approved it, once, and its things go back', async () => {
    await as('wang').post('/api/evidence-holds', aHold({ serving: served() }));
    const now = new Date(server.clock.now.getTime() + 25 * 3_600_000);
    const context = { actor: CLOCK, now, door: 'clock' as const };
    await perform(evidenceHoldDomain, 'wake', ID, {}, context);
    const [hold] = await evidenceHolds.collection.find({}).toArray();
    expect(hold).toMatchObject({ status: 'lapsed', lapse: { why: 'APPROVAL' }, wakeAt: null });
    await expect(perform(evidenceHoldDomain, 'wake', ID, {}, context)).rejects.toThrow(/自动解除/);
  });
});

async function wordOf(path: string): Promise<Uint8Array> {
  const answer = await fetch(`${server.url}${path}`, { headers: { cookie: as('wang').cookie } });
  return new Uint8Array(await answer.arrayBuffer());
}

describe('the documents of an order', () => {
  it('are read, taken away and verified; whoever may not see the order sees none of them', async () => {
    await as('wang').post('/api/orders', anOrder({ correctBy: inDays(20), serving: served() }));
    const path = `/api/documents/orders/${ID}/order`;
    const page = await as('wang').get(path);
    const { hash, no, draft } = page.body as unknown as { hash: string; no: string; draft: boolean };
    expect([page.status, draft]).toEqual([200, false]);
    expect(JSON.stringify(page.body)).toContain('密闭喷漆作业');
    expect((await as('farOfficer').get(path)).status).toBe(404);
    expect((await as('wang').get(`/api/documents/orders/${ID}/spotPenalty`)).status).toBe(404);
    expect((await as('wang').get(`/api/documents/petitions/${ID}/order`)).status).toBe(404);

    const get = (address: string) => fetch(`${server.url}${address}`);
    const word = await wordOf(`${path}/word`);
    expect(Object.keys(unzipSync(word))).toContain('word/document.xml');
    const verify = `/api/verify/orders.${ID}.order`;
    const n = no.replace(/\D/g, '');
    const told = (await (await get(`${verify}?n=${n}`)).json()) as object;
    expect(told).toMatchObject({ no, hash, title: '责令改正违法行为决定书', authority: '舟山市生态环境局普陀分局' });
    expect(Object.keys(told).sort()).toEqual(['authority', 'day', 'hash', 'no', 'title']);
    expect((await get(`${verify}?n=${n}1`)).status).toBe(404);
    const sha = createHash('sha256').update(word).digest('hex');
    expect(await (await get(`${verify}/copies/${sha}?n=${n}`)).json()).toEqual({ ours: true });
    expect(await (await get(`${verify}/copies/${'0'.repeat(64)}?n=${n}`)).json()).toEqual({ ours: false });
  });
});

describe('the lists', () => {
  it('show whoever may see them the documents of one visit, without strokes', async () => {
    await as('wang').post('/api/orders', anOrder({ correctBy: inDays(20), serving: served() }));
    await as('wang').post('/api/spot-penalties', aPenalty());
    await as('wang').post('/api/evidence-holds', aHold({ serving: served() }));
    for (const path of ['orders', 'spot-penalties', 'evidence-holds']) {
      const own = await as('zhang').get(`/api/${path}?siteRecord=inspection-1`);
      expect([path, own.status, own.body.items?.length]).toEqual([path, 200, 1]);
      expect(own.text).not.toContain('strokes');
      expect((await as('zhang').get(`/api/${path}?siteRecord=another`)).body.items).toEqual([]);
      expect((await as('farHead').get(`/api/${path}`)).body.items).toEqual([]);
    }
  });

  it('give paper and free numbers to officers alone', async () => {
    const { status, body } = await as('wang').get('/api/on-site/paper');
    expect([status, Object.keys(body['numbers'] as object).sort()]).toEqual([
      ...[200, ['evidenceHold', 'order', 'spotPenalty']],
    ]);
    expect((await as('villager').get('/api/on-site/paper')).status).toBe(403);
  });
});

describe('the PDF of a document', () => {
  it('is refused in words where no LibreOffice is, and the page says so', async () => {
    await as('wang').post('/api/orders', anOrder({ correctBy: inDays(20), serving: served() }));
    const { version, pdf } = await findOffice(['no-such-program']);
    expect(version).toBeNull();
    await expect(pdf(new Uint8Array())).rejects.toMatchObject({ code: 'UNAVAILABLE', status: 503 });
    const page = await as('wang').get(`/api/documents/orders/${ID}/order`);
    const { pdf: offered } = (page.body as unknown as { formats: { pdf: boolean } }).formats;
    const answer = await as('wang').get(`/api/documents/orders/${ID}/order/pdf`);
    expect(answer.status).toBe(offered ? 200 : 503);
    if (!offered) expect(answer.body.error?.message).toMatch(/没有安装 LibreOffice.*Word/);
  });
});

describe('a document that stays under a clock', () => {
  /** Sessions of another year are over. */
  async function on(at: string) {
    server.clock.now = new Date(at);
    for (const id of ['wang', 'head']) browsers.set(id, await signIn(server, id));
  }
  const wake = async (domain: typeof evidenceHoldDomain | typeof orderDomain, at: string) =>
    perform(domain as typeof orderDomain, 'wake', ID, {}, { actor: CLOCK, now: new Date(at), door: 'clock' });

  it('ends a hold seven working days on, across the National Day of 2026 with its day made up for', async () => {
    await on('2026-09-28T10:00:00+08:00');
    await as('wang').post('/api/evidence-holds', aHold({ serving: served() }));
    await on('2026-09-28T11:00:00+08:00');
    await as('head').post(`/api/evidence-holds/${ID}/confirm`);
    const [hold] = await evidenceHolds.collection.find({}).toArray();
    // Holiday 1–7 October; Saturday the 10th is worked.
    const dueAt = new Date('2026-10-13T23:59:59.999+08:00');
    expect(hold?.decisionDueAt).toEqual(dueAt);
    expect(hold?.wakeAt).toEqual(dueAt);
    await expect(wake(evidenceHoldDomain, '2026-10-13T23:00:00+08:00')).rejects.toMatchObject({ code: 'NOT_NOW' });
    await wake(evidenceHoldDomain, '2026-10-14T00:00:00+08:00');
    const [ended] = await evidenceHolds.collection.find({}).toArray();
    expect(ended).toMatchObject({ status: 'lapsed', lapse: { why: 'DECISION' } });
  });

  it('reminds of an order three working days before its last day, then orders one visit', async () => {
    await on('2026-11-02T10:00:00+08:00');
    await as('wang').post('/api/orders', anOrder({ correctBy: '2026-11-16', serving: served() }));
    expect((await orders.collection.findOne({}))?.wakeAt).toEqual(new Date('2026-11-11T08:00:00+08:00'));
    await wake(orderDomain, '2026-11-11T08:00:00+08:00');
    expect((await orders.collection.findOne({}))?.wakeAt).toEqual(new Date('2026-11-16T23:59:59.999+08:00'));
    await wake(orderDomain, '2026-11-17T00:00:00+08:00');
    await expect(wake(orderDomain, '2026-11-17T00:00:00+08:00')).rejects.toMatchObject({ code: 'NOT_NOW' });
    const order = await orders.collection.findOne({});
    expect(order).toMatchObject({ status: 'due', visit: { inspection: `order-${ID}` } });
    expect(order?.outbox.filter(({ kind }) => kind === 'inspection.ordered')).toHaveLength(1);
  });
});
