import { datedBy, defineStore, EVER, type Stored, whenDated } from '../core/journal';
import { type Assignment } from './assignment.schema';
import { NOTICES } from './assignment.purposes';
import { OPEN_ASSIGNMENTS } from './assignment.workflow';

export const assignments = defineStore<Assignment>('assignments', {
  traced: ({ rung, nextRungAt, unreachable }) => ({ rung, nextRungAt, unreachable }),
  indexes: [
    [{ person: 1, status: 1, openedAt: -1, _id: -1 }],
    [{ 'record.store': 1, 'record.id': 1 }],
    whenDated('nextRungAt'),
    /** The matter stands among the tasks of those who were told instead. */
    [
      { 'told.person': 1, status: 1, openedAt: -1, _id: -1 },
      { partialFilterExpression: { 'told.person': { $gt: '' } } },
    ],
    /** What waits for an answer, the unreachable first, then by the next rung. */
    [{ unreachable: -1, nextRungAt: 1, _id: 1 }, { partialFilterExpression: { status: 'open', ladder: true } }],
    [{ status: 1, unreachable: 1 }, { partialFilterExpression: { unreachable: true } }],
    [{ expireAt: 1 }, { expireAfterSeconds: 0, partialFilterExpression: { expireAt: { $gt: EVER } } }],
    /** A pressed card is found by its outTrackId, a read receipt by DingTalk's handle. */
    [{ 'messages.id': 1 }],
    [{ 'messages.handle': 1 }],
    [{ 'messages.acceptedAt': 1 }],
  ],
});

/** Where a list goes on: after the last row of the page before. */
export interface Cursor {
  at: Date | null;
  id: string;
}

export interface Listing {
  after?: Cursor | undefined;
  limit?: number;
}

const LISTED = { events: 0, outbox: 0 } as const;
const backwards = (after: Cursor | undefined) =>
  after?.at ? { $or: [{ openedAt: { $lt: after.at } }, { openedAt: after.at, _id: { $lt: after.id } }] } : {};

/**
 * One person's assignments, the newest first: `open` is what still has to be done, their own and, while it is unanswered, what reached
 * them because somebody else kept silent. Mere notices are in neither list. The order is total, so pages neither skip nor repeat a row.
 */
export async function assignmentsOf(
  person: string,
  which: 'open' | 'done',
  { after, limit = 100 }: Listing = {},
): Promise<Stored<Assignment>[]> {
  const own = { person, status: which === 'open' ? { $in: OPEN_ASSIGNMENTS } : { $nin: OPEN_ASSIGNMENTS } };
  const whose = which === 'open' ? { $or: [own, { 'told.person': person, status: 'open' }] } : own;
  return await assignments.collection
    .find({ $and: [whose, backwards(after)], purpose: { $nin: NOTICES } } as never, {
      sort: { openedAt: -1, _id: -1 },
      limit,
      projection: LISTED,
    })
    .toArray();
}

const unset = { nextRungAt: null };
/** Rows after the cursor in the order of `nextRungAt` (null first), among the unreachable or the others. */
const onwards = ({ at, id }: Cursor) =>
  at
    ? { $or: [{ nextRungAt: { $gt: at } }, { nextRungAt: at, _id: { $gt: id } }] }
    : { $or: [{ nextRungAt: { $gt: EVER } }, { ...unset, _id: { $gt: id } }] };

/**
 * Everything within a scope (a filter of `visibleTo`) that somebody has been told and has not answered: the unreachable first,
 * then by the next rung.
 */
export async function unacknowledged(
  scope: Readonly<Record<string, unknown>>,
  { after, limit = 100 }: { after?: (Cursor & { unreachable: boolean }) | undefined; limit?: number } = {},
): Promise<Stored<Assignment>[]> {
  const rest = after && {
    $or: [
      { unreachable: after.unreachable, ...onwards(after) },
      ...(after.unreachable ? [{ unreachable: false }] : []),
    ],
  };
  return await assignments.collection
    .find({ $and: [scope, rest ?? {}], status: 'open', ladder: true } as never, {
      sort: { unreachable: -1, nextRungAt: 1, _id: 1 },
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

const without = (except: readonly string[]) => (except.length > 0 ? { _id: { $nin: [...except] } } : {});

/** Ids of assignments whose next rung has come, the longest waiting first. */
export async function rungDue(now: Date, limit: number, except: readonly string[] = []): Promise<string[]> {
  const due = await assignments.collection
    .find({ ...datedBy('nextRungAt', now), ...without(except) } as never, {
      projection: { _id: 1 },
      sort: { nextRungAt: 1 },
      limit,
    })
    .toArray();
  return due.map(({ _id }) => String(_id));
}

/** The moment the next rung of any assignment falls due, or null. */
export async function nextRung(): Promise<Date | null> {
  const next = await assignments.collection.findOne({ nextRungAt: { $gt: EVER } } as never, {
    projection: { nextRungAt: 1 },
    sort: { nextRungAt: 1 },
  });
  return (next as Pick<Assignment, 'nextRungAt'> | null)?.nextRungAt ?? null;
}
