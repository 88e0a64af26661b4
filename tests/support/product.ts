/**
 * The product as it runs at the bureau: a process of its own with its own engine, which knows DingTalk only by two addresses.
 * The sandbox stays in the specification's process, so that the product can be killed while its phones and its call log live on.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mongo } from 'mongoose';
import { demoOrganisation } from '../../bot/sandbox/organisation';
import { type Sandbox, startSandbox } from '../../bot/sandbox/server';
import { type Stored } from '../../models/core/journal';
import { type Assignment } from '../../models/assignment/assignment.schema';
import { type Petition } from '../../models/petition/petition.schema';
import { FISHMEAL } from './botWorld';

export interface Shown {
  id: string;
  at: string;
  kind: string;
  from: string;
  chat: string;
  readAt?: string;
  text?: string;
  title?: string;
  preview?: string;
  subject?: string;
  taskId?: string;
  done?: boolean;
  outTrackId?: string;
  cardParamMap?: Record<string, string>;
}
export interface Button {
  id: string;
  text: string;
  url?: string;
  params?: { v?: string };
}
export interface ShownCard {
  id: string;
  shown: Record<string, string>;
  buttons: Button[];
}
type CardAnswer = { cardParamMap: Record<string, string> };
export interface Pressed {
  acknowledgedInMs: number | null;
  response: { cardData?: CardAnswer; userPrivateData?: CardAnswer } | null;
  error?: string;
}
export interface Said {
  msgId: string;
  delivered: boolean;
}
export interface Answer<T> {
  status: number;
  body: T;
}

/** Somebody signed in on the pages. */
export interface Caller {
  cookie: string;
  csrf: string;
  get<T = PetitionAnswer>(path: string): Promise<Answer<T>>;
  post<T = PetitionAnswer>(path: string, body: unknown, key?: string): Promise<Answer<T>>;
}
export interface PetitionAnswer {
  petition: Petition & { id: string };
  offered: { step: string }[];
  history: { what: string; who: string; door: string; doorLabel: string; at: string; detail?: string }[];
  messages: {
    id: string;
    to: string;
    toName: string;
    means: string;
    purposeLabel: string;
    at: string;
    acceptedAt: string | null;
    deliveredAt: string | null;
    readAt: string | null;
    actedAt: string | null;
    failed: string | null;
    rung: number;
  }[];
  assignments: { purpose: string; person: string; status: string; rung: number }[];
  clocks: { label: string; dueAt: string; explain: string[] }[];
  error?: { code: string; message: string };
}

export interface ProductOptions {
  env?: Record<string, string>;
  /** Where to read what the product has written; default: its own engine. */
  database?: string;
  /** A sandbox that runs already. */
  sandbox?: Sandbox;
}

/** The cast of the story at their phones, on a port of their own. */
export const openSandbox = (): Promise<Sandbox> => startSandbox({ port: 0, organisation: cast() });

const ROOT = resolve(__dirname, '../..');
const READY_MS = 60_000;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

/** Ask until the answer is not false, null or undefined. Time only bounds a failure; no fact is read from it. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | false | null | undefined>,
  ms = 20_000,
): Promise<T> {
  const end = performance.now() + ms;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (performance.now() > end) throw new Error(`in vain: ${what}`);
    await sleep(25);
  }
}

const CAST = /^(cun00[1-6]|duty0[12]|dutylead0[12]|leader01|putuo0[1-5]|dinghai0[13]|jiguan01)$/;

/** Everybody whom the story needs; the first synchronisation of 190 persons takes 20 s within DingTalk's limits. */
function cast() {
  const { departments, people, ...organisation } = demoOrganisation();
  const chosen = people.filter(({ userId }) => CAST.test(userId));
  const needed = new Set(chosen.flatMap(({ deptIds }) => deptIds));
  const parentOf = new Map(departments.map(({ id, parentId }) => [id, parentId]));
  for (const id of needed) if (parentOf.get(id)) needed.add(parentOf.get(id) ?? 1);
  return { ...organisation, people: chosen, departments: departments.filter(({ id }) => needed.has(id)) };
}

/** A second tap carries the version the card showed. */
const versionOf = ({ buttons }: ShownCard, action: string) => buttons.find(({ id }) => id === action)?.params?.v ?? '0';

export class Product {
  private child: ChildProcess | undefined;
  private exited: Promise<unknown> = Promise.resolve();
  private client: mongo.MongoClient | undefined;
  /** How often the process ended without having been asked or killed. */
  crashes = 0;
  output = '';

  private constructor(
    readonly sandbox: Sandbox,
    readonly dataDir: string,
    readonly port: number,
    private readonly env: Record<string, string>,
    private readonly database: string,
  ) {}

  get url(): string {
    return `http://localhost:${this.port}`;
  }
  get pid(): number {
    return this.child?.pid ?? 0;
  }
  get running(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Without quiet hours, so that a story goes the same way at any hour of the real day. */
  private get policyFile(): string {
    const file = join(this.dataDir, 'policy.json');
    writeFileSync(file, JSON.stringify({ quietHours: { from: 0, to: 0 } }));
    return file;
  }

  static async start({ env = {}, database, sandbox: given }: ProductOptions = {}): Promise<Product> {
    const [sandbox, port] = await Promise.all([given ?? openSandbox(), freePort()]);
    const dataDir = mkdtempSync(join(tmpdir(), 'ld-'));
    const own = `mongodb://${encodeURIComponent(join(dataDir, 'engine', 'engine.sock'))}/liandong?directConnection=true`;
    const product = new Product(sandbox, dataDir, port, env, database ?? own);
    sandbox.setAddresses({ app: `${product.url}/`, desk: `${product.url}/desk` });
    await product.launch();
    await product.collection('enterprises').replaceOne({ _id: FISHMEAL._id }, FISHMEAL, { upsert: true });
    return product;
  }

  private settings(): NodeJS.ProcessEnv {
    const { NODE_OPTIONS: _options, NODE_V8_COVERAGE: _coverage, MONGODB_URI: _uri, ...env } = process.env;
    const { corpId, agentId, clientId, clientSecret, robotCode, cardTemplateId } = this.sandbox.info;
    return {
      ...env,
      PORT: String(this.port),
      DATA_DIR: this.dataDir,
      LOG_LEVEL: 'info',
      CLOCK_URL: `${this.sandbox.url}/sandbox/clock`,
      DINGTALK_API_BASE: this.sandbox.url,
      DINGTALK_OAPI_BASE: this.sandbox.url,
      DINGTALK_LOGIN_BASE: this.sandbox.url,
      DINGTALK_CORP_ID: corpId,
      DINGTALK_AGENT_ID: String(agentId),
      DINGTALK_CLIENT_ID: clientId,
      DINGTALK_CLIENT_SECRET: clientSecret,
      DINGTALK_ROBOT_CODE: robotCode,
      DINGTALK_CARD_TEMPLATE_ID: cardTemplateId,
      DINGTALK_MONTHLY_CALLS: '1000000',
      WATCHDOG: '0',
      POLICY_FILE: this.policyFile,
      ...this.env,
    };
  }

  /** Start the process and wait until it is ready and, unless it is away, DingTalk can reach it. */
  async launch({ connected = true } = {}): Promise<void> {
    const child = spawn(process.execPath, ['--enable-source-maps', 'dist/server/main.js'], {
      cwd: ROOT,
      env: this.settings(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    const keep = (chunk: Buffer) => (this.output = (this.output + String(chunk)).slice(-2_000_000));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    this.exited = once(child, 'exit').then(([code, signal]) => {
      if (signal !== 'SIGKILL' && code !== 0) this.crashes += 1;
    });
    await this.ready(connected);
  }

  async ready(connected = true): Promise<void> {
    await until(
      'the product is ready',
      async () => {
        if (!this.running) throw new Error(`the product ended:\n${this.output.slice(-4000)}`);
        const answer = await fetch(`${this.url}/readyz`).catch(() => null);
        if (!answer?.ok) return false;
        if (!connected || this.env['DINGTALK_INBOUND'] === 'http') return true;
        return (await this.control<unknown[]>('/sandbox/connections')).length > 0;
      },
      READY_MS,
    );
  }

  /** kill -9, here and now. */
  strike(): void {
    this.child?.kill('SIGKILL');
  }

  /** kill -9, and until nothing of it is left: the engine notices that its parent is gone. */
  async kill(): Promise<void> {
    this.strike();
    await this.exited;
    await until('the engine is gone', () => Promise.resolve(!this.engineRuns()));
  }

  /** Process of the engine host; 0 when none. */
  enginePid(): number {
    try {
      return Number(/\d+/.exec(readFileSync(join(this.dataDir, 'engine', 'engine.lock'), 'utf8'))?.[0] ?? 0);
    } catch {
      return 0;
    }
  }

  private engineRuns(): boolean {
    const pid = this.enginePid();
    if (!pid) return false;
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  }

  async restart(): Promise<void> {
    await this.kill();
    await this.launch();
  }

  /** Stop as Ctrl-C does. */
  async stop(): Promise<void> {
    this.child?.kill('SIGTERM');
    await this.exited;
  }

  async close(): Promise<void> {
    await this.leave();
    await this.sandbox.close();
  }

  /** Stop the product and leave the sandbox to others. */
  async leave(): Promise<void> {
    await this.client?.close();
    if (this.running) await this.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  /** The product's own database, read from outside. */
  collection(name: string): mongo.Collection<{ _id: string }> {
    this.client ??= new mongo.MongoClient(this.database, { serverSelectionTimeoutMS: 20_000 });
    return this.client.db().collection(name);
  }
  /** Every collection there is. */
  async collectionNames(): Promise<string[]> {
    this.collection('meta');
    return ((await this.client?.db().listCollections({}, { nameOnly: true }).toArray()) ?? []).map(({ name }) => name);
  }
  petitions = (filter: object = {}) =>
    this.collection('petitions').find(filter).toArray() as unknown as Promise<Stored<Petition>[]>;
  assignments = (filter: object = {}) =>
    this.collection('assignments').find(filter).toArray() as unknown as Promise<Stored<Assignment>[]>;

  async control<T = unknown>(path: string, body?: object, method = body ? 'POST' : 'GET'): Promise<T> {
    const answer = await fetch(`${this.sandbox.url}${path}`, {
      method,
      ...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}),
    });
    if (!answer.ok) throw new Error(`${path} ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }
  say = (userId: string, said: object) => this.control<Said>(`/sandbox/people/${userId}/say`, said);
  phone = (userId: string) => this.control<Shown[]>(`/sandbox/people/${userId}/messages`);
  fault = (fault: string, fields: object = {}) => this.control('/sandbox/faults', { fault, ...fields });
  advance = (ms: number) => this.control('/sandbox/clock', { advanceMs: ms });

  async cards(userId: string): Promise<ShownCard[]> {
    return (await this.phone(userId)).flatMap(({ kind, outTrackId, cardParamMap: shown }) =>
      kind === 'card' && outTrackId && shown
        ? [{ id: outTrackId, shown, buttons: JSON.parse(shown['buttons'] || '[]') as Button[] }]
        : [],
    );
  }

  /** The newest card that shows what is expected, as soon as it does. */
  async card(userId: string, what: string, fits: (card: ShownCard) => boolean): Promise<ShownCard> {
    try {
      return await until(`${userId} sees ${what}`, async () => (await this.cards(userId)).filter(fits).at(-1));
    } catch (error) {
      const last = (await this.cards(userId)).at(-1);
      throw new Error(`${String(error)}; the last card: ${JSON.stringify(last)}`, { cause: error });
    }
  }
  cardWith = (userId: string, button: string) =>
    this.card(userId, `a button ${button}`, ({ buttons }) => buttons.some(({ text }) => text === button));

  /** What the robot last said in words, once it contains these. */
  words = (userId: string, part: string) =>
    until(`${userId} reads “${part}”`, async () =>
      (await this.phone(userId)).find(
        ({ kind, from, text }) => kind === 'text' && from === 'bot' && text?.includes(part),
      ),
    );

  tap(userId: string, card: ShownCard, action: string, force = false): Promise<Pressed> {
    return this.control<Pressed>(`/sandbox/people/${userId}/press`, {
      outTrackId: card.id,
      actionIds: [action],
      params: { v: versionOf(card, action) },
      ...(force ? { force } : {}),
    });
  }

  /** Send the form that stands open on the card, as it stands there. */
  submit(userId: string, card: ShownCard, step: string, form: Record<string, unknown>): Promise<Pressed> {
    const fields = JSON.parse(card.shown['form'] || '{"fields":[]}') as {
      fields: { name: string; defaultValue?: string }[];
    };
    const hidden = fields.fields.find(({ name }) => name === 'v')?.defaultValue;
    return this.control<Pressed>(`/sandbox/people/${userId}/press`, {
      outTrackId: card.id,
      actionIds: ['form'],
      params: { action: step, form: { ...form, ...(hidden ? { v: hidden } : {}) } },
    });
  }

  async signIn(userId: string): Promise<Caller> {
    const { code } = await this.control<{ code: string }>(`/sandbox/people/${userId}/authCode`, {});
    const answer = await fetch(`${this.url}/api/session`, {
      method: 'POST',
      body: JSON.stringify({ code }),
      headers: { 'content-type': 'application/json', origin: this.url },
    });
    if (!answer.ok) throw new Error(`${userId} is not let in: ${answer.status} ${await answer.text()}`);
    const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const { csrf } = (await answer.json()) as { csrf: string };
    const ask = async (method: string, path: string, body?: unknown, key: string = randomUUID()) => {
      const response = await fetch(`${this.url}${path}`, {
        method,
        headers: {
          cookie,
          origin: this.url,
          'x-csrf-token': csrf,
          'idempotency-key': key,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: (await response.json()) as never };
    };
    return { cookie, csrf, get: (path) => ask('GET', path), post: (path, body, key) => ask('POST', path, body, key) };
  }
}
