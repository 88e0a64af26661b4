import { createHash, createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox, type Sandbox } from '../bot/sandbox/server';
import { decryptEvent, encryptEvent, eventSignature } from '../bot/sandbox/webhooks';
import { CARD, openStream, ROBOT, until, type Frame } from './support/stream';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ port: 0 });
});
afterEach(() => sandbox.close());

type Json = Record<string, unknown>;
const json = { 'content-type': 'application/json' };

async function call(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: Json }> {
  const init = {
    method,
    headers: { ...json, ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  };
  const answer = await fetch(sandbox.url + path, init);
  return { status: answer.status, body: (await answer.json()) as Json };
}
const control = async (path: string, body?: unknown) =>
  (await call(body === undefined ? 'GET' : 'POST', `/sandbox${path}`, body)).body;
const messages = async (userId: string) => (await control(`/people/${userId}/messages`)) as unknown as Json[];

async function token(): Promise<string> {
  const { clientId, clientSecret } = sandbox.info;
  const { body } = await call('POST', '/v1.0/oauth2/accessToken', { appKey: clientId, appSecret: clientSecret });
  return String(body['accessToken']);
}
const fresh = async (method: string, path: string, body?: unknown) =>
  call(method, path, body, { 'x-acs-dingtalk-access-token': await token() });
const old = async (path: string, body: Json) =>
  (await call('POST', `${path}?access_token=${await token()}`, body)).body;

const cardFor = (userId: string, outTrackId: string, more: Json = {}) => ({
  cardTemplateId: sandbox.info.cardTemplateId,
  outTrackId,
  callbackType: 'STREAM',
  cardData: { cardParamMap: { title: '信访交办', status: '待签收' } },
  openSpaceId: `dtv1.card//IM_ROBOT.${userId}`,
  imRobotOpenSpaceModel: { supportForward: false },
  imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT' },
  ...more,
});
const deliver = (userId: string, outTrackId: string, more: Json = {}) =>
  fresh('POST', '/v1.0/card/instances/createAndDeliver', cardFor(userId, outTrackId, more));
const press = (userId: string, outTrackId: string, more: Json = {}) =>
  control(`/people/${userId}/press`, { outTrackId, actionIds: ['accept'], params: { action: 'accept' }, ...more });
const notice = (content: string, more: Json = {}) =>
  old('/topapi/message/corpconversation/asyncsend_v2', {
    agent_id: sandbox.info.agentId,
    userid_list: 'putuo01',
    msg: { msgtype: 'text', text: { content } },
    ...more,
  });
const cardFrames = (frames: Frame[]) => frames.filter(({ headers }) => headers['topic'] === CARD);

describe('the organisation of the demo', () => {
  it('has 130 staff of whom 78 are certified, 60 rural supervisors and one machine, nobody twice', () => {
    const { people } = sandbox.info;
    const supervisors = people.filter(({ roles }) => roles.includes('农村环境监督员'));
    expect([people.length, supervisors.length]).toEqual([191, 60]);
    expect(people.filter(({ roles }) => roles.includes('执法人员'))).toHaveLength(78);
    for (const field of ['userId', 'unionId', 'name', 'mobile'] as const)
      expect(new Set(people.map((person) => person[field])).size).toBe(191);
    expect(people.every(({ name, mobile }) => name.includes('示') && /^000-\d{4}-\d{4}$/.test(mobile))).toBe(true);
  });

  it.each([
    ['jiguan', 19],
    ['zhidui', 30],
    ['jiance', 28],
    ['dinghai', 14],
    ['putuo', 14],
    ['daishan', 11],
    ['shengsi', 7],
  ])('has as many of %s as the roll says: %i', (prefix, count) => {
    expect(sandbox.info.people.filter(({ userId }) => userId.startsWith(prefix))).toHaveLength(count);
  });

  it('gives each of the 14 grassroots offices a supervisor, and each branch one head and one deputy', async () => {
    const departments = (await control('/departments')) as unknown as { id: number; name: string }[];
    const { people } = sandbox.info;
    const posts = departments.filter(({ name }) => name === '农村环境监督员');
    expect(posts).toHaveLength(14);
    expect(posts.every(({ id }) => people.some(({ deptIds }) => deptIds.includes(id)))).toBe(true);
    for (const role of ['分局负责人', '分局副职'])
      expect(people.filter(({ roles }) => roles.includes(role))).toHaveLength(4);
  });

  it('can be walked from the root to all 191 through the calls of the platform', async () => {
    const walk = async (id: number): Promise<string[]> => {
      const { result } = (await old('/topapi/user/listid', { dept_id: id })) as { result: { userid_list: string[] } };
      const below = (await old('/topapi/v2/department/listsub', { dept_id: id })) as { result: { dept_id: number }[] };
      const found = [...result.userid_list];
      for (const { dept_id } of below.result) found.push(...(await walk(dept_id)));
      return found;
    };
    await sandbox.close();
    sandbox = await startSandbox({ port: 0, ratePerSecond: 1000 });
    expect(new Set(await walk(1)).size).toBe(191);
  });

  it('tells roles by role and not in a department’s list', async () => {
    const { result } = (await old('/topapi/role/list', { offset: 0, size: 200 })) as {
      result: { hasMore: boolean; list: { groupId: number; name: string; roles: { id: number; name: string }[] }[] };
    };
    const roles = result.list.flatMap((group) => group.roles);
    expect(new Set(roles.map(({ id }) => id)).size).toBe(roles.length);
    const { id } = roles.find(({ name }) => name === '农村环境监督员')!;
    const holders = (more: object = {}) => old('/topapi/role/simplelist', { role_id: id, ...more });
    expect(await holders({ offset: 40, size: 100 })).toMatchObject({
      errcode: 0,
      result: { hasMore: false, list: Array.from({ length: 20 }, () => ({ name: expect.any(String) as string })) },
    });
    // A size without an offset is overlooked, as on the platform.
    expect(await holders({ size: 100 })).toMatchObject({ result: { hasMore: true, list: { length: 20 } } });
    expect(await holders({ offset: 0, size: 101 })).toMatchObject({ errcode: 40035 });
    expect(await old('/topapi/role/simplelist', {})).toMatchObject({ errcode: 400002 });
    expect(await old('/topapi/role/simplelist', { role_id: 1 })).toMatchObject({ errcode: 40035 });
    const listed = (await old('/topapi/v2/user/list', { dept_id: 330903, cursor: 0, size: 100 })) as {
      result: { list: Json[] };
    };
    expect(listed.result.list[0]).toMatchObject({ userid: 'putuo01', leader: true, dept_order: 1 });
    expect(listed.result.list[0]).not.toHaveProperty('role_list');
    expect(listed.result.list[0]).not.toHaveProperty('leader_in_dept');
  });

  it('tells who somebody is, with roles and the custom fields as one JSON text', async () => {
    const { result } = (await old('/topapi/v2/user/get', { userid: 'cun001' })) as { result: Json };
    expect(result).toMatchObject({
      userid: 'cun001',
      role_list: [{ name: '农村环境监督员' }],
      extension: '{"网格":"330903-001-001","村":"展茅示例一村"}',
    });
    expect(result).not.toHaveProperty('avatar');
  });
});

describe('an access token', () => {
  it('is one and the same for both families until it expires, and then is refused by name', async () => {
    const { clientId, clientSecret, corpId } = sandbox.info;
    const first = await token();
    const viaOld = await fetch(`${sandbox.url}/gettoken?appkey=${clientId}&appsecret=${clientSecret}`);
    expect(await viaOld.json()).toMatchObject({ errcode: 0, access_token: first, expires_in: 7200 });
    const viaCorp = await call('POST', `/v1.0/oauth2/${corpId}/token`, {
      client_id: clientId,
      client_secret: clientSecret,
      grant_type: 'client_credentials',
    });
    expect(viaCorp.body).toEqual({ access_token: first, expires_in: 7200 });

    await control('/clock', { advanceMs: 7_200_001 });
    const stale = { 'x-acs-dingtalk-access-token': first };
    expect(await call('POST', '/v1.0/oauth2/jsapiTickets', {}, stale)).toMatchObject({
      status: 400,
      body: { code: 'InvalidAuthentication' },
    });
    expect((await call('POST', `/topapi/v2/user/get?access_token=${first}`, { userid: 'cun001' })).body).toMatchObject({
      errcode: 42001,
    });
    expect((await call('POST', '/topapi/v2/user/get?access_token=nonsense', { userid: 'cun001' })).body).toMatchObject({
      errcode: 40014,
    });
    expect(await token()).not.toBe(first);
  });

  it('is not given for a wrong secret', async () => {
    const answer = await fetch(`${sandbox.url}/gettoken?appkey=x&appsecret=y`);
    expect([answer.status, await answer.json()]).toMatchObject([200, { errcode: 40089 }]);
  });
});

describe('a login code', () => {
  const login = (code: unknown) => old('/topapi/v2/user/getuserinfo', { code });

  it('tells who somebody is exactly once, for five minutes', async () => {
    const { code } = await control('/people/putuo01/authCode', {});
    expect(await login(code)).toMatchObject({ errcode: 0, result: { userid: 'putuo01', sys: false } });
    expect(await login(code)).toMatchObject({ errcode: 40078 });
    const late = await control('/people/putuo01/authCode', {});
    await control('/clock', { advanceMs: 300_001 });
    expect(await login(late['code'])).toMatchObject({ errcode: 40078 });
  });
});

describe('the signature of dd.config', () => {
  const url = 'https://inspect.example.com/h5/?corpId=ding0000&q=%E4%B8%AD%E6%96%87#/tasks';
  const signed = (ticket: string, algorithm: string, page: string) =>
    createHash(algorithm)
      .update(`jsapi_ticket=${ticket}&noncestr=abc123&timestamp=1767225600000&url=${page}`)
      .digest('hex');

  it.each(['sha256', 'sha1'])('is accepted over the decoded address when made with %s', async (algorithm) => {
    const { corpId, agentId } = sandbox.info;
    const { body } = await fresh('POST', '/v1.0/oauth2/jsapiTickets', {});
    const signature = signed(
      String(body['jsapiTicket']),
      algorithm,
      'https://inspect.example.com/h5/?corpId=ding0000&q=中文',
    );
    const config = { corpId, agentId, nonceStr: 'abc123', timeStamp: 1767225600000, signature, url };
    expect(await control('/jsapi/config', config)).toEqual({ ok: true, algorithm });
    expect(await control('/jsapi/config', { ...config, url: `${url.split('#')[0]}&more=1` })).toMatchObject({
      ok: false,
      errorCode: 52013,
    });
    expect(await control('/jsapi/config', { ...config, corpId: 'dingother' })).toMatchObject({
      ok: false,
      errorCode: 52010,
    });
    expect(await control('/jsapi/config', { ...config, agentId: 1 })).toMatchObject({ ok: false, errorCode: 52019 });
  });
});

describe('a work notification', () => {
  it('reaches whom it can, drops repeats of the day in silence, and admits both when asked', async () => {
    const first = await notice('请签收', { userid_list: 'putuo01,nobody' });
    const second = await notice('请签收');
    expect([first['errcode'], second['errcode']]).toEqual([0, 0]);
    expect(await messages('putuo01')).toMatchObject([
      { kind: 'workNotice', chat: 'workNotice', text: '请签收', taskId: first['task_id'] },
    ]);

    const resultOf = (task_id: unknown) =>
      old('/topapi/message/corpconversation/getsendresult', { agent_id: sandbox.info.agentId, task_id });
    expect(await resultOf(first['task_id'])).toMatchObject({
      send_result: { invalid_user_id_list: ['nobody'], unread_user_id_list: ['putuo01'] },
    });
    expect(await resultOf(second['task_id'])).toMatchObject({
      send_result: { forbidden_list: [{ code: '143106', count: 1, userid: 'putuo01' }], unread_user_id_list: [] },
    });

    await control('/people/putuo01/read', { id: (await messages('putuo01'))[0]!['id'] });
    expect(await resultOf(first['task_id'])).toMatchObject({ send_result: { read_user_id_list: ['putuo01'] } });

    await control('/clock', { advanceMs: 24 * 3_600_000 });
    await notice('请签收');
    expect(await messages('putuo01')).toHaveLength(2);
  });

  it('may come as a form, and is recalled for 24 hours', async () => {
    const { agentId } = sandbox.info;
    const form = new URLSearchParams({
      agent_id: String(agentId),
      userid_list: 'putuo01',
      msg: '{"msgtype":"text","text":{"content":"表单"}}',
    });
    const answer = await fetch(
      `${sandbox.url}/topapi/message/corpconversation/asyncsend_v2?access_token=${await token()}`,
      { method: 'POST', body: form },
    );
    const { task_id } = (await answer.json()) as Json;
    const recall = () => old('/topapi/message/corpconversation/recall', { agent_id: agentId, msg_task_id: task_id });
    expect(await recall()).toMatchObject({ errcode: 0 });
    expect(await messages('putuo01')).toMatchObject([{ text: '表单', recalledAt: expect.any(String) as string }]);
    await control('/clock', { advanceMs: 24 * 3_600_000 + 1 });
    expect(await recall()).toMatchObject({ errcode: 40035 });
  });

  it.each<[string, Json, number]>([
    ['a message above 2048 bytes', { msg: { msgtype: 'text', text: { content: '舟'.repeat(700) } } }, 40035],
    ['101 receivers', { userid_list: Array.from({ length: 101 }, (_, n) => `u${n}`).join(',') }, 40031],
    ['21 departments', { dept_id_list: Array.from({ length: 21 }, (_, n) => n + 1).join(',') }, 40009],
    ['no receiver', { userid_list: '' }, 400002],
    ['another agent', { agent_id: 1 }, 40056],
    ['an unknown type', { msg: { msgtype: 'hologram', hologram: {} } }, 40035],
    [
      'a title above 64 characters',
      { msg: { msgtype: 'markdown', markdown: { title: '长'.repeat(65), text: 'x' } } },
      34016,
    ],
  ])('with %s is refused', async (_, more, errcode) => {
    expect(await notice('请签收', more)).toMatchObject({ errcode });
    expect(await messages('putuo01')).toEqual([]);
  });
});

describe('a robot message', () => {
  const send = (more: Json = {}) =>
    fresh('POST', '/v1.0/robot/oToMessages/batchSend', {
      robotCode: sandbox.info.robotCode,
      userIds: ['putuo01'],
      msgKey: 'sampleText',
      msgParam: '{"content":"你好"}',
      ...more,
    });

  it('shows on the phone, can be read and recalled within a day', async () => {
    const { body } = await send();
    const [message] = await messages('putuo01');
    expect(message).toMatchObject({ kind: 'text', from: 'bot', chat: 'bot', text: '你好' });
    const status = () =>
      fresh(
        'GET',
        `/v1.0/robot/oToMessages/readStatus?robotCode=${sandbox.info.robotCode}&processQueryKey=${encodeURIComponent(String(body['processQueryKey']))}`,
      );
    expect((await status()).body).toMatchObject({
      sendStatus: 'SUCCESS',
      messageReadInfoList: [{ userId: 'putuo01', readStatus: 'UNREAD' }],
    });
    await control('/people/putuo01/read', { id: message!['id'] });
    expect((await status()).body).toMatchObject({ messageReadInfoList: [{ readStatus: 'READ' }] });
    await control('/clock', { advanceMs: 24 * 3_600_000 + 1 });
    expect(await status()).toMatchObject({ status: 400 });
  });

  it.each<[string, Json, string]>([
    ['21 people', { userIds: Array.from({ length: 21 }, (_, n) => `u${n}`) }, 'invalidParameter.userIds.overMax'],
    ['nobody', { userIds: [] }, 'invalidParameter.userIds.empty'],
    ['an unknown template', { msgKey: 'sampleHologram' }, 'invalidParameter.msgKey.invalid'],
    [
      'a missing field',
      { msgKey: 'sampleMarkdown', msgParam: '{"title":"只有标题"}' },
      'invalidParameter.msgParam.invalid',
    ],
    ['parameters that are not text', { msgParam: { content: '你好' } }, 'invalidParameter.msgParam.invalid'],
    [
      '15 001 bytes',
      { msgParam: JSON.stringify({ content: 'x'.repeat(15_001) }) },
      'invalidParameter.msgParam.tooLong',
    ],
    ['somebody else’s robot', { robotCode: 'dingother' }, 'invalidParameter.robotCode.auth'],
  ])('for %s is refused', async (_, more, code) => {
    expect(await send(more)).toMatchObject({ status: 400, body: { code, requestid: expect.any(String) as string } });
  });

  it('of the custom robot needs a sign of this hour, and the 21st of a minute blocks it for ten', async () => {
    const { url, secret } = sandbox.info.webhook;
    const post = async (timestamp: number) => {
      const sign = encodeURIComponent(createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64'));
      const answer = await fetch(`${url}&timestamp=${timestamp}&sign=${sign}`, {
        method: 'POST',
        headers: json,
        body: '{"msgtype":"text","text":{"content":"值班提醒"}}',
      });
      return ((await answer.json()) as Json)['errcode'];
    };
    const now = () => sandbox.clock().getTime();
    expect(await post(now() - 3_600_001)).toBe(310000);
    const codes: unknown[] = [];
    for (let sent = 0; sent < 21; sent += 1) {
      // The platform's own limit of 20 calls a second is not the one meant here.
      if (sent === 10) await new Promise((resolve) => setTimeout(resolve, 1100));
      codes.push(await post(now()));
    }
    expect(codes).toEqual([...Array.from({ length: 20 }, () => 0), 410100]);
    await control('/clock', { advanceMs: 9 * 60_000 });
    expect(await post(now())).toBe(410100);
    await control('/clock', { advanceMs: 61_000 });
    expect(await post(now())).toBe(0);
  });
});

describe('a card', () => {
  it('shows each reader the public values with the reader’s own over them', async () => {
    await deliver('putuo01', 'c1', { privateData: { putuo01: { cardParamMap: { status: '轮到您' } } } });
    expect(await messages('putuo01')).toMatchObject([
      { kind: 'card', outTrackId: 'c1', cardParamMap: { title: '信访交办', status: '轮到您' } },
    ]);
  });

  it('is replaced by an update unless it asks to change by key', async () => {
    await deliver('putuo01', 'c1');
    const update = (more: Json) =>
      fresh('PUT', '/v1.0/card/instances', {
        outTrackId: 'c1',
        cardData: { cardParamMap: { status: '已签收' } },
        ...more,
      });
    await update({ cardUpdateOptions: { updateCardDataByKey: true } });
    expect(await messages('putuo01')).toMatchObject([{ cardParamMap: { title: '信访交办', status: '已签收' } }]);
    await update({});
    expect((await messages('putuo01'))[0]!['cardParamMap']).toEqual({ status: '已签收' });
  });

  it.each<[string, Json, string]>([
    ['a number as a value', { cardData: { cardParamMap: { score: 92 } } }, 'param.invalid'],
    ['no template', { cardTemplateId: '' }, 'param.cardTemplateIdEmpty'],
    ['an unknown template', { cardTemplateId: 'other.schema' }, 'param.templateNotExist'],
    ['no space', { openSpaceId: '' }, 'param.openSpaceIdEmpty'],
    ['a malformed space', { openSpaceId: 'IM_ROBOT.putuo01' }, 'param.openSpaceIdInvalid'],
    ['no deliver model', { imRobotOpenDeliverModel: null }, 'param.openDeliverModelEmpty'],
    ['no public data', { cardData: {} }, 'param.cardPublicDataEmpty'],
  ])('with %s is refused', async (_, more, code) => {
    expect(await deliver('putuo01', 'c1', more)).toMatchObject({ status: 400, body: { code } });
    expect(await messages('putuo01')).toEqual([]);
  });

  it('carries a press to the app and the app’s answer back, also a form’s values', async () => {
    const answer = {
      cardUpdateOptions: { updateCardDataByKey: true },
      cardData: { cardParamMap: { status: '已签收' } },
    };
    const { frames } = await openStream(sandbox, () => ({ data: { response: answer } }));
    await deliver('putuo01', 'c1');
    const form = { result: { index: 1, value: 'TRUE' }, findings: '排口发黑' };
    const pressed = await press('putuo01', 'c1', { actionIds: ['form'], params: { form } });
    expect(pressed).toEqual({ acknowledgedInMs: expect.any(Number) as number, response: answer });
    expect(cardFrames(frames)).toMatchObject([
      {
        data: {
          outTrackId: 'c1',
          userId: 'putuo01',
          content: JSON.stringify({ cardPrivateData: { actionIds: ['form'], params: { form } } }),
        },
      },
    ]);
    expect(await messages('putuo01')).toMatchObject([{ cardParamMap: { title: '信访交办', status: '已签收' } }]);
  });

  it('can be pressed only where it lies, unless a press is forged on purpose', async () => {
    const { frames } = await openStream(sandbox);
    await deliver('putuo01', 'c1');
    expect(await call('POST', '/sandbox/people/putuo02/press', { outTrackId: 'c1' })).toMatchObject({
      status: 404,
      body: { code: 'NOT_ON_THIS_PHONE' },
    });
    expect(await call('POST', '/sandbox/people/putuo01/press', { outTrackId: 'c9' })).toMatchObject({
      status: 404,
      body: { code: 'NO_SUCH_CARD' },
    });
    expect(cardFrames(frames)).toEqual([]);
    await press('putuo02', 'c1', { force: true });
    expect(cardFrames(frames)).toMatchObject([{ data: { outTrackId: 'c1', userId: 'putuo02' } }]);
  });

  it('tells the presser of a failure when nobody answers, and stays as it was', async () => {
    await deliver('putuo01', 'c1');
    expect(await press('putuo01', 'c1')).toEqual({
      acknowledgedInMs: null,
      response: null,
      error: '操作失败，请稍后重试',
    });
    await openStream(sandbox, ({ headers }) =>
      headers['topic'] === CARD
        ? { code: 500, data: { response: { cardData: { cardParamMap: { status: '坏' } } } } }
        : undefined,
    );
    expect(await press('putuo01', 'c1')).toMatchObject({ acknowledgedInMs: null, error: '操作失败，请稍后重试' });
    expect(await messages('putuo01')).toMatchObject([{ cardParamMap: { status: '待签收' } }]);
  });
});

describe('what people say', () => {
  it('reaches the robot with a download code for the recording and for the picture', async () => {
    const { frames } = await openStream(sandbox);
    await control('/people/cun001/say', { voice: { recognition: '', durationMs: 1500 } });
    await control('/people/cun001/say', {
      photo: { base64: Buffer.from('%PDF-1.7 not a picture').toString('base64'), fileName: 'photo.jpg' },
    });
    expect(frames).toMatchObject([
      { data: { msgtype: 'audio', content: { recognition: '', duration: 1500 } } },
      { data: { msgtype: 'picture' } },
    ]);
    const { downloadCode } = (frames[1]!.data as { content: { downloadCode: string } }).content;
    const { body } = await fresh('POST', '/v1.0/robot/messageFiles/download', {
      robotCode: sandbox.info.robotCode,
      downloadCode,
    });
    const file = await fetch(String(body['downloadUrl']));
    expect([file.headers.get('content-type'), await file.text()]).toEqual([
      'application/octet-stream',
      '%PDF-1.7 not a picture',
    ]);
    expect(
      await fresh('POST', '/v1.0/robot/messageFiles/download', {
        robotCode: sandbox.info.robotCode,
        downloadCode: 'x',
      }),
    ).toMatchObject({ body: { code: 'invalidParameter.robotCode.downloadCode' } });
  });

  it('in a group reaches the robot only when it is mentioned, and every member’s phone in any case', async () => {
    const { frames } = await openStream(sandbox);
    const { openConversationId } = sandbox.info.groups[1]!;
    await control('/people/putuo01/say', { text: '大家辛苦', openConversationId });
    await control('/people/putuo01/say', { text: '@联动助手 值班 今天', openConversationId });
    expect(frames).toMatchObject([
      { data: { conversationType: '2', isInAtList: true, text: { content: ' 值班 今天' } } },
    ]);
    expect(await messages('putuo02')).toMatchObject([
      { chat: openConversationId, text: '大家辛苦' },
      { text: '@联动助手 值班 今天' },
    ]);
  });

  it('is pushed again under the same id while the app does not acknowledge it', async () => {
    let silent = true;
    const { frames } = await openStream(sandbox, () => (silent ? undefined : { data: {} }));
    const said = await control('/people/cun001/say', { text: '上报 河水发黑' });
    expect(said).toMatchObject({ delivered: false, acknowledgedInMs: null });
    silent = false;
    await until(() => frames.length === 2);
    expect(frames.map(({ data }) => (data as Json)['msgId'])).toEqual([said['msgId'], said['msgId']]);
  }, 20_000);

  it('can be answered in its session for 90 minutes', async () => {
    const { frames } = await openStream(sandbox);
    await control('/people/cun001/say', { text: '你好' });
    const { sessionWebhook } = frames[0]!.data as { sessionWebhook: string };
    const reply = async () =>
      (
        (await (
          await fetch(sessionWebhook, {
            method: 'POST',
            headers: json,
            body: '{"msgtype":"markdown","markdown":{"title":"t","text":"**收到**"}}',
          })
        ).json()) as Json
      )['errcode'];
    expect(await reply()).toBe(0);
    expect((await messages('cun001')).at(-1)).toMatchObject({ kind: 'markdown', from: 'bot', text: '**收到**' });
    await control('/clock', { advanceMs: 90 * 60_000 });
    expect(await reply()).toBe(300001);
  });
});

describe('HTTP callbacks', () => {
  const [aesToken, aesKey] = ['inspect2026', 'abcdefghijABCDEFGHIJ0123456789abcdefghijABC'];
  let received: { path: string; query: URLSearchParams; headers: Json; body: Json }[];
  let url: string;
  let close: () => void;
  beforeEach(async () => {
    received = [];
    const app = createServer((req, res) => {
      const chunks: Buffer[] = [];
      req.on('data', (chunk: Buffer) => chunks.push(chunk));
      req.on('end', () => {
        const { pathname, searchParams } = new URL(req.url!, 'http://app');
        received.push({
          path: pathname,
          query: searchParams,
          headers: req.headers,
          body: JSON.parse(Buffer.concat(chunks).toString()) as Json,
        });
        res.end(JSON.stringify(answers[pathname]!()));
      });
    }).listen(0, '127.0.0.1');
    await until(() => app.listening);
    url = `http://127.0.0.1:${(app.address() as AddressInfo).port}`;
    close = () => app.close();
  });
  afterEach(() => close());

  const answers: Record<string, () => Json> = {
    '/event': () => {
      const encrypt = encryptEvent(aesKey, sandbox.info.clientId, 'success');
      return { msg_signature: eventSignature(aesToken, '1', 'n', encrypt), timeStamp: '1', nonce: 'n', encrypt };
    },
    '/robot': () => ({ msgtype: 'text', text: { content: '已收到' } }),
    '/card': () => ({
      cardUpdateOptions: { updateCardDataByKey: true },
      cardData: { cardParamMap: { status: '已签收' } },
    }),
  };

  it('carry events under AES, flat and signed, until the encrypted success comes back', async () => {
    await call('PUT', '/sandbox/callbacks', { events: { url: `${url}/event`, token: aesToken, aesKey } });
    await control('/faults', { fault: 'event', eventType: 'user_modify_org', data: { userId: ['cun001'] } });
    await until(() => received.length === 1);
    const [{ query, body }] = received as [(typeof received)[0]];
    const encrypt = String(body['encrypt']);
    expect(query.get('msg_signature')).toBe(
      eventSignature(aesToken, query.get('timestamp')!, query.get('nonce')!, encrypt),
    );
    expect(JSON.parse(decryptEvent(aesKey, encrypt))).toMatchObject({
      EventType: 'user_modify_org',
      CorpId: sandbox.info.corpId,
      userId: ['cun001'],
    });
  });

  it('carry robot messages signed with the app secret, and their answer is a reply', async () => {
    await call('PUT', '/sandbox/callbacks', { robot: { url: `${url}/robot` } });
    await control('/people/cun001/say', { text: '你好' });
    const [{ headers, body }] = received as [(typeof received)[0]];
    const { clientSecret } = sandbox.info;
    const timestamp = String(headers['timestamp']);
    expect(headers['sign']).toBe(
      createHmac('sha256', clientSecret).update(`${timestamp}\n${clientSecret}`).digest('base64'),
    );
    expect(body).toMatchObject({ msgtype: 'text', text: { content: '你好' } });
    expect((await messages('cun001')).at(-1)).toMatchObject({ from: 'bot', text: '已收到' });
  });

  it('may be answered with anything; what is no message is not shown', async () => {
    await call('PUT', '/sandbox/callbacks', { robot: { url: `${url}/robot` } });
    for (const reply of [{}, { msgtype: 'empty' }]) {
      answers['/robot'] = () => reply;
      expect(await control('/people/cun001/say', { text: '你好' })).toMatchObject({ delivered: true });
    }
    expect((await messages('cun001')).every(({ from }) => from === 'me')).toBe(true);
    expect(
      await call('PUT', '/sandbox/callbacks', { events: { url, token: 't', aesKey: '-'.repeat(43) } }),
    ).toMatchObject({ status: 400 });
  });

  it('carry presses to the route the card was created with, signed with that route’s secret', async () => {
    await fresh('POST', '/v1.0/card/callbacks/register', {
      callbackRouteKey: 'r1',
      callbackUrl: `${url}/card`,
      apiSecret: 'card-secret-1',
    });
    await deliver('putuo01', 'c1', { callbackType: 'HTTP', callbackRouteKey: 'r1' });
    await press('putuo01', 'c1');
    const [{ headers }] = received as [(typeof received)[0]];
    expect(headers['x-ddpaas-signature']).toBe(
      createHmac('sha256', 'card-secret-1').update(String(headers['x-ddpaas-signature-timestamp'])).digest('base64'),
    );
    expect(await messages('putuo01')).toMatchObject([{ cardParamMap: { status: '已签收' } }]);
  });
});

describe('a fault', () => {
  it('of every name can be inflicted with the body that /sandbox/info gives for it', async () => {
    const { faults } = sandbox.info;
    for (const name of ['event', 'ping', 'drop', 'disconnect', 'expireToken']) expect(faults).toHaveProperty(name);
    for (const [name, body] of Object.entries(faults))
      expect([name, (await call('POST', '/sandbox/faults', body)).status]).toEqual([name, 200]);
    await control('/faults', { fault: 'clear' });
    expect(await control('/faults')).toMatchObject({ armed: [] });
  }, 30_000);

  it('makes calls fail, as often as asked and where asked', async () => {
    await control('/faults', { fault: 'error', path: '/v1.0/card/*', times: 1, status: 504, code: 'gateway.timeout' });
    expect(await deliver('putuo01', 'c1')).toMatchObject({ status: 504, body: { code: 'gateway.timeout' } });
    expect(await deliver('putuo01', 'c1')).toMatchObject({ status: 200 });
  });

  it('refuses as over the rate and over the quota in each family’s words, the quota only where it counts', async () => {
    const stale = await token();
    const header = { 'x-acs-dingtalk-access-token': stale };
    await control('/faults', { fault: 'rateLimit', times: 2 });
    expect((await call('POST', `/topapi/v2/user/get?access_token=${stale}`, {})).body).toMatchObject({
      errcode: 88,
      sub_code: '90018',
    });
    expect(await call('PUT', '/v1.0/card/instances', {}, header)).toMatchObject({
      status: 403,
      body: { code: 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi' },
    });
    await control('/faults', { fault: 'quota', seconds: 60 });
    expect(await call('PUT', '/v1.0/card/instances', {}, header)).toMatchObject({
      status: 403,
      body: { code: 'Forbidden.AccessDenied.ApiCountLimitForOrg' },
    });
    expect(await notice('满')).toMatchObject({ errcode: 90020 });
    expect(await old('/topapi/v2/user/get', { userid: 'cun001' })).toMatchObject({ errcode: 0 });
  });

  it('away ends connections and calls until its hour of the shared clock has passed', async () => {
    const { closed } = await openStream(sandbox);
    await control('/faults', { fault: 'away', seconds: 3600 });
    await closed;
    await expect(token()).rejects.toThrow();
    await control('/clock', { advanceMs: 3_600_000 });
    expect(await token()).toEqual(expect.any(String));
  });

  it('hang keeps a call waiting and then cuts it', async () => {
    await control('/faults', { fault: 'hang', path: '/v1.0/oauth2/*', times: 1, seconds: 0.2 });
    await expect(token()).rejects.toThrow();
    expect(await token()).toEqual(expect.any(String));
  });

  it('drop and disconnect end the Stream; ping is answered by its echo', async () => {
    const first = await openStream(sandbox, ({ data }) => ({ data }));
    await control('/faults', { fault: 'ping' });
    await until(() => first.frames.length === 1);
    expect(first.frames).toMatchObject([
      { type: 'SYSTEM', headers: { topic: 'ping' }, data: { opaque: expect.any(String) as string } },
    ]);
    await control('/faults', { fault: 'disconnect' });
    await until(() => first.frames.length === 2);
    expect(first.frames[1]).toMatchObject({
      type: 'SYSTEM',
      headers: { topic: 'disconnect' },
      data: { reason: 'connection is expired' },
    });
    await control('/faults', { fault: 'drop' });
    expect(await first.closed).toBe(1006);
  });

  it('brings a press twice, late, out of order, or loses its acknowledgement', async () => {
    const { frames } = await openStream(sandbox, () => ({
      data: {
        response: {
          cardUpdateOptions: { updateCardDataByKey: true },
          cardData: { cardParamMap: { status: '已签收' } },
        },
      },
    }));
    for (const id of ['c1', 'c2', 'c3']) await deliver('putuo01', id);

    await control('/faults', { fault: 'duplicateCallback' });
    await press('putuo01', 'c1');
    await until(() => cardFrames(frames).length === 2);
    const [one, two] = cardFrames(frames);
    expect(two!.data).toEqual(one!.data);
    expect(two!.headers['messageId']).not.toBe(one!.headers['messageId']);

    await control('/faults', { fault: 'lateCallback', delayMs: 2100 });
    expect(await press('putuo01', 'c2')).toMatchObject({ acknowledgedInMs: null, error: '操作失败，请稍后重试' });
    await until(() => cardFrames(frames).length === 3);

    await control('/faults', { fault: 'outOfOrder', count: 2 });
    const presses = [press('putuo01', 'c1')];
    await new Promise((resolve) => setTimeout(resolve, 100));
    presses.push(press('putuo01', 'c2'));
    await Promise.all(presses);
    expect(cardFrames(frames).slice(3)).toMatchObject([{ data: { outTrackId: 'c2' } }, { data: { outTrackId: 'c1' } }]);

    await control('/faults', { fault: 'dropCallbackAck' });
    expect(await press('putuo01', 'c3')).toMatchObject({ acknowledgedInMs: null });
    expect((await messages('putuo01')).at(-1)).toMatchObject({ outTrackId: 'c3', cardParamMap: { status: '待签收' } });
  }, 20_000);

  it('pushes what no app expects: no text, an unknown topic, an unknown card', async () => {
    const { frames } = await openStream(sandbox);
    await control('/faults', { fault: 'unreadable', userId: 'cun001' });
    await control('/faults', { fault: 'unknownTopic' });
    await control('/faults', { fault: 'forgedCard', outTrackId: 'never-sent', userId: 'leader01' });
    await until(() => frames.length === 3);
    expect(frames[0]).toMatchObject({ headers: { topic: ROBOT }, data: { errCode: 20001, senderStaffId: 'cun001' } });
    expect(frames[0]!.data).not.toHaveProperty('text');
    expect(frames[1]).toMatchObject({ type: 'CALLBACK', headers: { topic: '/v1.0/unheard/of' } });
    expect(frames[2]).toMatchObject({ data: { outTrackId: 'never-sent', userId: 'leader01' } });
  });
});

describe('the Stream', () => {
  it('pushes an event again until the app has it', async () => {
    let refusals = 2;
    const { frames } = await openStream(sandbox, () => ({
      data: { status: (refusals -= 1) >= 0 ? 'LATER' : 'SUCCESS' },
    }));
    await call('PATCH', '/sandbox/people/cun001', { name: '陈示新' });
    await until(() => frames.length === 3);
    expect(frames).toMatchObject(
      Array.from({ length: 3 }, () => ({
        type: 'EVENT',
        headers: { topic: '*', eventType: 'user_modify_org' },
        data: { userId: ['cun001'] },
      })),
    );
    expect(new Set(frames.map(({ headers }) => headers['eventId'])).size).toBe(1);
  }, 20_000);

  it('pushes a topic only to a connection that asked for it', async () => {
    const cards = await openStream(sandbox, undefined, [CARD]);
    const robot = await openStream(sandbox, undefined, [ROBOT]);
    for (let said = 0; said < 5; said += 1) await control('/people/cun001/say', { text: `第 ${said} 句` });
    expect([cards.frames.length, robot.frames.length]).toEqual([0, 5]);
  });

  it('survives frames that are no acknowledgement at all', async () => {
    const { socket, frames } = await openStream(sandbox);
    for (const text of [
      '',
      'not json',
      '[]',
      'null',
      '{"headers":7}',
      '{"headers":{"messageId":"invented"},"data":"{"}',
      'x'.repeat(100_000),
    ])
      socket.send(text);
    await control('/people/cun001/say', { text: '还在吗' });
    expect(frames).toHaveLength(1);
  });
});

describe('bad input', () => {
  it.each<[string, string, string, number]>([
    ['truncated JSON for the old family', '/topapi/v2/user/get?access_token=x', '{"userid":', 200],
    ['truncated JSON for the new family', '/v1.0/robot/oToMessages/batchSend', '{"robotCode":', 400],
    ['truncated JSON for the control API', '/sandbox/clock', '{"advanceMs":', 400],
    ['an array', '/v1.0/card/instances', '[]', 400],
    ['a bare null', '/sandbox/faults', 'null', 400],
    ['an unknown field', '/sandbox/people/cun001/say', '{"text":"a","loud":true}', 400],
    ['a clock that goes back', '/sandbox/clock', '{"advanceMs":-1}', 400],
    ['an unknown fault', '/sandbox/faults', '{"fault":"earthquake"}', 400],
    ['an unknown person', '/sandbox/people/__proto__/say', '{"text":"a"}', 404],
    [
      'a name of the language itself',
      '/v1.0/card/instances/deliver',
      '{"outTrackId":"__proto__","openSpaceId":"constructor"}',
      400,
    ],
    ['an address that cannot be decoded', '/sandbox/people/%E0%A4%A/say', '{"text":"a"}', 404],
  ])('%s is answered with a refusal', async (_, path, body, status) => {
    const answer = await call('POST', path, body);
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer.body)).not.toMatch(/\bat .*\.ts|node_modules|Error:/);
    expect(answer.body['errcode'] ?? answer.body['code']).toBeTruthy();
  });

  it('a body without end is cut off, and the sandbox goes on', async () => {
    const answered = new Promise<number | string>((resolve) => {
      const req = request(`${sandbox.url}/v1.0/card/instances`, { method: 'POST', headers: json }, (res) =>
        resolve(res.statusCode!),
      );
      req.on('error', (error: NodeJS.ErrnoException) => resolve(error.code!));
      const piece = Buffer.alloc(256 * 1024, 'x');
      const pump = () => {
        if (!req.destroyed && !req.writableEnded) req.write(piece, () => setImmediate(pump));
      };
      pump();
    });
    expect([413, 'ECONNRESET', 'EPIPE']).toContain(await answered);
    expect(await token()).toEqual(expect.any(String));
  });

  it('that is not HTTP at all is hung up on', async () => {
    const socket = connect(sandbox.port, '127.0.0.1');
    socket.on('error', () => undefined);
    const closed = new Promise((resolve) => socket.on('close', resolve));
    socket.write('\x16\x03\x01\x02\x00GARBAGE\r\n\r\n');
    await closed;
    expect(await token()).toEqual(expect.any(String));
  });

  it('unknown paths are refused in the words of their family', async () => {
    expect(await call('POST', '/topapi/no/such', {})).toMatchObject({ status: 200, body: { errcode: 22 } });
    expect(await call('POST', '/v1.0/no/such', {})).toMatchObject({
      status: 404,
      body: { code: 'InvalidAction.NotFound' },
    });
    expect(await call('GET', '/sandbox/no/such')).toMatchObject({ status: 404, body: { code: 'NO_SUCH_ROUTE' } });
  });

  it('the control API is closed to other host names and to pages of other sites', async () => {
    const asked = (headers: Record<string, string>) =>
      new Promise<number>((resolve) =>
        request(`${sandbox.url}/sandbox/info`, { headers }, (res) => resolve(res.resume().statusCode!)).end(),
      );
    expect(await asked({ host: 'sandbox.example.com' })).toBe(403);
    expect(await asked({ origin: 'https://example.com' })).toBe(403);
    expect(
      await asked({ host: `putuo01.localhost:${sandbox.port}`, origin: `http://putuo01.localhost:${sandbox.port}` }),
    ).toBe(200);
  });
});

describe('the log of calls', () => {
  it('shows each call since the last one seen, without secrets', async () => {
    await token();
    const [first] = (await control('/calls')) as unknown as Json[];
    expect(first).toMatchObject({
      api: '/v1.0/oauth2/accessToken',
      status: 200,
      code: null,
      body: { appKey: sandbox.info.clientId, appSecret: '***' },
    });
    await notice('请签收');
    const later = (await control(`/calls?since=${String(first!['id'])}`)) as unknown as Json[];
    expect(later.map(({ path }) => path)).toEqual([
      '/v1.0/oauth2/accessToken',
      '/topapi/message/corpconversation/asyncsend_v2',
    ]);
    expect(JSON.stringify(later)).not.toContain(sandbox.info.clientSecret);
  });
});

describe('the memory of the sandbox', () => {
  it('outlives it in a folder: phones, cards, files and the clock', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'sandbox-'));
    try {
      await sandbox.close();
      sandbox = await startSandbox({ port: 0, dataDir });
      await deliver('putuo01', 'c1');
      await control('/people/cun001/say', {
        photo: { base64: Buffer.from('picture').toString('base64'), fileName: 'p.jpg' },
      });
      await control('/clock', { advanceMs: 86_400_000 });
      await sandbox.close();
      sandbox = await startSandbox({ port: 0, dataDir });
      expect(await messages('putuo01')).toMatchObject([
        { kind: 'card', outTrackId: 'c1', cardParamMap: { status: '待签收' } },
      ]);
      const [photo] = await messages('cun001');
      expect(await (await fetch(sandbox.url + String(photo!['imageUrl']))).text()).toBe('picture');
      expect(await control('/clock')).toMatchObject({ offsetMs: 86_400_000 });
      expect(await deliver('putuo01', 'c1')).toMatchObject({ body: { code: 'param.cardAlreadyExist' } });
    } finally {
      await sandbox.close();
      rmSync(dataDir, { recursive: true, force: true });
      sandbox = await startSandbox({ port: 0 });
    }
  }, 20_000);
});

describe('the shared clock', () => {
  it('tells its listeners at once when it is moved', async () => {
    const stream = await fetch(`${sandbox.url}/sandbox/clock/stream`);
    const reader = stream.body!.getReader();
    const offsets: number[] = [];
    const read = async () => {
      const { value } = (await reader.read()) as { value?: Uint8Array };
      const text = Buffer.from(value ?? []).toString();
      for (const found of text.matchAll(/"offsetMs":(\d+)/g)) offsets.push(Number(found[1]));
    };
    while (offsets.length < 1) await read();
    await control('/clock', { advanceMs: 1_800_000 });
    while (offsets.length < 2) await read();
    expect(offsets).toEqual([0, 1_800_000]);
    await reader.cancel();
  });
});
