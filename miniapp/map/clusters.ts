import { type Location } from '../../models/core/place';
import { type Project } from './projection';

/** Something on the map. `weight`: the smaller, the more it stands for its cluster. */
export interface Mark {
  id: string;
  point: Location;
  tone: 'alarm' | 'urgent' | 'due' | 'calm' | 'post' | 'station' | 'silent';
  weight: number;
  label: string;
}
export interface Cluster {
  x: number;
  y: number;
  /** The one that speaks for all. */
  first: Mark;
  count: number;
}

/** Stations and people stand a little beside their place, so that neither hides what is open there: in parts of a cell. */
const BESIDE: Partial<Record<Mark['tone'], readonly [dx: number, dy: number]>> = {
  station: [-0.5, -0.5],
  silent: [-0.5, -0.5],
  post: [0.5, -0.5],
};

/** Marks of one sort that would cover each other become one, in the colour of the most pressing among them. One pass, whatever the number. */
export function clustersOf(marks: readonly Mark[], project: Project, cell: number): Cluster[] {
  const cells = new Map<string, Cluster>();
  for (const mark of marks) {
    const [atX, atY] = project(mark.point);
    const [dx, dy] = BESIDE[mark.tone] ?? [0, 0];
    const [x, y] = [atX + dx * cell, atY + dy * cell];
    const key = `${dx},${Math.floor(x / cell)},${Math.floor(y / cell)}`;
    const known = cells.get(key);
    if (!known) cells.set(key, { x, y, first: mark, count: 1 });
    else {
      known.count += 1;
      if (mark.weight < known.first.weight) Object.assign(known, { x, y, first: mark });
    }
  }
  // What presses most is drawn last, on top.
  return [...cells.values()].sort((a, b) => b.first.weight - a.first.weight);
}
