import { type Actor, visibleTo } from '../core/access';
import { defineStore, type Stored, whenDated } from '../core/journal';
import { type Hearing } from './hearing.schema';

export const hearings = defineStore<Hearing>('hearings', {
  live: true,
  numbered: true,
  indexes: [
    [{ case: 1, requestedAt: -1 }],
    [{ county: 1, requestedAt: -1 }],
    [{ people: 1, requestedAt: -1 }],
    [{ requestedAt: -1 }],
    whenDated('wakeAt'),
  ],
  traced: ({ at }) => ({ at }),
});

/** Minutes and signatures weigh more than all the rest. */
const LISTED = { events: 0, outbox: 0, minutes: 0 } as const;

/** Hearings this actor may see, the latest asked for first. */
export function listHearings(actor: Actor, limit = 50): Promise<Omit<Stored<Hearing>, keyof typeof LISTED>[]> {
  const scope = visibleTo('seeHearing', actor);
  if (!scope) return Promise.resolve([]);
  return hearings.collection.find(scope as never, { projection: LISTED, sort: { requestedAt: -1 }, limit }).toArray();
}

/** The hearings of one case, the latest first. */
export const hearingsOf = (penalty: string): Promise<Stored<Hearing>[]> =>
  hearings.collection.find({ case: penalty } as never, { sort: { requestedAt: -1 }, limit: 20 }).toArray();
