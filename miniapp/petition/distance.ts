/** [longitude, latitude] in degrees, GCJ-02. */
export type Location = readonly [number, number];

/**
 * Metres between two points on a flat map of the city; exact enough for sorting places (error < 1 %). The exact one of
 * models/core/place.ts would bring zod onto pages that need it for nothing else.
 */
export function metresBetween([lngA, latA]: Location, [lngB, latB]: Location): number {
  const metresPerDegree = 111_320;
  const east = (lngB - lngA) * metresPerDegree * Math.cos((((latA + latB) / 2) * Math.PI) / 180);
  return Math.hypot(east, (latB - latA) * metresPerDegree);
}
