import { DomainError } from './errors';
import { type Store, type Stored, change } from './journal';
import { type Command, type Context, type Stateful, type Workflow } from './workflow';

/** Everything the doors need to know about one domain. */
export interface Domain<D extends Stateful> {
  store: Store<D>;
  workflow: Workflow<D>;
  commands: Record<string, Command<D>>;
  /** What has to be looked up before a decision; keyed by step. */
  facts: Partial<Record<string, (input: unknown, id: string, context: Context) => Promise<unknown>>>;
}

/**
 * Take one step: the single way by which any door changes a record.
 *
 * @param known the record as the door has just read it
 * @throws DomainError NOT_FOUND (no such step or record) | INVALID_INPUT | NOT_PERMITTED | ILLEGAL_TRANSITION | NOT_NOW | STALE_DOCUMENT
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
  const facts = await domain.facts[step]?.(input, id, context);
  return change(domain.store, id, context, (document) => command.decide(document, input, context, facts), known);
}
