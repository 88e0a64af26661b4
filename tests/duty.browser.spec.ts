import { type Browser, type BrowserContextOptions } from 'playwright-core';
import { people } from '../models/people/people.store';
import { aPerson } from './builders';
import { launchChromium, openPage, PHONE_SCREEN } from './support/chromium';
import { useDatabase } from './support/database';
import { aShift, byStaff, put, stands, take, wakeAll } from './support/duty';
import { type PageServer, startPageServer } from './support/pageServer';

/** 值班 on the phone, on the real server: where a shift is taken up and handed over. */
jest.setTimeout(60_000);
useDatabase();

const NOW = new Date('2026-03-09T17:20:00+08:00');
const HERE: BrowserContextOptions = {
  ...PHONE_SCREEN,
  permissions: ['geolocation'],
  geolocation: { longitude: 122.2, latitude: 29.99 },
};

let server: PageServer;
let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  server = await startPageServer({ clock: () => NOW });
  await people.insertMany(
    ['lin', 'chen', 'zhou', 'wu'].map((id) => aPerson(id, `示${id}`, ['dutyOperator'], { county: null })),
  );
  const crew = (leader: string, operator: string) =>
    [
      { post: 'LEADER', person: leader, state: 'confirmed' },
      { post: 'OPERATOR', person: operator, state: 'confirmed' },
    ] as const;
  await put(aShift('DAY', 9, crew('lin', 'zhou')));
  await put(aShift('EVENING', 9, crew('chen', 'wu')));
  await wakeAll(new Date('2026-03-09T08:16:00+08:00'));
  for (const id of ['lin', 'zhou'])
    await take('checkIn', 'DAY-9', { location: [122.2, 29.99] }, byStaff(id, new Date('2026-03-09T08:20:00+08:00')));
  await wakeAll(NOW);
});
afterEach(() => server.close());

async function asPerson(person: string, address: string, screen = HERE) {
  const opened = await openPage(browser, screen);
  const answer = await opened.context.request.post(`${server.url}/api/session`, { data: { code: person } });
  expect(answer.status()).toBe(200);
  await opened.page.goto(server.url + address);
  return opened;
}

describe('taking over on the phone', () => {
  it('checks in with the position in one tap, then relieves the others line by line', async () => {
    const { page, faults, context } = await asPerson('wu', '/#/shifts/EVENING-9');
    await page.getByTestId('check-in').click();
    await page.getByTestId('check-in').waitFor({ state: 'detached' });
    expect((await stands('EVENING-9')).seats[1]).toMatchObject({ state: 'checkedIn' });
    expect((await stands('EVENING-9')).seats[1]?.checkedInFrom?.map((n) => Math.round(n * 10) / 10)).toEqual([
      122.2, 30,
    ]);

    await take('handOver', 'DAY-9', {}, byStaff('zhou', NOW));
    await page.goto(`${server.url}/#/shifts/DAY-9`);
    const line = page.getByTestId('handover-line');
    await line.getByRole('button', { name: '加备注' }).click();
    await line.getByRole('textbox').fill('钥匙已清点');
    await line.getByRole('button', { name: '确认' }).click();
    await page.getByText('全部确认', { exact: true }).waitFor();
    const { status, handover } = await stands('DAY-9');
    expect(status).toBe('closed');
    expect(handover?.lines.map(({ note, confirmedBy }) => `${confirmedBy} ${note}`)).toEqual(['wu 钥匙已清点']);
    await page.getByTestId('log-line').first().waitFor();
    expect(await page.getByTestId('log-line').first().textContent()).toContain('交接完成');
    if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/handover.png`, fullPage: true });
    expect(faults).toEqual([]);
    await context.close();
  });

  it('offers to check in without a position where there is none, and says who is asked then', async () => {
    const { page, context } = await asPerson('wu', '/#/shifts/EVENING-9', PHONE_SCREEN);
    await page.getByTestId('check-in').click();
    await page.getByTestId('check-in-blind').waitFor();
    if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/checkin.png`, fullPage: true });
    await page.getByTestId('check-in-blind').click();
    await page.getByTestId('check-in').waitFor({ state: 'detached' });
    expect((await stands('EVENING-9')).seats[1]).toMatchObject({ state: 'checkedIn', checkedInFrom: null });
    await context.close();
  });
});
