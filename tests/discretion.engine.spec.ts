/** 裁量 over real HTTP and the real engine: the page of an act, its step, the nearest cases by index, and tables from file to force. */
import { randomUUID } from 'node:crypto';
import { read } from '../models/core/journal';
import { BUILT_IN_TABLES } from '../models/discretion/builtIn';
import { shownOf } from '../models/approval/signing';
import { perform } from '../models/core/domain';
import { discretionApprovable } from '../models/discretion/approving';
import { discretionDomain, discretionHandlers } from '../models/discretion/discretion';
import { type DiscretionSheet } from '../models/discretion/discretion.schema';
import { discretionTables } from '../models/discretion/discretion.store';
import { isIntact, recompute } from '../models/discretion/sheet';
import { rowsOf } from '../models/discretion/tableSheet';
import { writeSheets } from '../models/discretion/workbook';
import { people } from '../models/people/people.store';
import { penaltyCases } from '../models/penalty/penalty.store';
import { aPerson, as as builtAs } from './builders';
import { useDatabase } from './support/database';
import { answers, CASE, MAIN, settleDiscretion, TODAY } from './support/discretion';
import { type Browser, settle, signIn, startServer, type TestServer } from './support/server';

useDatabase();

let server: TestServer;
const browsers = new Map<string, Browser>();
beforeEach(async () => {
  await settle();
  await people.insertOne(aPerson('legal', '许示文', ['reviewer'], { county: null, unit: 'bureau' }));
  await settleDiscretion();
  server = await startServer();
  server.clock.now = TODAY;
  for (const id of ['legal', 'wang', 'zhang', 'villager', 'bureau']) browsers.set(id, await signIn(server, id));
});
afterEach(() => server.close());
const as = (id: string) => browsers.get(id) as Browser;

interface View {
  may: boolean;
  one: {
    law: { lighter: string; sides: { side: string; range: { minFen: number } }[] };
    factors: Record<string, { step: string; established: boolean; evidence: string[] }>;
    proofs: { ref: string; label: string }[];
    searched: { earlier: boolean };
  };
}
const said = (change: object = {}) => ({
  ...{ act: 'act-1', factors: answers(MAIN), adjustments: [], chosen: 'NEW', chosenReason: '现行法律较轻' },
  ...change,
});
const assess = (who: string, change: object = {}) => as(who).post(`/api/penalties/${CASE}/assess`, said(change));
const sheetOf = async () => (await read(penaltyCases, CASE))?.sheets[0] as DiscretionSheet;

describe('the page of an act', () => {
  it('shows both laws, and counts the earlier decision against the party with its number as evidence', async () => {
    const view = (await as('wang').get(`/api/penalties/${CASE}/assess`)).body as unknown as View;
    expect(view.may).toBe(true);
    expect(view.one.law.sides.map(({ side, range }) => [side, range.minFen / 100])).toEqual([
      ['OLD', 120_000],
      ['NEW', 100_000],
    ]);
    expect(view.one.factors['times']).toMatchObject({
      step: 'second',
      established: true,
      evidence: ['penalty:past-1'],
    });
    expect(view.one.proofs).toContainEqual({ ref: 'penalty:past-1', kind: 'record', label: '舟环罚〔2026〕1号' });
    expect(view.one.factors['stage']).toMatchObject({ step: 'foundation', established: false });
  });

  it('is nobody else’s, and offers nothing to who may only read', async () => {
    expect((await as('villager').get(`/api/penalties/${CASE}/assess`)).status).toBe(404);
    expect((await as('zhang').get(`/api/penalties/${CASE}/assess`)).status).toBe(404);
    expect((await as('bureau').get(`/api/penalties/${CASE}/assess`)).body).toMatchObject({ may: false });
    expect((await assess('bureau')).status).toBe(403);
  });

  it('is saved with frozen rules, and comes to the same fen after clauses and tables are gone', async () => {
    const factors = { ...answers(MAIN), ...answers({ times: 'second' }, ['penalty:past-1']) };
    expect((await assess('wang', { factors })).status).toBe(200);
    const sheet = await sheetOf();
    expect([sheet.resultFen, sheet.byName, isIntact(sheet)]).toEqual([23_600_000, '王示海', true]);
    await discretionTables.collection.deleteMany({});
    const kept = await sheetOf();
    expect([recompute(kept), isIntact(kept)]).toEqual([23_600_000, true]);
    expect((await assess('wang', { factors })).body.error?.message).toContain('还没有启用的裁量表');
  });

  it('refuses what makes no sense in words, and writes nothing', async () => {
    const strange = answers(MAIN, ['c'.repeat(64)]);
    for (const change of [
      { factors: strange },
      { act: 'nothing' },
      { chosen: 'BOTH' },
      { factors: { stage: { step: '<script>' } } },
      { confiscationFen: -1 },
      { more: true },
    ]) {
      const { status, body } = await assess('wang', change);
      expect([status, /[\u4e00-\u9fff]/.test(body.error?.message ?? '')]).toEqual([400, true]);
    }
    expect((await read(penaltyCases, CASE))?.sheets).toEqual([]);
  });
});

it('finds the nearest past cases by an index, without a word about their parties', async () => {
  const steps = Object.entries(MAIN).map(([code, step]) => `${code}.${step}`);
  const { body } = await as('wang').get(`/api/penalties/${CASE}/neighbours?offence=eiaForm&steps=${steps.join(',')}`);
  const { neighbours } = body as unknown as { neighbours: { id: string; distance: number }[] };
  expect(neighbours.map(({ id, distance }) => [id, distance])).toEqual([
    ...['past-2', 'past-3', 'past-4'].map((one) => [one, 0]),
    ['past-1', 500],
  ]);
  expect(JSON.stringify(body)).not.toContain('示例');
  const bad = await as('wang').get(`/api/penalties/${CASE}/neighbours?offence=eiaForm&steps=a_b.c`);
  expect(bad.status).toBe(400);
});

describe('a table', () => {
  const [t1] = BUILT_IN_TABLES;
  const changed = {
    ...t1!,
    ...{ validFrom: '2026-12-01', source: '浙环发〔2026〕1号', illustrative: false },
    factors: t1!.factors.map((factor) => ({
      ...factor,
      steps: factor.steps.map((step) => (step.code === 'main' ? { ...step, weight: 2_400 } : step)),
    })),
  };
  const file = async () => (await writeSheets([{ name: 'T1', rows: rowsOf(changed) }], [20])).toString('base64');
  const hand = async (who: string, id: string) =>
    as(who).post('/api/discretion-tables/import', { id, note: '主体施工提高到24%', file: await file() });

  it('from a workbook is proposed once by the reviewer, and in force only after a leader has opened the simulation', async () => {
    const id = randomUUID();
    expect((await hand('wang', id)).status).toBe(403);
    expect((await hand('legal', id)).status).toBe(200);
    expect((await hand('legal', id)).status).toBe(200);
    expect(await discretionTables.collection.countDocuments({ code: 'T1' })).toBe(2);
    const address = '/api/discretion-tables/T1@2';
    const { extra } = (await as('bureau').get(address)).body as unknown as {
      extra: { simulation: { cases: { oldFen: number; newFen: number }[] } };
    };
    expect(extra.simulation.cases.map(({ oldFen, newFen }) => (newFen - oldFen) / 100)).toEqual(
      Array.from({ length: 4 }, () => 24_000),
    );
    const found = (await read(discretionTables, 'T1@2'))!;
    const { seen, parts } = shownOf(discretionApprovable.view(found, 'approve', null));
    const sign = (opened: string[]) => ({ approval: { seen, opened } });
    const opened = parts.map((part) => part.id);
    const approve = (opens: string[], change: object = {}) =>
      perform(discretionDomain, 'approve', 'T1@2', sign(opens), {
        ...{ ...builtAs('bureauLeader', 'bureau', { now: TODAY }), factorAt: TODAY, ...change },
      });
    expect((await as('legal').post(`${address}/approve`, sign(opened))).status).toBe(403);
    await expect(approve(opened, { door: 'card' })).rejects.toThrow();
    await expect(approve(opened.filter((part) => part !== 'simulation'))).rejects.toThrow('用以往案件模拟');
    await approve(opened);
    const table = await read(discretionTables, 'T1@2');
    const owed = table?.outbox.find(({ kind }) => kind === 'discretion.supersede');
    const entry = { ...owed, store: 'discretion_tables', recordId: 'T1@2' } as never;
    await discretionHandlers['discretion.supersede']?.([entry], TODAY);
    expect((await read(discretionTables, 'T1@1'))?.validTo).toBe('2026-11-30');
  });

  it('comes back as the workbook it was read from, and a faulty one is refused where it is faulty', async () => {
    const { status, headers } = await as('wang').get('/api/discretion-tables/workbook');
    expect([status, headers['content-type']]).toEqual([200, expect.stringContaining('spreadsheetml')]);
    const rows = rowsOf({ ...changed, factors: changed.factors.slice(1) });
    const bytes = await writeSheets([{ name: '缺一个因子', rows }], [20]);
    const body = { id: randomUUID(), note: '缺一个因子', file: bytes.toString('base64') };
    const refused = await as('legal').post('/api/discretion-tables/import', body);
    expect(refused.status).toBe(400);
    expect(refused.body.error?.message).toContain('“缺一个因子”H列：各因子最高档合计应为100%，现在是68%');
    expect(await discretionTables.collection.countDocuments({ status: 'proposed' } as never)).toBe(0);
    expect((await as('villager').get('/api/discretion-tables')).status).toBe(403);
  });
});
