import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import mongoose from 'mongoose';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { publishDays } from '../models/evidence/merkleDay';
import { evidenceOf } from '../models/evidence/evidence.store';
import { chromiumPath, FLAGS, openPage, PHONE_SCREEN } from './support/chromium';
import { useDatabase } from './support/database';
import { announcementOf, asks, picture, sendUp } from './support/evidence';
import { buildEvidencePage, serveEvidencePage } from './support/evidencePage';
import { aPhone, standingRecord } from './support/fieldRecords';
import { settle, signIn, startServer, type TestServer } from './support/server';

jest.setTimeout(90_000);
useDatabase();

const CAMERA = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
const HERE = { geolocation: { longitude: 122.3, latitude: 29.95, accuracy: 8 } };
let folder: string;
let browser: Browser;
let server: TestServer;
beforeAll(async () => {
  folder = buildEvidencePage();
  browser = await chromium.launch({ executablePath: chromiumPath(), args: [...FLAGS, ...CAMERA] });
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await settle();
  server = await startServer();
  server.clock.now = new Date();
});
afterEach(() => server.close());

/** What the page of tests/support/evidencePage/main.js offers. */
interface Harness {
  taken: { taken: { sha256: string; bytes: number; original: { sha256: string } }; note: object }[];
  signedIn: () => boolean;
  waiting: () => number;
  fill: (count: number, records: number, lightBytes: number, originalBytes: number) => Promise<void>;
}
declare const window: { harness: Harness };

async function open(of = browser, permissions = ['camera', 'microphone', 'geolocation'], who = 'wang') {
  const opened = await openPage(of, { ...PHONE_SCREEN, ...HERE, permissions });
  await serveEvidencePage(opened.context, folder);
  const answer = await opened.context.request.post(`${address()}/api/session`, { data: { code: `code:${who}` } });
  expect(answer.status()).toBe(200);
  return opened;
}
async function show(page: Page, hash = '#camera') {
  await page.goto(`${address()}/evidence-page/index.html${hash}`);
  await page.waitForFunction(() => window.harness.signedIn());
}
/** By name, as the page's watch for foreign addresses expects. */
const address = () => server.url.replace('127.0.0.1', 'localhost');
const taken = (page: Page) => page.evaluate(() => window.harness.taken);
const sentAll = (page: Page) => page.waitForFunction(() => window.harness.waiting() === 0);

/** Every byte the page has on its shelves, as one string of hex. */
const onDisk = (page: Page) =>
  page.evaluate(async () => {
    const { indexedDB: shelves } = globalThis as unknown as { indexedDB: { open: (name: string) => never } };
    const database = await new Promise<never>((done) => {
      const asked = shelves.open('liandong') as { onsuccess: () => void; result: never };
      asked.onsuccess = () => done(asked.result);
    });
    const opened = database as {
      transaction: (name: string) => { objectStore: (name: string) => { getAll: () => never } };
    };
    const rows = await new Promise<{ data: ArrayBuffer }[]>((done) => {
      const asked = opened.transaction('part').objectStore('part').getAll() as {
        onsuccess: () => void;
        result: { data: ArrayBuffer }[];
      };
      asked.onsuccess = () => done(asked.result);
    });
    return rows.map(({ data }) =>
      [...new Uint8Array(data).slice(0, 64)].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
    );
  });

describe('the camera', () => {
  it('takes a photo without network, closed on the disk, and sends it by itself when the network is back', async () => {
    const { page, context, faults } = await open();
    await show(page);
    await page.getByText('已定位').waitFor();
    await context.setOffline(true);
    await page.getByTestId('shutter').click();
    await page.getByTestId('shot').waitFor();
    await page.getByRole('button', { name: '排放口' }).click();
    await page.getByLabel('说明').fill('东墙外暗管');
    await page.getByRole('button', { name: '用这张' }).click();
    await page.getByTestId('shutter').waitFor();
    const [shot] = await taken(page);
    expect(shot!.note).toEqual({ caption: '东墙外暗管', proves: '排放口' });
    expect(shot!.taken.bytes).toBeLessThanOrEqual(300 * 1024);
    expect(await page.evaluate(() => window.harness.waiting())).toBe(2);
    const rows = await onDisk(page);
    expect(rows.length).toBeGreaterThanOrEqual(2);
    for (const row of rows) expect(row).not.toMatch(/^ffd8ff/);
    expect(await mongoose.connection.collection('evidence').countDocuments()).toBe(0);
    await context.setOffline(false);
    await sentAll(page);
    const [kept] = await evidenceOf([shot!.taken.sha256]);
    expect(kept).toMatchObject({ status: 'complete', by: 'wang', flags: [], taken: { position: { accuracy: 8 } } });
    expect(faults).toEqual([]);
    await context.close();
  });

  it('records a short video with its original', async () => {
    const { page, context, faults } = await open();
    await show(page);
    await page.getByRole('button', { name: '视频' }).click();
    await page.getByTestId('shutter').click();
    await page.getByText('2 / 20 秒').waitFor();
    await page.getByTestId('shutter').click();
    await page.getByRole('button', { name: '用这张' }).click();
    await page.waitForFunction(() => window.harness.taken.length === 1);
    await sentAll(page);
    const [shot] = await taken(page);
    expect(shot!.taken.original.sha256).not.toBe(shot!.taken.sha256);
    const [kept] = await evidenceOf([shot!.taken.sha256]);
    expect(kept).toMatchObject({ status: 'complete', taken: { kind: 'video' } });
    expect(faults).toEqual([]);
    await context.close();
  });

  it('looks for room before each shot, and takes none that could not be kept', async () => {
    const { page, context, faults } = await open();
    await show(page);
    await page.getByText('已定位').waitFor();
    await page.evaluate('navigator.storage.estimate = () => Promise.resolve({ quota: 1, usage: 1 })');
    await page.getByTestId('shutter').click();
    await page.getByText('先不拍新照片').waitFor();
    expect(await page.getByTestId('shot').count()).toBe(0);
    expect(faults).toEqual([]);
    await context.close();
  });

  it('says what to do when it is forbidden', async () => {
    const strict = await chromium.launch({ executablePath: chromiumPath(), args: [...FLAGS, CAMERA[0]!] });
    const { page } = await open(strict, ['geolocation']);
    await show(page);
    await page.getByTestId('camera-trouble').waitFor();
    expect(await page.getByTestId('camera-trouble').innerText()).toContain('没有相机权限');
    await strict.close();
  });
});

describe('the list of a record', () => {
  it('shows each photo small, with its flags only to those who check', async () => {
    const at = server.clock.now;
    const wang = asks(server, await signIn(server, 'wang'));
    for (const seed of [1, 2, 3]) {
      const bytes = await picture(seed);
      await sendUp(wang, bytes, announcementOf(bytes, at, { mock: seed === 1 }));
    }
    await standingRecord('i1', [await aPhone('d1', 'wang', 'siteRecord:i1')], at);
    const words = async (who: string) => {
      const { page, context, faults } = await open(browser, [], who);
      await show(page, '#list');
      await page.locator('[data-testid=evidence-grid] img').nth(2).waitFor();
      await page.waitForLoadState('networkidle');
      const text = await page.getByTestId('evidence-grid').innerText();
      expect(faults).toEqual([]);
      await context.close();
      return text;
    };
    expect(await words('head')).toContain('手机报告位置为模拟定位');
    expect(await words('wang')).not.toContain('模拟');
  });
});

describe('an upload', () => {
  const pieces = (context: BrowserContext) => {
    const sent: string[] = [];
    context.on('requestfinished', (request) => {
      if (request.method() === 'PUT') sent.push(new URL(request.url()).pathname);
    });
    return sent;
  };

  it('that is cut off by the end of the page goes on where it was, and sends nothing twice', async () => {
    const { page, context } = await open();
    const sent = pieces(context);
    await show(page, '');
    await context.setOffline(true);
    await page.evaluate(() => window.harness.fill(3, 2, 280_000, 500_000));
    await context.setOffline(false);
    await page.waitForTimeout(150);
    await page.reload();
    await page.waitForFunction(() => window.harness.signedIn());
    await sentAll(page);
    expect(await mongoose.connection.collection('evidence').countDocuments({ status: 'complete' })).toBe(3);
    expect(new Set(sent).size).toBe(sent.length);
    await context.close();
  });
});

describe('the verifier of an export', () => {
  let work: string;
  let archive: Buffer;
  beforeEach(async () => {
    work = mkdtempSync(join(tmpdir(), 'export-'));
    const at = new Date('2026-03-01T02:00:00Z');
    server.clock.now = at;
    const [wang, head] = [await signIn(server, 'wang'), await signIn(server, 'head')];
    const phone = await aPhone('d1', 'wang', 'siteRecord:i1');
    for (const seed of [1, 2]) {
      const bytes = await picture(seed);
      await sendUp(asks(server, wang), bytes, announcementOf(bytes, at));
      await phone.write('photo', { ...announcementOf(bytes, at).taken, caption: '暗管', proves: '' }, at);
    }
    await standingRecord('i1', [phone], at);
    await publishDays(new Date('2026-03-02T00:00:00Z'));
    const answer = await fetch(`${server.url}/api/evidence/export/siteRecord:i1`, { headers: { cookie: head.cookie } });
    archive = Buffer.from(await answer.arrayBuffer());
    writeFileSync(join(work, 'verify.html'), unzipSync(archive)['verify.html']!);
  });
  afterEach(() => rmSync(work, { recursive: true, force: true }));

  /** What the page says of this archive; opened from the disk, without any network. */
  async function verdictOn(bytes: Buffer): Promise<{ verdict: string; text: string }> {
    const context = await browser.newContext({ offline: true });
    const page = await context.newPage();
    const file = join(work, 'export.zip');
    writeFileSync(file, bytes);
    await page.goto(`file://${join(work, 'verify.html')}`);
    await page.setInputFiles('#file', file);
    await page.waitForSelector('#verdict.good, #verdict.bad');
    const said = { verdict: await page.innerText('#verdict'), text: await page.innerText('#report') };
    await context.close();
    return said;
  }
  /** The archive with one byte of this file flipped. */
  function altered(name: string, inside: string | Buffer): Buffer {
    const content = Buffer.from(unzipSync(archive)[name]!);
    const at = archive.indexOf(content) + content.indexOf(inside);
    const copy = Buffer.from(archive);
    copy[at]! ^= 1;
    return copy;
  }
  const photoName = () => Object.keys(unzipSync(archive)).find((name) => name.startsWith('evidence/'))!;

  it('finds an untouched export sound', async () => {
    const { verdict, text } = await verdictOn(archive);
    expect(verdict).toContain('核验通过');
    expect(text).toContain('2 条记录首尾相接，签名有效');
    expect(text).toContain('2 个影像文件已存证');
    expect(text).toContain('2026-03-01 的笔录已存证');
    expect(text).not.toContain('✗');
  });

  it('names the file of which one byte was altered', async () => {
    const name = photoName();
    const photo = await verdictOn(altered(name, Buffer.from([0xff, 0xda])));
    expect([photo.verdict, photo.text]).toEqual([
      expect.stringContaining('不通过'),
      expect.stringContaining(`文件被改动：${name}`),
    ]);
    const words = await verdictOn(altered('events.json', '暗管'));
    expect(words.verdict).toContain('不通过');
    expect(words.text).toContain('文件被改动：events.json');
    expect(words.text).toContain('设备 d1 的第 1 条记录（events.json）：内容被改动');
    const proof = await verdictOn(altered('merkle.json', '"path"'));
    expect(proof.text).toContain('merkle.json');
  });
});
