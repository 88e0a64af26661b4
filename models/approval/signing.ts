/** 签署: what every step under approval goes through, whatever record it belongs to. */
import { contentHash } from '../core/contentHash';
import { type Approving } from '../core/domain';
import { DomainError } from '../core/errors';
import { type Stored } from '../core/journal';
import { policy } from '../core/policy';
import { type Context, type Stateful, type Workflow } from '../core/workflow';
import { Approval } from './approval.schema';
import { requireSeen, type Shown, signedOf } from './approval';
import { standsForAt } from './delegation.store';
import { type ApprovalView } from './view';

/** A domain whose steps can be under approval: what a page shows of a record before one of them. */
export interface Approvable<D extends Stateful, L = unknown> {
  workflow: Workflow<D>;
  /** What has to be looked up beside the record. */
  look: (record: Stored<D>, step: string, now: Date) => Promise<L>;
  view: (record: D, step: string, looked: L) => ApprovalView;
  /** Steps that somebody is waiting for, each with when: what a queue shows. The others are a leader's own initiative. */
  waits: Readonly<Partial<Record<string, (record: D, person: string) => boolean>>>;
  /** The step that sends it back instead of approving, by the step that approves. */
  back: Readonly<Partial<Record<string, string>>>;
  /** What the page sends with the step without asking for it, as the record has it. */
  preset?: (record: D, step: string) => Record<string, unknown>;
  /** Why this person signs for nobody on this record, however much was lent; undefined when nothing stands against it. */
  barred?: (record: D, person: string) => string | undefined;
}

/** What was shown: its hash, and its parts. */
export const shownOf = (view: ApprovalView): Shown => ({ seen: contentHash(view), parts: view.parts });

/** Batches are for the steps that policy lists. @throws DomainError INVALID_INPUT */
function requireBatch({ batch }: Approval, step: string): void {
  if (batch && !policy().approval.batch.includes(step))
    throw new DomainError('INVALID_INPUT', '这一类审批不能成批办理，请逐件打开审批页看过后办理。', { step });
}

function requireLent(approval: Approval, { standsFor, actor }: Context): void {
  if (!approval.onBehalf || standsFor) return;
  throw new DomainError('NOT_PERMITTED', '没有找到这位领导给您的授权，可能已经撤回，请由本人办理或重新授权。', {
    ...{ step: 'onBehalf', onBehalf: approval.onBehalf, actor: actor.id },
  });
}

/** The whole of it for one domain; stands in `Domain.approving`. */
export function approvingBy<D extends Stateful, L>({ workflow, look, view, barred }: Approvable<D, L>): Approving<D> {
  return async (step, record, input, context) => {
    const said = Approval.safeParse((input as { approval?: unknown } | null)?.approval);
    const onBehalf = said.success ? said.data.onBehalf : undefined;
    const [looked, standsFor] = await Promise.all([
      look(record, step, context.now),
      onBehalf ? standsForAt(context.actor.id, onBehalf, step, context.now) : undefined,
    ]);
    const acting: Context = standsFor ? { ...context, standsFor } : context;
    const asked = workflow.steps[step]?.approval ?? { parts: [] };
    return {
      context: acting,
      sign(document: Stored<D>, outcome) {
        const approval = Approval.parse((input as { approval: unknown }).approval);
        requireLent(approval, acting);
        const barrier = acting.standsFor && barred?.(document, acting.actor.id);
        if (barrier) throw new DomainError('NOT_PERMITTED', barrier, { step, actor: acting.actor.id });
        requireBatch(approval, step);
        requireSeen(approval, asked, shownOf(view(document, step, looked)));
        const { event } = outcome;
        return { ...outcome, event: { ...event, data: { ...event.data, approval: signedOf(approval, acting) } } };
      },
    };
  };
}
