/** What a signal says about what is going on: as a fact, as an incident, and whether two belong together. Pure. */
import { createHash } from 'node:crypto';
import { metresBetween } from '../core/place';
import { policy } from '../core/policy';
import { type Fact, type Incident, type IncidentType } from '../incident/incident.schema';
import { newIncident } from '../incident/intake';
import { type Station, type StationKind } from '../station/station.schema';
import { type Signal, type SignalBody } from './signal.schema';

export type Alarm = Signal & { body: Extract<SignalBody, { kind: 'exceedance' | 'report' }> };
export const isAlarm = (signal: Signal): signal is Alarm =>
  signal.body.kind === 'exceedance' || signal.body.kind === 'report';

/** What an exceedance of each kind of station is called as an incident. */
const TYPE_OF: Record<StationKind, IncidentType> = {
  AIR: 'AIR',
  RIVER: 'WATER',
  SOURCE: 'WATER',
  BUOY: 'SEA',
  ONLINE_WATER: 'WATER',
  ONLINE_GAS: 'GAS',
  NOISE: 'NOISE',
  ODOUR: 'ODOUR',
};

type Stations = ReadonlyMap<string, Station>;
type Where = Pick<Incident, 'type' | 'place' | 'location' | 'county' | 'enterpriseId'>;

/** What of an incident decides whether the next signal is about it. */
export type Candidate = Pick<
  Incident,
  '_id' | 'type' | 'lastFactAt' | 'occurredAt' | 'stations' | 'location' | 'place' | 'reporterRef'
>;

function whereOf({ body }: Alarm, stations: Stations): Where {
  if (body.kind === 'report') {
    const { type, place, location, county } = body;
    return { type, place, location, county, enterpriseId: null };
  }
  const station = stations.get(body.station);
  if (!station) {
    const { type, place, location, county } = body;
    return { type: type ?? 'OTHER', place: place || `站点 ${body.station}`, location, county, enterpriseId: null };
  }
  const { kind, place, location, county, enterpriseId } = station;
  return { type: body.type ?? TYPE_OF[kind], place, location, county, enterpriseId };
}

/** The sender's number of the matter, in the words of the sender. */
const referenceOf = ({ system, body }: Alarm): string | null =>
  body.kind === 'report' && body.reference ? `${system}:${body.reference}` : null;

const idOf = ({ _id }: Alarm) => `signal-${createHash('sha256').update(_id).digest('hex').slice(0, 24)}`;

export function candidateOf(alarm: Alarm, stations: Stations): Candidate {
  const { type, place, location } = whereOf(alarm, stations);
  const { body } = alarm;
  return {
    _id: idOf(alarm),
    ...{ type, place, location, lastFactAt: body.at, occurredAt: body.at, reporterRef: referenceOf(alarm) },
    stations: body.kind === 'exceedance' ? [body.station] : [],
  };
}

const MINUTE = 60_000;

/**
 * Whether the two are about one thing. Measured values: same station, or same kind within the distance, minutes apart. What another
 * body reports is its own incident unless it says the same number: that two reports mean one thing is a person's judgement.
 */
export function belongs(like: Candidate, open: Candidate): boolean {
  const { togetherMetres, togetherMinutes } = policy().incident;
  if (like.reporterRef) return like.reporterRef === open.reporterRef;
  if (like.stations.length === 0 || open.stations.length === 0 || like.type !== open.type) return false;
  const within = togetherMinutes * MINUTE;
  const at = like.lastFactAt.getTime();
  if (at < open.occurredAt.getTime() - within || at > open.lastFactAt.getTime() + within) return false;
  if (like.stations.some((station) => open.stations.includes(station))) return true;
  if (like.location && open.location) return metresBetween(like.location, open.location) <= togetherMetres;
  return like.place !== null && like.place === open.place;
}

/** One signal as a fact. `from` names a station or a system, never a person. */
export function asFact({ _id, system, body, receivedAt }: Alarm, stations: Stations): Fact {
  const common = { id: _id, at: body.at, receivedAt };
  if (body.kind === 'report') {
    const { source, words } = body;
    return { ...common, source, from: system, words, station: null, item: null, value: null, limit: null, unit: null };
  }
  const { station, item, value, limit, unit } = body;
  const from = stations.get(station)?.name ?? station;
  return { ...common, source: 'ONLINE_MONITOR', from, station, item, value, limit, unit, words: null };
}

/** The incident that begins with this signal. The signal itself is attached like every later one. */
export function asIncident(alarm: Alarm, stations: Stations, now: Date): Incident {
  const { body } = alarm;
  const where = whereOf(alarm, stations);
  const { from } = asFact(alarm, stations);
  const said =
    body.kind === 'report'
      ? { source: body.source, description: body.words }
      : { source: 'ONLINE_MONITOR' as const, description: `${from} ${body.item} 超过限值` };
  const { lastFactAt, stations: spoke, reporterRef } = candidateOf(alarm, stations);
  return newIncident(
    { _id: idOf(alarm), ...where, ...said, occurredAt: body.at, lastFactAt, stations: spoke, reporterRef },
    now,
  );
}
