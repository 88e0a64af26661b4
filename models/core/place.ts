import { z } from 'zod';

const OUTSIDE = '位置不在本市海域范围内，请重新选点';

/** [longitude, latitude] in degrees, GCJ-02 (the datum of Chinese web maps and of DingTalk), not WGS-84. Bounded to the East China Sea. */
export const Location = z.tuple(
  [z.number(OUTSIDE).min(118, OUTSIDE).max(126, OUTSIDE), z.number(OUTSIDE).min(27, OUTSIDE).max(33, OUTSIDE)],
  { error: OUTSIDE },
);
export type Location = z.infer<typeof Location>;

/** The counties of the prefecture (330900). Zones are run by the county they lie in. */
export const COUNTIES = { '330902': '定海区', '330903': '普陀区', '330921': '岱山县', '330922': '嵊泗县' } as const;
export const County = z.enum(['330902', '330903', '330921', '330922'], { error: '请选择所在县区' });
export type County = z.infer<typeof County>;

/** Metres between two points, by the haversine formula; exact enough within one city (error < 0.5 %). */
export function metresBetween([lngA, latA]: Location, [lngB, latB]: Location): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const a =
    Math.sin(radians(latB - latA) / 2) ** 2 +
    Math.cos(radians(latA)) * Math.cos(radians(latB)) * Math.sin(radians(lngB - lngA) / 2) ** 2;
  return 2 * 6_371_008.8 * Math.asin(Math.sqrt(a));
}
