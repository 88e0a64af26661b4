/**
 * node scripts/mapOutline.mjs <countries-10m.json>: cut the islands of Zhoushan out of world-atlas (npm pack world-atlas@2.0.2; Natural
 * Earth 1:10m, public domain) and write the sketch that maps draw where no approved boundary is set. Schematic: no evidence, WGS-84.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './setup/steps.mjs';

/** Degrees: west, south, east, north. Wide enough for the coast of Ningbo at the edge. */
const BOX = [119.8, 28.9, 124.6, 31.6];
const DIGITS = 4;

/** @typedef {[number, number]} Point */

const [, , file] = process.argv;
if (!file) throw new Error('请给出 world-atlas 的 countries-10m.json 的路径。');
const { arcs, transform, objects } = JSON.parse(readFileSync(file, 'utf8'));

/** TopoJSON keeps each arc as whole-number steps from its first point. @param {[number, number][]} arc @returns {Point[]} */
function decoded(arc) {
  let [x, y] = [0, 0];
  const { scale, translate } = transform;
  return arc.map(([dx, dy]) => [(x += dx) * scale[0] + translate[0], (y += dy) * scale[1] + translate[1]]);
}

/** An arc with its number complemented runs backwards. @param {number[]} numbers @returns {Point[]} */
const ringOf = (numbers) =>
  numbers.flatMap((n, index) => {
    const points = decoded(arcs[n < 0 ? ~n : n]);
    return (n < 0 ? points.reverse() : points).slice(index === 0 ? 0 : 1);
  });

/**
 * Sutherland–Hodgman: what of a ring lies on the inner side of one edge of the box.
 *
 * @param {Point[]} ring @param {0 | 1} axis @param {number} limit @param {1 | -1} sign
 */
function cut(ring, axis, limit, sign) {
  const isIn = (/** @type {Point} */ point) => (point[axis] - limit) * sign >= 0;
  return ring.flatMap((point, index) => {
    const before = ring.at(index - 1) ?? point;
    if (isIn(point) === isIn(before)) return isIn(point) ? [point] : [];
    const share = (limit - before[axis]) / (point[axis] - before[axis]);
    const crossing = [0, 1].map((n) => before[n] + (point[n] - before[n]) * share);
    return isIn(point) ? [crossing, point] : [crossing];
  });
}

/** @param {Point[]} ring @returns {Point[]} */
const withinBox = (ring) => {
  const [west, south, east, north] = BOX;
  const open = ring.slice(0, -1);
  return cut(cut(cut(cut(open, 0, west, 1), 0, east, -1), 1, south, 1), 1, north, -1);
};

const china = objects.countries.geometries.find((/** @type {{ id: string }} */ { id }) => id === '156');
const rings = china.arcs
  .flatMap((/** @type {number[][]} */ polygon) => polygon.map(ringOf))
  .map(withinBox)
  .filter((/** @type {Point[]} */ ring) => ring.length > 3)
  .map((/** @type {Point[]} */ ring) => ring.map((point) => point.map((degrees) => Number(degrees.toFixed(DIGITS)))));
const sketch = { datum: 'WGS-84', source: 'Natural Earth 1:10m (world-atlas 2.0.2), public domain', rings };
writeFileSync(join(ROOT, 'miniapp/map/zhoushan.json'), `${JSON.stringify(sketch)}\n`);
console.log(`${rings.length} 个岛屿和岸线，${rings.flat().length} 个点。`);
