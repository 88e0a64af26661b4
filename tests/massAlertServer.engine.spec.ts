import { randomUUID } from 'node:crypto';
import { type mongo } from 'mongoose';
import mongoose from 'mongoose';
import request from 'supertest';
import { assignmentHandlers } from '../models/assignment/assignment';
import { sealIdentity } from '../models/core/identityVault';
import { stores } from '../models/core/journal';
import { deliverDue } from '../models/core/outbox';
import { recipients } from '../models/massAlert/alertRecipient.store';
import { massAlertHandlers } from '../models/massAlert/massAlert';
import { massAlerts } from '../models/massAlert/massAlert.store';
import {
  type BoardAnswer,
  type MyAlert,
  type OwnPlace,
  type Preview,
  type RollAnswer,
} from '../miniapp/massAlert/answers';
import { MORNING } from './builders';
import { useDatabase } from './support/database';
import { type Browser, settle, signIn, startServer, type TestServer } from './support/server';

/** Composing, answering and the board by HTTP: who may, who may not, and what leaves. */
useDatabase({ emptyBefore: 'file' });
let server: TestServer;
const browsers: Record<string, Browser> = {};
beforeAll(async () => {
  await settle();
  await sealIdentity({ userId: 'villager', name: '陈秘密' }, MORNING);
  server = await startServer();
  for (const who of [
    'duty',
    'leader',
    'head',
    'farHead',
    'wang',
    'zhang',
    'farOfficer',
    'villager',
    'bureau',
    'auditor',
  ])
    browsers[who] = await signIn(server, who);
}, 60_000);
afterAll(() => server.close());
beforeEach(async () => {
  await massAlerts.collection.deleteMany({});
  await recipients.collection.deleteMany({});
});

const by = (who: string): Browser => browsers[who]!;
const body = (change: object = {}) => ({
  kind: 'SPILL',
  title: '溢油应急处置到岗',
  text: '请带围油栏到码头集合。',
  choices: [{ text: '收到' }, { text: '需要支援', help: true }],
  answerBy: new Date(MORNING.getTime() + 1_800_000).toISOString(),
  audience: { counties: ['330903', '330902'], supervisors: true },
  ...change,
});
const drain = async () => {
  const handlers = { ...assignmentHandlers, ...massAlertHandlers };
  while ((await deliverDue({ stores: () => stores, handlers }, () => server.clock.now)) > 0);
};
async function drafted(who = 'leader', change: object = {}): Promise<string> {
  const answer = await by(who).post('/api/alerts', { ...body(change), id: randomUUID() });
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body['id'] as string;
}
async function sent(change: object = {}): Promise<string> {
  const id = await drafted('leader', change);
  expect((await by('leader').post(`/api/alerts/${id}/send`)).status).toBe(200);
  await drain();
  return id;
}
const audit = () =>
  (mongoose.connection.collection('audit_log') as unknown as mongo.Collection<Record<string, string>>)
    .find({})
    .toArray();
async function until(isTrue: () => boolean): Promise<void> {
  for (let tries = 0; tries < 100 && !isTrue(); tries += 1) await new Promise((done) => setTimeout(done, 50));
}
/** An open page of this person; `told` counts how often it was told that the alert has changed. */
async function listening(who: string, id: string) {
  const events: string[] = [];
  const cut = new AbortController();
  const stream = await fetch(`${server.url}/api/live`, { headers: { cookie: by(who).cookie }, signal: cut.signal });
  const reading = (async () => {
    for await (const chunk of stream.body as unknown as AsyncIterable<Uint8Array>)
      events.push(Buffer.from(chunk).toString());
  })().catch(() => undefined);
  return {
    told: () => events.join('').split(`{"store":"mass_alerts","id":"${id}"}`).length - 1,
    stop: () => {
      cut.abort();
      return reading;
    },
  };
}
const get = async <T>(who: string, path: string): Promise<T> => (await by(who).get(path)).body as unknown as T;

describe('writing an alert', () => {
  it('shows before sending whom it reaches, whom not and why', async () => {
    const answer = await by('duty').post('/api/alerts/preview', {
      audience: { counties: ['330903'], supervisors: true, people: ['left'], except: ['wang'] },
      text: '请联系13800001234',
    });
    const preview = answer.body as unknown as Preview;
    expect(preview.people).toBe(5);
    expect(preview.leftOut.map(({ label, reason }) => [label, reason]).sort()).toEqual([
      ['冯离职', '已不在通讯录'],
      ['王示海', '发令时移除'],
    ]);
    expect(preview.warnings).toHaveLength(1);
    expect(answer.text).not.toContain('陈秘密');
  });

  it('is for those who command; an operator prepares and cannot send, and the leader on duty is asked', async () => {
    for (const who of ['wang', 'auditor', 'villager']) {
      expect((await by(who).post('/api/alerts', { ...body(), id: randomUUID() })).status).toBe(403);
      expect((await by(who).post('/api/alerts/preview', { audience: {} })).status).toBe(403);
      expect((await by(who).get('/api/alerts/choices')).status).toBe(403);
    }
    const id = await drafted('duty');
    expect((await by('duty').post(`/api/alerts/${id}/send`)).body.error?.code).toBe('NOT_PERMITTED');
    await drain();
    const tasks = await get<{ items: { purpose: string }[] }>('leader', '/api/assignments?status=open');
    expect(tasks.items.map(({ purpose }) => purpose)).toContain('massAlert.draft');
    expect((await by('leader').post(`/api/alerts/${id}/send`)).status).toBe(200);
  });

  it('of a branch reaches its own county only', async () => {
    const id = await drafted('head', { county: '330902', audience: { everyone: true } });
    expect((await by('head').post(`/api/alerts/${id}/send`)).status).toBe(200);
    await drain();
    const { units } = await get<BoardAnswer>('head', `/api/alerts/${id}/board`);
    expect(units.map(({ unitName }) => unitName)).toEqual(['普陀分局']);
    expect((await by('farHead').post(`/api/alerts/${id}/cancel`, { reason: '误发' })).status).toBe(403);
    expect((await by('farHead').get(`/api/alerts/${id}/board`)).status).toBe(404);
  });

  it('twice under one id is one alert, and never somebody else’s', async () => {
    const id = randomUUID();
    const first = await by('leader').post('/api/alerts', { ...body(), id });
    const second = await by('leader').post('/api/alerts', { ...body(), id });
    expect(second.body['no']).toBe(first.body['no']);
    expect((await by('duty').post('/api/alerts', { ...body(), id })).status).toBe(400);
    expect(await massAlerts.collection.countDocuments({})).toBe(1);
  });

  it.each([
    ['no title', { title: 1 }],
    ['a deadline that is none', { answerBy: '{}' }],
    ['an audience of another shape', { audience: { units: 'all' } }],
    ['a role nobody has', { audience: { roles: ['king'] } }],
    ['a query in place of an id', { audience: { people: [{ $ne: '' }] } }],
  ])('with %s is refused in words and leaves nothing', async (_, change) => {
    const answer = await by('leader').post('/api/alerts', { ...body(change), id: randomUUID() });
    expect(answer.status).toBe(400);
    expect(answer.body.error?.message).toMatch(/[\u4e00-\u9fff]/);
    expect(await massAlerts.collection.countDocuments({})).toBe(0);
  });
});

describe('answering an alert', () => {
  it('is one request, the same again is the same answer, and opening it is reading it', async () => {
    const id = await sent();
    const { mine, board } = await get<OwnPlace>('wang', `/api/alerts/${id}/mine`);
    expect([mine?.status, board]).toEqual(['silent', false]);
    expect((await get<OwnPlace>('wang', `/api/alerts/${id}/mine`)).mine?.readAt).not.toBeNull();
    const key = { 'idempotency-key': 'same-key-0001' };
    for (const _ of [1, 2])
      expect((await by('wang').post(`/api/alerts/${id}/answer`, { choice: '收到' }, key)).status).toBe(200);
    const board2 = await get<BoardAnswer>('leader', `/api/alerts/${id}/board`);
    expect(board2.total).toMatchObject({ answered: 1, read: 1, choices: { 收到: 1 } });
  });

  it('is owed by everybody on the roll until they answer or the alert ends, and by nobody else', async () => {
    const owed = async (who: string) => {
      const { items } = await get<{ items: MyAlert[] }>(who, '/api/alerts/mine');
      return items
        .filter(({ status, answer }) => status === 'sent' && answer === null)
        .map(({ id, answerBy }) => [id, answerBy]);
    };
    const asked = { audience: { people: ['wang', 'villager', 'zhang'] } };
    const id = await sent(asked);
    for (const who of ['wang', 'villager']) expect(await owed(who)).toEqual([[id, body().answerBy]]);
    expect(await owed('farOfficer')).toEqual([]);
    await by('wang').post(`/api/alerts/${id}/answer`, { choice: '收到' });
    expect(await owed('wang')).toEqual([]);
    expect((await by('leader').post(`/api/alerts/${id}/cancel`, { reason: '误发' })).status).toBe(200);
    expect(await owed('villager')).toEqual([]);
  });

  it('is not for somebody who was not asked; the attempt is in the audit log', async () => {
    const id = await sent({ audience: { people: ['wang'] } });
    expect((await by('zhang').get(`/api/alerts/${id}/mine`)).status).toBe(404);
    expect((await by('zhang').post(`/api/alerts/${id}/answer`, { choice: '收到' })).status).toBe(403);
    const denied = (await audit()).filter(({ actor, result }) => actor === 'zhang' && result === 'denied');
    expect(denied.length).toBeGreaterThanOrEqual(2);
  });

  it.each([
    { choice: '随便' },
    { choice: '' },
    { choice: '收到', words: 'x'.repeat(201) },
    { choice: { $gt: '' } },
    {},
  ])('with %j is refused in words', async (input) => {
    const id = await sent({ audience: { people: ['wang'] } });
    expect((await by('wang').post(`/api/alerts/${id}/answer`, input)).status).toBe(400);
  });
});

describe('the board', () => {
  it('shows each reader the people of their scope, and protected people by village only', async () => {
    const id = await sent();
    const people = async (who: string) => (await get<BoardAnswer>(who, `/api/alerts/${id}/board`)).total.people;
    expect(await people('leader')).toBe(await recipients.collection.countDocuments({}));
    expect(await people('farHead')).toBe(2);
    expect((await by('wang').get(`/api/alerts/${id}/board`)).status).toBe(404);
    const roll = await by('leader').get(`/api/alerts/${id}/roll?which=silent&limit=200`);
    expect(roll.text).not.toMatch(/陈秘密|ref:/);
    expect(roll.text).toContain('农村环境监督员');
    const lost = await get<RollAnswer>('leader', `/api/alerts/${id}/roll?which=unreachable`);
    expect(lost.items.map(({ label }) => label)).toEqual(['名录中查不到的人']);
  });

  it('stands in the list with the figures of the reader’s scope, also when the alert has ended', async () => {
    const id = await sent();
    const listed = async (who: string) =>
      (await get<{ items: { id: string; total: { people: number } | null }[] }>(who, '/api/alerts')).items[0]!.total;
    const everybody = await recipients.collection.countDocuments({});
    expect([(await listed('leader'))?.people, (await listed('farHead'))?.people ?? 0]).toEqual([everybody, 2]);
    expect((await by('leader').post(`/api/alerts/${id}/close`)).status).toBe(200);
    await drain();
    expect([(await listed('leader'))?.people, (await listed('farHead'))?.people ?? 0]).toEqual([everybody, 2]);
  });

  it('is paged by name without losing anybody', async () => {
    const id = await sent();
    const seen: string[] = [];
    let query = '';
    for (;;) {
      const page = await get<RollAnswer>('leader', `/api/alerts/${id}/roll?limit=2${query}`);
      seen.push(...page.items.map((one) => one.id));
      if (!page.next) break;
      query = `&afterLabel=${encodeURIComponent(page.next.label)}&afterId=${encodeURIComponent(page.next.id)}`;
    }
    expect(new Set(seen).size).toBe(await recipients.collection.countDocuments({}));
  });

  it('lets whoever is in charge enter what was said on the telephone, and nobody else', async () => {
    const id = await sent();
    const { items } = await get<RollAnswer>('leader', `/api/alerts/${id}/roll?which=silent&limit=200`);
    const wang = items.find(({ label }) => label === '王示海')!;
    const input = { recipient: wang.id, choice: '收到', words: '电话联系' };
    expect((await by('farHead').post(`/api/alerts/${id}/enter`, input)).status).toBe(403);
    expect((await by('zhang').post(`/api/alerts/${id}/enter`, input)).status).toBe(403);
    expect((await by('head').post(`/api/alerts/${id}/enter`, input)).status).toBe(200);
    const place = await get<OwnPlace>('wang', `/api/alerts/${id}/mine`);
    expect(place.mine?.answer).toMatchObject({ choice: '收到', entered: true });
  });

  it('is exported as a table that names no protected person, and the export is in the audit log', async () => {
    const id = await sent({ kind: 'DRILL' });
    await by('wang').post(`/api/alerts/${id}/answer`, { choice: '收到', words: '=cmd|calc' });
    const answer = await request(server.url).get(`/api/alerts/${id}/export`).set('cookie', by('leader').cookie);
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('"【演练】TZ-2026-');
    expect(answer.text).toContain(`"'=cmd|calc"`);
    expect(answer.text).not.toMatch(/陈秘密|ref:/);
    expect(answer.text.trim().split('\r\n')).toHaveLength(2 + (await recipients.collection.countDocuments({})));
    const exports = (await audit()).filter(({ action }) => action === 'massAlert.export');
    expect(exports.map(({ actor, objectId }) => [actor, objectId])).toEqual([['leader', id]]);
    expect((await by('wang').get(`/api/alerts/${id}/export`)).status).toBe(404);
  });

  it('is told of many answers at once by one event', async () => {
    const id = await sent();
    const { told, stop } = await listening('leader', id);
    await Promise.all(
      ['wang', 'zhang', 'head'].map((who) => by(who).post(`/api/alerts/${id}/answer`, { choice: '收到' })),
    );
    await until(() => told() > 0);
    await stop();
    expect(told()).toBeGreaterThanOrEqual(1);
    expect(told()).toBeLessThanOrEqual(2);
  });
});

describe('whoever is called', () => {
  it('hears live of the alert addressed to them, and nobody else does', async () => {
    const id = await drafted('leader', { audience: { people: ['villager'] } });
    const [called, stranger] = await Promise.all([listening('villager', id), listening('zhang', id)]);
    expect((await by('leader').post(`/api/alerts/${id}/send`)).status).toBe(200);
    await drain();
    await until(() => called.told() > 0);
    await Promise.all([called.stop(), stranger.stop()]);
    expect(called.told()).toBeGreaterThanOrEqual(1);
    expect(stranger.told()).toBe(0);
  });
});
