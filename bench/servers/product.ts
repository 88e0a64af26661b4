/** The product's HTTP stack as a bench runs it: everything that a request passes, signed in as the operator, without DingTalk. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { openVault } from '../../models/core/identityVault';
import { personById } from '../../models/people/people.store';
import { createApp } from '../../server/app';
import { openDatabase } from '../../server/database';
import { createLive } from '../../server/live';
import { createMetrics } from '../../server/metrics';
import { createSessions } from '../../server/sessions';

const clock = () => new Date();

/** @returns the application, and the headers of somebody signed in; @throws Error when `duty01` is not in the database */
export async function productApp(more: Partial<Parameters<typeof createApp>[0]> = {}) {
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
    ...more,
  });
  return { app, headers: { cookie: `liandong=${session.id}`, 'x-csrf-token': sessions.csrfOf(session.id) } };
}

interface Served {
  app: { callback: () => (request: IncomingMessage, response: ServerResponse) => unknown };
  headers: Record<string, string>;
}

/**
 * Listen, tell the bench the port, and answer it with the CPU used so far; end with it.
 *
 * @param onNumber told of the numbers that the bench sends instead of asking
 */
export function serve({ app, headers }: Served, onNumber: (told: number) => void = () => {}): void {
  const handle = app.callback();
  const server = createServer((request, response) => void handle(request, response));
  server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port, headers }));
  process.on('disconnect', () => process.exit());
  process.on('message', (told) =>
    typeof told === 'number' ? onNumber(told) : process.send?.({ cpu: process.cpuUsage() }),
  );
}

/** The database of the bench, quietly. */
export const openQuietly = (mongodbUri: string) =>
  openDatabase({ mongodbUri, dataDir: tmpdir(), log: { info: () => {}, warn: () => {}, error: console.error } });
