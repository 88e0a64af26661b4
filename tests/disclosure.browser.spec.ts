import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type Page } from 'playwright-core';
import { disclosureHandlers } from '../models/disclosure/disclosure.handlers';
import { penaltyCases } from '../models/penalty/penalty.store';
import { type Row, csvOf, FACTS, putServed, SECRETS, settleFinance, carryOut } from './support/execution';
import { launchChromium, openPage, PHONE_SCREEN, WIDE_SCREEN } from './support/chromium';
import { useDatabase } from './support/database';
import { type PageServer, startPageServer } from './support/pageServer';

/** Money at the desk and on the phone, and a decision on its way into public, on the real server. */
jest.setTimeout(60_000);
useDatabase({ emptyBefore: 'file' });

/** SHOTS=<folder> keeps a picture of every stage. */
const SHOTS = process.env['SHOTS'];
const NOW = new Date('2026-10-20T09:00:00+08:00');
let server: PageServer;
let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
  server = await startPageServer({ clock: () => NOW });
  await settleFinance();
  await putServed('2026-09-18', { status: 'overdue', everInvestigated: ['wang'], investigatorIds: ['wang'] });
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

async function shot(page: Page, name: string) {
  if (!SHOTS) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.waitForTimeout(400);
  await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: !name.startsWith('desk') });
}
const signedIn = async (id: string, address: string, screen = PHONE_SCREEN) => {
  const { page, context, faults } = await openPage(browser, screen);
  await context.request.post(`${server.url}/api/session`, { data: { code: id } });
  await page.goto(`${server.url}/${screen === WIDE_SCREEN ? 'desk' : ''}#${address}`);
  return { page, context, faults };
};
const line = (ref: string, amount: string, remark: string): Row => ['2026-10-18', ref, amount, '示例公司', remark];
const file = (rows: readonly Row[]) => ({
  ...{ name: '流水.csv', mimeType: 'text/csv', buffer: Buffer.from(csvOf(rows), 'base64') },
});
/** Nothing is wider than the screen, and every control can be touched. */
const fits = async (page: Page) => {
  const found = await page.evaluate<{ wide: boolean; small: string[] }>(`({
    wide: document.documentElement.scrollWidth > window.innerWidth,
    small: [...document.querySelectorAll('main button, main input:not([type=checkbox], [type=radio]), main summary')]
      .filter((one) => one.offsetParent !== null && one.getBoundingClientRect().height < 43)
      .map((one) => one.outerHTML.slice(0, 120)),
  })`);
  expect(found).toEqual({ wide: false, small: [] });
};

it('a list of the bank is taken over, its stranger claimed at the desk, and the case shows its account to the day', async () => {
  const desk = await signedIn('cashier', '/payments', WIDE_SCREEN);
  await desk.page
    .getByTestId('payment-file')
    .setInputFiles(file([line('A001', '200000', '缴款码202600012338'), line('A002', '206,000.00', '示例公司罚款')]));
  await desk.page.getByTestId('import-done').getByText('新增 2 笔').waitFor();
  await carryOut(NOW);
  await desk.page.getByTestId('payment-row').first().click();
  await desk.page.getByTestId('claim-search').fill('202600012338');
  await desk.page.getByTestId('claim-look').click();
  await desk.page.getByTestId('claim-reason').fill('电话核实');
  await shot(desk.page, 'desk-payments');
  await desk.page.getByTestId('claim').click();
  await desk.page.getByText('已对上案件，入账中').or(desk.page.getByText('已对上，入账中')).first().waitFor();
  await carryOut(NOW);
  const found = await penaltyCases.collection.findOne({ _id: 'c1' } as never);
  expect(found!.payment!.receipts).toHaveLength(2);
  const phone = await signedIn('wang', '/penalties/c1');
  const card = phone.page.getByTestId('execution');
  await card.getByText('121,800.00 元').first().waitFor();
  await fits(phone.page);
  await shot(phone.page, 'phone-case');
  expect([...desk.faults, ...phone.faults]).toEqual([]);
  await Promise.all([desk.context.close(), phone.context.close()]);
});

it('a decision is checked find by find on the phone, released by a second person, and read by anybody', async () => {
  const told = { id: 'k', data: { source: 'CASE', id: 'c1' }, store: 'penalty_cases', recordId: 'c1' };
  await disclosureHandlers['disclosure.prepare']!([told as never], NOW);
  const writer = await signedIn('wang', '/disclosures/CASE-c1');
  const { page } = writer;
  await page.getByTestId('find').first().waitFor();
  await shot(page, 'phone-finds');
  await fits(page);
  for (const find of await page.getByTestId('find').all()) {
    await find.getByTestId('remove').click();
    await find.locator('.badge, [class*=badge]').first().waitFor();
  }
  await page.getByRole('button', { name: '送审' }).click();
  await page.getByText('待审核公开').first().waitFor();
  const second = await signedIn('reviewer', '/disclosures/CASE-c1');
  await second.page.getByTestId('read').check();
  await shot(second.page, 'phone-release');
  await second.page.getByTestId('release').click();
  await second.page.getByText('已公开').first().waitFor();
  const anybody = await openPage(browser, PHONE_SCREEN);
  await anybody.page.goto(`${server.url}/public`);
  await anybody.page.getByText('东海鱼粉示例有限公司').waitFor();
  await anybody.page.fill('#q', '查无此厂');
  await anybody.page.getByRole('button', { name: '查询' }).click();
  await anybody.page.getByText('没有查到').waitFor();
  await anybody.page.fill('#q', '鱼粉');
  await anybody.page.keyboard.press('Enter');
  await anybody.page.locator('summary').click();
  await fits(anybody.page);
  await shot(anybody.page, 'phone-public');
  const text = await anybody.page.innerText('body');
  expect(FACTS).toContain(SECRETS[0]);
  for (const secret of SECRETS) expect(text).not.toContain(secret);
  expect([...writer.faults, ...second.faults, ...anybody.faults]).toEqual([]);
  await Promise.all([writer, second, anybody].map(({ context }) => context.close()));
});

it('the shares a party asks for are taken down on the phone, and refused while they are not what is owed', async () => {
  const open = { _id: 'c2', no: 'XS-2026-000124', everInvestigated: ['wang'], investigatorIds: ['wang'] };
  await putServed('2026-10-12', open);
  const { page, context, faults } = await signedIn('wang', '/penalties/c2/recordInstalmentRequest');
  await page.getByTestId('share-day-0').fill('2026-11-20');
  await page.getByTestId('share-yuan-0').fill('200000');
  await page.getByText('还有 206000.00 元没有安排').waitFor();
  await page.getByTestId('submit-step').click();
  await page.getByText('应等于尚未缴纳的406000.00元').waitFor();
  await page.getByTestId('add-share').click();
  await page.getByTestId('share-day-1').fill('2026-12-21');
  await page.getByTestId('share-yuan-1').fill('206,000');
  await page.getByTestId('field-reason').getByRole('textbox').fill('停产检修，资金周转困难');
  await page.getByTestId('photo-input').setInputFiles(join(__dirname, 'support/creek.jpg'));
  await page.getByTestId('field-photos').getByRole('img').first().waitFor();
  await fits(page);
  const day = await page.getByTestId('share-day-0').boundingBox();
  expect(day!.height).toBeGreaterThanOrEqual(43);
  await shot(page, 'phone-instalment');
  await page.getByTestId('submit-step').click();
  await page.getByTestId('sheet-recordInstalmentRequest').waitFor({ state: 'detached' });
  const asked = async () => (await penaltyCases.collection.findOne({ _id: 'c2' } as never))?.instalment;
  while (!(await asked())) await page.waitForTimeout(50);
  expect(await asked()).toMatchObject({
    status: 'requested',
    asked: [
      { dueOn: '2026-11-20', amountFen: 20_000_000 },
      { dueOn: '2026-12-21', amountFen: 20_600_000 },
    ],
    proof: [expect.any(String)],
  });
  expect(faults).toEqual([]);
  await context.close();
});
