import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { type Browser } from 'playwright-core';
import { keepPhoto } from '../models/core/files';
import { create } from '../models/core/journal';
import { penaltyCases } from '../models/penalty/penalty.store';
import { as } from './builders';
import { launchChromium, openPage, PHONE_SCREEN } from './support/chromium';
import { useDatabase } from './support/database';
import { aReadyCase, DAY, theAct } from './support/caseFile';
import { picture, sha256 } from './support/evidence';
import { type PageServer, startPageServer } from './support/pageServer';

/** 卷宗 on a phone with two hundred entries, and its export opened from a folder without network. */
jest.setTimeout(60_000);
useDatabase();

const CASE = 'case-file-0001';
let server: PageServer;
let browser: Browser;
let folder: string;
beforeAll(async () => {
  browser = await launchChromium();
  folder = mkdtempSync(join(tmpdir(), 'case-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await browser.close();
});
beforeEach(async () => {
  server = await startPageServer({ clock: () => DAY });
});
afterEach(() => server.close());

it('shows papers, evidence stretch by stretch and what the file would fail by; its export proves itself and names a changed file', async () => {
  const photo = await picture(3);
  await keepPhoto(photo, DAY);
  const others = Array.from({ length: 194 }, (_, at) => at.toString(16).padStart(64, '0'));
  const change = { evidence: [sha256(photo), ...others], acts: [theAct({ evidence: [sha256(photo)] })] };
  const document = { ...aReadyCase(change), _id: CASE, no: null };
  await create(penaltyCases, { document, event: { type: 'penalty.registered' } }, as('staff', 'wang', { now: DAY }));

  const { page, context, faults } = await openPage(browser, PHONE_SCREEN);
  await context.request.post(`${server.url}/api/session`, { data: { code: 'head' } });
  await page.goto(`${server.url}/#/penalties/${CASE}/file`);
  await page.getByText('行政处罚事先（听证）告知书').first().waitFor();
  expect(await page.getByTestId('file-row').count()).toBe(6);
  await page.getByTestId('file-tab-evidence').tap();
  await page.getByTestId('file-more').waitFor();
  expect(await page.getByTestId('file-row').count()).toBe(50);
  // Rows take their true height as they come into sight; a person taps when the list has come to rest.
  await page.getByTestId('file-more').hover();
  await page.getByTestId('file-more').tap();
  await page.getByTestId('file-row').nth(99).waitFor();
  const [scroll = 0, seen = 0] = await page.evaluate<number[]>(
    '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
  );
  expect(scroll).toBeLessThanOrEqual(seen);
  await page.getByTestId('file-tab-record').tap();
  await page.getByText('没有其他关联记录').waitFor();
  await page.getByTestId('file-tab-veto').tap();
  expect(await page.getByTestId('veto-sum').textContent()).toContain('1 项未通过');
  expect(await page.getByTestId('veto-6').textContent()).toContain('没有上传完整');
  await page.getByTestId('veto-all').tap();
  expect(await page.getByTestId('veto-12').textContent()).toContain('406,000元');
  await page.getByTestId('veto-14').getByRole('link').tap();
  await page.getByText('扫码核验真伪').waitFor();
  await page.goBack();

  const zip = await (await context.request.get(`${server.url}/api/penalties/${CASE}/export`)).body();
  const files = unzipSync(new Uint8Array(zip));
  const changed = { ...files, 'case.json': strToU8(strFromU8(files['case.json']!).replace('406', '400')) };
  writeFileSync(join(folder, 'index.html'), files['index.html']!);
  writeFileSync(join(folder, 'file.zip'), zip);
  writeFileSync(join(folder, 'changed.zip'), zipSync(changed, { level: 0 }));
  await context.setOffline(true);
  const verifier = await context.newPage();
  await verifier.goto(pathToFileURL(join(folder, 'index.html')).href);
  expect(await verifier.locator('h1').textContent()).toBe('案卷 舟环(普)立〔2026〕1号');
  expect(await verifier.locator('tr').count()).toBe(1 + 6 + 195);
  const verdict = async (name: string) => {
    await verifier.locator('#file').setInputFiles(join(folder, name));
    await verifier.locator('#verdict.good, #verdict.bad').waitFor();
    const report = (await verifier.locator('#report').textContent()) ?? '';
    return [(await verifier.locator('#verdict').textContent()) ?? '', report];
  };
  const [, sound] = await verdict('file.zip');
  expect(sound).toMatch(/个文件与清单一致/);
  expect(sound).not.toContain('文件被改动');
  const [said, report] = await verdict('changed.zip');
  expect(said).toContain('核验不通过');
  expect(report).toContain('文件被改动：case.json');
  expect(faults).toEqual([]);
});
