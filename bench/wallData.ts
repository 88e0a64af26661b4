/** A command centre at work, for the bench of the wall: open matters of every kind, a shift on post, stations, weather. All invented. */
import { type Assignment } from '../models/assignment/assignment.schema';
import { assignments } from '../models/assignment/assignment.store';
import { COUNTIES, type County, type Location } from '../models/core/place';
import { type Shift } from '../models/duty/duty.schema';
import { shifts } from '../models/duty/duty.store';
import { type Incident } from '../models/incident/incident.schema';
import { incidents } from '../models/incident/incident.store';
import { MEDIA, OPEN_STATES } from '../models/petition/petition.schema';
import { stations } from '../models/station/station.store';
import { weatherWarnings } from '../models/weather/weather.store';
import { fillPetitions } from './data';

const NOW = new Date();
const MINUTE = 60_000;
const inMinutes = (n: number) => new Date(NOW.getTime() + n * MINUTE);
const COUNTY = Object.keys(COUNTIES) as County[];
const MEDIUM = Object.keys(MEDIA) as (keyof typeof MEDIA)[];
const NAMES = ['王示海', '李示涛', '张示潮', '陈示山', '林示岛', '周示波', '赵示屿', '徐示帆'];
const pick = <T>(from: readonly T[], n: number): T => from[n % from.length] as T;
const AROUND: readonly Location[] = [
  ...([
    [122.11, 30.02],
    [122.2, 29.99],
    [121.88, 30.04],
    [122.3, 29.95],
    [122.39, 29.9],
    [122.13, 29.73],
  ] as Location[]),
  ...([
    [122.2, 30.24],
    [122.31, 30.44],
    [122.45, 30.73],
    [122.81, 30.72],
    [122.08, 30.62],
    [121.94, 30.31],
  ] as Location[]),
];
const placeOf = (n: number): Location => {
  const [lng, lat] = pick(AROUND, n);
  return [lng + ((n * 37) % 100) / 2_000 - 0.025, lat + ((n * 61) % 100) / 2_500 - 0.02];
};
const journal = { events: [], outbox: [], updatedAt: NOW, sealed: 0, unsealedAt: null };
const UNFLUSHED = { ordered: false, writeConcern: { w: 1, journal: false } } as const;

const messagesTo = (n: number): Assignment['messages'] =>
  Array.from({ length: 1 + (n % 3) }, (_, at) => ({
    ...{
      id: `bench-message-${n}-${at}`,
      means: 'card',
      to: `u${at}`,
      toName: pick(NAMES, n + at),
      at: inMinutes(-n % 50),
    },
    ...{ handle: null, acceptedAt: inMinutes(-n % 50), deliveredAt: null, readAt: n % 2 ? inMinutes(-1) : null },
    ...{ actedAt: null, failed: null, rung: at, shown: null, face: null, form: null, checkedAt: null },
  }));

const anAssignment = (n: number) => ({
  ...{ _id: `bench-assignment-${n}`, version: 1, status: 'open', ladder: true, rung: n % 4 },
  ...{ record: { store: 'petitions', id: `bench-petition-${n}` }, person: `u${n}`, personName: pick(NAMES, n) },
  ...{ purpose: pick(['petition.appoint', 'petition.handle', 'petition.triage', 'petition.approve'], n) },
  ...{
    title: `XF-2026-${String(n + 1).padStart(6, '0')} · 水污染 · 展茅（示例）`,
    urgency: n % 12 ? 'NORMAL' : 'URGENT',
  },
  ...{ nextRungAt: inMinutes(2 + (n % 90)), openedAt: inMinutes(-(n % 50)), acknowledgedAt: null, closedAt: null },
  ...{ dueAt: inMinutes((n % 4_000) - 60), county: pick(COUNTY, n), unreachable: n === 7, messages: messagesTo(n) },
  ...journal,
});

const anIncident = (n: number): Incident =>
  ({
    ...{
      _id: `bench-incident-${n}`,
      version: 1,
      no: `SJ-2026-${String(n + 1).padStart(6, '0')}`,
      source: 'ONLINE_MONITOR',
    },
    ...{ status: pick(['emergency', 'received', 'alert', 'onScene', 'controlled'], n), county: pick(COUNTY, n) },
    ...{ type: pick(['SPILL', 'WATER', 'GAS', 'ODOUR'], n), location: placeOf(n * 7), receivedAt: inMinutes(-n * 3) },
    ...{ triageDueAt: inMinutes(10 - n), nextReport: 'initial', reportDueAt: inMinutes(95), eta: null },
    ...{
      crew:
        n % 2
          ? []
          : [
              { name: pick(NAMES, n), arrivedAt: null },
              { name: pick(NAMES, n + 3), arrivedAt: null },
            ],
    },
    ...journal,
  }) as unknown as Incident;

/** Petitions from number `from` on, all open. */
export const fillOpenPetitions = (count: number, from = 0) =>
  fillPetitions(
    count,
    (n) => ({
      ...{ status: pick(OPEN_STATES, n), medium: pick(MEDIUM, n), urgency: n % 40 ? 'NORMAL' : 'URGENT' },
      ...{ county: pick(COUNTY, n), unitName: '普陀分局', officerName: n % 3 ? pick(NAMES, n) : null },
      ...{ location: placeOf(n), dueAt: inMinutes((n % 86_400) - 300), informDueAt: inMinutes(n % 20_000) },
    }),
    from,
  );

const SEATS = ['LEADER', 'OPERATOR', 'OPERATOR', 'SQUAD', 'SQUAD', 'SQUAD', 'SQUAD', 'MONITORING'] as const;

/** `open` matters in all: six of ten are petitions, one in a hundred an incident, the rest wait for an answer. */
export async function fillCommandCentre(open: number): Promise<void> {
  const [calm, hot] = [Math.round(open * 0.6), Math.round(open * 0.01)];
  await fillOpenPetitions(calm);
  const waiting = Array.from({ length: open - calm - hot }, (_, n) => anAssignment(n));
  await assignments.collection.insertMany(waiting as never, UNFLUSHED);
  await incidents.collection.insertMany(Array.from({ length: hot }, (_, n) => anIncident(n)) as never, UNFLUSHED);
  const seats = SEATS.map((post, n) => ({
    ...{ id: `seat${n}`, post, county: post === 'SQUAD' ? pick(COUNTY, n - 3) : null, person: `seat${n}` },
    ...{ personName: pick(NAMES, n), state: n === 5 ? 'confirmed' : 'checkedIn', checkInBy: inMinutes(-5) },
    ...{ checkedInFrom: null, swap: null, reason: '' },
  }));
  const shift = {
    ...{ _id: 'bench-shift', version: 1, status: 'onDuty', kind: 'DAY', day: '2026-03-02', claims: [], wakeAt: null },
    ...{ startsAt: inMinutes(-120), endsAt: inMinutes(360), seats, handover: null, openedAt: null, closedAt: null },
  } as unknown as Shift;
  await shifts.collection.insertOne({ ...shift, ...journal });
  const station = (n: number) => ({
    ...{
      _id: `bench-station-${n}`,
      name: `示例站${n}`,
      kind: 'BUOY',
      place: '',
      location: placeOf(n * 5),
      everyMinutes: 60,
    },
    ...{ county: pick(COUNTY, n), enterpriseId: null, lastReadingAt: NOW, lastReading: null, active: true },
    silentAt: inMinutes(n % 17 === 0 ? -35 : 120),
  });
  await stations.insertMany(Array.from({ length: 60 }, (_, n) => station(n)) as never);
  await weatherWarnings.collection.insertOne({
    ...{ _id: 'bench-wind', version: 1, status: 'inForce', kind: 'WIND', level: 'ORANGE', counties: [] },
    ...{
      startsAt: inMinutes(-60),
      endsAt: inMinutes(600),
      windForce: 9,
      waveMetres: 4,
      words: '',
      system: null,
      ...journal,
    },
  } as never);
}
