/**
 * Photos of an island coming home over a bad link: the product's own page in a real Chromium, closed shelf and all, to the real server,
 * over 1 Mbit/s, 300 ms, 5 % loss and connections that break off. How many bytes the browser sends for each byte of the files, and whether
 * everything arrives without anybody doing anything. By default a part of it at eight times the speed; `BENCH_FULL=1` is the whole of
 * 500 records with 3,000 photos as it would be, which takes the better part of a day.
 */
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { chromium, type Page } from 'playwright-core';
import mongoose from 'mongoose';
import { people } from '../models/people/people.store';
import { chromiumPath, FLAGS } from '../tests/support/chromium';
import { buildEvidencePage, serveEvidencePage } from '../tests/support/evidencePage';
import { addDutyOperator, aPerson } from './data';
import { productApp } from './servers/product';
import { openSlowLink, type SlowLink } from './slowLink';
import { QUICK, report, round, sleep, withDatabase } from './support';

const FULL = Boolean(process.env['BENCH_FULL']);
const SIZE = FULL ? { records: 500, photos: 3_000 } : QUICK ? { records: 3, photos: 6 } : { records: 10, photos: 60 };
/** What the camera makes of a scene: the light copy, and the original beside it. */
const LIGHT_BYTES = 280_000;
const ORIGINAL_BYTES = 900_000;
const LINK = { bits: 1_000_000, rttMs: 300, loss: 0.05, breakMs: 180_000, awayMs: 20_000, speed: FULL ? 1 : 8 };

declare const window: {
  harness: {
    signedIn: () => boolean;
    waiting: () => number;
    refused: () => string[];
    fill: (count: number, records: number, lightBytes: number, originalBytes: number) => Promise<void>;
  };
};

async function openServer(): Promise<number> {
  await people.insertOne(aPerson('wang', { roles: ['officer'], county: '330903' }));
  const { app } = await productApp({
    identity: { userIdOfCode: (code) => Promise.resolve(code), unionIdOfOAuthCode: () => Promise.resolve('') },
  });
  const handle = app.callback();
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return (server.address() as AddressInfo).port;
}

/** Signed in over the good link; from then on everything goes over the bad one. */
async function openPhone(link: SlowLink, folder: string) {
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: FLAGS });
  const context = await browser.newContext();
  await serveEvidencePage(context, folder);
  const address = `http://127.0.0.1:${link.port}`;
  for (let status = 0; status !== 200; await sleep(200)) {
    const answer = await context.request
      .post(`${address}/api/session`, { data: { code: 'wang' } })
      .catch(() => undefined);
    status = answer?.status() ?? 0;
  }
  const page = await context.newPage();
  await page.goto(`${address}/evidence-page/index.html`);
  await page.waitForFunction(() => window.harness.signedIn(), undefined, { timeout: 120_000 });
  return { browser, context, page };
}

const MOST_HOURS = 24;
async function arrived(page: Page): Promise<boolean> {
  const until = performance.now() + (FULL ? MOST_HOURS * 3_600_000 : 15 * 60_000);
  let last = '';
  while (performance.now() < until) {
    const waiting = await page.evaluate(() => window.harness.waiting());
    if (waiting === 0) return true;
    const words = `  waiting: ${waiting}`;
    if (words !== last) console.log((last = words));
    await sleep(FULL ? 60_000 : 5_000);
  }
  return false;
}

void withDatabase(async () => {
  await addDutyOperator();
  const folder = buildEvidencePage();
  const link = await openSlowLink(await openServer(), LINK);
  const { browser, context, page } = await openPhone(link, folder);
  await context.setOffline(true);
  const filling = performance.now();
  await page.evaluate(
    ([photos, records, light, original]) => window.harness.fill(photos!, records!, light!, original!),
    [...[SIZE.photos, SIZE.records, LIGHT_BYTES, ORIGINAL_BYTES]],
  );
  const filled = performance.now() - filling;
  const [sentBefore, breaksBefore, begun] = [link.sent(), link.breaks(), performance.now()];
  await context.setOffline(false);
  const done = await arrived(page);
  const seconds = ((performance.now() - begun) / 1000) * LINK.speed;
  const files = mongoose.connection.collection('evidence_files');
  const [total] = await files
    .aggregate<{ bytes: number; count: number }>([
      { $group: { _id: null, bytes: { $sum: '$bytes' }, count: { $sum: 1 } } },
    ])
    .toArray();
  const complete = await mongoose.connection.collection('evidence').countDocuments({ status: 'complete' });
  const refused = await page.evaluate(() => window.harness.refused());
  const sent = link.sent() - sentBefore;
  await browser.close();
  await link.close();
  const share = (total?.bytes ?? 0) / (SIZE.photos * (LIGHT_BYTES + ORIGINAL_BYTES));
  report('Photos over a bad link', [
    { name: 'photos that arrived, light copy and original', value: complete, unit: `of ${SIZE.photos}`, target: 'all' },
    { name: 'finished by itself', value: done && refused.length === 0 ? 'yes' : 'no', unit: '', target: 'yes' },
    {
      name: 'bytes the browser sent',
      value: round(sent / 1e6, 1),
      unit: 'MB',
      baseline: round((total?.bytes ?? 0) / 1e6, 1),
      ratio: round(sent / (total?.bytes ?? 1), 4),
      target: '≤ 1.05',
    },
    { name: 'connections that broke off', value: link.breaks() - breaksBefore, unit: '' },
    {
      name: 'time at 1 Mbit/s, 300 ms, 5 % loss',
      value: round(seconds / 60, 1),
      unit: 'min',
      baseline: round((sent * 8) / LINK.bits / 60, 1),
      ratio: round(seconds / ((sent * 8) / LINK.bits)),
    },
    { name: 'keeping one photo on the closed shelf', value: round(filled / SIZE.photos, 0), unit: 'ms' },
  ]);
  if (share < 1) console.log(`  ${round(share * 100, 1)} % of the bytes arrived`);
  process.exit(0);
});
