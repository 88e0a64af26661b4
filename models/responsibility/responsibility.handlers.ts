/** Carries out `responsibility.record`: idempotent, since it may be delivered twice. */
import { CLOCK } from '../core/access';
import { create } from '../core/journal';
import { type Handler } from '../core/outbox';
import { recordEntry } from './responsibility.commands';
import { RecordedResponsibility } from './responsibility.schema';
import { responsibilities } from './responsibility.store';

const record: Handler = (entries, now) =>
  Promise.all(
    entries.map(async ({ id: key, data }) => {
      const asked = RecordedResponsibility.safeParse(data);
      if (!asked.success) return { impossible: `责任记录的内容不完整：${asked.error.message.slice(0, 200)}` };
      const context = { actor: CLOCK, now, door: 'system' as const, key };
      await create(responsibilities, recordEntry(asked.data, context), context);
      return { done: true as const };
    }),
  );

/** Handlers of the local outbox. */
export const responsibilityHandlers: Record<string, Handler> = { 'responsibility.record': record };
