/** Carries out `audit.ordered`: idempotent, since it may be delivered twice. */
import { CLOCK } from '../core/access';
import { create, read } from '../core/journal';
import { type Handler } from '../core/outbox';
import { orderFacts } from './audit.facts';
import { OrderedAudit } from './audit.schema';
import { audits } from './audit.store';
import { orderedAudit } from './planning';

const order: Handler = (entries, now) =>
  Promise.all(
    entries.map(async ({ id: key, data }) => {
      const asked = OrderedAudit.safeParse(data);
      if (!asked.success) return { impossible: `稽查交办的内容不完整：${asked.error.message.slice(0, 200)}` };
      if (await read(audits, asked.data.audit)) return { done: true as const };
      const context = { actor: CLOCK, now, door: 'system' as const, key };
      await create(audits, orderedAudit(asked.data, context, await orderFacts(asked.data, now)), context);
      return { done: true as const };
    }),
  );

/** Handlers of the local outbox. */
export const auditHandlers: Record<string, Handler> = { 'audit.ordered': order };
