/**
 * What of a petition may leave the server, and for whom. Every field that goes out is named here; what is not named stays. A
 * petitioner reads their own words and the bureau's answer, staff read the file, and nobody reads who the petitioner is
 * except by the revealing route (petition.routes.ts).
 */
import { permits, type Actor, isReference } from '../models/core/access';
import { type Stored } from '../models/core/journal';
import { COUNTIES } from '../models/core/place';
import { CHANNELS, MEDIA, PATHS, type Petition, RESULTS, STATES, URGENCIES } from '../models/petition/petition.schema';
import { type ListedPetition } from '../models/petition/petition.store';

const label = <W extends Record<string, string>>(words: W, key: keyof W | null): string | null =>
  key === null ? null : (words[key] ?? null);

/** Whether this person reported it, under their own id or their protected reference. */
export const isReporter = ({ reporter }: Pick<Petition, 'reporter'>, { id }: Actor): boolean => reporter === id;

/** A member of staff who reported something reads it as everybody else does, unless it is theirs to handle as well. */
export const readsAsReporter = (petition: Petition, actor: Actor): boolean =>
  isReporter(petition, actor) && petition.officer !== actor.id && !permits('seeDesk', actor, petition);

/** A draft is its reporter's own until it is confirmed. */
export const PRIVATE_STATES = ['draft', 'discarded'] as const;
/** Whether a petition is for this reader's eyes at all. */
export const maySee = (petition: Petition, actor: Actor): boolean =>
  isReporter(petition, actor) ||
  (permits('seePetition', actor, petition) && !(PRIVATE_STATES as readonly string[]).includes(petition.status));

/** Somebody under a protected reference is shown by what they are, never by who. */
export function protectedLabel({ channel }: Pick<Petition, 'channel'>): string {
  return channel === 'SUPERVISOR' ? '农村环境监督员' : '信访人';
}
export type Names = ReadonlyMap<string, string>;

/** What everybody reads of a petition they may see, in a list as on its page. */
function outline(petition: ListedPetition) {
  const { _id, no, version, status, channel, receivedAt, registeredAt, medium, urgency, place, location } = petition;
  const { county, enterpriseName, unitName, dueAt, informDueAt, satisfaction, updatedAt } = petition;
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
    county,
    countyName: label(COUNTIES, county),
    enterpriseName,
    unitName,
    dueAt,
    informDueAt,
    satisfaction,
    updatedAt,
  };
}

/** A row of the reporter's own list: without the bureau's inner side. */
export const presentOwn = (petition: ListedPetition) => ({
  ...outline(petition),
  content: petition.content.slice(0, 120),
});

/** A row of a list that staff read. */
export function presentListed(petition: ListedPetition) {
  const { officerName, repeatOf, leaderCase } = petition;
  return { ...presentOwn(petition), officerName, repeatOf, leaderCase };
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

function attachmentsFor(petition: Petition, reader: Actor, own: boolean) {
  const mayHear = permits('hearPetitioner', reader, petition);
  return petition.attachments
    .filter(({ kind, proof }) => !(own && proof) && (kind !== 'voice' || mayHear))
    .map(({ id, kind, hash, proof, lost, at }) => ({ id, kind, hash, proof, lost, at }));
}

/** What petitioner and staff both read on the page. */
function common(petition: Stored<Petition>, reader: Actor, own: boolean) {
  const { status, content, enterpriseId, acceptedAt, extendedAt, repliedAt, replyText, ratingText } = petition;
  const { reopened, closedAt, outcomeReason } = petition;
  return {
    ...outline(petition),
    content,
    enterpriseId,
    attachments: attachmentsFor(petition, reader, own),
    acceptedAt,
    extendedAt,
    repliedAt,
    // A draft of the reply is not yet the bureau's word.
    replyText: !own || ANSWERED.includes(status) ? replyText : null,
    ratingText,
    reopened,
    closedAt,
    outcomeReason,
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
  const { result, findings, measures, resultPhotos, leaderCase, incident = null } = petition;
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
    incident,
  };
}

/** The petition's own fields, as this reader may have them. */
export function presentPetition(petition: Stored<Petition>, reader: Actor, names?: Names) {
  const own = readsAsReporter(petition, reader);
  return { ...common(petition, reader, own), ...(own ? {} : inner(petition, names)) };
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
