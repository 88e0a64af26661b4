/** What stands beside the list: who is on post, weather, stations, and whether the system itself is well. One row per part. */
import mongoose from 'mongoose';
import { COUNTIES, type County, type Location } from '../models/core/place';
import { type Named, onDuty } from '../models/duty/onDuty';
import { runningShifts } from '../models/duty/duty.store';
import { POSTS } from '../models/duty/duty.schema';
import { shiftAsFacts } from '../models/duty/traced';
import { tallyOf } from '../models/massAlert/tally.store';
import { massAlerts } from '../models/massAlert/massAlert.store';
import { standingFindings, watchState } from '../models/probe/findings';
import { probeFigures } from '../models/probe/probe.store';
import { silentStations, stationsOnMap } from '../models/station/station.store';
import { shownAt } from '../models/wall/blur';
import { dutyOnWall } from '../models/wall/duty.panel';
import {
  type AlertOnWall,
  type DutyOnWall,
  type HealthOnWall,
  type PostOnWall,
  type PanelName,
  type Panels,
  type Post,
  type StationOnWall,
} from '../models/wall/wall.schema';
import { LEVELS, WARNING_KINDS, type WeatherWarning } from '../models/weather/weather.schema';
import { warningsAt } from '../models/weather/weather.store';
import { findingWords } from './watchdogAlarm';

interface Part<T> {
  /** Not read more often. */
  everyMs: number;
  read: (now: Date) => Promise<T>;
  /** What of it belongs to one county. */
  within?: (value: T, county: County) => T;
}
export type Parts = { [P in PanelName]: Part<NonNullable<Panels[P]>> };

const COUNTY_CODES = Object.keys(COUNTIES) as County[];

/** Without a roster the people of the roles answer; nobody can be missing. */
async function byRoles(now: Date): Promise<DutyOnWall> {
  const { leaders, operators, squads, monitoring } = await onDuty(now);
  const posts = (post: string, people: readonly Named[], county: County | null = null): Post[] =>
    people.map(({ id, name }) => ({
      id: `${post}${county ?? ''}${id}`,
      post,
      county,
      name,
      state: 'planned',
      missing: false,
    }));
  const all = [
    ...posts(POSTS.LEADER, leaders),
    ...posts(POSTS.OPERATOR, operators),
    ...COUNTY_CODES.flatMap((county) => posts(POSTS.SQUAD, squads[county] ?? [], county)),
    ...posts(POSTS.MONITORING, monitoring),
  ];
  const shift = {
    id: 'roles',
    label: '按岗位职责',
    status: '没有排班',
    startsAt: 0,
    endsAt: 0,
    posts: all,
    handover: null,
  };
  return { rostered: false, shifts: [shift] };
}

async function duty(now: Date): Promise<DutyOnWall> {
  const rostered = dutyOnWall((await runningShifts(now)).map(shiftAsFacts), now);
  return rostered.rostered ? rostered : byRoles(now);
}

export const weatherOnWall = ({ _id, kind, level, counties, endsAt }: WeatherWarning) => ({
  id: _id,
  label: `${WARNING_KINDS[kind]}${LEVELS[level]}预警`,
  ...{ level, counties },
  until: endsAt.getTime(),
});

async function stations(now: Date): Promise<StationOnWall[]> {
  const [all, silent] = await Promise.all([stationsOnMap(), silentStations(now, 2_000)]);
  const silentIds = new Set(silent.map(({ _id }) => _id));
  return all.map(({ _id, name, county, location, silentAt, lastReading }) => ({
    id: _id,
    ...{ name, county },
    point: location,
    silentSince: silentIds.has(_id) && silentAt ? silentAt.getTime() : null,
    over: lastReading?.over ?? false,
  }));
}

/** Where a squad on call is taken to be until it has said otherwise: the seat of its county. GCJ-02, to a kilometre. */
const SEATS: Readonly<Record<County, Location>> = {
  '330902': [122.11, 30.02],
  '330903': [122.3, 29.95],
  '330921': [122.2, 30.24],
  '330922': [122.45, 30.73],
};
const CENTRE: Location = [122.21, 29.985];

/** Only while on duty, and only what the check-in gave; nobody is followed. */
async function posts(now: Date): Promise<PostOnWall[]> {
  const here = (await runningShifts(now)).flatMap(({ seats }) => seats).filter(({ state }) => state === 'checkedIn');
  return here.map(({ id, post, county, personName, checkedInFrom }) => ({
    ...{ id, county },
    label: `${POSTS[post]} ${personName}`,
    point: shownAt(checkedInFrom, 'home') ?? (county ? SEATS[county] : CENTRE),
  }));
}

/** Beyond it nobody could look at them one by one anyway. */
const MOST_ALERTS = 10;

async function alerts(): Promise<AlertOnWall[]> {
  const options = { projection: { people: 1, county: 1 }, sort: { sentAt: -1 }, limit: MOST_ALERTS } as const;
  const running = await massAlerts.collection.find({ status: 'sent' } as never, options).toArray();
  return Promise.all(
    running.map(async ({ _id, people, county }) => {
      const units = await tallyOf(_id);
      const sum = (of: 'accepted' | 'read' | 'answered' | 'help' | 'unreachable') =>
        units.reduce((total, unit) => total + unit[of], 0);
      return {
        ...{ id: `mass_alerts:${_id}`, county, people, accepted: sum('accepted'), read: sum('read') },
        ...{ answered: sum('answered'), help: sum('help'), unreachable: sum('unreachable') },
      };
    }),
  );
}

/** Two rounds of the watchdog may fail before its silence means something. By the machine's clock, as the watchdog's own is. */
const UNWATCHED_MS = 45_000;

async function health(now: Date): Promise<HealthOnWall> {
  const { db } = mongoose.connection;
  if (!db) throw new Error('no connection to the database');
  const [figures, found, state] = await Promise.all([probeFigures(now), standingFindings(db), watchState(db)]);
  const { p50, p95, p99, runs, failed, last } = figures;
  const beatAt = state?.beatAt?.getTime();
  const silentMs = beatAt === undefined ? null : Date.now() - beatAt;
  return {
    probe:
      p50 === null || p95 === null || p99 === null
        ? null
        : { p50, p95, p99, runs, failed, lastAt: last?.at.getTime() ?? null },
    // Told in the time of the product, which a demo may have moved.
    unwatchedSince: silentMs === null ? 0 : silentMs > UNWATCHED_MS ? now.getTime() - silentMs : null,
    findings: found.map((finding) => ({ id: finding._id, label: findingWords(finding) })),
  };
}

const inCounty = <T extends { county: County | null }>(all: T[], county: County): T[] =>
  all.filter((one) => one.county === county);

export const PARTS: Parts = {
  duty: { everyMs: 1_000, read: duty },
  weather: {
    everyMs: 5_000,
    read: async (now) => (await warningsAt(now)).map(weatherOnWall),
    within: (all, county) => all.filter(({ counties }) => counties.length === 0 || counties.includes(county)),
  },
  stations: {
    everyMs: 2_000,
    read: stations,
    within: inCounty,
  },
  posts: { everyMs: 2_000, read: posts, within: inCounty },
  alerts: { everyMs: 2_000, read: alerts, within: inCounty },
  health: { everyMs: 5_000, read: health },
};
