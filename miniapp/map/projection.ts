import { type Location } from '../../models/core/place';

export interface Size {
  width: number;
  height: number;
}
/** [west, south, east, north] in degrees. */
export type Box = readonly [number, number, number, number];
/** From a place to pixels. */
export type Project = (at: Location) => readonly [x: number, y: number];

/** The islands of Zhoushan, from Jintang to Shengshan and from Liuheng to Yangshan. GCJ-02. */
export const ZHOUSHAN: Box = [121.76, 29.58, 122.9, 30.86];

/** Equal scale in both directions at the latitude of the middle, the box as large as fits. Error over this box: < 1 %. */
export function projectionOf([west, south, east, north]: Box, { width, height }: Size, margin = 0): Project {
  const narrow = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = Math.min((width - 2 * margin) / ((east - west) * narrow), (height - 2 * margin) / (north - south));
  const [left, top] = [(width - (east - west) * narrow * scale) / 2, (height - (north - south) * scale) / 2];
  return ([lng, lat]) => [left + (lng - west) * narrow * scale, top + (north - lat) * scale];
}
