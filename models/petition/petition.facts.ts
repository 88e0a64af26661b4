/**
 * What has to be looked up before a step of a petition is decided. One row per step that needs something; the pure decision
 * (petition.commands.ts) gets it as `facts`.
 */
import { type Context } from '../core/workflow';
import { onDuty } from '../duty/onDuty';
import { enterpriseById } from '../enterprise/enterprise.store';
import { peopleWithRole, personById, unitById } from '../people/people.store';
import {
  type DutyFacts,
  type EnterpriseFacts,
  type LeaderFacts,
  type OfficerFacts,
  type ClassifyFacts,
  type UnitFacts,
} from './lookups';
import { AppointOfficer, AssignPetition, ClassifyPetition } from './petition.schema';
import { likelyRepeats, petitions } from './petition.store';
import { read } from '../core/journal';
import { checked } from '../core/workflow';

const brief = (person: { _id: string; name: string } | undefined | null) =>
  person ? { id: person._id, name: person.name } : null;

/** The operator on post now, who triages; where no roster says who that is, the first with the role. */
export const dutyFacts = async (now: Date): Promise<DutyFacts> => ({
  operator: (await onDuty(now)).operators[0] ?? null,
});

const leaderFacts = async (): Promise<LeaderFacts> => ({ leader: brief((await peopleWithRole('bureauLeader'))[0]) });

/** The enterprise a report names, if it is on the register. */
export async function enterpriseFacts(id: string | null): Promise<EnterpriseFacts> {
  const enterprise = id ? await enterpriseById(id) : null;
  return { enterprise: enterprise && { id: enterprise._id, name: enterprise.name, county: enterprise.county } };
}

async function unitFacts(input: unknown): Promise<UnitFacts> {
  const unit = await unitById(checked(AssignPetition, input).unit);
  const head = unit?.head ? await personById(unit.head) : null;
  return { unit: unit && { id: unit._id, name: unit.name, county: unit.county, head: brief(head) } };
}

async function officerFacts(input: unknown): Promise<OfficerFacts> {
  const person = await personById(checked(AppointOfficer, input).officer);
  return {
    officer: person && {
      id: person._id,
      name: person.name,
      unit: person.unit,
      isOfficer: person.roles.includes('officer'),
    },
  };
}

async function classifyFacts(input: unknown, id: string, { now }: Context): Promise<ClassifyFacts> {
  const { repeatOf, enterpriseId } = checked(ClassifyPetition, input);
  const petition = repeatOf ? await read(petitions, id) : null;
  const repeats = petition ? (await likelyRepeats(petition, now)).length : 0;
  return { repeats, ...(await leaderFacts()), ...(await enterpriseFacts(enterpriseId)) };
}

type Lookup = (input: unknown, id: string, context: Context) => Promise<unknown>;

const onPost: Lookup = (_input, _id, { now }) => dutyFacts(now);

export const petitionFacts: Partial<Record<string, Lookup>> = {
  confirm: onPost,
  returnToCentre: onPost,
  classify: classifyFacts,
  assign: unitFacts,
  appoint: officerFacts,
  requestReview: leaderFacts,
  requestReReview: leaderFacts,
};
