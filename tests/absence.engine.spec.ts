import { absences, absentDuring } from '../models/absence/absence.store';
import { stands, put, aShift } from './support/duty';
import { useDatabase } from './support/database';
import { type Browser, settle, signIn, startServer, type TestServer } from './support/server';

useDatabase();

let server: TestServer;
const browsers = new Map<string, Browser>();
beforeEach(async () => {
  await settle();
  server = await startServer();
  for (const id of ['wang', 'zhang', 'head', 'villager']) browsers.set(id, await signIn(server, id));
});
afterEach(() => server.close());

const as = (id: string) => browsers.get(id) as Browser;
const ask = (id: string, change: object = {}) =>
  as(id).post('/api/absences', {
    ...{ id: '01J0000000000000000000TEST', kind: 'TRAINING', reason: '业务培训' },
    ...{ from: '2030-03-09T00:00:00+08:00', to: '2030-03-10T23:59:59+08:00', ...change },
  });

describe('asking for an absence by HTTP', () => {
  it('is one request however often it is sent, and waits for the head of the unit', async () => {
    const first = await ask('wang');
    expect([first.status, (await ask('wang')).status]).toEqual([200, 200]);
    expect(await absences.collection.countDocuments()).toBe(1);
    const { mine } = (await as('wang').get('/api/absences')).body as unknown as { mine: object[] };
    expect(mine).toMatchObject([{ stateLabel: '待批准', kindLabel: '培训' }]);
    const { toDecide } = (await as('head').get('/api/absences')).body as unknown as { toDecide: object[] };
    expect(toDecide).toHaveLength(1);
  });

  it('refuses bad input in words and writes nothing', async () => {
    const bad = [
      { kind: 'HOLIDAY' },
      { to: '2030-03-08T00:00:00+08:00' },
      { from: 'soon' },
      { reason: ' ' },
      { reason: 'x'.repeat(301) },
      { from: '2020-01-01', to: '2020-01-02' },
      { head: 'me' },
    ];
    for (const change of bad) {
      const { status, body } = await ask('wang', change);
      expect([change, status]).toEqual([change, 400]);
      expect(body.error?.message).toMatch(/[\u4e00-\u9fff]/);
    }
    expect(await absences.collection.countDocuments()).toBe(0);
  });

  it('is not open to people outside the staff', async () => {
    expect((await ask('villager')).status).toBe(403);
  });

  it('is read and decided by the person and the head only; approved, it is known to everything that plans', async () => {
    await ask('wang');
    const [absence] = await absences.collection.find({}).toArray();
    const id = String(absence?._id);
    expect((await as('zhang').get(`/api/absences/${id}`)).status).toBe(404);
    for (const other of ['zhang', 'wang'])
      expect((await as(other).post(`/api/absences/${id}/approve`, {})).status).toBe(403);
    expect((await as('head').post(`/api/absences/${id}/approve`, {})).status).toBe(200);
    const away = await absentDuring(new Date('2030-03-10'), new Date('2030-03-11'));
    expect(away.get('wang')).toMatchObject({ kind: 'TRAINING' });
  });
});

describe('a shift by HTTP', () => {
  it('is open to all staff, and shut to everybody else', async () => {
    await put(aShift('DAY', 9, [{ post: 'OPERATOR', person: 'wang' }]));
    const { status, body } = await as('zhang').get('/api/shifts/DAY-9');
    expect(status).toBe(200);
    expect(body).toMatchObject({ offered: [], extra: { seats: [{ personName: '示wang', mine: false }] } });
    expect((await as('villager').get('/api/shifts/DAY-9')).status).toBe(404);
    expect((await as('zhang').post('/api/shifts/DAY-9/confirm', {})).status).toBe(403);
    expect((await as('wang').post('/api/shifts/DAY-9/wake', {})).status).toBe(404);
    expect((await as('wang').post('/api/shifts/DAY-9/confirm', { seat: 's1', more: 1 })).status).toBe(400);
    expect((await as('wang').post('/api/shifts/DAY-9/confirm', {})).status).toBe(200);
    expect((await stands('DAY-9')).status).toBe('confirmed');
  });
});
