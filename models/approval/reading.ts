/** Evidence that a leader reads only because they sign for another or sit in a discussion of the case. */
import { type Actor, permits } from '../core/access';
import { casesDiscussedBy } from '../discussion/discussion.store';
import { penaltyCases } from '../penalty/penalty.store';
import { lendersTo } from './delegation.store';

const SCOPE = { county: 1, team: 1, registeredBy: 1, investigatorIds: 1, reviewers: 1 } as const;

/** Whether this file stands in a case that this person may look at on behalf of somebody, or votes on now. */
export async function mayReadForApproval(actor: Actor, hash: string, now: Date): Promise<boolean> {
  if (!permits('borrowApproval', actor)) return false;
  const [lenders, discussed] = await Promise.all([lendersTo(actor.id, now), casesDiscussedBy(actor.id)]);
  if (lenders.length === 0 && discussed.length === 0) return false;
  const cases = await penaltyCases.collection
    .find({ evidence: hash } as never, { projection: SCOPE, limit: 50 })
    .toArray();
  return cases.some(
    (record) => discussed.includes(record._id) || lenders.some((lender) => permits('seeCase', lender.actor, record)),
  );
}
