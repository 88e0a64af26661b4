/** Starts everything, in order, and stops it in the opposite order. The only file that sees all doors. */
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join, resolve } from 'node:path';
import { type Logger } from 'pino';
import { type Bot, startBot } from '../bot/bot';
import { codeText } from '../bot/partyTexts';
import { type SmsGateway, smsGateway } from '../bot/smsGateway';
import { voiceGateway } from '../bot/voiceGateway';
import { handleCallback } from '../bot/dingtalk/callback';
import { createDingTalk, type DingTalk, DingTalkError, type DingTalkSettings } from '../bot/dingtalk/client';
import { type Sandbox, startSandbox } from '../bot/sandbox/server';
import { ladderClimber } from '../models/assignment/assignment';
import { assignments, nextRung } from '../models/assignment/assignment.store';
import { DomainError } from '../models/core/errors';
import { openVault } from '../models/core/identityVault';
import { stores } from '../models/core/journal';
import { type Handler, type OwedEntry, requireHandlers, startDelivery } from '../models/core/outbox';
import { localHandlers } from '../models/handlers';
import { adopt } from '../models/core/policy';
import { seedDemo } from '../models/demo/seed';
import { keepBuiltInTables } from '../models/discretion/discretion.store';
import { keepBuiltInLaw } from '../models/law/builtIn';
import { keepBuiltInRules } from '../models/law/exemption';
import { faces } from '../models/domains';
import { people } from '../models/people/people.store';
import { keepBuiltIn } from '../models/template/template.store';
import { petitionDomain } from '../models/petition/petition';
import { createApp } from './app';
import { keepCallBudget } from './callBudget';
import { type Clock, followedClock, systemClock } from './clock';
import { type Config, readConfig } from './config';
import { openDatabase } from './database';
import { keepDeadlines, wakeDeadline, wakeDeadlines } from './deadlines';
import { type Log } from './engineProcess';
import { jobsOf } from './jobs';
import { createLive } from './live';
import { openLog } from './log';
import { findOffice } from './office';
import { createMetrics } from './metrics';
import { probeJob } from './probe';
import { keepSettings } from './settings.keeper';
import { type Scheduler, startScheduler } from './scheduler';
import { readSecrets } from './secrets';
import { createSessions, type Sessions } from './sessions';
import { type Identity } from './signIn';
import { signalDeadline } from './webhook';
import { readBoundary } from './wall.boundary';
import { startWatchdog } from './watchdogChild';
import { welcome } from './welcome';

/** At 15 calls a second a round takes some seconds; with every call timing out it still ends within the lease. */
const WIRE_BATCH = 60;
const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

/** What every stage is given, and where it leaves how to stop what it started. */
interface House {
  config: Config;
  log: Logger;
  onError: (error: unknown) => void;
  stops: (() => unknown)[];
  engineRestarts: () => number;
  databaseUri: string;
  sessions: Sessions;
}

/** One line per step, with what it took. */
async function step<T>(title: string, work: () => T | Promise<T>): Promise<T> {
  const started = performance.now();
  const result = await work();
  console.log(`  ✔ ${title}（${((performance.now() - started) / 1000).toFixed(1)} 秒）`);
  return result;
}

/** The compiled server lies one folder deeper than its source. */
function projectRoot(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
}

function adoptPolicy({ POLICY_FILE }: Config) {
  if (!POLICY_FILE) return;
  try {
    adopt(JSON.parse(readFileSync(resolve(POLICY_FILE), 'utf8')));
  } catch (cause) {
    throw new Error(`业务参数文件 ${POLICY_FILE} 有错，请改正后再启动：${String(cause)}`, { cause });
  }
}

/** Tells how often the engine had to be started again. */
function countingRestarts(log: Logger): { log: Log; restarts: () => number } {
  let restarts = 0;
  const counted: Log = {
    info: (details, message) => log.info(details, message),
    warn: (details, message) => log.warn(details, message),
    error(details, message) {
      if (message.includes('ended unasked')) restarts += 1;
      log.error(details, message);
    },
  };
  return { log: counted, restarts: () => restarts };
}

/** Settings, secrets, database. */
async function openHouse(stops: House['stops']): Promise<House> {
  const config = readConfig(process.env);
  adoptPolicy(config);
  const log = openLog(config);
  const secrets = readSecrets(config);
  openVault(secrets.vault);
  const engine = countingRestarts(log);
  const database = await step('打开数据库', () =>
    openDatabase({ mongodbUri: config.MONGODB_URI, dataDir: config.DATA_DIR, log: engine.log }),
  );
  stops.push(() => database.close());
  const sessions = createSessions({
    secret: secrets.session,
    idleMs: config.SESSION_IDLE_MINUTES * MINUTE,
    longestMs: config.SESSION_DAYS * DAY,
  });
  const onError = (error: unknown) => log.error({ err: error }, 'a loop failed and goes on');
  return { config, log, onError, stops, engineRestarts: engine.restarts, databaseUri: database.uri, sessions };
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

/** The fictional bureau's two years, once; only where both database and DingTalk are our own. */
async function fillDemo(clock: Clock) {
  const progress = (done: number, total: number, label: string) => {
    if (!process.stdout.isTTY) return;
    process.stdout.write(
      `\r\x1b[K  ${'█'.repeat(done)}${'░'.repeat(total - done)} ${label}${done === total ? '\r\x1b[K' : ''}`,
    );
  };
  await step('准备演示数据', () => seedDemo({ now: clock.now(), progress }));
}

const DINGS = { none: 'none', app: 'ding', sms: 'dingSms', phone: 'dingPhone' } as const;

/** What rings louder than a message: as far as the organisation has it. */
function louderMeans({ DINGTALK_DING, VOICE_GATEWAY_URL: url, VOICE_GATEWAY_SECRET: secret }: Config) {
  return { loudestDing: DINGS[DINGTALK_DING], ...(url && secret ? { voice: voiceGateway({ url, secret }) } : {}) };
}

/** Texts to parties: the bureau's gateway, or the sandbox's where the sandbox is all there is. */
function texts(
  { SMS_GATEWAY_URL: url, SMS_GATEWAY_SECRET: secret }: Config,
  sandbox?: Sandbox,
): SmsGateway | undefined {
  if (url && secret) return smsGateway({ url, secret });
  return sandbox && smsGateway(sandbox.info.sms);
}

interface Wire {
  sms: SmsGateway | undefined;
  sandbox: Sandbox | undefined;
  clock: Clock;
  settings: DingTalkSettings;
  dingtalk: DingTalk;
  bot: Bot;
}

async function openSandbox({ config, log, stops }: House): Promise<Sandbox> {
  const sandbox = await startSandbox({
    port: config.SANDBOX_PORT,
    dataDir: join(resolve(config.DATA_DIR), 'sandbox'),
    automatic: config.SANDBOX_AUTOMATIC && !config.MONGODB_URI,
    addresses: { app: `${config.PUBLIC_URL}/`, desk: `${config.PUBLIC_URL}/desk` },
    log: (line) => log.info({ sandbox: line }, 'sandbox'),
  });
  stops.push(() => sandbox.close());
  return sandbox;
}

/** DingTalk, ours or the real one, and the chat door. On an empty database the organisation is read before anything else. */
async function openWire(house: House): Promise<Wire> {
  const { config, log, onError, stops } = house;
  const sandbox = config.DINGTALK_CLIENT_ID ? undefined : await step('启动钉钉沙盒', () => openSandbox(house));
  const clockUrl = config.CLOCK_URL ?? (sandbox && `${sandbox.url}/sandbox/clock`);
  const clock = clockUrl ? await followedClock(clockUrl, log) : systemClock();
  stops.push(() => clock.stop());
  const settings = dingTalkSettings(config, sandbox);
  const calls = keepCallBudget(onError);
  stops.push(() => calls.flush());
  const dingtalk = createDingTalk(settings, { clock: clock.now, log, ...calls });
  const sms = texts(config, sandbox);
  const bot = startBot({
    ...(sms ? { sms } : {}),
    dingtalk,
    settings,
    appUrl: config.PUBLIC_URL,
    clock: clock.now,
    log,
    inbound: config.DINGTALK_INBOUND,
    ...louderMeans(config),
  });
  stops.push(() => bot.stop());
  if ((await people.findOne({ active: true })) === null) await step('读取钉钉通讯录', () => bot.syncOrganisation());
  if (sandbox && !config.MONGODB_URI) await fillDemo(clock);
  return { sandbox, sms, clock, settings, dingtalk, bot };
}

/** What works by itself: delivery in two streams, so that an absent DingTalk delays nothing of ours; deadlines; regular jobs. */
function startLoops({ config, log, onError, stops, sessions }: House, { clock, bot, sandbox }: Wire): Scheduler {
  const outbox = (handlers: Record<string, Handler>, batch?: number) => ({
    stores: () => stores,
    handlers,
    ...(batch ? { batch } : {}),
    onImpossible: ({ kind, store, recordId }: OwedEntry, reason: string) =>
      log.error({ kind, store, recordId, reason }, 'an owed effect can never be carried out'),
  });
  requireHandlers([localHandlers, bot.wireHandlers]);
  const outboxes = [outbox(localHandlers), outbox(bot.wireHandlers, WIRE_BATCH)];
  const delivery = startDelivery(outboxes, clock.now, onError);
  stops.push(() => delivery.stop());
  const ladder = { name: 'assignment.ladder', store: assignments.name, next: nextRung, act: ladderClimber(onError) };
  const waking = wakeDeadlines(
    faces.map(({ domain }) => domain),
    onError,
  );
  const deadlines = keepDeadlines(
    [wakeDeadline(petitionDomain, onError), ...waking, signalDeadline(onError), ladder],
    clock.now,
    onError,
  );
  stops.push(() => deadlines.stop());
  const jobs = jobsOf({
    log,
    syncOrganisation: async () => {
      await bot.syncOrganisation();
      sessions.forget();
    },
    readReceipts: async () => void (await bot.pollReadReceipts()),
  });
  const person = config.PROBE_USER ?? sandbox?.info.probeUserId;
  const probe = person ? [probeJob({ person, everyMinutes: config.PROBE_MINUTES, clock: clock.now })] : [];
  const scheduler = startScheduler([...jobs, ...probe], clock.now, log);
  clock.onMoved(() => {
    deadlines.wake();
    void scheduler.ring();
  });
  stops.push(() => scheduler.stop());
  return scheduler;
}

/** A code that DingTalk refuses is the user's matter; anything else is the wire's. */
async function proved<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (cause) {
    if (!(cause instanceof DingTalkError) || cause.kind !== 'refused') throw cause;
    const { code } = cause;
    throw new DomainError('NOT_SIGNED_IN', '登录码已失效，请从钉钉工作台重新打开。', { dingtalk: code }, { cause });
  }
}

const identityBy = (dingtalk: DingTalk): Identity => ({
  userIdOfCode: async (code) => (await proved(dingtalk.userIdOfAuthCode(code))).userId,
  unionIdOfOAuthCode: (code) => proved(dingtalk.unionIdOfOAuthCode(code)),
});

function answerPushes({ config }: House, { settings, bot }: Wire) {
  const keys = {
    ...settings,
    eventToken: config.DINGTALK_CALLBACK_TOKEN ?? '',
    eventAesKey: config.DINGTALK_AES_KEY ?? '',
    cardApiSecret: config.DINGTALK_CARD_SECRET ?? '',
  };
  return (push: Parameters<typeof handleCallback>[2]) => handleCallback(keys, bot.inbound, push);
}

const REGISTER_AGAIN_MS = 60_000;

/** With HTTP callbacks DingTalk has to be told where presses on cards lead. Its absence does not keep us from starting. */
function registerCardCallback({ config, log, stops }: House, { dingtalk }: Wire) {
  if (config.DINGTALK_INBOUND !== 'http') return;
  let again: NodeJS.Timeout | undefined;
  const attempt = () =>
    dingtalk
      .registerCardCallback(`${config.PUBLIC_URL}/dingtalk/card`, config.DINGTALK_CARD_SECRET ?? '')
      .catch((error: unknown) => {
        log.error({ err: error }, 'the address of card callbacks is not registered; tried again in a minute');
        again = setTimeout(() => void attempt(), REGISTER_AGAIN_MS).unref();
      });
  void attempt();
  stops.push(() => clearTimeout(again));
}

/** Listen. Stopping takes no new request, ends the live pages and waits for what is being answered. */
async function openHttp(house: House, wire: Wire, scheduler: Scheduler): Promise<void> {
  const { config, log, sessions, stops, engineRestarts } = house;
  const { clock, settings, dingtalk, bot, sandbox, sms } = wire;
  let ready = false;
  const live = createLive({ sessions, clock: clock.now, onError: house.onError });
  const observed = {
    budget: () => dingtalk.callBudget(),
    streamState: () => bot.state(),
    engineRestarts,
    livePages: () => live.size(),
    clock: clock.now,
  };
  const { corpId, clientId, agentId } = settings;
  const loginBase = sandbox?.url ?? config.DINGTALK_LOGIN_BASE;
  const office = await findOffice();
  await keepBuiltIn(clock.now());
  await keepBuiltInLaw(clock.now());
  await keepBuiltInRules(clock.now());
  await keepBuiltInTables(clock.now());
  const app = createApp({
    ...{ log, sessions, live, observed, clock: clock.now, identity: identityBy(dingtalk) },
    settings: { publicUrl: config.PUBLIC_URL, loginBase, corpId, clientId, agentId, demo: sandbox !== undefined },
    metrics: createMetrics(observed),
    ready: () => ready,
    jobs: () => scheduler.jobs,
    office,
    pagesFolder: join(projectRoot(), 'dist/miniapp'),
    ...(config.MAP_BOUNDARY_FILE ? { boundary: readBoundary(config.MAP_BOUNDARY_FILE) } : {}),
    trustedOrigins: config.TRUSTED_ORIGINS,
    trustProxy: config.TRUST_PROXY,
    requestsPerMinute: config.REQUESTS_PER_MINUTE,
    jsapiConfig: (url) => dingtalk.jsapiConfig(url),
    ...(sms ? { sendCode: ({ code, ...to }) => sms({ ...to, text: codeText(code) }) } : {}),
    ...(config.WEBHOOK_SECRETS ? { webhookSecrets: config.WEBHOOK_SECRETS } : {}),
    ...(config.DINGTALK_INBOUND === 'http' ? { answerPush: answerPushes(house, wire) } : {}),
  });
  const handle = app.callback();
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(config.PORT, config.HOST, listening);
  });
  ready = true;
  stops.push(async () => {
    ready = false;
    const closed = new Promise<void>((done) => server.close(() => done()));
    await live.close();
    server.closeIdleConnections();
    await closed;
  });
}

/** The auditor's process, which learns from the environment what we know: the engine's address, and the sandbox where there is one. */
function openWatchdog({ config, log, stops, databaseUri }: House, { sandbox, settings }: Wire): void {
  if (!config.WATCHDOG) return;
  const child = startWatchdog(
    {
      MONGODB_URI: databaseUri,
      PORT: String(config.PORT),
      HOST: config.HOST,
      ...(sandbox
        ? {
            CLOCK_URL: config.CLOCK_URL ?? `${sandbox.url}/sandbox/clock`,
            DINGTALK_CLIENT_ID: settings.clientId,
            DINGTALK_CLIENT_SECRET: settings.clientSecret,
            DINGTALK_CORP_ID: settings.corpId,
            DINGTALK_AGENT_ID: String(settings.agentId),
            DINGTALK_CARD_TEMPLATE_ID: settings.cardTemplateId,
            DINGTALK_API_BASE: settings.apiBase,
            DINGTALK_OAPI_BASE: settings.oapiBase,
            WATCH_WEBHOOK_URL: config.WATCH_WEBHOOK_URL ?? sandbox.info.webhook.url,
            WATCH_WEBHOOK_SECRET: config.WATCH_WEBHOOK_SECRET ?? sandbox.info.webhook.secret,
          }
        : {}),
    },
    log,
  );
  stops.push(() => child.stop());
}

async function start(stops: House['stops']): Promise<Logger> {
  const house = await openHouse(stops);
  const wire = await openWire(house);
  const settings = await keepSettings(wire.clock.now, house.log, house.onError);
  stops.push(() => settings.stop());
  const scheduler = startLoops(house, wire);
  await step('监听网页和接口', () => openHttp(house, wire, scheduler));
  registerCardCallback(house, wire);
  openWatchdog(house, wire);
  await welcome(house.config.PUBLIC_URL, wire.sandbox?.info, wire.clock.now());
  return house.log;
}

async function stopAll(stops: House['stops']) {
  for (const stop of stops.splice(0).reverse()) await stop();
}

/** One press of Ctrl-C may arrive several times: from the terminal, and again from npm, which passes it on. */
const SAME_PRESS_MS = 1_000;

/** The first signal stops gently, the second at once. */
function stopOnSignals(stops: House['stops']) {
  let stoppingSince: number | undefined;
  const stop = (signal: string) => {
    if (stoppingSince !== undefined) {
      if (performance.now() - stoppingSince > SAME_PRESS_MS) process.exit(130);
      return;
    }
    stoppingSince = performance.now();
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
}

/** A defect nobody caught leaves the process in a state nobody knows: it ends, and whoever watches it starts it again. */
function endOnDefects(log: Logger) {
  const end = (error: unknown) => {
    log.fatal({ err: error }, 'a defect nobody caught; the process ends');
    setTimeout(() => process.exit(1), 100);
  };
  process.on('unhandledRejection', end);
  process.on('uncaughtException', end);
}

async function main() {
  const stops: House['stops'] = [];
  stopOnSignals(stops);
  try {
    endOnDefects(await start(stops));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    console.error(code === 'EADDRINUSE' ? '端口已被占用，请用 PORT 或 SANDBOX_PORT 换一个端口后重新启动。' : message);
    await stopAll(stops).catch(() => undefined);
    process.exit(1);
  }
}

void main();
