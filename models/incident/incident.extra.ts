/** What the page of an incident shows beyond its outline: facts, place, likely duplicates, the way there, who was told and is awaited. */
import { permits } from '../core/access';
import { type Reader } from '../core/face';
import { type Stored } from '../core/journal';
import { namesOf } from '../people/people.store';
import { warningsAt } from '../weather/weather.store';
import { factCount } from './facts';
import { GRADES, type Incident, OPEN_STATES, RECEIVERS, REPORTS, SOURCES, STATES, TYPES } from './incident.schema';
import { likelyDuplicates } from './incident.store';
import { nearestOffices } from './offices';
import { clockWords, passageFor, warningWords } from './way';
import { petitions } from '../petition/petition.store';

const isOpen = ({ status }: Incident) => OPEN_STATES.includes(status);

/** Each fact with how far above the limit it stands (超标倍数); null where it cannot be said. */
const factRows = ({ facts }: Incident) =>
  facts.map(({ id, source, from, item, value, limit, unit, words, at, receivedAt }) => ({
    ...{ id, sourceLabel: SOURCES[source], from, item, value, limit, unit, words, at, receivedAt },
    multiple: value !== null && limit !== null && limit > 0 ? Math.round(((value - limit) / limit) * 100) / 100 : null,
  }));

async function toldRows({ told, known }: Incident) {
  const names = await namesOf(told);
  return told.map((id) => ({ name: names.get(id) ?? '已离职人员', known: known.includes(id) }));
}

/** The petition it was made of or became, for a reader who may see that one too. */
async function petitionFor({ petition: id }: Incident, actor: Reader['actor']): Promise<string | null> {
  if (!id) return null;
  const petition = await petitions.collection.findOne({ _id: id } as never, {
    projection: { reporter: 1, county: 1, officer: 1 },
  });
  return petition && permits('seePetition', actor, petition) ? id : null;
}

/** The way there as it stands now, for whoever has still to be sent. */
async function wayNow(incident: Incident, now: Date) {
  const warnings = await warningsAt(now, incident.county);
  const passage = passageFor(incident, now, warnings);
  return {
    warnings: warnings.map((warning) => ({ words: warningWords(warning), until: warning.endsAt })),
    crossing: passage && {
      line: `${passage.crossing.port}—${passage.crossing.island}`,
      departures: passage.crossing.departures,
      minutes: passage.crossing.minutes,
      stopped: passage.stoppedBy ? warningWords(passage.stoppedBy) : null,
      ferry: passage.ferry && clockWords(passage.ferry.leaves, now),
      boat: passage.boat && clockWords(passage.boat.leaves, now),
    },
    offices: incident.location
      ? nearestOffices(incident.location).map(({ name, metres }) => ({
          name,
          kilometres: Math.round(metres / 100) / 10,
        }))
      : [],
  };
}

/** Named field by field; somebody asked to secure the scene reads only the place and what they sent. */
export async function incidentExtra(incident: Stored<Incident>, { actor, now }: Reader): Promise<object> {
  const { location, place, support } = incident;
  const own = support.filter(({ id }) => id === actor.id);
  if (actor.roles.every((role) => role === 'ruralSupervisor')) {
    return {
      bystander: true,
      location,
      place,
      support: own.map(({ words, sampled, photos, securedAt }) => ({ label: '您', words, sampled, photos, securedAt })),
    };
  }
  const [duplicates, told, way, petition] = await Promise.all([
    isOpen(incident) && permits('triageIncident', actor, incident) ? likelyDuplicates(incident) : [],
    toldRows(incident),
    isOpen(incident) ? wayNow(incident, now) : null,
    petitionFor(incident, actor),
  ]);
  const { description, enterpriseName, photos, proof, crew, reports, instruction, controlWords, outcomeReason, eta } =
    incident;
  return {
    ...{ description, enterpriseName, location, place, instruction, controlWords, outcomeReason, eta, told, way },
    photos: [...photos, ...proof],
    facts: factRows(incident),
    factCount: factCount(incident),
    grade: incident.grade && GRADES[incident.grade],
    sent: incident.way,
    crew: crew.map(({ name, answeredAt, eta: promised, need, arrivedAt }) => ({
      ...{ name, answeredAt, eta: promised, need, arrivedAt },
      late: promised !== null && !arrivedAt && now >= promised,
    })),
    support: support.map(({ label, askedAt, securedAt, words, sampled, photos: seen }) => ({
      ...{ label, askedAt, securedAt, words, sampled, photos: seen },
    })),
    reports: reports.map(({ kind, to, at, dueAt, words }) => ({
      ...{ kindLabel: REPORTS[kind], to: to.map((receiver) => RECEIVERS[receiver]), at, dueAt, words },
    })),
    duplicates: duplicates.map(({ _id, no, type, status, place: where, occurredAt, metres }) => ({
      ...{ id: _id, no, typeLabel: TYPES[type], statusLabel: STATES[status], place: where, occurredAt, metres },
    })),
    links: {
      petition,
      mergedInto: incident.mergedInto,
      mergedFrom: incident.mergedFrom,
    },
  };
}
