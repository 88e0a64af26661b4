import { DomainError } from './errors';
import { type Store, type Stored, change, read } from './journal';
import { type Command, type Context, type Outcome, type Stateful, type Workflow } from './workflow';

/** Everything the doors need to know about one domain. */
export interface Domain<D extends Stateful> {
  store: Store<D>;
  workflow: Workflow<D>;
  commands: Record<string, Command<D>>;
  /** What has to be looked up before a decision; keyed by step. */
  facts: Partial<Record<string, (input: unknown, id: string, context: Context, record: Stored<D>) => Promise<unknown>>>;
  /** What every step under approval goes through; such a step is never taken without it (models/approval/signing.ts). */
  approving?: Approving<D>;
}

/**
 * Looks up what an approval needs and never refuses by itself, since a repetition of one already stored must be answered alike.
 *
 * @returns the context in which to decide (on whose behalf), and what signs the outcome: it compares what was seen with what the freshest
 *   record shows, and throws DomainError STALE_VIEW | INVALID_INPUT | NOT_PERMITTED
 */
export type Approving<D extends Stateful> = (
  step: string,
  record: Stored<D>,
  input: unknown,
  context: Context,
) => Promise<{ context: Context; sign: (document: Stored<D>, outcome: Outcome<D>) => Outcome<D> }>;

/**
 * Take one step: the single way by which any door changes a record.
 *
 * @param known the record as the door has just read it
 * @throws DomainError NOT_FOUND (no such step or record) | INVALID_INPUT | NOT_PERMITTED | ILLEGAL_TRANSITION | NOT_NOW | STALE_DOCUMENT
 *   | SECOND_FACTOR | STALE_VIEW (steps under approval)
 */
export async function perform<D extends Stateful>(
  domain: Domain<D>,
  step: string,
  id: string,
  input: unknown,
  context: Context,
  known?: Stored<D>,
): Promise<Stored<D>> {
  const command = Object.hasOwn(domain.commands, step) ? domain.commands[step] : undefined;
  if (!command) throw new DomainError('NOT_FOUND', '没有这个操作，请返回上一页重试。', { step });
  const look = domain.facts[step];
  const approving = domain.workflow.steps[step]?.approval ? approvingOf(domain) : undefined;
  // Read once for all that is looked up beside it, and decided on unless somebody was faster.
  const record = known ?? (look || approving ? ((await read(domain.store, id)) ?? undefined) : undefined);
  const [facts, approval] = record
    ? await Promise.all([look?.(input, id, context, record), approving?.(step, record, input, context)])
    : [];
  const acting = approval?.context ?? context;
  return change(
    domain.store,
    id,
    acting,
    (document) => {
      const outcome = command.decide(document, input, acting, facts);
      return approval ? approval.sign(document, outcome) : outcome;
    },
    record,
  );
}

/** @throws Error for a table that asks for an approval in a domain that has none (a defect) */
function approvingOf<D extends Stateful>({ approving, store }: Domain<D>): Approving<D> {
  if (!approving) throw new Error(`${store.name} has steps under approval and nothing that signs them`);
  return approving;
}
