import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { answerApiCall, isApiPath } from './api/dispatch';
import { proxyApp } from './appProxy';
import { createAutomatic, letPeopleServe } from './automatic';
import { createBlobs } from './blobs';
import { createCallLog } from './callLog';
import { createClock } from './clock';
import { answerControl, fromThisMachine } from './control/dispatch';
import { describe, type Info } from './control/world.control';
import { createCredentials } from './credentials';
import { createFaults } from './faults';
import { createGateway } from './gateway';
import { sendJson } from './http';
import { isLoginPath, sendLoginPage } from './loginPage';
import { createLimits } from './limits';
import { letMachineAnswer } from './machine';
import { answerSms, SMS_PATH } from './sms';
import { demoOrganisation, type Organisation } from './organisation';
import { sendPage } from './pages';
import { createPhones } from './phones';
import { keepState, loadState } from './snapshot';
import { DEMO_APP, type Addresses, type World } from './world';

/**
 * A DingTalk that runs on this machine: both API families, the Stream gateway, HTTP callbacks, and a phone for everybody in
 * the organisation. It shares no code with the product; the official SDKs are its judges.
 */
interface SandboxOptions {
  /** 0 picks a free port. */
  port: number;
  /** Default 127.0.0.1. The control API answers only to names of this machine whatever is chosen. */
  host?: string;
  organisation?: Organisation;
  addresses?: Partial<Addresses>;
  /** Where phones, cards and files are kept across restarts; without it they live in memory. */
  dataDir?: string;
  log?: (line: string) => void;
  /** Calls per second and API, 20 on a free organisation (60 with the add-on package). */
  ratePerSecond?: number;
  /** The people check in and confirm handovers by themselves (automatic.ts); default: nobody does anything unasked. */
  automatic?: boolean;
  /** Within which time they do. */
  slowestMs?: number;
}
export interface Sandbox {
  port: number;
  url: string;
  /** What `/sandbox/info` says at this moment. */
  readonly info: Info;
  clock(): Date;
  setAddresses(addresses: Partial<Addresses>): void;
  close(): Promise<void>;
}

function createWorld(options: SandboxOptions): World {
  const state = loadState(options.dataDir);
  const clock = createClock(state);
  const world: World = {
    app: DEMO_APP,
    url: '',
    addresses: { app: null, desk: null, phones: null, ...options.addresses },
    organisation: options.organisation ?? demoOrganisation(),
    state,
    clock,
    credentials: createCredentials(clock),
    limits: createLimits(options.ratePerSecond ?? 20),
    faults: createFaults(clock),
    phones: createPhones(state, clock),
    gateway: createGateway(clock, () => world.url, DEMO_APP),
    blobs: createBlobs(state, clock, options.dataDir && join(options.dataDir, 'files')),
    calls: createCallLog(),
    automatic: createAutomatic(options.automatic ?? false),
    log: options.log ?? (() => undefined),
  };
  return world;
}

const hostname = (request: IncomingMessage) => (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
/**
 * `cun001.localhost` is a phone and `app.cun001.localhost` the app inside it: one site to a browser, so that the app may keep
 * cookies and storage. Side by side all phones are of one site as well, `phones.localhost`.
 */
const PHONE_HOST = /^(app\.)?([^.]+)(\.app)?(?:\.phones)?\.localhost$/;
const personOf = (world: World, label: string) =>
  world.organisation.people.find(({ userId }) => userId.toLowerCase() === label)?.userId;

function answerAway(request: IncomingMessage, response: ServerResponse, mode: string | undefined): void {
  if (mode === '503') sendJson(response, 503, { code: 'ServiceUnavailable', message: '服务暂时不可用' });
  else request.socket.destroy();
}

async function answer(request: IncomingMessage, response: ServerResponse, world: World): Promise<void> {
  const url = new URL(
    URL.canParse(request.url ?? '/', 'http://sandbox') ? (request.url ?? '/') : '/',
    'http://sandbox',
  );
  if (url.pathname.startsWith('/sandbox/')) return answerControl(request, response, url, world);
  const [, app, label, appBehind] = PHONE_HOST.exec(hostname(request)) ?? [];
  const inApp = app ?? appBehind;
  const userId = label && personOf(world, label);
  if (userId && inApp) {
    if (world.addresses.app) return proxyApp(request, response, { target: world.addresses.app, userId });
    return sendJson(response, 502, { code: 'PRODUCT_AWAY', message: '应用还没有启动，请先启动服务再打开应用。' });
  }
  if (url.pathname === SMS_PATH) return answerSms(request, response, world);
  if (isApiPath(url.pathname)) {
    const away = world.faults.away();
    return away ? answerAway(request, response, away.mode) : answerApiCall(request, response, url, world);
  }
  if (!fromThisMachine(request))
    return sendJson(response, 403, { code: 'NOT_FROM_HERE', message: '手机只对本机开放，请用 localhost 访问。' });
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return sendJson(response, 200, { errcode: 22, errmsg: 'Invalid method' });
  if (isLoginPath(url.pathname)) return sendLoginPage(response, url, world);
  return sendPage(response, url.pathname, Boolean(userId));
}

/**
 * @returns the running sandbox
 * @throws Error when the port is taken or the saved state cannot be read
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const host = options.host ?? '127.0.0.1';
  const world = createWorld(options);
  const server = createServer((request, response) => {
    response.on('error', () => undefined);
    answer(request, response, world).catch((error: unknown) => {
      world.log(`sandbox: ${String(error)}`);
      sendJson(response, 500, { code: 'DEFECT', message: '沙盒内部出错，详情见日志。' });
    });
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => undefined);
    if (world.faults.away()) socket.destroy();
    else world.gateway.upgrade(request, socket, head);
  });
  server.on('clientError', (_, socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  world.url = `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host}:${port}`;
  world.addresses.phones ??= `http://localhost:${port}/`;
  const stopMachine = letMachineAnswer(world);
  const stopPeople = letPeopleServe(world, options.slowestMs);
  const save = keepState(world.state, options.dataDir, world.log);
  return {
    port,
    url: world.url,
    get info() {
      return describe(world);
    },
    clock: () => world.clock.now(),
    setAddresses: (addresses) => void Object.assign(world.addresses, addresses),
    async close() {
      stopMachine();
      stopPeople();
      world.gateway.close();
      world.faults.clear();
      save();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
