/** 基层环保所: where the bureau's offices stand, so that the nearest is asked first. Approximate, WGS-84; names as in the organisation. */
import { wgs84ToGcj02 } from '../core/datum';
import { type County, type Location, metresBetween } from '../core/place';

// prettier-ignore
const OFFICES: readonly (readonly [name: string, county: County, lng: number, lat: number])[] = [
  ['金塘', '330902', 121.88, 30.04], ['岑港', '330902', 121.97, 30.08], ['白泉', '330902', 122.15, 30.12], ['城东', '330902', 122.13, 30.02],
  ['展茅', '330903', 122.3, 30.03], ['沈家门', '330903', 122.3, 29.95], ['六横', '330903', 122.13, 29.73], ['朱家尖', '330903', 122.39, 29.9],
  ['高亭', '330921', 122.2, 30.24], ['衢山', '330921', 122.31, 30.44], ['长涂', '330921', 122.28, 30.25],
  ['菜园', '330922', 122.45, 30.73], ['洋山', '330922', 122.08, 30.62], ['嵊山', '330922', 122.81, 30.72],
];

export interface Office {
  name: string;
  county: County;
  location: Location;
}
const PLACED: readonly Office[] = OFFICES.map(([name, county, lng, lat]) => ({
  ...{ name: `${name}环保所`, county },
  location: wgs84ToGcj02([lng, lat]),
}));

/** The offices nearest to a point as the crow flies, with metres. */
export const nearestOffices = (location: Location, count = 2): (Office & { metres: number })[] =>
  PLACED.map((office) => ({ ...office, metres: Math.round(metresBetween(location, office.location)) }))
    .sort((a, b) => a.metres - b.metres)
    .slice(0, count);
