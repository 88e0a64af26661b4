/** [longitude, latitude] in degrees, GCJ-02. */
export type Location = readonly [number, number];

/** Metres between two points on a flat map of the city; exact enough for sorting places (error < 1 %). */
export function metresBetween([lngA, latA]: Location, [lngB, latB]: Location): number {
  const metresPerDegree = 111_320;
  const east = (lngB - lngA) * metresPerDegree * Math.cos((((latA + latB) / 2) * Math.PI) / 180);
  return Math.hypot(east, (latB - latA) * metresPerDegree);
}
