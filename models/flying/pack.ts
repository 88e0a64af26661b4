/**
 * What the team's phones carry along before they know where it goes: the target with its dossier and checklist as one box of fixed size,
 * without a key. At the reveal 44 characters open it, for which a trickle of signal is enough.
 */
import { shanghaiDay } from '../core/calendar';
import { DomainError } from '../core/errors';
import { checklistFor } from '../checkItem/checkItem.store';
import { dossierOf } from '../enterprise/dossier';
import { type Sector } from '../enterprise/enterprise.schema';
import { keepSealed } from './sealed.store';
import { PURPOSE, type Target } from './target';

/** What may be read on site: everything but the salt. */
export const readable = ({ salt: _salt, ...target }: Target): Omit<Target, 'salt'> => target;

/** Where it is, what is known of it, what is asked there: the same on the page and in the box. */
export async function filesOf(target: Target, now: Date) {
  const [file, checklist] = await Promise.all([
    dossierOf(target.enterprise, now),
    checklistFor(target.sector as Sector, shanghaiDay(now)),
  ]);
  return { target: readable(target), file, checklist };
}

/** Put the pack of a target into its box. @returns the name of the box */
export async function keepPack(inspection: string, target: Target, now: Date): Promise<string> {
  const whole = await filesOf(target, now);
  try {
    return await keepSealed(PURPOSE.pack, inspection, whole);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'TOO_LARGE') throw error;
    // A dossier beyond the common size stays at home rather than making this box longer than others.
    return keepSealed(PURPOSE.pack, inspection, { target: readable(target), file: null, checklist: [] });
  }
}
