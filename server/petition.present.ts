/**
 * What of a petition may leave the server, and for whom. Every field that goes out is named here; what is not named stays. A
 * petitioner reads their own words and the bureau's answer, staff read the file, and nobody reads who the petitioner is
 * except by the revealing route (petition.identity.ts).
 */
import { permits, type Actor } from '../models/core/access';
import { deadline, type ExplainedDay } from '../models/core/calendar';
import { type Form } from '../models/core/form';
import { type Stored } from '../models/core/journal';
import { COUNTIES } from '../models/core/place';
import { policy } from '../models/core/policy';
import { DOORS, offered, type Step } from '../models/core/workflow';
import { MEANS, type Assignment, STATES as TASK_STATES } from '../models/assignment/assignment.schema';
import { purposeLabel } from '../models/assignment/assignment.purposes';
import { assignmentsAbout } from '../models/assignment/assignment.store';
import { namesOf } from '../models/people/people.store';
import { petitionForms } from '../models/petition/petition.form';
import { CHANNELS, MEDIA, PATHS, type Petition, RESULTS, STATES, URGENCIES } from '../models/petition/petition.schema';
import { likelyRepeats, type ListedPetition } from '../models/petition/petition.store';
import { petitionWorkflow } from '../models/petition/petition.workflow';
import { sentenceOf } from './petition.history';

const label = <W extends Record<string, string>>(words: W, key: keyof W | null): string | null =>
  key === null ? null : (words[key] ?? null);

export const isReporter = ({ reporter }: Pick<Petition, 'reporter'>, { id }: Actor): boolean => reporter === id;

/** A member of staff who reported something reads it as everybody else does, unless it is theirs to handle as well. */
const readsAsReporter = (petition: Petition, actor: Actor): boolean =>
  isReporter(petition, actor) && petition.officer !== actor.id && !permits('seeDesk', actor, petition);

/** A draft is its reporter's own until it is confirmed. */
export const PRIVATE_STATES = ['draft', 'discarded'] as const;
export const maySee = (petition: Petition, actor: Actor): boolean =>
  isReporter(petition, actor) ||
  (permits('seePetition', actor, petition) && !(PRIVATE_STATES as readonly string[]).includes(petition.status));

/** Somebody under a protected reference is shown by what they are, never by who. */
export function protectedLabel({ channel }: Pick<Petition, 'channel'>): string {
  return channel === 'SUPERVISOR' ? '农村环境监督员' : '信访人';
}
const isReference = (id: string) => id.startsWith('ref:');
type Names = ReadonlyMap<string, string>;

/** One row of a list. */
export function presentListed(petition: ListedPetition) {
  const { _id, no, version, status, channel, receivedAt, registeredAt, medium, urgency, place, location } = petition;
  const { content, county, enterpriseName, unitName, officerName, dueAt, informDueAt, repeatOf } = petition;
  const { leaderCase, satisfaction, updatedAt } = petition;
  return {
    id: _id,
    no,
    version,
    status,
    statusLabel: STATES[status],
    channel,
    channelLabel: CHANNELS[channel],
    receivedAt,
    registeredAt,
    medium,
    mediumLabel: label(MEDIA, medium),
    urgency,
    urgencyLabel: label(URGENCIES, urgency),
    place,
    location,
    content: content.slice(0, 120),
    county,
    countyName: label(COUNTIES, county),
    enterpriseName,
    unitName,
    officerName,
    dueAt,
    informDueAt,
    repeatOf,
    leaderCase,
    satisfaction,
    updatedAt,
  };
}

/** A row of the reporter's own list: without the bureau's inner side. */
export function presentOwn(petition: ListedPetition) {
  const { officerName: _officer, repeatOf: _repeat, leaderCase: _leader, ...row } = presentListed(petition);
  return row;
}

const ANSWERED: readonly Petition['status'][] = [
  'replied',
  'recheck',
  'reviewRequested',
  'reviewed',
  'reReviewRequested',
  'reReviewed',
  'closed',
];

function attachmentsFor(petition: Petition, own: boolean) {
  return petition.attachments
    .filter(({ proof }) => !(own && proof))
    .map(({ id, kind, hash, proof, lost, at }) => ({ id, kind, hash, proof, lost, at }));
}

/** What petitioner and staff both read. */
function common(petition: Stored<Petition>, own: boolean) {
  const { _id, no, version, status, channel, receivedAt, registeredAt, content, medium, urgency, place } = petition;
  const { location, enterpriseId, enterpriseName, county, unitName, acceptedAt, informDueAt, dueAt } = petition;
  const { extendedAt, repliedAt, replyText, satisfaction, ratingText, reopened, closedAt, outcomeReason } = petition;
  return {
    id: _id,
    no,
    version,
    status,
    statusLabel: STATES[status],
    channel,
    channelLabel: CHANNELS[channel],
    receivedAt,
    registeredAt,
    content,
    medium,
    mediumLabel: label(MEDIA, medium),
    urgency,
    urgencyLabel: label(URGENCIES, urgency),
    place,
    location,
    enterpriseId,
    enterpriseName,
    county,
    countyName: label(COUNTIES, county),
    attachments: attachmentsFor(petition, own),
    unitName,
    acceptedAt,
    informDueAt,
    dueAt,
    extendedAt,
    repliedAt,
    // A draft of the reply is not yet the bureau's word.
    replyText: !own || ANSWERED.includes(status) ? replyText : null,
    satisfaction,
    ratingText,
    reopened,
    closedAt,
    outcomeReason,
    updatedAt: petition.updatedAt,
  };
}

/** Who the petitioner is said to be; undefined when it would be a colleague whose name has not been looked up. */
function reporterLabel(petition: Petition, names: Names | undefined): string | undefined {
  const { reporter } = petition;
  if (!reporter) return '匿名';
  return isReference(reporter) ? protectedLabel(petition) : names && (names.get(reporter) ?? protectedLabel(petition));
}

/** What only staff read. */
function inner(petition: Petition, names: Names | undefined) {
  const { realName, contactMasked, groupSize, repeatOf, path, grid, unit, head, officer, officerName } = petition;
  const { result, findings, measures, resultPhotos, leaderCase } = petition;
  return {
    reporterLabel: reporterLabel(petition, names),
    realName,
    contactMasked,
    groupSize,
    repeatOf,
    path,
    pathLabel: label(PATHS, path),
    grid,
    unit,
    head,
    officer,
    officerName,
    result,
    resultLabel: label(RESULTS, result),
    findings,
    measures,
    resultPhotos,
    leaderCase,
  };
}

/** The petition's own fields, as this reader may have them. */
export function presentPetition(petition: Stored<Petition>, reader: Actor, names?: Names) {
  const own = readsAsReporter(petition, reader);
  return { ...common(petition, own), ...(own ? {} : inner(petition, names)) };
}

/** The steps this reader could take now, with what each asks for. */
export function offeredSteps(petition: Petition, reader: { actor: Actor; now: Date }) {
  const forms: Readonly<Record<string, Form | undefined>> = petitionForms;
  const steps: Readonly<Record<string, Step<Petition>>> = petitionWorkflow.steps;
  return offered<Petition>(petitionWorkflow, petition, reader).map((step) => ({
    step,
    label: steps[step]?.label ?? step,
    tone: steps[step]?.tone ?? null,
    form: forms[step] ?? [],
  }));
}

interface Clock {
  label: string;
  dueAt: Date;
  explain: ExplainedDay[];
}

/** Every running deadline with the days it skipped, so that nobody has to believe a date they cannot check. */
export function clocksOf(petition: Petition): Clock[] {
  const { registeredAt, informDueAt, acceptedAt, dueAt, closedAt, status } = petition;
  if (closedAt) return [];
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

function messagesOf({ messages, person, purpose }: Assignment, petition: Petition) {
  return messages.map(({ id, means, to, toName, at, acceptedAt, deliveredAt, readAt, actedAt, failed, rung }) => ({
    id,
    ...toWhom(to, toName, petition),
    purposeLabel: purposeLabel(purpose, { rung, to, person }),
    means,
    meansLabel: MEANS[means],
    at,
    acceptedAt,
    deliveredAt,
    readAt,
    actedAt,
    failed: failed !== null,
    rung,
  }));
}

/** One assignment, for the list of tasks and for the record's page. */
export function presentAssignment(assignment: Assignment) {
  const { _id, record, purpose, title, urgency, status, openedAt, acknowledgedAt, closedAt } = assignment;
  const { dueAt, nextRungAt, rung, unreachable } = assignment;
  return {
    id: _id,
    record: { store: record.store, id: record.id },
    purpose,
    purposeLabel: purposeLabel(purpose),
    title,
    urgency,
    status,
    statusLabel: TASK_STATES[status],
    openedAt,
    acknowledgedAt,
    closedAt,
    dueAt,
    nextRungAt,
    rung,
    unreachable,
  };
}

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
    offered: offeredSteps(petition, reader),
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
  const mine = assignments.flatMap((assignment) => messagesOf(assignment, petition));
  return {
    ...changedPetition(petition, reader, names),
    history: history(petition, names, own),
    messages: own ? mine.filter(({ to }) => to === 'reporter') : mine,
    assignments: assignmentsFor(assignments, petition, actor, own),
    ...(repeats ? { repeats: repeats.map(presentRepeat) } : {}),
  };
}

/** An officer only for a real-name petition assigned to them; the scope of the table says the rest. */
export function mayReveal(petition: Petition, actor: Actor): boolean {
  if (isReporter(petition, actor) || !permits('seePetitionerIdentity', actor, petition)) return false;
  const beyondOwn = permits(
    'seePetitionerIdentity',
    { ...actor, roles: actor.roles.filter((role) => role !== 'officer') },
    petition,
  );
  return beyondOwn || petition.realName;
}
