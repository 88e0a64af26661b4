import { type Browser, type Frame, type Page } from 'playwright-core';
import { startSandbox, type Sandbox } from '../bot/sandbox/server';
import { launchChromium, openPage, PHONE_SCREEN, WIDE_SCREEN, type Watched } from './support/chromium';
import { signatureOf, startSandboxApp, type SandboxApp } from './support/sandboxApp';

jest.setTimeout(60_000);

const SUPERVISOR = 'cun001';
const OFFICER = 'putuo03';
const CARD = {
  title: '信访交办：东海鱼粉厂河水发黑',
  number: 'XF-2026-000123',
  status: '待签收',
  statusColor: 'orange',
  facts: JSON.stringify([['地点', '普陀区展茅街道']]),
  note: '请先到现场，**拍照取证**。',
  buttons: JSON.stringify([
    { id: 'acknowledge', text: '签收', kind: 'primary', params: { id: 'P1' } },
    { id: 'return', text: '退回', kind: 'danger' },
  ]),
};
const FORM = {
  fields: [
    {
      name: 'result',
      label: '办理结果',
      type: 'SELECT',
      required: true,
      requiredMsg: '请选择办理结果',
      options: [
        { value: 'true', text: '属实' },
        { value: 'part', text: '部分属实' },
      ],
    },
    { name: 'findings', label: '现场情况', type: 'TEXT_AREA', required: true },
    { name: 'contact', label: '联系人', type: 'TEXT', defaultValue: '老周' },
    { name: 'metres', label: '距离（米）', type: 'NUMBER' },
    { name: 'day', label: '日期', type: 'DATE' },
    { name: 'hour', label: '时刻', type: 'TIME' },
    { name: 'at', label: '到场时间', type: 'DATETIME' },
    { name: 'true1', label: '承诺属实', type: 'CHECKBOX', required: true },
    { name: 'again', label: '需要复查', type: 'SWITCH' },
    {
      name: 'measures',
      label: '措施',
      type: 'MULTI_SELECT',
      options: [
        { value: 'stop', text: '停产' },
        { value: 'sample', text: '取样' },
      ],
    },
    {
      name: 'rating',
      label: '满意度',
      type: 'CHECKBOX_GROUP',
      options: [
        { value: '5', text: '满意' },
        { value: '1', text: '不满意' },
      ],
    },
    {
      name: 'media',
      label: '涉及',
      type: 'MULTI_CHECKBOX_GROUP',
      options: [
        { value: '水', text: '水' },
        { value: '气', text: '气' },
      ],
    },
    { name: 'witnesses', label: '证人', type: 'TEXT_ARRAY' },
    { name: 'secret', label: '隐藏', type: 'TEXT', hidden: true, defaultValue: 'kept' },
  ],
};

let browser: Browser;
let sandbox: Sandbox;
let app: SandboxApp;
let opened: Watched[];
let token: string;
let serial = 0;

beforeAll(async () => {
  [browser, sandbox, app] = await Promise.all([launchChromium(), startSandbox({ port: 0 }), startSandboxApp()]);
  sandbox.setAddresses({ app: `${app.url}/` });
  await control('PUT', '/sandbox/callbacks', { robot: { url: `${app.url}/robot` } });
  const { clientId, clientSecret } = sandbox.info;
  const answer = await api('POST', '/v1.0/oauth2/accessToken', { appKey: clientId, appSecret: clientSecret });
  token = String(answer['accessToken']);
  await api('POST', '/v1.0/card/callbacks/register', {
    callbackRouteKey: 'spec',
    callbackUrl: `${app.url}/card`,
    forceUpdate: true,
  });
});
afterAll(async () => {
  await browser.close();
  await Promise.all([sandbox.close(), app.close()]);
});
beforeEach(() => {
  opened = [];
  app.heard.length = 0;
  app.seen.length = 0;
  app.answerCard = () => Promise.resolve({});
});
afterEach(async () => {
  for (const { context, faults } of opened) {
    expect(faults).toEqual([]);
    await context.close();
  }
});

async function call(method: string, path: string, body: unknown, headers: Record<string, string>) {
  const answer = await fetch(`${sandbox.url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return (await answer.json()) as Record<string, unknown>;
}
const control = (method: string, path: string, body?: unknown) => call(method, path, body, {});
const api = (method: string, path: string, body?: unknown) =>
  call(method, path, body, token ? { 'x-acs-dingtalk-access-token': token } : {});
const oldApi = (path: string, body: unknown) => call('POST', `${path}?access_token=${token}`, body, {});

/** Sends a card to a person. @returns its outTrackId */
async function sendCard(userId: string, variables: Record<string, string>): Promise<string> {
  serial += 1;
  const outTrackId = `card-${serial}`;
  const answer = await api('POST', '/v1.0/card/instances/createAndDeliver', {
    cardTemplateId: sandbox.info.cardTemplateId,
    outTrackId,
    callbackType: 'HTTP',
    callbackRouteKey: 'spec',
    cardData: { cardParamMap: variables },
    openSpaceId: `dtv1.card//IM_ROBOT.${userId}`,
    imRobotOpenSpaceModel: { supportForward: false },
    imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT' },
  });
  expect(answer).toMatchObject({ success: true });
  return outTrackId;
}

async function openPhone(userId: string, hash = ''): Promise<Page> {
  const watched = await openPage(browser, PHONE_SCREEN);
  opened.push(watched);
  await watched.page.goto(`http://${userId}.localhost:${sandbox.port}/${hash}`);
  return watched.page;
}
const openChat = (userId: string) => openPhone(userId, '#/chat/bot');
const cardOn = (page: Page, outTrackId: string) => page.locator(`[data-out-track-id="${outTrackId}"]`);
const field = (page: Page, name: string) => page.getByTestId(`field-${name}`);
const pressed = () =>
  app.heard
    .filter(({ type }) => type === 'actionCallback')
    .map(
      ({ content }) =>
        (JSON.parse(String(content)) as { cardPrivateData: { actionIds: string[]; params: Record<string, unknown> } })
          .cardPrivateData,
    );

/** What a page of the product needs of a browser: a database for drafts, a worker for offline, a cookie for its session. */
const KEPT = `(async () => {
  await new Promise((resolve, reject) => { const asked = indexedDB.open('drafts'); asked.onsuccess = resolve; asked.onerror = () => reject(asked.error); });
  await navigator.serviceWorker.getRegistrations();
  await fetch('/sign-in', { method: 'POST' });
  await fetch('/who');
  return 'kept';
})()`;
const appFrame = (page: Page) => page.frames().find((candidate) => candidate.url().includes('//app.'))!;

describe('the page that chooses a phone', () => {
  it('shows the people of the story on top and finds everybody by name, title or department', async () => {
    const watched = await openPage(browser, PHONE_SCREEN);
    opened.push(watched);
    const { page } = watched;
    await page.goto(`http://localhost:${sandbox.port}/`);
    await page.getByRole('heading', { name: '故事里的人' }).waitFor();
    const person = sandbox.info.people.find(({ userId }) => userId === SUPERVISOR)!;
    expect(await page.getByTestId('person').first().textContent()).not.toBe('');
    await page.getByTestId('people-search').fill(person.name);
    const found = page.locator(`[data-user="${SUPERVISOR}"]`).first();
    expect(await found.getAttribute('href')).toBe(`http://${SUPERVISOR}.localhost:${sandbox.port}/`);
    await page.getByTestId('people-search').fill('没有这样的人');
    expect(await page.getByTestId('person').count()).toBe(0);
  });

  it('puts several phones side by side, each in an origin of its own', async () => {
    const watched = await openPage(browser, WIDE_SCREEN);
    opened.push(watched);
    const { page } = watched;
    await page.goto(`http://localhost:${sandbox.port}/`);
    for (const userId of [SUPERVISOR, OFFICER])
      await page.locator(`[data-testid=person][data-user="${userId}"]`).first().click();
    for (const userId of [SUPERVISOR, OFFICER]) {
      const frame = page.frameLocator(`[data-testid=device][data-user="${userId}"] iframe`);
      await frame.getByTestId('chat-list').waitFor();
    }
    const hosts = page.frames().map((frame) => new URL(frame.url()).hostname);
    expect(hosts).toEqual(['phones.localhost', `${SUPERVISOR}.phones.localhost`, `${OFFICER}.phones.localhost`]);
  });

  it('lets the app inside a phone keep its session and its drafts there as well', async () => {
    const watched = await openPage(browser, WIDE_SCREEN);
    opened.push(watched);
    const { page } = watched;
    await page.goto(`http://localhost:${sandbox.port}/#${OFFICER}`);
    const phone = page.frameLocator('[data-testid=device] iframe');
    await phone.getByTestId('tab-apps').click();
    await phone.getByTestId('app-app').click();
    await phone.frameLocator('[data-testid=webview]').getByText('页面').waitFor();
    expect(await appFrame(page).evaluate(KEPT)).toBe('kept');
    expect(app.seen.find(({ path }) => path === '/who')?.headers.cookie).toBe('session=s1');
  });
});

describe('the chat with the robot', () => {
  it('carries what is typed', async () => {
    const page = await openChat(SUPERVISOR);
    await page.getByTestId('composer-input').fill('上报 河水发黑');
    await page.getByTestId('send').click();
    await page.getByTestId('message').filter({ hasText: '上报 河水发黑' }).waitFor();
    expect(app.heard).toEqual([
      expect.objectContaining({ msgtype: 'text', senderStaffId: SUPERVISOR, text: { content: '上报 河水发黑' } }),
    ]);
  });

  it('carries what was recognised of a voice message', async () => {
    const page = await openChat(SUPERVISOR);
    await page.getByTestId('voice').click();
    await page.getByTestId('voice-text').fill('东海鱼粉厂那边河水发黑，臭得很');
    await page.getByTestId('voice-seconds').fill('4');
    await page.getByTestId('voice-send').click();
    await page.locator('[data-kind=voice]').waitFor();
    const { msgtype, content } = app.heard[0] as { msgtype: string; content: Record<string, unknown> };
    expect(msgtype).toBe('audio');
    expect(content).toMatchObject({ recognition: '东海鱼粉厂那边河水发黑，臭得很', duration: 4000 });
  });

  it('carries a painted photograph, for a machine that has none', async () => {
    const page = await openChat(SUPERVISOR);
    await page.getByTestId('photo').click();
    await page.getByTestId('photo-sample').first().click();
    const picture = page.locator('[data-kind=photo] img').last();
    await picture.waitFor();
    const lastPhoto = "[...document.querySelectorAll('[data-kind=photo] img')].at(-1)";
    expect(await page.evaluate(`${lastPhoto}.decode().then(() => ${lastPhoto}.naturalWidth)`)).toBe(960);
    expect(app.heard[0]).toMatchObject({ msgtype: 'picture' });
  });

  it('loses no photograph that was chosen while the voice was still on its way', async () => {
    const page = await openChat(SUPERVISOR);
    const slow: (() => void)[] = [];
    await page.route('**/say', (route) => slow.push(() => void route.continue()));
    await page.getByTestId('voice').click();
    await page.getByTestId('voice-text').fill('那边河水发黑');
    await page.getByTestId('voice-send').click();
    await page.getByTestId('photo').click();
    await page.getByTestId('photo-sample').first().click();
    await page.getByTestId('photo-sheet').waitFor({ state: 'detached' });
    while (app.heard.length < 2) {
      slow.shift()?.();
      await page.waitForTimeout(50);
    }
    expect(app.heard.map(({ msgtype }) => msgtype)).toEqual(['audio', 'picture']);
  });
});

describe('a card', () => {
  it('shows its facts, and after a press the state it was answered with', async () => {
    app.answerCard = () =>
      Promise.resolve({
        cardUpdateOptions: { updateCardDataByKey: true },
        cardData: { cardParamMap: { status: '已签收', statusColor: 'green', buttons: '[]' } },
      });
    const id = await sendCard(OFFICER, CARD);
    const page = await openChat(OFFICER);
    const card = cardOn(page, id);
    for (const text of ['信访交办：东海鱼粉厂河水发黑', 'XF-2026-000123', '待签收', '普陀区展茅街道', '拍照取证'])
      await card.getByText(text).first().waitFor();
    await card.getByRole('button', { name: '签收' }).click();
    await card.getByText('已签收').waitFor();
    expect(await card.getByTestId('card-button').count()).toBe(0);
    expect(pressed()).toEqual([{ actionIds: ['acknowledge'], params: { action: 'acknowledge', id: 'P1' } }]);
  });

  it('sends a double tap once', async () => {
    const id = await sendCard(OFFICER, CARD);
    const page = await openChat(OFFICER);
    const button = cardOn(page, id).getByRole('button', { name: '签收' });
    let release: (() => void) | undefined;
    app.answerCard = () => new Promise((resolve) => (release = () => resolve({})));
    await button.dblclick();
    expect(await button.isDisabled()).toBe(true);
    release?.();
    await expect(button.and(page.locator(':enabled')).waitFor()).resolves.toBeUndefined();
    expect(pressed()).toHaveLength(1);
  });

  it('says that a press did not arrive when nobody acknowledges it', async () => {
    app.answerCard = () => Promise.resolve(undefined);
    const id = await sendCard(OFFICER, CARD);
    const page = await openChat(OFFICER);
    await cardOn(page, id).getByRole('button', { name: '签收' }).click();
    await page.getByTestId('toast').getByText('操作未送达，请稍后再试').waitFor();
    expect(await cardOn(page, id).getByRole('button', { name: '签收' }).isEnabled()).toBe(true);
  });

  it('checks what a form requires before anything is sent, then sends every kind of value', async () => {
    const id = await sendCard(OFFICER, {
      ...CARD,
      buttons: '[]',
      form: JSON.stringify(FORM),
      formAction: 'submitResult',
      formSubmit: '提交结果',
    });
    const page = await openChat(OFFICER);
    const submit = cardOn(page, id).getByTestId('form-submit');
    await submit.click();
    await cardOn(page, id).getByText('请选择办理结果').waitFor();
    expect(pressed()).toEqual([]);

    await field(page, 'result').selectOption('part');
    await field(page, 'findings').fill('排口有黑水');
    await field(page, 'metres').fill('12.5');
    await field(page, 'day').fill('2026-11-23');
    await field(page, 'hour').fill('08:30');
    await field(page, 'at').fill('2026-11-23T08:30');
    await field(page, 'true1').check();
    await field(page, 'measures-sample').check();
    await field(page, 'rating-5').check();
    for (const name of ['media-水', 'media-气']) await field(page, name).check();
    await field(page, 'witnesses').fill('王阿姨');
    await submit.click();
    await expect(submit.and(page.locator(':enabled')).waitFor()).resolves.toBeUndefined();
    const form = {
      result: { index: 1, value: 'part' },
      findings: '排口有黑水',
      contact: '老周',
      metres: 12.5,
      day: '2026-11-23',
      hour: '08:30',
      at: '2026-11-23T08:30',
      true1: true,
      again: false,
      measures: { index: [1], value: ['sample'] },
      rating: '5',
      media: ['水', '气'],
      witnesses: ['王阿姨'],
      secret: 'kept',
    };
    expect(pressed()).toEqual([{ actionIds: ['form'], params: { action: 'submitResult', form } }]);
  });

  it('opens the form that a press is answered with, for the presser alone', async () => {
    const own = { form: JSON.stringify(FORM), formAction: 'return', formSubmit: '退回' };
    app.answerCard = () =>
      Promise.resolve({
        cardUpdateOptions: { updateCardDataByKey: true, updatePrivateDataByKey: true },
        userPrivateData: { cardParamMap: own },
      });
    const id = await sendCard(OFFICER, CARD);
    const page = await openChat(OFFICER);
    expect(await cardOn(page, id).getByTestId('card-form').count()).toBe(0);
    await cardOn(page, id).getByRole('button', { name: '退回' }).click();
    await cardOn(page, id).getByTestId('form-submit').getByText('退回').waitFor();
    await page.reload();
    await cardOn(page, id).getByTestId('card-form').waitFor();
  });

  it('keeps what was typed into its form when somebody else changes the card', async () => {
    const id = await sendCard(OFFICER, { ...CARD, form: JSON.stringify(FORM), formAction: 'submitResult' });
    const page = await openChat(OFFICER);
    await cardOn(page, id).getByTestId('field-findings').fill('写到一半');
    await api('PUT', '/v1.0/card/instances', {
      outTrackId: id,
      cardData: { cardParamMap: { status: '已升级' } },
      cardUpdateOptions: { updateCardDataByKey: true },
    });
    await cardOn(page, id).getByText('已升级').waitFor();
    expect(await cardOn(page, id).getByTestId('field-findings').inputValue()).toBe('写到一半');
  });
});

describe('what the platform brings', () => {
  it('is a work notification, read once it is in sight', async () => {
    const sent = await oldApi('/topapi/message/corpconversation/asyncsend_v2', {
      agent_id: sandbox.info.agentId,
      userid_list: OFFICER,
      msg: {
        msgtype: 'oa',
        oa: {
          message_url: `${app.url}/page`,
          head: { bgcolor: 'FFBBBBBB', text: '联动' },
          status_bar: { status_value: '进行中', status_bg: '0xFFF65E5E' },
          body: { title: '飞行检查通知', form: [{ key: '企业:', value: '东海鱼粉厂' }] },
        },
      },
    });
    const page = await openPhone(OFFICER);
    const unread = page.locator('[data-chat=workNotice]').getByTestId('unread');
    expect(await unread.textContent()).toBe('1');
    await page.locator('[data-chat=workNotice]').click();
    await page.getByText('东海鱼粉厂').waitFor();
    await page.getByTestId('back').click();
    await unread.waitFor({ state: 'detached' });
    const result = await oldApi('/topapi/message/corpconversation/getsendresult', {
      agent_id: sandbox.info.agentId,
      task_id: sent['task_id'],
    });
    expect(result).toMatchObject({ send_result: { read_user_id_list: [OFFICER] } });
  });

  it('is a todo with its page behind it', async () => {
    const { unionId } = sandbox.info.people.find(({ userId }) => userId === OFFICER)!;
    await api('POST', `/v1.0/todo/users/${unionId}/tasks?operatorId=${unionId}`, {
      sourceId: 'todo-1',
      subject: '核查整改',
      creatorId: unionId,
      executorIds: [unionId],
      detailUrl: { appUrl: `${app.url}/page`, pcUrl: `${app.url}/page` },
    });
    const page = await openPhone(OFFICER, '#/todos');
    await page.getByTestId('todo').filter({ hasText: '核查整改' }).getByTestId('todo-open').click();
    await page.frameLocator('[data-testid=webview]').getByText('页面').waitFor();
  });

  it('is a DING that lies over everything until it is seen', async () => {
    const page = await openPhone(OFFICER, '#/me');
    await page.getByTestId('my-name').waitFor();
    await api('POST', '/v1.0/robot/ding/send', {
      robotCode: sandbox.info.robotCode,
      remindType: 1,
      receiverUserIdList: [OFFICER],
      content: '请立即到岗',
    });
    await page.getByTestId('ding').getByText('请立即到岗').waitFor();
    await page.getByTestId('ding-seen').click();
    await page.getByTestId('ding').waitFor({ state: 'detached' });
    const messages = (await control('GET', `/sandbox/people/${OFFICER}/messages`)) as unknown as {
      kind: string;
      readAt?: string;
    }[];
    expect(messages.find(({ kind }) => kind === 'ding')?.readAt).toBeDefined();
  });
});

describe('the app inside the phone', () => {
  /** Runs in the page what the product would: the official SDK, through `window.dd`. */
  const inPage = (frame: Frame, script: string): Promise<unknown> => frame.evaluate(`(async () => { ${script} })()`);

  const until = (frame: Frame, condition: string) =>
    inPage(
      frame,
      `return new Promise((met) => { const look = () => ((${condition}) ? met(0) : setTimeout(look, 20)); look(); })`,
    );

  async function openApp(): Promise<{ page: Page; frame: Frame }> {
    const id = await sendCard(SUPERVISOR, {
      ...CARD,
      url: `dingtalk://dingtalkclient/page/link?url=${encodeURIComponent(`${app.url}/page?from=card`)}&pc_slide=true`,
    });
    const page = await openChat(SUPERVISOR);
    await cardOn(page, id).getByTestId('card-open').click();
    await page.frameLocator('[data-testid=webview]').getByText('页面').waitFor();
    return { page, frame: appFrame(page) };
  }
  async function configured(frame: Frame, spoil = '') {
    const { ticket } = await call('GET', `/get_jsapi_ticket?access_token=${token}`, undefined, {});
    const url = String(await inPage(frame, 'return location.href.split("#")[0]'));
    const signature = signatureOf(String(ticket), 'n', '1767225600000', url) + spoil;
    const config = {
      agentId: sandbox.info.agentId,
      corpId: sandbox.info.corpId,
      timeStamp: 1767225600000,
      nonceStr: 'n',
      signature: signature.slice(-64),
      jsApiList: ['device.geolocation.get'],
    };
    // An unheard dd.ready leaves an unhandled rejection in the SDK, so each outcome is listened to alone.
    const listen = spoil ? 'dd.error(resolve)' : "dd.ready(() => resolve('ready'))";
    return inPage(frame, `return new Promise((resolve) => { dd.config(${JSON.stringify(config)}); ${listen}; })`);
  }

  it('is the Android client to the unmodified SDK, under the page’s own content security policy', async () => {
    const { page, frame } = await openApp();
    expect(await inPage(frame, 'return dd.env')).toMatchObject({
      platform: 'android',
      version: '7.6.30',
      appType: 'WEB',
    });
    expect(await page.getByTestId('webview-title').textContent()).toBe('随手报');
    expect(await inPage(frame, 'return location.search')).toBe('?from=card');
    await inPage(frame, 'await dd.biz.navigation.setTitle({ title: "我的任务" })');
    await page.getByTestId('webview-title').getByText('我的任务').waitFor();
    await inPage(frame, 'dd.biz.navigation.close({})');
    await page.getByTestId('webview').waitFor({ state: 'detached' });
    expect(await page.getByTestId('chat').isVisible()).toBe(true);
  });

  it('goes back page by page, then out of the app', async () => {
    const { page, frame } = await openApp();
    expect(await inPage(frame, 'return history.length')).toBe(1);
    await inPage(frame, 'history.back(); location.hash = "#/report"; return 0');
    await page.getByTestId('webview-back').click();
    await until(frame, 'location.hash === ""');
    await page.getByTestId('webview-back').click();
    await page.getByTestId('webview').waitFor({ state: 'detached' });
    expect(await page.getByTestId('chat').isVisible()).toBe(true);
  });

  it('hands out a code that signs this person in, once', async () => {
    const { frame } = await openApp();
    const { code } = (await inPage(
      frame,
      `return dd.runtime.permission.requestAuthCode({ corpId: '${sandbox.info.corpId}' })`,
    )) as { code: string };
    expect(await oldApi('/topapi/v2/user/getuserinfo', { code })).toMatchObject({ result: { userid: SUPERVISOR } });
    expect(await oldApi('/topapi/v2/user/getuserinfo', { code })).toMatchObject({ errcode: 40078 });
  });

  it('knows where it is only after a signature that checks', async () => {
    const { frame } = await openApp();
    const locate =
      'return dd.device.geolocation.get({ targetAccuracy: 200, coordinate: 1, withReGeocode: true, useCache: false, onSuccess() {}, onFail() {} }).catch((error) => error)';
    expect(await inPage(frame, locate)).toMatchObject({ errorCode: '7' });
    expect(await configured(frame)).toBe('ready');
    expect(await inPage(frame, locate)).toMatchObject({
      longitude: 122.3,
      latitude: 30.03,
      address: expect.stringContaining('展茅') as string,
    });
  });

  it('refuses a wrong signature with the platform’s code, and an unknown method with the client’s', async () => {
    const { frame } = await openApp();
    expect(await configured(frame, '0')).toMatchObject({ errorCode: '52013' });
    const unknown = 'return new Promise((resolve) => nuva.require()(resolve, resolve, "biz.nothing", "here", {}))';
    expect(await inPage(frame, unknown)).toMatchObject({ errorCode: '1' });
  });

  it('keeps a session cookie inside the frame and passes the product’s origin check', async () => {
    const { frame } = await openApp();
    const upload =
      'const form = new FormData(); form.append("photo", new Blob([new Uint8Array(3000000)]), "a.jpg"); await fetch("/upload", { method: "POST", body: form });';
    await inPage(frame, `await fetch('/sign-in', { method: 'POST' }); ${upload}`);
    const request = app.seen.find(({ path }) => path === '/upload')!;
    expect(request.headers).toMatchObject({
      cookie: 'session=s1',
      origin: app.url,
      host: app.url.slice('http://'.length),
    });
    expect(request.headers['x-forwarded-host']).toBe(`app.${SUPERVISOR}.localhost:${sandbox.port}`);
    expect(request.bytes).toBeGreaterThan(3_000_000);
  });

  it('has the storage that offline drafts need', async () => {
    const { frame } = await openApp();
    expect(await frame.evaluate(KEPT)).toBe('kept');
  });

  it('streams events and follows the product’s redirects without leaving the phone', async () => {
    const { frame } = await openApp();
    expect(
      await inPage(
        frame,
        'return new Promise((resolve) => { new EventSource("/events").onmessage = ({ data }) => resolve(data); })',
      ),
    ).toBe('first');
    expect(await inPage(frame, 'return (await fetch("/moved")).url')).toBe(
      `http://app.${SUPERVISOR}.localhost:${sandbox.port}/page`,
    );
  });

  it('has no signal when the phone has none, and says so to the page', async () => {
    const { page, frame } = await openApp();
    await inPage(
      frame,
      'window.went = []; for (const name of ["offline", "online"]) addEventListener(name, () => went.push(name)); 0',
    );
    await page.getByTestId('status-bar').click();
    await page.getByTestId('network-none').click();
    await until(frame, 'went.length === 1');
    expect(
      await inPage(
        frame,
        'return [navigator.onLine, await fetch("/page").then(() => "answered", () => "failed"), went]',
      ),
    ).toEqual([false, 'failed', ['offline']]);
    await page.getByTestId('network-wifi').click();
    await until(frame, 'went.length === 2');
    expect(
      await inPage(
        frame,
        'return [navigator.onLine, await fetch("/page").then(() => "answered", () => "failed"), went]',
      ),
    ).toEqual([true, 'answered', ['offline', 'online']]);
  });

  it('explains in words when the product is away', async () => {
    sandbox.setAddresses({ app: 'http://127.0.0.1:9/' });
    const page = await openPhone(SUPERVISOR, '#/apps');
    await page.getByTestId('app-app').click();
    await page.frameLocator('[data-testid=webview]').getByText('应用服务暂时连接不上').waitFor();
    sandbox.setAddresses({ app: `${app.url}/` });
  });
});
