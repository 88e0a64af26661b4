/** What other records owe to checks, carried out from their outboxes: idempotent, since it may be carried out twice. */
import { type Actor, CLOCK } from '../core/access';
import { shanghaiDay } from '../core/calendar';
import { perform } from '../core/domain';
import { DomainError } from '../core/errors';
import { create, read } from '../core/journal';
import { type Handler, type OwedEntry, type Settlement } from '../core/outbox';
import { type Context } from '../core/workflow';
import { crewOf } from './crew';
import { inspectionDomain } from './inspection';
import { createFacts } from './inspection.facts';
import { BeginInspection, type CreateInspection, FinishInspection, OrderedInspection } from './inspection.schema';
import { inspections } from './inspection.store';
import { type CreateFacts } from './lookups';
import { createInspection } from './ordering';

const asClock = (now: Date, key: string): Context => ({ actor: CLOCK, now, door: 'system', key });

/** An order of another record may send officers of several counties, as a leader may. */
const ANYWHERE: Actor = { ...CLOCK, roles: ['bureauLeader'] };

/** Named officers who cannot be sent do not stop the order: the head of the county is asked for others. */
function sendable(said: CreateInspection, { candidates, site }: CreateFacts): CreateInspection {
  const county = site?.county ?? said.county;
  if (!said.officers || !county) return { ...said, officers: null };
  try {
    crewOf(said.officers, candidates, { county, plannedOn: said.plannedOn }, ANYWHERE);
    return said;
  } catch (error) {
    if (error instanceof DomainError) return { ...said, officers: null };
    throw error;
  }
}

async function order({ id: key, data }: OwedEntry, now: Date): Promise<void> {
  const { inspection, orderedBy, plannedOn, ...rest } = OrderedInspection.parse(data);
  if (await read(inspections, inspection)) return;
  const today = shanghaiDay(now);
  // The order may have waited for a night, and its day with it.
  const day = plannedOn && plannedOn > today ? plannedOn : today;
  const dueOn = rest.dueOn && rest.dueOn > day ? rest.dueOn : day;
  const asked: CreateInspection = { ...rest, plannedOn: day, dueOn };
  const context = asClock(now, key);
  const facts = await createFacts(asked, rest.trigger, orderedBy ?? CLOCK.id);
  // An enterprise that has left the register meanwhile is a site like any other.
  const said = facts.site || !asked.enterprise ? asked : { ...asked, enterprise: null };
  const outcome = createInspection(inspection, sendable(said, facts), { ...context, actor: ANYWHERE }, facts);
  await create(
    inspections,
    { ...outcome, document: { ...outcome.document, orderedBy: orderedBy ?? CLOCK.id } },
    context,
  );
}

/** A step told by the site record; one that the task no longer allows was told before. */
async function told(step: 'begin' | 'finish', { id: key, data }: OwedEntry, now: Date): Promise<void> {
  const { inspection, ...input } = data as { inspection: string };
  const said = (step === 'begin' ? BeginInspection : FinishInspection).parse(input);
  try {
    await perform(inspectionDomain, step, inspection, said, asClock(now, key));
  } catch (error) {
    const overtaken = error instanceof DomainError && ['ILLEGAL_TRANSITION', 'NOT_FOUND'].includes(error.code);
    if (!overtaken) throw error;
  }
}

/** A wrong order stays wrong, and somebody has to look; everything else is tried again. */
const carriedOut =
  (one: (entry: OwedEntry, now: Date) => Promise<void>): Handler =>
  (entries, now) =>
    Promise.all(
      entries.map((entry) =>
        one(entry, now).then(
          (): Settlement => ({ done: true }),
          (error: unknown): Settlement =>
            (error instanceof DomainError && error.code === 'INVALID_INPUT') || (error as Error).name === 'ZodError'
              ? { impossible: String(error) }
              : { retry: String(error) },
        ),
      ),
    );

/** Handlers of the local outbox. */
export const inspectionHandlers: Record<string, Handler> = {
  'inspection.ordered': carriedOut(order),
  'inspection.begun': carriedOut((entry, now) => told('begin', entry, now)),
  'inspection.finished': carriedOut((entry, now) => told('finish', entry, now)),
};
