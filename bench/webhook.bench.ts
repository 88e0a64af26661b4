/**
 * The webhook flood: 50 signed alarms a second, from six stations of which two stand together. None may be lost, and the desk beside it
 * has to stay usable: its reads during the flood stand against the same reads before it.
 */
import { createHmac, randomUUID } from 'node:crypto';
import { incidents, openIncidents } from '../models/incident/incident.store';
import { signals } from '../models/signal/signal.store';
import { type Station } from '../models/station/station.schema';
import { stations } from '../models/station/station.store';
import { type Child, cpuOf, startServer } from './children';
import { addDutyOperator } from './data';
import { httpClient, load, paced, percentiles, QUICK, report, round, type Row, sleep, withDatabase } from './support';

const RATE = 50;
/** The whole flood of the promise lasts 600 s; what matters shows within two minutes, and `BENCH_FLOOD_SECONDS` asks for all of it. */
const SECONDS = QUICK ? 5 : Number(process.env['BENCH_FLOOD_SECONDS'] ?? 120);
const READS_PER_SECOND = 10;
const ALONE = QUICK ? 20 : 200;
const SECRET = 'the secret of the bench, 32 characters';
const NOW = new Date();

/** W0 and W1 stand 100 m from each other, the others kilometres apart. */
const station = (n: number): Station => ({
  ...{ _id: `W${n}`, name: `排口${n}(示例)`, kind: 'ONLINE_WATER', place: `示例厂${n}`, county: '330903' },
  ...{ enterpriseId: null, everyMinutes: 60, lastReadingAt: NOW, lastReading: null, silentAt: NOW, active: true },
  location: n < 2 ? [122.3 + n / 1000, 30] : [122.3 + n / 20, 30],
});

function signed(body: string, event: string): Record<string, string> {
  const timestamp = String(Date.now());
  const signature = createHmac('sha256', SECRET).update(`${timestamp}\n${event}\n${body}`).digest('hex');
  return {
    'content-type': 'application/json',
    'x-liandong-timestamp': timestamp,
    'x-liandong-event': event,
    'x-liandong-signature': `sha256=${signature}`,
  };
}

const due = () => signals.countDocuments({ dueAt: { $gt: new Date(0) } });

interface Measured {
  answers: number[];
  reads: number[];
  failed: number;
  /** Why a sender had to send again. */
  again: string[];
  backlog: number;
}

/** The flood, and beside it people who read the list of incidents and one of them. */
async function flood({ port }: Child, read: () => Promise<number>): Promise<Measured> {
  const post = httpClient(32);
  const measured: Measured = { answers: [], reads: [], failed: 0, again: [], backlog: 0 };
  const alarm = async (n: number) => {
    const at = new Date().toISOString();
    const body = JSON.stringify({
      ...{ kind: 'exceedance', station: `W${n % 6}`, item: 'COD', value: 51 + (n % 100), limit: 50, at },
    });
    const event = randomUUID();
    // As docs/webhooks.md asks of a sender: again under the same event id until it is answered.
    for (let tries = 0; tries < 5; tries++) {
      const begun = performance.now();
      try {
        await post(`http://127.0.0.1:${port}/api/hooks/monitors`, signed(body, event), body);
        measured.answers.push(performance.now() - begun);
        return;
      } catch (error) {
        measured.again.push(String(error).slice(0, 120));
        await sleep(200);
      }
    }
    throw new Error('not taken after five attempts');
  };
  let running = true;
  const watching = (async () => {
    while (running) {
      measured.backlog = Math.max(measured.backlog, await due());
      await sleep(1_000);
    }
  })();
  const failed = () => void (measured.failed += 1);
  await Promise.all([
    paced(RATE, RATE * SECONDS, (n) => alarm(n).catch(failed)),
    paced(READS_PER_SECOND, READS_PER_SECOND * SECONDS, () =>
      read().then((ms) => void measured.reads.push(ms), failed),
    ),
  ]);
  running = false;
  await watching;
  post.close();
  return measured;
}

async function measure(uri: string): Promise<Row[]> {
  const server = await startServer('webhook', [SECRET, uri]);
  const get = httpClient(8);
  const read = async () => {
    const [open] = await openIncidents(1);
    const path = open ? `/api/incidents/${open._id}` : '/api/incidents';
    const begun = performance.now();
    await get(`http://127.0.0.1:${server.port}/api/incidents?limit=20`, server.headers);
    await get(`http://127.0.0.1:${server.port}${path}`, server.headers);
    return performance.now() - begun;
  };
  // The incidents stand before anything is measured, so that both reads read the same things.
  const post = httpClient(4);
  for (let n = 0; n < 200; n++) {
    const at = new Date().toISOString();
    const body = JSON.stringify({ kind: 'exceedance', station: `W${n % 6}`, item: 'COD', value: 60, limit: 50, at });
    await post(`http://127.0.0.1:${server.port}/api/hooks/monitors`, signed(body, randomUUID()), body);
  }
  while ((await due()) > 0) await sleep(200);
  await load(ALONE / 2, 1, read);
  const alone: number[] = [];
  await paced(READS_PER_SECOND, ALONE, () => read().then((ms) => void alone.push(ms)));

  const cpu = await cpuOf(server);
  const measured = await flood(server, read);
  const cpuMs = (await cpuOf(server)) - cpu;
  const ended = performance.now();
  while ((await due()) > 0) await sleep(100);
  const drainedMs = performance.now() - ended;

  const sent = 200 + RATE * SECONDS;
  const known = (await openIncidents(100)).reduce((sum, { signalCount }) => sum + signalCount, 0);
  const bytes = await incidents.collection.find({}).toArray();
  const largest = Math.max(...bytes.map((one) => Buffer.byteLength(JSON.stringify(one))));
  get.close();
  post.close();
  server.process.kill();
  for (const why of new Set(measured.again)) console.log(`sent again: ${why}`);
  const [answers, before, during] = [percentiles(measured.answers), percentiles(alone), percentiles(measured.reads)];
  const kept = await signals.countDocuments({});
  return [
    { name: `answer at ${RATE}/s over ${SECONDS} s, p50`, value: answers.p50, unit: 'ms' },
    { name: 'answer p99', value: answers.p99, unit: 'ms', target: '≤ 300 ms' },
    { name: 'answer max', value: answers.max, unit: 'ms' },
    { name: 'signals not kept', value: sent - kept, unit: `of ${sent}`, target: '0' },
    { name: 'signals not counted in an incident', value: sent - known, unit: `of ${sent}`, target: '0' },
    { name: 'sent again because the answer did not come', value: measured.again.length, unit: '' },
    { name: 'refused or failed', value: measured.failed, unit: '', target: '0' },
    { name: 'incidents made of them', value: bytes.length, unit: '', target: '5' },
    { name: 'largest backlog (full incidents wait ten seconds)', value: measured.backlog, unit: 'signals' },
    { name: 'drained after the last alarm', value: round(drainedMs / 1000, 1), unit: 's', target: '≤ 15 s' },
    { name: 'largest incident', value: Math.round(largest / 1024), unit: 'kB' },
    {
      name: 'desk reads list and page during the flood, p50',
      ...{ value: during.p50, unit: 'ms', baseline: before.p50, ratio: round(during.p50 / before.p50) },
    },
    {
      name: 'p95',
      ...{
        value: during.p95,
        unit: 'ms',
        baseline: before.p95,
        ratio: round(during.p95 / before.p95),
        target: '≤ 2 ×',
      },
    },
    { name: 'server CPU during the flood', value: round(cpuMs / (SECONDS * 10), 1), unit: '% of one core' },
  ];
}

void withDatabase(async (uri) => {
  await addDutyOperator();
  await stations.insertMany(Array.from({ length: 6 }, (_, n) => station(n)));
  report('Webhook flood', await measure(uri));
});
