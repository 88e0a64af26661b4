import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import mongoose from 'mongoose';
import request from 'supertest';
import { policy } from '../models/core/policy';
import { factCount } from '../models/incident/facts';
import { type Incident } from '../models/incident/incident.schema';
import { incidents, openIncidents } from '../models/incident/incident.store';
import { consolidate } from '../models/signal/consolidate';
import { type Signal } from '../models/signal/signal.schema';
import { signals } from '../models/signal/signal.store';
import { endTurn, takeTurn } from '../models/signal/turn';
import { stations } from '../models/station/station.store';
import { warningsAt } from '../models/weather/weather.store';
import { readConfig } from '../server/config';
import { signatureOf } from '../server/webhook';
import { MORNING } from './builders';
import { useDatabase } from './support/database';
import { settle, startServer, type TestServer } from './support/server';

useDatabase({ emptyBefore: 'file' });
const [CURRENT, FORMER, OTHER] = [
  'the current secret of the monitors',
  'the former secret of the monitors!',
  'the secret of the weather service!',
];
let server: TestServer;
beforeAll(async () => {
  await settle();
  server = await startServer({
    webhookSecrets: { monitors: [CURRENT, FORMER], weather: [OTHER], example: ['test-secret-of-32-characters-only'] },
    requestsPerMinute: 5,
  });
});
afterAll(() => server.close());
beforeEach(async () => {
  server.clock.now = MORNING;
  await Promise.all([signals.deleteMany({}), incidents.collection.deleteMany({}), stations.deleteMany({})]);
});

const MINUTE = 60_000;
const later = (minutes: number) => new Date(MORNING.getTime() + minutes * MINUTE);
const EXCEEDANCE = {
  kind: 'exceedance',
  station: 'W1',
  item: 'COD',
  value: 170,
  limit: 50,
  unit: 'mg/L',
  at: MORNING.toISOString(),
  place: '展茅',
  county: '330903',
  type: 'WATER',
};
const failing = (error: unknown) => {
  throw error as Error;
};
interface Sending {
  system?: string;
  secret?: string;
  event?: string;
  at?: Date;
  headers?: Record<string, string>;
}
function send(
  body: unknown,
  { system = 'monitors', secret = CURRENT, event = randomUUID(), at = server.clock.now, headers = {} }: Sending = {},
) {
  const raw = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const timestamp = String(at.getTime());
  return request(server.url)
    .post(`/api/hooks/${system}`)
    .set('content-type', 'application/json')
    .set('x-liandong-timestamp', timestamp)
    .set('x-liandong-event', event)
    .set('x-liandong-signature', `sha256=${signatureOf(secret, timestamp, event, raw)}`)
    .set(headers)
    .send(raw.toString('utf8'));
}
const kept = () => signals.countDocuments({});
const audit = () => mongoose.connection.db!.collection('audit_log').find({ objectType: 'signals' }).toArray();
const refusal = ({ status, body }: request.Response) => [status, (body as { error?: { code: string } }).error?.code];

describe('a signed signal', () => {
  it('is written down before it is answered, outside the limits for people', async () => {
    for (let n = 0; n < 10; n++) {
      const answer = await send(EXCEEDANCE);
      expect(answer.status).toBe(202);
      const { receipt, repeated } = answer.body as { receipt: string; repeated: boolean };
      expect(repeated).toBe(false);
      expect(await signals.findOne({ receipt })).toMatchObject({
        system: 'monitors',
        receivedAt: MORNING,
        dueAt: MORNING,
        incident: null,
      });
    }
  });

  it('told twice is one signal with one receipt, however it is signed the second time', async () => {
    const first = await send(EXCEEDANCE, { event: 'event-0001' });
    server.clock.now = later(3);
    const again = await send(EXCEEDANCE, { event: 'event-0001', secret: FORMER });
    expect(again.status).toBe(202);
    expect(again.body).toEqual({ ...(first.body as object), repeated: true });
    expect(await kept()).toBe(1);
  });

  it('under an event id that another signal has is refused, and the first one stays', async () => {
    await send(EXCEEDANCE, { event: 'event-0002' });
    const other = await send({ ...EXCEEDANCE, value: 99 }, { event: 'event-0002' });
    expect(refusal(other)).toEqual([409, 'NOT_NOW']);
    expect(await signals.findOne({})).toMatchObject({ body: { value: 170 } });
    expect(
      (await send({ ...EXCEEDANCE, value: 99 }, { event: 'event-0002', system: 'weather', secret: OTHER })).status,
    ).toBe(202);
  });

  it('sent many times at once is still one', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(EXCEEDANCE, { event: 'event-0003' })));
    expect(new Set(answers.map(({ body }) => (body as { receipt: string }).receipt)).size).toBe(1);
    expect(await kept()).toBe(1);
  });

  it('is taken with the current and with the former secret, and so the setting says', () => {
    const { WEBHOOK_SECRETS } = readConfig({ WEBHOOK_SECRETS: `monitors:${CURRENT}|${FORMER}, weather:${OTHER}` });
    expect(WEBHOOK_SECRETS).toEqual({ monitors: [CURRENT, FORMER], weather: [OTHER] });
    for (const wrong of ['monitors', 'monitors:short', `Monitors:${CURRENT}`, `a:${CURRENT}|${CURRENT}|${CURRENT}`]) {
      expect(() => readConfig({ WEBHOOK_SECRETS: wrong })).toThrow('WEBHOOK_SECRETS：应写作 系统:密钥');
    }
  });
});

describe('the page for other systems', () => {
  const page = readFileSync(join(__dirname, '../docs/webhooks.md'), 'utf8');
  const said = (name: string) => new RegExp(`^${name} += (.+)$`, 'm').exec(page)?.[1] ?? '';

  it('gives a vector that is true, and that this server takes', async () => {
    const [secret, timestamp, event, body, signature] = ['secret', 'timestamp', 'event', 'body', 'signature'].map(
      said,
    ) as [string, string, string, string, string];
    expect(`sha256=${signatureOf(secret, timestamp, event, Buffer.from(body))}`).toBe(signature);
    server.clock.now = new Date(Number(timestamp));
    const headers = { 'x-liandong-signature': signature };
    expect((await send(body, { system: 'example', event, headers })).status).toBe(202);
  });

  it('gives a command that works as it stands', async () => {
    server.clock.now = new Date();
    const command = /```sh\n(SECRET=[\s\S]+?)```/.exec(page)?.[1] ?? '';
    const script = command.replace(/^URL=.*$/m, `URL='${server.url}/api/hooks/example'`);
    const answered = await runBeside(script);
    expect(JSON.parse(answered)).toMatchObject({ repeated: false });
    expect(await signals.findOne({})).toMatchObject({ system: 'example', body: { kind: 'reading', value: 32.5 } });
  });
});

describe('what does not prove itself', () => {
  const before = async () => (await audit()).length;
  const forgeries: [string, () => request.Test][] = [
    ['a wrong secret', () => send(EXCEEDANCE, { secret: OTHER })],
    ['the secret of another system', () => send(EXCEEDANCE, { system: 'weather', secret: CURRENT })],
    ['a system that does not exist', () => send(EXCEEDANCE, { system: 'nobody', secret: 'nobody' })],
    ['a name of the language itself', () => send(EXCEEDANCE, { system: 'constructor', secret: 'nobody' })],
    ['another body than was signed', () => send(EXCEEDANCE).send(JSON.stringify({ ...EXCEEDANCE, value: 1 }))],
    ['another event id than was signed', () => send(EXCEEDANCE, { headers: { 'x-liandong-event': 'another-event' } })],
    [
      'another time than was signed',
      () => send(EXCEEDANCE, { headers: { 'x-liandong-timestamp': String(later(1).getTime()) } }),
    ],
    ['no signature', () => send(EXCEEDANCE, { headers: { 'x-liandong-signature': '' } })],
    ['a signature that is none', () => send(EXCEEDANCE, { headers: { 'x-liandong-signature': 'sha256=none' } })],
    ['a time that is none', () => send(EXCEEDANCE, { headers: { 'x-liandong-timestamp': 'now' } })],
  ];

  it.each(forgeries)('%s is refused with what to check, and nothing is kept', async (_what, forged) => {
    const answer = await forged();
    expect(refusal(answer)).toEqual([401, 'NOT_SIGNED_IN']);
    expect((answer.body as { error: { message: string } }).error.message).toMatch('签名不对，信号没有收下');
    expect(await kept()).toBe(0);
  });

  it('is refused when it is older or younger than five minutes, with a word about the clock', async () => {
    for (const minutes of [-5.01, 5.01]) {
      const answer = await send(EXCEEDANCE, { at: later(minutes) });
      expect(refusal(answer)).toEqual([401, 'NOT_SIGNED_IN']);
      expect((answer.body as { error: { message: string } }).error.message).toMatch('校准发送方的时钟');
    }
    expect((await send(EXCEEDANCE, { at: later(-4.99) })).status).toBe(202);
    expect((await send(EXCEEDANCE, { at: later(4.99) })).status).toBe(202);
  });

  it('stands in the audit log, once a minute and not a thousand times', async () => {
    const entries = await before();
    expect(entries).toBeGreaterThan(0);
    const lines = server.logged().length;
    for (let n = 0; n < 50; n++) await send(EXCEEDANCE, { secret: OTHER });
    expect(await before()).toBe(entries);
    expect(server.logged().length - lines).toBeLessThan(2_000);
    expect((await audit())[0]).toMatchObject({ actor: 'system:monitors', action: 'signal.take', result: 'denied' });
  });
});

describe('a body that is not what it should be', () => {
  const wrong: [string, unknown, number][] = [
    ['an unknown field', { ...EXCEEDANCE, petitionerPhone: '000' }, 400],
    ['an unknown kind', { ...EXCEEDANCE, kind: 'secret' }, 400],
    ['a number as text', { ...EXCEEDANCE, value: '170' }, 400],
    [
      'an endless number',
      '{"kind":"exceedance","station":"W1","item":"COD","value":1e999,"limit":1,"at":"2026-03-02T10:00:00+08:00"}',
      400,
    ],
    ['a time without zone', { ...EXCEEDANCE, at: '2026-03-02T10:00:00' }, 400],
    ['a time to come', { ...EXCEEDANCE, at: later(6).toISOString() }, 400],
    ['a time long past', { ...EXCEEDANCE, at: later(-8 * 1_440).toISOString() }, 400],
    ['a place outside the sea', { ...EXCEEDANCE, location: [0, 0] }, 400],
    ['a list', [EXCEEDANCE], 400],
    ['null', 'null', 400],
    ['nothing', '', 400],
    ['broken JSON', '{"kind":', 400],
    ['a prototype', '{"kind":"exceedance","__proto__":{"system":"weather"}}', 400],
    ['words without end', { ...EXCEEDANCE, place: '海'.repeat(201) }, 400],
    ['more than 16 KB', { ...EXCEEDANCE, place: 'x'.repeat(17_000) }, 413],
    [
      'a warning that ends before it begins',
      {
        kind: 'weather',
        warning: 'w1',
        hazard: 'WIND',
        level: 'RED',
        startsAt: MORNING.toISOString(),
        endsAt: later(-1).toISOString(),
      },
      400,
    ],
  ];
  it.each(wrong)('%s is refused in words, and nothing is kept', async (_what, body, status) => {
    const answer = await send(body);
    expect(answer.status).toBe(status);
    expect((answer.body as { error: { message: string } }).error.message).toMatch(/[\u4e00-\u9fff]/);
    expect(await kept()).toBe(0);
  });
});

describe('the consolidator', () => {
  const flood = async (count: number, change: (n: number) => object = () => ({})) => {
    for (let from = 0; from < count; from += 50) {
      await Promise.all(
        Array.from({ length: Math.min(50, count - from) }, (_, n) => send({ ...EXCEEDANCE, ...change(from + n) })),
      );
    }
  };
  const settled = async (now: Date) => {
    while ((await consolidate(now, 1_000, failing)) > 0);
  };
  const due = () => signals.countDocuments({ dueAt: { $gt: new Date(0) } });

  it('makes one incident of a slice of the flood: none lost, facts capped, every source among them', async () => {
    await flood(300, (n) => ({ station: `W${(n % 3) + 1}`, value: 51 + n }));
    await settled(MORNING);
    await settled(later(1));
    const all = await openIncidents(10);
    expect(all).toHaveLength(1);
    const incident = all[0] as Incident;
    expect(incident.signalCount).toBe(300);
    expect([...incident.stations].sort()).toEqual(['W1', 'W2', 'W3']);
    expect(incident.facts).toHaveLength(policy().incident.factsKept);
    expect(new Set(incident.facts.map(({ station }) => station))).toEqual(new Set(['W1', 'W2', 'W3']));
    expect(factCount(incident)).toBe(300);
    expect(await signals.countDocuments({ incident: incident._id })).toBe(300);
    expect(await due()).toBe(0);
    expect((await incidents.collection.findOne({}))?.events.length).toBeLessThan(6);
  });

  it('writes about an incident whose facts are full no more often than every ten seconds', async () => {
    await flood(40);
    await settled(MORNING);
    await flood(20, () => ({ value: 60 }));
    await consolidate(later(0.05), 1_000, failing);
    expect(await openIncidents(1)).toMatchObject([{ signalCount: 40 }]);
    expect(await due()).toBe(20);
    await settled(later(0.2));
    expect(await openIncidents(1)).toMatchObject([{ signalCount: 60 }]);
  });

  /** What stands in the database when the process is killed after a write and before the next. */
  const killed: [string, Partial<Incident>, Partial<Signal>, Partial<Signal>][] = [
    ['the incident was made', { facts: [], signalCount: 0, attachedAt: null }, { incident: null }, { incident: null }],
    ['some signals had their incident', { facts: [], signalCount: 0, attachedAt: null }, { incident: null }, {}],
    ['all signals had their incident', { facts: [], signalCount: 0, attachedAt: null }, {}, {}],
    ['the incident knew all', {}, {}, {}],
    ['some signals were settled', {}, { dueAt: null }, {}],
  ];
  it.each(killed)(
    'killed when %s, goes on from there and counts nothing twice',
    async (_when, incident, some, others) => {
      await flood(12);
      await settled(MORNING);
      const ids = (await signals.find({}).toArray()).map(({ _id }) => _id);
      await incidents.collection.updateMany({}, { $set: incident });
      await signals.updateMany({ _id: { $in: ids.slice(0, 5) } }, { $set: { dueAt: MORNING, ...some } });
      await signals.updateMany({ _id: { $in: ids.slice(5) } }, { $set: { dueAt: MORNING, ...others } });
      await settled(later(1));
      const all = await openIncidents(10);
      expect(all.map(({ signalCount, facts }) => [signalCount, facts.length])).toEqual([[12, 12]]);
      expect(await due()).toBe(0);
    },
  );

  it('works in one process at a time, and another follows one that died', async () => {
    await flood(3);
    expect(await takeTurn('dead', MORNING)).toBe(true);
    expect(await consolidate(MORNING, 1_000, failing)).toBe(0);
    expect(await consolidate(later(1), 1_000, failing)).toBe(3);
    await endTurn('dead');
  });

  it('goes on when the clock is set back by an hour, with all that was written before', async () => {
    server.clock.now = later(60);
    await flood(3, () => ({ at: later(60).toISOString() }));
    expect(await takeTurn('before', later(60))).toBe(true);
    await settled(MORNING);
    expect(await openIncidents(10)).toMatchObject([{ signalCount: 3 }]);
    await endTurn('before');
  });

  it('keeps apart what is far, later or another matter', async () => {
    const at = (lng: number): { location: [number, number] } => ({ location: [lng, 29.95] });
    await send({ ...EXCEEDANCE, station: 'A1', ...at(122.3) });
    await send({ ...EXCEEDANCE, station: 'A2', ...at(122.308) });
    await send({ ...EXCEEDANCE, station: 'A3', ...at(122.32) });
    await send({ ...EXCEEDANCE, station: 'A4', ...at(122.3), type: 'ODOUR' });
    await settled(MORNING);
    server.clock.now = later(40);
    await send({ ...EXCEEDANCE, station: 'A1', ...at(122.3), at: later(40).toISOString() });
    await settled(later(40));
    const all = await openIncidents(10);
    expect(all.map(({ stations: own }) => [...own].sort()).sort()).toEqual([['A1'], ['A1', 'A2'], ['A3'], ['A4']]);
  });

  it('takes each report of another body for itself, unless it names the same number', async () => {
    const report = {
      kind: 'report',
      source: 'POLICE',
      type: 'SPILL',
      place: '六横台门',
      county: '330903',
      words: '海面有油',
      at: MORNING.toISOString(),
    };
    await send({ ...report, reference: '110-1' });
    await send({ ...report, reference: '110-1', words: '油带扩大' });
    await send({ ...report, reference: '110-2' });
    await send(report);
    await settled(MORNING);
    expect((await openIncidents(10)).map(({ signalCount }) => signalCount).sort()).toEqual([1, 1, 2]);
  });

  it('keeps a warning under its number: the later word holds', async () => {
    const warning = {
      kind: 'weather',
      warning: 'WIND-1',
      hazard: 'WIND',
      level: 'BLUE',
      startsAt: later(-10).toISOString(),
      endsAt: later(300).toISOString(),
      windForce: 7,
    };
    await send(warning, { system: 'weather', secret: OTHER });
    await settled(MORNING);
    expect(await warningsAt(MORNING)).toMatchObject([{ level: 'BLUE', windForce: 7, system: 'weather' }]);
    await send(
      { ...warning, level: 'ORANGE', windForce: 10, counties: ['330922'] },
      { system: 'weather', secret: OTHER },
    );
    await settled(later(1));
    expect(await warningsAt(later(1))).toMatchObject([{ level: 'ORANGE', windForce: 10 }]);
    expect(await warningsAt(later(1), '330903')).toEqual([]);
    expect(await warningsAt(later(301))).toEqual([]);
    await send({ ...warning, lifted: true }, { system: 'weather', secret: OTHER });
    await settled(later(2));
    expect(await warningsAt(later(2))).toEqual([]);
  });
});

/** The command of the page, in a process of its own while this one answers. */
async function runBeside(script: string): Promise<string> {
  return (await promisify(execFile)('sh', ['-c', script], { timeout: 10_000 })).stdout;
}
