/**
 * How a record's outbox opens, acknowledges and closes assignments, and how the clock climbs the ladder. Both are deliveries of
 * something decided elsewhere, so both are idempotent and tolerate having been late.
 */
import { CLOCK, isReference } from '../core/access';
import { change, create, read, storeNamed } from '../core/journal';
import { type Handler, type OwedEntry } from '../core/outbox';
import { type Context, type Outcome, asClock } from '../core/workflow';
import { namesOf } from '../people/people.store';
import { alarmHandlers, unlessMoved } from './alarm';
import {
  acknowledgeAssignment,
  climb,
  closeAssignment,
  lapseAssignment,
  type Named,
  openAssignment,
} from './assignment.commands';
import { type Assignment, MeantAssignments, OpenAssignment, UNNUMBERED } from './assignment.schema';
import { assignments, rungDue } from './assignment.store';
import { OPEN_ASSIGNMENTS } from './assignment.workflow';
import { type Lookups, lookupsAt, standing } from './standing';

/** A protected person has no name outside the vault. */
const PROTECTED_NAME = '反映人';

async function named(ids: string[]): Promise<(id: string) => Named> {
  const names = await namesOf(ids);
  return (id) => ({ id, name: names.get(id) ?? (isReference(id) ? PROTECTED_NAME : id) });
}

/** A title decided before the record had its number gets it now. */
async function numbered(title: string, { store, recordId }: OwedEntry): Promise<string> {
  if (!title.includes(UNNUMBERED)) return title;
  const record = await storeNamed(store).collection.findOne({ _id: recordId }, { projection: { no: 1 } });
  const no = (record as { no?: string | null } | null)?.no;
  return no ? title.replace(UNNUMBERED, no) : title;
}

const open: Handler = async (entries, now) => {
  const inputs = entries.map(({ data }) => OpenAssignment.parse(data));
  const nameOf = await named(inputs.map(({ person }) => person));
  return Promise.all(
    entries.map(async (entry, index) => {
      const { id, store, recordId } = entry;
      const asked = inputs[index] as OpenAssignment;
      const input = { ...asked, title: await numbered(asked.title, entry) };
      const context = asClock(now, id);
      const outcome = openAssignment(id, { store, id: recordId }, input, nameOf(input.person), context);
      await create(assignments, outcome, context);
      return { done: true } as const;
    }),
  );
};

type Move = (
  assignment: Assignment,
  context: Context,
  meant: ReturnType<typeof MeantAssignments.parse>,
) => Outcome<Assignment>;

/** Move every assignment of the record that is meant. One that moved on meanwhile needs nothing. */
function moving(from: readonly Assignment['status'][], move: Move): Handler {
  const one = async ({ id, store, recordId, data }: OwedEntry, now: Date) => {
    const meant = MeantAssignments.parse(data);
    const found = await assignments.collection
      .find(
        {
          'record.store': store,
          'record.id': recordId,
          status: { $in: from },
          ...(meant.person ? { person: meant.person } : {}),
          ...(meant.purposes ? { purpose: { $in: meant.purposes } } : {}),
        } as never,
        { projection: { _id: 1 } },
      )
      .toArray();
    for (const { _id } of found) {
      const context = asClock(now, id);
      await change(assignments, String(_id), context, (assignment) => move(assignment, context, meant)).catch(
        unlessMoved,
      );
    }
    return { done: true } as const;
  };
  return (entries, now) => Promise.all(entries.map((entry) => one(entry, now)));
}

/** The effects that every domain may owe to assignments; handlers of the local outbox. */
export const assignmentHandlers: Record<string, Handler> = {
  'assignment.open': open,
  'assignment.acknowledge': moving(OPEN_ASSIGNMENTS, (assignment, context, { until }) =>
    acknowledgeAssignment(assignment, context, until),
  ),
  'assignment.close': moving(OPEN_ASSIGNMENTS, (assignment, context, { as }) =>
    closeAssignment(assignment, as, context),
  ),
  ...alarmHandlers,
};

/** How long an assignment that could not be climbed is left alone, so that it holds up no other. */
const SET_ASIDE_MS = 60_000;

/**
 * Takes one rung of every assignment that is due for it. Called again until nothing is due, it takes each missed rung in order,
 * once: the key of a rung has one effect, whichever process takes it.
 *
 * @param onError told of an assignment that cannot be climbed; it is set aside for a minute
 * @returns how many rungs were taken
 */
export function ladderClimber(onError: (error: unknown) => void) {
  const aside = new Map<string, number>();
  return async (now: Date, limit: number): Promise<number> => {
    for (const [id, until] of aside) if (Math.abs(until - now.getTime()) > SET_ASIDE_MS) aside.delete(id);
    const ids = await rungDue(now, limit, [...aside.keys()]);
    const lookups = lookupsAt(now);
    const taken = await Promise.all(
      ids.map((id) =>
        climbOne(id, now, lookups).catch((error: unknown) => {
          aside.set(id, now.getTime());
          onError(error);
          return false;
        }),
      ),
    );
    return taken.filter(Boolean).length;
  };
}

/** As `ladderClimber`, once. @throws whatever kept an assignment from being climbed */
export const climbDue = ladderClimber((error) => {
  throw error;
});

async function climbOne(id: string, now: Date, lookups: Lookups): Promise<boolean> {
  const assignment = await read(assignments, id);
  if (!assignment) return false;
  const { rung, lapses = 0, status } = assignment;
  const isPromise = status === 'acknowledged';
  const found = isPromise ? null : await standing(assignment, lookups);
  const key = isPromise ? `lapse:${id}:${lapses + 1}` : `rung:${id}:${rung + 1}${lapses ? `.${lapses}` : ''}`;
  const context: Context = { actor: CLOCK, now, door: 'clock', key };
  const decide = (current: Assignment) =>
    isPromise ? lapseAssignment(current, context) : climb(current, context, found);
  try {
    await change(assignments, id, context, decide, assignment);
    return true;
  } catch (error) {
    // Answered, or climbed by another process, between finding and climbing.
    unlessMoved(error);
    return false;
  }
}
