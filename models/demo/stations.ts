/** The automatic stations of the demo (示例): 109 fictional ones, with what each last said. Two online monitors are silent. */
import { type Enterprise } from '../enterprise/enterprise.schema';
import { enterprises } from '../enterprise/enterprise.store';
import { type Location } from '../core/place';
import { type Station, type StationKind } from '../station/station.schema';
import { silentFrom, stations } from '../station/station.store';
import { insertAll } from './insert';
import { countyOf, type Place, PLACE_NAMES, somewhereIn } from './places';
import { type Chance, diceFor } from './random';

const MINUTE = 60_000;

interface Kind {
  kind: StationKind;
  count: number;
  everyMinutes: number;
  item: string;
  unit: string;
  limit: number;
  /** Name of the n-th, from where it stands. */
  named: (at: string, n: number) => string;
}

const KINDS: readonly Kind[] = [
  {
    kind: 'AIR',
    count: 12,
    everyMinutes: 60,
    item: 'PM2.5',
    unit: 'µg/m³',
    limit: 75,
    named: (at) => `${at}空气站（示例）`,
  },
  {
    kind: 'RIVER',
    count: 15,
    everyMinutes: 240,
    item: '高锰酸盐指数',
    unit: 'mg/L',
    limit: 6,
    named: (at, n) => `${at}${n}号断面（示例）`,
  },
  {
    kind: 'SOURCE',
    count: 6,
    everyMinutes: 240,
    item: '氨氮',
    unit: 'mg/L',
    limit: 1,
    named: (at) => `${at}水库水源（示例）`,
  },
  {
    kind: 'BUOY',
    count: 10,
    everyMinutes: 60,
    item: '化学需氧量',
    unit: 'mg/L',
    limit: 3,
    named: (at, n) => `${at}外${n}号浮标（示例）`,
  },
  {
    kind: 'ONLINE_WATER',
    count: 38,
    everyMinutes: 120,
    item: '化学需氧量',
    unit: 'mg/L',
    limit: 50,
    named: (at) => `${at} 废水排放口`,
  },
  {
    kind: 'ONLINE_GAS',
    count: 20,
    everyMinutes: 60,
    item: '氮氧化物',
    unit: 'mg/m³',
    limit: 100,
    named: (at) => `${at} 废气排放口`,
  },
  {
    kind: 'NOISE',
    count: 5,
    everyMinutes: 60,
    item: '等效声级',
    unit: 'dB(A)',
    limit: 60,
    named: (at) => `${at}噪声自动站（示例）`,
  },
  {
    kind: 'ODOUR',
    count: 3,
    everyMinutes: 30,
    item: '臭气浓度',
    unit: '无量纲',
    limit: 20,
    named: (at) => `${at}电子鼻（示例）`,
  },
];
const ONLINE: readonly StationKind[] = ['ONLINE_WATER', 'ONLINE_GAS'];
/** These have said nothing for hours. */
const SILENT: readonly string[] = ['demo-ONLINE_WATER-07', 'demo-BUOY-09'];

interface Site {
  at: string;
  place: string;
  location: Location;
  county: Station['county'];
  enterpriseId: string | null;
}

const inTown = (place: Place, dice: Chance): Site => ({
  ...{ at: place, place, location: somewhereIn(place, dice), county: countyOf(place), enterpriseId: null },
});
const atWorks = ({ _id, name, place, location, county }: Enterprise): Site => ({
  ...{ at: name, place, location, county, enterpriseId: _id },
});

/** Enterprises with an online monitor: those of a control level first, E12 among the first. */
function monitored(register: readonly Enterprise[]): Enterprise[] {
  const rank = ['NATIONAL', 'PROVINCIAL', 'MUNICIPAL', 'NONE'];
  return [...register].sort(
    (a, b) => rank.indexOf(a.controlLevel) - rank.indexOf(b.controlLevel) || (a._id < b._id ? -1 : 1),
  );
}

/** All 109, the same on every call but for the times of their readings. */
export function demoStations(now: Date, register: readonly Enterprise[]): Station[] {
  const dice = diceFor('stations');
  const works = monitored(register);
  return KINDS.flatMap(({ kind, count, everyMinutes, item, unit, limit, named }) =>
    Array.from({ length: count }, (_, n): Station => {
      const _id = `demo-${kind}-${String(n + 1).padStart(2, '0')}`;
      const online = ONLINE.includes(kind) ? works[n] : undefined;
      const site = online ? atWorks(online) : inTown(PLACE_NAMES[(n * 2) % PLACE_NAMES.length] as Place, dice);
      const ago = SILENT.includes(_id) ? 14 * 60 : dice.between(1, everyMinutes * 0.8);
      const at = new Date(now.getTime() - Math.round(ago) * MINUTE);
      const value = Math.round(limit * dice.between(0.25, 0.85) * 100) / 100;
      return {
        ...{ _id, name: named(site.at, n + 1), kind, place: site.place, location: site.location, county: site.county },
        ...{ enterpriseId: site.enterpriseId, everyMinutes, lastReadingAt: at },
        lastReading: { item, value, unit, limit, at, over: false },
        ...{ silentAt: silentFrom({ everyMinutes }, at), active: true },
      };
    }),
  );
}

export const clearStations = async (): Promise<unknown> => stations.deleteMany({ _id: { $regex: '^demo-' } });

/** @returns how many stations were written */
export async function seedStations(now: Date): Promise<number> {
  const made = demoStations(now, await enterprises.find({}, { sort: { _id: 1 } }).toArray());
  await insertAll(stations, made);
  return made.length;
}
