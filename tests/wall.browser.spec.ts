import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { CLOCK } from '../models/core/access';
import { change, create } from '../models/core/journal';
import { type Incident } from '../models/incident/incident.schema';
import { incidents } from '../models/incident/incident.store';
import { petitions } from '../models/petition/petition.store';
import { aPetition, as } from './builders';
import { chromiumPath, FLAGS, openPage, WIDE_SCREEN } from './support/chromium';
import { useDatabase } from './support/database';
import { type PageServer, startPageServer } from './support/pageServer';

/** The wall in a browser that, as delivered, forbids sound until somebody has touched the page. */
jest.setTimeout(60_000);
useDatabase();

let server: PageServer;
let browser: Browser;
beforeAll(async () => {
  const forbidden = '--autoplay-policy=document-user-activation-required';
  browser = await chromium.launch({ executablePath: chromiumPath(), args: [...FLAGS, forbidden] });
});
afterAll(() => browser.close());
beforeEach(async () => {
  server = await startPageServer();
});
afterEach(() => server.close());

const signedIn = (context: BrowserContext) =>
  context.request.post(`${server.url}/api/session`, { data: { code: 'duty' } });

/**
 * Hears from inside the page when it asks to be touched, since whatever a test asks of it counts as a touch; so does making ready to
 * listen, which has to be over before the page is opened.
 */
async function listenForSoundAsked(context: BrowserContext): Promise<{ asked: Promise<void> }> {
  let tell: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => (tell = resolve));
  const listen = `new MutationObserver(() => document.querySelector('[data-testid="sound-blocked"]') && window.asked()).observe(document, { childList: true, subtree: true })`;
  await context.exposeBinding('asked', () => tell());
  await context.addInitScript(listen);
  return { asked };
}

async function openWall() {
  const opened = await openPage(browser, WIDE_SCREEN);
  await signedIn(opened.context);
  await opened.page.goto(`${server.url}/wall`);
  await opened.page.getByTestId('wall').waitFor();
  return opened;
}

const putPetition = () =>
  create(
    petitions,
    { document: aPetition({ no: null, version: 0, receivedAt: new Date() }), event: { type: 'petition.registered' } },
    { ...as('dutyOperator', 'duty'), now: new Date() },
  );

/** What the wall reads of an incident; the rest of it is of no matter here. */
const SPILL = {
  ...{ _id: 'i1', version: 0, status: 'emergency', no: 'SJ-2026-000001', source: 'POLICE', type: 'SPILL', crew: [] },
  ...{ receivedAt: new Date(), county: '330903', location: [122.3, 29.95], triageDueAt: null, nextReport: null },
  ...{ reportDueAt: null, eta: null },
} as unknown as Incident;
const clockNow = () => ({ actor: CLOCK, now: new Date(), door: 'clock' as const });

describe('the wall', () => {
  it('shows an emergency by itself, rings once it may, and is silent when somebody says so', async () => {
    await putPetition();
    const { page, context, faults } = await openPage(browser, WIDE_SCREEN);
    const { asked } = await listenForSoundAsked(context);
    await signedIn(context);
    await page.goto(`${server.url}/wall`);
    await asked;
    await page.getByTestId('wall-item').getByText('水污染').waitFor();
    await create(incidents, { document: SPILL, event: { type: 'incident.received' } }, clockNow());
    const alarm = page.getByTestId('wall-alarm');
    await alarm.getByText('海上溢油').waitFor();
    expect(await page.getByTestId('wall-item').first().textContent()).toContain('海上溢油');
    await page.mouse.click(5, 5);
    await page.getByTestId('sound-state').getByText('正在响铃').waitFor();
    await page.keyboard.press(' ');
    await alarm.waitFor({ state: 'detached' });
    expect(await page.getByTestId('sound-state').textContent()).toBe('声音已开');
    await page.keyboard.press('ArrowDown');
    await page.getByTestId('wall-detail').getByText('还没有通知任何人').waitFor();
    await change(incidents, 'i1', clockNow(), (incident) => ({
      document: { ...incident, status: 'closed' as const },
      event: { type: 'incident.closed' },
    }));
    await page.getByTestId('wall-item').getByText('海上溢油').waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
  });

  it('says across the whole screen that the connection is lost, and comes back by itself', async () => {
    await putPetition();
    const { page } = await openWall();
    await page.getByTestId('wall-item').first().waitFor();
    await server.vanish();
    expect(await page.getByTestId('wall-lost').textContent()).toMatch(/连接已断开，画面停在 \d\d:\d\d:\d\d/);
    await server.open();
    await page.getByTestId('wall-lost').waitFor({ state: 'detached' });
    await page.getByTestId('wall-item').first().waitFor();
  });

  it('plays back who was on the wall at a past moment', async () => {
    await putPetition();
    const { page } = await openWall();
    await page.getByTestId('wall-item').first().waitFor();
    await page.keyboard.press('r');
    await page.getByTestId('replay-bar').waitFor();
    await page.getByText('没有在办事项').waitFor();
    await page.keyboard.press('r');
    await page.getByTestId('wall-item').first().waitFor();
  });
});
