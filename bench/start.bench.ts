/**
 * From starting the compiled server to its first good answer, with the database up, beside the least that Koa, Mongoose and one
 * query need; and the memory both hold. DingTalk is a sandbox in this process, so only the product itself is measured.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Sandbox, startSandbox } from '../bot/sandbox/server';
import { people } from '../models/people/people.store';
import { aPerson, fillPetitions } from './data';
import { httpClient, load, percentiles, QUICK, report, round, sleep, withDatabase } from './support';

const ROOT = path.join(__dirname, '..');
const SERVER = path.join(ROOT, 'dist/server/main.js');
const ROUNDS = QUICK ? 2 : 7;
const REST_MS = QUICK ? 1000 : 5000;
const LOADED = QUICK ? 500 : 5000;
const PERSON = 'duty01';

/** Koa, Mongoose, one query, one address. */
const LEAST = `
const Koa = require('koa');
const mongoose = require('mongoose');
const model = mongoose.model('people', new mongoose.Schema({ _id: String }, { strict: false }));
mongoose.connect(process.env.MONGODB_URI, { dbName: 'liandong', autoIndex: false }).then(async () => {
  await model.findOne({}).lean();
  const app = new Koa();
  app.use((ctx) => { ctx.body = { ok: true }; });
  app.listen(Number(process.env.PORT), '127.0.0.1');
});`;

interface Started {
  child: ChildProcess;
  url: string;
  ms: number;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await new Promise((closed) => server.close(closed));
  return port;
}

async function start(args: string[], env: Record<string, string>): Promise<Started> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const begun = performance.now();
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, ...env, PORT: String(port), PUBLIC_URL: url, NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  while (!(await answers(`${url}/readyz`))) {
    if (child.exitCode !== null) throw new Error(`${args[0]} ended with ${child.exitCode} before it was ready`);
    await sleep(5);
  }
  return { child, url, ms: performance.now() - begun };
}

const answers = (url: string) =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );

async function stop({ child }: Started) {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

/** Resident memory in MB. */
function memoryOf({ child }: Started): number {
  const [, kB] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? [];
  return round(Number(kB) / 1024, 0);
}

/** Where DingTalk is, as settings of a server that connects to a real organisation. */
function settings({ url, info }: Sandbox, uri: string, dataDir: string): Record<string, string> {
  return {
    MONGODB_URI: uri,
    DATA_DIR: dataDir,
    DINGTALK_API_BASE: url,
    DINGTALK_OAPI_BASE: url,
    DINGTALK_LOGIN_BASE: url,
    DINGTALK_CLIENT_ID: info.clientId,
    DINGTALK_CLIENT_SECRET: info.clientSecret,
    DINGTALK_CORP_ID: info.corpId,
    DINGTALK_AGENT_ID: String(info.agentId),
    DINGTALK_CARD_TEMPLATE_ID: info.cardTemplateId,
    REQUESTS_PER_MINUTE: '1000000',
  };
}

async function signedIn({ url }: Started, sandbox: Sandbox): Promise<Record<string, string>> {
  const asked = await fetch(`${sandbox.url}/sandbox/people/${PERSON}/authCode`, { method: 'POST' });
  const { code } = (await asked.json()) as { code: string };
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  });
  if (!answer.ok) throw new Error(`${PERSON} cannot sign in: ${answer.status} ${await answer.text()}`);
  return { cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '' };
}

/** What both hold at rest, and the product after many lists have been read at full speed. */
async function memory(least: Started, product: Started, sandbox: Sandbox) {
  await sleep(REST_MS);
  const [bare, idle] = [memoryOf(least), memoryOf(product)];
  const headers = await signedIn(product, sandbox);
  const get = httpClient(16);
  let peak = idle;
  const watch = setInterval(() => (peak = Math.max(peak, memoryOf(product))), 50);
  await load(LOADED, 16, () => get(`${product.url}/api/petitions?limit=20`, headers));
  clearInterval(watch);
  get.close();
  return { bare, idle, peak };
}

void withDatabase(async (uri) => {
  if (!existsSync(SERVER)) throw new Error('dist/server is missing: build first (npm run bench does)');
  await people.insertOne(aPerson(PERSON));
  await fillPetitions(2000, () => ({}));
  const sandbox = await startSandbox({ port: 0 });
  const dataDir = mkdtempSync(path.join(tmpdir(), 'liandong-bench-start-'));
  const env = settings(sandbox, uri, dataDir);
  const begin = { least: () => start(['-e', LEAST], env), product: () => start([SERVER], env) };
  const waits = { least: [] as number[], product: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const kind of ['least', 'product'] as const) {
      const started = await begin[kind]();
      waits[kind].push(started.ms);
      await stop(started);
    }
  }
  const [least, product] = [await begin.least(), await begin.product()];
  const { bare, idle, peak } = await memory(least, product, sandbox);
  await Promise.all([stop(least), stop(product)]);
  await sandbox.close();
  rmSync(dataDir, { recursive: true, force: true });
  const [b, p] = [round(percentiles(waits.least).p50, 0), round(percentiles(waits.product).p50, 0)];
  report('Start and memory', [
    { name: 'start to ready, p50', value: p, unit: 'ms', baseline: b, ratio: round(p / b), target: '≤ 2.5 ×' },
    { name: 'memory at rest', value: idle, unit: 'MB', baseline: bare, ratio: round(idle / bare), target: '≤ 2 ×' },
    { name: 'memory under load, most', value: peak, unit: 'MB', baseline: bare, ratio: round(peak / bare) },
  ]);
});
