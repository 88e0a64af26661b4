import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, type Page } from 'playwright-core';
import { perform } from '../models/core/domain';
import { create, read } from '../models/core/journal';
import { petitionDomain } from '../models/petition/petition';
import { petitions } from '../models/petition/petition.store';
import { aPetition, as } from './builders';
import { launchChromium, openPage, PHONE_SCREEN, WIDE_SCREEN } from './support/chromium';
import { useDatabase } from './support/database';
import { launchOn } from './support/killableChromium';
import { type PageServer, startPageServer } from './support/pageServer';

/** The phone pages and the desk, on the real server. A lost network is the server's port being closed. */
jest.setTimeout(90_000);
useDatabase();

let server: PageServer;
let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  server = await startPageServer();
});
afterEach(() => server.close());

const signIn = async (context: BrowserContext, person: string) => {
  const answer = await context.request.post(`${server.url}/api/session`, { data: { code: person } });
  expect(answer.status()).toBe(200);
};

async function asPerson(person: string, address: string, screen = PHONE_SCREEN) {
  const opened = await openPage(browser, screen);
  await signIn(opened.context, person);
  await opened.page.goto(server.url + address);
  return opened;
}

async function fillReport(page: Page, content = '河水发黑，臭得很') {
  await page.locator('#report-content').fill(content);
  await page.locator('#report-place').fill('展茅村桥边');
  await page.getByTestId('field-medium').getByText('水', { exact: true }).click();
  await page.getByTestId('field-urgency').getByText('一般', { exact: true }).click();
}

/** Runs in the page: three presses before the page has drawn anything new. */
const pressThrice = (button: unknown) => {
  const { click } = button as { click: () => void };
  for (let press = 0; press < 3; press += 1) click.call(button);
};

/** The commands this page sends from now on. */
function commandsOf(page: Page): string[] {
  const sent: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    // Fetching one's storage key is part of signing in.
    if (request.method() === 'POST' && pathname !== '/api/devices') sent.push(pathname);
  });
  return sent;
}

const reported = () => petitions.collection.find({ status: { $ne: 'draft' } } as never).toArray();

/** A petition that the branch has given to officer wang. */
async function assignedToWang() {
  const given = { status: 'assigned', unit: 'putuo', unitName: '普陀分局', head: 'head', officer: 'wang' } as const;
  const document = aPetition({ ...given, officerName: '王示海', no: null, version: 0 });
  await create(petitions, { document, event: { type: 'petition.registered' } }, as('dutyOperator'));
}

describe('a report filled in without network', () => {
  it('survives kill −9 of the browser and is sent exactly once', async () => {
    const profile = mkdtempSync(join(tmpdir(), 'phone-'));
    const before = await launchOn(profile);
    const page = await before.context.newPage();
    await signIn(before.context, 'villager');
    await page.goto(`${server.url}/#/report`);
    await fillReport(page);
    await page.getByTestId('photo-input').setInputFiles(join(__dirname, 'support/creek.jpg'));
    await page.getByTestId('kept-photo').waitFor();
    await server.vanish();
    await page.getByTestId('submit-step').click();
    await page.getByTestId('report-kept').waitFor();
    expect(await page.getByTestId('unsent-banner').textContent()).toContain('1 条未发送');
    await before.kill();

    await server.open();
    const after = await launchOn(profile);
    try {
      await signIn(after.context, 'villager');
      const reopened = await after.context.newPage();
      await reopened.goto(`${server.url}/#/mine`);
      await reopened.getByTestId('mine-item').waitFor();
      await reopened.getByTestId('unsent-banner').waitFor({ state: 'detached' });
      await reopened.reload();
      await reopened.getByTestId('mine-item').waitFor();
    } finally {
      await after.kill();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    }
    const found = await reported();
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      content: '河水发黑，臭得很',
      no: expect.stringMatching(/^XF-\d{4}-000001$/) as string,
    });
    expect(found[0]?.attachments).toHaveLength(1);
  });

  it('is sent by itself when the server is back, without a touch', async () => {
    const { page, faults } = await asPerson('villager', '/#/report');
    await fillReport(page);
    await server.vanish();
    await page.getByTestId('submit-step').click();
    await page.getByTestId('report-kept').waitFor();
    await server.open();
    await page.getByTestId('unsent-banner').waitFor({ state: 'detached' });
    expect(await reported()).toHaveLength(1);
    expect(faults).toEqual([]);
  });

  it('is never sent as somebody else who signs in on the same device', async () => {
    const { page, context } = await asPerson('villager', '/#/report');
    await fillReport(page);
    await server.vanish();
    await page.getByTestId('submit-step').click();
    await page.getByTestId('report-kept').waitFor();
    await page.goto('about:blank');
    await server.open();
    await signIn(context, 'wang');
    const live = page.waitForResponse(/\/api\/live$/);
    await page.goto(server.url);
    await page.getByRole('link', { name: '我的任务' }).waitFor();
    // The live line being up starts the courier; what it may send goes before this later request is answered.
    await live;
    await page.evaluate(async () => void (await fetch('/api/session')));
    expect(await page.getByTestId('unsent-banner').count()).toBe(0);
    expect(await reported()).toHaveLength(0);
    await page.goto('about:blank');
    await signIn(context, 'villager');
    await page.goto(`${server.url}/#/mine`);
    await page.getByTestId('mine-item').waitFor();
    expect(await reported()).toHaveLength(1);
  });
});

describe('a form', () => {
  it('keeps what was typed across a reload, however soon it comes', async () => {
    const { page } = await asPerson('villager', '/#/report');
    await fillReport(page, '半夜有刺鼻气味');
    await page.reload();
    await page.getByTestId('draft-found').waitFor();
    expect(await page.locator('#report-content').inputValue()).toBe('半夜有刺鼻气味');
    expect(await page.locator('#report-place').inputValue()).toBe('展茅村桥边');
  });

  it('is sent once however often the button is pressed', async () => {
    const { page } = await asPerson('villager', '/#/report');
    await fillReport(page);
    const sent = commandsOf(page);
    await page.getByTestId('submit-step').evaluate(pressThrice);
    await page.getByTestId('report-sent').waitFor();
    expect(sent).toEqual(['/api/petitions']);
    expect(await reported()).toHaveLength(1);
  });

  it('is sent again under the same key when the answer is lost on the way', async () => {
    const { page } = await asPerson('villager', '/#/report');
    const keys: (string | undefined)[] = [];
    await page.route('**/api/petitions', async (route) => {
      keys.push(route.request().headers()['idempotency-key']);
      const answer = await route.fetch();
      if (keys.length === 1) await route.abort('connectionreset');
      else await route.fulfill({ response: answer });
    });
    await fillReport(page);
    await page.getByTestId('submit-step').click();
    await page.getByTestId('report-kept').waitFor();
    await page.getByTestId('unsent-banner').waitFor({ state: 'detached' });
    expect(keys).toEqual([keys[0], keys[0]]);
    expect(await reported()).toHaveLength(1);
  });
});

describe('a step', () => {
  it('takes effect once when its button is tapped three times', async () => {
    await assignedToWang();
    const { page } = await asPerson('wang', '/#/petitions/p1');
    const sent = commandsOf(page);
    await page.getByTestId('offered-acknowledge').evaluate(pressThrice);
    await page.getByTestId('offered-draftReply').waitFor();
    expect(sent).toEqual(['/api/petitions/p1/acknowledge']);
    const { events, status } = (await read(petitions, 'p1')) ?? {};
    expect(status).toBe('investigating');
    expect(events?.filter(({ type }) => type === 'petition.acknowledged')).toHaveLength(1);
  });

  it('that is refused after the network is back stays until the person decides', async () => {
    await assignedToWang();
    const { page } = await asPerson('wang', '/#/petitions/p1');
    await page.getByTestId('offered-returnTask').click();
    await page.getByRole('textbox', { name: '退回理由' }).fill('不在我的片区');
    await server.vanish();
    await page.getByTestId('submit-step').click();
    await page.getByTestId('unsent-banner').getByText('1 条未发送').waitFor();
    await perform(petitionDomain, 'appoint', 'p1', { officer: 'li' }, as('branchHead', 'head'));
    await server.open();
    await page.getByText('1 条需要您处理').waitFor();
    await page.getByTestId('unsent-banner').click();
    expect(await page.getByTestId('unsent-item').getByRole('alert').textContent()).toMatch(/权限|不能|找到/);
    page.on('dialog', (dialog) => void dialog.accept());
    await page.getByTestId('unsent-item').getByText('删除').click();
    await page.getByTestId('unsent-banner').waitFor({ state: 'detached' });
    expect((await read(petitions, 'p1'))?.officer).toBe('li');
  });
});

describe('the desk', () => {
  it('shows a new petition without reload, and that the connection is lost', async () => {
    const { page, faults } = await asPerson('duty', '/desk', WIDE_SCREEN);
    await page.getByText('没有符合条件的信访').waitFor();
    await page.evaluate(() => Object.assign(globalThis, { stillTheSamePage: true }));
    const villager = await asPerson('villager', '/#/report');
    await fillReport(villager.page, '码头有油花');
    await villager.page.getByTestId('submit-step').click();
    await page.getByTestId('desk-row').getByText('码头有油花').waitFor();
    expect(await page.evaluate(() => 'stillTheSamePage' in globalThis)).toBe(true);
    await page.getByTestId('desk-row').click();
    await page.getByTestId('desk-detail').getByTestId('offered-classify').waitFor();
    await page.getByTestId('ladder-item').waitFor();
    await server.vanish();
    await page.getByTestId('connection-lost').waitFor();
    await server.open();
    await page.getByTestId('connection-lost').waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
  });
});

/** Promised size of the first screen's JavaScript as it travels. */
const FIRST_SCREEN_BYTES = 150 * 1024;

describe('the first screen', () => {
  it('needs at most 150 kB of JavaScript, gzipped', async () => {
    const { page, context } = await openPage(browser, { ...PHONE_SCREEN, serviceWorkers: 'block' });
    await signIn(context, 'wang');
    const sizes: number[] = [];
    page.on('response', (answer) => {
      if (/\.js$/.test(new URL(answer.url()).pathname)) sizes.push(Number(answer.headers()['content-length']));
    });
    await page.goto(server.url);
    await page.getByText('没有待办任务').waitFor();
    expect(sizes.length).toBeGreaterThan(2);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    expect(total).toBeGreaterThan(40 * 1024);
    expect(total).toBeLessThanOrEqual(FIRST_SCREEN_BYTES);
  });
});
