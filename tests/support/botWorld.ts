import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Bot, startBot } from '../../bot/bot';
import { createDingTalk, type DingTalk, type DingTalkSettings } from '../../bot/dingtalk/client';
import { type Sandbox, startSandbox } from '../../bot/sandbox/server';
import { absenceHandlers } from '../../models/absence/absence.handlers';
import { assignmentHandlers } from '../../models/assignment/assignment';
import { openVault } from '../../models/core/identityVault';
import { stores } from '../../models/core/journal';
import { deliverDue } from '../../models/core/outbox';
import { dutyHandlers } from '../../models/duty/duty.handlers';
import { enterprises } from '../../models/enterprise/enterprise.store';
import { type Enterprise } from '../../models/enterprise/enterprise.schema';

export const APP_URL = 'http://app.example';

/** A message on a phone, as the control interface tells it. */
export interface Shown {
  id: string;
  kind: string;
  from: string;
  text?: string;
  title?: string;
  preview?: string;
  url?: string;
  subject?: string;
  done?: boolean;
  outTrackId?: string;
  cardParamMap?: Record<string, string>;
}
export interface Pressed {
  acknowledgedInMs: number | null;
  response: {
    cardData?: { cardParamMap: Record<string, string> };
    userPrivateData?: { cardParamMap: Record<string, string> };
  } | null;
}

export interface BotWorld {
  sandbox: Sandbox;
  client: DingTalk;
  bot: Bot;
  /** Lines of the log, level first. */
  logged: string[];
  clock: () => Date;
  control<T>(path: string, body?: object): Promise<T>;
  say(userId: string, said: object): Promise<void>;
  press(userId: string, outTrackId: string, action: string, params?: object): Promise<Pressed>;
  submit(userId: string, outTrackId: string, action: string, form: object): Promise<Pressed>;
  phone(userId: string): Promise<Shown[]>;
  /** The newest card on this phone whose title contains the words, with its variables. */
  card(userId: string, words?: string): Promise<{ id: string; shown: Record<string, string>; buttons: string[] }>;
  /** What the robot last said in words. */
  lastWords(userId: string): Promise<string>;
  /** Carry out everything that is owed now. */
  drain(): Promise<void>;
  advance(ms: number): Promise<void>;
  close(): Promise<void>;
}

export const FISHMEAL: Enterprise = {
  _id: 'E07',
  name: '东海鱼粉示例有限公司',
  shortNames: ['东海鱼粉'],
  uscc: 'DEMO00000000000E07',
  sector: 'SEAFOOD',
  county: '330903',
  place: '展茅',
  location: [122.31, 30.03],
  category: 'RED',
  controlLevel: 'MUNICIPAL',
};

/** What the product has to be told to take the sandbox for DingTalk. */
export function settingsOf(sandbox: Sandbox): DingTalkSettings {
  const { corpId, agentId, clientId, clientSecret, robotCode, cardTemplateId } = sandbox.info;
  return {
    ...{ apiBase: sandbox.url, oapiBase: sandbox.url },
    ...{ corpId, agentId, clientId, clientSecret, robotCode, cardTemplateId },
    ...{ cardCallback: 'STREAM', jsapiDigest: 'sha256', monthlyCallBudget: 5000 },
  };
}

/** One `botWorld` for all specifications of a file or block; it is there once they run. */
export function useBotWorld(): BotWorld {
  const world = {} as BotWorld;
  beforeAll(async () => {
    Object.assign(world, await botWorld());
  }, 60_000);
  afterAll(() => world.close());
  return world;
}

/** The real bot against the real sandbox and the real engine: the demo organisation synchronised, one enterprise on the register. */
export async function botWorld(): Promise<BotWorld> {
  openVault({ current: 'k', keys: { k: randomBytes(32) }, pepper: randomBytes(32) });
  const sandbox = await startSandbox({ port: 0, ratePerSecond: 10_000 });
  const settings: DingTalkSettings = {
    ...settingsOf(sandbox),
    ...{ monthlyCallBudget: 1_000_000, ratePerSecond: 1000, timeoutMs: 2000 },
  };
  const logged: string[] = [];
  const line = (level: string) => (facts: object, message: string) =>
    void logged.push(`${level} ${message} ${JSON.stringify(facts)} ${String((facts as { err?: Error }).err)}`);
  const log = { info: line('info'), warn: line('warn'), error: line('error') };
  const clock = () => sandbox.clock();
  const client = createDingTalk(settings, { clock, log });
  const bot = startBot({ dingtalk: client, settings, appUrl: APP_URL, clock, log, inbound: 'stream' });
  await bot.syncOrganisation();
  await enterprises.insertOne(FISHMEAL);
  for (let tries = 0; bot.state() !== 'open' && tries < 200; tries += 1) await sleep(20);

  async function control<T>(path: string, body?: object): Promise<T> {
    const init = body
      ? { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
      : {};
    const response = await fetch(`${sandbox.url}${path}`, init);
    if (!response.ok) throw new Error(`${path} ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }
  const outbox = (handlers: Parameters<typeof deliverDue>[0]['handlers']) => ({ stores: () => stores, handlers });
  async function drain(): Promise<void> {
    await bot.idle();
    const [local, wire] = [
      outbox({ ...assignmentHandlers, ...dutyHandlers, ...absenceHandlers }),
      outbox(bot.wireHandlers),
    ];
    while ((await deliverDue(local, clock)) + (await deliverDue(wire, clock)) > 0);
  }
  async function phone(userId: string): Promise<Shown[]> {
    const said = await control<Shown[] | { messages: Shown[] }>(`/sandbox/people/${userId}/messages`);
    return Array.isArray(said) ? said : said.messages;
  }
  const press = (userId: string, outTrackId: string, action: string, params: object = {}) =>
    control<Pressed>(`/sandbox/people/${userId}/press`, { outTrackId, actionIds: [action], params });

  return {
    ...{ sandbox, client, bot, logged, clock, control, drain, phone, press },
    async say(userId, said) {
      await control(`/sandbox/people/${userId}/say`, said);
      await drain();
    },
    submit: (userId, outTrackId, action, form) => press(userId, outTrackId, 'form', { action, form }),
    async card(userId, words = '') {
      const cards = (await phone(userId)).filter(
        ({ kind, cardParamMap }) => kind === 'card' && (cardParamMap?.['title'] ?? '').includes(words),
      );
      const newest = cards.at(-1);
      if (!newest?.outTrackId || !newest.cardParamMap) throw new Error(`no card “${words}” on the phone of ${userId}`);
      const shown = newest.cardParamMap;
      const buttons = (JSON.parse(shown['buttons'] ?? '[]') as { text: string }[]).map(({ text }) => text);
      return { id: newest.outTrackId, shown, buttons };
    },
    async lastWords(userId) {
      const spoken = (await phone(userId)).filter(({ kind, from }) => kind === 'text' && from === 'bot');
      return spoken.at(-1)?.text ?? '';
    },
    advance: (ms) => control('/sandbox/clock', { advanceMs: ms }),
    async close() {
      await bot.stop();
      await sandbox.close();
    },
  };
}
