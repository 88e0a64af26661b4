import { type Location, metresBetween } from './distance';

interface KnownPlace {
  name: string;
  county: string;
  /** GCJ-02 degrees, to about 3 km: good for naming an area, never for evidence. */
  location: Location;
}

const place = (name: string, county: string, lng: number, lat: number): KnownPlace => ({
  name,
  county,
  location: [lng, lat],
});

/** Towns and islands of Zhoushan that people name. */
export const PLACES: readonly KnownPlace[] = [
  place('定海城区', '330902', 122.11, 30.02),
  place('临城', '330902', 122.2, 29.99),
  place('金塘', '330902', 121.88, 30.04),
  place('册子', '330902', 121.93, 30.1),
  place('岑港', '330902', 121.97, 30.08),
  place('白泉', '330902', 122.15, 30.09),
  place('干览', '330902', 122.14, 30.12),
  place('长白', '330902', 122.03, 30.18),
  place('岙山', '330902', 122.15, 29.97),
  place('沈家门', '330903', 122.3, 29.95),
  place('展茅', '330903', 122.3, 30.03),
  place('朱家尖', '330903', 122.39, 29.9),
  place('普陀山', '330903', 122.39, 30.01),
  place('六横', '330903', 122.13, 29.73),
  place('虾峙', '330903', 122.26, 29.76),
  place('桃花', '330903', 122.28, 29.81),
  place('东极', '330903', 122.69, 30.19),
  place('高亭', '330921', 122.2, 30.24),
  place('岱西', '330921', 122.13, 30.3),
  place('衢山', '330921', 122.31, 30.44),
  place('长涂', '330921', 122.28, 30.25),
  place('秀山', '330921', 122.17, 30.17),
  place('鱼山', '330921', 121.94, 30.31),
  place('菜园', '330922', 122.45, 30.73),
  place('洋山', '330922', 122.08, 30.62),
  place('嵊山', '330922', 122.81, 30.72),
];

/** The known places nearest to a point; without a point the best-known ones. */
export function nearest(from: Location | null, count: number): readonly KnownPlace[] {
  if (!from) return PLACES.filter(({ name }) => BEST_KNOWN.has(name)).slice(0, count);
  return [...PLACES].sort((a, b) => metresBetween(from, a.location) - metresBetween(from, b.location)).slice(0, count);
}
const BEST_KNOWN = new Set(['定海城区', '临城', '沈家门', '六横', '高亭', '菜园']);
