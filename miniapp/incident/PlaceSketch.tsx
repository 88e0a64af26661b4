import { SKETCH } from '../map/outline';
import { type Box, projectionOf } from '../map/projection';

const SIZE = { width: 340, height: 220 };
/** Degrees around the place: about 30 by 20 km. */
const [EAST, NORTH] = [0.16, 0.09];

type Point = [number, number];

/** Where it is, on the schematic outline. For finding the way in one's head; never a measurement. */
export function PlaceSketch({ location, place }: { location: Point; place: string | null }) {
  const [lng, lat] = location;
  const box: Box = [lng - EAST, lat - NORTH, lng + EAST, lat + NORTH];
  const project = projectionOf(box, SIZE);
  const near = SKETCH.rings.filter((ring) =>
    ring.some(([x, y]) => Math.abs(x - lng) < EAST * 1.5 && Math.abs(y - lat) < NORTH * 1.5),
  );
  const pathOf = (ring: readonly Point[]) =>
    `M${ring.map((point) => project(point).map(Math.round).join(',')).join('L')}Z`;
  const [x, y] = project(location);
  return (
    <figure className="place-sketch">
      <svg viewBox={`0 0 ${SIZE.width} ${SIZE.height}`} role="img" aria-label={`事发位置示意：${place ?? ''}`}>
        <rect width={SIZE.width} height={SIZE.height} className="water" />
        {near.map((ring, at) => (
          <path key={at} d={pathOf(ring)} className="land" />
        ))}
        <circle cx={x} cy={y} r="14" className="ring" />
        <circle cx={x} cy={y} r="6" className="spot" />
      </svg>
      <figcaption className="hint">
        {place} · 东经 {lng.toFixed(4)}，北纬 {lat.toFixed(4)}（示意图）
      </figcaption>
    </figure>
  );
}
