/** A penalty case that was served has its follow-up planned, once. */
import { CLOCK } from '../core/access';
import { DomainError } from '../core/errors';
import { create, read } from '../core/journal';
import { type Handler, type OwedEntry, type Settlement } from '../core/outbox';
import { planFacts } from './followUp.facts';
import { ScheduleFollowUp } from './followUp.schema';
import { followUpOf, followUps } from './followUp.store';
import { planFollowUp } from './planning';

async function schedule({ id: key, data }: OwedEntry, now: Date): Promise<void> {
  const said = ScheduleFollowUp.parse(data);
  const id = followUpOf(said.case);
  if (await read(followUps, id)) return;
  const context = { actor: CLOCK, now, door: 'system' as const, key };
  await create(followUps, planFollowUp(id, said, context, await planFacts(said)), context);
}

/** Handlers of the local outbox. What says something impossible is shown to the administrator; the rest is tried again. */
export const followUpHandlers: Record<string, Handler> = {
  'followUp.schedule': (entries, now) =>
    Promise.all(
      entries.map((entry) =>
        schedule(entry, now).then(
          (): Settlement => ({ done: true }),
          (error: unknown): Settlement =>
            error instanceof DomainError || (error as Error).name === 'ZodError'
              ? { impossible: String(error) }
              : { retry: String(error) },
        ),
      ),
    ),
};
