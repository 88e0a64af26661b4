import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type Page } from 'playwright-core';
import { shanghaiDay } from '../models/core/calendar';
import { create, type Store } from '../models/core/journal';
import { openVisit } from '../models/followUp/clocks';
import { type FollowUp } from '../models/followUp/followUp.schema';
import { followUps } from '../models/followUp/followUp.store';
import { planFollowUp } from '../models/followUp/planning';
import { recordVisit } from '../models/followUp/visiting';
import { penaltyCases } from '../models/penalty/penalty.store';
import { as, atTime } from './builders';
import { launchChromium, openPage, PHONE_SCREEN, WIDE_SCREEN } from './support/chromium';
import { aDecidedCase, servedOn } from './support/decidedCase';
import { useDatabase } from './support/database';
import { type PageServer, startPageServer } from './support/pageServer';

/** What a recheck found, judged on a phone, with every day of the daily penalty counted before one's eyes. */
jest.setTimeout(60_000);
useDatabase({ emptyBefore: 'file' });

/** SHOTS=<folder> keeps a picture of every stage. */
const SHOTS = process.env['SHOTS'];
const at = (day: string) => new Date(`${day}T10:00:00+08:00`);
let server: PageServer;
let browser: Browser;

async function shot(page: Page, name: string) {
  if (!SHOTS) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.waitForTimeout(300);
  await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
}

/** A fine of 406,000 yuan, its order served on 1 September, a recheck on the 19th. */
function rechecked(penaltyCase: string): FollowUp {
  const now = at('2026-09-01');
  const { document } = planFollowUp(
    'followup-demo',
    { case: penaltyCase, servedAt: now, orders: [], items: [], priority: 'NONE' },
    atTime(now),
    {
      case: {
        ...{ id: penaltyCase, no: '舟环罚〔2026〕12号', county: '330903', enterprise: null },
        ...{ partyName: '东海鱼粉示例有限公司', offences: ['exceedWater'] },
        ...{ evidence: ['a'.repeat(64)], payDueOn: '2026-09-15' },
      },
      ...{ location: null, rectifications: [] },
      officers: [
        { id: 'wang', name: '王示海' },
        { id: 'li', name: '李示涛' },
      ],
      orders: [
        {
          ...{ id: 'order-1', no: '舟环(普)责改〔2026〕1号', servedOn: '2026-09-01', correctBy: '2026-09-10' },
          demands: [{ what: '停止超标排放废水', how: '立即' }],
          verified: null,
        },
      ],
    },
  );
  const seen = { arrivedAt: at('2026-09-19'), lockedAt: at('2026-09-19'), siteRecord: 'recheck-1', evidence: [] };
  return recordVisit(
    document,
    { finding: 'CONTINUES', note: '排放口仍在外排，水样超标', photos: [] },
    as('staff', 'wang', { now: at('2026-09-19') }),
    { inspection: openVisit(document)?.inspection ?? null, ...seen },
  ).document;
}

beforeAll(async () => {
  browser = await launchChromium();
  server = await startPageServer({ clock: () => at('2026-09-19') });
  const served = servedOn('2026-08-31', aDecidedCase({}, { at: at('2026-08-28'), fineFen: 40_600_000 }));
  const act = {
    ...{
      id: 'act-1',
      offence: 'exceedWater' as const,
      text: '超标排放水污染物',
      place: '',
      actOn: '2026-08-18',
      endedOn: null,
    },
    ...{
      continuous: true,
      discoveredOn: '2026-08-18',
      harm: true,
      quantities: {},
      facts: '化学需氧量超标',
      evidence: [],
    },
  };
  const found = { ...served, acts: [act] };
  const put = async <D extends { _id: string; version: number; status: string }>(store: Store<D>, document: D) =>
    create(
      store,
      { document, event: { type: 'followUp.planned', data: { items: 2, unannounced: true } } },
      atTime(at('2026-09-19')),
    );
  await put(penaltyCases, found);
  await put(followUps, rechecked(found._id));
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

it('counts the days of a daily penalty before the officer, and sends it on as a case', async () => {
  const { page, context, faults } = await openPage(browser, PHONE_SCREEN);
  await context.request.post(`${server.url}/api/session`, { data: { code: 'wang' } });
  await page.goto(`${server.url}/#/follow-ups`);
  await page.getByTestId('due-row').waitFor();
  await shot(page, 'queue');
  await page.getByTestId('due-row').click();
  await page.getByText('停止超标排放废水').waitFor();
  await shot(page, 'visited');
  await page.getByRole('button', { name: '未完成' }).click();
  await page.getByRole('button', { name: '未完成', pressed: true }).waitFor();
  await page.getByTestId('offered-notRectified').click();
  await page.getByTestId('submit-step').click();
  await page.getByTestId('daily-sum').waitFor();
  expect(await page.getByTestId('daily-sum').innerText()).toContain('406,000 元 × 18 天 ＝ 7,308,000 元');
  expect(await page.locator('.daily-days li').count()).toBe(18);
  await shot(page, 'daily');
  expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
  await page.getByTestId('offered-startDaily').click();
  await page.getByTestId('submit-step').click();
  await page.getByText('已提请按日连续处罚').first().waitFor();
  await shot(page, 'penalised');
  const wide = await openPage(browser, WIDE_SCREEN);
  await wide.context.request.post(`${server.url}/api/session`, { data: { code: 'head' } });
  await wide.page.goto(`${server.url}/desk#/follow-ups/followup-demo`);
  await wide.page.getByText('东海鱼粉示例有限公司').first().waitFor();
  await shot(wide.page, 'desk');
  expect([...faults, ...wide.faults]).toEqual([]);
  const stored = await followUps.collection.findOne({ _id: 'followup-demo' });
  expect(stored).toMatchObject({ status: 'penalised' });
  expect(shanghaiDay(stored?.visits[0]?.at ?? new Date(0))).toBe('2026-09-19');
});
