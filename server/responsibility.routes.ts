/** 责任追溯 by HTTP, beyond what every domain has: the list of one's own entries, for bureau leaders by person, unit or record. */
import type Router from '@koa/router';
import { z } from 'zod';
import { permits } from '../models/core/access';
import { appendAudit, recordDenied } from '../models/core/auditLog';
import { DomainError } from '../models/core/errors';
import { checked } from '../models/core/workflow';
import { SEVERITIES, SOURCES, STATES } from '../models/responsibility/responsibility.schema';
import { responsibilities, trail } from '../models/responsibility/responsibility.store';
import { commandContext } from './commands';
import { type SignedIn } from './signIn';

export const TrailQuery = z.strictObject({
  person: z.string().min(1).max(64).optional(),
  unit: z.string().min(1).max(64).optional(),
  record: z.string().min(1).max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(60),
});

async function list(query: unknown, state: SignedIn) {
  const asked = checked(TrailQuery, query);
  const { actor, now, requestId } = state;
  const about = { objectType: responsibilities.name, objectId: asked.person ?? asked.unit ?? asked.record ?? 'own' };
  if (!permits('seeResponsibility', actor)) {
    await recordDenied(commandContext(state), { ...about, action: 'responsibility.list' });
    throw new DomainError('NOT_PERMITTED', '责任记录只有本人和局领导可以查看。');
  }
  const found = await trail(actor, asked);
  const others = found.some(({ person }) => person !== actor.id);
  if (others)
    await appendAudit([
      {
        ...about,
        at: now,
        actor: actor.id,
        action: 'responsibility.list',
        result: 'ok',
        door: 'page',
        ...(requestId ? { requestId } : {}),
      },
    ]);
  return {
    items: found.map(({ _id, no, status, personName, unitName, source, severity, record, recordedAt, objectBy }) => ({
      ...{ id: _id, no, status, statusLabel: STATES[status], personName, unitName, recordNo: record.no },
      ...{ sourceLabel: SOURCES[source.kind], sourceNo: source.no, severityLabel: SEVERITIES[severity] },
      ...{ recordedAt, objectBy },
    })),
  };
}

/** Mounted before the generic routes of records. */
export function responsibilityRoutes(router: Router): void {
  router.get('/api/responsibilities', async (ctx) => {
    ctx.body = await list({ ...ctx.query }, ctx.state);
  });
}
