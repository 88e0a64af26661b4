/**
 * 过海: how a squad gets to an island, and whether wind and sea let it. Islands joined to the main island by bridge need no crossing.
 *
 * Every timetable here is fictional (示例时刻); a bureau puts its own in place of it. Places are approximate, WGS-84.
 */
import { shanghaiDay, addCalendarDays } from '../core/calendar';
import { wgs84ToGcj02 } from '../core/datum';
import { type County, type Location, metresBetween } from '../core/place';
import { policy } from '../core/policy';
import { type WeatherWarning } from '../weather/weather.schema';
import { type Ferry, type Limits } from './limits';

type Row = readonly [
  id: Ferry,
  island: string,
  lng: number,
  lat: number,
  county: County,
  port: string,
  minutes: number,
  departures: string,
];

// prettier-ignore
const CROSSINGS: readonly Row[] = [
  ['changbai', '长白', 122.03, 30.18, '330902', '三江码头', 15, '06:30 07:30 08:30 10:00 12:00 13:30 15:00 16:30 17:30'],
  ['putuoshan', '普陀山', 122.39, 30.01, '330903', '半升洞码头', 20, '06:30 07:10 08:00 09:00 10:00 11:00 12:30 14:00 15:30 16:40'],
  ['liuheng', '六横', 122.13, 29.73, '330903', '墩头码头', 55, '06:40 08:10 09:40 11:10 13:30 15:00 16:30'],
  ['xiazhi', '虾峙', 122.26, 29.76, '330903', '墩头码头', 50, '07:20 10:00 13:30 15:50'],
  ['taohua', '桃花', 122.28, 29.81, '330903', '墩头码头', 40, '06:50 08:30 10:30 13:00 15:00 16:40'],
  ['dongji', '东极', 122.69, 30.19, '330903', '半升洞码头', 120, '08:30 13:30'],
  ['changtu', '长涂', 122.28, 30.25, '330921', '高亭码头', 20, '06:30 07:40 09:00 10:30 13:00 14:30 16:00 17:20'],
  ['qushan', '衢山', 122.31, 30.44, '330921', '高亭码头', 75, '07:30 10:10 13:20 15:40'],
  ['yangshan', '洋山', 122.08, 30.62, '330922', '李柱山码头', 90, '07:40 13:10'],
  ['shengshan', '嵊山', 122.81, 30.72, '330922', '李柱山码头', 70, '07:00 10:40 14:20'],
];

export interface Crossing {
  id: Ferry;
  island: string;
  location: Location;
  county: County;
  port: string;
  minutes: number;
  departures: readonly string[];
}

/** The timetable, for forms and pages. */
export const CROSSING_LIST: readonly Crossing[] = CROSSINGS.map(
  ([id, island, lng, lat, county, port, minutes, departures]) => ({
    ...{ id, island, county, port, minutes },
    location: wgs84ToGcj02([lng, lat]),
    departures: departures.split(' '),
  }),
);
export const crossingById = (id: string | null): Crossing | undefined => CROSSING_LIST.find((one) => one.id === id);

/** An island's own ground is nearer to its centre than this; beyond it another boat would be meant. */
const ISLAND_METRES = 9_000;
/** Places reached by road that lie near an island of the table: without them the far shore would count as the island. */
// prettier-ignore
const BY_ROAD: readonly Location[] = ([
  [122.11, 30.02], [122.2, 29.99], [121.88, 30.04], [121.93, 30.1], [121.97, 30.08], [122.15, 30.12], [122.3, 29.95], [122.3, 30.03],
  [122.39, 29.9], [122.2, 30.24], [122.13, 30.3], [122.17, 30.17], [121.94, 30.31], [122.45, 30.73], [122.15, 29.97],
] as const).map(([lng, lat]) => wgs84ToGcj02([lng, lat]));

/** The island this point lies on or off, if it is reached by boat; undefined by road. */
export function islandAt(location: Location): Crossing | undefined {
  const [nearest] = CROSSING_LIST.map((crossing) => ({
    crossing,
    metres: metresBetween(location, crossing.location),
  })).sort((a, b) => a.metres - b.metres);
  const road = Math.min(...BY_ROAD.map((place) => metresBetween(location, place)));
  return nearest && nearest.metres <= ISLAND_METRES && nearest.metres < road ? nearest.crossing : undefined;
}

/** The island that a place names, for a report without a position; undefined when it names none. */
export const islandNamed = (place: string): Crossing | undefined =>
  CROSSING_LIST.find(({ island }) => place.includes(island));

type Warning = Pick<WeatherWarning, 'counties' | 'kind' | 'level' | 'windForce' | 'waveMetres' | 'endsAt'>;

const AT_SEA: readonly Warning['kind'][] = ['WIND', 'TYPHOON', 'WAVE', 'SURGE'];

/** The warning that stops boats of these limits, if one does. */
function stopping(warnings: readonly Warning[], county: County, limits: Limits): Warning | undefined {
  return warnings.find(({ counties, kind, level, windForce, waveMetres }) => {
    if (counties.length > 0 && !counties.includes(county)) return false;
    if (kind === 'FOG') return level === 'ORANGE' || level === 'RED';
    if (!AT_SEA.includes(kind)) return false;
    const wind = windForce ?? (waveMetres === null ? policy().incident.levelWind[level] : 0);
    return wind >= limits.wind || (waveMetres ?? 0) >= limits.wave;
  });
}

const MINUTE = 60_000;
const at = (day: string, time: string) => new Date(`${day}T${time}:00+08:00`);

function nextDeparture({ departures }: Crossing, from: Date): Date {
  const today = shanghaiDay(from);
  const left = departures.map((time) => at(today, time)).find((departure) => departure >= from);
  return left ?? at(addCalendarDays(today, 1), departures[0] ?? '08:00');
}

export interface Passage {
  crossing: Crossing;
  /** Null while wind, sea or fog stop the ferry. */
  ferry: { leaves: Date; lands: Date; tomorrow: boolean } | null;
  /** Null while the patrol boat must stay in port as well. */
  boat: { leaves: Date; lands: Date } | null;
  /** The warning that stops the ferry. */
  stoppedBy: Warning | null;
}

/**
 * The next passage to an island for somebody who has to reach the quay first.
 *
 * @param quayMinutes how early they should be there
 */
export function passageTo(crossing: Crossing, now: Date, warnings: readonly Warning[], quayMinutes: number): Passage {
  const { ferries, patrolBoat } = policy().incident;
  const stoppedBy = stopping(warnings, crossing.county, ferries[crossing.id]) ?? null;
  const leaves = nextDeparture(crossing, new Date(now.getTime() + quayMinutes * MINUTE));
  const called = new Date(now.getTime() + patrolBoat.readyMinutes * MINUTE);
  const landing = (from: Date, minutes: number) => new Date(from.getTime() + minutes * MINUTE);
  return {
    crossing,
    stoppedBy,
    ferry: stoppedBy
      ? null
      : { leaves, lands: landing(leaves, crossing.minutes), tomorrow: shanghaiDay(leaves) !== shanghaiDay(now) },
    boat: stopping(warnings, crossing.county, patrolBoat)
      ? null
      : { leaves: called, lands: landing(called, Math.round(crossing.minutes * patrolBoat.share)) },
  };
}
