/**
 * The wall as it hangs: a real server, a real Chromium, thousands of open matters and 20 changes a second. How long the browser stands
 * still, how much it holds, and what an answer costs the server while ten and a hundred times as much is open.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import mongoose from 'mongoose';
import { type Browser, chromium, type Page } from 'playwright-core';
import { stores } from '../models/core/journal';
import { addDutyOperator } from './data';
import { type Child, cpuOf, startServer } from './children';
import { httpClient, percentiles, QUICK, report, type Row, round, sleep, withDatabase } from './support';
import { fillCommandCentre } from './wallData';

const PAGES = process.env['WALL_PAGES'] ?? path.join(__dirname, '../dist/miniapp');
const CHROMIUM = [process.env['CHROMIUM_PATH'] ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
  (file) => file && existsSync(file),
);
const SIZES = [200, 2_000, 20_000];
/** As many as the wall promises to stay smooth with. */
const PROMISED = 2_000;
const PER_SECOND = 20;
const SECONDS = QUICK ? 4 : 20;
const MB = 2 ** 20;

/** Runs in the page before anything of ours. */
const WATCH = `window.longTasks = []; new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map(({ startTime, duration }) => ({ startTime, duration })))).observe({ type: 'longtask', buffered: true });`;

interface Smooth {
  loading: number;
  longest: number;
  /** What the longest task of the page computed, however long others kept it from the processor. */
  longestCpu: number;
  heapMb: number;
  changes: number;
}

const longest = (tasks: readonly { duration: number }[]) =>
  Math.round(Math.max(0, ...tasks.map(({ duration }) => duration)));

async function heapOf(page: Page): Promise<number> {
  const tools = await page.context().newCDPSession(page);
  await tools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await tools.send('Runtime.getHeapUsage');
  return round(usedSize / MB, 1);
}

const tasksOf = (page: Page) => page.evaluate<{ duration: number }[]>('window.longTasks');

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  tdur?: number;
  args?: { name?: string };
}

/** The browser's own record of its tasks, until the answer is called: the longest one of a page, in ms of processor time. */
async function traceTasks(browser: Browser): Promise<() => Promise<number>> {
  const tools = await browser.newBrowserCDPSession();
  const events: TraceEvent[] = [];
  tools.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await tools.send('Tracing.start', {
    traceConfig: { includedCategories: ['toplevel'] },
    transferMode: 'ReportEvents',
  });
  return async () => {
    const complete = new Promise((done) => tools.once('Tracing.tracingComplete', done));
    await tools.send('Tracing.end');
    await complete;
    const named = events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
    const ofPages = new Set(named.map(({ pid, tid }) => `${pid}:${tid}`));
    const tasks = events.filter(({ name, pid, tid }) => name.endsWith('RunTask') && ofPages.has(`${pid}:${tid}`));
    return round(Math.max(0, ...tasks.map(({ tdur }) => tdur ?? 0)) / 1_000, 1);
  };
}

/** One wall in a browser while everything moves. */
async function watchWall(server: Child): Promise<Smooth> {
  const browser = await chromium.launch({ executablePath: CHROMIUM ?? '', args: ['--no-sandbox', '--disable-gpu'] });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
  const url = `http://localhost:${server.port}`;
  const [name = '', value = ''] = server.headers['cookie']?.split('=') ?? [];
  await context.addCookies([{ name, value, url }]);
  await context.addInitScript(WATCH);
  const page = await context.newPage();
  let changes = 0;
  page.on('response', (response) => {
    if (!response.url().includes('/api/wall?since=')) return;
    void response.json().then(
      ({ items }: { items: unknown[] }) => (changes += items.length),
      () => undefined,
    );
  });
  await page.goto(`${url}/wall`);
  await page.getByTestId('wall-item').first().waitFor();
  await sleep(3_000);
  const loading = longest(await tasksOf(page));
  await page.evaluate('window.longTasks.length = 0');
  const longestTraced = await traceTasks(browser);
  server.process.send(PER_SECOND);
  await sleep(SECONDS * 1_000);
  server.process.send(0);
  const longestCpu = await longestTraced();
  const smooth = { loading, longestCpu, longest: longest(await tasksOf(page)), heapMb: await heapOf(page), changes };
  await browser.close();
  return smooth;
}

/** Ten walls ask, each from where it stands, while everything moves; durations in ms as the walls see them. */
async function askAsTenWalls(server: Child) {
  const { process: child, port, headers } = server;
  const send = httpClient(10);
  const durations: number[] = [];
  const ask = async (query: string) => {
    const answer = await send(`http://127.0.0.1:${port}/api/wall${query}`, headers);
    return `?since=${(JSON.parse(answer) as { cursor: string }).cursor}`;
  };
  // The first answer fills the board and is of everything; what it costs is not what walls wait for all day.
  const whole = performance.now();
  const cursor = await ask('');
  const filledMs = performance.now() - whole;
  const until = performance.now() + (QUICK ? 3_000 : 15_000);
  const wall = async (_: unknown, nth: number) => {
    await sleep(nth * 100);
    for (let since = cursor; performance.now() < until;) {
      const started = performance.now();
      since = await ask(since);
      durations.push(performance.now() - started);
      await sleep(1_000);
    }
  };
  const [cpuBefore, begun] = [await cpuOf(server), performance.now()];
  child.send(PER_SECOND);
  await Promise.all(Array.from({ length: 10 }, wall));
  const cpuShare = (await cpuOf(server)) - cpuBefore;
  const cpuPerSecond = cpuShare / ((performance.now() - begun) / 1_000);
  child.send(0);
  send.close();
  return { ...percentiles(durations), filledMs, cpuPerSecond };
}

/** Everything but what says which version the database has. */
async function emptied(): Promise<void> {
  const named = [...stores.map(({ name }) => name), 'stations', 'people', 'sessions'];
  await Promise.all(named.map((name) => mongoose.connection.collection(name).deleteMany({})));
}

void withDatabase(async (uri) => {
  const rows: Row[] = [];
  let first: { p95: number; cpuPerSecond: number } | undefined;
  for (const open of SIZES) {
    await emptied();
    await addDutyOperator();
    await fillCommandCentre(open);
    const server = await startServer('wall', [uri, PAGES]);
    const { p50, p95, filledMs, cpuPerSecond } = await askAsTenWalls(server);
    first ??= { p95, cpuPerSecond };
    const besideOf = (value: number, baseline: number) =>
      open === SIZES[0] ? {} : { baseline: round(baseline), ratio: round(value / baseline), target: '≤ 1.5 ×' };
    rows.push({
      ...{ name: `answer to a wall, p95 with ${open} open`, value: p95, unit: 'ms' },
      ...besideOf(p95, first.p95),
    });
    rows.push({
      ...{ name: `server: ten walls and ${PER_SECOND} changes/s, ${open} open`, value: round(cpuPerSecond) },
      ...{ unit: 'ms CPU per s', ...besideOf(cpuPerSecond, first.cpuPerSecond) },
    });
    rows.push({ name: `answer to a wall, p50 with ${open} open`, value: p50, unit: 'ms' });
    rows.push({ name: `first answer of all, ${open} open`, value: round(filledMs), unit: 'ms' });
    if (open === PROMISED && CHROMIUM) {
      const { loading, longest: most, longestCpu, heapMb, changes } = await watchWall(server);
      const during = `${PER_SECOND} changes/s for ${SECONDS} s, ${open} open`;
      rows.push({ name: `longest task in Chromium, ${during}`, value: most, unit: 'ms', target: '≤ 50 (0: none)' });
      rows.push({ name: 'of it, processor time of the longest', value: longestCpu, unit: 'ms', target: '≤ 50' });
      rows.push({ name: 'longest task while loading', value: loading, unit: 'ms' });
      rows.push({ name: 'heap of the page after it', value: heapMb, unit: 'MB', target: '< 150' });
      rows.push({ name: 'changed items that reached it', value: changes, unit: '' });
    }
    server.process.kill();
  }
  report('The wall of the command centre', rows);
});
