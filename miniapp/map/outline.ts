import { wgs84ToGcj02 } from '../../models/core/datum';
import { type Location } from '../../models/core/place';
import { request } from '../api';
import sketch from './zhoushan.json';

export interface Outline {
  /** Rings of GCJ-02 degrees. */
  rings: Location[][];
  /** 审图号 of the operator’s own boundary; null for the sketch. */
  approvalNo: string | null;
}
interface Given {
  approvalNo: string;
  datum: string;
  rings: Location[][];
}

const onChineseMap = (rings: Location[][], datum: string): Location[][] =>
  datum === 'GCJ-02' ? rings : rings.map((ring) => ring.map(wgs84ToGcj02));

/** A coarse outline of public domain; schematic. */
export const SKETCH: Outline = { rings: onChineseMap(sketch.rings as Location[][], sketch.datum), approvalNo: null };

/** The approved boundary where the operator has set one, else the sketch. */
export async function cityOutline(): Promise<Outline> {
  const { boundary } = await request<{ boundary: Given | null }>('/api/wall/boundary');
  return boundary ? { approvalNo: boundary.approvalNo, rings: onChineseMap(boundary.rings, boundary.datum) } : SKETCH;
}
