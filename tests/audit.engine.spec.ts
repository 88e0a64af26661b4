import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import mongoose from 'mongoose';
import { assignmentHandlers } from '../models/assignment/assignment';
import { auditHandlers } from '../models/audit/audit.handlers';
import { auditDomain } from '../models/audit/audit';
import { audits } from '../models/audit/audit.store';
import { read, stores } from '../models/core/journal';
import { deliverDue, type OwedEntry } from '../models/core/outbox';
import { people } from '../models/people/people.store';
import { responsibilityHandlers } from '../models/responsibility/responsibility.handlers';
import { responsibilities } from '../models/responsibility/responsibility.store';
import { rounds } from '../models/rotation/rotation.store';
import { wakeDeadline } from '../server/deadlines';
import { MORNING } from './builders';
import { useDatabase } from './support/database';
import { type Browser, settle, signIn, standing, startServer, type TestServer } from './support/server';

useDatabase();
let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

/** Twenty petitions of Putuo: two registered late, one closed without a reply, some at night. */
beforeEach(async () => {
  server.clock.now = MORNING;
  await settle();
  await people.updateOne({ _id: 'auditor' }, { $set: { unit: 'policy' } });
  for (let index = 0; index < 20; index += 1) {
    const receivedAt = new Date(
      `2026-02-${String(index + 1).padStart(2, '0')}T${index % 4 === 0 ? '22' : '10'}:00:00+08:00`,
    );
    const late = index < 2 ? 30 * 3_600_000 : 60_000;
    await standing(
      {
        ...{
          no: `XF-2026-0000${String(index + 10)}`,
          unit: 'putuo',
          receivedAt,
          registeredAt: new Date(receivedAt.getTime() + late),
        },
        ...{ content: '联系我 13812345678，河水发黑', status: index === 2 ? 'closed' : 'replied' },
        repliedAt: index === 2 ? null : new Date(receivedAt.getTime() + 5 * 86_400_000),
      },
      `p${String(index).padStart(2, '0')}`,
    );
  }
});

const as = (userId: string): Promise<Browser> => signIn(server, userId);
const plan = (change: object = {}) => ({
  ...{ id: randomUUID(), title: '一季度信访稽查', unit: 'putuo', types: ['petition'] },
  ...{ fromDay: '2026-02-01', toDay: '2026-02-28', ...change },
});
async function deliver() {
  const handlers = { ...assignmentHandlers, ...auditHandlers, ...responsibilityHandlers };
  const kinds = Object.keys(handlers);
  while ((await deliverDue({ stores: () => stores, handlers }, () => server.clock.now)) > 0);
  return kinds;
}
const found = async (id: string) => (await read(audits, id))!;
async function ok(browser: Browser, id: string, step: string, input: object = {}) {
  const answer = await browser.post(`/api/audits/${id}/${step}`, input);
  if (answer.status !== 200) throw new Error(`${step}: ${JSON.stringify(answer.body.error)}`);
}
/** An audit of Putuo as far as the reading, with `auditor`. */
async function reading(change: object = {}): Promise<string> {
  const [bureau, auditor] = await Promise.all([as('bureau'), as('auditor')]);
  const asked = plan(change);
  expect((await bureau.post('/api/audits', asked)).status).toBe(200);
  await ok(bureau, asked.id, 'appoint', { auditors: ['auditor'] });
  await ok(bureau, asked.id, 'draw');
  await ok(auditor, asked.id, 'goUnannounced', { reason: '有线索' });
  await ok(auditor, asked.id, 'begin');
  return asked.id;
}
const sampled = (browser: Browser, id: string, item: string) =>
  browser.get(`/api/audits/${id}/sampled?item=${encodeURIComponent(item)}`);
const logged = (action: string) => mongoose.connection.db!.collection('audit_log').countDocuments({ action });

describe('planning by HTTP', () => {
  it('is one audit however often the same page is sent, with the commitment published and no seed', async () => {
    const bureau = await as('bureau');
    const asked = plan();
    const answers = await Promise.all([1, 2, 3].map(() => bureau.post('/api/audits', asked)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await audits.collection.countDocuments()).toBe(1);
    const { body } = await bureau.get(`/api/audits/${asked.id}`);
    expect(JSON.stringify(body)).toContain((await found(asked.id)).commitment);
    expect((await found(asked.id)).seed).toBeNull();
    expect((await bureau.get(`/api/audits/${asked.id}/replay`)).status).toBe(404);
  });

  it.each(['wang', 'head', 'admin', 'duty', 'villager', 'nobody'])('is refused to %s', async (userId) => {
    const browser = await as(userId);
    expect((await browser.post('/api/audits', plan())).status).toBe(403);
    expect((await browser.get('/api/audits')).body.items).toEqual([]);
    expect(await audits.collection.countDocuments()).toBe(0);
  });

  it.each([
    [{ unit: 'mars' }, 400],
    [{ types: [] }, 400],
    [{ types: ['patrol'] }, 400],
    [{ types: ['petition', 'petition'] }, 400],
    [{ fromDay: '2026-02-30' }, 400],
    [{ fromDay: 'x'.repeat(40) }, 400],
    [{ title: 'x'.repeat(61) }, 400],
    [{ unit: { $gt: '' } }, 400],
    [{ extra: 1 }, 400],
    [{ id: '../x' }, 400],
  ])('refuses %j in words', async (change, status) => {
    const answer = await (await as('bureau')).post('/api/audits', plan(change));
    expect([answer.status, answer.body.error!.message]).toEqual([status, expect.stringMatching(/[\u4e00-\u9fff]/)]);
    expect(await audits.collection.countDocuments()).toBe(0);
  });
});

describe('the sample', () => {
  it('has the flagged petitions and the lot of the rest, and is drawn again from the export', async () => {
    const id = await reading();
    const { strata, items } = await found(id);
    expect(strata[0]).toMatchObject({ size: 20, flagged: ['p00', 'p01', 'p02'] });
    expect(strata[0]!.lot).toHaveLength(3);
    expect(items).toHaveLength(6);
    expect(items.find(({ record }) => record === 'p00')!.flags).toEqual(['LATE_CREATED']);
    const folder = mkdtempSync(join(tmpdir(), 'liandong-audit-'));
    const file = join(folder, 'audit.json');
    writeFileSync(file, JSON.stringify((await (await as('auditor')).get(`/api/audits/${id}/replay`)).body));
    const said = execFileSync(process.execPath, [resolve(__dirname, '../docs/audit-verifier.mjs'), file], {
      encoding: 'utf8',
    });
    rmSync(folder, { recursive: true });
    expect(said).toMatch(/^✔ ZJ-2026-\d{6} petition: 6 of 20\n$/);
  });

  it('stays as it was drawn when two draw at once, and when records come later', async () => {
    const bureau = await as('bureau');
    const asked = plan();
    await bureau.post('/api/audits', asked);
    await ok(bureau, asked.id, 'appoint', { auditors: ['auditor'] });
    const answers = await Promise.all([1, 2].map(() => bureau.post(`/api/audits/${asked.id}/draw`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const before = (await found(asked.id)).items;
    await standing({ no: 'XF-2026-009999', unit: 'putuo', receivedAt: new Date('2026-02-10T10:00:00+08:00') }, 'later');
    expect((await bureau.post(`/api/audits/${asked.id}/draw`)).status).toBe(409);
    expect((await found(asked.id)).items).toEqual(before);
  });

  it('is read by its auditors alone, with personal data covered; every look and every refusal is logged', async () => {
    const id = await reading();
    const [first] = (await found(id)).items;
    const answer = await sampled(await as('auditor'), id, first!.id);
    expect(answer.status).toBe(200);
    expect(JSON.stringify(answer.body)).toContain('河水发黑');
    expect(JSON.stringify(answer.body)).not.toContain('13812345678');
    for (const userId of ['bureau', 'head', 'wang', 'admin', 'duty', 'nobody'])
      expect((await sampled(await as(userId), id, first!.id)).status).toBeGreaterThanOrEqual(403);
    expect((await sampled(await as('auditor'), id, 'petition:p99')).status).toBe(404);
    expect(await logged('audit.readSample')).toBe(2);
    expect(await logged('audits.read')).toBe(5);
  });

  it('does not reach the head of the unit in an unannounced audit, nor anybody of it', async () => {
    const id = await reading();
    for (const userId of ['head', 'wang']) {
      const browser = await as(userId);
      expect((await browser.get(`/api/audits/${id}`)).status).toBe(404);
      expect((await browser.get('/api/audits')).body.items).toEqual([]);
    }
    await deliver();
    expect((await (await as('head')).get('/api/assignments')).body.items).toEqual([]);
  });
});

describe('an auditor', () => {
  it('who is transferred to the audited unit can take no step and read no record from then on', async () => {
    const id = await reading();
    await people.updateOne({ _id: 'auditor' }, { $set: { unit: 'putuo' } });
    const moved = await as('auditor');
    const [first] = (await found(id)).items;
    expect((await moved.post(`/api/audits/${id}/review`, { item: first!.id })).status).toBe(409);
    expect((await sampled(moved, id, first!.id)).status).toBe(404);
  });

  it('who served in a round of the county after the appointment can take no step either', async () => {
    const id = await reading();
    const seat = { person: 'auditor', unit: 'u-policy', state: 'served' };
    const round = {
      _id: 'r1',
      county: '330903',
      sequence: 1,
      status: 'closed',
      openedBy: 'x',
      lastDay: '2026-02-20',
      seats: [seat],
    };
    await rounds.collection.insertOne({ ...round, events: [], outbox: [] } as never);
    const browser = await as('auditor');
    const [first] = (await found(id)).items;
    const answer = await browser.post(`/api/audits/${id}/review`, { item: first!.id });
    expect([answer.status, answer.body.error!.message]).toEqual([409, expect.stringContaining('回避规定')]);
    expect((await sampled(browser, id, first!.id)).status).toBe(404);
    await rounds.collection.updateOne({ _id: 'r1' }, { $set: { lastDay: '2025-02-20' } });
    expect((await browser.post(`/api/audits/${id}/review`, { item: first!.id })).status).toBe(200);
  });

  it('is never the administrator of the system, somebody of the unit, or its head', async () => {
    const bureau = await as('bureau');
    const asked = plan();
    await bureau.post('/api/audits', asked);
    for (const person of ['admin', 'wang', 'head', 'left', 'nobody', 'ghost'])
      expect((await bureau.post(`/api/audits/${asked.id}/appoint`, { auditors: [person] })).status).toBe(400);
    const { body } = await bureau.get(`/api/audits/${asked.id}/candidates`);
    expect((body.items as { id: string }[]).map(({ id }) => id)).toEqual(['auditor']);
  });
});

describe('from finding to responsibility', () => {
  it('goes the whole way: finding, silence, final, trail, objection, decision', async () => {
    const id = await reading();
    const auditor = await as('auditor');
    const wrong = {
      category: 'TIMELINESS',
      severity: 'VETO',
      rule: '行政处罚法第八十五条',
      text: '五日期限按自然日计算',
      responsible: ['wang'],
    };
    for (const [index, { id: item }] of (await found(id)).items.entries())
      await ok(auditor, id, 'review', { item, findings: index === 0 ? [wrong] : [] });
    await ok(auditor, id, 'draftFindings');
    await ok(auditor, id, 'sendFindings');
    await deliver();
    const head = await as('head');
    expect((await head.get('/api/assignments')).body.items).toMatchObject([{ purposeLabel: '稽查意见待答复' }]);
    const page = JSON.stringify((await head.get(`/api/audits/${id}`)).body);
    expect(page).toContain('五日期限按自然日计算');
    expect(page).not.toMatch(/样本已抽出|登记XF|petition:p1[0-9]"/);
    expect((await (await as('wang')).get(`/api/audits/${id}`)).status).toBe(404);

    server.clock.now = (await found(id)).replyDueAt!;
    const wake = wakeDeadline(auditDomain, (error) => {
      throw error;
    });
    expect(await wake.act(server.clock.now, 10)).toBe(1);
    expect((await found(id)).findings[0]!.reply).toMatchObject({ stance: 'NONE', by: 'clock' });
    expect(
      (await (await as('head')).post(`/api/audits/${id}/reply`, { stance: 'ACCEPT', text: '迟到的答复' })).status,
    ).toBe(409);

    await ok(await as('auditor'), id, 'finalise', { ruling: '未答复，意见成立' });
    await deliver();
    const wang = await as('wang');
    const [entry] = (await wang.get('/api/responsibilities')).body.items as { id: string }[];
    expect((await (await as('zhang')).get('/api/responsibilities')).body.items).toEqual([]);
    expect((await (await as('zhang')).get(`/api/responsibilities/${encodeURIComponent(entry!.id)}`)).status).toBe(404);
    expect((await (await as('admin')).get(`/api/responsibilities/${encodeURIComponent(entry!.id)}`)).status).toBe(404);
    const path = `/api/responsibilities/${encodeURIComponent(entry!.id)}`;
    expect((await wang.post(`${path}/object`, { text: '期限由系统计算' })).status).toBe(200);
    expect((await (await as('head')).post(`${path}/withdraw`, { reason: '不是他的责任' })).status).toBe(403);
    expect((await (await as('bureau')).post(`${path}/uphold`, { reason: '审核时应当发现' })).status).toBe(200);
    const { body } = await wang.get(path);
    expect(JSON.stringify(body)).toContain('审核时应当发现');
  });

  it('enters a person once however often the effect is delivered', async () => {
    const entry = {
      ...{
        id: 'o1',
        kind: 'responsibility.record',
        lane: '',
        store: 'audits',
        recordId: 'a',
        dueAt: MORNING,
        attempts: 1,
      },
      data: {
        ...{
          entry: 'e1',
          person: 'wang',
          personName: '王示海',
          unit: 'putuo',
          unitName: '普陀分局',
          rule: '规则',
          text: '问题',
        },
        ...{ record: { type: 'petition', id: 'p1', no: 'XF' }, source: { kind: 'AUDIT', id: 'a', no: null } },
        ...{ category: 'DATA', severity: 'MINOR' },
      },
    } as OwedEntry;
    const handle = responsibilityHandlers['responsibility.record']!;
    await Promise.all([handle([entry], MORNING), handle([{ ...entry, id: 'o2' }], MORNING)]);
    expect(await responsibilities.collection.countDocuments()).toBe(1);
    expect(await handle([{ ...entry, data: { entry: 'e2' } }], MORNING)).toEqual([
      { impossible: expect.stringContaining('不完整') as string },
    ]);
  });
});

describe('an audit ordered by a compromised flying inspection', () => {
  it('is planned once, and a bureau leader is asked for its scope', async () => {
    const data = {
      audit: 'flying-f1',
      title: '飞行检查疑似泄密稽查',
      trigger: { kind: 'FLYING', id: 'f1', no: 'FX-2026-000001' },
    };
    const entry = {
      id: 'o1',
      kind: 'audit.ordered',
      lane: '',
      store: 'x',
      recordId: 'f1',
      dueAt: MORNING,
      attempts: 1,
      data,
    } as OwedEntry;
    const handle = auditHandlers['audit.ordered']!;
    await handle([entry], MORNING);
    await handle([{ ...entry, id: 'o2' }], MORNING);
    await deliver();
    expect(await audits.collection.countDocuments()).toBe(1);
    const bureau = await as('bureau');
    expect((await bureau.get('/api/assignments')).body.items).toMatchObject([{ purposeLabel: '稽查待确定范围' }]);
    expect((await bureau.post('/api/audits/flying-f1/draw')).status).toBe(409);
    await ok(bureau, 'flying-f1', 'rescope', {
      unit: 'putuo',
      types: ['petition'],
      fromDay: '2026-02-01',
      toDay: '2026-02-28',
    });
    expect(await found('flying-f1')).toMatchObject({ unit: 'putuo', head: 'head', trigger: { kind: 'FLYING' } });
  });
});
