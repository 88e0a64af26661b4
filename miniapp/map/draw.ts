/** Drawing on canvas: two thousand marks cost a millisecond or two, where as many elements would cost the whole frame. */
import { type Location } from '../../models/core/place';
import { PLACES } from '../petition/places';
import { type Cluster, type Mark } from './clusters';
import { type Project, type Size } from './projection';

/** Colours by name, read from the page's theme. */
export type Colours = (name: string) => string;

/** Size of one rem in pixels of the canvas. */
interface Canvas extends Size {
  pen: CanvasRenderingContext2D;
  rem: number;
  colour: Colours;
}

export function drawLand(
  { pen, width, height, rem, colour }: Canvas,
  rings: readonly Location[][],
  project: Project,
): void {
  pen.fillStyle = colour('sea');
  pen.fillRect(0, 0, width, height);
  pen.fillStyle = colour('land');
  pen.strokeStyle = colour('shore');
  pen.lineWidth = rem / 14;
  for (const ring of rings) {
    pen.beginPath();
    ring.forEach((point) => pen.lineTo(...project(point)));
    pen.closePath();
    pen.fill();
    pen.stroke();
  }
}

type Spot = readonly [x: number, y: number];

/** Where a name may stand, in rem from its place: right, left, below, above. */
const SIDES: readonly Spot[] = [
  ...([
    [1.1, 0.1],
    [-1.1, 0.1],
  ] as const),
  ...([
    [0.3, 1.5],
    [0.3, -1.4],
  ] as const),
];

/** Names that cover neither a mark nor one another; one that finds no room is left out. */
export function drawNames({ pen, rem, colour }: Canvas, clusters: readonly Cluster[], project: Project): void {
  pen.font = `500 ${rem}px 'PingFang SC', 'Noto Sans CJK SC', sans-serif`;
  Object.assign(pen, { textBaseline: 'middle', lineJoin: 'round', lineWidth: rem / 4 });
  pen.strokeStyle = colour('sea');
  pen.fillStyle = colour('name');
  const taken = clusters.map(({ x, y }) => ({ x, y, half: rem * 0.9 }));
  for (const { name, location } of PLACES) {
    const [x, y] = project([location[0], location[1]]);
    const half = (name.length * rem) / 2;
    const spots = SIDES.map(([dx, dy]) => ({ x: x + dx * rem + Math.sign(dx) * half, y: y + dy * rem, half }));
    const room = spots.find((spot) =>
      taken.every((other) => Math.abs(other.x - spot.x) > other.half + half || Math.abs(other.y - spot.y) > rem * 1.3),
    );
    if (!room) continue;
    taken.push(room);
    pen.textAlign = 'center';
    pen.strokeText(name, room.x, room.y);
    pen.fillText(name, room.x, room.y);
  }
}

const RADIUS: Record<Mark['tone'], number> = {
  ...{ alarm: 0.72, urgent: 0.58, due: 0.44, calm: 0.38 },
  ...{ post: 0.5, station: 0.3, silent: 0.5 },
};
const SQUARE: readonly Mark['tone'][] = ['station', 'silent'];

function shape(pen: CanvasRenderingContext2D, tone: Mark['tone'], x: number, y: number, radius: number): void {
  pen.beginPath();
  if (SQUARE.includes(tone)) pen.rect(x - radius, y - radius, radius * 2, radius * 2);
  else if (tone === 'post') {
    [
      [0, -1.25],
      [1.1, 0.85],
      [-1.1, 0.85],
    ].forEach(([dx = 0, dy = 0]) => pen.lineTo(x + dx * radius, y + dy * radius));
    pen.closePath();
  } else pen.arc(x, y, radius, 0, 2 * Math.PI);
}

/** A cluster is as large as its number has digits; its colour is that of its most pressing mark. */
export function drawMarks({ pen, width, height, rem, colour }: Canvas, clusters: readonly Cluster[]): void {
  pen.clearRect(0, 0, width, height);
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  for (const { x, y, first, count } of clusters) {
    const radius = rem * (RADIUS[first.tone] + (count > 1 ? 0.22 + 0.16 * String(count).length : 0));
    pen.fillStyle = colour(first.tone);
    pen.strokeStyle = colour('sea');
    pen.lineWidth = rem / 8;
    shape(pen, first.tone, x, y, radius);
    pen.fill();
    pen.stroke();
    if (count === 1) continue;
    pen.fillStyle = colour(`on-${first.tone}`);
    pen.font = `700 ${rem * 0.92}px sans-serif`;
    pen.fillText(String(count), x, y + rem * 0.05);
  }
}
