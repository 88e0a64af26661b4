/** Who of those who may open a case reads it in full; to everybody else numbers and citizens' names are covered. */
import { type Actor, permits } from '../core/access';
import { type PenaltyCase } from './penalty.schema';

/** Whoever handles, reviews or heads it; not an auditor who samples it. */
export function readsInFull(record: PenaltyCase, actor: Actor): boolean {
  const { investigatorIds, team, registeredBy, reviewTurn, review, legalReview } = record;
  const handlers = [...investigatorIds, ...team, registeredBy, reviewTurn?.reviewer, review?.by, legalReview?.by];
  return (
    handlers.includes(actor.id) || permits('reviewCase', actor, record) || permits('approveEnforcement', actor, record)
  );
}
