import { request as httpRequest } from 'node:http';
import { randomBytes, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import mongoose from 'mongoose';
import sharp from 'sharp';
import request from 'supertest';
import { keepVoice } from '../models/core/files';
import { referenceOf, sealIdentity } from '../models/core/identityVault';
import { type Petition } from '../models/petition/petition.schema';
import { petitions } from '../models/petition/petition.store';
import { petitionWorkflow } from '../models/petition/petition.workflow';
import { IN_HAND, MORNING } from './builders';
import { useDatabase } from './support/database';
import { PEOPLE, settle, signIn, standing, startServer, type Browser, type TestServer } from './support/server';

useDatabase({ emptyBefore: 'file' });
let server: TestServer;
const browsers = new Map<string, Browser>();
beforeAll(async () => {
  await settle();
  server = await startServer();
  for (const { _id, active, roles } of PEOPLE) {
    if (active && roles.length > 0) browsers.set(_id, await signIn(server, _id));
  }
});
afterAll(() => server.close());
beforeEach(async () => {
  await petitions.collection.deleteMany({});
  await mongoose.connection.db?.collection('audit_log').deleteMany({});
});

const as = (userId: string) => browsers.get(userId)!;
const REPORT = {
  content: '东海鱼粉厂那边河水发黑，臭得很',
  medium: 'WATER',
  urgency: 'NORMAL',
  place: '展茅东海鱼粉厂附近',
  location: [122.3, 30.03],
};
const CLASSIFIED = { medium: 'WATER', urgency: 'NORMAL', path: 'PETITION_OPINION', county: '330903' };
const RESULT = {
  result: 'TRUE',
  findings: '现场排口有黑水',
  measures: '责令停排',
  replyText: '已责令企业停止排放，三日内复查。',
};
const audit = () => mongoose.connection.db!.collection('audit_log').find().toArray();
const count = () => petitions.collection.countDocuments();

/** Where a petition stands when each step can be taken, by whom, with what. */
const REPLIED: Partial<Petition> = { ...IN_HAND, status: 'replied', replyText: '已处理', repliedAt: MORNING };
const STEPS: [step: string, who: string[], from: Partial<Petition>, input: object][] = [
  ['confirm', ['villager'], { status: 'draft', no: null, registeredAt: null }, {}],
  ['revise', ['villager'], { status: 'draft', no: null, registeredAt: null }, { place: '村口' }],
  ['discard', ['villager'], { status: 'draft', no: null, registeredAt: null }, {}],
  ['classify', ['duty', 'leader', 'bureau'], {}, CLASSIFIED],
  ['accept', ['duty', 'leader', 'bureau'], { status: 'classified', path: 'PETITION_OPINION' }, {}],
  ['notAccept', ['duty', 'leader', 'bureau'], { status: 'classified' }, { reason: '不属于环境问题' }],
  ['transfer', ['duty', 'leader', 'bureau'], { status: 'classified' }, { agency: '海事局', reason: '船舶污染' }],
  [
    'assign',
    ['duty', 'leader', 'bureau'],
    { ...IN_HAND, status: 'accepted', unit: null, officer: null },
    { unit: 'putuo' },
  ],
  [
    'appoint',
    ['head', 'duty', 'leader', 'bureau'],
    { ...IN_HAND, status: 'assigned', officer: null },
    { officer: 'wang' },
  ],
  [
    'returnToCentre',
    ['head', 'duty', 'leader', 'bureau'],
    { ...IN_HAND, status: 'assigned' },
    { reason: '不属于本辖区' },
  ],
  ['acknowledge', ['wang'], { ...IN_HAND, status: 'assigned' }, {}],
  ['returnTask', ['wang'], IN_HAND, { reason: '需要回避' }],
  ['draftReply', ['wang'], IN_HAND, RESULT],
  ['approveReply', ['head', 'bureau'], { ...IN_HAND, status: 'replyDraft', draftedBy: 'wang' }, {}],
  [
    'returnReply',
    ['head', 'bureau'],
    { ...IN_HAND, status: 'replyDraft', draftedBy: 'wang' },
    { reason: '请补充复查时间' },
  ],
  ['extend', ['head', 'bureau'], IN_HAND, { reason: '需要监测' }],
  ['rate', ['villager'], REPLIED, { satisfaction: 5 }],
  ['reopen', ['villager'], REPLIED, { reason: '水还是黑的' }],
  ['requestReview', ['villager'], { ...REPLIED, reopened: 1 }, { reason: '仍不满意' }],
  ['review', ['bureau'], { ...IN_HAND, status: 'reviewRequested' }, { opinion: '维持原答复' }],
  ['requestReReview', ['villager'], { ...IN_HAND, status: 'reviewed' }, { reason: '仍不满意' }],
  ['reReview', ['bureau'], { ...IN_HAND, status: 'reReviewRequested' }, { opinion: '维持复查意见' }],
  ['makeIncident', ['duty', 'leader'], { status: 'registered' }, {}],
  ['remark', ['head', 'duty', 'leader', 'bureau'], IN_HAND, { text: '请抓紧办理' }],
];

describe('every step of the workflow', () => {
  it('stands in this table', () => {
    const steps = petitionWorkflow.steps as Readonly<Record<string, { quiet?: true }>>;
    const shown = Object.keys(steps).filter((step) => !steps[step]?.quiet);
    expect(STEPS.map(([step]) => step).sort()).toEqual(shown.sort());
  });

  it.each(STEPS)(
    '%s is taken by %j and refused to everybody else, who is written down',
    async (step, who, from, input) => {
      for (const userId of browsers.keys()) {
        const id = await standing(from);
        const answer = await as(userId).post(`/api/petitions/${id}/${step}`, input);
        const permitted = who.includes(userId);
        expect([userId, answer.status, answer.body.error?.code]).toEqual([
          userId,
          permitted ? 200 : 403,
          permitted ? undefined : 'NOT_PERMITTED',
        ]);
        expect((await petitions.collection.findOne({ _id: id } as never))?.version).toBe(permitted ? 4 : 3);
        await petitions.collection.deleteMany({});
      }
      const denied = (await audit()).filter(({ result }) => result === 'denied');
      expect(denied).toHaveLength(browsers.size - who.length);
    },
  );

  it('that only the conversation or the clock takes has no address', async () => {
    const id = await standing();
    for (const step of ['tell', 'prove', 'attach', 'wake']) {
      expect((await as('bureau').post(`/api/petitions/${id}/${step}`, {})).status).toBe(404);
    }
  });
});

describe('reading a petition', () => {
  it.each([
    ['villager', 200],
    ['neighbour', 404],
    ['duty', 200],
    ['head', 200],
    ['wang', 200],
    ['zhang', 404],
    ['farHead', 404],
    ['farOfficer', 404],
    ['bureau', 200],
    ['auditor', 200],
    ['admin', 404],
  ])('%s is answered %i', async (userId, status) => {
    const id = await standing(IN_HAND);
    expect((await as(userId).get(`/api/petitions/${id}`)).status).toBe(status);
    if (status === 404)
      expect(await audit()).toEqual([
        expect.objectContaining({
          actor: expect.stringMatching(new RegExp(`^(${userId}|ref:.*)$`)) as string,
          result: 'denied',
        }),
      ]);
  });

  it('shows a draft to its reporter alone', async () => {
    const id = await standing({ status: 'draft', registeredAt: null });
    expect((await as('villager').get(`/api/petitions/${id}`)).status).toBe(200);
    expect((await as('duty').get(`/api/petitions/${id}`)).status).toBe(404);
    expect((await as('duty').get('/api/petitions')).body).toEqual({ items: [], next: null });
  });

  it('keeps the inner side of the file from the reporter', async () => {
    const id = await standing({
      ...IN_HAND,
      findings: '内部核查',
      measures: '内部措施',
      replyText: '尚未批准的答复',
      resultPhotos: ['f'.repeat(64)],
    });
    await as('head').post(`/api/petitions/${id}/remark`, { text: '只给同事看的批示' });
    const { text, body } = await as('villager').get(`/api/petitions/${id}`);
    for (const inner of ['内部核查', '内部措施', '尚未批准的答复', 'f'.repeat(64), '王示海', 'wang', 'head', '批示'])
      expect(text).not.toContain(inner);
    expect(body).toMatchObject({ petition: { content: '东海鱼粉厂那边河水发黑，臭得很', unitName: '普陀分局' } });
    expect((await as('wang').get(`/api/petitions/${id}`)).text).toContain('只给同事看的批示');
  });

  it('offers exactly the steps that would succeed, with what each asks for', async () => {
    const id = await standing(IN_HAND);
    const offered = (await as('wang').get(`/api/petitions/${id}`)).body.offered ?? [];
    expect(offered.map(({ step }) => step)).toEqual(['returnTask', 'draftReply']);
    expect(offered[1]?.form.map(({ name }) => name)).toEqual(['result', 'findings', 'measures', 'replyText', 'photos']);
  });

  it('is answered to a command as its page will show it', async () => {
    const id = await standing(IN_HAND);
    const { body: changed } = await as('wang').post(`/api/petitions/${id}/draftReply`, RESULT);
    const { body: page } = await as('wang').get(`/api/petitions/${id}`);
    expect(changed.petition?.['status']).toBe('replyDraft');
    expect(page).toMatchObject(changed);
  });

  it('lists by state, county and words, and refuses a filter it does not know', async () => {
    await standing(IN_HAND);
    await standing({ ...IN_HAND, county: '330902', place: '金塘大浦口' });
    const found = async (query: string) =>
      ((await as('duty').get(`/api/petitions?${query}`)).body['items'] as unknown as object[]).length;
    expect(await found('')).toBe(2);
    expect(await found('county=330903&status=investigating')).toBe(1);
    expect(await found(`words=${encodeURIComponent('大浦口')}`)).toBe(1);
    expect(await found('words=.*')).toBe(0);
    expect(await found('status=closed')).toBe(0);
    for (const query of ['colour=red', 'status=draft', 'limit=1000000', 'before=x', 'words[$ne]=1']) {
      expect((await as('duty').get(`/api/petitions?${query}`)).status).toBe(400);
    }
  });
});

describe('who reported it', () => {
  const PHONE = '13957209988';
  const registered = async () => {
    const input = {
      ...REPORT,
      id: randomUUID(),
      channel: 'H12345',
      petitionerName: '沈某甲',
      petitionerPhone: PHONE,
      realName: true,
    };
    const { body } = await as('duty').post('/api/petitions/register', input);
    return body.petition?.id ?? '';
  };

  it('is revealed with a reason and written down before it is shown', async () => {
    const id = await registered();
    const answer = await as('duty').post(`/api/petitions/${id}/identity`, { reason: '电话核实地点' });
    expect(answer).toMatchObject({
      status: 200,
      body: { name: '沈某甲', phone: PHONE, watermark: expect.stringContaining('王值班') as string },
    });
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(await audit()).toEqual([
      expect.objectContaining({ actor: 'duty', objectId: id, result: 'revealed', reason: '电话核实地点' }),
    ]);
  });

  it('is not revealed without a reason', async () => {
    const id = await registered();
    for (const body of [{}, { reason: '看看' }, { reason: '    ' }]) {
      expect((await as('duty').post(`/api/petitions/${id}/identity`, body)).status).toBe(400);
    }
    expect(await audit()).toEqual([]);
  });

  it.each([
    ['the officer of a real-name petition', 'wang', { realName: true }, 200],
    ['the officer of a petition that asks to stay unnamed', 'wang', { realName: false }, 403],
    ['another officer', 'zhang', { realName: true }, 404],
    ['the head of the branch', 'head', { realName: false }, 200],
    ['the head of another branch', 'farHead', { realName: false }, 404],
    ['the auditor', 'auditor', { realName: true }, 403],
    ['a neighbour', 'neighbour', { realName: true }, 404],
  ])('to %s', async (_, userId, change, status) => {
    const reporter = await sealIdentity({ name: '沈某乙', phone: PHONE }, MORNING);
    const id = await standing({ ...IN_HAND, ...change, reporter });
    const answer = await as(userId).post(`/api/petitions/${id}/identity`, { reason: '电话核实地点' });
    expect(answer.status).toBe(status);
    expect((await audit()).map(({ result }) => result as string)).toEqual([status === 200 ? 'revealed' : 'denied']);
  });

  it('is not given away by their voice: only they themselves and the duty desk may listen', async () => {
    const { hash } = await keepVoice(Buffer.concat([Buffer.from('#!AMR\n'), Buffer.alloc(64)]), 'audio/amr', MORNING);
    const voice = { id: 'm1', kind: 'voice', hash, downloadCode: null, proof: false, lost: null, at: MORNING } as const;
    const id = await standing({ ...IN_HAND, attachments: [voice] });
    const heard = async (userId: string) => {
      const { body } = await as(userId).get(`/api/petitions/${id}`);
      const file = await as(userId).get(`/api/files/${hash}`);
      return [userId, (body.petition?.['attachments'] as unknown[]).length, file.status];
    };
    expect(await Promise.all(['villager', 'duty', 'wang', 'head', 'auditor'].map(heard))).toEqual([
      ['villager', 1, 200],
      ['duty', 1, 200],
      ['wang', 0, 404],
      ['head', 0, 404],
      ['auditor', 0, 404],
    ]);
  });

  it('stands in no other answer, collection or log line', async () => {
    const id = await registered();
    await sealIdentity({ userId: 'villager', name: '陈秘密', phone: PHONE }, MORNING);
    const own = await standing(IN_HAND);
    await as('wang').post(`/api/petitions/${own}/draftReply`, RESULT);
    const answers: string[] = [];
    for (const browser of browsers.values()) {
      if (browser === as('villager')) continue;
      const about = [id, own].flatMap((one) => [`/api/petitions/${one}`, `/api/petitions/${one}/repeats`]);
      const lists = ['', '/mine', '/counts'].map((path) => `/api/petitions${path}`);
      for (const path of [
        ...about,
        ...lists,
        '/api/assignments',
        '/api/units',
        '/api/officers?unit=putuo',
        '/api/enterprises?words=x',
        '/api/status',
      ]) {
        answers.push((await browser.get(path)).text);
      }
    }
    const collections = (await mongoose.connection.db?.collections()) ?? [];
    for (const collection of collections) {
      // Whose a session is stands in the session, which names no petition.
      if (['identity_vault', 'people', 'sessions'].includes(collection.collectionName)) continue;
      answers.push(JSON.stringify(await collection.find().toArray()));
    }
    const everything = answers.join('\n') + server.logged();
    expect(answers.join('\n')).toContain('农村环境监督员');
    const secrets = [PHONE, '沈某甲', '陈秘密', '"villager"'];
    expect(secrets.filter((secret) => everything.includes(secret))).toEqual([]);
    const shown = answers.filter((answer) => answer.includes('"petition"')).join('\n');
    expect(shown.includes(referenceOf('villager'))).toBe(false);
  });
});

describe('the same thing twice', () => {
  it('is one petition when a report is sent again', async () => {
    const body = { ...REPORT, id: randomUUID() };
    const [first, second] = [
      await as('villager').post('/api/petitions', body),
      await as('villager').post('/api/petitions', body),
    ];
    expect([first.status, second.status, await count()]).toEqual([200, 200, 1]);
    expect(second.body['petition']).toEqual(first.body['petition']);
    expect(first.body).toMatchObject({ petition: { no: 'XF-2026-000001', status: 'registered' } });
  });

  it('shows nobody a petition under an id that somebody else has used', async () => {
    const body = { ...REPORT, id: randomUUID() };
    await as('villager').post('/api/petitions', body);
    const answer = await as('neighbour').post('/api/petitions', body);
    expect(answer.status).toBe(400);
    expect(answer.body['petition']).toBeUndefined();
  });

  it('has one effect under one idempotency key', async () => {
    const id = await standing(IN_HAND);
    const again = { 'idempotency-key': randomUUID() };
    for (let i = 0; i < 3; i++) {
      expect((await as('head').post(`/api/petitions/${id}/remark`, { text: '请抓紧办理' }, again)).status).toBe(200);
    }
    expect((await petitions.collection.findOne({ _id: id } as never))?.events).toHaveLength(2);
  });

  it('is not mistaken for what somebody else did under the same key', async () => {
    const id = await standing(IN_HAND);
    const key = { 'idempotency-key': randomUUID() };
    await as('head').post(`/api/petitions/${id}/remark`, { text: '请抓紧办理' }, key);
    await as('bureau').post(`/api/petitions/${id}/remark`, { text: '市局关注此事' }, key);
    expect((await petitions.collection.findOne({ _id: id } as never))?.events).toHaveLength(3);
  });

  it.each(['', 'short', 'with space in it', 'x'.repeat(65)])('is refused without a usable key (%j)', async (key) => {
    const id = await standing(IN_HAND);
    const answer = await as('head').post(
      `/api/petitions/${id}/remark`,
      { text: '请抓紧办理' },
      { 'idempotency-key': key },
    );
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'INVALID_INPUT' } } });
  });

  it('has one effect when two people press at once, and the other is told', async () => {
    const id = await standing({ ...IN_HAND, status: 'replyDraft', draftedBy: 'wang' });
    const both = await Promise.all([
      as('head').post(`/api/petitions/${id}/approveReply`),
      as('bureau').post(`/api/petitions/${id}/approveReply`),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(both.find(({ status }) => status === 409)?.body.error).toMatchObject({
      code: 'ILLEGAL_TRANSITION',
      message: expect.stringContaining('已答复') as string,
    });
    expect((await petitions.collection.findOne({ _id: id } as never))?.events).toHaveLength(2);
  });
});

describe('input that cannot be used', () => {
  const raw = (body: string | Buffer, type: string) =>
    request(server.url)
      .post('/api/petitions')
      .set({ cookie: as('villager').cookie, 'x-csrf-token': as('villager').csrf, 'content-type': type })
      .send(body);

  it.each([
    ['an unknown field', { ...REPORT, id: randomUUID(), reporter: 'ref:other' }, '不认识的项目“reporter”'],
    ['20,000 characters', { ...REPORT, id: randomUUID(), content: '水'.repeat(20_000) }, '情况描述最多2000字'],
    ['a place outside the sea area', { ...REPORT, id: randomUUID(), location: [0, 0] }, '位置不在本市'],
    ['a query for a text', { ...REPORT, id: randomUUID(), place: { $gt: '' } }, '地点'],
    ['an id that is an address', { ...REPORT, id: '../../etc/passwd' }, '编号不对'],
    ['nothing', {}, '请填写'],
  ])('%s is refused in words', async (_, body, words) => {
    const answer = await as('villager').post('/api/petitions', body);
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { code: 'INVALID_INPUT', message: expect.stringContaining(words) as string } },
    });
    expect(await count()).toBe(0);
  });

  it.each([
    ['truncated JSON', '{"content":"河水发', 'application/json', 400],
    ['JSON that is no object', '"x"', 'application/json', 400],
    ['a body of 300 kB', `{"content":"${'x'.repeat(300_000)}"}`, 'application/json', 413],
    ['a form', 'content=x', 'application/x-www-form-urlencoded', 415],
    ['XML', '<x/>', 'text/xml', 415],
    ['binary', randomBytes(100), 'application/octet-stream', 415],
    ['a body compressed without end', randomBytes(100), 'application/json', 400],
  ])('%s is refused', async (_, body, type, status) => {
    const answer = await raw(body, type);
    expect(answer).toMatchObject({
      status,
      body: { error: { message: expect.stringMatching(/请/) as string, requestId: expect.any(String) as string } },
    });
    expect(await count()).toBe(0);
  });

  it.each([
    '/api/petitions/%00',
    '/api/petitions/[object%20Object]',
    '/api/petitions/%E0%A4%A',
    '/api/files/xyz',
    '/api/nothing',
  ])('the address %s is answered without a stack', async (path) => {
    const answer = await as('duty').get(path);
    expect([400, 404]).toContain(answer.status);
    expect(answer.text).not.toMatch(/ at |node_modules|Error:/);
  });

  it('a method an address does not know is refused in the same shape', async () => {
    const answer = await request(server.url)
      .put('/api/petitions')
      .set({ cookie: as('duty').cookie, 'x-csrf-token': as('duty').csrf });
    expect(answer).toMatchObject({ status: 405, body: { error: { message: expect.stringMatching(/请/) as string } } });
  });

  it('leaves the server alive', async () => {
    expect((await request(server.url).get('/healthz')).status).toBe(200);
    expect(server.logged()).not.toContain('request failed');
  });
});

describe('a photo', () => {
  const photo = () =>
    sharp({ create: { width: 40, height: 30, channels: 3, background: '#246' } })
      .jpeg()
      .toBuffer();
  const send = (userId: string, bytes: Buffer, name = 'a.jpg') =>
    request(server.url)
      .post('/api/files')
      .set({ cookie: as(userId).cookie, 'x-csrf-token': as(userId).csrf })
      .attach('photo', bytes, { filename: name, contentType: 'image/jpeg' });

  it('is seen by its sender at once, by others with the petition that holds it, by strangers never', async () => {
    const { hash } = (await send('villager', await photo())).body as { hash: string };
    const seen = async (userId: string) => (await as(userId).get(`/api/files/${hash}?size=thumb`)).status;
    expect([await seen('villager'), await seen('duty'), await seen('neighbour')]).toEqual([200, 404, 404]);
    await as('villager').post('/api/petitions', { ...REPORT, id: randomUUID(), photos: [hash] });
    expect([await seen('villager'), await seen('duty'), await seen('neighbour'), await seen('farHead')]).toEqual([
      200, 200, 404, 404,
    ]);
  });

  it('of somebody else cannot be named in a form to get at it', async () => {
    const { hash } = (
      await send(
        'wang',
        await sharp(await photo())
          .negate()
          .jpeg()
          .toBuffer(),
      )
    ).body as { hash: string };
    const answer = await as('neighbour').post('/api/petitions', { ...REPORT, id: randomUUID(), photos: [hash] });
    expect(answer.status).toBe(400);
    expect((await as('neighbour').get(`/api/files/${hash}`)).status).toBe(404);
  });

  it.each([
    ['a PDF named .jpg', Buffer.from('%PDF-1.7\n%…'), 415, 'PDF'],
    ['an empty file', Buffer.alloc(0), 415, '空的'],
    ['a picture cut short', Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 415, '损坏'],
    ['11 MB', Buffer.alloc(11 * 1024 * 1024, 1), 413, '10MB'],
  ])('that is %s is refused', async (_, bytes, status, words) => {
    const answer = await send('villager', bytes);
    expect(answer).toMatchObject({ status, body: { error: { message: expect.stringContaining(words) as string } } });
  });

  it('of 300 MB is refused early, without being kept in memory', async () => {
    const before = process.memoryUsage().arrayBuffers;
    const boundary = 'x';
    const head = `--${boundary}\r\ncontent-disposition: form-data; name="photo"; filename="a.jpg"\r\ncontent-type: image/jpeg\r\n\r\n`;
    let sent = 0;
    const flood = new Readable({
      read() {
        sent += 1_000_000;
        this.push(sent > 300_000_000 ? null : Buffer.alloc(1_000_000, 1));
      },
    });
    const { cookie, csrf } = as('villager');
    const answer = await new Promise<{ status: number; body: string }>((resolve, reject) => {
      const upload = httpRequest(`${server.url}/api/files`, {
        method: 'POST',
        headers: { cookie, 'x-csrf-token': csrf, 'content-type': `multipart/form-data; boundary=${boundary}` },
      });
      upload.on('response', (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => (body += String(chunk)));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
        flood.destroy();
      });
      upload.on('error', reject);
      upload.write(head);
      flood.pipe(upload, { end: false });
    });
    expect(answer).toMatchObject({ status: 413, body: expect.stringContaining('10MB') as string });
    expect(sent).toBeLessThan(100_000_000);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100_000_000);
    expect((await request(server.url).get('/healthz')).status).toBe(200);
  });
});

describe('beside the records', () => {
  it('tasks, units and officers are answered to those who work with them', async () => {
    expect((await as('head').get('/api/units')).body).toMatchObject({
      items: [{ id: 'dinghai' }, { id: 'putuo', name: '普陀分局' }],
    });
    expect((await as('head').get('/api/officers')).body).toMatchObject({ items: [{ id: 'wang' }, { id: 'zhang' }] });
    expect((await as('villager').get('/api/units')).status).toBe(403);
    expect((await as('villager').get('/api/officers?unit=putuo')).status).toBe(403);
    expect((await as('villager').get('/api/assignments')).body).toEqual({ items: [], next: null });
  });

  it('the desk and the status page are closed to those who do not keep watch', async () => {
    for (const path of ['/api/petitions/counts', '/api/status']) {
      expect([(await as('duty').get(path)).status, (await as('wang').get(path)).status]).toEqual([200, 403]);
    }
  });

  it('tells whether it can serve, and how it stands with DingTalk', async () => {
    const answer = await request(server.url).get('/readyz');
    expect(answer).toMatchObject({ status: 200, body: { ok: true, database: true, dingtalk: 'open' } });
  });

  it('figures name routes, never records or people', async () => {
    const id = await standing(IN_HAND);
    await as('wang').get(`/api/petitions/${id}`);
    const { text } = await request(server.url).get('/metrics');
    expect(text).toContain('route="/api/petitions/:id"');
    expect(text).toMatch(/liandong_dingtalk_spent 12\n/);
    expect(text).not.toContain(id);
    expect(server.logged()).not.toContain(id.slice(0, 13) + '?');
  });

  it('every request has an id, its own or the one it came with', async () => {
    const own = await request(server.url).get('/api/session');
    expect((own.body as { error: { requestId: string } }).error.requestId).toBe(own.headers['x-request-id']);
    const given = await request(server.url).get('/healthz').set('x-request-id', 'desk-12345678');
    expect(given.headers['x-request-id']).toBe('desk-12345678');
    const forged = await request(server.url).get('/healthz').set('x-request-id', 'a b<script>');
    expect(forged.headers['x-request-id']).not.toContain('script');
  });

  it('pages are protected by a policy that lets no foreign script run', async () => {
    const { headers } = await request(server.url).get('/healthz');
    expect(headers['content-security-policy']).toMatch(/default-src 'self';script-src 'self';/);
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it('the API describes itself, a route for every step', async () => {
    const { openapi, paths } = (await request(server.url).get('/api/openapi.json')).body as {
      openapi: string;
      paths: Record<string, { post?: { requestBody: unknown; parameters: { name: string }[] } }>;
    };
    expect(openapi).toBe('3.1.0');
    for (const [step] of STEPS) {
      const operation = paths[`/api/petitions/{id}/${step}`]?.post;
      expect(operation?.parameters.map(({ name }) => name)).toEqual(['id', 'x-csrf-token', 'idempotency-key']);
    }
    expect(paths['/api/petitions/{id}/rate']?.post?.requestBody).toMatchObject({
      content: {
        'application/json': { schema: { type: 'object', required: ['satisfaction'], additionalProperties: false } },
      },
    });
  });
});
