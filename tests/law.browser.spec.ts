import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Browser, type Page } from 'playwright-core';
import { adopt } from '../models/core/policy';
import { keepBuiltInLaw } from '../models/law/builtIn';
import { keepBuiltInRules } from '../models/law/exemption';
import { people } from '../models/people/people.store';
import { transferHandlers } from '../models/transfer/transfer.handlers';
import { aPerson, MORNING } from './builders';
import { launchChromium } from './support/chromium';
import { useDatabase } from './support/database';
import { settle, startServer, type TestServer } from './support/server';

/** The legal office works at a phone: both laws side by side, a yearly notice entered as it is published, a sealed transfer. */
jest.setTimeout(60_000);
useDatabase({ emptyBefore: 'file' });

/** SHOTS=<folder> keeps a picture of every stage. */
const SHOTS = process.env['SHOTS'];
let server: TestServer;
let chromium: Browser;

beforeAll(async () => {
  adopt({});
  await settle();
  await people.insertOne(aPerson('shen', '沈示法', ['reviewer'], { county: null, unit: 'bureau' }));
  server = await startServer({ pagesFolder: resolve(__dirname, '../dist/miniapp'), publicUrl: 'http://localhost' });
  await keepBuiltInLaw(MORNING);
  await keepBuiltInRules(MORNING);
  server.clock.now = new Date('2026-11-20T10:00:00+08:00');
  chromium = await launchChromium();
});
afterAll(async () => {
  await chromium.close();
  await server.close();
});

/** While the database is still there: open pages go on asking. */
afterEach(async () => {
  for (const context of chromium.contexts()) await context.close();
  while (server.live.size() > 0) await new Promise((rest) => setTimeout(rest, 20));
});

async function phoneOf(person: string): Promise<Page> {
  const context = await chromium.newContext({ viewport: { width: 390, height: 844 } });
  await context.request.post(`${address()}/api/session`, { data: { code: `code:${person}` } });
  return context.newPage();
}
const address = () => server.url.replace('127.0.0.1', 'localhost');
async function shot(page: Page, name: string) {
  if (!SHOTS) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.waitForTimeout(300);
  await page.screenshot({ path: join(SHOTS, `law-${name}.png`), fullPage: true });
}

it('shows both laws side by side, and takes a notice of holidays as the State Council publishes it', async () => {
  const page = await phoneOf('shen');
  await page.goto(`${address()}/#/law`);
  await page.getByTestId('law-row').first().waitFor();
  await shot(page, 'list');
  await page.goto(`${address()}/#/law/compare`);
  await page.getByLabel('行为日期').fill('2026-06-10');
  await page.getByLabel('项目总投资额（元）').fill('8000000');
  await page.getByTestId('compare-laws').click();
  const compared = page.getByTestId('compared');
  await compared.waitFor();
  expect(await compared.textContent()).toContain(
    '比较罚款上限：行为时 400,000 元，现行 500,000 元，行为时的规定较轻。',
  );
  await shot(page, 'compare');

  await page.goto(`${address()}/#/settings`);
  await page.getByRole('button', { name: '录入2027年放假安排' }).click();
  await page.getByLabel('元旦第一天').fill('2027-01-01');
  await page.getByLabel('元旦最后一天').fill('2027-01-03');
  await page.getByLabel('调休上班').fill('2027-01-09');
  await page.getByLabel('依据（法律、文件）').fill('国务院办公厅通知');
  await page.getByLabel('理由').fill('2027年放假安排');
  await page.getByTestId('submit-setting').click();
  const preview = page.getByTestId('setting-preview');
  await preview.waitFor();
  expect(await preview.textContent()).toContain('元旦 2027-01-01 至 2027-01-03 3 天；调休上班 2027-01-09');
  await shot(page, 'holidays');
  await page.getByTestId('submit-setting').click();
  await page.getByText('待批准').first().waitFor();
  await shot(page, 'setting');
});

it('shows a sealed transfer to its group, and nothing of it to a leader who is not named in it', async () => {
  const data = {
    ...{
      transfer: 't1',
      case: 'c1',
      caseNo: '舟环立〔2026〕7号',
      county: '330903',
      group: ['wang', 'zhang'],
      head: 'bureau',
    },
  };
  await transferHandlers['transfer.suspected']!([{ id: 'e1', data } as never], MORNING);
  const [member, stranger] = [await phoneOf('wang'), await phoneOf('head')];
  await member.goto(`${address()}/#/transfers`);
  await member.getByTestId('transfer-row').click();
  await member.getByText('密封，请勿转告').first().waitFor();
  await shot(member, 'transfer');
  await stranger.goto(`${address()}/#/transfers`);
  await stranger.getByText('没有您可以知悉的移送').waitFor();
  await stranger.goto(`${address()}/#/transfers/t1`);
  await stranger.getByText('没有找到这件案件移送').first().waitFor();
  await shot(stranger, 'stranger');
});
