/** What an incident owes to other records, carried out from its outbox: idempotent, since it may be carried out twice. */
import { isReference } from '../core/access';
import { perform } from '../core/domain';
import { create, read } from '../core/journal';
import { type Handler, type OwedEntry, each } from '../core/outbox';
import { asClock } from '../core/workflow';
import { dutyFacts as petitionDuty, enterpriseFacts } from '../petition/petition.facts';
import { type Petition } from '../petition/petition.schema';
import { petitions } from '../petition/petition.store';
import { registerPetition } from '../petition/reporting';
import { signals } from '../signal/signal.store';
import { incidentDomain } from './incident';
import { type Fact, type Incident, type IncidentType, type Source } from './incident.schema';
import { dutyFacts } from './incident.facts';
import { incidents } from './incident.store';
import { newIncident, received } from './intake';
import { petitionDomain } from '../petition/petition';

const MEDIUM_OF: Record<IncidentType, NonNullable<Petition['medium']>> = {
  SPILL: 'SEA',
  SEA: 'SEA',
  WATER: 'WATER',
  GAS: 'AIR_ODOUR',
  AIR: 'AIR_ODOUR',
  ODOUR: 'AIR_ODOUR',
  NOISE: 'NOISE',
  FIRE: 'OTHER',
  LEAK: 'HAZWASTE',
  HAZWASTE: 'HAZWASTE',
  RADIATION: 'RADIATION',
  OTHER: 'OTHER',
};
const CHANNEL_OF: Record<Source, Petition['channel']> = {
  H12345: 'H12345',
  H12369: 'H12369',
  SUPERVISOR: 'SUPERVISOR',
  PUBLIC: 'WEB',
  MEDIA: 'MEDIA',
  SUPERIOR: 'SUPERIOR',
  ONLINE_MONITOR: 'STAFF',
  PATROL: 'STAFF',
  OTHER_AGENCY: 'STAFF',
  POLICE: 'STAFF',
};

const TYPE_OF: Record<NonNullable<Petition['medium']>, IncidentType> = {
  WATER: 'WATER',
  AIR_ODOUR: 'ODOUR',
  NOISE: 'NOISE',
  DUST: 'AIR',
  SOLID: 'OTHER',
  HAZWASTE: 'HAZWASTE',
  SEA: 'SEA',
  RADIATION: 'RADIATION',
  ECO: 'OTHER',
  OTHER: 'OTHER',
};
const SOURCE_OF: Record<Petition['channel'], Source> = {
  SUPERVISOR: 'SUPERVISOR',
  H12345: 'H12345',
  H12369: 'H12369',
  VISIT: 'PUBLIC',
  LETTER: 'PUBLIC',
  WEB: 'PUBLIC',
  MEDIA: 'MEDIA',
  SUPERIOR: 'SUPERIOR',
  STAFF: 'PATROL',
};

/** Petitions may say more than an incident holds; the rest is on the petition's page. */
const DESCRIPTION = 2_000;

/** A reporter under a protected reference stays under it; a colleague's or a system's own number reports nothing. */
const reporterOf = ({ reporterRef }: Incident) => (reporterRef && isReference(reporterRef) ? reporterRef : null);

async function makePetition({ id: key, recordId }: OwedEntry, now: Date): Promise<void> {
  const incident = await read(incidents, recordId);
  if (!incident || incident.petition) return;
  const context = asClock(now, key);
  const { description, type, source, place, location, enterpriseId, photos } = incident;
  const facts = { ...(await petitionDuty(now)), ...(await enterpriseFacts(enterpriseId)) };
  const outcome = registerPetition(
    `incident-${recordId}`,
    {
      ...{ content: description, medium: MEDIUM_OF[type], urgency: 'NORMAL', place: place ?? '', location, photos },
      ...{ channel: CHANNEL_OF[source], realName: false, groupSize: 1, enterpriseId },
    },
    context,
    { ...facts, reference: reporterOf(incident), contactMasked: null },
  );
  const county = outcome.document.county ?? incident.county;
  const petition = await create(petitions, { ...outcome, document: { ...outcome.document, county } }, context);
  await perform(incidentDomain, 'linkPetition', recordId, { petition: petition._id, no: petition.no }, context);
  return;
}

/** What a petition told, as an incident that waits for triage; who reported it stays under its protected reference. */
async function fromPetition({ id: key, recordId }: OwedEntry, now: Date): Promise<void> {
  const petition = await read(petitions, recordId);
  if (!petition?.incident) return;
  const { medium, channel, content, place, location, county, enterpriseId, enterpriseName } = petition;
  const photos = petition.attachments.flatMap(({ kind, proof, hash }) => (kind === 'photo' && !proof && hash) || []);
  const incident = newIncident(
    {
      ...{ _id: petition.incident, source: SOURCE_OF[channel], type: TYPE_OF[medium ?? 'OTHER'], photos },
      ...{ description: content.slice(0, DESCRIPTION), place, location, county, enterpriseId, enterpriseName },
      ...{ occurredAt: petition.receivedAt, reporterRef: petition.reporter, petition: recordId },
    },
    now,
  );
  await create(incidents, received(incident, await dutyFacts(now)), asClock(now, key));
  return;
}

/** The petition from which an incident was entered leads to it, and is not turned into another one. */
async function tellPetitionOf({ id: key, recordId }: OwedEntry, now: Date): Promise<void> {
  const incident = await read(incidents, recordId);
  if (!incident?.petition) return;
  await perform(petitionDomain, 'linkIncident', incident.petition, { incident: recordId }, asClock(now, key));
}

/** Where an incident lives on: itself, or the one it was merged into. */
async function livingOn(id: string): Promise<Incident | null> {
  const incident = await read(incidents, id);
  return incident?.mergedInto ? livingOn(incident.mergedInto) : incident;
}

async function absorb({ id: key, recordId, data }: OwedEntry, now: Date): Promise<void> {
  const [from, into] = await Promise.all([read(incidents, recordId), livingOn(String(data['into']))]);
  if (!from || !into) return;
  await signals.updateMany({ incident: recordId }, { $set: { incident: into._id } });
  const signalCount = await signals.countDocuments({ incident: into._id });
  const input = { incident: recordId, no: from.no, facts: data['facts'] as Fact[], signalCount };
  await perform(incidentDomain, 'absorb', into._id, input, asClock(now, key));
  return;
}

/** Handlers of the local outbox. */
export const incidentHandlers: Record<string, Handler> = {
  'incident.linked': each(tellPetitionOf),
  'incident.petition': each(makePetition),
  'incident.absorb': each(absorb),
  'petition.incident': each(fromPetition),
};
