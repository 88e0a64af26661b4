/** What has to be looked up before a clause is proposed or decided about. */
import { read } from '../core/journal';
import { type Context } from '../core/workflow';
import { peopleWithRole, personById } from '../people/people.store';
import { type LegalBasis } from './law.schema';
import { basesOfNorm, legalBases } from './law.store';
import { type DeciderFacts, type Named } from './reviewed';

/** The leaders of the bureau. */
export const leaders = async (): Promise<Named[]> =>
  (await peopleWithRole('bureauLeader')).map(({ _id, name }) => ({ id: _id, name }));

/** Somebody by their userid, with the name they are shown under. */
export const named = async (id: string): Promise<Named> => ({ id, name: (await personById(id))?.name ?? '' });

/** Who decides. */
export const decider = async (_input: unknown, _id: string, { actor }: Context): Promise<DeciderFacts> => ({
  deciderName: (await named(actor.id)).name,
});

/** Rows in force with this norm, and the one to be replaced, which may be of another norm: its article was wrong. */
export async function standingFor(norm: string, replaces: string | null): Promise<LegalBasis[]> {
  const [same, replaced] = await Promise.all([basesOfNorm(norm), replaces ? read(legalBases, replaces) : null]);
  const known = replaced?.status === 'inForce' && !same.some(({ _id }) => _id === replaced._id);
  return known ? [...same, replaced] : same;
}

async function approval(
  input: unknown,
  id: string,
  context: Context,
): Promise<DeciderFacts & { standing: LegalBasis[] }> {
  const row = await read(legalBases, id);
  const [decided, standing] = await Promise.all([
    decider(input, id, context),
    row ? standingFor(row.norm, row.replaces) : [],
  ]);
  return { ...decided, standing: standing.filter(({ _id }) => _id !== id) };
}

export const lawFacts = { approve: approval };
