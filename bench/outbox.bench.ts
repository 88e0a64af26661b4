/**
 * The outbox: how fast what is owed is carried out, how soon after it falls due, and whether the cost of finding it grows
 * with what lies beside it. Every figure stands beside a bare MongoDB baseline of the same run.
 */
import { ulid } from 'ulid';
import { CLOCK } from '../models/core/access';
import { create } from '../models/core/journal';
import { type Outbox, deliverDue, nextDue, startDelivery } from '../models/core/outbox';
import { type Petition } from '../models/petition/petition.schema';
import { petitions } from '../models/petition/petition.store';
import { draftPetition } from '../models/petition/reporting';
import { load, percentiles, report, round, type Row, sleep, timed, withDatabase } from './support';

const NOW = new Date();
const SEND_MS = 5;
const WIDTH = 15;

const record = (id: string, dueAt: Date | null) => ({
  ...draftPetition(id, { id: `ref:${id}`, county: '330903', grid: null }, 'SUPERVISOR', NOW),
  status: 'registered',
  content: '河水发黑，臭得很。'.repeat(60),
  version: 1,
  events: [],
  updatedAt: NOW,
  sealed: 0,
  unsealedAt: null,
  outbox: [{ id: ulid(), kind: 'bench.send', lane: 'bench', dueAt, attempts: 0, data: {} }],
});

async function fill(count: number, dueAt: Date | null, prefix: string) {
  for (let done = 0; done < count; done += 2000) {
    const batch = Array.from({ length: Math.min(2000, count - done) }, (_, n) => record(`${prefix}${done + n}`, dueAt));
    await petitions.collection.insertMany(batch as never, { ordered: false, writeConcern: { w: 1 } });
  }
}

/** Sends of 5 ms, 15 at a time: what a fast network and the per-API limit would allow. */
async function send(entries: readonly unknown[]) {
  let next = 0;
  const worker = async () => {
    while (next++ < entries.length) await sleep(SEND_MS);
  };
  await Promise.all(Array.from({ length: WIDTH }, worker));
}

const outbox: Outbox = {
  stores: () => [petitions as never],
  handlers: {
    'bench.send': async (entries) => {
      await send(entries);
      return entries.map(() => ({ done: true as const }));
    },
  },
};

async function drain(count: number): Promise<Row[]> {
  const bare = await timed(() => send(Array.from({ length: count })));
  await fill(count, NOW, 'drain');
  const { ms, cpuMs } = await timed(async () => {
    const loop = startDelivery(outbox, () => new Date(), console.error);
    while (await nextDue(outbox)) await sleep(50);
    await loop.stop();
  });
  const perSecond = round((count / ms) * 1000, 0);
  const inMemory = round((count / bare.ms) * 1000, 0);
  return [
    {
      name: `drain of ${count}, sends of 5 ms, 15 at a time`,
      value: perSecond,
      unit: '/s',
      baseline: inMemory,
      ratio: round(perSecond / inMemory),
      target: '≥ 1000/s',
    },
    { name: 'worker CPU per 1000 delivered', value: round(cpuMs / count), unit: 's', target: '≤ 0.4 s' },
  ];
}

async function dueToStart(): Promise<Row[]> {
  const starts: number[] = [];
  const instant: Outbox = {
    ...outbox,
    handlers: {
      'bench.send': (entries) => {
        for (const { data } of entries) starts.push(Date.now() - Number(data['due']));
        return Promise.resolve(entries.map(() => ({ done: true as const })));
      },
    },
  };
  const loop = startDelivery(instant, () => new Date(), console.error);
  const context = { actor: CLOCK, now: new Date(), door: 'clock' as const };
  for (let n = 0; n < 60; n++) {
    const dueAt = new Date(Date.now() + 200 + n * 50);
    const effect = { kind: 'bench.send', dueAt, data: { due: dueAt.getTime() } };
    const draft = draftPetition(`due${n}`, { id: `ref:due${n}`, county: null, grid: null }, 'SUPERVISOR', NOW);
    const document: Petition = { ...draft, status: 'registered' };
    await create(petitions, { document, event: { type: 'bench' }, effects: [effect] }, context);
  }
  while (starts.length < 60) await sleep(20);
  const same = percentiles(starts.splice(0));
  for (let n = 0; n < 40; n++) {
    const dueAt = new Date(Date.now() + 60);
    await petitions.collection.insertOne({
      ...record(`other${n}`, dueAt),
      outbox: [{ id: ulid(), kind: 'bench.send', lane: 'b', dueAt, attempts: 0, data: { due: dueAt.getTime() } }],
    } as never);
    await sleep(97);
  }
  while (starts.length < 40) await sleep(20);
  const other = percentiles(starts);
  await loop.stop();
  return [
    { name: 'due → start, change of this process, p95', value: same.p95, unit: 'ms', target: '≤ 50 ms' },
    { name: 'due → start, change of another process, p95', value: other.p95, unit: 'ms', target: '≤ 300 ms' },
  ];
}

async function claimCost(sizes: number[]): Promise<Row[]> {
  const costs: number[] = [];
  let filled = 0;
  for (const size of sizes) {
    await fill(size - filled, new Date(NOW.getTime() + 86_400_000), `idle${size}-`);
    filled = size;
    const rounds: number[] = [];
    for (let n = 0; n < 20; n++) {
      await fill(20, NOW, `claim${size}-${n}-`);
      rounds.push(
        (
          await timed(() =>
            deliverDue(
              {
                ...outbox,
                handlers: { 'bench.send': (entries) => Promise.resolve(entries.map(() => ({ done: true as const }))) },
              },
              () => new Date(),
            ),
          )
        ).ms,
      );
    }
    costs.push(percentiles(rounds).p50);
  }
  const [first = 1] = costs;
  return sizes.map((size, index) => {
    const row: Row = {
      name: `find, claim and settle 20 due among ${size} owed, p50`,
      value: costs[index] ?? 0,
      unit: 'ms',
    };
    return index === 0
      ? row
      : { ...row, baseline: first, ratio: round((costs[index] ?? 0) / first), target: '≤ 1.2 ×' };
  });
}

async function bareUpdates(): Promise<Row[]> {
  await petitions.collection.insertOne(record('bare', null) as never);
  const { perSecond } = await load(2000, 16, (n) =>
    petitions.collection.updateOne({ _id: 'bare' }, { $set: { wakeAt: new Date(n) } }),
  );
  return [{ name: 'one bare updateOne, 16 at a time (for scale)', value: perSecond, unit: '/s' }];
}

const SIZES = process.env['BENCH_QUICK'] ? [1_000, 10_000] : [10_000, 100_000, 1_000_000];

void withDatabase(async () => {
  const rows = [
    ...(await bareUpdates()),
    ...(await drain(process.env['BENCH_QUICK'] ? 1000 : 5000)),
    ...(await dueToStart()),
    ...(await claimCost(SIZES)),
  ];
  report('Outbox', rows);
});
