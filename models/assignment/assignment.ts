/**
 * How a record's outbox opens, acknowledges and closes assignments, and how the clock climbs the ladder. Both are deliveries of
 * something decided elsewhere, so both are idempotent and tolerate having been late.
 */
import { CLOCK } from '../core/access';
import { DomainError } from '../core/errors';
import { change, create, storeNamed } from '../core/journal';
import { type Handler, type OwedEntry } from '../core/outbox';
import { type Context, type Outcome } from '../core/workflow';
import { namesOf, peopleWithRole } from '../people/people.store';
import { acknowledgeAssignment, climb, closeAssignment, type Named, openAssignment } from './assignment.commands';
import { type Assignment, MeantAssignments, OpenAssignment, UNNUMBERED } from './assignment.schema';
import { assignments, rungDue } from './assignment.store';
import { OPEN_ASSIGNMENTS } from './assignment.workflow';
import { rungsOf, STANDING } from './ladder';

/** A protected person has no name outside the vault. */
const PROTECTED_NAME = '反映人';

const asClock = (now: Date, key: string): Context => ({ actor: CLOCK, now, door: 'system', key });

async function named(ids: string[]): Promise<(id: string) => Named> {
  const names = await namesOf(ids);
  return (id) => ({ id, name: names.get(id) ?? (id.startsWith('ref:') ? PROTECTED_NAME : id) });
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

function unlessMoved(error: unknown): void {
  if (!(error instanceof DomainError) || error.code !== 'ILLEGAL_TRANSITION') throw error;
}

/** The effects that every domain may owe to assignments; handlers of the local outbox. */
export const assignmentHandlers: Record<string, Handler> = {
  'assignment.open': open,
  'assignment.acknowledge': moving(['open'], acknowledgeAssignment),
  'assignment.close': moving(OPEN_ASSIGNMENTS, (assignment, context, { as }) =>
    closeAssignment(assignment, as, context),
  ),
};

/** Who stands on the next rung: somebody other than the silent person where there is one. */
async function standing(assignment: Assignment): Promise<Named | null> {
  const to = rungsOf(assignment)[assignment.rung]?.to;
  const same = { id: assignment.person, name: assignment.personName };
  if (!to || to === 'same') return same;
  const { role, inCounty } = STANDING[to];
  if (inCounty && !assignment.county) return null;
  const people = await peopleWithRole(role, inCounty ? assignment.county : null);
  const other = people.find(({ _id }) => _id !== assignment.person);
  if (other) return { id: other._id, name: other.name };
  return people.length > 0 ? same : null;
}

/**
 * Take one rung of every assignment that is due for it. Called again until nothing is due, it takes each missed rung in order,
 * once: the key of a rung has one effect, whichever process takes it.
 *
 * @returns how many rungs were taken
 */
export async function climbDue(now: Date, limit: number): Promise<number> {
  const ids = await rungDue(now, limit);
  const taken = await Promise.all(ids.map((id) => climbOne(id, now)));
  return taken.filter(Boolean).length;
}

async function climbOne(id: string, now: Date): Promise<boolean> {
  const assignment = (await assignments.collection.findOne({ _id: id } as never)) as Assignment | null;
  if (!assignment) return false;
  const found = await standing(assignment);
  const context: Context = { actor: CLOCK, now, door: 'clock', key: `rung:${id}:${assignment.rung + 1}` };
  try {
    await change(assignments, id, context, (current) => climb(current, context, found));
    return true;
  } catch (error) {
    // Answered, or climbed by another process, between finding and climbing.
    if (error instanceof DomainError && (error.code === 'ILLEGAL_TRANSITION' || error.code === 'NOT_NOW')) return false;
    throw error;
  }
}
