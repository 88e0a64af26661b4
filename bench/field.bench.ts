/**
 * Syncs of site records over HTTP: a visit of some forty signed events, brought in parts of ten as phones do, each taken in one durable write;
 * beside a bare server that pushes the same bytes unchecked. Each server is a process of its own; the two take turns.
 */
import { devices } from '../models/device/device.store';
import { people } from '../models/people/people.store';
import { type FieldEvent } from '../models/field/fieldEvent.schema';
import { preparedRecord } from '../models/siteRecord/siteRecord';
import { siteRecords } from '../models/siteRecord/siteRecord.store';
import { aSeed, officer, Writer } from '../tests/support/fieldWriter';
import { type Child, cpuOf, startServer } from './children';
import { aPerson } from './data';
import { httpClient, load, percentiles, QUICK, report, round, withDatabase } from './support';

const RECORDS = QUICK ? 24 : 160;
const PART = 10;
const WIDTH = 16;
const ROUNDS = QUICK ? 1 : 4;
const KINDS = ['bare', 'product'] as const;
const START = new Date(Date.now() - 3_600_000);
const officers = [officer('duty01', '林示岛'), officer('zhang', '张示潮')];
const journal = { version: 1, events: [], outbox: [], updatedAt: START, sealed: 0, unsealedAt: null };

async function written(id: string, device: Writer | null): Promise<Writer> {
  const seed = aSeed({ record: `siteRecord:${id}`, inspection: id, officers });
  const phone = await Writer.of('duty01', seed, START);
  if (device) Object.assign(phone, { device: device.device, key: device.key, publicKey: device.publicKey });
  await phone.begin();
  await phone.describe();
  for (let n = 0; n < 26; n++)
    await phone.say('state', { values: { 'found.text': `第${n}处：地面有油渍，已拍照。`.repeat(8) } }, phone.here());
  await phone.sign(await phone.read());
  return phone;
}

interface Part {
  record: string;
  events: FieldEvent[];
}

async function main(uri: string) {
  await people.insertOne(aPerson('duty01', { roles: ['officer'], county: '330903' }));
  const first = await written('bench-0', null);
  const phones = [first];
  for (let n = 1; n < RECORDS; n++) phones.push(await written(`bench-${n}`, first));
  const { device: _id, publicKey } = first;
  await devices.collection.insertOne({
    ...{ _id, status: 'active', person: 'duty01', publicKey, name: 'bench', registeredAt: START, seenAt: START },
    ...{ storageKey: {}, revokedAt: null, revokedBy: null, ...journal },
  } as never);
  const parts: Part[] = [];
  const events = first.events.length;
  for (let from = 0; from < events; from += PART)
    for (const { seed, events: own } of phones)
      parts.push({ record: seed.record, events: own.slice(from, from + PART) });
  const bodies = parts.map((part) =>
    JSON.stringify({ device: _id, sentAt: new Date().toISOString(), records: [part] }),
  );
  const refill = async () => {
    await siteRecords.collection.deleteMany({});
    await siteRecords.collection.insertMany(phones.map(({ seed }) => ({ ...preparedRecord(seed), ...journal })));
  };
  const send = httpClient(WIDTH);
  const common = { 'content-type': 'application/json', origin: 'http://127.0.0.1' };
  const sync =
    ({ port, headers }: Child) =>
    async (n: number) => {
      const text = await send(`http://127.0.0.1:${port}/api/field/sync`, { ...common, ...headers }, bodies[n] ?? '');
      if (text.includes('"code"')) throw new Error(text.slice(0, 500));
    };
  const runs = await Promise.all(
    KINDS.map(async (kind) => ({
      server: await startServer('field', [kind, uri]),
      durations: [] as number[],
      ms: 0,
      cpu: 0,
    })),
  );
  for (let turn = 0; turn <= ROUNDS; turn++)
    for (const run of runs) {
      await refill();
      const before = await cpuOf(run.server);
      const { durations, ms } = await load(bodies.length, WIDTH, sync(run.server));
      if (turn === 0) continue;
      run.cpu += (await cpuOf(run.server)) - before;
      run.ms += ms;
      run.durations.push(...durations);
    }
  for (const { server } of runs) server.process.kill();
  send.close();
  const [bare, product] = runs.map(({ durations, ms, cpu }) => ({
    ...percentiles(durations),
    perSecond: round((durations.length / ms) * 1000, 0),
    cpuPer1000: round((cpu / durations.length) * 1000, 0),
  }));
  if (!bare || !product) return;
  const beside = (value: number, baseline: number) => ({ value, baseline, ratio: round(value / baseline) });
  report('Sync of site records', [
    { name: 'record syncs', unit: '/s', ...beside(product.perSecond, bare.perSecond), target: '≥ 200 /s' },
    { name: 'server CPU per 1000', unit: 'ms', ...beside(product.cpuPer1000, bare.cpuPer1000) },
    ...(['p50', 'p95', 'p99', 'max'] as const).map((name) => ({
      name,
      unit: 'ms',
      ...beside(product[name], bare[name]),
    })),
    { name: 'events of a record', unit: '', value: events },
    { name: 'bytes of a sync', unit: 'kB', value: round(bodies.join('').length / bodies.length / 1000, 1) },
  ]);
}

void withDatabase(main);
