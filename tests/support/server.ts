/** The real HTTP stack on a real socket, with people to sign in as. The only stand-in is DingTalk: a code is `code:<userid>`. */
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { randomBytes, randomUUID } from 'node:crypto';
import pino from 'pino';
import request from 'supertest';
import { DomainError } from '../../models/core/errors';
import { openVault, referenceOf } from '../../models/core/identityVault';
import { type Stored } from '../../models/core/journal';
import { type Person, type Unit } from '../../models/people/people.schema';
import { people, units } from '../../models/people/people.store';
import { type Petition } from '../../models/petition/petition.schema';
import { petitions } from '../../models/petition/petition.store';
import { createApp } from '../../server/app';
import { createLive, type Live } from '../../server/live';
import { createMetrics } from '../../server/metrics';
import { type SendCode } from '../../server/party.session';
import { createSessions, type Sessions } from '../../server/sessions';
import { aPerson, aPetition, MORNING } from '../builders';

const PEPPER = Buffer.alloc(32, 7);
openVault({ current: 'k1', keys: { k1: Buffer.alloc(32, 1) }, pepper: PEPPER });

const JOBS = ['reap'];

/** One person of every part of the story, and strangers of other counties. */
export const PEOPLE: readonly Person[] = [
  aPerson('villager', '陈秘密', ['ruralSupervisor'], { grid: '330903-zm' }),
  aPerson('neighbour', '林隔壁', ['ruralSupervisor'], { grid: '330903-zm' }),
  aPerson('duty', '王值班', ['dutyOperator'], { county: null, unit: 'centre' }),
  aPerson('leader', '李带班', ['dutyLeader'], { county: null, unit: 'centre' }),
  aPerson('head', '赵分局', ['branchHead']),
  aPerson('wang', '王示海', ['officer']),
  aPerson('zhang', '张示潮', ['officer']),
  aPerson('farHead', '钱定海', ['branchHead'], { county: '330902', unit: 'dinghai' }),
  aPerson('farOfficer', '孙定海', ['officer'], { county: '330902', unit: 'dinghai' }),
  aPerson('bureau', '周局长', ['bureauLeader'], { county: null, unit: 'bureau' }),
  aPerson('auditor', '吴稽查', ['auditor'], { county: null, unit: 'bureau' }),
  aPerson('admin', '郑系统', ['systemAdmin'], { county: null, unit: 'bureau' }),
  aPerson('left', '冯离职', ['officer'], { active: false }),
  aPerson('nobody', '蒋无权', []),
];
const UNITS: readonly Unit[] = [
  {
    _id: 'putuo',
    name: '普陀分局',
    parent: null,
    kind: 'BRANCH',
    county: '330903',
    head: 'head',
    deputies: [],
    active: true,
  },
  {
    _id: 'dinghai',
    name: '定海分局',
    parent: null,
    kind: 'BRANCH',
    county: '330902',
    head: 'farHead',
    deputies: [],
    active: true,
  },
];

export async function settle(): Promise<void> {
  await people.insertMany([...PEOPLE]);
  await units.insertMany([...UNITS]);
}

/** Put a petition of `villager` as it stands into the database. */
export async function standing(change: Partial<Petition> = {}, id: string = randomUUID()): Promise<string> {
  const petition = aPetition({ _id: id, reporter: referenceOf('villager'), no: null, ...change });
  const event = {
    id: randomUUID(),
    type: 'petition.registered',
    at: MORNING,
    by: referenceOf('villager'),
    door: 'voice',
    data: {},
  };
  const journal = { events: [event], outbox: [], updatedAt: MORNING, sealed: 0, unsealedAt: MORNING };
  await petitions.collection.insertOne({ ...petition, ...journal } as unknown as Stored<Petition>);
  return id;
}

export interface TestServer {
  url: string;
  clock: { now: Date };
  live: Live;
  sessions: Sessions;
  http: Server;
  /** What was logged, as text. */
  logged: () => string;
  close: () => Promise<void>;
}

interface Options {
  requestsPerMinute?: number;
  publicUrl?: string;
  idleMs?: number;
  trustedOrigins?: string[];
  webhookSecrets?: Record<string, string[]>;
  sendCode?: SendCode;
  pagesFolder?: string;
}

export async function startServer(options: Options = {}): Promise<TestServer> {
  const clock = { now: MORNING };
  const now = () => clock.now;
  const lines: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
  const failed: unknown[] = [];
  const sessions = createSessions({
    secret: randomBytes(32).toString('hex'),
    idleMs: options.idleMs ?? 12 * 3_600_000,
    longestMs: 7 * 24 * 3_600_000,
  });
  const live = createLive({ sessions, clock: now, onError: (error) => failed.push(error) });
  const observed = {
    budget: () => Promise.resolve({ month: '2026-03', spent: 12, budget: 5_000 }),
    streamState: () => 'open',
    engineRestarts: () => 0,
    livePages: () => live.size(),
    clock: now,
  };
  const proven = (prefix: string) => (code: string) =>
    code.startsWith(prefix)
      ? Promise.resolve(code.slice(prefix.length))
      : Promise.reject(new DomainError('NOT_SIGNED_IN', '登录码已失效，请从钉钉工作台重新打开。'));
  const app = createApp({
    ...{ log, sessions, live, observed, clock: now },
    identity: { userIdOfCode: proven('code:'), unionIdOfOAuthCode: proven('oauth:') },
    settings: {
      publicUrl: options.publicUrl ?? 'http://localhost:8080',
      loginBase: 'http://login.example',
      corpId: 'corp',
      clientId: 'client',
      agentId: 1,
    },
    metrics: createMetrics(observed),
    ready: () => true,
    jobs: () => JOBS,
    pagesFolder: options.pagesFolder ?? '/nonexistent',
    trustedOrigins: options.trustedOrigins ?? [],
    trustProxy: false,
    requestsPerMinute: options.requestsPerMinute ?? 100_000,
    jsapiConfig: (url) => Promise.resolve({ url }),
    ...(options.sendCode ? { sendCode: options.sendCode } : {}),
    ...(options.webhookSecrets ? { webhookSecrets: options.webhookSecrets } : {}),
  });
  const handle = app.callback();
  const http = createServer((incoming, outgoing) => void handle(incoming, outgoing));
  await new Promise<void>((listening) => http.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    ...{ clock, live, sessions, http },
    logged: () => lines.join(''),
    async close() {
      await live.close();
      http.closeAllConnections();
      await new Promise((closed) => http.close(closed));
      if (failed.length > 0) throw failed[0] as Error;
    },
  };
}

interface Body extends Record<string, unknown> {
  error?: { code: string; message: string; requestId: string };
  petition?: Record<string, unknown> & { id: string };
  offered?: { step: string; form: { name: string }[] }[];
  items?: object[];
}
type Answer = Omit<request.Response, 'body'> & { body: Body };

/** One signed-in person with a browser: cookie, anti-forgery token, keys. */
export interface Browser {
  cookie: string;
  csrf: string;
  me: Record<string, unknown>;
  get: (path: string) => Promise<Answer>;
  post: (path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;
}

export const cookieOf = (answer: request.Response): string =>
  [answer.get('set-cookie') ?? []]
    .flat()
    .map((cookie: string) => cookie.split(';')[0])
    .join('; ');

export async function signIn(server: TestServer, userId: string): Promise<Browser> {
  const answer = await request(server.url)
    .post('/api/session')
    .send({ code: `code:${userId}` });
  if (answer.status !== 200) throw new Error(`${userId}: ${answer.status} ${answer.text}`);
  const { csrf, me } = answer.body as { csrf: string; me: Record<string, unknown> };
  const cookie = cookieOf(answer);
  return {
    ...{ cookie, csrf, me },
    get: async (path) => await request(server.url).get(path).set('cookie', cookie),
    post: async (path, body = {}, headers = {}) =>
      await request(server.url)
        .post(path)
        .set({ cookie, 'x-csrf-token': csrf, 'idempotency-key': randomUUID(), ...headers })
        .send(body as object),
  };
}
