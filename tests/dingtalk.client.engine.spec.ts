import { createDingTalk, type DingTalkDoors, DingTalkError, type DingTalkSettings } from '../bot/dingtalk/client';
import { signJsapi } from '../bot/dingtalk/signatures';
import { type Heard, type Reply, wireServer } from './support/wireServer';

const NOW = new Date('2026-03-01T00:00:00Z');
const SECRET = 'app-secret-that-nobody-may-read';
const TOKEN = '/v1.0/oauth2/accessToken';
const BATCH = '/v1.0/robot/oToMessages/batchSend';
const NOTICE = '/topapi/message/corpconversation/asyncsend_v2';
const CARD = '/v1.0/card/instances/createAndDeliver';
const invalidToken = {
  status: 400,
  body: { code: 'InvalidAuthentication', message: '不合法的access_token', requestid: 'r' },
};
const tooFast = { status: 403, body: { code: 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi', message: '…' } };

const running: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

type Script = Record<string, (heard: Heard, nth: number) => Reply>;

/** A client at a far end that answers by path; pauses are noted instead of slept. */
async function connected(script: Script, changes: Partial<DingTalkSettings> = {}, doors: Partial<DingTalkDoors> = {}) {
  const tokens: Script = {
    [TOKEN]: (_, nth) => ({ body: { accessToken: `token-${nth}`, expireIn: 7200 } }),
    '/v1.0/oauth2/jsapiTickets': () => ({ body: { jsapiTicket: 'ticket-1', expireIn: 7200 } }),
  };
  const server = await wireServer(
    (heard, nth) => ({ ...tokens, ...script })[heard.path]?.(heard, nth) ?? { status: 404 },
  );
  running.push(server);
  const lines: string[] = [];
  const line = (facts: object, message: string) => void lines.push(`${message} ${JSON.stringify(facts)}`);
  const pauses: number[] = [];
  const spent: string[] = [];
  const settings: DingTalkSettings = {
    apiBase: server.base,
    oapiBase: server.base,
    corpId: 'dingcorp',
    agentId: 7,
    clientId: 'dingclient',
    clientSecret: SECRET,
    robotCode: 'dingrobot',
    cardTemplateId: 'one.schema',
    cardCallback: 'STREAM',
    jsapiDigest: 'sha256',
    monthlyCallBudget: 5000,
    ratePerSecond: 1000,
    timeoutMs: 400,
    ...changes,
  };
  const client = createDingTalk(settings, {
    clock: () => NOW,
    log: { info: line, warn: line, error: line },
    spend: (month, api) => void spent.push(`${month} ${api}`),
    sleep: (milliseconds) => Promise.resolve(void pauses.push(milliseconds)),
    random: () => 0,
    ...doors,
  });
  return { client, server, lines, pauses, spent };
}

const failureOf = async (promise: Promise<unknown>): Promise<DingTalkError> => {
  const error: unknown = await promise.then(
    () => new Error('it succeeded'),
    (reason: unknown) => reason,
  );
  if (error instanceof DingTalkError) return error;
  throw error;
};

describe('a call', () => {
  const users = { [BATCH]: () => ({ body: { processQueryKey: 'k1', invalidStaffIdList: ['x'] } }) };

  it('carries the token where its family wants it, and the id of the request it serves', async () => {
    const { client, server } = await connected(
      { ...users, '/topapi/v2/user/get': () => ({ body: { errcode: 0, result: { userid: 'wang' } } }) },
      {},
      { requestId: () => 'req-42' },
    );
    await Promise.all([client.sendRobotMessage(['wang'], 'sampleText', { content: '你好' }), client.user('wang')]);
    const [sent] = server.calls(BATCH);
    const [read] = server.calls('/topapi/v2/user/get');
    expect(sent).toMatchObject({
      headers: { 'x-acs-dingtalk-access-token': 'token-1', 'x-request-id': 'req-42' },
      query: {},
    });
    expect(read).toMatchObject({ query: { access_token: 'token-1' }, headers: { 'x-request-id': 'req-42' } });
    expect(server.calls(TOKEN)).toHaveLength(1);
  });
  it('whose token is refused is made once more with a new one', async () => {
    const { client, server } = await connected({
      [BATCH]: ({ headers }) =>
        headers['x-acs-dingtalk-access-token'] === 'token-1' ? invalidToken : { body: { processQueryKey: 'k2' } },
    });
    expect(await client.sendRobotMessage(['wang'], 'sampleText', {})).toMatchObject({ processQueryKey: 'k2' });
    expect(server.calls(BATCH)).toHaveLength(2);
  });
  it('whose second token is refused too is refused', async () => {
    const { client, server } = await connected({ [BATCH]: () => invalidToken });
    const failure = await failureOf(client.sendRobotMessage(['wang'], 'sampleText', {}));
    expect(failure).toMatchObject({ kind: 'refused', code: 'InvalidAuthentication' });
    expect(server.calls(BATCH)).toHaveLength(2);
  });
  it('that is refused is made once', async () => {
    const { client, server } = await connected({
      [CARD]: () => ({ status: 400, body: { code: 'param.templateNotExist' } }),
    });
    const card = { outTrackId: 'c1', userId: 'wang', params: {}, alert: 'x' };
    expect(await failureOf(client.deliverCard(card))).toMatchObject({
      kind: 'refused',
      code: 'param.templateNotExist',
    });
    expect(server.calls(CARD)).toHaveLength(1);
  });
  it('that is too fast waits a second, then two, and gives up after three tries', async () => {
    const { client, server, pauses } = await connected({ [BATCH]: () => tooFast });
    expect(await failureOf(client.sendRobotMessage(['wang'], 'sampleText', {}))).toMatchObject({ kind: 'limited' });
    expect(server.calls(BATCH)).toHaveLength(3);
    expect(pauses).toEqual(expect.arrayContaining([1000, 2000]));
  });
  it('that may be repeated is repeated after a failure of the platform', async () => {
    const { client, server } = await connected({
      [CARD]: (_, nth) =>
        nth < 3
          ? { status: 500, body: { code: 'system.busy' } }
          : { body: { result: { deliverResults: [{ success: true, carrierId: 'k' }] } } },
    });
    const card = { outTrackId: 'c1', userId: 'wang', params: {}, alert: 'x' };
    expect(await client.deliverCard(card)).toEqual({ carrierId: 'k' });
    expect(server.calls(CARD)).toHaveLength(3);
  });
  it.each<[string, Reply]>([
    ['fails inside the platform', { status: 500, body: { code: 'system.error' } }],
    ['is answered in HTML', { status: 200, text: '<html>gateway</html>' }],
    ['is cut off', 'cut'],
    ['is never answered', 'hang'],
  ])('that sends a message and %s is not repeated, since it may have been sent', async (_, reply) => {
    const { client, server } = await connected({ [BATCH]: () => reply });
    expect(await failureOf(client.sendRobotMessage(['wang'], 'sampleText', {}))).toMatchObject({
      kind: 'unreachable',
      ambiguous: true,
    });
    expect(server.calls(BATCH)).toHaveLength(1);
  });
  it('that cannot even connect is repeated whatever it does, and is not ambiguous', async () => {
    const gone = await wireServer(() => ({}));
    await gone.close();
    const { client, pauses } = await connected({}, { oapiBase: gone.base });
    const failure = await failureOf(client.sendWorkNotice(['wang'], { msgtype: 'text', text: { content: 'x' } }));
    expect(failure).toMatchObject({ kind: 'unreachable', code: 'ECONNREFUSED', ambiguous: false });
    expect(pauses).toEqual([1000, 2000]);
  });
  it('that finds no token was never made', async () => {
    const { client, server } = await connected({ ...users, [TOKEN]: () => 'cut' });
    const failure = await failureOf(client.sendRobotMessage(['wang'], 'sampleText', {}));
    expect(failure).toMatchObject({ kind: 'unreachable', api: 'accessToken', ambiguous: false });
    expect(server.calls(BATCH)).toHaveLength(0);
    expect(server.calls(TOKEN)).toHaveLength(3);
  });
  it('answered in an unexpected shape is reported, not repeated', async () => {
    const { client, server } = await connected({ [NOTICE]: () => ({ body: { errcode: 0, task_id: 'none' } }) });
    const failure = await failureOf(client.sendWorkNotice(['wang'], { msgtype: 'text', text: { content: 'x' } }));
    expect(failure).toMatchObject({ code: 'UNEXPECTED_ANSWER', ambiguous: true });
    expect(server.calls(NOTICE)).toHaveLength(1);
  });
  it('never shows secret or token in log or error', async () => {
    const { client, lines } = await connected({
      [BATCH]: () => 'cut',
      '/topapi/v2/user/get': () => ({ body: { errcode: 60121 } }),
    });
    const failures = [
      await failureOf(client.sendRobotMessage(['wang'], 'sampleText', {})),
      await failureOf(client.user('x')),
    ];
    const shown = [...lines, ...failures.map((failure) => JSON.stringify(failure) + String(failure.stack))].join('\n');
    expect(lines).toHaveLength(2);
    expect(shown).not.toMatch(new RegExp(`${SECRET}|token-1`));
  });
});

describe('the monthly budget', () => {
  it('counts sends and cards, but neither tokens nor contacts nor what was too fast', async () => {
    const { client, spent } = await connected({
      [BATCH]: (_, nth) => (nth === 1 ? tooFast : { body: {} }),
      '/topapi/v2/user/get': () => ({ body: { errcode: 0, result: { userid: 'wang' } } }),
    });
    await client.user('wang');
    await client.sendRobotMessage(['wang'], 'sampleText', {});
    expect(spent).toEqual(['2026-03 sendRobotMessage']);
    expect(await client.callBudget()).toEqual({ month: '2026-03', spent: 1, budget: 5000 });
  });
});

describe('a message to people', () => {
  const text = (content: string) => ({ msgtype: 'text', text: { content } }) as const;
  it('goes to at most 100 as a work notice and to at most 20 from the robot', async () => {
    const { client, server } = await connected({
      [NOTICE]: () => ({ body: { errcode: 0, task_id: 256271667526 } }),
      [BATCH]: () => ({}),
    });
    const people = (count: number) => Array.from({ length: count }, (_, n) => `u${n}`);
    expect(await client.sendWorkNotice(people(100), text('x'))).toEqual({ taskId: 256271667526 });
    expect(server.calls(NOTICE)[0]?.body).toMatchObject({ agent_id: 7, to_all_user: false, msg: text('x') });
    await client.sendRobotMessage(people(20), 'sampleText', { content: '你好' });
    expect(server.calls(BATCH)[0]?.body).toMatchObject({ robotCode: 'dingrobot', msgParam: '{"content":"你好"}' });
    expect(await failureOf(client.sendWorkNotice(people(101), text('x')))).toMatchObject({
      code: 'TOO_MANY_RECEIVERS',
    });
    expect(await failureOf(client.sendRobotMessage(people(21), 'sampleText', {}))).toMatchObject({
      code: 'TOO_MANY_RECEIVERS',
    });
    expect(await failureOf(client.sendWorkNotice([], text('x')))).toMatchObject({ code: 'NO_RECEIVER' });
    expect(await failureOf(client.sendWorkNotice(['a,b'], text('x')))).toMatchObject({ code: 'BAD_USER_ID' });
  });
  it('of more than 2048 bytes is refused before it is sent', async () => {
    const { client, server } = await connected({ [NOTICE]: () => ({ body: { errcode: 0, task_id: 1 } }) });
    const overhead = Buffer.byteLength(JSON.stringify(text('')));
    await client.sendWorkNotice(['wang'], text('x'.repeat(2048 - overhead)));
    const failure = await failureOf(client.sendWorkNotice(['wang'], text('x'.repeat(2049 - overhead))));
    expect(failure).toMatchObject({ kind: 'refused', code: 'MESSAGE_TOO_LONG', ambiguous: false });
    expect(server.calls(NOTICE)).toHaveLength(1);
  });
  it('tells who read it, who did not, and whom DingTalk dropped in silence', async () => {
    const { client } = await connected({
      '/topapi/message/corpconversation/getsendresult': () => ({
        body: {
          errcode: 0,
          send_result: {
            read_user_id_list: ['a'],
            unread_user_id_list: ['b'],
            forbidden_user_id_list: ['c', 'd'],
            forbidden_list: [{ code: 143106, count: 1, userid: 'c' }],
          },
        },
      }),
    });
    expect(await client.workNoticeResult(1)).toEqual({
      read: ['a'],
      unread: ['b'],
      failed: [],
      invalid: [],
      forbidden: [
        { code: '143106', userId: 'c' },
        { code: '', userId: 'd' },
      ],
    });
  });
  it('is looked up by a key that is encoded in the address', async () => {
    const { client, server } = await connected({
      '/v1.0/robot/oToMessages/readStatus': () => ({
        body: {
          messageReadInfoList: [
            { userId: 'a', readStatus: 'READ', readTimestamp: 1708327204136 },
            { userId: 'b', readStatus: 'UNREAD' },
          ],
        },
      }),
    });
    expect(await client.robotMessageRead('a+b/c==')).toEqual([
      { userId: 'a', readAt: new Date(1708327204136) },
      { userId: 'b', readAt: null },
    ]);
    expect(server.heard.at(-1)?.query).toEqual({ robotCode: 'dingrobot', processQueryKey: 'a+b/c==' });
  });
  it('is answered into its conversation only at an address of DingTalk', async () => {
    const { client, server } = await connected({ '/robot/sendBySession': () => ({ body: { errcode: 0 } }) });
    await client.replyBySession(`${server.base}/robot/sendBySession?session=ab`, {
      msgtype: 'text',
      text: { content: 'x' },
    });
    expect(server.heard.at(-1)).toMatchObject({ query: { session: 'ab' }, body: { msgtype: 'text' } });
    const outside = [
      'https://evil.example/robot',
      'file:///etc/passwd',
      'https://x@oapi.dingtalk.com/',
      'http://127.0.0.1:1/',
      'https://dingtalk.com.evil/',
      '?',
    ];
    for (const address of outside)
      expect(await failureOf(client.replyBySession(address, {}))).toMatchObject({ code: 'FOREIGN_HOST' });
  });
  it('rings as a DING, and tells whom it did not reach', async () => {
    const { client } = await connected({
      '/v1.0/robot/ding/send': () => ({ body: { openDingId: 'd1', failedList: { 未激活: ['b', 'c'] } } }),
    });
    expect(await client.sendDing(['a', 'b', 'c'], 1, '紧急')).toEqual({ dingId: 'd1', failed: ['b', 'c'] });
    expect(await failureOf(client.sendDing(Array(21).fill('a') as string[], 3, 'x'))).toMatchObject({
      code: 'TOO_MANY_RECEIVERS',
    });
  });
});

describe('a card', () => {
  const card = {
    outTrackId: 'c1',
    userId: 'wang',
    params: { title: '信访' },
    privateParams: { mine: '1' },
    alert: '新任务',
  };

  it('is created and delivered to the chat with the robot', async () => {
    const { client, server } = await connected({
      [CARD]: () => ({ body: { success: true, result: { deliverResults: [{ success: true, carrierId: 'k' }] } } }),
    });
    await client.deliverCard(card);
    expect(server.calls(CARD)[0]?.body).toMatchObject({
      cardTemplateId: 'one.schema',
      outTrackId: 'c1',
      callbackType: 'STREAM',
      cardData: { cardParamMap: { title: '信访' } },
      privateData: { wang: { cardParamMap: { mine: '1' } } },
      openSpaceId: 'dtv1.card//IM_ROBOT.wang',
      imRobotOpenSpaceModel: { lastMessageI18n: { ZH_CN: '新任务' }, notification: { alertContent: '新任务' } },
      imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT', robotCode: 'dingrobot' },
    });
  });
  it('that exists already counts as delivered', async () => {
    const { client } = await connected({ [CARD]: () => ({ status: 400, body: { code: 'param.cardAlreadyExist' } }) });
    expect(await client.deliverCard(card)).toEqual({ carrierId: '' });
  });
  it('that was created but reached nobody is a refusal', async () => {
    const { client } = await connected({
      [CARD]: () => ({
        body: { success: true, result: { deliverResults: [{ success: false, errorMsg: '机器人未发布' }] } },
      }),
    });
    const failure = await failureOf(client.deliverCard(card));
    expect(failure).toMatchObject({
      kind: 'refused',
      code: 'NOT_DELIVERED',
      message: expect.stringContaining('机器人未发布') as string,
    });
  });
  it('is told to call back over HTTP where the Stream is not used', async () => {
    const ok = { body: { result: { apiSecret: 's1' } } };
    const { client, server } = await connected(
      { [CARD]: () => ok, '/v1.0/card/callbacks/register': () => ok },
      { cardCallback: 'HTTP' },
    );
    await client.deliverCard(card);
    expect(server.calls(CARD)[0]?.body).toMatchObject({ callbackType: 'HTTP', callbackRouteKey: 'liandong' });
    await client.registerCardCallback('https://x.example/card', 's1');
    expect(server.heard.at(-1)?.body).toMatchObject({ callbackUrl: 'https://x.example/card', apiSecret: 's1' });
  });
  it('is changed by key, so that what is not named stays', async () => {
    const { client, server } = await connected({
      '/v1.0/card/instances': () => ({ body: { success: true, result: true } }),
    });
    await client.updateCard('c1', { status: '已签收' }, { wang: { mine: '2' } });
    expect(server.heard.at(-1)).toMatchObject({
      method: 'PUT',
      body: {
        outTrackId: 'c1',
        cardData: { cardParamMap: { status: '已签收' } },
        privateData: { wang: { cardParamMap: { mine: '2' } } },
        cardUpdateOptions: { updateCardDataByKey: true, updatePrivateDataByKey: true },
      },
    });
  });
});

describe('a todo', () => {
  const tasks = '/v1.0/todo/users/u%2F1/tasks';
  const todo = {
    sourceId: 's/1',
    subject: '整改',
    unionId: 'u/1',
    detailUrl: 'https://x.example',
    dueAt: NOW,
    ding: true,
  };

  it('is created for the person, with a page to open and a DING', async () => {
    const { client, server } = await connected({ [tasks]: () => ({ body: { id: 'task1' } }) });
    expect(await client.createTodo({ ...todo, creatorUnionId: 'u2' })).toEqual({ taskId: 'task1' });
    expect(server.heard.at(-1)).toMatchObject({
      query: { operatorId: 'u2' },
      body: {
        sourceId: 's/1',
        creatorId: 'u2',
        executorIds: ['u/1'],
        dueTime: NOW.getTime(),
        notifyConfigs: { dingNotify: '1' },
      },
    });
  });
  it('that exists already is found by its source', async () => {
    const { client } = await connected({
      [tasks]: () => ({ status: 400, body: { code: 'todo.taskCreate.paramError', message: 'task exist' } }),
      [`${tasks}/sources/s%2F1`]: () => ({ body: { id: 'task1' } }),
    });
    expect(await client.createTodo(todo)).toEqual({ taskId: 'task1' });
  });
  it('is changed and done', async () => {
    const { client, server } = await connected({ [`${tasks}/t1`]: () => ({ body: { result: true } }) });
    await client.updateTodo('u/1', 't1', { subject: '整改二' });
    await client.completeTodo('u/1', 't1');
    expect(server.calls(`${tasks}/t1`).map(({ body }) => body)).toEqual([{ subject: '整改二' }, { done: true }]);
  });
});

describe('the directory', () => {
  const departments: Record<number, object[]> = {
    1: [
      { dept_id: 2, name: '普陀分局', parent_id: 1 },
      { dept_id: 3, name: '定海分局', parent_id: 1 },
    ],
  };
  const members: Record<number, { userid: string; leader?: boolean; dept_id_list?: number[] }[]> = {
    1: [{ userid: 'zhao', leader: true }],
    2: [{ userid: 'wang' }, { userid: 'li' }, { userid: 'zhao', dept_id_list: [1, 2] }],
    3: [{ userid: 'chen', leader: true }],
  };
  const script: Script = {
    '/topapi/v2/department/listsub': ({ body }) => ({
      body: { errcode: '0', result: departments[body['dept_id'] as number] ?? [] },
    }),
    '/topapi/role/list': ({ body }) => ({
      body: {
        errcode: 0,
        result: {
          hasMore: body['offset'] === 0,
          list: body['offset'] === 0 ? [{ groupId: 7, name: '职务', roles: [{ id: 5, name: '科长' }] }] : [],
        },
      },
    }),
    '/topapi/role/simplelist': ({ body }) => ({
      body: {
        errcode: 0,
        result: {
          hasMore: body['offset'] === 0,
          list: [{ userid: body['offset'] === 0 ? 'wang' : 'stranger', name: '' }],
        },
      },
    }),
    '/topapi/v2/user/list': ({ body }) => {
      const { dept_id, cursor } = body as { dept_id: number; cursor: number };
      const all = members[dept_id] ?? [];
      const more = cursor + 1 < all.length;
      return {
        body: {
          errcode: 0,
          result: { has_more: more, ...(more ? { next_cursor: cursor + 1 } : {}), list: all.slice(cursor, cursor + 1) },
        },
      };
    },
  };

  it('is read whole: every department, every page, every person once', async () => {
    const { client } = await connected(script);
    const { departments, users } = await client.organisation();
    expect(departments).toEqual([
      { departmentId: 2, name: '普陀分局', parentId: 1 },
      { departmentId: 3, name: '定海分局', parentId: 1 },
    ]);
    expect(users.map(({ userId, departmentIds, leads }) => [userId, departmentIds, leads])).toEqual([
      ['zhao', [1, 2], [1]],
      ['wang', [2], []],
      ['li', [2], []],
      ['chen', [3], [3]],
    ]);
  });
  it('brings the roles from the lists of who holds them', async () => {
    const { client, server } = await connected(script);
    const { users } = await client.organisation();
    const kezhang = { id: 5, name: '科长', group: '职务' };
    expect(users.flatMap(({ userId, roles }) => roles.map((role) => [userId, role]))).toEqual([['wang', kezhang]]);
    expect(server.calls('/topapi/role/simplelist').map(({ body }) => body)).toEqual([
      { role_id: 5, offset: 0, size: 100 },
      { role_id: 5, offset: 100, size: 100 },
    ]);
    expect(server.calls('/topapi/v2/user/get')).toEqual([]);
  });
  it('is refused as a whole when the roles cannot be read', async () => {
    const { client } = await connected({
      ...script,
      '/topapi/role/simplelist': () => ({ body: { errcode: 50002, errmsg: '不在授权范围' } }),
    });
    expect(await failureOf(client.organisation())).toMatchObject({ kind: 'refused', code: '50002' });
  });
  it('tells one person, strings for numbers and absent fields included', async () => {
    const { client } = await connected({
      '/topapi/v2/user/get': () => ({
        body: {
          errcode: 0,
          result: {
            userid: 'wang',
            unionid: 'u1',
            name: '王芳',
            active: 'true',
            admin: false,
            dept_id_list: ['2'],
            leader_in_dept: [
              { dept_id: 2, leader: 'true' },
              { dept_id: 3, leader: 'false' },
            ],
            role_list: [{ id: 5, name: '科长', group_name: '职务' }],
            mobile: '',
            extension: '{"证号":"A1"}',
          },
        },
      }),
    });
    expect(await client.user('wang')).toMatchObject({
      userId: 'wang',
      unionId: 'u1',
      active: true,
      admin: false,
      mobile: null,
      extension: { 证号: 'A1' },
      departmentIds: [2],
      leads: [2],
      roles: [{ id: 5, name: '科长', group: '职务' }],
    });
  });
  it('that answers with one broken person is not taken for an empty one', async () => {
    const { client } = await connected({
      ...script,
      '/topapi/v2/user/list': () => ({ body: { errcode: 0, result: { has_more: false, list: [{}] } } }),
    });
    expect(await failureOf(client.departmentUsers(1))).toMatchObject({ code: 'UNEXPECTED_ANSWER' });
  });
  it('knows who has just opened the page, asked once only', async () => {
    const path = '/topapi/v2/user/getuserinfo';
    const { client, server } = await connected({
      [path]: ({ body }) =>
        body['code'] === 'c1' ? { body: { errcode: 0, result: { userid: 'wang', unionid: 'u1' } } } : 'cut',
    });
    expect(await client.userIdOfAuthCode('c1')).toEqual({ userId: 'wang', unionId: 'u1' });
    expect(await failureOf(client.userIdOfAuthCode('c2'))).toMatchObject({ kind: 'unreachable' });
    expect(server.calls(path)).toHaveLength(2);
  });
});

describe('a page', () => {
  it('gets a signature over its own address, with one ticket for all', async () => {
    const { client, server } = await connected({});
    const url = 'https://x.example/app?a=1#/tasks';
    const [config] = await Promise.all([client.jsapiConfig(url), client.jsapiConfig(url)]);
    const { nonceStr, timeStamp, signature } = config;
    expect(config).toMatchObject({ agentId: 7, corpId: 'dingcorp', timeStamp: String(NOW.getTime()) });
    expect(signature).toBe(signJsapi('sha256', { ticket: 'ticket-1', nonceStr, timeStamp, url }));
    expect(server.calls('/v1.0/oauth2/jsapiTickets')).toHaveLength(1);
  });
});

describe('a file', () => {
  const ADDRESS = '/v1.0/robot/messageFiles/download';
  const bytes = { text: 'a photo', headers: { 'content-type': 'image/jpeg' } };

  it('is fetched by its code', async () => {
    const { client } = await connected({
      [ADDRESS]: ({ headers }) => ({ body: { downloadUrl: `http://${headers.host}/moved` } }),
      '/moved': () => ({ status: 302, headers: { location: '/photo' } }),
      '/photo': () => bytes,
    });
    expect(await client.downloadFile('code', 100)).toEqual({
      bytes: Buffer.from('a photo'),
      contentType: 'image/jpeg',
    });
    expect(await failureOf(client.downloadFile('code', 6))).toMatchObject({ kind: 'refused', code: 'FILE_TOO_LARGE' });
  });
  it.each<[string, Script, Partial<DingTalkError>]>([
    [
      'lies elsewhere',
      { [ADDRESS]: () => ({ body: { downloadUrl: 'http://169.254.169.254/secret' } }) },
      { kind: 'refused', code: 'FOREIGN_HOST' },
    ],
    [
      'has moved elsewhere',
      {
        [ADDRESS]: ({ headers }) => ({ body: { downloadUrl: `http://${headers.host}/m` } }),
        '/m': () => ({ status: 302, headers: { location: 'http://169.254.169.254/' } }),
      },
      { kind: 'refused', code: 'FOREIGN_HOST' },
    ],
    [
      'moves for ever',
      {
        [ADDRESS]: ({ headers }) => ({ body: { downloadUrl: `http://${headers.host}/m` } }),
        '/m': () => ({ status: 302, headers: { location: '/m' } }),
      },
      { kind: 'refused', code: 'TOO_MANY_REDIRECTS' },
    ],
    [
      'is gone',
      { [ADDRESS]: ({ headers }) => ({ body: { downloadUrl: `http://${headers.host}/gone` } }) },
      { kind: 'refused', code: 'HTTP_404' },
    ],
  ])('is not fetched when it %s', async (_, script, expected) => {
    const { client } = await connected(script);
    expect(await failureOf(client.downloadFile('code', 100))).toMatchObject(expected);
  });
  it('is uploaded as a form with its kind', async () => {
    const { client, server } = await connected({ '/media/upload': () => ({ body: { errcode: 0, media_id: '@1' } }) });
    expect(await client.uploadMedia('image', 'a.png', Buffer.from('PNG'))).toEqual({ mediaId: '@1' });
    expect(server.heard.at(-1)).toMatchObject({ query: { type: 'image', access_token: 'token-1' } });
    expect(server.heard.at(-1)?.text).toMatch(/name="media"; filename="a.png"[\s\S]*PNG/);
  });
});
