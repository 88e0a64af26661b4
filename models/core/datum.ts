/**
 * WGS-84 (satellites, the world) and GCJ-02 (Chinese web maps, DingTalk): inside China the second is the first, shifted by up to
 * 700 m along smooth curves. The State Bureau never published the formulas; these are the series known since 2010
 * and used by every open map library (coordtransform, gcoord, eviltransform), with the Krasovsky 1940 ellipsoid.
 */
import { type Location } from './place';

/** Semi-major axis in metres and squared eccentricity of the ellipsoid (Krasovsky 1940). */
const A = 6_378_245;
const EE = 0.006_693_421_622_965_943;
/** The series are developed around 105° E, 35° N. */
const ORIGIN = [105, 35] as const;

const { PI, abs, cos, sin, sqrt } = Math;

/** Waves common to both directions, in units of a degree's shift. */
const ripples = (x: number) => (2 / 3) * (20 * sin(6 * x * PI) + 20 * sin(2 * x * PI));

function latitudeShift(x: number, y: number): number {
  const plain = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x));
  const waves =
    (2 / 3) * (20 * sin(y * PI) + 40 * sin((y / 3) * PI) + 160 * sin((y / 12) * PI) + 320 * sin((y / 30) * PI));
  return plain + ripples(x) + waves;
}

function longitudeShift(x: number, y: number): number {
  const plain = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x));
  const waves =
    (2 / 3) * (20 * sin(x * PI) + 40 * sin((x / 3) * PI) + 150 * sin((x / 12) * PI) + 300 * sin((x / 30) * PI));
  return plain + ripples(x) + waves;
}

/** How far GCJ-02 lies from WGS-84 at this point, in degrees. */
function shift([lng, lat]: Location): Location {
  const [x, y] = [lng - ORIGIN[0], lat - ORIGIN[1]];
  const radLat = (lat / 180) * PI;
  const magic = 1 - EE * sin(radLat) ** 2;
  const meridian = ((A * (1 - EE)) / (magic * sqrt(magic))) * PI;
  const parallel = (A / sqrt(magic)) * cos(radLat) * PI;
  return [(longitudeShift(x, y) * 180) / parallel, (latitudeShift(x, y) * 180) / meridian];
}

/** A satellite position as Chinese maps draw it. Both in degrees; only for points within China, as all of ours are. */
export function wgs84ToGcj02(wgs84: Location): Location {
  const [dLng, dLat] = shift(wgs84);
  return [wgs84[0] + dLng, wgs84[1] + dLat];
}

/** Steps of the approach; each shrinks the error a thousandfold, the first is already good to some metres. */
const STEPS = 4;

/** The inverse: no closed form exists, so the shift is approached; the error stays below a millimetre. */
export function gcj02ToWgs84(gcj02: Location): Location {
  let wgs84: Location = gcj02;
  for (let step = 0; step < STEPS; step++) {
    const [dLng, dLat] = shift(wgs84);
    wgs84 = [gcj02[0] - dLng, gcj02[1] - dLat];
  }
  return wgs84;
}
