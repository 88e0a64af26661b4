/**
 * WGS-84 (satellite) → GCJ-02 (the datum of Chinese web maps and of DingTalk). Only for browsers: DingTalk gives GCJ-02 itself.
 * The published approximation; within a metre or two of what map providers return.
 */
const AXIS = 6_378_245;
const ECCENTRICITY = 0.006_693_421_622_965_943;

const wave = (value: number, ...terms: readonly [factor: number, divisor: number][]) =>
  terms.reduce((sum, [factor, divisor]) => sum + factor * Math.sin((value * Math.PI) / divisor), 0);
const ripple = (x: number) => ((20 * Math.sin(6 * x * Math.PI) + 20 * Math.sin(2 * x * Math.PI)) * 2) / 3;

function northing(x: number, y: number): number {
  const base = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x));
  return base + ripple(x) + (wave(y, [20, 1], [40, 3]) * 2) / 3 + (wave(y, [160, 12], [320, 30]) * 2) / 3;
}

function easting(x: number, y: number): number {
  const base = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x));
  return base + ripple(x) + (wave(x, [20, 1], [40, 3]) * 2) / 3 + (wave(x, [150, 12], [300, 30]) * 2) / 3;
}

/** [longitude, latitude] in WGS-84 degrees → the same place in GCJ-02. Only valid inside China. */
export function toGcj02([lng, lat]: readonly [number, number]): [number, number] {
  const radians = (lat / 180) * Math.PI;
  const magic = 1 - ECCENTRICITY * Math.sin(radians) ** 2;
  const north = northing(lng - 105, lat - 35);
  const east = easting(lng - 105, lat - 35);
  const perLat = ((AXIS * (1 - ECCENTRICITY)) / (magic * Math.sqrt(magic))) * (Math.PI / 180);
  const perLng = (AXIS / Math.sqrt(magic)) * Math.cos(radians) * (Math.PI / 180);
  return [lng + east / perLng, lat + north / perLat];
}
