import request from 'supertest';
import { read } from '../models/core/journal';
import { credits } from '../models/credit/credit';
import { PublicPenalty } from '../models/disclosure/disclosure.schema';
import { disclosureHandlers } from '../models/disclosure/disclosure.handlers';
import { disclosures } from '../models/disclosure/disclosure.store';
import { paymentHandlers } from '../models/payment/payment.handlers';
import { payments } from '../models/payment/payment.store';
import { penaltyCases } from '../models/penalty/penalty.store';
import { useDatabase } from './support/database';
import { carryOut, csvOf, putServed, type Row, SECRETS, settleFinance, xlsxOf } from './support/execution';
import { type Browser, settle, signIn, startServer, type TestServer } from './support/server';

useDatabase();

let server: TestServer;
const browsers = new Map<string, Browser>();
const as = (id: string) => browsers.get(id) as Browser;
const NOW = new Date('2026-10-09T09:00:00+08:00');
beforeEach(async () => {
  await settle();
  await settleFinance();
  server = await startServer();
  server.clock.now = NOW;
  for (const id of ['cashier', 'cashier2', 'wang', 'bureau', 'reviewer', 'head', 'villager'])
    browsers.set(id, await signIn(server, id));
});
afterEach(() => server.close());

const CODE = '202600012338';
const line = (ref: string, amount: string, remark: string, day = '2026-10-08'): Row => [
  day,
  ref,
  amount,
  '示例公司',
  remark,
];
let uploads = 0;
const upload = (file: string, id = 'cashier', source = 'BANK') => {
  uploads += 1;
  return as(id).post('/api/payments/import', { id: `upload-${String(uploads).padStart(16, '0')}`, source, file });
};
const theCase = async () => (await read(penaltyCases, 'c1'))!;
const paymentOf = async (ref: string) => (await read(payments, `BANK-${ref}`))!;

describe('a list of the bank', () => {
  it.each(['CSV', 'XLSX'])(
    'as %s books what its codes name, leaves the rest to a person, and has one effect when it comes twice',
    async (kind) => {
      await putServed('2026-09-18');
      const rows = [
        line('A001', '400,000.00', `缴款码${CODE}`),
        line('A002', '6000', '罚款'),
        line('A003', '1', '202600012383'),
      ];
      const file = kind === 'CSV' ? csvOf(rows) : await xlsxOf(rows);
      const first = await upload(file);
      expect(first.body).toMatchObject({ lines: 3, added: 3, unmatched: 2, known: 0, conflicts: [] });
      const [again, byAnother] = await Promise.all([upload(file), upload(file, 'cashier2')]);
      expect([again.body, byAnother.body]).toMatchObject([
        { added: 0, known: 3 },
        { added: 0, known: 3 },
      ]);
      await carryOut(NOW);
      await upload(file);
      await carryOut(NOW);
      expect((await theCase()).payment!.receipts).toHaveLength(1);
      expect(await payments.collection.countDocuments()).toBe(3);
      expect((await paymentOf('A001')).status).toBe('booked');
    },
  );

  it('with one wrong cell is refused whole, names the cell, and writes nothing', async () => {
    await putServed('2026-09-18');
    const answer = await upload(csvOf([line('A001', '1', CODE), line('A002', '一元', CODE)]));
    expect([answer.status, answer.body.error!.message]).toEqual([400, expect.stringContaining('C3')]);
    for (const bad of ['AAAA', Buffer.from('PK\u0003\u0004rubbish').toString('base64'), '!'])
      expect((await upload(bad)).status).toBe(400);
    expect(await payments.collection.countDocuments()).toBe(0);
  });

  it('that says otherwise about a known line changes nothing and tells', async () => {
    await putServed('2026-09-18');
    await upload(csvOf([line('A001', '100', '')]));
    const { body } = await upload(csvOf([line('A001', '200', '')]));
    expect(body['conflicts']).toEqual([{ ref: 'A001', was: '2026-10-08 100.00元', is: '2026-10-08 200.00元' }]);
    expect((await paymentOf('A001')).amountFen).toBe(10_000);
  });

  it('is taken over by the finance office alone, and seen by nobody who investigates', async () => {
    for (const id of ['wang', 'bureau', 'head', 'villager']) expect((await upload(csvOf([]), id)).status).toBe(403);
    expect((await as('wang').get('/api/payments')).status).toBe(403);
    expect((await as('cashier').get('/api/payments')).status).toBe(200);
  });

  it('killed between the case and its own word is booked once when it is carried out again', async () => {
    await putServed('2026-09-18');
    await upload(csvOf([line('A001', '406000', CODE)]));
    const dies = { 'payment.book': () => Promise.reject(new Error('killed')) };
    await carryOut(NOW, dies).catch(() => undefined);
    const [entry] = (await paymentOf('A001')).outbox;
    const owed = { ...entry!, dueAt: NOW, store: 'payments', recordId: 'BANK-A001' };
    const again = paymentHandlers['payment.book']!;
    await payments.collection.updateOne({ _id: 'BANK-A001' }, { $set: { status: 'matched' } });
    await again([owed], NOW);
    await payments.collection.updateOne({ _id: 'BANK-A001' }, { $set: { status: 'matched' } });
    await again([owed], NOW);
    const { payment, status, events } = await theCase();
    expect([payment!.receipts.length, status]).toEqual([1, 'paid']);
    expect(events.filter(({ type }) => type === 'penalty.paymentReceived')).toHaveLength(1);
  });
});

describe('a line without its case', () => {
  const claim = (id: string, input: object = {}) =>
    as(id).post('/api/payments/BANK-A001/claim', { case: 'c1', reason: '电话核实', ...input });
  beforeEach(async () => {
    await putServed('2026-09-18');
    await upload(csvOf([line('A001', '406000', '罚款')]));
  });

  it('is found by number, claimed by one of two, and settles the case', async () => {
    const found = await as('cashier').get(`/api/payments/cases?q=${CODE}`);
    expect(found.body.items).toEqual([{ id: 'c1', no: '舟环(普)罚〔2026〕1号', county: '330903' }]);
    const answers = await Promise.all([claim('cashier'), claim('cashier2')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    await carryOut(NOW);
    expect([(await theCase()).status, (await theCase()).payment!.receipts.length]).toEqual(['paid', 1]);
  });

  it('claimed for a case that owes nothing comes back with the reason', async () => {
    await penaltyCases.collection.updateOne({ _id: 'c1' }, { $set: { status: 'decided' } });
    expect((await claim('cashier')).status).toBe(200);
    await carryOut(NOW);
    expect(await paymentOf('A001')).toMatchObject({
      status: 'unmatched',
      reason: expect.stringContaining('已决定') as string,
    });
    expect((await claim('cashier', { case: 'nowhere' })).status).toBe(400);
    expect((await claim('wang')).status).toBe(403);
  });

  it('is taken out again by a leader, and the case owes as before', async () => {
    await claim('cashier');
    await carryOut(NOW);
    expect((await as('cashier').post('/api/payments/BANK-A001/reverse', { reason: '认领错了' })).status).toBe(403);
    expect((await as('bureau').post('/api/payments/BANK-A001/reverse', { reason: '认领错了' })).status).toBe(200);
    await carryOut(NOW);
    expect([(await theCase()).status, (await paymentOf('A001')).status]).toEqual(['overdue', 'unmatched']);
  });
});

describe('a decision in public', () => {
  const ID = 'CASE-c1';
  const open = async (query = '') => await request(server.url).get(`/public/penalties.json${query}`);
  const told = (kind: string, data: object) =>
    disclosureHandlers[kind]!(
      [{ id: `key-${kind}`, data, store: 'penalty_cases', recordId: 'c1' } as never],
      server.clock.now,
    );
  const prepare = () => told('disclosure.prepare', { source: 'CASE', id: 'c1' });
  const published = async () => {
    await prepare();
    await prepare();
    const { finds } = (await read(disclosures, ID))!;
    for (const { id } of finds) await as('wang').post(`/api/disclosures/${ID}/mark`, { find: id, choice: 'REMOVE' });
    await as('wang').post(`/api/disclosures/${ID}/submit`);
    const { body } = await as('reviewer').get(`/api/disclosures/${ID}`);
    const seen = (body as { extra: { publicHash: string } }).extra.publicHash;
    return await as('reviewer').post(`/api/disclosures/${ID}/release`, { seen });
  };
  beforeEach(() =>
    putServed('2026-09-18', {
      everInvestigated: ['wang', 'zhang'],
      partyDetails: { idNumber: '330903198001011234', representative: '陈示舟', address: '' },
    }),
  );

  it('is prepared once, released by a second person, and tells nothing but what is public', async () => {
    expect((await open()).body).toEqual({ schema: 'liandong.penalties/1', items: [], next: null });
    expect((await published()).status).toBe(200);
    const answer = await open(`?q=${encodeURIComponent('东海鱼粉')}`);
    const [item] = (answer.body as { items: unknown[] }).items;
    expect(PublicPenalty.parse(item)).toMatchObject({ status: 'PUBLISHED', result: '罚款406,000元' });
    for (const secret of [...SECRETS, 'CASE-', 'wang', 'c1']) expect(answer.text).not.toContain(secret);
    expect(answer.headers['access-control-allow-origin']).toBe('*');
    await carryOut(NOW);
    await carryOut(NOW);
    expect((await read(credits, 'E07'))?.entries).toMatchObject([{ code: 'PENALTY', points: 20 }]);
  });

  it('is not released with another text than was shown, nor by whoever drafted it, and never by a stranger', async () => {
    await published();
    await disclosures.collection.updateOne({ _id: ID }, { $set: { status: 'submitted' } });
    const release = (id: string, seen: string) => as(id).post(`/api/disclosures/${ID}/release`, { seen });
    expect((await release('reviewer', 'f'.repeat(64))).body.error!.code).toBe('STALE_VIEW');
    expect((await release('wang', 'f'.repeat(64))).status).toBe(403);
    expect((await release('villager', 'f'.repeat(64))).status).toBe(403);
  });

  it('that fell is gone from the list at once, and stands there withdrawn in words', async () => {
    await published();
    await told('disclosure.withdraw', { source: 'CASE', id: 'c1', ground: 'REVOKED', on: '2026-10-09' });
    expect((await open()).body).toMatchObject({ items: [] });
    await as('head').post(`/api/disclosures/${ID}/withdraw`, { statement: '处罚决定经行政复议撤销。' });
    const [item] = ((await open('?q=1号')).body as { items: PublicPenalty[] }).items;
    expect(item).toMatchObject({ status: 'WITHDRAWN', party: '', facts: '' });
    expect((await open(`?q=${encodeURIComponent('东海鱼粉')}`)).body).toMatchObject({ items: [] });
    await carryOut(NOW);
    expect((await read(credits, 'E07'))!.entries[0]!.revokedAt).toEqual(NOW);
  });

  it.each(['?q=.*', '?q=%5B%28', '?after=zz', '?limit=9999', '?q=' + 'x'.repeat(99), '?admin=1'])(
    'answers “%s” in words or with nothing',
    async (query) => {
      await published();
      const answer = await open(query);
      expect(answer.status).toBeLessThan(500);
      expect((answer.body as { items?: unknown[] }).items ?? []).toEqual([]);
    },
  );
});
