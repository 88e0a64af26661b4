import { createDingTalk, type DingTalk, DingTalkError, type DingTalkSettings } from '../bot/dingtalk/client';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type CallbackRequest, handleCallback } from '../bot/dingtalk/callback';
import { type CardCallback, openStream, type RobotMessage, type StreamConnection } from '../bot/dingtalk/stream';
import { type Sandbox, startSandbox } from '../bot/sandbox/server';
import { settingsOf } from './support/botWorld';

/** Both ends of the wire, each written from DingTalk's documents alone, over real sockets. */
const OFFICER = 'putuo03';
const VILLAGER = 'cun001';
const log = { info() {}, warn() {}, error() {} };

let sandbox: Sandbox;
let settings: DingTalkSettings;
let client: DingTalk;
let unionId: string;
let groupId: string;

interface Shown {
  kind: string;
  text?: string;
  outTrackId?: string;
  cardParamMap?: Record<string, string>;
}

async function control<T>(path: string, body?: object, method = body ? 'POST' : 'GET'): Promise<T> {
  const init = body ? { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {};
  const response = await fetch(`${sandbox.url}${path}`, init);
  if (!response.ok) throw new Error(`${path} ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

/** What the person's phone shows of one kind, newest last. */
async function phone(userId: string, kind: string): Promise<Shown[]> {
  const said = await control<Shown[] | { messages: Shown[] }>(`/sandbox/people/${userId}/messages`);
  return (Array.isArray(said) ? said : said.messages).filter((message) => message.kind === kind);
}

const failureOf = (promise: Promise<unknown>): Promise<DingTalkError> =>
  promise.then(
    () => Promise.reject(new Error('it succeeded')),
    (error: unknown) => (error instanceof DingTalkError ? error : Promise.reject(error as Error)),
  );

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  settings = settingsOf(sandbox);
  client = createDingTalk(settings, { clock: sandbox.clock, log });
  const { groups, people } = sandbox.info;
  unionId = people.find(({ userId }) => userId === OFFICER)!.unionId;
  groupId = groups[0]!.openConversationId;
});
afterAll(() => sandbox.close());

describe('the directory of the sandbox', () => {
  it('is read whole inside the rate of the platform', async () => {
    const { departments, users } = await client.organisation();
    expect(users.map(({ userId }) => userId).sort()).toEqual(sandbox.info.people.map(({ userId }) => userId).sort());
    expect(departments.map(({ name }) => name)).toEqual(expect.arrayContaining(['指挥中心', '普陀分局']));
    // By department and by role it says of everybody what their details say.
    for (const id of [OFFICER, 'leader01', 'cun001']) {
      const found = users.find(({ userId }) => userId === id)!;
      const { roles, leads, ...details } = await client.user(id);
      expect(found).toEqual({ ...details, roles: expect.arrayContaining(roles) as object, leads: found.leads });
      expect(found.roles).toHaveLength(roles.length);
      expect(found.leads).toEqual(leads.filter((department) => found.departmentIds.includes(department)));
    }
  }, 30_000);
  it('tells one person, and refuses one it does not know', async () => {
    expect(await client.user(OFFICER)).toMatchObject({ userId: OFFICER, unionId });
    expect(await failureOf(client.user('nobody'))).toMatchObject({ kind: 'refused', code: '60121' });
  });
  it('signs a person in by a code that works once', async () => {
    const path = sandbox.info.authCodePath.replace(/\{userId\}|:userId/, OFFICER);
    const { code } = await control<{ code: string }>(path, {});
    expect(await client.userIdOfAuthCode(code)).toEqual({ userId: OFFICER, unionId });
    expect(await failureOf(client.userIdOfAuthCode(code))).toMatchObject({ kind: 'refused', code: '40078' });
  });
  it.each(['sha256', 'sha1'] as const)('accepts the %s signature of a page', async (jsapiDigest) => {
    const signing = createDingTalk({ ...settings, jsapiDigest }, { clock: sandbox.clock, log });
    const url = 'http://cun001.app.localhost:8090/?q=%E4%B8%AD%E6%96%87#/report';
    const config = await signing.jsapiConfig(url);
    expect(await control('/sandbox/jsapi/config', { ...config, url })).toEqual({ ok: true, algorithm: jsapiDigest });
  });
});

describe('messages to the phones of the sandbox', () => {
  it('arrive as work notices and can be looked up and recalled', async () => {
    const { taskId } = await client.sendWorkNotice([OFFICER], { msgtype: 'text', text: { content: '请处理 001' } });
    expect(await phone(OFFICER, 'workNotice')).toHaveLength(1);
    expect(await client.workNoticeResult(taskId)).toMatchObject({ unread: [OFFICER], forbidden: [] });
    const { taskId: again } = await client.sendWorkNotice([OFFICER], {
      msgtype: 'text',
      text: { content: '请处理 001' },
    });
    expect(await client.workNoticeResult(again)).toMatchObject({ forbidden: [{ code: '143106', userId: OFFICER }] });
    await client.recallWorkNotice(taskId);
  });
  it('arrive from the robot, name unknown people, and tell who has read them', async () => {
    const sent = await client.sendRobotMessage([OFFICER, 'nobody'], 'sampleText', { content: '你好' });
    expect(sent.invalid).toEqual(['nobody']);
    expect(await phone(OFFICER, 'text')).toMatchObject([{ text: '你好' }]);
    expect(await client.robotMessageRead(sent.processQueryKey)).toEqual([{ userId: OFFICER, readAt: null }]);
  });
  it('arrive in groups', async () => {
    const { processQueryKey } = await client.sendGroupMessage(groupId, 'sampleMarkdown', {
      title: '通报',
      text: '通报',
    });
    expect(processQueryKey).not.toBe('');
    expect(await failureOf(client.sendGroupMessage('cidnone==', 'sampleText', { content: 'x' }))).toMatchObject({
      kind: 'refused',
    });
  });
  it('ring as DINGs', async () => {
    expect(await client.sendDing([OFFICER], 1, '紧急任务')).toMatchObject({ failed: [] });
    expect((await phone(OFFICER, 'ding')).length).toBeGreaterThan(0);
  });
  it('become todos, created once, changed and done', async () => {
    const todo = {
      sourceId: 'assignment-1',
      subject: '整改',
      unionId,
      detailUrl: 'http://localhost:8080',
      dueAt: null,
      ding: true,
    };
    const { taskId } = await client.createTodo(todo);
    expect(await client.createTodo(todo)).toEqual({ taskId });
    await client.updateTodo(unionId, taskId, { subject: '整改（已延期）', dueAt: new Date('2026-12-01T00:00:00Z') });
    await client.completeTodo(unionId, taskId);
    expect(await phone(OFFICER, 'todo')).toHaveLength(1);
  });
  it('carry uploaded media', async () => {
    expect((await client.uploadMedia('image', 'a.png', Buffer.from('iVBORw0KGgo=', 'base64'))).mediaId).not.toBe('');
  });
});

describe('a card in the sandbox', () => {
  const card = {
    outTrackId: 'card-1',
    userId: OFFICER,
    params: { title: '信访交办', status: '待签收' },
    alert: '新任务',
  };

  it('is delivered once however often it is sent, and changes by key', async () => {
    expect((await client.deliverCard(card)).carrierId).not.toBe('');
    expect(await client.deliverCard(card)).toEqual({ carrierId: '' });
    await client.updateCard('card-1', { status: '已签收' });
    expect(await phone(OFFICER, 'card')).toMatchObject([
      { outTrackId: 'card-1', cardParamMap: { title: '信访交办', status: '已签收' } },
    ]);
  });
  it('for somebody who is not there is a refusal', async () => {
    const failure = await failureOf(client.deliverCard({ ...card, outTrackId: 'card-2', userId: 'nobody' }));
    expect(failure).toMatchObject({ kind: 'refused', code: 'NOT_DELIVERED' });
  });
  it('that is unknown cannot be changed', async () => {
    expect(await failureOf(client.updateCard('card-9', { status: 'x' }))).toMatchObject({ code: 'param.cardNotExist' });
  });
});

describe('bad days of the sandbox', () => {
  afterEach(() => control('/sandbox/faults', { fault: 'clear' }));

  it('an expired token is replaced without anybody noticing', async () => {
    await client.user(OFFICER);
    await control('/sandbox/faults', { fault: 'expireToken' });
    expect(await client.user(OFFICER)).toMatchObject({ userId: OFFICER });
    await control('/sandbox/faults', { fault: 'expireToken' });
    expect(await client.sendRobotMessage([OFFICER], 'sampleText', { content: '还在' })).toMatchObject({ invalid: [] });
  });
  it('a rate refusal is waited out', async () => {
    await control('/sandbox/faults', { fault: 'rateLimit', path: '/v1.0/card/*', times: 1 });
    await client.updateCard('card-1', { status: '已办结' });
  });
  it('a used-up quota is told apart', async () => {
    await control('/sandbox/faults', { fault: 'quota', path: '*', seconds: 60 });
    expect(await failureOf(client.updateCard('card-1', { status: 'x' }))).toMatchObject({ kind: 'quota' });
    expect(
      await failureOf(client.sendWorkNotice([OFFICER], { msgtype: 'text', text: { content: 'y' } })),
    ).toMatchObject({ kind: 'quota' });
  });
  it('a defect of the platform leaves the fate of a message open', async () => {
    await control('/sandbox/faults', {
      fault: 'error',
      path: '/v1.0/robot/*',
      status: 500,
      code: 'system.error',
      times: 1,
    });
    const failure = await failureOf(client.sendRobotMessage([OFFICER], 'sampleText', { content: '?' }));
    expect(failure).toMatchObject({ kind: 'unreachable', ambiguous: true, status: 500 });
  });
  it('a burst above the rate of the platform is paced and never refused', async () => {
    const burst = Array.from({ length: 40 }, (_, n) => client.updateCard('card-1', { status: `第${n}次` }));
    await Promise.all(burst);
    const calls = await control<{ path: string; code: string | null }[]>('/sandbox/calls?since=0');
    const updates = calls.filter(({ path }) => path === '/v1.0/card/instances').slice(-burst.length);
    expect(updates.map(({ code }) => code)).toEqual(burst.map(() => null));
  }, 15_000);
});

describe('the Stream of the sandbox', () => {
  const messages: RobotMessage[] = [];
  const presses: CardCallback[] = [];
  const events: string[] = [];
  let stream: StreamConnection;
  const until = async (fact: () => boolean): Promise<void> => {
    while (!fact()) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  beforeAll(async () => {
    stream = openStream(settings, {
      clock: sandbox.clock,
      log,
      onMessage: (message) => Promise.resolve(void messages.push(message)),
      onCard: (callback) => {
        presses.push(callback);
        return Promise.resolve({ cardData: { status: '办理中' } });
      },
      onEvent: ({ type }) => Promise.resolve(void events.push(type)),
      timing: { firstRetryMs: 20, lastRetryMs: 100 },
    });
    await until(() => stream.state() === 'open');
  });
  afterAll(() => stream.close());

  it('brings text, voice and photos, whose bytes can be fetched', async () => {
    await control(`/sandbox/people/${VILLAGER}/say`, { text: '上报 河水发黑' });
    await control(`/sandbox/people/${VILLAGER}/say`, { voice: { recognition: '河水发黑', durationMs: 3000 } });
    const bytes = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex');
    await control(`/sandbox/people/${VILLAGER}/say`, {
      photo: { base64: bytes.toString('base64'), fileName: 'a.jpg' },
    });
    await until(() => messages.length === 3);
    const [text, voice, photo] = messages.map(({ content }) => content);
    expect(messages[0]).toMatchObject({ senderStaffId: VILLAGER, isGroup: false });
    expect([text, voice]).toMatchObject([
      { kind: 'text', text: '上报 河水发黑' },
      { kind: 'voice', recognition: '河水发黑', durationMs: 3000 },
    ]);
    if (photo?.kind !== 'photo') throw new Error('no photo');
    expect((await client.downloadFile(photo.downloadCodes[0]!, 1_000_000)).bytes).toEqual(bytes);
    expect(await failureOf(client.downloadFile('forged', 1000))).toMatchObject({ kind: 'refused' });
  });
  it('lets us answer into the conversation', async () => {
    await client.replyBySession(messages[0]!.sessionWebhook!, { msgtype: 'text', text: { content: '已收到' } });
    expect((await phone(VILLAGER, 'text')).map(({ text }) => text)).toContain('已收到');
  });
  it('brings the press of a card, and takes what the card shows next', async () => {
    await client.deliverCard({ outTrackId: 'card-7', userId: OFFICER, params: { status: '待签收' }, alert: 'x' });
    const form = { result: { index: 0, value: 'violation' }, findings: '黑水' };
    await control(`/sandbox/people/${OFFICER}/press`, {
      outTrackId: 'card-7',
      actionIds: ['form'],
      params: { form, action: 'reply' },
      force: true,
    });
    expect(presses).toMatchObject([
      { outTrackId: 'card-7', userId: OFFICER, actionIds: ['form'], form: { result: 'violation', findings: '黑水' } },
    ]);
    expect((await phone(OFFICER, 'card')).at(-1)?.cardParamMap).toMatchObject({ status: '办理中' });
  });
  it('brings events, once each', async () => {
    await control('/sandbox/faults', { fault: 'event', eventType: 'user_leave_org', data: { userId: [VILLAGER] } });
    await until(() => events.includes('user_leave_org'));
    expect(events.filter((type) => type === 'user_leave_org')).toHaveLength(1);
  });
  it.each([
    { fault: 'garbage' },
    { fault: 'unknownTopic' },
    { fault: 'ping' },
    { fault: 'drop' },
    { fault: 'disconnect' },
  ])('goes on after %j', async (fault) => {
    const before = messages.length;
    await control('/sandbox/faults', fault);
    await until(() => stream.state() === 'open');
    await control(`/sandbox/people/${VILLAGER}/say`, { text: `还在吗 ${before}` });
    await until(() => messages.length > before);
    expect(messages.at(-1)?.content).toEqual({ kind: 'text', text: `还在吗 ${before}` });
  });
  it('says when a message came without its text', async () => {
    const before = messages.length;
    await control('/sandbox/faults', { fault: 'unreadable' });
    await until(() => messages.length > before);
    expect(messages.at(-1)?.content).toEqual({ kind: 'unreadable', errCode: 20001 });
  });
  it('is refused with a wrong secret', async () => {
    const alarms: string[] = [];
    const wrong = openStream(
      { ...settings, clientSecret: 'wrong' },
      {
        clock: sandbox.clock,
        log: { ...log, error: (_, message) => void alarms.push(message) },
        onMessage: () => Promise.resolve(),
        onCard: () => Promise.resolve({}),
        onEvent: () => Promise.resolve(),
      },
    );
    await until(() => alarms.length > 0);
    await wrong.close();
    expect(alarms).toEqual([expect.stringContaining('refuses the Stream')]);
  });
});

describe('the HTTP callbacks of the sandbox', () => {
  const heard: { kind: string; what: unknown; status?: number }[] = [];
  const keys = {
    eventToken: 'inspect2026',
    eventAesKey: 'abcdefghijABCDEFGHIJ0123456789abcdefghijABC',
    cardApiSecret: 'card-secret-1',
  };
  const until = async (fact: () => boolean): Promise<void> => {
    while (!fact()) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '', 'http://product');
    const kind = url.pathname.slice(1) as CallbackRequest['kind'];
    const hear = (what: unknown) => Promise.resolve(void heard.push({ kind, what }));
    const { status, body } = await handleCallback(
      { ...settings, ...keys },
      {
        clock: sandbox.clock,
        log,
        onMessage: hear,
        onEvent: hear,
        onCard: (what) => hear(what).then(() => ({ cardData: { status: '已签收' } })),
      },
      { kind, query: Object.fromEntries(url.searchParams), headers: request.headers, rawBody: Buffer.concat(chunks) },
    );
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const product = createServer((request, response) => void answer(request, response));
  let base: string;

  beforeAll(async () => {
    await new Promise<void>((ready) => product.listen(0, '127.0.0.1', ready));
    base = `http://127.0.0.1:${(product.address() as AddressInfo).port}`;
    const events = { url: `${base}/event`, token: keys.eventToken, aesKey: keys.eventAesKey };
    await control('/sandbox/callbacks', { events, robot: { url: `${base}/robot` } }, 'PUT');
  });
  afterAll(async () => {
    await control('/sandbox/callbacks', { events: null, robot: null }, 'PUT');
    product.closeAllConnections();
    await new Promise((done) => product.close(done));
  });

  it('bring messages, signed', async () => {
    await control(`/sandbox/people/${VILLAGER}/say`, { text: '上报 河水发黑' });
    expect(heard).toMatchObject([
      { kind: 'robot', what: { senderStaffId: VILLAGER, content: { kind: 'text', text: '上报 河水发黑' } } },
    ]);
  });
  it('bring events, encrypted', async () => {
    await control('/sandbox/faults', { fault: 'event', eventType: 'user_modify_org', data: { userId: [VILLAGER] } });
    await until(() => heard.some(({ kind }) => kind === 'event'));
    expect(heard.at(-1)).toMatchObject({ what: { type: 'user_modify_org', data: { userId: [VILLAGER] } } });
  });
  it('bring presses to the registered address, and take what the card shows next', async () => {
    const byHttp = createDingTalk({ ...settings, cardCallback: 'HTTP' }, { clock: sandbox.clock, log });
    await byHttp.registerCardCallback(`${base}/card`, keys.cardApiSecret);
    await byHttp.deliverCard({ outTrackId: 'card-http', userId: OFFICER, params: { status: '待签收' }, alert: 'x' });
    await control(`/sandbox/people/${OFFICER}/press`, {
      outTrackId: 'card-http',
      actionIds: ['accept'],
      params: {},
      force: true,
    });
    expect(heard.at(-1)).toMatchObject({ kind: 'card', what: { outTrackId: 'card-http', actionIds: ['accept'] } });
    expect((await phone(OFFICER, 'card')).at(-1)?.cardParamMap).toEqual({ status: '已签收' });
  });
});
