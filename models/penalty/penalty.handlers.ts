/** A clue told by another record becomes a case of its own, once. */
import { CLOCK } from '../core/access';
import { create, read } from '../core/journal';
import { DomainError } from '../core/errors';
import { type Handler, type OwedEntry, type Settlement } from '../core/outbox';
import { registerClue } from './clue';
import { clueFacts } from './penalty.facts';
import { ToldClue } from './penalty.schema';
import { penaltyCases } from './penalty.store';

async function register({ id: key, data }: OwedEntry, now: Date): Promise<void> {
  const { penalty, officers, registeredBy, daily, ...said } = ToldClue.parse(data);
  if (await read(penaltyCases, penalty)) return;
  const facts = await clueFacts(said.county, officers, registeredBy ?? officers[0] ?? CLOCK.id);
  const context = { actor: CLOCK, now, door: 'system' as const, key };
  await create(penaltyCases, registerClue(penalty, said, context, { ...facts, origin: daily }), context);
}

/** Handlers of the local outbox. A clue that says something impossible is shown to the administrator; the rest is tried again. */
export const penaltyHandlers: Record<string, Handler> = {
  'penalty.clue': (entries, now) =>
    Promise.all(
      entries.map((entry) =>
        register(entry, now).then(
          (): Settlement => ({ done: true }),
          (error: unknown): Settlement =>
            error instanceof DomainError || (error as Error).name === 'ZodError'
              ? { impossible: String(error) }
              : { retry: String(error) },
        ),
      ),
    ),
};
