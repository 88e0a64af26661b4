/** Starts everything, in order, and stops it in the opposite order. The only file that sees all doors. */
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { type Logger } from 'pino';
import { openStream, type StreamConnection } from '../bot/dingtalk/stream';
import { handleCallback } from '../bot/dingtalk/callback';
import { createDingTalk, type DingTalk, DingTalkError, type DingTalkSettings } from '../bot/dingtalk/client';
import { type InboundDoors } from '../bot/dingtalk/doors';
import { type Sandbox, startSandbox } from '../bot/sandbox/server';
import { DomainError } from '../models/core/errors';
import { openVault } from '../models/core/identityVault';
import { stores } from '../models/core/journal';
import { type Handler, startDelivery } from '../models/core/outbox';
import { adopt } from '../models/core/policy';
import { assignmentHandlers, climbDue } from '../models/assignment/assignment';
import { nextRung } from '../models/assignment/assignment.store';
import { createApp } from './app';
import { keepCallBudget } from './callBudget';
import { type Clock, followedClock, systemClock } from './clock';
import { type Config, readConfig } from './config';
import { openDatabase } from './database';
import { keepDeadlines, petitionDeadline } from './deadlines';
import { type Log } from './engineProcess';
import { jobsOf } from './jobs';
import { createLive } from './live';
import { openLog } from './log';
import { createMetrics } from './metrics';
import { startScheduler } from './scheduler';
import { readSecrets } from './secrets';
import { createSessions } from './sessions';
import { type Identity } from './signIn';

/** What has been started, so that it can be stopped: the latest first. */
type Stop = () => unknown;

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

/** The compiled server lies one folder deeper than its source. */
function projectRoot(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
}

/** One line per step, with what it took. */
async function step<T>(title: string, work: () => T | Promise<T>): Promise<T> {
  const started = performance.now();
  const result = await work();
  console.log(`  ✔ ${title}（${((performance.now() - started) / 1000).toFixed(1)} 秒）`);
  return result;
}

function adoptPolicy({ POLICY_FILE }: Config) {
  if (!POLICY_FILE) return;
  try {
    adopt(JSON.parse(readFileSync(resolve(POLICY_FILE), 'utf8')));
  } catch (cause) {
    throw new Error(`业务参数文件 ${POLICY_FILE} 有错，请改正后再启动：${String(cause)}`, { cause });
  }
}

/** The wire's settings: from the environment, or those of the sandbox just started. */
function dingTalkSettings(config: Config, sandbox: Sandbox | undefined): DingTalkSettings {
  const app = sandbox?.info;
  return {
    apiBase: sandbox?.url ?? config.DINGTALK_API_BASE,
    oapiBase: sandbox?.url ?? config.DINGTALK_OAPI_BASE,
    corpId: app?.corpId ?? config.DINGTALK_CORP_ID ?? '',
    agentId: app?.agentId ?? config.DINGTALK_AGENT_ID ?? 0,
    clientId: app?.clientId ?? config.DINGTALK_CLIENT_ID ?? '',
    clientSecret: app?.clientSecret ?? config.DINGTALK_CLIENT_SECRET ?? '',
    robotCode: app?.robotCode ?? config.DINGTALK_ROBOT_CODE ?? config.DINGTALK_CLIENT_ID ?? '',
    cardTemplateId: app?.cardTemplateId ?? config.DINGTALK_CARD_TEMPLATE_ID ?? '',
    cardCallback: config.DINGTALK_INBOUND === 'http' ? 'HTTP' : 'STREAM',
    jsapiDigest: 'sha256',
    monthlyCallBudget: config.DINGTALK_MONTHLY_CALLS,
    fileHosts: config.DINGTALK_FILE_HOSTS,
  };
}

/** A code that DingTalk refuses is the user's matter; anything else is the wire's. */
async function proved<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof DingTalkError) || error.kind !== 'refused') throw error;
    throw new DomainError(
      'NOT_SIGNED_IN',
      '登录码已失效，请从钉钉工作台重新打开。',
      { code: error.code },
      { cause: error },
    );
  }
}

const identityBy = (dingtalk: DingTalk): Identity => ({
  userIdOfCode: async (code) => (await proved(dingtalk.userIdOfAuthCode(code))).userId,
  unionIdOfOAuthCode: () => Promise.reject(new DomainError('UNAVAILABLE', '网页登录暂未开通，请从钉钉工作台打开。')),
});

/** Tells how often the engine had to be started again. */
function countingRestarts(log: Logger): { log: Log; restarts: () => number } {
  let restarts = 0;
  const counted: Log = {
    info: (details, message) => log.info(details, message),
    warn: (details, message) => log.warn(details, message),
    error(details, message) {
      if (/ended unasked/.test(message)) restarts += 1;
      log.error(details, message);
    },
  };
  return { log: counted, restarts: () => restarts };
}

async function start(stops: Stop[]) {
  const config = readConfig(process.env);
  const log = openLog(config);
  const onError = (error: unknown) => log.error({ err: error }, 'a loop failed and goes on');
  const engine = countingRestarts(log);
  adoptPolicy(config);
  const secrets = await step('读取密钥', () => readSecrets(config));
  openVault(secrets.vault);

  const database = await step('打开数据库', () =>
    openDatabase({ mongodbUri: config.MONGODB_URI, dataDir: config.DATA_DIR, log: engine.log }),
  );
  stops.push(() => database.close());

  const sandbox = config.DINGTALK_CLIENT_ID
    ? undefined
    : await step('启动钉钉沙箱', () =>
        startSandbox({
          port: config.SANDBOX_PORT,
          dataDir: join(resolve(config.DATA_DIR), 'sandbox'),
          log: (line) => log.info({ sandbox: line }, 'sandbox'),
        }),
      );
  if (sandbox) stops.push(() => sandbox.close());
  const clockUrl = config.CLOCK_URL ?? (sandbox && `${sandbox.url}/sandbox/clock`);
  const clock: Clock = clockUrl ? await followedClock(clockUrl, log) : systemClock();
  stops.push(() => clock.stop());

  const settings = dingTalkSettings(config, sandbox);
  const calls = keepCallBudget(onError);
  stops.push(() => calls.flush());
  const dingtalk = createDingTalk(settings, { clock: clock.now, log, ...calls });
  const sessions = createSessions({
    secret: secrets.session,
    idleMs: config.SESSION_IDLE_MINUTES * MINUTE,
    longestMs: config.SESSION_DAYS * DAY,
  });

  const inbound: InboundDoors = {
    clock: clock.now,
    log,
    onMessage: () => Promise.resolve(),
    onCard: () => Promise.resolve({}),
    onEvent: () => Promise.resolve(),
  };
  let stream: StreamConnection | undefined;
  if (config.DINGTALK_INBOUND === 'stream') {
    stream = openStream(settings, inbound);
    stops.push(() => stream?.close());
  }

  const local: Record<string, Handler> = { ...assignmentHandlers };
  const effects = startDelivery({ stores: () => stores, handlers: local }, clock.now, onError);
  stops.push(() => effects.stop());

  const deadlines = keepDeadlines(
    [petitionDeadline(onError), { name: 'assignment.ladder', next: nextRung, act: climbDue }],
    clock.now,
    onError,
  );
  stops.push(() => deadlines.stop());
  const jobs = jobsOf({ log, syncOrganisation: () => Promise.resolve(), readReceipts: () => Promise.resolve() });
  const scheduler = await step('补办错过的定时任务', () => startScheduler(jobs, clock.now, log));
  clock.onMoved(() => void scheduler.ring());
  stops.push(() => scheduler.stop());

  const live = createLive({ sessions, clock: clock.now, onError });
  const observed = {
    budget: () => dingtalk.callBudget(),
    streamState: () => stream?.state() ?? 'http',
    engineRestarts: engine.restarts,
    livePages: () => live.size(),
    clock: clock.now,
  };
  let ready = false;
  const app = createApp({
    log,
    sessions,
    live,
    observed,
    clock: clock.now,
    identity: identityBy(dingtalk),
    settings: {
      publicUrl: config.PUBLIC_URL,
      loginBase: sandbox?.url ?? config.DINGTALK_LOGIN_BASE,
      corpId: settings.corpId,
      clientId: settings.clientId,
      agentId: settings.agentId,
    },
    metrics: createMetrics(observed),
    ready: () => ready,
    jobs: () => scheduler.jobs,
    pagesFolder: join(projectRoot(), 'dist/miniapp'),
    trustedOrigins: config.TRUSTED_ORIGINS,
    trustProxy: config.TRUST_PROXY,
    requestsPerMinute: config.REQUESTS_PER_MINUTE,
    jsapiConfig: (url) => dingtalk.jsapiConfig(url),
    ...(config.DINGTALK_INBOUND === 'http'
      ? {
          answerPush: (push) =>
            handleCallback(
              {
                ...settings,
                eventToken: config.DINGTALK_CALLBACK_TOKEN ?? '',
                eventAesKey: config.DINGTALK_AES_KEY ?? '',
                cardApiSecret: config.DINGTALK_CARD_SECRET ?? '',
              },
              inbound,
              push,
            ),
        }
      : {}),
  });

  const handle = app.callback();
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(config.PORT, config.HOST, listening);
  });
  const { port } = server.address() as AddressInfo;
  const address = config.PORT === 0 ? `http://localhost:${port}` : config.PUBLIC_URL;
  sandbox?.setAddresses({ app: `${address}/`, desk: `${address}/desk` });
  ready = true;
  stops.push(async () => {
    ready = false;
    const closed = new Promise<void>((done) => server.close(() => done()));
    await live.close();
    server.closeIdleConnections();
    await closed;
  });

  console.log(`\n  随手报和我的任务   ${address}/\n  值班台             ${address}/desk`);
  if (sandbox) console.log(`  手机               ${sandbox.info.addresses.phones ?? sandbox.url}`);
  return log;
}

async function stopAll(stops: Stop[]) {
  for (const stop of stops.reverse()) await stop();
}

async function main() {
  const stops: Stop[] = [];
  let stopping = false;
  const stop = (signal: string): void => {
    if (stopping) process.exit(130);
    stopping = true;
    console.log(`\n  收到 ${signal}，正在停止……（再按一次立即退出）`);
    stopAll(stops).then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    const log = await start(stops);
    const fatal = (error: unknown) => {
      log.fatal({ err: error }, 'a defect nobody caught; the process ends');
      console.error(error);
      setTimeout(() => process.exit(1), 100);
    };
    process.on('unhandledRejection', fatal);
    process.on('uncaughtException', fatal);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    console.error(code === 'EADDRINUSE' ? '端口已被占用，请用 PORT 或 SANDBOX_PORT 换一个端口后重新启动。' : message);
    await stopAll(stops).catch(() => undefined);
    process.exit(1);
  }
}

void main();
