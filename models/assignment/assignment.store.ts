import { datedBy, defineStore, type Stored, whenDated } from '../core/journal';
import { type Assignment } from './assignment.schema';
import { NOTICES } from './assignment.purposes';
import { OPEN_ASSIGNMENTS } from './assignment.workflow';

export const assignments = defineStore<Assignment>('assignments', {
  traced: ({ rung, nextRungAt, unreachable }) => ({ rung, nextRungAt, unreachable }),
  indexes: [
    [{ person: 1, status: 1, openedAt: -1 }],
    [{ 'record.store': 1, 'record.id': 1 }],
    whenDated('nextRungAt'),
    [{ unreachable: 1, status: 1 }],
    /** A pressed card is found by its outTrackId, a read receipt by DingTalk's handle. */
    [{ 'messages.id': 1 }],
    [{ 'messages.handle': 1 }],
    [{ 'messages.acceptedAt': 1 }],
  ],
});

/** One person's assignments, the newest first: `open` is what still has to be done. Mere notices are in neither list. */
export async function assignmentsOf(
  person: string,
  which: 'open' | 'done',
  limit = 100,
): Promise<Stored<Assignment>[]> {
  const status = which === 'open' ? { $in: OPEN_ASSIGNMENTS } : { $nin: OPEN_ASSIGNMENTS };
  return await assignments.collection
    .find({ person, status, purpose: { $nin: NOTICES } } as never, {
      sort: { openedAt: -1 },
      limit,
      projection: { events: 0, outbox: 0 },
    })
    .toArray();
}

/**
 * Everything within a scope (a filter of `visibleTo`) that somebody has been told and has not answered: the unreachable first,
 * then by the next rung.
 */
export async function unacknowledged(
  scope: Readonly<Record<string, unknown>>,
  limit = 100,
): Promise<Stored<Assignment>[]> {
  return await assignments.collection
    .find({ ...scope, status: 'open', ladder: true } as never, {
      sort: { nextRungAt: 1, openedAt: 1 },
      limit,
      projection: { events: 0, outbox: 0, messages: 0 },
    })
    .toArray();
}

/** Every assignment about one record, in the order in which they were opened. */
export async function assignmentsAbout(record: Assignment['record']): Promise<Stored<Assignment>[]> {
  return await assignments.collection
    .find({ 'record.store': record.store, 'record.id': record.id } as never, { sort: { openedAt: 1, _id: 1 } })
    .toArray();
}

/** Ids of assignments whose next rung has come, the longest waiting first. */
export async function rungDue(now: Date, limit: number): Promise<string[]> {
  const due = await assignments.collection
    .find(datedBy('nextRungAt', now) as never, { projection: { _id: 1 }, sort: { nextRungAt: 1 }, limit })
    .toArray();
  return due.map(({ _id }) => String(_id));
}

/** The moment the next rung of any assignment falls due, or null. */
export async function nextRung(): Promise<Date | null> {
  const next = await assignments.collection.findOne({ nextRungAt: { $gt: new Date(0) } } as never, {
    projection: { nextRungAt: 1 },
    sort: { nextRungAt: 1 },
  });
  return (next as Pick<Assignment, 'nextRungAt'> | null)?.nextRungAt ?? null;
}
