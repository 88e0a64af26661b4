import type Router from '@koa/router';
import { permits } from '../models/core/access';
import { DomainError } from '../models/core/errors';
import { assignments } from '../models/assignment/assignment.store';
import { lastFinishedSlot } from '../models/core/lease';
import { databaseReady } from './database';
import { type Metrics, type Observed, outboxState } from './metrics';
import { type Office } from './office';
import { type SignedIn } from './signIn';

export interface HealthDoors {
  metrics: Metrics;
  observed: Observed;
  /** True once everything is started and until the stop begins. */
  ready: () => boolean;
  /** Names of the scheduled jobs. */
  jobs: () => readonly string[];
  /** What makes PDF; absent where nobody looked. */
  office?: Office;
}

/**
 * `/healthz` (the process is alive), `/readyz` (it can serve), `/metrics`. None tells anything about a person. The state of the
 * connection to DingTalk is told but does not count: without it the pages still serve.
 */
export function healthRoutes(router: Router, { metrics, observed, ready }: HealthDoors): void {
  router.get('/healthz', (ctx) => {
    ctx.body = { ok: true };
  });
  router.get('/readyz', async (ctx) => {
    const database = await databaseReady();
    const ok = ready() && database;
    ctx.status = ok ? 200 : 503;
    ctx.body = { ok, database, dingtalk: observed.streamState() };
  });
  router.get('/metrics', async (ctx) => {
    ctx.type = metrics.registry.contentType;
    ctx.body = await metrics.registry.metrics();
  });
}

/** The status page, for those who keep the system running. */
export function statusRoute(router: Router, { observed, jobs, office }: HealthDoors): void {
  router.get('/api/status', async (ctx) => {
    const { actor, now } = ctx.state as SignedIn;
    if (!permits('seeStatus', actor))
      throw new DomainError('NOT_PERMITTED', '运行状态只对指挥中心和管理员开放，需要了解请联系系统管理员。');
    const [database, outbox, calls, unreachable, finished] = await Promise.all([
      databaseReady(),
      outboxState(now),
      observed.budget(),
      assignments.collection.countDocuments({ unreachable: true, status: 'open' } as never),
      Promise.all(jobs().map(async (name) => ({ name, lastSlot: await lastFinishedSlot(name) }))),
    ]);
    ctx.body = {
      now,
      database,
      stream: observed.streamState(),
      engineRestarts: observed.engineRestarts(),
      livePages: observed.livePages(),
      outbox,
      calls,
      unreachable,
      jobs: finished,
      pdf: office?.version ?? '没有安装 LibreOffice，文书只提供 Word 和页面',
    };
  });
}
