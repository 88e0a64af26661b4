/** The whole page of one petition, put together for one reader: fields, steps, history, messages, clocks. */
import { permits, type Actor, isReference } from '../models/core/access';
import { deadline, type ExplainedDay } from '../models/core/calendar';
import { type RunningClock } from '../models/core/face';
import { type Stored } from '../models/core/journal';
import { policy } from '../models/core/policy';
import { DOORS } from '../models/core/workflow';
import { type Assignment } from '../models/assignment/assignment.schema';
import { assignmentsAbout } from '../models/assignment/assignment.store';
import { namesOf } from '../models/people/people.store';
import { petitionForms } from '../models/petition/petition.form';
import { type Petition } from '../models/petition/petition.schema';
import { likelyRepeats, type ListedPetition } from '../models/petition/petition.store';
import { petitionWorkflow } from '../models/petition/petition.workflow';
import { sentenceOf } from './petition.history';
import {
  mayReveal,
  presentListed,
  presentPetition,
  protectedLabel,
  readsAsReporter,
  type Names,
} from './petition.present';
import { offeredSteps, presentAssignment, presentMessages } from './record.page';

/** Every running deadline with the days it skipped, so that nobody has to believe a date they cannot check. */
function clocksOf(petition: Petition): RunningClock[] {
  const { registeredAt, informDueAt, acceptedAt, dueAt, closedAt, status } = petition;
  if (closedAt || status === 'replied') return [];
  const inform = policy().petition.inform;
  const informing = ['registered', 'classified'].includes(status) && registeredAt && informDueAt;
  return [
    ...(informing
      ? [{ label: '告知受理情况', dueAt: informDueAt, explain: deadline({ from: registeredAt, ...inform }).explain }]
      : []),
    ...(dueAt ? [{ label: dueLabel(status), dueAt, explain: explained(petition, acceptedAt, dueAt) }] : []),
  ];
}

const dueLabel = (status: Petition['status']) =>
  ({ reviewRequested: '复查答复', reviewed: '可申请复核', reReviewRequested: '复核答复' })[status as string] ??
  '办理答复';

/** Only where the deadline still is what its period says; after an extension or a review it has other beginnings. */
function explained({ path, extendedAt }: Petition, acceptedAt: Date | null, dueAt: Date): ExplainedDay[] {
  if (!acceptedAt || extendedAt) return [];
  const { duty, opinion } = policy().petition;
  const counted = deadline({ from: acceptedAt, ...(path === 'DUTY_APPLICATION' ? duty : opinion) });
  return counted.dueAt.getTime() === dueAt.getTime() ? counted.explain : [];
}

const ACTORS: Readonly<Record<string, string>> = { clock: '系统时钟' };

function whoIs(id: string, petition: Petition, names: Names, own: boolean): string {
  if (isReference(id)) return own ? '您' : protectedLabel(petition);
  if (own) return ACTORS[id] ?? '工作人员';
  return ACTORS[id] ?? names.get(id) ?? '已离职人员';
}

function history(petition: Stored<Petition>, names: Names, own: boolean) {
  return petition.events.flatMap(({ id, type, at, by, door, data }) => {
    const sentence = sentenceOf({ type, data }, own);
    return sentence
      ? [{ id, at, who: whoIs(by, petition, names, own), door, doorLabel: DOORS[door], type, ...sentence }]
      : [];
  });
}

const toWhom = (id: string, name: string, petition: Petition) =>
  isReference(id) ? { to: 'reporter', toName: protectedLabel(petition) } : { to: id, toName: name };

function assignmentsFor(all: readonly Assignment[], petition: Petition, reader: Actor, own: boolean) {
  return all
    .filter(({ person }) => !own || person === reader.id)
    .map((assignment) => {
      const { to: person, toName: personName } = toWhom(assignment.person, assignment.personName, petition);
      return { ...presentAssignment(assignment), person, personName };
    });
}

/** A likely repeat of a petition: a row and how far away it happened. */
export const presentRepeat = ({ metres, ...listed }: ListedPetition & { metres: number | null }) => ({
  ...presentListed(listed),
  metres,
});

/**
 * What a command answers: all that follows from the record itself. History and messages take further reads, each of which would cost
 * a third of the rate of commands; the page asks for them afterwards, as every other page does that hears of the change.
 */
export function changedPetition(petition: Stored<Petition>, reader: { actor: Actor; now: Date }, names?: Names) {
  return {
    petition: presentPetition(petition, reader.actor, names),
    offered: offeredSteps(petitionWorkflow, petitionForms, petition, reader),
    clocks: clocksOf(petition),
    mayReveal: petition.reporter !== null && mayReveal(petition, reader.actor),
  };
}

/** The whole page of one petition for one reader. */
export async function petitionPage(petition: Stored<Petition>, reader: { actor: Actor; now: Date }) {
  const { actor, now } = reader;
  const own = readsAsReporter(petition, actor);
  const mayClassify =
    permits('classifyPetition', actor, petition) && ['registered', 'classified'].includes(petition.status);
  const [assignments, names, repeats] = await Promise.all([
    assignmentsAbout({ store: 'petitions', id: petition._id }),
    namesOf([...petition.events.map(({ by }) => by), petition.reporter ?? ''].filter((id) => id && !isReference(id))),
    mayClassify ? likelyRepeats(petition, now) : undefined,
  ]);
  const mine = assignments.flatMap((assignment) =>
    presentMessages(assignment, (id, name) => toWhom(id, name, petition)),
  );
  return {
    ...changedPetition(petition, reader, names),
    history: history(petition, names, own),
    messages: own ? mine.filter(({ to }) => to === 'reporter') : mine,
    assignments: assignmentsFor(assignments, petition, actor, own),
    ...(repeats ? { repeats: repeats.map(presentRepeat) } : {}),
  };
}
