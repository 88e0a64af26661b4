import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import pino from 'pino';
import { absenceHandlers } from '../../models/absence/absence.handlers';
import { assignmentHandlers } from '../../models/assignment/assignment';
import { DomainError } from '../../models/core/errors';
import { openVault } from '../../models/core/identityVault';
import { stores } from '../../models/core/journal';
import { startDelivery } from '../../models/core/outbox';
import { dutyHandlers } from '../../models/duty/duty.handlers';
import { rosterHandlers } from '../../models/duty/publishing';
import { type Person } from '../../models/people/people.schema';
import { countHandlers } from '../../models/petition/petition.counts';
import { people, units } from '../../models/people/people.store';
import { createApp } from '../../server/app';
import { createLive } from '../../server/live';
import { createMetrics } from '../../server/metrics';
import { createSessions } from '../../server/sessions';
import { aPerson } from '../builders';

const DAY = 86_400_000;

/** Those who walk a petition from end to end. A person's sign-in code is their id. */
const CAST: Person[] = [
  aPerson('villager', '林阿根', ['ruralSupervisor'], { title: '农村环境监督员', grid: '330903-zm', village: '展茅村' }),
  aPerson('duty', '周示波', ['dutyOperator'], { title: '值班员', county: null, unit: 'centre', unitName: '指挥中心' }),
  aPerson('head', '陈示山', ['branchHead'], { title: '普陀分局局长' }),
  aPerson('wang', '王示海', ['officer'], { title: '执法人员' }),
  aPerson('li', '李示涛', ['officer'], { title: '执法人员' }),
];

async function peopleTheStory() {
  await people.insertMany(CAST);
  const unit = { parent: null, kind: 'BRANCH' as const, deputies: [], active: true };
  await units.insertMany([
    { ...unit, _id: 'putuo', name: '普陀分局', county: '330903', head: 'head' },
    { ...unit, _id: 'dinghai', name: '定海分局', county: '330902', head: null },
  ]);
}

/** The real server for pages, without DingTalk: a sign-in code is the person's id. */
export interface PageServer {
  url: string;
  /** Stop listening and drop every connection, as a lost network would; `open` brings it back on the same port. */
  vanish(): Promise<void>;
  open(): Promise<void>;
  close(): Promise<void>;
}

/** Start it on an open database that is empty. */
export async function startPageServer({ port = 0, clock = () => new Date() } = {}): Promise<PageServer> {
  openVault({ current: 'test', keys: { test: Buffer.alloc(32, 7) }, pepper: Buffer.alloc(32, 9) });
  await peopleTheStory();
  const log = pino({ level: process.env['LOG_LEVEL'] ?? 'silent' });
  const onError = (error: unknown) => log.error({ err: error }, 'a loop failed');
  const sessions = createSessions({ secret: 'x'.repeat(32), idleMs: DAY, longestMs: DAY });
  const live = createLive({ sessions, clock, onError });
  const observed = {
    budget: () => Promise.resolve({ month: '2026-01', spent: 0, budget: 5000 }),
    streamState: () => 'none',
    engineRestarts: () => 0,
    livePages: () => live.size(),
    clock,
  };
  const effects = startDelivery(
    {
      stores: () => stores,
      handlers: { ...assignmentHandlers, ...countHandlers, ...dutyHandlers, ...absenceHandlers, ...rosterHandlers },
    },
    clock,
    onError,
  );
  const app = createApp({
    log,
    sessions,
    live,
    observed,
    clock,
    identity: {
      userIdOfCode: (code) => Promise.resolve(code),
      unionIdOfOAuthCode: () =>
        Promise.reject(new DomainError('UNAVAILABLE', '网页登录暂未开通，请从钉钉工作台打开。')),
    },
    settings: {
      publicUrl: 'http://localhost',
      loginBase: null,
      corpId: 'ding-test',
      clientId: 'client-test',
      agentId: 1,
      demo: true,
    },
    metrics: createMetrics(observed),
    ready: () => true,
    jobs: () => [],
    pagesFolder: resolve(__dirname, '../../dist/miniapp'),
    trustedOrigins: [],
    trustProxy: false,
    requestsPerMinute: 100_000,
    jsapiConfig: () => Promise.resolve({}),
  });
  const handle = app.callback();
  const server = createServer((request, response) => void handle(request, response));
  const listen = (at: number) => new Promise<void>((done) => void server.listen(at, '127.0.0.1', done));
  await listen(port);
  const { port: chosen } = server.address() as AddressInfo;
  const vanish = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  return {
    url: `http://localhost:${chosen}`,
    vanish,
    open: () => listen(chosen),
    async close() {
      await effects.stop();
      await live.close();
      if (server.listening) await vanish();
    },
  };
}
