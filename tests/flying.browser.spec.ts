import { type Browser, type Page } from 'playwright-core';
import { people, units } from '../models/people/people.store';
import { MORNING } from './builders';
import { launchChromium, openPage, PHONE_SCREEN, WIDE_SCREEN } from './support/chromium';
import { useDatabase } from './support/database';
import { drain, settleBureau, TARGET, walk } from './support/flying';
import { type PageServer, startPageServer } from './support/pageServer';
import { startServer, type TestServer } from './support/server';

/** 飞行检查 on the pages: what is drafted lies nowhere, and what opens opens on the phone that waits. */
jest.setTimeout(60_000);
useDatabase();

let server: TestServer;
let pages: PageServer;
let browser: Browser;
beforeAll(async () => {
  [browser, server] = await Promise.all([launchChromium(), startServer()]);
});
afterAll(() => Promise.all([browser.close(), server.close()]));
beforeEach(async () => {
  server.clock.now = MORNING;
  pages = await startPageServer({ clock: () => server.clock.now });
  await Promise.all([people.deleteMany({}), units.deleteMany({})]);
  await settleBureau();
});
afterEach(() => pages.close());
const { draft, departed, drawn, step, record } = walk(() => server);
const code = (userId: string) => ({ code: `code:${userId}` });

async function asPerson(person: string, address: string, screen = PHONE_SCREEN) {
  const opened = await openPage(browser, screen);
  const answer = await opened.context.request.post(`${pages.url}/api/session`, { data: { code: person } });
  expect(answer.status()).toBe(200);
  await opened.page.goto(pages.url + address);
  return opened;
}
async function shot(page: Page, name: string) {
  if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/${name}.png`, fullPage: true });
}

/** Runs in the page. */
const READ_ALL = `(async () => {
  const asked = (request) => new Promise((done) => { request.onsuccess = () => done(request.result); request.onerror = () => done(null); });
  const rows = [];
  for (const { name } of await indexedDB.databases()) {
    const database = await asked(indexedDB.open(name));
    for (const store of database.objectStoreNames) rows.push(await asked(database.transaction(store).objectStore(store).getAll()));
    database.close();
  }
  const caught = [];
  for (const key of await caches.keys()) caught.push((await (await caches.open(key)).keys()).map(({ url }) => url));
  return JSON.stringify([rows, caught, { ...localStorage }, { ...sessionStorage }, location.href]);
})()`;

/** Everything that this browser keeps of the page, as text. */
const keptIn = async (page: Page): Promise<string> => String(await page.evaluate(READ_ALL));

describe('drafting on the phone', () => {
  it('seals what is written and leaves nothing of it on the phone, in an address or in a list', async () => {
    const { page, faults, context } = await asPerson('planner', '/#/flying/new');
    const asked: string[] = [];
    context.on('request', (request) => asked.push(request.url()));
    await page.getByLabel('检查对象').fill(TARGET.shortNames[0]!);
    await page.getByRole('button', { name: TARGET.name }).click();
    await page.getByLabel('事由说明').fill('夜间浑水入海');
    await page.getByLabel('检查方向').fill('夜间有没有偷倒石粉泥浆');
    await page.getByLabel('集合时间').fill('2026-03-03T20:00');
    await page.getByLabel('揭示时间').fill('2026-03-03T21:30');
    await page.getByLabel('批准的局领导').selectOption('boss');
    await shot(page, 'flying-draft');
    await page.getByTestId('submit-flying').click();
    await page.getByTestId('look').waitFor();
    await shot(page, 'flying-drafted');
    const kept = await keptIn(page);
    expect(kept).not.toContain(TARGET.shortNames[0]);
    expect(kept).not.toContain(TARGET._id);
    expect(kept).not.toContain('石粉');
    expect(asked.join(' ')).not.toContain(encodeURIComponent(TARGET.shortNames[0]!));
    expect(await page.content()).not.toContain(TARGET.name);
    await page.goto(`${pages.url}/#/flying`);
    await page.getByTestId('flying-item').waitFor();
    await shot(page, 'flying-list');
    expect(faults).toEqual([]);
    await context.close();
  });
});

describe('the team’s phone', () => {
  it('shows when, where, what to bring and how long, and nothing else', async () => {
    const id = await drawn();
    const { crew } = await record(id);
    const { page, faults, context } = await asPerson(crew[1]!, `/#/flying/${id}`);
    await page.getByText('密封资料已在手机里').waitFor();
    await shot(page, 'flying-assemble');
    const text = await page.locator('body').innerText();
    expect(text).toContain('市局大院');
    expect(text).not.toContain(TARGET.name);
    await page.getByRole('button', { name: '确认' }).click();
    await page.getByText('已确认').first().waitFor();
    expect((await record(id)).members.find(({ person }) => person === crew[1])?.state).toBe('confirmed');
    expect(faults).toEqual([]);
    await context.close();
  });

  it('opens target and files at the moment of the reveal, without being touched, from what it carried along', async () => {
    const id = await departed();
    const { crew } = await record(id);
    const { page, faults, context } = await asPerson(crew[1]!, `/#/flying/${id}`);
    await page.getByText('密封资料已在手机里').waitFor();
    await step('planner', id, 'unlock', code('planner'));
    await step('boss', id, 'unlock', code('boss'));
    await drain(server.clock.now);
    await page.getByTestId('flying-target').getByText(TARGET.name).waitFor();
    await shot(page, 'flying-revealed');
    await page.getByRole('button', { name: '回避确认' }).click();
    await shot(page, 'flying-conflict');
    expect(faults).toEqual([]);
    await context.close();
  });
});

describe('afterwards', () => {
  it('the leader reads who could know and who looked', async () => {
    const id = await departed();
    await step('planner', id, 'look', code('planner'));
    await step('planner', id, 'unlock', code('planner'));
    await step('boss', id, 'unlock', code('boss'));
    for (const person of (await record(id)).crew) await step(person, id, 'conflict', { conflict: 'no' });
    const { captain } = await record(id);
    await step(captain!, id, 'reach');
    const phone = await asPerson(captain!, `/#/flying/${id}`);
    await phone.page.getByRole('button', { name: '报告结果' }).click();
    await phone.page.getByText('未发现问题').click();
    await shot(phone.page, 'flying-result');
    await phone.page.getByRole('button', { name: '提交' }).click();
    await phone.page.getByText('已报告结果').first().waitFor();
    expect((await record(id)).result).toMatchObject({ finding: 'NONE', by: captain });
    await phone.context.close();
    await step('boss', id, 'close');
    const { page, faults, context } = await asPerson('boss', `/#/flying/report/${id}`);
    await page.getByRole('heading', { name: '谁可能知道' }).waitFor();
    await page.getByText('揭示前查看目标').first().waitFor();
    await shot(page, 'flying-report');
    await page.goto(`${pages.url}/#/flying/${id}`);
    await page.getByRole('region', { name: '队伍' }).waitFor();
    await shot(page, 'flying-closed');
    await page.goto(`${pages.url}/flying-commitments`);
    await page.getByText(TARGET.uscc).first().waitFor();
    await shot(page, 'flying-commitments');
    expect(faults).toEqual([]);
    await context.close();
  });

  it('the desk holds list and record side by side, and an officer declares relations on the phone', async () => {
    const id = await draft();
    const desk = await asPerson('planner', `/desk#/flying/${id}`, WIDE_SCREEN);
    await desk.page.getByTestId('look').waitFor();
    await shot(desk.page, 'flying-desk');
    expect(desk.faults).toEqual([]);
    await desk.context.close();
    const { page, faults, context } = await asPerson('f1', '/#/declarations');
    await page.getByLabel('企业', { exact: true }).fill('岙岬');
    await page.getByRole('button', { name: TARGET.name }).click();
    await page.getByRole('button', { name: '添加申报' }).click();
    await page.getByRole('button', { name: '撤销' }).waitFor();
    await shot(page, 'declaration');
    expect(faults).toEqual([]);
    await context.close();
  });
});
