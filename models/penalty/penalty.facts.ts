/** What has to be looked up before a step of a clue is decided. */
import { read } from '../core/journal';
import { type County } from '../core/place';
import { type Context } from '../core/workflow';
import { type Person } from '../people/people.schema';
import { namesOf, peopleWithRole, personById } from '../people/people.store';
import { caseNumber } from '../template/numbering';
import { shanghaiDay } from '../core/calendar';
import { authorityOf } from './authority';
import { type ClueFacts, type DeciderFacts, type DecisionFacts } from './clue';
import { penaltyCases } from './penalty.store';

const named = ({ _id, name }: Person) => ({ id: _id, name });

export async function deciders(county: County): Promise<DeciderFacts> {
  const [heads, leaders] = await Promise.all([peopleWithRole('branchHead', county), peopleWithRole('bureauLeader')]);
  return { heads: heads.map(named), leaders: leaders.map(named) };
}

/** Who found it and who registers it, with those who may decide. */
export async function clueFacts(county: County, officers: readonly string[], registeredBy: string): Promise<ClueFacts> {
  const [above, names] = await Promise.all([deciders(county), namesOf([...officers, registeredBy])]);
  return {
    ...above,
    officers: officers.map((id) => ({ id, name: names.get(id) ?? '已离职人员' })),
    registeredBy: { id: registeredBy, name: names.get(registeredBy) ?? '系统' },
  };
}

async function above(_input: unknown, id: string): Promise<DeciderFacts> {
  const clue = await read(penaltyCases, id);
  return clue ? deciders(clue.county) : { heads: [], leaders: [] };
}

const decision = async (_input: unknown, id: string, { actor, now }: Context): Promise<DecisionFacts> => {
  const clue = await read(penaltyCases, id);
  const [who, by] = await Promise.all([
    clue ? deciders(clue.county) : { heads: [], leaders: [] },
    personById(actor.id),
  ]);
  const authority = clue ? authorityOf(clue.county, shanghaiDay(now)) : null;
  const no = clue?.status === 'clue' ? await caseNumber('filing', { record: id, authority }, now) : null;
  return { ...who, decidedByName: by?.name ?? '', no };
};
const refusal = async (_input: unknown, _id: string, { actor }: Context): Promise<DecisionFacts> => ({
  ...{ heads: [], leaders: [], no: null, decidedByName: (await personById(actor.id))?.name ?? '' },
});

export const penaltyFacts = { file: decision, refuse: refusal, askExtension: above };
