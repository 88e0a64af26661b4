/** What an incident owes to other records, carried out from its outbox: idempotent, since it may be carried out twice. */
import { CLOCK } from '../core/access';
import { perform } from '../core/domain';
import { create, read } from '../core/journal';
import { type Handler, type OwedEntry } from '../core/outbox';
import { type Context } from '../core/workflow';
import { dutyFacts as petitionDuty, enterpriseFacts } from '../petition/petition.facts';
import { type Petition } from '../petition/petition.schema';
import { petitions } from '../petition/petition.store';
import { registerPetition } from '../petition/reporting';
import { signals } from '../signal/signal.store';
import { incidentDomain } from './incident';
import { type Fact, type Incident, type IncidentType, type Source } from './incident.schema';
import { incidents } from './incident.store';

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

const asClock = (now: Date, key: string): Context => ({ actor: CLOCK, now, door: 'system', key });

/** A reporter under a protected reference stays under it; a colleague's or a system's own number reports nothing. */
const reporterOf = ({ reporterRef }: Incident) => (reporterRef?.startsWith('ref:') ? reporterRef : null);

async function makePetition({ id: key, recordId }: OwedEntry, now: Date): Promise<{ done: true }> {
  const incident = await read(incidents, recordId);
  if (!incident || incident.petition) return { done: true };
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
  return { done: true };
}

/** Where an incident lives on: itself, or the one it was merged into. */
async function livingOn(id: string): Promise<Incident | null> {
  const incident = await read(incidents, id);
  return incident?.mergedInto ? livingOn(incident.mergedInto) : incident;
}

async function absorb({ id: key, recordId, data }: OwedEntry, now: Date): Promise<{ done: true }> {
  const [from, into] = await Promise.all([read(incidents, recordId), livingOn(String(data['into']))]);
  if (!from || !into) return { done: true };
  await signals.updateMany({ incident: recordId }, { $set: { incident: into._id } });
  const signalCount = await signals.countDocuments({ incident: into._id });
  const input = { incident: recordId, no: from.no, facts: data['facts'] as Fact[], signalCount };
  await perform(incidentDomain, 'absorb', into._id, input, asClock(now, key));
  return { done: true };
}

const each =
  (one: (entry: OwedEntry, now: Date) => Promise<{ done: true }>): Handler =>
  (entries, now) =>
    Promise.all(entries.map((entry) => one(entry, now)));

/** Handlers of the local outbox. */
export const incidentHandlers: Record<string, Handler> = {
  'incident.petition': each(makePetition),
  'incident.absorb': each(absorb),
};
