/**
 * The product's HTTP stack with what works behind the signal door: the consolidator, the clocks of incidents, the local outbox. Cards
 * are not sent; DingTalk's limits are another bench.
 */
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { assignmentHandlers } from '../../models/assignment/assignment';
import { openVault } from '../../models/core/identityVault';
import { stores } from '../../models/core/journal';
import { startDelivery } from '../../models/core/outbox';
import { incidentDomain } from '../../models/incident/incident';
import { incidentHandlers } from '../../models/incident/incident.effects';
import { personById } from '../../models/people/people.store';
import { createApp } from '../../server/app';
import { openDatabase } from '../../server/database';
import { keepDeadlines, wakeDeadline } from '../../server/deadlines';
import { createLive } from '../../server/live';
import { createMetrics } from '../../server/metrics';
import { createSessions } from '../../server/sessions';
import { signalDeadline } from '../../server/webhook';

const clock = () => new Date();

async function product(secret: string) {
  openVault({ current: 'k', keys: { k: Buffer.alloc(32, 1) }, pepper: Buffer.alloc(32, 2) });
  const sessions = createSessions({ secret: 'bench', idleMs: 3_600_000, longestMs: 3_600_000 });
  const person = await personById('duty01');
  if (!person) throw new Error('the bench has not put duty01 into the organisation');
  const session = await sessions.open(person, clock());
  const observed = {
    budget: () => Promise.resolve({ month: '2026-01', spent: 0, budget: 5000 }),
    streamState: () => 'open' as const,
    engineRestarts: () => 0,
    livePages: () => 0,
    clock,
  };
  const app = createApp({
    log: pino({ level: 'silent' }),
    sessions,
    live: createLive({ sessions, clock, onError: console.error }),
    observed,
    clock,
    identity: { userIdOfCode: () => Promise.resolve(''), unionIdOfOAuthCode: () => Promise.resolve('') },
    settings: { publicUrl: 'http://127.0.0.1', loginBase: null, corpId: '', clientId: '', agentId: 0 },
    metrics: createMetrics(observed),
    ready: () => true,
    jobs: () => [],
    pagesFolder: path.join(__dirname, '../../dist/miniapp'),
    trustedOrigins: [],
    trustProxy: false,
    requestsPerMinute: 10_000_000,
    jsapiConfig: () => Promise.resolve({}),
    webhookSecrets: { monitors: [secret] },
  });
  const handlers = { ...assignmentHandlers, ...incidentHandlers };
  startDelivery({ stores: () => stores, handlers }, clock, console.error);
  keepDeadlines([wakeDeadline(incidentDomain, console.error), signalDeadline(console.error)], clock, console.error);
  return { app, headers: { cookie: `liandong=${session.id}`, 'x-csrf-token': sessions.csrfOf(session.id) } };
}

async function main() {
  const [secret = '', mongodbUri = ''] = process.argv.slice(2);
  const quiet = { info: () => {}, warn: () => {}, error: console.error };
  await openDatabase({ mongodbUri, dataDir: tmpdir(), log: quiet });
  const { app, headers } = await product(secret);
  const handle = app.callback();
  const server = createServer((request, response) => void handle(request, response));
  server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as { port: number }).port, headers }));
  process.on('disconnect', () => process.exit());
  process.on('message', () => process.send?.({ cpu: process.cpuUsage() }));
}

void main();
