/**
 * The auditor process: finds every step, message and deadline that is overdue, whatever crashed, and says so by its own way. It has its
 * own connection to the database and its own DingTalk client, and goes on when the server dies.
 *
 * Started beside every server (watchdogChild.ts), and alone by `npm run watchdog`; of several one is on guard, the others stand by.
 */
import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mongo } from 'mongoose';
import { type Logger } from 'pino';
import { createDingTalk } from '../bot/dingtalk/client';
import { leaveWatch } from '../models/probe/findings';
import { type Clock, followedClock, systemClock } from './clock';
import { type Config, readConfig } from './config';
import { databaseName } from './database';
import { openLog } from './log';
import { signal, webhookWay, type Way } from './watchdogAlarm';
import { lookInto } from './watchdogLook';
import { type Rounds, watchRounds } from './watchdogRound';

const EVERY_MS = 10_000;
/** After a demo's clock was moved the product needs a moment to catch up; what is late only by the jump is no finding. */
const AFTER_MOVE_MS = 25_000;
const SERVER_MS = 3_000;
/** Rounds that a watchdog without its server goes on after the server, or the database, has been seen or missed. */
const SEEN_AGAIN = 6;
const GIVEN_UP = 60;

function databaseUri({ MONGODB_URI, DATA_DIR }: Config): string {
  const socket = encodeURIComponent(join(resolve(DATA_DIR), 'engine', 'engine.sock'));
  return MONGODB_URI ?? `mongodb://${socket}/?directConnection=true`;
}

/** Work notices to named people, by a DingTalk client of the watchdog's own. */
function noticeWay(config: Config, clock: Clock, log: Logger): Way {
  const dingtalk = createDingTalk(
    {
      apiBase: config.DINGTALK_API_BASE,
      oapiBase: config.DINGTALK_OAPI_BASE,
      corpId: config.DINGTALK_CORP_ID ?? '',
      agentId: config.DINGTALK_AGENT_ID ?? 0,
      clientId: config.DINGTALK_CLIENT_ID ?? '',
      clientSecret: config.DINGTALK_CLIENT_SECRET ?? '',
      robotCode: config.DINGTALK_ROBOT_CODE ?? config.DINGTALK_CLIENT_ID ?? '',
      cardTemplateId: config.DINGTALK_CARD_TEMPLATE_ID ?? '',
      cardCallback: 'STREAM',
      jsapiDigest: 'sha256',
      monthlyCallBudget: config.DINGTALK_MONTHLY_CALLS,
    },
    { clock: clock.now, log },
  );
  return async (content) =>
    void (await dingtalk.sendWorkNotice(config.WATCH_NOTIFY, { msgtype: 'text', text: { content } }));
}

function waysOf(config: Config, clock: Clock, log: Logger): Way[] {
  return [
    ...(config.WATCH_WEBHOOK_URL ? [webhookWay(config.WATCH_WEBHOOK_URL, config.WATCH_WEBHOOK_SECRET)] : []),
    ...(config.WATCH_NOTIFY.length > 0 && config.DINGTALK_CLIENT_ID ? [noticeWay(config, clock, log)] : []),
  ];
}

const serverUrl = ({ WATCH_SERVER_URL, HOST, PORT }: Config) =>
  WATCH_SERVER_URL ?? `http://${HOST === '0.0.0.0' || HOST === '::' ? '127.0.0.1' : HOST}:${PORT}`;

async function answers(url: string): Promise<boolean> {
  const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(SERVER_MS) });
  await response.body?.cancel();
  return response.ok;
}

/** Whether the server that started us is still there; its end closes our input. */
function parentLives(): () => boolean {
  let lives = true;
  if (process.env['WATCHDOG_CHILD'] === '1') {
    process.stdin.on('end', () => (lives = false)).on('error', () => (lives = false));
    process.stdin.resume();
  }
  return () => lives;
}

/**
 * Round after round until told to stop. Without its server it goes on alone; it ends once another server has been seen for a minute
 * (which has a watchdog of its own), or once the database has been away for ten: then everybody has been told who could be.
 */
async function keepWatch(rounds: Rounds, url: string, stopped: AbortSignal, movedAt: () => number): Promise<void> {
  const lives = parentLives();
  let seen = 0;
  let missed = 0;
  while (!stopped.aborted) {
    if (performance.now() - movedAt() > AFTER_MOVE_MS) {
      const standing = await rounds.round();
      missed = standing === undefined ? missed + 1 : 0;
    }
    if (!lives()) seen = (await answers(url).catch(() => false)) ? seen + 1 : 0;
    if (seen >= SEEN_AGAIN || (!lives() && missed >= GIVEN_UP)) return;
    await sleep(EVERY_MS, undefined, { signal: stopped }).catch(() => undefined);
  }
}

async function main() {
  const config = readConfig(process.env);
  const log = openLog(config).child({ process: 'watchdog' });
  const clock = config.CLOCK_URL ? await followedClock(config.CLOCK_URL, log) : systemClock();
  let movedAt = -Infinity;
  clock.onMoved(() => (movedAt = performance.now()));
  const uri = databaseUri(config);
  const client = new mongo.MongoClient(uri, { serverSelectionTimeoutMS: 4_000, maxPoolSize: 4 });
  const db = client.db(databaseName(uri));
  const owner = randomUUID();
  const url = serverUrl(config);
  const { DEADMAN_URL, DEADMAN_METHOD } = config;
  const rounds = watchRounds({
    ...{ db, look: lookInto(db), ways: waysOf(config, clock, log), owner },
    serverAnswers: () => answers(url),
    ...(DEADMAN_URL ? { signal: () => signal(DEADMAN_URL, DEADMAN_METHOD) } : {}),
    now: clock.now,
    machineNow: () => new Date(),
    onError: (error) => log.warn({ err: error }, 'the watchdog goes on'),
  });
  const stopping = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, () => stopping.abort());
  log.info({ owner }, 'the watchdog watches');
  await keepWatch(rounds, url, stopping.signal, () => movedAt);
  clock.stop();
  await leaveWatch(db, owner).catch(() => undefined);
  await client.close();
  process.exit(0);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
