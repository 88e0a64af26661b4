import { type Middleware } from 'koa';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { stores } from '../models/core/journal';
import { routeOf } from './route';

/** What is measured beside HTTP; each is asked when somebody looks. */
export interface Observed {
  budget: () => Promise<{ month: string; spent: number; budget: number }>;
  streamState: () => string;
  engineRestarts: () => number;
  livePages: () => number;
  clock: () => Date;
}

/** Entries owed by every store, and the age in seconds of the one that has been due longest (0: nothing is late). */
export async function outboxState(now: Date): Promise<{ owed: number; oldestSeconds: number }> {
  const found = await Promise.all(
    stores.map(({ collection }) =>
      collection
        .aggregate<{ owed: number; oldest: Date | null }>([
          { $match: { 'outbox.dueAt': { $type: 'date' } } },
          { $project: { outbox: { dueAt: 1 } } },
          { $unwind: '$outbox' },
          { $match: { 'outbox.dueAt': { $type: 'date' } } },
          { $group: { _id: null, owed: { $sum: 1 }, oldest: { $min: '$outbox.dueAt' } } },
        ])
        .toArray(),
    ),
  );
  const all = found.flat();
  const oldest = Math.min(now.getTime(), ...all.map((one) => one.oldest?.getTime() ?? Infinity));
  return { owed: all.reduce((sum, one) => sum + one.owed, 0), oldestSeconds: (now.getTime() - oldest) / 1000 };
}

export interface Metrics {
  middleware: Middleware;
  registry: Registry;
}

const STREAM_STATES = ['connecting', 'open', 'refused', 'closed', 'http'];

/** The registry behind `/metrics`, and the middleware that times every request by its route. */
export function createMetrics(observed: Observed): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: 'liandong_' });
  const durations = new Histogram({
    name: 'liandong_http_seconds',
    help: 'Seconds to answer, by method, route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 5],
    registers,
  });
  const refused = new Counter({
    name: 'liandong_http_defects_total',
    help: 'Requests answered with 5xx',
    registers,
  });
  new Gauge({
    name: 'liandong_outbox_owed',
    help: 'Messages and effects not yet carried out',
    registers,
    async collect() {
      this.set((await outboxState(observed.clock())).owed);
    },
  });
  new Gauge({
    name: 'liandong_outbox_oldest_seconds',
    help: 'For how long the oldest of them has been due',
    registers,
    async collect() {
      this.set((await outboxState(observed.clock())).oldestSeconds);
    },
  });
  new Gauge({
    name: 'liandong_dingtalk_budget',
    help: 'DingTalk calls allowed this month',
    registers,
    async collect() {
      this.set((await observed.budget()).budget);
    },
  });
  new Gauge({
    name: 'liandong_dingtalk_spent',
    help: 'DingTalk calls spent this month',
    registers,
    async collect() {
      this.set((await observed.budget()).spent);
    },
  });
  new Gauge({
    name: 'liandong_stream_state',
    help: '1 for the present state of the Stream connection',
    labelNames: ['state'],
    registers,
    collect() {
      STREAM_STATES.forEach((state) => this.set({ state }, observed.streamState() === state ? 1 : 0));
    },
  });
  new Gauge({
    name: 'liandong_engine_restarts',
    help: 'Unasked restarts of the database engine since the start',
    registers,
    collect() {
      this.set(observed.engineRestarts());
    },
  });
  new Gauge({
    name: 'liandong_live_pages',
    help: 'Pages that listen for changes',
    registers,
    collect() {
      this.set(observed.livePages());
    },
  });

  const middleware: Middleware = async (ctx, next) => {
    const started = performance.now();
    await next();
    const route = routeOf(ctx) ?? (ctx.path.startsWith('/api') ? 'none' : 'page');
    durations.observe({ method: ctx.method, route, status: ctx.status }, (performance.now() - started) / 1000);
    if (ctx.status >= 500) refused.inc();
  };
  return { middleware, registry };
}
