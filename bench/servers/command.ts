/**
 * One of the servers that the command bench compares, in a process of its own so that its CPU can be told from the load's:
 *   bare     Koa, one updateOne
 *   fair     Koa, body parsed, document read, zod, one guarded updateOne: what any careful command must do
 *   product  the product's own HTTP stack, command table, journal and presenter
 */
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bodyParser } from '@koa/bodyparser';
import Koa, { type Context } from 'koa';
import pino from 'pino';
import { z } from 'zod';
import { openVault } from '../../models/core/identityVault';
import { personById } from '../../models/people/people.store';
import { RemarkPetition } from '../../models/petition/petition.schema';
import { petitions } from '../../models/petition/petition.store';
import { createApp } from '../../server/app';
import { openDatabase } from '../../server/database';
import { createLive } from '../../server/live';
import { createMetrics } from '../../server/metrics';
import { createSessions } from '../../server/sessions';

const clock = () => new Date();
const idOf = (ctx: Context) => ctx.path.split('/')[3] ?? '';

function bare() {
  const app = new Koa();
  app.use(async (ctx) => {
    await petitions.collection.updateOne(
      { _id: idOf(ctx) },
      {
        $inc: { version: 1 },
        $set: { updatedAt: clock() },
      },
    );
    ctx.body = { ok: true };
  });
  return { app, headers: {} };
}

const Read = z.looseObject({ _id: z.string(), version: z.int(), status: z.string() });

function fair() {
  const app = new Koa();
  app.use(bodyParser());
  app.use(async (ctx) => {
    const { text } = RemarkPetition.parse(ctx.request.body);
    const document = Read.parse(await petitions.collection.findOne({ _id: idOf(ctx) } as never));
    const event = { type: 'remarked', at: clock(), data: { text } };
    await petitions.collection.updateOne({ _id: document._id, version: document.version }, {
      $set: { version: document.version + 1, updatedAt: clock() },
      $push: { events: event },
    } as never);
    ctx.body = document;
  });
  return { app, headers: {} };
}

async function product() {
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
  });
  return { app, headers: { cookie: `liandong=${session.id}`, 'x-csrf-token': sessions.csrfOf(session.id) } };
}

async function main() {
  const [kind = 'bare', mongodbUri = ''] = process.argv.slice(2);
  const quiet = { info: () => {}, warn: () => {}, error: console.error };
  await openDatabase({ mongodbUri, dataDir: tmpdir(), log: quiet });
  const { app, headers } = kind === 'product' ? await product() : kind === 'fair' ? fair() : bare();
  const handle = app.callback();
  const server = createServer((request, response) => void handle(request, response));
  server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as { port: number }).port, headers }));
  process.on('disconnect', () => process.exit());
  process.on('message', () => process.send?.({ cpu: process.cpuUsage() }));
}

void main();
