/** The outline of the city on maps: the operator’s own approved file, where there is one. Without it the page draws its sketch. */
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';

const BYTES = 8_000_000;
const Ring = z.array(z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]).rest(z.number())).min(4);
const Shape = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Polygon'), coordinates: z.array(Ring).min(1) }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(Ring).min(1)).min(1) }),
]);
const Approved = z.object({
  type: z.literal('FeatureCollection'),
  /** 审图号, shown on every map that uses the file. */
  approvalNo: z.string().min(4, '应写明审图号').max(60),
  /** In which its coordinates are. */
  datum: z.enum(['GCJ-02', 'WGS-84'], { error: '应写明坐标系 GCJ-02 或 WGS-84' }),
  features: z
    .array(z.object({ geometry: Shape }))
    .min(1)
    .max(5_000),
});

/** What the page is given: rings of [longitude, latitude]. */
export interface Boundary {
  approvalNo: string;
  datum: 'GCJ-02' | 'WGS-84';
  rings: [number, number][][];
}

/**
 * Read the boundary file (GeoJSON with two members more: `approvalNo`, `datum`).
 *
 * @throws Error in Chinese, which stops the start
 */
export function readBoundary(file: string): Boundary {
  try {
    const path = resolve(file);
    if (statSync(path).size > BYTES) throw new Error('文件超过 8 MB，请先简化边界');
    const { approvalNo, datum, features } = Approved.parse(JSON.parse(readFileSync(path, 'utf8')));
    const polygons = features.flatMap(({ geometry }) =>
      geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates,
    );
    return { approvalNo, datum, rings: polygons.flat().map((ring) => ring.map(([lng, lat]) => [lng, lat])) };
  } catch (cause) {
    throw new Error(`地图边界文件 ${file} 有错，请改正后再启动：${String(cause)}`, { cause });
  }
}
