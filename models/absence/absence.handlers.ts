/** How an absence comes into being: from the page, or owed by the shift on whose card leave was asked for. */
import { CLOCK } from '../core/access';
import { DomainError } from '../core/errors';
import { create, type Stored } from '../core/journal';
import { type Handler, type OwedEntry, type Settlement } from '../core/outbox';
import { type Context } from '../core/workflow';
import { people, peopleWithRole, personById, unitById } from '../people/people.store';
import { requestAbsence } from './absence';
import { type Absence, RequestAbsence } from './absence.schema';
import { absences } from './absence.store';

/** The head of the unit, or of the unit above it; a bureau leader where there is none, or the head is the person. */
async function headOf(person: string, unit: string | null): Promise<string | null> {
  for (let id = unit; id;) {
    const found = await unitById(id);
    if (found?.head && found.head !== person && (await personById(found.head))) return found.head;
    id = found?.parent ?? null;
  }
  return (await peopleWithRole('bureauLeader')).find(({ _id }) => _id !== person)?._id ?? null;
}

/**
 * Ask for an absence; the same id again is the same request.
 *
 * @throws DomainError NOT_FOUND when the person is no active member of the organisation
 */
export async function beginAbsence(
  { id, person: userid, shift = null }: { id: string; person: string; shift?: string | null },
  input: RequestAbsence,
  context: Context,
): Promise<Stored<Absence>> {
  const found = await people.findOne({ _id: userid, active: true });
  if (!found) throw new DomainError('NOT_FOUND', '没有找到您的身份，请联系本单位的钉钉管理员。', {});
  const { name, unit, unitName, county } = found;
  const head = await headOf(userid, unit);
  return create(
    absences,
    requestAbsence(id, input, { person: { id: userid, name, unit, unitName, county }, head, shift }),
    context,
  );
}

/** The leave asked for on a card; asked twice for one shift, it is one request. */
async function requestOne({ id, data }: OwedEntry, now: Date) {
  const { person, shift, ...input } = data as { person: string; shift: string };
  const standing = await absences.collection.findOne({
    person,
    shift,
    status: { $in: ['requested', 'approved'] },
  } as never);
  if (standing) return;
  const context: Context = { actor: { ...CLOCK, id: person }, now, door: 'system', key: id };
  await beginAbsence({ id: `leave-${id}`, person, shift }, RequestAbsence.parse(input), context);
}

/** Handlers of the local outbox. */
export const absenceHandlers: Record<string, Handler> = {
  'absence.request': (entries, now) =>
    Promise.all(
      entries.map((entry) =>
        requestOne(entry, now).then(
          (): Settlement => ({ done: true }),
          (error: unknown): Settlement =>
            error instanceof DomainError ? { impossible: error.message } : { retry: String(error) },
        ),
      ),
    ),
};
