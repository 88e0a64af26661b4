/** 卷宗 on the real engine and over HTTP: papers as issued survive a killed server, the register, the export, and who may not. */
import { strFromU8, unzipSync } from 'fflate';
import mongoose from 'mongoose';
import { perform } from '../models/core/domain';
import { keepPhoto } from '../models/core/files';
import { create, read, stores } from '../models/core/journal';
import { deliverDue } from '../models/core/outbox';
import { documentOf } from '../models/document/document';
import { people } from '../models/people/people.store';
import { documentHandlers } from '../models/penalty/documents/keeping';
import { penaltyDomain } from '../models/penalty/penalty';
import { type PenaltyCase } from '../models/penalty/penalty.schema';
import { penaltyCases } from '../models/penalty/penalty.store';
import { linesOf } from '../models/template/outline';
import { as, aPerson } from './builders';
import { useDatabase } from './support/database';
import { aReadyCase, DAY, PHOTO, theAct } from './support/caseFile';
import { picture, sha256 } from './support/evidence';
import { type Browser, settle, signIn, startServer, type TestServer } from './support/server';

useDatabase();
const CASE = 'case-file-0001';
const URL = 'https://example.cn';

let server: TestServer;
const browsers = new Map<string, Browser>();
beforeEach(async () => {
  await settle();
  await people.insertMany([
    aPerson('legal', '许示文', ['reviewer'], { county: null, unit: 'bureau' }),
    aPerson('clerk', '示法制', ['reviewer'], { county: null, unit: 'bureau' }),
  ]);
  server = await startServer();
  server.clock.now = DAY;
});
afterEach(() => server.close());
const by = async (id: string) => {
  if (!browsers.has(id)) browsers.set(id, await signIn(server, id));
  return browsers.get(id) as Browser;
};
beforeEach(() => browsers.clear());

async function keep(change: Partial<PenaltyCase> = {}, id = CASE): Promise<void> {
  const document = { ...aReadyCase(change), _id: id, no: null };
  await create(penaltyCases, { document, event: { type: 'penalty.registered' } }, as('staff', 'wang', { now: DAY }));
}
const paper = async (kind: 'investigationReport', at?: Date) => {
  const made = await documentOf(
    { path: 'penalties', id: CASE, kind, ...(at ? { at } : {}) },
    (await read(penaltyCases, CASE)) as never,
    URL,
  );
  return { hash: made.hash, words: made.pages.flatMap(({ blocks }) => linesOf(blocks)).join('\n') };
};
/** What a server that comes up again does with what the killed one still owed. */
const deliver = async () => {
  while ((await deliverDue({ stores: () => stores, handlers: documentHandlers }, () => server.clock.now)) > 0);
};
const REPORT = {
  ...{
    facts: '总排口超标。',
    evidence: '监测报告。',
    nature: '超标排放。',
    noFault: '没有提出。',
    correction: '已改正。',
  },
  ...{ outcome: 'PENALTY', additional: null, reason: '事实清楚。' },
};

describe('a server killed after a signature and before its paper', () => {
  it('loses nothing: the paper is there at once, and is put away with the same words when the server is back', async () => {
    await keep({ status: 'investigating', report: null, review: null, notice: null, legalReview: null });
    await perform(penaltyDomain, 'report', CASE, REPORT, as('staff', 'wang', { now: DAY }));
    const killed = await paper('investigationReport');
    expect(killed.words).toContain('总排口超标。');
    expect(await mongoose.connection.collection('case_documents').countDocuments()).toBe(0);
    await deliver();
    await deliver();
    const kept = await mongoose.connection.collection('case_documents').find().toArray();
    expect(kept.map((one) => [String(one['name']), String(one['no'])])).toEqual([
      ['investigationReport', '舟环(普)立〔2026〕1号'],
    ]);
    expect(await paper('investigationReport')).toEqual(killed);

    // What is changed in the case afterwards changes no paper that is out.
    const at = (await read(penaltyCases, CASE))!.report!.at;
    await penaltyCases.collection.updateOne({ _id: CASE }, { $set: { acts: [theAct({ text: '另一种说法' })] } });
    expect(await paper('investigationReport')).toEqual(killed);

    // Handed in again, it is another edition beside the first.
    const later = new Date(DAY.getTime() + 3_600_000);
    await penaltyCases.collection.updateOne({ _id: CASE }, { $set: { status: 'investigating' } } as never);
    await perform(
      penaltyDomain,
      'report',
      CASE,
      { ...REPORT, facts: '补充后认定。' },
      as('staff', 'wang', { now: later }),
    );
    server.clock.now = later;
    await deliver();
    expect((await paper('investigationReport')).words).toContain('补充后认定。');
    expect(await paper('investigationReport', at)).toEqual(killed);
    const wang = await by('wang');
    const { body } = await wang.get(`/api/penalties/${CASE}/editions/investigationReport`);
    expect((body as unknown as { items: unknown[] }).items).toHaveLength(2);
    const old = await wang.get(`/api/documents/penalties/${CASE}/investigationReport?at=${at.toISOString()}`);
    expect(JSON.stringify(old.body)).toContain('总排口超标。');
  });
});

interface Register {
  counts: Record<string, number>;
  items: { id: string; title: string; hash: string | null; opens: unknown }[];
  next: number | null;
  masked: boolean;
  mayExport: boolean;
}
const register = async (who: string, query = '') => {
  const answer = await (await by(who)).get(`/api/penalties/${CASE}/file${query}`);
  return { status: answer.status, body: answer.body as unknown as Register };
};

describe('the register of a file', () => {
  it('lists papers by their day, evidence by its hash, page by page, and names nobody to outsiders', async () => {
    const hashes = Array.from({ length: 120 }, (_, at) => at.toString(16).padStart(64, '0'));
    await keep({ evidence: [PHOTO, ...hashes], party: { kind: 'CITIZEN', name: '何示厂', uscc: null } });
    const { body } = await register('wang');
    expect(body.counts).toEqual({ document: 6, evidence: 121, record: 0 });
    expect(body.items.slice(0, 6).map(({ title }) => title)).toEqual([
      ...['立案审批表', '调查报告', '案件审查表', '行政处罚事先（听证）告知书'],
      ...['送达回证（行政处罚事先（听证）告知书）', '法制审核意见书'],
    ]);
    expect(body.items.filter(({ hash }) => hash !== null)).toHaveLength(50);
    const seen: string[] = [];
    for (let from: number | null = 0; from !== null;) {
      const { body: page } = await register('wang', `?group=evidence&from=${String(from)}&limit=50`);
      seen.push(...page.items.map(({ hash }) => hash ?? ''));
      from = page.next;
    }
    expect(seen).toEqual([PHOTO, ...hashes]);
    const { body: index } = await (await by('wang')).get(`/api/documents/penalties/${CASE}/fileIndex`);
    expect(JSON.stringify(index)).toMatch(/共127件，\d+页/);
    for (const who of ['farOfficer', 'nobody', 'villager']) expect((await register(who)).status).toBe(404);
    for (const query of ['?limit=0', '?from=-1', '?group=x', '?of=1'])
      expect((await register('wang', query)).status).toBe(400);
  });

  it('says by every item of the veto list how the file stands', async () => {
    await keep();
    const { body } = await (await by('wang')).get(`/api/penalties/${CASE}/veto`);
    const { items } = body as unknown as { items: { no: number; ok: boolean | null; because: string }[] };
    expect(items).toHaveLength(25);
    // No file lies behind the hash, no site record behind the sampling.
    expect(items.filter(({ ok }) => ok === false).map(({ no }) => no)).toEqual([6]);
  });

  it('covers numbers and names for a reader who does not handle the case, and gives such a one no file', async () => {
    const details = { idNumber: '330921198001011234', representative: '', address: '' };
    await keep({ party: { kind: 'CITIZEN', name: '何示厂', uscc: null }, partyDetails: details });
    const auditor = await by('auditor');
    const page = await auditor.get(`/api/documents/penalties/${CASE}/investigationReport`);
    expect(page.status).toBe(200);
    expect(JSON.stringify(page.body)).not.toMatch(/何示厂|330921198001011234/);
    expect((await register('auditor')).body.masked).toBe(true);
    expect((await auditor.get(`/api/documents/penalties/${CASE}/investigationReport/word`)).status).toBe(403);
    const full = await (await by('wang')).get(`/api/documents/penalties/${CASE}/investigationReport`);
    expect(JSON.stringify(full.body)).toContain('330921198001011234');
  });
});

describe('the export of a file', () => {
  const download = async (who: string) => {
    const { cookie } = await signIn(server, who);
    return fetch(`${server.url}/api/penalties/${CASE}/export`, { headers: { cookie } });
  };

  it('holds papers, evidence, list, veto items and a page that knows the contents; each file has the hash that is listed', async () => {
    const photo = await picture(3);
    await keepPhoto(photo, DAY);
    await keep({ evidence: [sha256(photo)], acts: [theAct({ evidence: [sha256(photo)] })] });
    expect((await download('wang')).status).toBe(403);
    expect((await download('farHead')).status).toBe(404);
    const answer = await download('head');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/zip']);
    const files = unzipSync(new Uint8Array(await answer.arrayBuffer()));
    const json = <T>(name: string) => JSON.parse(strFromU8(files[name]!)) as T;
    const { files: listed, missing } = json<{ files: { name: string; sha256: string }[]; missing: object[] }>(
      'manifest.json',
    );
    expect(missing).toEqual([]);
    expect(listed.map(({ name }) => name).sort()).toEqual(
      Object.keys(files)
        .filter((name) => name !== 'manifest.json')
        .sort(),
    );
    for (const { name, sha256: said } of listed) expect(sha256(Buffer.from(files[name]!))).toBe(said);
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining([
        'index.html',
        '请先读我.txt',
        'file.json',
        'case.json',
        'veto.json',
        `evidence/${sha256(photo)}.jpg`,
      ]),
    );
    const { entries } = json<{ entries: { group: string; file: string | null }[] }>('file.json');
    expect(entries.filter(({ group, file }) => group !== 'record' && !files[file ?? ''])).toEqual([]);
    expect(strFromU8(files['index.html']!)).toContain('"title":"案卷 舟环(普)立〔2026〕1号"');
    expect(json<{ outbox?: unknown }>('case.json').outbox).toBeUndefined();
    const log = await mongoose.connection.collection('audit_log').find({ action: 'penalty.export' }).toArray();
    expect(log.map((one) => [String(one['actor']), String(one['result'])])).toEqual([
      ['wang', 'denied'],
      ['head', 'ok'],
    ]);
  });
});
