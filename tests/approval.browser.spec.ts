import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, type Page } from 'playwright-core';
import { adopt } from '../models/core/policy';
import { read } from '../models/core/journal';
import { keepBuiltInTables } from '../models/discretion/discretion.store';
import { keepBuiltInLaw } from '../models/law/builtIn';
import { penaltyCases } from '../models/penalty/penalty.store';
import { launchOn } from './support/killableChromium';
import { useDatabase } from './support/database';
import { anAct, decidedCase, MAIN, PROOF, TODAY } from './support/discretion';
import { type PageServer, startPageServer } from './support/pageServer';
import { until } from './support/product';

/** A head approves a notice on the phone: everything opened, a PIN, a matter that changed meanwhile, no network, a phone that dies. */
jest.setTimeout(90_000);
useDatabase({ emptyBefore: 'file' });

/** SHOTS=<folder> keeps a picture of every stage. */
const SHOTS = process.env['SHOTS'];
const PIN = '738294';
const profile = mkdtempSync(join(tmpdir(), 'approval-'));
let server: PageServer;
let phone: Awaited<ReturnType<typeof launchOn>> | undefined;

beforeAll(async () => {
  adopt({ approval: { scrypt: { logN: 10 } } });
  server = await startPageServer({ clock: () => TODAY });
  await keepBuiltInLaw(TODAY);
  await keepBuiltInTables(TODAY);
});
afterAll(async () => {
  await phone?.kill();
  await server.close();
  rmSync(profile, { recursive: true, force: true });
  adopt({});
});

/** A case under review whose notice was drafted by an officer. */
async function aDraftedNotice(id: string) {
  const filing = {
    ...{ no: '舟环(普)立〔2026〕7号', by: 'bureau', byName: '示局长', at: TODAY, authority: '330903' },
    dueAt: new Date('2027-02-22T23:59:59.999+08:00'),
  };
  const review = {
    by: 'jurist',
    byName: '示审',
    at: TODAY,
    opinions: [],
    result: 'PENALTY' as const,
    ...{ text: '同意处罚', complex: false, publicInterest: false },
  };
  await decidedCase(id, MAIN, {
    status: 'reviewing',
    decision: null,
    filing,
    review,
    acts: [anAct({ evidence: [...PROOF] })],
  });
  const fineFen = (await read(penaltyCases, id))!.sheets[0]!.resultFen;
  const notice = {
    ...{ no: null, draftedBy: 'wang', draftedByName: '王示海', draftedAt: TODAY, kinds: ['FINE'], fineFen },
    ...{ confiscationFen: 0, facts: '主体已施工。', basis: '《示例》', reasons: '按裁量表', hearingRight: true },
    ...{ hearingBecause: ['罚款数额较大'], days: 5, approvedBy: null, approvedByName: null, approvedAt: null },
    ...{ approval: null, serving: null, dueAt: null, waived: null },
  };
  await penaltyCases.collection.updateOne({ _id: id }, { $set: { notice } } as never);
}

async function shot(page: Page, name: string) {
  if (!SHOTS) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.waitForTimeout(300);
  await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: name !== 'pin' });
}
async function openPhone(): Promise<{ context: BrowserContext; page: Page }> {
  phone = await launchOn(profile);
  const { context } = phone;
  const page = await context.newPage();
  await page.setViewportSize({ width: 390, height: 844 });
  return { context, page };
}
const part = (page: Page, id: string) => page.getByTestId(`part-${id}`);
const openPart = (page: Page, id: string) => part(page, id).getByRole('button').first().click();
const approvals = async (id: string) =>
  (await read(penaltyCases, id))!.events.filter(({ type }) => type === 'penalty.noticeApproved');
const standing = (page: Page, id: string) => page.goto(`${server.url}/#/penalties/${id}/approve/approveNotice`);

it('a head opens what matters, proves the PIN, meets a change, presses without network, and is counted once', async () => {
  await aDraftedNotice('case-1');
  const first = await openPhone();
  const { context, page } = first;
  await context.request.post(`${server.url}/api/session`, { data: { code: 'head' } });
  await standing(page, 'case-1');
  const agree = page.getByTestId('agree');
  await agree.waitFor();
  await shot(page, 'closed');
  expect(await agree.isDisabled()).toBe(true);
  expect(await page.getByTestId('to-open').textContent()).toContain(
    '当事人和违法事实、证据、法律依据和幅度、金额和计算',
  );
  const [wide = 0, seen = 0] = await page.evaluate<number[]>(
    '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
  );
  expect(wide).toBeLessThanOrEqual(seen);
  for (const id of ['facts', 'law', 'amount']) await openPart(page, id);
  expect(await agree.isDisabled()).toBe(true);
  await part(page, 'evidence').getByTestId('evidence-0').click();
  const picture = page.locator('.adm-image-viewer-slides').first();
  await picture.waitFor();
  await shot(page, 'picture');
  // A tap while the picture still opens is none; a person taps again.
  for (let taps = 0; taps < 40 && (await picture.isVisible()); taps += 1) {
    await page.mouse.click(195, 400);
    await page.waitForTimeout(250);
  }
  expect(await agree.isEnabled()).toBe(true);
  await shot(page, 'opened');

  await agree.click();
  await page.getByTestId('pin-new').fill('123456');
  await page.getByTestId('pin-again').fill('123456');
  await page.getByTestId('set-pin').click();
  await page.getByText('太好猜').waitFor();
  for (const field of ['pin-new', 'pin-again']) await page.getByTestId(field).fill(PIN);
  await page.getByTestId('set-pin').click();
  await page.getByTestId('pin').fill('604817');
  await page.getByTestId('prove-pin').click();
  await page.getByText('还可以试4次').waitFor();
  await shot(page, 'pin');

  // Meanwhile an officer mends the facts: what was opened is no longer what would be signed.
  await penaltyCases.collection.updateOne(
    { _id: 'case-1' },
    { $set: { facts: '又查明一条生产线。' }, $inc: { version: 1 } },
  );
  await page.getByTestId('pin').fill(PIN);
  await page.getByTestId('prove-pin').click();
  await page.getByText('有变动，请重看').waitFor();
  expect(await approvals('case-1')).toEqual([]);
  expect(await agree.isDisabled()).toBe(true);
  await shot(page, 'changed');

  await openPart(page, 'facts');
  await openPart(page, 'facts');
  // The refused press has come back: what waits from here on is the next one.
  await page.locator('[data-testid=agree]:enabled').waitFor();
  await server.vanish();
  await agree.dblclick();
  await page.getByText('待发送').first().waitFor();
  await shot(page, 'waiting');
  // A browser writes its cookies down only now and then; the phone that dies here had done so.
  const cookies = await context.cookies();
  await phone?.kill();
  await server.open();
  const second = await openPhone();
  await second.context.addCookies(cookies);
  await second.page.goto(`${server.url}/#/approvals`);
  const stored = await until('the approval is stored', async () => (await approvals('case-1'))[0]);
  expect(stored.data['approval']).toMatchObject({
    by: 'head',
    opened: expect.arrayContaining(['facts', 'evidence']) as unknown,
  });
  await standing(second.page, 'case-1');
  await second.page.getByText('告知书已经批准').waitFor();
  await shot(second.page, 'done');
  expect(await approvals('case-1')).toHaveLength(1);
});
