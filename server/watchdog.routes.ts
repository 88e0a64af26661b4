import type Router from '@koa/router';
import mongoose from 'mongoose';
import { permits } from '../models/core/access';
import { DomainError } from '../models/core/errors';
import { FINDINGS, standingFindings, watchState } from '../models/probe/findings';
import { probeFigures } from '../models/probe/probe.store';
import { type SignedIn } from './signIn';
import { findingWords } from './watchdogAlarm';

/** Two rounds may fail before silence means something. */
const SILENT_MS = 45_000;

function database() {
  const { db } = mongoose.connection;
  if (!db) throw new DomainError('UNAVAILABLE', '数据库正在恢复，请稍后刷新。');
  return db;
}

async function watchdog() {
  const state = await watchState(database());
  const silentMs = state?.beatAt ? Date.now() - state.beatAt.getTime() : null;
  return {
    beatAt: state?.beatAt ?? null,
    watching: silentMs !== null && silentMs < SILENT_MS,
    healthy: state?.healthy ?? false,
    signalledAt: state?.signalledAt ?? null,
  };
}

/** `/healthz/deadman` for an outside watcher that asks instead of being told: 200 only while watchdog and probe are well. */
export function deadmanRoute(router: Router): void {
  router.get('/healthz/deadman', async (ctx) => {
    const { watching, healthy, beatAt } = await watchdog().catch(() => ({
      watching: false,
      healthy: false,
      beatAt: null,
    }));
    ctx.status = watching && healthy ? 200 : 503;
    ctx.body = { ok: watching && healthy, watching, healthy, beatAt };
  });
}

/** What the watchdog has found, and how long a message takes through the whole chain: for wall and status page. */
export function watchRoutes(router: Router): void {
  router.get('/api/watch', async (ctx) => {
    const { actor, now } = ctx.state as SignedIn;
    if (!permits('seeStatus', actor) && !permits('seeDesk', actor))
      throw new DomainError('NOT_PERMITTED', '运行状态只对指挥中心和管理员开放，需要了解请联系系统管理员。');
    const [state, findings, probe] = await Promise.all([watchdog(), standingFindings(database()), probeFigures(now)]);
    ctx.body = {
      now,
      watchdog: state,
      findings: findings.map((finding) => ({
        ...{ id: finding._id, kind: finding.kind, label: FINDINGS[finding.kind], words: findingWords(finding) },
        ...{ count: finding.count, oldest: finding.oldest, foundAt: finding.foundAt, alarmedAt: finding.alarmedAt },
      })),
      probe,
    };
  });
}
