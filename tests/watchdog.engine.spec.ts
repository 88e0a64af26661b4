import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import mongoose, { type mongo } from 'mongoose';
import { openAssignment } from '../models/assignment/assignment.commands';
import { assignments } from '../models/assignment/assignment.store';
import { create } from '../models/core/journal';
import { keepFindings, notePlan, standingFindings, type Sighting, watchState } from '../models/probe/findings';
import { probes } from '../models/probe/probe.store';
import { petitions } from '../models/petition/petition.store';
import { type Way } from '../server/watchdogAlarm';
import { startWatchdog, type WatchdogChild } from '../server/watchdogChild';
import { lookInto } from '../server/watchdogLook';
import { type WatchDoors, watchRounds } from '../server/watchdogRound';
import { aPetition, atTime, MORNING } from './builders';
import { testDatabase, testUri, useDatabase } from './support/database';
import { until } from './support/product';
import { settle, signIn, startServer, type TestServer } from './support/server';

useDatabase();
const db = () => mongoose.connection.db as unknown as mongo.Db;
const later = (seconds: number) => new Date(MORNING.getTime() + seconds * 1000);

/** An urgent task that nobody answers: its first rung is due five minutes after ten. */
async function silentTask(id: string): Promise<void> {
  const input = { person: 'wang', purpose: 'petition.handle', title: 'XF', urgency: 'URGENT' as const };
  const outcome = openAssignment(
    id,
    { store: 'petitions', id: 'p1' },
    input,
    { id: 'wang', name: '王' },
    { now: MORNING },
  );
  await create(assignments, { ...outcome, effects: [] }, atTime(MORNING));
}
const kinds = (found: readonly Sighting[]) => found.map(({ kind, store, count }) => `${kind} ${store} ${count}`).sort();
const look = (now: Date) => lookInto(db())(now);

describe('a look of the watchdog', () => {
  it('finds a step of the ladder thirty seconds after it was due, and not before', async () => {
    await silentTask('a1');
    expect(await look(later(300 + 29))).toEqual([]);
    expect(await look(later(300 + 30))).toEqual([
      { kind: 'ladder', store: 'assignments', count: 1, oldest: later(300), samples: ['a1'] },
    ]);
  });

  it('finds what an outbox owes and no worker claimed, in whatever store, but nothing that is planned or settled', async () => {
    const effects = [
      { kind: 'message.send', data: {} },
      { kind: 'message.send', lane: 'later', dueAt: later(3600), data: {} },
    ];
    await create(petitions, { document: aPetition(), event: { type: 'test' }, effects }, atTime(MORNING));
    expect(kinds(await look(later(29)))).toEqual([]);
    expect(await look(later(31))).toEqual([
      expect.objectContaining({ kind: 'outbox', oldest: MORNING, samples: ['p1'] }),
    ]);
    await petitions.collection.updateOne(
      {},
      { $set: { 'outbox.$[due].dueAt': null } },
      { arrayFilters: [{ 'due.lane': { $ne: 'later' } }] },
    );
    expect(kinds(await look(later(31)))).toEqual([]);
    expect(kinds(await look(later(3631)))).toEqual(['outbox petitions 1']);
  });

  it('finds deadlines nobody kept in every store that has any', async () => {
    const effects = { event: { type: 'test' }, effects: [] };
    await create(petitions, { document: aPetition({ wakeAt: later(60) }), ...effects }, atTime(MORNING));
    const probe = {
      _id: 'pr',
      version: 0,
      status: 'sent' as const,
      person: 'x',
      startedAt: MORNING,
      wakeAt: later(60),
    };
    const document = { ...probe, finishedAt: null, ms: null, stuckAt: null, expireAt: later(9e5) };
    await create(probes, { document, ...effects }, atTime(MORNING));
    await Promise.all(
      [petitions, probes].map(({ collection }) =>
        (collection as typeof probes.collection).updateMany({}, { $set: { outbox: [] } }),
      ),
    );
    expect(kinds(await look(later(89)))).toEqual([]);
    expect(kinds(await look(later(91)))).toEqual(['deadline petitions 1', 'deadline probes 1']);
  });

  it('counts no further than a thousand, and names the five longest overdue', async () => {
    const rows = Array.from({ length: 1200 }, (_, n) => ({
      _id: `t${n}`,
      nextRungAt: later(n),
      status: 'open',
      outbox: [],
    }));
    await assignments.collection.insertMany(rows as never);
    const [found] = await look(later(9999));
    expect(found).toMatchObject({ count: 1000, oldest: MORNING, samples: ['t0', 't1', 't2', 't3', 't4'] });
  });

  it('finds an alarm that reached nobody either', async () => {
    const lost = { _id: 'a1', unreachable: true, status: 'open', purpose: 'assignment.unreachable', openedAt: MORNING };
    await assignments.collection.insertOne({ ...lost, nextRungAt: null, outbox: [] } as never);
    expect(kinds(await look(later(1)))).toEqual(['unreachable assignments 1']);
  });

  it('finds a probe that failed, and probes that stay away, but only where there should be any', async () => {
    const ran = (status: string) => ({ _id: status, status, startedAt: later(60), wakeAt: null, outbox: [] });
    await probes.collection.insertOne(ran('failed') as never);
    expect(await look(later(120))).toEqual([]);
    await notePlan(db(), { on: true, everyMinutes: 2, at: MORNING });
    expect(kinds(await look(later(120)))).toEqual(['probe - 1']);
    await probes.collection.updateMany({}, { $set: { status: 'answered' } });
    expect(await look(later(60 + 360))).toEqual([]);
    expect(kinds(await look(later(60 + 361)))).toEqual(['probe - 1']);
    await notePlan(db(), { on: false, everyMinutes: 2, at: MORNING });
    expect(await look(later(9999))).toEqual([]);
  });
});

describe('what the watchdog found', () => {
  const sighting = (count: number): Sighting => ({
    kind: 'outbox',
    store: 'petitions',
    count,
    oldest: MORNING,
    samples: ['p1'],
  });

  it('is one finding however many are late, renewed while it stands and closed when it is mended', async () => {
    expect((await keepFindings(db(), [sighting(3)], later(0))).fresh).toHaveLength(1);
    const again = await keepFindings(db(), [sighting(900)], later(10));
    expect([again.fresh.length, again.standing[0]?.foundAt, again.standing[0]?.count]).toEqual([0, later(0), 900]);
    expect((await keepFindings(db(), [], later(20))).cleared).toHaveLength(1);
    expect(await standingFindings(db())).toEqual([]);
    expect((await keepFindings(db(), [sighting(1)], later(30))).fresh[0]?.foundAt).toEqual(later(30));
  });
});

describe('the rounds of the watchdog', () => {
  let told: string[];
  let now: Date;
  let machine: Date;
  let sights: Sighting[];
  beforeEach(() => {
    [told, now, machine, sights] = [[], MORNING, MORNING, []];
  });
  const late: Sighting = { kind: 'ladder', store: 'assignments', count: 2, oldest: MORNING, samples: [] };
  const way: Way = (text) => Promise.resolve(void told.push(text));
  const rounds = (change: Partial<WatchDoors> = {}) =>
    watchRounds({
      ...{ db: db(), look: () => Promise.resolve(sights), ways: [way], owner: 'one' },
      ...{ now: () => now, machineNow: () => machine, onError: () => undefined },
      ...change,
    });
  const pass = (seconds: number) => {
    now = new Date(now.getTime() + seconds * 1000);
    machine = new Date(machine.getTime() + seconds * 1000);
  };

  it('tell a finding at once, again every ten minutes while it stands, and that it is mended', async () => {
    const { round } = rounds();
    sights = [late];
    await round();
    pass(10);
    await round();
    expect(told).toHaveLength(1);
    pass(600);
    sights = [{ ...late, count: 40 }];
    await round();
    expect(told.map((text) => /\d+项/.exec(text)?.[0])).toEqual(['2项', '40项']);
    sights = [];
    await round();
    expect(told[2]).toContain('已恢复');
    await round();
    expect(told).toHaveLength(3);
  });

  it('say nothing of what was never told, and keep trying while nobody could be told', async () => {
    sights = [late];
    const broken = rounds({ ways: [() => Promise.reject(new Error('away'))] });
    await broken.round();
    pass(10);
    await rounds().round();
    expect(told).toHaveLength(1);
  });

  it('find the server gone after three missed answers, and back with the first', async () => {
    let there = false;
    const { round } = rounds({
      serverAnswers: () => (there ? Promise.resolve(true) : Promise.reject(new Error('refused'))),
    });
    await round();
    await round();
    expect(told).toEqual([]);
    await round();
    expect(told[0]).toContain('服务没有应答');
    there = true;
    await round();
    expect(told[1]).toContain('已恢复');
  });

  it('say by their own way that the database is gone, and go on', async () => {
    let broken = true;
    const { round } = rounds({ look: () => (broken ? Promise.reject(new Error('no database')) : Promise.resolve([])) });
    expect(await round()).toBeUndefined();
    pass(20);
    await round();
    pass(10);
    await round();
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('数据库没有应答');
    broken = false;
    await round();
    expect(told[1]).toContain('已恢复');
  });

  it('are made by one watchdog at a time; when it falls silent another takes over', async () => {
    const [one, two] = [rounds(), rounds({ owner: 'two' })];
    expect([await one.round(), await two.round()]).toEqual([[], null]);
    pass(19);
    expect(await two.round()).toBeNull();
    pass(2);
    expect([await two.round(), await one.round()]).toEqual([[], null]);
  });

  it('give the outside watcher a sign once a minute, and none while anything stands', async () => {
    let signs = 0;
    const { round } = rounds({ signal: () => Promise.resolve(void (signs += 1)) });
    for (const seconds of [0, 10, 50, 0]) {
      pass(seconds);
      await round();
    }
    expect(signs).toBe(2);
    sights = [late];
    pass(60);
    await round();
    expect(signs).toBe(2);
    expect(await watchState(db())).toMatchObject({ healthy: false, beatAt: machine });
  });
});

describe('the process of the watchdog', () => {
  let group: Server;
  let heard: string[];
  let child: WatchdogChild | undefined;
  beforeAll(async () => {
    group = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += String(chunk)));
      request.on('end', () => {
        heard.push(`${request.url} ${text}`);
        response.end('{"errcode":0}');
      });
    });
    await new Promise<void>((listening) => group.listen(0, '127.0.0.1', listening));
  });
  beforeEach(() => (heard = []));
  afterEach(async () => {
    await child?.stop();
    child = undefined;
  });
  afterAll(() => new Promise((closed) => group.close(closed)));
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const settingsOf = (): Record<string, string> => {
    const address = `http://127.0.0.1:${(group.address() as AddressInfo).port}`;
    const database = testUri().replace(/(mongodb:\/\/[^/]+)\/?[^?]*/, `$1/${testDatabase()}`);
    return {
      ...{ MONGODB_URI: database, WATCH_WEBHOOK_URL: `${address}/group`, DEADMAN_URL: `${address}/dead` },
      ...{ LOG_LEVEL: 'silent', WATCH_SERVER_URL: `${address}/server` },
    };
  };
  const start = () => (child = startWatchdog(settingsOf(), log, ['--require', 'tsx/cjs']));

  it('finds and tells what a dead server left undone; killed, it is started again', async () => {
    await silentTask('a1');
    const running = start();
    await until('the alarm', () => Promise.resolve(heard.find((line) => line.startsWith('/group'))), 15_000);
    expect(heard.find((line) => line.startsWith('/group'))).toContain('升级提醒超时未执行');
    expect(heard.some((line) => line.startsWith('/dead'))).toBe(false);
    const first = running.pid();
    process.kill(first, 'SIGKILL');
    await until('another one', () => Promise.resolve(running.pid() !== 0 && running.pid() !== first));
  }, 30_000);

  it('goes on when the server that started it is killed', async () => {
    const code = `const { startWatchdog } = require('./server/watchdogChild');
      const kept = startWatchdog(${JSON.stringify(settingsOf())}, console, ['--require', 'tsx/cjs']);
      setInterval(() => console.log(kept.pid()), 20);`;
    const parent = spawn(process.execPath, ['--require', 'tsx/cjs', '-e', code], {
      cwd: join(__dirname, '..'),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let printed = '';
    parent.stdout.on('data', (chunk: Buffer) => (printed += String(chunk)));
    const pid = await until('it', () => Promise.resolve(Number(/[1-9]\d*/.exec(printed)?.[0] ?? 0)), 15_000);
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    try {
      await silentTask('a1');
      await until('the alarm', () => Promise.resolve(heard.find((line) => line.startsWith('/group'))), 20_000);
    } finally {
      process.kill(pid, 'SIGTERM');
    }
    await until('its place is free', async () => (await watchState(db()))?.until.getTime() === 0);
  }, 30_000);

  it('gives its sign while all is well, and leaves its place when sent away', async () => {
    const running = start();
    await until('the sign', () => Promise.resolve(heard.some((line) => line.startsWith('/dead'))), 15_000);
    await running.stop();
    expect(await watchState(db())).toMatchObject({ healthy: true, until: new Date(0) });
  }, 30_000);
});

describe('wall, status page and outside watcher', () => {
  let server: TestServer;
  beforeEach(async () => {
    await settle();
    server = await startServer();
  });
  afterEach(() => server.close());
  const deadman = async () => {
    const response = await fetch(`${server.url}/healthz/deadman`);
    return [response.status, ((await response.json()) as { ok: boolean }).ok];
  };
  const beating = (change: object) =>
    db()
      .collection<{ _id: string }>('watch_state')
      .updateOne({ _id: 'watchdog' }, { $set: { beatAt: new Date(), healthy: true, ...change } }, { upsert: true });

  it('are told by one address that watchdog and probe are well, and by its refusal that they are not', async () => {
    expect(await deadman()).toEqual([503, false]);
    await beating({});
    expect(await deadman()).toEqual([200, true]);
    await beating({ healthy: false });
    expect(await deadman()).toEqual([503, false]);
    await beating({ beatAt: new Date(Date.now() - 60_000) });
    expect(await deadman()).toEqual([503, false]);
  });

  it('show what was found in words, and the figures of the probe', async () => {
    await keepFindings(
      db(),
      [{ kind: 'ladder', store: 'assignments', count: 2, oldest: MORNING, samples: [] }],
      MORNING,
    );
    const { body } = await (await signIn(server, 'duty')).get('/api/watch');
    expect(body).toMatchObject({ watchdog: { watching: false }, probe: { runs: 0, p99: null } });
    expect(body['findings']).toEqual([
      expect.objectContaining({ kind: 'ladder', words: expect.stringContaining('2项') as string }),
    ]);
  });

  it.each(['wang', 'villager', 'auditor', 'nobody'])('are closed to %s', async (person) => {
    expect((await (await signIn(server, person)).get('/api/watch')).status).toBe(403);
  });
});
