/** What has to be looked up before a step of an incident is decided. One row per step that needs something. */
import { referenceOf } from '../core/identityVault';
import { read } from '../core/journal';
import { type County } from '../core/place';
import { checked, type Context } from '../core/workflow';
import { onDuty } from '../duty/onDuty';
import { type Person } from '../people/people.schema';
import { peopleWithRole } from '../people/people.store';
import { petitions } from '../petition/petition.store';
import { warningsAt } from '../weather/weather.store';
import { AskSupport, DispatchSquad, HandOver, MergeIncident, NotDuplicate, ToPetition } from './incident.schema';
import { incidentNumbered, incidents } from './incident.store';
import {
  type DispatchFacts,
  type DutyFacts,
  type EmergencyFacts,
  type MergeFacts,
  type Named,
  type PetitionFacts,
  type SupportFacts,
} from './lookups';

const named = ({ _id, name }: Person): Named => ({ id: _id, name });

/** Who is on post, and who stands above them. */
export async function dutyFacts(now: Date): Promise<DutyFacts> {
  const [{ operators, leaders, monitoring }, bureau] = await Promise.all([onDuty(now), peopleWithRole('bureauLeader')]);
  return { operators, leaders, monitoring, bureau: bureau.map(named) };
}

const countyOf = async (id: string): Promise<County | null> => (await read(incidents, id))?.county ?? null;

/** Those on post with branch and squad of a county. The branch head goes where no squad is on post. */
async function emergencyFacts(county: County | null, now: Date): Promise<EmergencyFacts> {
  const [duty, bureau, heads] = await Promise.all([
    onDuty(now),
    peopleWithRole('bureauLeader'),
    county ? peopleWithRole('branchHead', county) : [],
  ]);
  const { operators, leaders, monitoring } = duty;
  const head = heads.map(named);
  const onPost = county ? (duty.squads[county] ?? []) : [];
  return { operators, leaders, monitoring, bureau: bureau.map(named), head, squad: onPost.length > 0 ? onPost : head };
}

async function dispatchFacts(input: unknown, id: string, { now }: Context): Promise<DispatchFacts> {
  const county = checked(DispatchSquad, input).county ?? (await countyOf(id));
  const [facts, warnings] = await Promise.all([emergencyFacts(county, now), warningsAt(now)]);
  return { ...facts, county, warnings };
}

/** The petition with this number; null when no number was given or none has it. */
export async function petitionNumbered(no: string) {
  if (!no) return null;
  const found = await petitions.collection.findOne({ no } as never, {
    projection: { no: 1, reporter: 1, county: 1, officer: 1, incident: 1 },
  });
  return (
    found && {
      id: String(found._id),
      no: found.no,
      reporter: found.reporter,
      county: found.county,
      officer: found.officer,
      incident: found.incident,
    }
  );
}

const petitionFacts =
  (schema: typeof ToPetition | typeof HandOver) =>
  async (input: unknown): Promise<PetitionFacts> => ({
    petition: await petitionNumbered(checked<{ petitionNo: string }>(schema, input).petitionNo),
  });

async function mergeFacts(no: string): Promise<MergeFacts> {
  const into = await incidentNumbered(no);
  return { into: into && { id: into._id, no: into.no, status: into.status, emergencyAt: into.emergencyAt } };
}

/** Supervisors of the county under their protected reference, and the officers of its offices. What they are is shown, never who. */
export async function supportersOf(county: County | null): Promise<{ id: string; label: string }[]> {
  if (!county) return [];
  const [rural, officers] = await Promise.all([
    peopleWithRole('ruralSupervisor', county),
    peopleWithRole('officer', county),
  ]);
  return [
    ...rural.map(({ _id, village }, index) => ({
      id: referenceOf(_id),
      label: `${village ?? '本县区'}监督员${village ? '' : String(index + 1)}`,
    })),
    ...officers.map(({ _id, name, unitName }) => ({ id: _id, label: `${unitName ?? ''}${name}` })),
  ];
}

async function supportFacts(input: unknown, id: string): Promise<SupportFacts> {
  const { person } = checked(AskSupport, input);
  const people = await supportersOf(await countyOf(id));
  return { supporter: people.find((one) => one.id === person) ?? null };
}

type Lookup = (input: unknown, id: string, context: Context) => Promise<unknown>;

const onPost: Lookup = (_input, _id, { now }) => dutyFacts(now);
const toTell: Lookup = async (_input, id, { now }) => emergencyFacts(await countyOf(id), now);

export const incidentFacts: Partial<Record<string, Lookup>> = {
  declareEmergency: toTell,
  regrade: toTell,
  dispatch: dispatchFacts,
  reinforce: dispatchFacts,
  decline: onPost,
  reportInitial: onPost,
  reportFollowUp: onPost,
  reportFinal: onPost,
  wake: onPost,
  toPetition: petitionFacts(ToPetition),
  handOver: petitionFacts(HandOver),
  merge: (input) => mergeFacts(checked(MergeIncident, input).into),
  notDuplicate: (input) => mergeFacts(checked(NotDuplicate, input).other),
  remoteSupport: supportFacts,
};
