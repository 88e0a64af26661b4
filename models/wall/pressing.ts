/** In which order the wall shows things. The key changes only when its item does, never with time alone, so that nothing has to be sorted again while clocks run down. */
import { LEVELS, type WallItem } from './wall.schema';

/** More than any instant in ms: a level outweighs every clock. */
const LEVEL = 1e14;

/** Smaller is more pressing: first the level, then whose clock or escalation comes first, then the longest waiting. */
export function keyOf({ level, clock, next, since }: WallItem): number {
  const moments = [clock?.at, next?.at].filter((at) => at !== undefined);
  return LEVELS.indexOf(level) * LEVEL + (moments.length > 0 ? Math.min(...moments) : since);
}

/** Ids break ties, so that every process sorts alike. */
export const before = (a: WallItem, b: WallItem): number => keyOf(a) - keyOf(b) || (a.id < b.id ? -1 : 1);
