import { type Shift } from '../models/duty/duty.schema';
import { shifts } from '../models/duty/duty.store';
import { people } from '../models/people/people.store';
import { perform } from '../models/core/domain';
import { create } from '../models/core/journal';
import { petitionDomain } from '../models/petition/petition';
import { petitions } from '../models/petition/petition.store';
import { aPerson, aPetition, as, atTime, MORNING, toldTo } from './builders';
import { useDatabase } from './support/database';

useDatabase();

const hours = (n: number) => new Date(MORNING.getTime() + n * 3_600_000);

/** A day shift around MORNING, with one operator. */
async function onPost(person: string, state: Shift['seats'][number]['state']): Promise<void> {
  const document = {
    ...{ _id: 's1', version: 0, status: 'onDuty', kind: 'DAY', day: '2026-03-02', claims: [], wakeAt: null },
    ...{ startsAt: hours(-2), endsAt: hours(6), openedAt: hours(-2), closedAt: null, handover: null },
    ...{ people: [person], incoming: [], wokenAt: null },
    seats: [
      {
        ...{ id: 'a', post: 'OPERATOR', county: null, person, personName: person, state, reason: '', swap: null },
        ...{ askedAt: null, confirmBy: null, checkInBy: null, checkedInAt: null, checkedInFrom: null },
        ...{ insteadOf: null, unfilled: false },
      },
    ],
  } as unknown as Shift;
  await create(shifts, { document, event: { type: 'duty.planned' } }, atTime(MORNING));
}

/** Whom the confirmed report of a supervisor is put before. */
async function triagedBy(): Promise<string[]> {
  const reporter = as('ruralSupervisor', 'ref:1');
  const draft = aPetition({ _id: 'p1', no: null, status: 'draft', reporter: reporter.actor.id, county: '330903' });
  await create(petitions, { document: draft, event: { type: 'petition.told' } }, reporter);
  const { outbox } = await perform(petitionDomain, 'confirm', 'p1', {}, reporter);
  return toldTo(outbox).filter((told) => told.startsWith('petition.triage'));
}

describe('a report for triage', () => {
  beforeEach(async () => {
    await people.insertMany([aPerson('first', '甲', ['dutyOperator']), aPerson('second', '乙', ['dutyOperator'])]);
  });

  it('goes to the operator who is on post, not to the first with the role', async () => {
    await onPost('second', 'checkedIn');
    expect(await triagedBy()).toEqual(['petition.triage → second']);
  });
  it('goes to the one who is expected while nobody has checked in', async () => {
    await onPost('second', 'confirmed');
    expect(await triagedBy()).toEqual(['petition.triage → second']);
  });
  it('goes to the first with the role where the operator of the roster has not come', async () => {
    await onPost('second', 'absent');
    expect(await triagedBy()).toEqual(['petition.triage → first']);
  });
  it('goes to the first with the role while there is no roster', async () => {
    expect(await triagedBy()).toEqual(['petition.triage → first']);
  });
});
