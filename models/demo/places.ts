import { wgs84ToGcj02 } from '../core/datum';
import { type County, type Location } from '../core/place';
import { type Chance } from './random';

/** Towns and islands of the archipelago: county (zones: the one they lie in) and centre, approximate, WGS-84. */
export const PLACES = {
  定海城区: ['330902', 122.11, 30.02],
  新城: ['330902', 122.2, 29.99],
  金塘: ['330902', 121.88, 30.04],
  册子: ['330902', 121.93, 30.1],
  岑港: ['330902', 121.97, 30.08],
  白泉: ['330902', 122.15, 30.12],
  长白: ['330902', 122.03, 30.18],
  沈家门: ['330903', 122.3, 29.95],
  展茅: ['330903', 122.3, 30.03],
  朱家尖: ['330903', 122.39, 29.9],
  普陀山: ['330903', 122.39, 30.01],
  六横: ['330903', 122.13, 29.73],
  虾峙: ['330903', 122.26, 29.76],
  桃花岛: ['330903', 122.28, 29.81],
  东极: ['330903', 122.69, 30.19],
  高亭: ['330921', 122.2, 30.24],
  岱西: ['330921', 122.13, 30.3],
  衢山: ['330921', 122.31, 30.44],
  长涂: ['330921', 122.28, 30.25],
  秀山: ['330921', 122.17, 30.17],
  鱼山: ['330921', 121.94, 30.31],
  菜园: ['330922', 122.45, 30.73],
  洋山: ['330922', 122.08, 30.62],
  嵊山: ['330922', 122.81, 30.72],
} as const satisfies Record<string, readonly [County, number, number]>;
export type Place = keyof typeof PLACES;

/** Where things happen by chance; 东极 is named on purpose only. */
export const PLACE_NAMES = (Object.keys(PLACES) as Place[]).filter((place) => place !== '东极');
export const countyOf = (place: Place): County => PLACES[place][0];

const rounded = (degrees: number) => Math.round(degrees * 1e6) / 1e6;

/** A WGS-84 point as our records keep it: GCJ-02, to a tenth of a metre. */
export function asKept(wgs84: Location): Location {
  const [lng, lat] = wgs84ToGcj02(wgs84);
  return [rounded(lng), rounded(lat)];
}

/** Somewhere within about a kilometre of the place's centre; GCJ-02. */
export function somewhereIn(place: Place, dice: Chance): Location {
  const [, lng, lat] = PLACES[place];
  return asKept([lng + dice.between(-0.01, 0.01), lat + dice.between(-0.008, 0.008)]);
}
