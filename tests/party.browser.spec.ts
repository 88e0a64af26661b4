import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Browser, type Page } from 'playwright-core';
import { read } from '../models/core/journal';
import { partyFilings } from '../models/party/party.store';
import { penaltyCases } from '../models/penalty/penalty.store';
import { launchChromium, openPage, PHONE_SCREEN } from './support/chromium';
import { useDatabase } from './support/database';
import { noticed, openTelephones, settleDebts, standingCase, type Telephones, tokenIn } from './support/party';
import { settle, signIn, startServer, type TestServer } from './support/server';

/** A party with a phone, on the real server: from the text to the receipt. */
jest.setTimeout(60_000);
useDatabase();

/** SHOTS=<folder> keeps a picture of every stage. */
const SHOTS = process.env['SHOTS'];
const MOBILE = '13900000088';
let browser: Browser;
let phones: Telephones;
let server: TestServer;
beforeAll(async () => {
  [browser, phones] = await Promise.all([launchChromium(), openTelephones()]);
  server = await startServer({ sendCode: phones.sendCode, pagesFolder: resolve(__dirname, '../dist/miniapp') });
  server.clock.now = new Date();
});
afterAll(async () => {
  await browser.close();
  await server.close();
  await phones.close();
});

async function shot(page: Page, name: string) {
  if (!SHOTS) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
}

/** Three strokes across the paper, as the browser reports a finger; told to the page as text, since these names are the browser's. */
const STROKES = `(canvas) => {
  const { left, top, width, height } = canvas.getBoundingClientRect();
  const at = ([x, y], type) => canvas.dispatchEvent(new PointerEvent(type, {
    clientX: left + width * x, clientY: top + height * y, pointerId: 1, pointerType: 'touch', bubbles: true, cancelable: true,
  }));
  for (const [first, ...rest] of [
    [[0.2, 0.2], [0.5, 0.25], [0.8, 0.3], [0.3, 0.5]],
    [[0.3, 0.6], [0.8, 0.55], [0.7, 0.8]],
    [[0.5, 0.15], [0.45, 0.5], [0.5, 0.85]],
  ]) {
    at(first, 'pointerdown');
    for (const point of rest) at(point, 'pointermove');
    at(first, 'pointerup');
  }
}`;
/** A name written by finger. */
async function sign(page: Page) {
  await page.getByTestId('paper').scrollIntoViewIfNeeded();
  await page.evaluate(`(${STROKES})(document.querySelector('[data-testid=paper]'))`);
}

it('a party comes in by text and code, reads its notice, files once over a broken line, and waives only when asked twice', async () => {
  await settle();
  const now = server.clock.now;
  const sheet = {
    act: 'a1',
    resultFen: 40_600_000,
    hash: 'h',
    plain: '这类行为的罚款范围是20万元到100万元。\n根据查明的情况，超标两倍以内，计入72,000元。',
  };
  const id = await standingCase(noticed(new Date(now.getTime() - 3_600_000), { sheets: [sheet] as never }));
  const officer = await signIn(server, 'wang');
  await officer.post(`/api/penalties/${id}/party`, { id: randomUUID(), mobile: MOBILE, holder: 'PARTY' });
  await settleDebts(now, phones);

  const { page, context, faults } = await openPage(browser, PHONE_SCREEN);
  const telephone = await context.newPage();
  await telephone.goto(`${phones.sandbox.url.replace('127.0.0.1', 'localhost')}/sms.html#${MOBILE}`);
  await telephone.getByTestId('sms').first().waitFor();
  await shot(telephone, 'telephone');
  const token = tokenIn([{ id: '', mobile: MOBILE, text: await telephone.getByTestId('sms').first().innerText() }]);

  await page.goto(`${server.url.replace('127.0.0.1', 'localhost')}/party#${token}`);
  await shot(page, 'sign-in');
  await page.getByTestId('send-code').click();
  await page.getByTestId('code').fill('12');
  await page.getByTestId('enter').click();
  await expect(page.getByTestId('said').innerText()).resolves.toContain('6位验证码');
  await page.getByTestId('code').fill(await phones.code(MOBILE, 1));
  await page.getByTestId('enter').click();
  await page.getByTestId('case').waitFor();
  await shot(page, 'case');
  expect(await page.getByTestId('clock').innerText()).toMatch(/还剩\d天/);
  await page.getByText('金额是怎么算出来的').click();
  await page.getByText('这一天是怎么算出来的').click();
  await shot(page, 'case-open');
  expect(await page.getByTestId('notice').innerText()).toContain('罚款406,000元');
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);

  // What was begun is still there after the page was closed.
  await page.getByTestId('open-statement').click();
  await page.getByTestId('field-text').fill('设施当天正在检修，有维修记录。');
  const proof = join(tmpdir(), `${randomUUID()}.pdf`);
  writeFileSync(proof, '%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF\n');
  await page.getByTestId('files').setInputFiles(proof);
  await page.getByRole('button', { name: /^删除/ }).waitFor();
  writeFileSync(proof, '<script>not a pdf</script>');
  await page.getByTestId('files').setInputFiles(proof);
  await page.getByText('没有收下').waitFor();
  await page.reload();
  await page.getByTestId('open-statement').click();
  expect(await page.getByTestId('field-text').inputValue()).toContain('检修');
  await shot(page, 'statement');

  // The line breaks after the server has taken it: pressed again, it is the same filing.
  let broken = 0;
  await page.route('**/api/party/filings', async (route) => {
    await route.fetch();
    broken += 1;
    await route.abort();
    await page.unroute('**/api/party/filings');
  });
  await page.getByTestId('submit').click();
  await page.getByText('只会提交一份').waitFor();
  await shot(page, 'offline');
  await page.getByTestId('submit').click();
  await page.getByTestId('receipt').waitFor();
  await shot(page, 'receipt');
  expect(await page.getByTestId('receipt').innerText()).toMatch(/DSR-\d{4}-\d{6}/);
  expect(broken).toBe(1);
  expect(await partyFilings.collection.countDocuments({ case: id })).toBe(1);
  expect((await read(penaltyCases, id))?.statements).toHaveLength(1);
  await page.getByTestId('back').click();
  expect(await page.getByTestId('filings').innerText()).toContain('陈述申辩');

  // A waiver is not offered any more once something was stated; e-service takes a signature, not a line.
  expect(await page.getByTestId('open-waive').count()).toBe(0);
  await page.getByTestId('open-consentEService').click();
  await page.getByTestId('submit').click();
  await page.getByText('还没有签名').waitFor();
  await sign(page);
  await shot(page, 'signature');
  await page.getByTestId('submit').click();
  await page.getByTestId('receipt').waitFor();
  expect((await read(penaltyCases, id))?.eService).not.toBeNull();

  // Asked twice: a thumb that slips gives up nothing.
  const waiver = await standingCase(noticed(new Date(now.getTime() - 3_600_000)));
  await officer.post(`/api/penalties/${waiver}/party`, { id: randomUUID(), mobile: '13900000089', holder: 'PARTY' });
  await settleDebts(now, phones);
  const other = tokenIn(await phones.texts('13900000089'));
  await page.goto(`${server.url.replace('127.0.0.1', 'localhost')}/party#${other}`);
  await page.getByTestId('sign-in').waitFor();
  await page.getByTestId('send-code').click();
  await page.getByTestId('code').fill(await phones.code('13900000089', 1));
  await page.getByTestId('enter').click();
  await page.getByTestId('open-waive').click();
  await sign(page);
  await page.getByTestId('submit').click();
  await shot(page, 'waive');
  await page.getByRole('button', { name: '再想想' }).click();
  expect((await read(penaltyCases, waiver))?.status).toBe('noticed');
  await page.getByTestId('submit').click();
  await page.getByTestId('sure').click();
  await page.getByTestId('receipt').waitFor();
  expect((await read(penaltyCases, waiver))?.status).toBe('noResponse');
  expect(faults).toEqual([]);
});
