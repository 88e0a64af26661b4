import { type Actor, visibleTo } from '../core/access';
import { defineStore, type Stored, whenDated } from '../core/journal';
import { type StandsFor } from '../core/workflow';
import { actorOf } from '../people/people.schema';
import { people, personById } from '../people/people.store';
import { type Delegation, stepsOf } from './delegation.schema';

export const delegations = defineStore<Delegation>('delegations', {
  live: true,
  numbered: true,
  indexes: [
    [{ borrower: 1, status: 1, until: -1 }],
    [{ lender: 1, lentAt: -1 }],
    [{ lentAt: -1 }],
    whenDated('wakeAt'),
  ],
});

const standing = (delegation: Delegation, actor: Actor): StandsFor => ({
  ...{ delegation: delegation._id, actor, name: delegation.names.lender, steps: stepsOf(delegation.kinds) },
  ...{ from: delegation.from, until: delegation.until },
});

/**
 * Under which delegation this person signs for that one: the one that reaches the step now, else the last there was, so that the refusal can
 * say that it has ended. Undefined when nothing was ever lent, when it was taken back, or when the lender has left.
 */
export async function standsForAt(
  borrower: string,
  lender: string,
  step: string,
  now: Date,
): Promise<StandsFor | undefined> {
  const [person, lent] = await Promise.all([
    personById(lender),
    delegations.collection
      .find({ borrower, lender, status: { $in: ['active', 'ended'] } } as never, { sort: { until: -1 }, limit: 50 })
      .toArray(),
  ]);
  if (!person) return undefined;
  const all = lent.map((one) => standing(one, actorOf(person, person._id)));
  const reaches = ({ steps, from, until }: StandsFor) => steps.includes(step) && from <= now && now <= until;
  return all.find(reaches) ?? all.find(({ steps }) => steps.includes(step)) ?? all[0];
}

/** Everybody for whom this person may sign now. */
export async function lendersTo(borrower: string, now: Date): Promise<StandsFor[]> {
  const query = { borrower, status: 'active', until: { $gte: now }, from: { $lte: now } };
  const lent = await delegations.collection.find(query as never, { limit: 100 }).toArray();
  const lenders = await people.find({ _id: { $in: lent.map(({ lender }) => lender) }, active: true }).toArray();
  const byId = new Map(lenders.map((person) => [person._id, actorOf(person, person._id)]));
  return lent.flatMap((one) => {
    const actor = byId.get(one.lender);
    return actor ? [standing(one, actor)] : [];
  });
}

/** Delegations this person may know of, the latest first: their own either way, all of them for whoever oversees. */
export function listDelegations(actor: Actor, limit = 100): Promise<Stored<Delegation>[]> {
  const scope = visibleTo('seeDelegation', actor);
  if (!scope) return Promise.resolve([]);
  return delegations.collection
    .find(scope as never, { projection: { events: 0, outbox: 0 }, sort: { lentAt: -1 }, limit })
    .toArray();
}
