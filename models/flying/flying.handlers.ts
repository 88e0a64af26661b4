/** What flying inspections owe, carried out from their outbox. Idempotent, since it may be carried out twice. */
import { perform } from '../core/domain';
import { DomainError } from '../core/errors';
import { read } from '../core/journal';
import { each, type Handler, type OwedEntry } from '../core/outbox';
import { asClock, type Context } from '../core/workflow';
import { inspectionDomain } from '../inspection/inspection';
import { inspections } from '../inspection/inspection.store';
import { penaltyCases } from '../penalty/penalty.store';
import { flyingDomain } from './flying';
import { flyings } from './flying.store';
import { sweep } from './sealed.store';
import { goers } from './team';
import { clueOf } from './visiting';

/** A step that the record no longer allows was overtaken, and nothing is owed any more. */
async function unlessOvertaken(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof DomainError) || error.code === 'STALE_DOCUMENT') throw error;
  });
}

/** Only once the clue stands. */
async function filed({ id, recordId }: OwedEntry, now: Date): Promise<void> {
  if (!(await read(penaltyCases, clueOf({ _id: recordId })))) throw new Error('the clue has not been registered yet');
  await unlessOvertaken(perform(flyingDomain, 'filed', recordId, {}, asClock(now, id)));
}

const sweepBoxes = ({ recordId, data }: OwedEntry) => sweep(recordId, data['refs'] as string[]);

/** The check follows those who are there: whoever left is off it, whoever has come is on it. Two at least; until then it waits. */
async function followCrew({ id, recordId, data }: OwedEntry, now: Date): Promise<void> {
  const flying = await read(flyings, recordId);
  const inspection = String(data['inspection']);
  if (!flying) return;
  const going = goers(flying).map(({ person }) => person);
  if (going.length < 2 && !data['calledOff']) return;
  const check = await read(inspections, inspection);
  if (!check) throw new Error('the check has not been ordered yet');
  const { leader } = flying;
  const actor = { id: leader, roles: ['bureauLeader', 'staff'], county: null, grid: null, unit: null } as const;
  const context: Context = { actor, now, door: 'system', key: id };
  if (data['calledOff'])
    return unlessOvertaken(perform(inspectionDomain, 'cancel', inspection, { reason: '飞行检查已中止' }, context));
  const [first, second, third = null] = going;
  const step = check.status === 'planned' ? 'assign' : 'reassign';
  await unlessOvertaken(perform(inspectionDomain, step, inspection, { first, second, third }, context));
}

export const flyingHandlers: Record<string, Handler> = {
  'flying.filed': each(filed),
  'flying.sweep': each(sweepBoxes),
  'flying.crew': each(followCrew),
};
