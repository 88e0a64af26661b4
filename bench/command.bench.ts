/**
 * One HTTP command, from request to durable write and answer, beside two bare servers. Each server is a process of its own; the
 * load comes from here over 16 keep-alive connections, on documents of about 2 kB. The three take turns, so that what else the
 * machine does meets them alike.
 */
import { randomUUID } from 'node:crypto';
import { MongoClient } from 'mongodb';
import { petitions } from '../models/petition/petition.store';
import { type Child, cpuOf, startServer } from './children';
import { addDutyOperator, fillPetitions } from './data';
import { httpClient, load, percentiles, QUICK, report, round, withDatabase } from './support';

const RECORDS = 2000;
const WIDTH = 16;
const ROUNDS = QUICK ? 2 : 8;
const TIMES = QUICK ? 300 : 1500;
const KINDS = ['bare', 'fair', 'product'] as const;
type Kind = (typeof KINDS)[number];

async function refill() {
  await petitions.collection.deleteMany({});
  await fillPetitions(RECORDS, () => ({ content: '河水发黑，臭得很。'.repeat(40) }));
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

interface Measured {
  durations: number[];
  ms: number;
  cpuMs: number;
}

function sender({ port, headers }: Child, send: ReturnType<typeof httpClient>) {
  const common = { 'content-type': 'application/json', origin: 'http://127.0.0.1', ...headers };
  return (n: number) =>
    send(
      `http://127.0.0.1:${port}/api/petitions/bench-petition-${n % RECORDS}/remark`,
      { ...common, 'idempotency-key': randomUUID() },
      JSON.stringify({ text: `请今天内到场 ${n}` }),
    );
}

async function slice(server: Child, send: (n: number) => Promise<unknown>, into: Measured) {
  await refill();
  await load(WIDTH * 2, WIDTH, send);
  const cpu = await cpuOf(server);
  const { durations, ms } = await load(TIMES, WIDTH, send);
  into.cpuMs += (await cpuOf(server)) - cpu;
  into.ms += ms;
  into.durations.push(...durations);
}

function summed({ durations, ms, cpuMs }: Measured) {
  const count = durations.length;
  return {
    ...percentiles(durations),
    perSecond: round((count / ms) * 1000, 0),
    cpuPer1000: round((cpuMs / count) * 1000, 0),
  };
}

async function measure(uri: string) {
  const send = httpClient(WIDTH);
  const runs = await Promise.all(
    KINDS.map(async (kind) => {
      const server = await startServer('command', [kind, uri]);
      const measured: Measured = { durations: [], ms: 0, cpuMs: 0 };
      return { kind, server, send: sender(server, send), measured };
    }),
  );
  await refill();
  for (const run of runs) await load(QUICK ? 300 : 1500, WIDTH, run.send);
  for (let turn = 0; turn < ROUNDS; turn++) {
    for (const run of runs) await slice(run.server, run.send, run.measured);
  }
  const trips = new Map<Kind, number>();
  for (const run of runs) {
    trips.set(run.kind, round((await roundTrips(uri, () => load(100, 1, run.send))) / 100, 1));
    run.server.process.kill();
  }
  send.close();
  const of = (kind: Kind) => summed((runs.find((run) => run.kind === kind) ?? runs[0]!).measured);
  return { bare: of('bare'), fair: of('fair'), product: of('product'), trips };
}

void withDatabase(async (uri) => {
  await addDutyOperator();
  const { bare, fair, product, trips } = await measure(uri);
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
    {
      name: 'database round trips per command',
      value: trips.get('product') ?? NaN,
      unit: '',
      baseline: trips.get('fair') ?? NaN,
      ratio: round((trips.get('product') ?? NaN) / (trips.get('fair') ?? NaN)),
      target: '≤ 2',
    },
  ]);
});
