/**
 * A handwritten signature as the strokes of a finger: vectors only, never a picture, so that it is small, sharp at any size and can be
 * looked at as it was written. Safe in the browser.
 */
import { z } from 'zod';

/** The box a signature is written into, in its own units, whatever the screen; twice as wide as high. */
export const SIGNATURE_BOX = { width: 1000, height: 500 } as const;
/** So that a signature fits into one field event (8 kB) with room to spare. */
export const MOST_POINTS = 360;
const MOST_STROKES = 80;
const LONGEST_MS = 600_000;

const TOO_LONG = '签名笔画太多，请重写一次';
const coordinate = z.int().min(0).max(4000);

/** One touch of the finger: x and y in units of the box from its upper left corner, t in milliseconds since the first touch. */
const Point = z.tuple([coordinate, coordinate, z.int().min(0).max(LONGEST_MS)]);

export const Signature = z
  .strictObject({
    width: z.int().min(100).max(4000),
    height: z.int().min(50).max(4000),
    strokes: z.array(z.array(Point).min(1).max(MOST_POINTS)).min(1, '请签名').max(MOST_STROKES, TOO_LONG),
  })
  .refine(({ strokes }) => strokes.reduce((points, stroke) => points + stroke.length, 0) <= MOST_POINTS, TOO_LONG)
  .refine(
    ({ width, height, strokes }) => strokes.every((stroke) => stroke.every(([x, y]) => x <= width && y <= height)),
    '签名超出了签名框，请重写一次',
  );
export type Signature = z.infer<typeof Signature>;
export type Stroke = Signature['strokes'][number];

type XY = readonly [number, number, ...number[]];
const apart = ([ax, ay]: XY, [bx, by]: XY) => Math.hypot(bx - ax, by - ay);
const lengthOf = (stroke: readonly XY[]): number =>
  stroke.reduce((sum, point, at) => sum + (at === 0 ? 0 : apart(stroke[at - 1] ?? point, point)), 0);

/** Share of the box's width below which a movement is a tremble, not a direction. */
const TREMBLE = 0.025;
/** Share of the box's width that the whole ink, and the longer side of what it covers, must reach. */
const LEAST_INK = 0.4;
const LEAST_EXTENT = 0.12;
/** Degrees a pen must turn in one or two strokes: a line turns 0, a tick about 120, 一 with a hook 150. */
const LEAST_TURN = 250;
const ENOUGH_STROKES = 3;

/** Degrees between successive directions, signed; trembles left out. */
function turns(stroke: readonly XY[], step: number): number[] {
  const kept: XY[] = [];
  for (const point of stroke) {
    const last = kept.at(-1);
    if (!last || apart(last, point) >= step) kept.push(point);
  }
  const directions = kept.slice(1).map(([x, y], at) => Math.atan2(y - (kept[at]?.[1] ?? y), x - (kept[at]?.[0] ?? x)));
  return directions.slice(1).map((direction, at) => {
    const turn = ((direction - (directions[at] ?? direction)) * 180) / Math.PI;
    return ((turn + 540) % 360) - 180;
  });
}
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** Whether one stroke runs round once and no more. */
function isRing(stroke: readonly XY[], step: number): boolean {
  const turned = turns(stroke, step);
  const net = Math.abs(sum(turned));
  const all = sum(turned.map(Math.abs));
  return net > 270 && net < 450 && all - net < 60;
}

/**
 * Why this cannot stand as somebody's signature, as a sentence that says what to do; undefined when it can. A dot, a single line, a
 * tick, a cross and a ring are marks, not names. Whether the name is readable is for people to judge.
 */
export function signatureFault({ width, strokes }: Signature): string | undefined {
  const points = strokes.flat();
  const extent = (axis: 0 | 1) =>
    Math.max(...points.map((point) => point[axis])) - Math.min(...points.map((point) => point[axis]));
  if (points.length === 0) return '还没有签名，请在框内写下姓名。';
  if (Math.max(extent(0), extent(1)) < width * LEAST_EXTENT) return '只有一个点或字太小，请在框内写下完整姓名。';
  if (sum(strokes.map(lengthOf)) < width * LEAST_INK) return '笔画太短，请在框内写下完整姓名。';
  if (strokes.length >= ENOUGH_STROKES) return undefined;
  const step = width * TREMBLE;
  if (sum(strokes.flatMap((stroke) => turns(stroke, step)).map(Math.abs)) < LEAST_TURN)
    return '打勾、打叉或一条线不能当签名，请写下完整姓名。';
  const [only] = strokes;
  return strokes.length === 1 && only && isRing(only, step) ? '画圈不能当签名，请写下完整姓名。' : undefined;
}

/** What a door demands of a signature: its shape, and that it can stand as one. */
export const SignedBy = Signature.superRefine((signature, context) => {
  const fault = signatureFault(signature);
  if (fault) context.addIssue({ code: 'custom', message: fault });
});

/** Distance of a point from the line through two others, in units of the box. */
function offLine(point: XY, from: XY, to: XY): number {
  const length = apart(from, to);
  if (length === 0) return apart(from, point);
  return Math.abs((to[0] - from[0]) * (from[1] - point[1]) - (from[0] - point[0]) * (to[1] - from[1])) / length;
}

/** The stroke without the points that lie within `tolerance` of the line through their neighbours (Douglas–Peucker). */
function thinned(stroke: Stroke, tolerance: number): Stroke {
  const first = stroke[0];
  const last = stroke.at(-1);
  if (!first || !last || stroke.length < 3) return stroke;
  let farthest = 0;
  let most = 0;
  for (let at = 1; at < stroke.length - 1; at += 1) {
    const off = offLine(stroke[at] ?? first, first, last);
    if (off > most) [farthest, most] = [at, off];
  }
  if (most <= tolerance) return [first, last];
  return [
    ...thinned(stroke.slice(0, farthest + 1), tolerance).slice(0, -1),
    ...thinned(stroke.slice(farthest), tolerance),
  ];
}

/**
 * What was drawn on a surface of any size as a signature in the box of all signatures, with as few points as keep its look: at most
 * MOST_POINTS together.
 *
 * @param drawn strokes of [x, y in pixels of the surface, t in milliseconds of any clock]
 */
export function signatureOf(drawn: readonly (readonly XY[])[], surface: { width: number; height: number }): Signature {
  const scale = Math.min(SIGNATURE_BOX.width / surface.width, SIGNATURE_BOX.height / surface.height);
  const start = drawn[0]?.[0]?.[2] ?? 0;
  const bounded = (value: number, most: number) => Math.min(most, Math.max(0, Math.round(value)));
  const strokes = drawn
    .slice(0, MOST_STROKES)
    .map((stroke) =>
      stroke.map(([x, y, t = start]): Stroke[number] => [
        bounded(x * scale, SIGNATURE_BOX.width),
        bounded(y * scale, SIGNATURE_BOX.height),
        bounded(t - start, LONGEST_MS),
      ]),
    );
  for (let tolerance = 1; ; tolerance *= 1.6) {
    const lighter = strokes.map((stroke) => thinned(stroke, tolerance));
    if (lighter.flat().length <= MOST_POINTS || tolerance > SIGNATURE_BOX.width)
      return { ...SIGNATURE_BOX, strokes: lighter };
  }
}

/** The path of an SVG in the signature's own box: `<svg viewBox="0 0 width height"><path d=… fill="none" stroke-linecap="round">`. */
export function signaturePath({ strokes }: Pick<Signature, 'strokes'>): string {
  return strokes
    .map((stroke) => {
      const [[x, y] = [0, 0], ...rest] = stroke;
      return `M${x} ${y}${rest.length === 0 ? 'h0.1' : ''}${rest.map(([toX, toY]) => `L${toX} ${toY}`).join('')}`;
    })
    .join('');
}
