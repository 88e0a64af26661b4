/** What has to be looked up before a step of a check is decided. One row per step that needs something. */
import { type Actor, permits } from '../core/access';
import { read } from '../core/journal';
import { type County } from '../core/place';
import { checked, type Context } from '../core/workflow';
import { enterpriseById } from '../enterprise/enterprise.store';
import { incidentNumbered } from '../incident/incident.store';
import { petitionNumbered } from '../incident/incident.facts';
import { penaltyCases } from '../penalty/penalty.store';
import { type Person } from '../people/people.schema';
import { people, peopleWithRole, personById } from '../people/people.store';
import { unfit } from './crew';
import {
  AssignOfficers,
  type CreateInspection,
  type Inspection,
  isUnannounced,
  type Trigger,
} from './inspection.schema';
import { inspections, routineCount } from './inspection.store';
import { type AboveFacts, type Candidate, type CreateFacts, type CrewFacts, type Named, type Site } from './lookups';

const named = ({ _id, name }: Person): Named => ({ id: _id, name });
const candidate = ({ _id, name, roles, county, certificateNo, certificateValidTo }: Person): Candidate => ({
  ...{ id: _id, name, isOfficer: roles.includes('officer'), county, certificateNo, certificateValidTo },
});

/** Those of these people who are active, as candidates. */
export async function candidatesOf(ids: readonly string[]): Promise<Candidate[]> {
  const found = await people.find({ _id: { $in: [...ids] }, active: true }).toArray();
  return found.map(candidate);
}

/** Heads of the county's branch, the first of them its leader, and the bureau's leaders. */
export async function aboveFacts(county: County): Promise<AboveFacts> {
  const [heads, leaders] = await Promise.all([peopleWithRole('branchHead', county), peopleWithRole('bureauLeader')]);
  return {
    heads: heads
      .filter(({ roles }) => roles.includes('branchHead'))
      .slice(0, 1)
      .map(named),
    leaders: leaders.map(named),
  };
}

/** Of an unannounced check nobody in the county is asked: whoever ordered it stands in for its head. */
const aboveSecret = (orderer: Named): AboveFacts => ({ heads: [orderer], leaders: [] });

async function aboveOf(id: string): Promise<AboveFacts> {
  const inspection = await read(inspections, id);
  if (!inspection) return { heads: [], leaders: [] };
  const { county, orderedBy, orderedByName } = inspection;
  return isUnannounced(inspection) ? aboveSecret({ id: orderedBy, name: orderedByName }) : aboveFacts(county);
}

/** Who could be sent on that day: certified officers of the county and of the city's own units, the nearer first. */
export async function eligibleFor(
  { county, plannedOn }: Pick<Inspection, 'county' | 'plannedOn'>,
  actor: Actor,
): Promise<(Candidate & { unitName: string | null })[]> {
  const everywhere = permits('assignInspection', actor, { county: 'elsewhere' });
  const found = await people
    .find(
      { active: true, roles: 'officer', ...(everywhere ? {} : { county: { $in: [county, null] } }) },
      { sort: { pinyin: 1 } },
    )
    .toArray();
  const rank = ({ county: own }: Candidate) => (own === county ? 0 : own === null ? 1 : 2);
  return found
    .map((person) => ({ ...candidate(person), unitName: person.unitName }))
    .filter((one) => !unfit(one, plannedOn))
    .sort((a, b) => rank(a) - rank(b));
}

async function crewFacts(input: unknown): Promise<CrewFacts> {
  const { first, second, third } = checked(AssignOfficers, input);
  return { candidates: await candidatesOf([first, second, ...(third ? [third] : [])]) };
}

const site = async (id: string | null): Promise<Site | null> => {
  const found = id ? await enterpriseById(id) : null;
  if (!found) return null;
  const { _id, name, sector, county, place, location } = found;
  return { id: _id, name, sector, county, place, location };
};

const CAUSES: Partial<Record<Trigger['kind'], (no: string, actor: Actor) => Promise<string | null>>> = {
  PETITION: async (no, actor) => {
    const found = await petitionNumbered(no);
    return found && permits('seePetition', actor, found) ? found.id : null;
  },
  INCIDENT: async (no, actor) => {
    const incident = await incidentNumbered(no);
    return incident && permits('seeIncident', actor, incident) ? incident._id : null;
  },
  CLUE: async (no, actor) => {
    const found = await penaltyCases.collection.findOne({ no } as never);
    return found && permits('seeCase', actor, found) ? found._id : null;
  },
};

/** The cause as somebody typed it, with the record behind its number if there is one and they may see it. */
export async function causeOf(trigger: Trigger | null, actor: Actor): Promise<Trigger | null> {
  const find = trigger?.no ? CAUSES[trigger.kind] : undefined;
  return trigger && { ...trigger, id: find && trigger.no ? await find(trigger.no, actor) : null };
}

/** Everything the creation of a task needs; `trigger` is the cause as it was found. */
export async function createFacts(
  said: CreateInspection,
  trigger: Trigger | null,
  orderedBy: string,
): Promise<CreateFacts> {
  const found = await site(said.enterprise);
  const county = found?.county ?? said.county;
  const [branch, candidates, routine, orderer] = await Promise.all([
    county ? aboveFacts(county) : { heads: [], leaders: [] },
    said.officers ? candidatesOf(said.officers) : [],
    found && said.checkType === 'ROUTINE' ? routineCount(found.id, Number(said.plannedOn.slice(0, 4))) : 0,
    personById(orderedBy),
  ]);
  const orderedByName = orderer?.name ?? '系统';
  const secret = isUnannounced({ trigger, startedAt: null });
  const above = secret ? aboveSecret({ id: orderedBy, name: orderedByName }) : branch;
  return { ...above, candidates, routine, trigger, site: found, orderedByName };
}

type Lookup = (input: unknown, id: string, context: Context) => Promise<unknown>;
const above: Lookup = (_input, id) => aboveOf(id);

export const inspectionFacts: Partial<Record<string, Lookup>> = {
  assign: crewFacts,
  reassign: crewFacts,
  decline: above,
  wake: above,
};
