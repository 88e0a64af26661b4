import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type Locator, type Page } from 'playwright-core';
import { linesOf } from '../models/template/outline';
import { type Page as Paper } from '../models/template/page';
import { orders } from '../models/order/order.store';
import { people } from '../models/people/people.store';
import { spotPenalties } from '../models/spotPenalty/spotPenalty.store';
import { launchChromium, openPage, PHONE_SCREEN } from './support/chromium';
import { useDatabase } from './support/database';
import { putInspection, settleIsland } from './support/packWorld';
import { type PageServer, startPageServer } from './support/pageServer';

/** Documents written on a phone that has lost the network, on the real server. */
jest.setTimeout(60_000);
useDatabase();

/** SHOTS=<folder> keeps a picture of every stage. */
const SHOTS = process.env['SHOTS'];
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

const CERTIFIED = { certificateValidTo: '2099-12-31' };
async function settleVisit() {
  await settleIsland(1);
  await people.updateOne({ _id: 'wang' }, { $set: { ...CERTIFIED, certificateNo: 'DEMO-wang' } });
  await people.updateOne({ _id: 'li' }, { $set: { ...CERTIFIED, certificateNo: 'DEMO-li' } });
  const officers = [
    { id: 'wang', name: '王示海', certificateNo: 'DEMO-wang', ...CERTIFIED },
    { id: 'li', name: '李示涛', certificateNo: 'DEMO-li', ...CERTIFIED },
  ];
  const today = new Date().toISOString().slice(0, 10);
  await putInspection({
    ...{ _id: 'visit-1', team: ['wang', 'li'], officers, acknowledgedBy: ['wang', 'li'] },
    ...{ plannedOn: today, dueAt: new Date(Date.now() + 864e5) },
  });
}
async function shot(page: Page, name: string) {
  if (!SHOTS) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.waitForTimeout(300);
  await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
}

/** A name written by finger: three strokes across the pad. */
async function sign(page: Page, field: Locator) {
  await field.getByTestId('sign').click();
  const box = await page.getByTestId('signature-paper').boundingBox();
  if (!box) throw new Error('no pad');
  const at = (x: number, y: number) => [box.x + box.width * x, box.y + box.height * y] as const;
  for (const [from, over, to] of [
    [at(0.2, 0.2), at(0.8, 0.3), at(0.3, 0.5)],
    [at(0.3, 0.6), at(0.8, 0.55), at(0.7, 0.8)],
    [at(0.5, 0.15), at(0.45, 0.5), at(0.5, 0.85)],
  ]) {
    await page.mouse.move(...(from as [number, number]));
    await page.mouse.down();
    await page.mouse.move(...(over as [number, number]), { steps: 4 });
    await page.mouse.move(...(to as [number, number]), { steps: 4 });
    await page.mouse.up();
  }
  await shot(page, 'pad');
  await page.getByTestId('signature-done').click();
}
const field = (page: Page, name: string) => page.getByTestId(`field-${name}`);
const write = (page: Page, name: string, text: string) =>
  field(page, name).locator('input, textarea').first().fill(text);
const inDays = (days: number) => new Date(Date.now() + days * 864e5).toISOString().slice(0, 10);

async function issueOrder(page: Page) {
  await page.getByTestId('new-orders').click();
  await write(page, 'facts', '喷漆作业未收集处理废气，直接外排');
  await write(page, 'violated', '《示例法》第四十五条');
  await write(page, 'basis', '《示例法》第一百零八条');
  await page.getByTestId('demands-0-what').fill('密闭喷漆作业');
  await page.getByTestId('demands-0-how').fill('安装并运行收集处理设施');
  await write(page, 'correctBy', inDays(20));
  await shot(page, 'order-form');
  await page.getByTestId('read-document').click();
  await write(page, 'receiver', '示例厂长');
  await sign(page, field(page, 'ink-party'));
  await shot(page, 'order-paper');
  await page.getByTestId('submit-document').click();
}
async function issuePenalty(page: Page) {
  await page.getByTestId('new-spot-penalties').click();
  await write(page, 'facts', '未按规定张贴危险废物标识');
  await write(page, 'violated', '《示例法》第七十七条');
  await write(page, 'basis', '《示例法》第一百一十二条');
  await write(page, 'fineYuan', '5000.5');
  await write(page, 'reason', '情节轻微，当场改正。');
  await page.getByTestId('read-document').click();
  await page.getByText('当场罚款最多3000元').waitFor();
  await write(page, 'fineYuan', '88.5');
  await field(page, 'collect').getByText('一百元以下罚款').click();
  await write(page, 'receiptNo', 'A0012345');
  await shot(page, 'penalty-form');
  await page.getByTestId('read-document').click();
  await write(page, 'receiver', '示例厂长');
  await field(page, 'served').getByText('拒绝签收').click();
  await page.getByTestId('submit-document').click();
  await page.getByText('请填写拒收的情况').waitFor();
  await write(page, 'refusedBecause', '厂长看后拒绝签收，文书留置办公室');
  await write(page, 'witness', '见证某 六横村委会');
  await shot(page, 'penalty-paper');
  await page.getByTestId('submit-document').click();
}
/** What is read on the paper, without blanks and without the count of pages. */
const wordsOn = async (page: Page) => {
  const sheets = await page.getByTestId('document-page').all();
  const texts = await Promise.all(sheets.map((sheet) => sheet.innerText()));
  return texts
    .join('')
    .replace(/第 \d+ 页 共 \d+ 页/g, '')
    .replace(/\s/g, '');
};

describe('on an island without signal', () => {
  it('an order and a penalty are written, signed and kept, and sent by themselves once', async () => {
    await settleVisit();
    const { page, context, faults } = await openPage(browser, PHONE_SCREEN);
    page.setDefaultTimeout(6_000);
    await context.request.post(`${server.url}/api/session`, { data: { code: 'wang' } });
    await page.goto(`${server.url}/#/pack`);
    await page.getByText('六横').first().waitFor();
    if (await page.getByTestId('pack-take').isDisabled()) await page.getByText('六横').first().click();
    await page.getByTestId('pack-take').click();
    await page.getByTestId('pack-said').waitFor({ timeout: 30_000 });
    await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
    await page.goto(`${server.url}/#/on-site/visit-1`);
    await page.getByTestId('new-orders').waitFor();
    await shot(page, 'list');
    await context.setOffline(true);

    await issueOrder(page);
    await page.getByTestId('on-site-waiting').getByText('责改').waitFor();
    await shot(page, 'list-waiting');
    await issuePenalty(page);
    await page.getByTestId('tab-spot-penalties').click();
    await page.getByTestId('on-site-waiting').getByText('当罚').waitFor();
    expect(await orders.collection.countDocuments()).toBe(0);

    await context.setOffline(false);
    await page.getByTestId('on-site-row').getByText('当罚').waitFor();
    const [order] = await orders.collection.find({}).toArray();
    const [penalty] = await spotPenalties.collection.find({}).toArray();
    expect([await orders.collection.countDocuments(), await spotPenalties.collection.countDocuments()]).toEqual([1, 1]);
    expect(order).toMatchObject({ status: 'served', siteRecord: 'visit-1', team: ['wang', 'li'] });
    expect(order?.edition).not.toBeNull();
    expect(order?.no).toMatch(/责改〔\d{4}〕1号/);
    expect(penalty).toMatchObject({ fineFen: 8_850, warning: true, serving: { signature: null } });
    expect(penalty?.collection).toMatchObject({ why: 'SMALL', receiptNo: 'A0012345' });

    await page.goto(`${server.url}/#/documents/orders/${String(order?._id)}/order`);
    await page.getByTestId('document-word').waitFor();
    const told = (await (
      await context.request.get(`${server.url}/api/documents/orders/${String(order?._id)}/order`)
    ).json()) as {
      pages: Paper[];
    };
    expect(await wordsOn(page)).toBe(
      told.pages
        .flatMap(({ blocks }) => linesOf(blocks))
        .join('')
        .replace(/\s/g, ''),
    );
    await shot(page, 'document');
    expect(faults).toEqual([]);
  });
});
