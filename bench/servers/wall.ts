/** The product's server on a filled database, for the bench of the wall: 20 changes a second from inside, as its own loops would make them. */
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { CLOCK } from '../../models/core/access';
import { openVault } from '../../models/core/identityVault';
import { change } from '../../models/core/journal';
import { personById } from '../../models/people/people.store';
import { type Petition } from '../../models/petition/petition.schema';
import { petitions } from '../../models/petition/petition.store';
import { createApp } from '../../server/app';
import { openDatabase } from '../../server/database';
import { createLive } from '../../server/live';
import { createMetrics } from '../../server/metrics';
import { createSessions } from '../../server/sessions';
import { sleep } from '../support';

const clock = () => new Date();

/** Change one open petition after another, `perSecond` times a second, until the process ends or another rate is told. */
async function keepChanging(perSecond: () => number): Promise<void> {
  for (let n = 0; ; n += 1) {
    await sleep(1000 / Math.max(1, perSecond()));
    if (perSecond() === 0) continue;
    const now = clock();
    const decide = (petition: Petition) => ({
      document: {
        ...petition,
        officerName: n % 2 === 0 ? '王示海' : '李示涛',
        dueAt: new Date(now.getTime() + (n % 600) * 60_000),
      },
      event: { type: 'petition.remarked' },
    });
    await change(petitions, `bench-petition-${n % 100}`, { actor: CLOCK, now, door: 'clock' }, decide);
  }
}

async function main() {
  const [mongodbUri = '', pagesFolder = path.join(__dirname, '../../dist/miniapp')] = process.argv.slice(2);
  const quiet = { info: () => {}, warn: () => {}, error: console.error };
  await openDatabase({ mongodbUri, dataDir: tmpdir(), log: quiet });
  openVault({ current: 'k', keys: { k: Buffer.alloc(32, 1) }, pepper: Buffer.alloc(32, 2) });
  const sessions = createSessions({ secret: 'bench', idleMs: 3_600_000, longestMs: 3_600_000 });
  const person = await personById('duty01');
  if (!person) throw new Error('the bench has not put duty01 into the organisation');
  const session = await sessions.open(person, clock());
  const live = createLive({ sessions, clock, onError: console.error });
  const observed = {
    budget: () => Promise.resolve({ month: '2026-01', spent: 0, budget: 5000 }),
    streamState: () => 'open' as const,
    engineRestarts: () => 0,
    livePages: () => live.size(),
    clock,
  };
  const app = createApp({
    ...{ log: pino({ level: 'error' }), sessions, live, observed, clock, pagesFolder },
    identity: { userIdOfCode: (code) => Promise.resolve(code), unionIdOfOAuthCode: () => Promise.resolve('') },
    settings: { publicUrl: 'http://localhost', loginBase: null, corpId: '', clientId: '', agentId: 0, demo: true },
    metrics: createMetrics(observed),
    ready: () => true,
    jobs: () => [],
    trustedOrigins: [],
    trustProxy: false,
    requestsPerMinute: 10_000_000,
    jsapiConfig: () => Promise.resolve({}),
  });
  const handle = app.callback();
  const server = createServer((request, response) => void handle(request, response));
  server.listen(0, '127.0.0.1', () =>
    process.send?.({
      port: (server.address() as { port: number }).port,
      headers: { cookie: `liandong=${session.id}`, 'x-csrf-token': sessions.csrfOf(session.id) },
    }),
  );
  let rate = 0;
  process.on('disconnect', () => process.exit());
  process.on('message', (told) => {
    if (told === 'cpu') process.send?.({ cpu: process.cpuUsage() });
    else rate = Number(told);
  });
  await keepChanging(() => rate);
}

void main();
