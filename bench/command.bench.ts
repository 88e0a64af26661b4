/**
 * One HTTP command, from request to durable write and answer, beside two bare servers of the same run. Each server is a process
 * of its own; the load comes from here over 16 keep-alive connections, on documents of about 2 kB.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { MongoClient } from 'mongodb';
import { people } from '../models/people/people.store';
import { petitions } from '../models/petition/petition.store';
import { draftPetition } from '../models/petition/reporting';
import { load, report, round, withDatabase } from './support';

const RECORDS = 2000;
const WIDTH = 16;
const TIMES = process.env['BENCH_QUICK'] ? 1000 : 8000;
const NOW = new Date();

interface Server {
  child: ChildProcess;
  port: number;
  headers: Record<string, string>;
}

async function start(kind: string, uri: string): Promise<Server> {
  const child = fork(path.join(__dirname, 'servers', 'command.ts'), [kind, uri], { execArgv: ['--import', 'tsx'] });
  const [hello] = (await once(child, 'message')) as [Omit<Server, 'child'>];
  return { child, ...hello };
}

async function cpuOf({ child }: Server): Promise<number> {
  child.send('cpu');
  const [{ cpu }] = (await once(child, 'message')) as [{ cpu: NodeJS.CpuUsage }];
  return (cpu.user + cpu.system) / 1000;
}

async function refill() {
  await petitions.collection.deleteMany({});
  const documents = Array.from({ length: RECORDS }, (_, n) => ({
    ...draftPetition(`bench-petition-${n}`, { id: `ref:${n}`, county: '330903', grid: null }, 'SUPERVISOR', NOW),
    status: 'registered',
    no: `XF-2026-${String(n + 1).padStart(6, '0')}`,
    content: '河水发黑，臭得很。'.repeat(40),
    version: 1,
    events: [],
    outbox: [],
    updatedAt: NOW,
    sealed: 0,
    unsealedAt: null,
  }));
  await petitions.collection.insertMany(documents as never);
}

/** Commands that reached the database during `run`, as the engine counted them. */
async function roundTrips(uri: string, run: () => Promise<unknown>): Promise<number> {
  const client = await new MongoClient(uri).connect();
  const total = async () => {
    const { opcounters } = await client.db('admin').command({ serverStatus: 1 });
    return Object.values(opcounters as Record<string, number>).reduce((sum, count) => sum + Number(count), 0);
  };
  const before = await total();
  await run();
  const counted = (await total()) - before - 1;
  await client.close();
  return counted;
}

async function measure(kind: string, uri: string) {
  await refill();
  const server = await start(kind, uri);
  const send = async (n: number) => {
    const response = await fetch(`http://127.0.0.1:${server.port}/api/petitions/bench-petition-${n % RECORDS}/remark`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
        origin: 'http://127.0.0.1',
        ...server.headers,
      },
      body: JSON.stringify({ text: `请今天内到场 ${n}` }),
    });
    const body = await response.text();
    if (!response.ok) throw new Error(`${kind} ${response.status}: ${body}`);
  };
  await load(300, WIDTH, send);
  const before = await cpuOf(server);
  const measured = await load(TIMES, WIDTH, send);
  const cpuPer1000 = round(((await cpuOf(server)) - before) / (TIMES / 1000), 0);
  const trips = await roundTrips(uri, () => load(100, 1, send)).catch(() => NaN);
  server.child.kill();
  return { ...measured, cpuPer1000, trips: round(trips / 100, 1) };
}

void withDatabase(async (uri) => {
  await people.insertOne({
    ...{
      _id: 'duty01',
      unionId: 'u',
      name: '林示岛',
      pinyin: 'lin',
      title: '值班员',
      roles: ['dutyOperator'],
      active: true,
      syncedAt: NOW,
    },
    ...{
      unit: '220',
      unitName: '指挥中心',
      county: null,
      grid: null,
      village: null,
      certificateNo: null,
      certificateValidTo: null,
    },
  });
  const bare = await measure('bare', uri);
  const fair = await measure('fair', uri);
  const product = await measure('product', uri);
  report('HTTP command', [
    {
      name: 'rate against one bare write',
      value: product.perSecond,
      unit: '/s',
      baseline: bare.perSecond,
      ratio: round(product.perSecond / bare.perSecond),
      target: '≥ 0.45',
    },
    {
      name: 'rate against Koa + driver + read + zod',
      value: product.perSecond,
      unit: '/s',
      baseline: fair.perSecond,
      ratio: round(product.perSecond / fair.perSecond),
      target: '≥ 0.8',
    },
    {
      name: 'server CPU per 1000',
      value: product.cpuPer1000,
      unit: 'ms',
      baseline: fair.cpuPer1000,
      ratio: round(product.cpuPer1000 / fair.cpuPer1000),
      target: '≤ 1.3',
    },
    ...(['p50', 'p95', 'p99', 'max'] as const).map((name) => ({
      name,
      value: product[name],
      unit: 'ms',
      baseline: fair[name],
      ratio: round(product[name] / fair[name]),
    })),
    { name: 'database round trips per command', value: product.trips, unit: '', baseline: fair.trips, target: '≤ 2' },
  ]);
});
