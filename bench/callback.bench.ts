/**
 * A press on a card, from the gateway over a real WebSocket to the durable write and back, as the gateway measures it. The product
 * and a bare `ws` client take turns on the same engine. Every press takes a step of a petition of its own, and at the end
 * as many petitions have taken it as presses were acknowledged. Delivery of what the steps owe stands still meanwhile: it is
 * measured by itself, and DingTalk's limits make it slow.
 */
import { assignments } from '../models/assignment/assignment.store';
import { people } from '../models/people/people.store';
import { petitions } from '../models/petition/petition.store';
import { type Child, cpuOf, startServer } from './children';
import { addDutyOperator, aPerson, aPetition, BATCH } from './data';
import { CARD_TOPIC, openGateway } from './gateway';
import { httpClient, load, paced, percentiles, QUICK, report, round, type Row, withDatabase } from './support';

const RATE = 200;
/** Turns of each, and their length. */
const [TURNS, SECONDS] = QUICK ? [1, 2] : [2, 30];
const BARE_SECONDS = QUICK ? 2 : 10;
const SATURATED = QUICK ? 300 : 4000;
const MIXED_SECONDS = QUICK ? 2 : 15;
const WARM = QUICK ? 200 : 1000;
const WIDTH = 64;
const DEADLINE_MS = 2000;
const NOW = new Date();
const [OFFICER, PER_PETITION] = [
  'renyuan001',
  { status: 'assigned', officer: 'renyuan001', county: '330903' } as const,
];

/** The assignment and the card by which the officer has been told of petition `n`; the card has the petition's id. */
function told(id: string) {
  const message = {
    ...{ id, means: 'card', to: OFFICER, toName: '林示岛', at: NOW, handle: 'carrier', acceptedAt: NOW },
    ...{ deliveredAt: null, readAt: null, actedAt: null, failed: null, rung: 0, shown: 1, face: '', form: null },
    checkedAt: null,
  };
  const assignment = {
    ...{ _id: `assignment-${id}`, version: 1, status: 'open', record: { store: 'petitions', id }, person: OFFICER },
    ...{ personName: '林示岛', purpose: 'petition.handle', title: 'XF', urgency: 'NORMAL', ladder: true, rung: 0 },
    ...{ nextRungAt: null, openedAt: NOW, acknowledgedAt: null, closedAt: null, dueAt: null, county: '330903' },
    ...{ unreachable: false, messages: [message] },
  };
  return { ...assignment, events: [], outbox: [], updatedAt: NOW, sealed: 0, unsealedAt: null };
}

async function fill(count: number) {
  const quickly = { ordered: false, writeConcern: { w: 1, journal: false } } as const;
  for (let from = 0; from < count; from += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, count - from) }, (_, n) => aPetition(from + n, PER_PETITION));
    await petitions.collection.insertMany(batch as never, quickly);
    await assignments.collection.insertMany(batch.map(({ _id }) => told(_id)) as never, quickly);
  }
}

interface End {
  child: Child;
  press: () => Promise<number>;
  close: () => void;
}

/** `press` presses a card nobody has pressed yet and answers with ms until the acknowledgement. */
async function openEnd(kind: 'bare' | 'product', uri: string, fresh: () => number): Promise<End> {
  const { url, gateway, close } = await openGateway();
  const child = await startServer('callback', [kind, uri, url]);
  const content = JSON.stringify({ cardPrivateData: { actionIds: ['acknowledge'], params: {} } });
  const press = async () => {
    const data = {
      ...{ type: 'actionCallback', outTrackId: `bench-petition-${fresh()}`, corpId: 'corp', userId: OFFICER },
      ...{ userIdType: 1, spaceType: 'IM', spaceId: 'space', extension: '{}', content, value: content },
    };
    const ack = await gateway.push(CARD_TOPIC, data, DEADLINE_MS);
    if (ack?.code !== 200) throw new Error(`${kind}: ${ack ? ack.message : 'no answer within 2 s'}`);
    return ack.inMs;
  };
  return { child, press, close };
}

/** Presses at a steady rate; those not acknowledged within DingTalk's two seconds are counted, not hidden. */
async function pressSteadily({ press }: End, seconds: number) {
  const inMs: number[] = [];
  let late = 0;
  await paced(RATE, seconds * RATE, () =>
    press().then(
      (ms) => void inMs.push(ms),
      () => void (late += 1),
    ),
  );
  return { inMs, late };
}

async function saturated(end: End) {
  const cpu = await cpuOf(end.child);
  const { perSecond } = await load(SATURATED, WIDTH, end.press);
  return { perSecond, cpuPer1000: round(((await cpuOf(end.child)) - cpu) / (SATURATED / 1000), 0) };
}

/** Presses beside people who read lists over HTTP. */
async function besideReads(end: End, uri: string) {
  const server = await startServer('command', ['product', uri]);
  const get = httpClient(32);
  let failed = 0;
  const reads: number[] = [];
  const read = async () => {
    const begun = performance.now();
    await get(`http://127.0.0.1:${server.port}/api/petitions?limit=20&county=330903`, server.headers);
    reads.push(performance.now() - begun);
  };
  await load(100, 4, read);
  reads.length = 0;
  const [pressed] = await Promise.all([
    pressSteadily(end, MIXED_SECONDS),
    paced(100, MIXED_SECONDS * 100, () => read().catch(() => void (failed += 1))),
  ]);
  get.close();
  server.process.kill();
  return { presses: percentiles(pressed.inMs), reads: percentiles(reads), failed: failed + pressed.late };
}

const times = (a: number, b: number) => round(a / b);

async function measure(uri: string): Promise<Row[]> {
  let next = 0;
  const fresh = () => next++;
  const [bare, product] = [await openEnd('bare', uri, fresh), await openEnd('product', uri, fresh)];
  for (const end of [bare, product]) await load(WARM, 8, end.press);
  const steady = { bare: [] as number[], product: [] as number[], late: 0 };
  for (let turn = 0; turn < TURNS; turn++) {
    steady.bare.push(...(await pressSteadily(bare, BARE_SECONDS)).inMs);
    const { inMs, late } = await pressSteadily(product, SECONDS);
    steady.product.push(...inMs);
    steady.late += late;
  }
  const [bareFull, productFull] = [await saturated(bare), await saturated(product)];
  const mixed = await besideReads(product, uri);
  const taken = await petitions.collection.countDocuments({ status: 'investigating' } as never);
  if (taken < next - steady.late - mixed.failed) throw new Error(`${next} acknowledged, only ${taken} written`);
  for (const { child, close } of [bare, product]) {
    child.process.kill();
    close();
  }
  const [b, p] = [percentiles(steady.bare), percentiles(steady.product)];
  return [
    { name: `p50 at ${RATE}/s`, value: p.p50, unit: 'ms', baseline: b.p50, ratio: times(p.p50, b.p50) },
    { name: 'p95', value: p.p95, unit: 'ms', baseline: b.p95, ratio: times(p.p95, b.p95), target: '≤ 2 ×' },
    { name: 'p99', value: p.p99, unit: 'ms', baseline: b.p99, ratio: times(p.p99, b.p99), target: '≤ 300 ms' },
    { name: 'max', value: p.max, unit: 'ms', baseline: b.max, ratio: times(p.max, b.max), target: '< 2000 ms' },
    { name: 'not acknowledged within 2 s', value: steady.late, unit: `of ${TURNS * SECONDS * RATE}`, target: '0' },
    {
      name: `saturation, ${WIDTH} in flight`,
      value: productFull.perSecond,
      unit: '/s',
      baseline: bareFull.perSecond,
      ratio: times(productFull.perSecond, bareFull.perSecond),
      target: '≥ 0.6',
    },
    {
      name: 'CPU per 1000',
      value: productFull.cpuPer1000,
      unit: 'ms',
      baseline: bareFull.cpuPer1000,
      ratio: times(productFull.cpuPer1000, bareFull.cpuPer1000),
    },
    { name: `p95 of ${RATE}/s beside 100 reads/s`, value: mixed.presses.p95, unit: 'ms', target: '≤ 50 ms' },
    { name: 'p95 of those reads (list of 20 of one county)', value: mixed.reads.p95, unit: 'ms' },
    { name: 'errors among both', value: mixed.failed, unit: '', target: '0' },
  ];
}

void withDatabase(async (uri) => {
  await addDutyOperator();
  await people.insertOne(aPerson(OFFICER, { roles: ['officer'], title: '执法队员', county: '330903', unit: '330903' }));
  const steady = TURNS * (SECONDS + BARE_SECONDS) * RATE;
  await fill(2 * WARM + steady + 2 * SATURATED + MIXED_SECONDS * RATE + 100);
  report('Card callback', await measure(uri));
});
