/** 审批, the pure part: what a signature keeps, and what has to stand against it. */
import { DomainError } from '../core/errors';
import { type Approval as Asked, type Context } from '../core/workflow';
import { type Approval, type SignedApproval } from './approval.schema';

/** An approval as it is kept with the decision. Called after `advance`, which has seen to the second factor. */
export function signedOf(
  { seen, opened, batch }: Approval,
  { actor, now, factorAt, standsFor }: Context,
): SignedApproval {
  return {
    ...{ seen, opened: [...new Set(opened)], factorAt: factorAt ?? now, at: now, by: actor.id },
    onBehalf: standsFor ? { id: standsFor.actor.id, name: standsFor.name, delegation: standsFor.delegation } : null,
    batch: batch ?? false,
  };
}

/** What was lately shown to somebody who approves: its hash, and which of its parts have to be opened. */
export interface Shown {
  seen: string;
  /** Parts with something in them, by name and in words. */
  parts: readonly { id: string; label: string }[];
}

/**
 * Hold what was seen against what stands now.
 *
 * @throws DomainError STALE_VIEW (the record shows something else by now) | INVALID_INPUT (a part that matters was not opened)
 */
export function requireSeen({ seen, opened, batch }: Approval, { parts }: Asked, shown: Shown): void {
  if (seen !== shown.seen)
    throw new DomainError('STALE_VIEW', '您看过之后，案件内容有变动，请查看标出的变动后重新审批。', {
      seen: shown.seen,
    });
  if (batch) return;
  const unopened = shown.parts.filter(({ id }) => parts.includes(id) && !opened.includes(id));
  if (unopened.length === 0) return;
  const labels = unopened.map(({ label }) => label).join('”“');
  throw new DomainError('INVALID_INPUT', `请先打开看过“${labels}”，再按同意。`, {
    unopened: unopened.map(({ id }) => id),
  });
}
