import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { builtInItems } from '../models/checkItem/library/library';
import { checkItems } from '../models/checkItem/checkItem.store';
import { inspections } from '../models/inspection/inspection.store';
import { foldSiteRecord } from '../models/siteRecord/fold';
import { siteRecords } from '../models/siteRecord/siteRecord.store';
import { type SiteRecord } from '../models/siteRecord/siteRecord.schema';
import { chromiumPath, FLAGS, openPage, PHONE_SCREEN } from './support/chromium';
import { useDatabase } from './support/database';
import { anInspection, settleIsland } from './support/packWorld';
import { type PageServer, startPageServer } from './support/pageServer';

/** The pages of a visit on the phones of both officers, cut off from the network, with the browser's own camera and position. */
jest.setTimeout(120_000);
useDatabase();

const CAMERA = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
/** WGS-84, some forty metres from the site. */
const NEAR = { longitude: 122.3065, latitude: 30.0302, accuracy: 9 };
const FAR = { longitude: 122.33, latitude: 30.0302, accuracy: 9 };
const SITE: [number, number] = [122.3107, 30.0275];

let server: PageServer;
let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: chromiumPath(), args: [...FLAGS, ...CAMERA] });
});
afterAll(() => browser.close());
beforeEach(async () => {
  server = await startPageServer();
  await settleIsland(1);
  const crew = [
    { id: 'wang', name: '王示海' },
    { id: 'li', name: '李示涛' },
  ].map((one) => ({ ...one, certificateNo: `ZF-${one.id}`, certificateValidTo: '2090-01-01' }));
  const team = crew.map(({ id }) => id);
  const task = {
    location: SITE,
    team,
    acknowledgedBy: team,
    officers: crew,
    actionCode: 'ZS-330903-20260302-ABCDEFGH1',
  };
  await inspections.collection.insertOne(anInspection(task));
  await checkItems.collection.insertMany(shipItems() as never);
});
afterEach(() => server.close());

/** Those of the library that are asked in the yards, as they are in force. */
const shipItems = () =>
  builtInItems()
    .filter(({ sector }) => sector === 'SHIP')
    .map((item) => ({
      ...{ ...item, _id: `${item.key}@1`, version: 1, status: 'approved', revision: 1 },
      ...{ validFrom: '2020-01-01', validTo: null, drafter: 'd', drafterName: '许示文', approver: 'a' },
      ...{ approverName: '赵示岳', decidedAt: new Date(), reason: null },
      ...{ events: [], outbox: [], updatedAt: new Date(), sealed: 0, unsealedAt: null },
    }));

/** One officer's thumb: counts what it taps; it types nothing. */
class Thumb {
  taps = 0;
  constructor(readonly page: Page) {}

  async tap(what: string | Locator): Promise<void> {
    await (typeof what === 'string' ? this.page.getByTestId(what) : what).first().tap();
    this.taps += 1;
  }
  async see(what: string): Promise<void> {
    await this.page.getByTestId(what).first().waitFor();
  }
  async onward(stage: string): Promise<void> {
    await this.tap('stage-next');
    await this.page.locator(`[data-testid=visit][data-stage=${stage}]`).waitFor();
  }
  /** A name in three strokes. */
  async sign(button: string | Locator): Promise<void> {
    await this.tap(button);
    const box = (await this.page.getByTestId('signature-paper').boundingBox())!;
    const at = (x: number, y: number) => [box.x + box.width * x, box.y + box.height * y] as const;
    for (const [from, to] of [
      [at(0.3, 0.2), at(0.6, 0.25)],
      [at(0.45, 0.15), at(0.4, 0.5)],
      [at(0.3, 0.6), at(0.7, 0.8)],
    ] as const) {
      await this.page.mouse.move(...from);
      await this.page.mouse.down();
      await this.page.mouse.move((from[0] + to[0]) / 2 + 9, (from[1] + to[1]) / 2, { steps: 4 });
      await this.page.mouse.move(...to, { steps: 4 });
      await this.page.mouse.up();
    }
    await this.tap('signature-done');
    await this.page.getByTestId('signature-pad').waitFor({ state: 'detached' });
  }
}

const PERMISSIONS = ['geolocation', 'camera', 'microphone'];
/** The phone of an officer who has opened the record once with signal, as packing does. */
async function aPhone(person: string, geolocation = NEAR) {
  const opened = await openPage(browser, { ...PHONE_SCREEN, geolocation, permissions: PERMISSIONS });
  const answer = await opened.context.request.post(`${server.url}/api/session`, { data: { code: person } });
  expect(answer.status()).toBe(200);
  await opened.page.goto(`${server.url}/#/siteRecord/i1`);
  await opened.page.getByTestId('visit').waitFor();
  await opened.page.evaluate(async () => {
    await (globalThis as unknown as { navigator: { serviceWorker: { ready: Promise<unknown> } } }).navigator
      .serviceWorker.ready;
  });
  return { ...opened, thumb: new Thumb(opened.page) };
}
type Phone = Awaited<ReturnType<typeof aPhone>>;

async function loseSignal(phones: readonly Phone[]) {
  await server.vanish();
  await Promise.all(phones.map(({ context }) => context.setOffline(true)));
}
async function findSignal(phones: readonly Phone[]) {
  await server.open();
  await Promise.all(phones.map(({ context }) => context.setOffline(false)));
}

/** 到场、亮证告知、亮码. */
async function begin({ thumb }: Phone) {
  await thumb.tap('arrive');
  await thumb.see('arrived');
  await thumb.onward('show');
  await thumb.tap('told');
  await thumb.see('shown');
  await thumb.onward('code');
  await thumb.tap('code-shown');
  await thumb.see('code-scanned');
}

/** Every question as it comes up; the third is a problem with a photo. */
async function answerAll({ thumb, page }: Phone) {
  for (let asked = 0; ; asked += 1) {
    const open = page.locator('.item:not(.shut)[data-testid^=item-]');
    if ((await open.count()) === 0) return;
    const key = (await open.getAttribute('data-testid'))!;
    const grave = asked === 2;
    await thumb.tap(open.getByTestId(grave ? 'verdict-PROBLEM' : 'verdict-OK'));
    await page.locator(`[data-testid=${key}][data-answer]`).waitFor();
    if (grave) {
      await thumb.tap(open.getByTestId('take-photo'));
      await thumb.tap('shutter');
      await thumb.tap(page.getByRole('button', { name: '用这张' }));
      await thumb.tap(page.getByRole('button', { name: '完成' }));
    }
    const done = page.locator(`[data-testid=${key}]:not(.shut)`).getByTestId('item-done');
    if (await done.count()) await thumb.tap(done);
    await page.locator(`[data-testid=${key}].shut`).waitFor();
  }
}

/** Three presses before the page has drawn anything new. */
const pressThrice = (button: Locator) =>
  button.evaluate((element) => {
    for (let press = 0; press < 3; press += 1) (element as unknown as { click: () => void }).click();
  });

/** What stays to be seen on site, and the rest out of the dossier. */
async function describeSite({ thumb, page }: Phone) {
  await thumb.tap('take-over');
  await thumb.tap(page.getByTestId('field-production.state').getByRole('radio', { name: '正常生产' }));
  await thumb.tap(page.getByTestId('field-pollution.operation').getByRole('radio', { name: '正常运行' }));
  await thumb.tap(page.getByTestId('field-found.text').locator('.options .option'));
}

async function readAndSign({ thumb, page }: Phone) {
  await thumb.tap('end-check');
  await thumb.tap('read-PARTY');
  await thumb.tap('finish');
  await page.getByTestId('sign-page').waitFor();
  while ((await page.getByTestId('party-signed').count()) === 0) {
    const tab = await page.getByTestId('sign-page').textContent();
    await thumb.sign('sign-page');
    await page.waitForFunction((before) => {
      const { document } = globalThis as unknown as {
        document: { querySelector: (s: string) => { textContent: string } | null };
      };
      return document.querySelector('[data-testid=sign-page]')?.textContent !== before;
    }, tab);
  }
  for (const name of ['王示海', '李示涛']) await thumb.sign(page.getByRole('button', { name: `${name}签名` }));
}

const standing = async () => (await siteRecords.collection.findOne({ _id: 'i1' } as never)) as unknown as SiteRecord;
async function untilLocked(): Promise<SiteRecord> {
  for (let turn = 0; ; turn += 1) {
    const record = await standing();
    if (record?.status === 'locked') return record;
    if (turn > 150) throw new Error(`the record stays ${record?.status}`);
    await new Promise((next) => setTimeout(next, 100));
  }
}

describe('a visit without signal', () => {
  it('is written by two officers with their thumbs alone and locks itself when both phones are back', async () => {
    const first = await aPhone('wang');
    const second = await aPhone('li');
    const both = [first, second];
    await loseSignal(both);

    await begin(first);
    await first.thumb.onward('people');
    await first.thumb.tap('head-here');
    await first.thumb.see('person');
    await first.thumb.onward('check');
    await answerAll(first);
    await first.thumb.onward('basics');
    await describeSite(first);
    await first.thumb.onward('read');
    await readAndSign(first);
    await first.thumb.onward('submit');
    await first.thumb.tap('submit');
    await first.thumb.see('submitted');

    await begin(second);
    await second.thumb.tap('stage-submit');
    await second.thumb.tap('with-colleague');
    await second.thumb.tap('submit');
    await second.thumb.see('submitted');
    expect(await standing()).toMatchObject({ status: 'created' });

    await findSignal(both);
    const record = await untilLocked();
    const state = foldSiteRecord(record.seed, record.field);
    expect(state.voids).toEqual([]);
    expect(state.outcome).toBe('PROBLEM');
    expect(state.evidence).toHaveLength(1);
    expect(record.aside).toEqual([]);
    expect(record.heads.map(({ author }) => author).sort()).toEqual(['li', 'wang']);
    for (const { thumb } of both) await thumb.see('locked');

    expect(first.thumb.taps + second.thumb.taps).toBeLessThanOrEqual(60);
    expect(both.flatMap(({ faults }) => faults)).toEqual([]);
    await Promise.all(both.map(({ context }) => context.close()));
  });

  it('shows what both officers found differently side by side, and keeps both when they settle it', async () => {
    const first = await aPhone('wang');
    const second = await aPhone('li');
    const both = [first, second];
    await loseSignal(both);
    for (const phone of both) {
      await begin(phone);
      await phone.thumb.tap('stage-check');
    }
    await pressThrice(first.page.getByTestId('verdict-OK').first());
    await second.thumb.tap('verdict-PROBLEM');
    await second.page.locator('[data-answer=PROBLEM]').waitFor();
    await findSignal(both);

    const item = first.page.locator('[data-answer=OK]');
    await item.getByText('不一致', { exact: true }).waitFor();
    await first.thumb.tap(item.locator('.item-line'));
    expect(await item.getByTestId('settle').count()).toBe(2);
    await first.thumb.tap(item.getByTestId('settle').last());
    await item.getByTestId('conflict').waitFor({ state: 'detached' });
    await second.page.getByTestId('conflict').waitFor({ state: 'detached' });

    const { seed, field } = await standing();
    const answers = field.filter(({ type }) => type === 'answer');
    expect(answers.map(({ author }) => author).sort()).toEqual(['li', 'wang']);
    const [said] = Object.values(foldSiteRecord(seed, field).answers);
    expect(said?.register.statements).toHaveLength(2);
    expect(said?.disputed).toBe(false);
    await Promise.all(both.map(({ context }) => context.close()));
  });

  it('takes nobody for present who is far away without a reason', async () => {
    const phone = await aPhone('wang', FAR);
    await loseSignal([phone]);
    await phone.page.getByTestId('distance').waitFor();
    expect(await phone.page.getByTestId('arrive').count()).toBe(0);
    await phone.thumb.tap(phone.page.getByText('登记的位置不准，现场就在这里。'));
    await phone.thumb.tap('arrive');
    await phone.thumb.see('arrived');
    await phone.thumb.tap('stage-check');
    await phone.page.getByText('请先亮证、告知、亮码').waitFor();
    await phone.context.close();
    await server.open();
  });
});
