import mongoose from 'mongoose';
import pino from 'pino';
import { adopt, policy } from '../models/core/policy';
import { assignments } from '../models/assignment/assignment.store';
import { keepBuiltInLaw } from '../models/law/builtIn';
import { basesOn, legalBases } from '../models/law/law.store';
import { lawHandlers } from '../models/law/law';
import { people } from '../models/people/people.store';
import { settings } from '../models/setting/setting.store';
import { transferHandlers } from '../models/transfer/transfer.handlers';
import { rewrapTransfers } from '../models/transfer/rewrapping';
import { transfers } from '../models/transfer/transfer.store';
import { openVault } from '../models/core/identityVault';
import { keepSettings } from '../server/settings.keeper';
import { aPerson, MORNING } from './builders';
import { approve, prove } from './support/approve';
import { useDatabase } from './support/database';
import { type Browser, settle, signIn, startServer, type TestServer } from './support/server';

useDatabase({ emptyBefore: 'file' });

let server: TestServer;
const hands = new Map<string, Browser>();
const by = (id: string) => hands.get(id) as Browser;
const log = pino({ level: 'silent' });
const failed: unknown[] = [];
let keeper: Awaited<ReturnType<typeof keepSettings>>;

beforeAll(async () => {
  adopt({ approval: { scrypt: { logN: 10 } } });
  await settle();
  await people.insertMany([
    aPerson('shen', '沈示法', ['reviewer'], { county: null, unit: 'bureau' }),
    aPerson('zhou', '周示局', ['bureauLeader'], { county: null, unit: 'bureau' }),
  ]);
  server = await startServer();
  for (const id of ['shen', 'bureau', 'zhou', 'wang', 'zhang', 'head', 'auditor', 'villager', 'duty', 'farHead'])
    hands.set(id, await signIn(server, id));
  for (const id of ['bureau', 'zhou']) await prove(by(id));
  await keepBuiltInLaw(MORNING);
  keeper = await keepSettings(
    () => server.clock.now,
    log,
    (error) => failed.push(error),
  );
});
afterAll(async () => {
  await keeper.stop();
  await server.close();
  adopt({});
  expect(failed).toEqual([]);
});

const ODOUR = {
  ...{ offence: 'odour', law: '生态环境法典', article: '第一千一百三十条', paragraph: '', item: '第（八）项' },
  ...{ text: '未采取措施防止排放恶臭气体的，处罚款', validFrom: '2027-01-01', validTo: null, kinds: ['FINE'] },
  ...{ range: { kind: 'FIXED', minFen: 2_000_000, maxFen: 10_000_000 }, note: '条文修改' },
};

describe('a clause', () => {
  const ID = '01J0000000000000000000LAW1';
  it('is proposed by the reviewer alone, refused where it overlaps, and comes into force by a leader with a second factor', async () => {
    for (const who of ['wang', 'villager', 'bureau'])
      expect((await by(who).post('/api/law', { ...ODOUR, id: ID })).status).toBe(403);
    const overlapping = await by('shen').post('/api/law', { ...ODOUR, id: ID });
    expect([overlapping.status, overlapping.body.error?.message]).toEqual([
      400,
      expect.stringContaining('有效期不能重叠'),
    ]);
    const [standing] = await basesOn('odour', '2026-09-01');
    const proposal = { ...ODOUR, id: ID, replaces: standing?._id };
    expect((await by('shen').post('/api/law', proposal)).status).toBe(200);
    expect((await by('shen').post('/api/law', proposal)).status).toBe(200);
    const second = await by('shen').post('/api/law', { ...proposal, id: '01J0000000000000000000LAW2' });
    expect([second.status, second.body.error?.message]).toEqual([409, expect.stringContaining('已有一份待批准')]);

    expect((await by('bureau').post(`/api/law/${ID}/approve`, {})).status).toBe(400);
    expect((await approve(by('shen'), `/api/law/${ID}`, 'approve')).status).toBe(403);
    const both = await Promise.all([
      approve(by('bureau'), `/api/law/${ID}`, 'approve'),
      approve(by('zhou'), `/api/law/${ID}`, 'approve'),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);

    const [entry] = (await legalBases.collection.findOne({ _id: ID } as never))!.outbox.filter(
      ({ kind }) => kind === 'law.supersede',
    );
    await lawHandlers['law.supersede']!([{ ...entry, store: 'legal_bases', recordId: ID } as never], MORNING);
    const on = async (day: string) => (await basesOn('odour', day)).map(({ range }) => range);
    expect(await on('2026-12-31')).toEqual([{ kind: 'FIXED', minFen: 1_000_000, maxFen: 10_000_000 }]);
    expect(await on('2027-01-01')).toEqual([ODOUR.range]);
  });
  it('is compared over HTTP, and every bad question is refused in words', async () => {
    const ask = (query: string) => by('wang').get(`/api/law/compare?${query}`);
    const { body } = await ask('offence=eiaForm&actOn=2026-06-10&decidedOn=2026-11-20&investmentYuan=12000000');
    expect(body).toMatchObject({ lighter: 'NEW', breakEvenFen: 1_000_000_000, old: { range: { maxFen: 60_000_000 } } });
    for (const query of [
      'offence=eiaForm&actOn=2026-06-10&decidedOn=2026-11-20',
      'offence=bribe&actOn=2026-06-10',
      'offence=eiaForm&actOn=2026-02-30',
      'offence=eiaForm&actOn=2026-06-10&investmentYuan=-1',
      'offence[$ne]=x&actOn=2026-06-10',
    ]) {
      const answer = await ask(query);
      expect([query, answer.status]).toEqual([query, 400]);
      expect(answer.body.error?.message).toMatch(/[\u4e00-\u9fff]/);
    }
    expect((await by('villager').get('/api/law')).status).toBe(403);
  });
});

describe('a setting', () => {
  const NEW = {
    key: 'penalty.statement',
    value: { n: 6, unit: 'wd' },
    from: '2026-03-02',
    legalSource: '示例',
    note: '试行延长',
  };
  const ID = '01J0000000000000000000SET1';
  it('changes the policy of the process once another person has approved it, and not before', async () => {
    expect((await by('wang').post('/api/settings', { ...NEW, id: ID })).status).toBe(403);
    const preview = await by('shen').post('/api/settings/preview', { key: NEW.key, value: NEW.value, from: NEW.from });
    expect(preview.body).toMatchObject({ before: '5 个工作日', after: '6 个工作日' });
    expect((await by('shen').post('/api/settings', { ...NEW, id: ID })).status).toBe(200);
    expect(policy().penalty.statement.n).toBe(5);
    expect((await approve(by('bureau'), `/api/settings/${ID}`, 'approve')).status).toBe(200);
    for (let turn = 0; policy().penalty.statement.n === 5 && turn < 200; turn += 1)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(policy().penalty.statement).toEqual({ n: 6, unit: 'wd' });
    const { body } = await by('wang').get('/api/settings');
    expect(body).toMatchObject({ missingYears: [2027], mayPropose: false, refused: [] });
  });
  it('that somebody wrote into the database is left out and shown', async () => {
    await settings.collection.updateOne(
      { _id: ID },
      {
        $set: { value: { n: 60, unit: 'wd' }, updatedAt: new Date(MORNING.getTime() + 1_000) },
      },
    );
    const { body } = await by('wang').get('/api/settings');
    expect(body['refused']).toEqual([{ id: ID, reason: '内容与批准时不一致' }]);
  });
  it('is refused with a bad value, never with a defect', async () => {
    for (const change of [
      { value: { n: 0, unit: 'wd' } },
      { value: 'x'.repeat(20_000) },
      { key: '__proto__.polluted' },
      { key: 'penalty' },
      { from: '2026-03-01' },
      { from: '2026-02-30' },
    ]) {
      const answer = await by('shen').post('/api/settings', { ...NEW, id: '01J0000000000000000000SET2', ...change });
      expect([JSON.stringify(change).slice(0, 40), answer.status]).toEqual([JSON.stringify(change).slice(0, 40), 400]);
    }
    expect(await settings.collection.countDocuments({})).toBe(1);
  });
});

describe('a transfer', () => {
  const ID = 'case-1-transfer';
  const SECRET = '白泉某厂暗管排放含铬废水';
  it('opens once from the case, is reported by two, decided by the head, and known to nobody else', async () => {
    const told = {
      ...{ transfer: ID, case: 'case-1', caseNo: '舟环立〔2026〕7号', county: '330903' },
      group: ['wang', 'zhang'],
      head: 'bureau',
    };
    const entry = { id: 'e1', kind: 'transfer.suspected', data: told } as never;
    await transferHandlers['transfer.suspected']!([entry], MORNING);
    await transferHandlers['transfer.suspected']!([entry], MORNING);
    expect(await transfers.collection.countDocuments({})).toBe(1);
    expect((await by('wang').post(`/api/transfers/${ID}/report`, { report: SECRET })).status).toBe(200);

    for (const who of ['zhou', 'head', 'auditor', 'duty', 'shen', 'farHead']) {
      expect([who, (await by(who).get(`/api/transfers/${ID}`)).status]).toEqual([who, 404]);
      expect([who, (await by(who).get('/api/transfers')).body.items]).toEqual([who, []]);
      expect([who, (await by(who).get(`/api/transfers/${ID}/approval/approve`)).status]).toEqual([who, 404]);
    }
    const page = await by('zhang').get(`/api/transfers/${ID}`);
    expect(JSON.stringify(page.body['extra'])).toContain('暗管');
    const shown = await approve(by('bureau'), `/api/transfers/${ID}`, 'approve');
    expect(shown.status).toBe(200);

    const stored = JSON.stringify([
      await transfers.collection.find({}).toArray(),
      await assignments.collection.find({}).toArray(),
      await mongoose.connection.collection('audit_log').find({}).toArray(),
    ]);
    expect(stored).not.toContain('暗管');
    expect(server.logged()).not.toContain('暗管');
  });
  it('is opened for an unknown case, a stranger or a group of one by nobody', async () => {
    const body = {
      id: '01J0000000000000000000TRA1',
      case: 'nowhere',
      kind: 'CRIME',
      group: ['wang', 'zhang'],
      head: 'bureau',
      suspicion: SECRET,
    };
    expect((await by('wang').post('/api/transfers', body)).status).toBe(404);
    expect((await by('wang').post('/api/transfers', { ...body, group: ['wang'] })).status).toBe(400);
    expect((await by('duty').post('/api/transfers', body)).status).toBe(403);
    expect(server.logged()).not.toContain('暗管');
  });
  it('follows a new key of the vault', async () => {
    const [k1, k2, pepper] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2), Buffer.alloc(32, 7)];
    openVault({ current: 'k2', keys: { k1, k2 }, pepper });
    expect(await rewrapTransfers(10)).toEqual({ rewrapped: 1, failed: [] });
    expect(await rewrapTransfers(10)).toEqual({ rewrapped: 0, failed: [] });
    openVault({ current: 'k2', keys: { k2 }, pepper });
    expect(JSON.stringify((await by('wang').get(`/api/transfers/${ID}`)).body['extra'])).toContain('暗管');
  });
});
