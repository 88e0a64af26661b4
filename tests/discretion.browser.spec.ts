import { type Browser } from 'playwright-core';
import { read } from '../models/core/journal';
import { isIntact } from '../models/discretion/sheet';
import { penaltyCases } from '../models/penalty/penalty.store';
import { launchChromium, openPage, PHONE_SCREEN } from './support/chromium';
import { useDatabase } from './support/database';
import { anAct, CASE, settleDiscretion, TODAY } from './support/discretion';
import { type PageServer, startPageServer } from './support/pageServer';

/** 裁量 of an act on a phone: both laws, steps with proof, the amount as one taps, neighbours, and saving without network. */
jest.setTimeout(60_000);
useDatabase();

let server: PageServer;
let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  server = await startPageServer({ clock: () => TODAY });
  await settleDiscretion([anAct(), anAct({ id: 'act-2', text: '另一条生产线未批先建' })]);
});
afterEach(() => server.close());

it('an investigator taps steps, sees the yuan under both laws, and what is saved without network is stored once', async () => {
  const { page, context, faults } = await openPage(browser, PHONE_SCREEN);
  await context.request.post(`${server.url}/api/session`, { data: { code: 'wang' } });
  await page.goto(`${server.url}/#/penalties/${CASE}/assess`);
  const amount = page.getByTestId('assess-amount');
  const factor = (label: string) => page.getByRole('region', { name: label });
  const save = page.getByTestId('save-assessment');
  await amount.waitFor();
  expect([await amount.textContent(), await save.isDisabled()]).toEqual(['—', true]);

  await page.getByRole('radio', { name: /现行法律/ }).tap();
  await page.getByLabel('选择的理由').fill('现行法律的上限较低');
  expect(await amount.textContent()).toBe('144,000 元');
  expect(await factor('两年内违法次数').textContent()).toContain('＋20,000 元');

  await factor('建设阶段').getByRole('radio', { name: '主体结构施工' }).tap();
  expect(await amount.textContent()).toBe('192,000 元');
  expect(await factor('建设阶段').textContent()).toContain('请选择证据');
  await factor('建设阶段').getByRole('button', { name: '文件1' }).tap();
  await factor('违法建设持续时间').getByLabel('数值').fill('8');
  await factor('违法建设持续时间').getByRole('button', { name: '文件2' }).tap();
  expect(await amount.textContent()).toBe('236,000 元');
  expect(await page.getByRole('radio', { name: /行为时的法律/ }).textContent()).toContain('283,200 元');
  await page.getByText('舟环罚〔2026〕2号').waitFor();
  const [scroll = 0, seen = 0] = await page.evaluate<number[]>(
    '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
  );
  expect(scroll).toBeLessThanOrEqual(seen);

  await context.setOffline(true);
  await save.tap();
  await page.getByText('裁量已保存在本机').waitFor();
  expect((await read(penaltyCases, CASE))?.sheets).toEqual([]);
  await context.setOffline(false);
  await page.getByText('合计 236,000 元').waitFor();
  const stored = await read(penaltyCases, CASE);
  expect(stored?.events.filter(({ type }) => type === 'penalty.assessed')).toHaveLength(1);
  await page.getByRole('radio', { name: /^鱼粉生产线/ }).tap();
  await page.getByText('已保存的裁量').waitFor();
  expect(stored?.sheets.map((sheet) => [sheet.resultFen, isIntact(sheet)])).toEqual([[23_600_000, true]]);
  expect(faults).toEqual([]);
  await context.close();
});
