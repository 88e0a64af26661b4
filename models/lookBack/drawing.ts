/**
 * 回头看抽取: pure, exact and repeatable. What the central and provincial inspectors named is always looked at; of the rest a share is drawn
 * by the lot of the audits (HMAC-SHA256 of the id under the seed, the smallest first).
 */
import { lotOrder, share } from '../audit/sampling';
import { addCalendarMonths } from '../core/calendar';
import { contentHash } from '../core/contentHash';
import { type Context, type Outcome } from '../core/workflow';
import { type LookBackItem, type LookBackRound } from './lookBack.schema';

export interface LookBackFigures {
  permille: number;
  least: number;
}
export interface LookBackDraw {
  frame: LookBackItem[];
  frameHash: string;
  certain: string[];
  lot: string[];
}

/** Take the draw; the order in which the items came does not matter. */
export function drawLookBack(
  seed: string,
  round: string,
  items: readonly LookBackItem[],
  { permille, least }: LookBackFigures,
): LookBackDraw {
  const frame = [...items].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const certain = frame.filter(({ priority }) => priority !== 'NONE').map(({ id }) => id);
  const others = frame.filter(({ priority }) => priority === 'NONE').map(({ id }) => id);
  const wanted = Math.min(others.length, Math.max(least, share(others.length, permille)));
  return { frame, frameHash: contentHash(frame), certain, lot: lotOrder(seed, round, others).slice(0, wanted) };
}

/** The round of a month (YYYY-MM) that looks at the sign-offs so many months before. */
export const roundId = (month: string, after: number): string => `lookback-${month}-${after}`;
export const monthBefore = (month: string, after: number): string =>
  addCalendarMonths(`${month}-01`, -after).slice(0, 7);

/** The draw as a record, with one review owed per drawn item. */
export function openRound(
  { month, after }: { month: string; after: number },
  items: readonly LookBackItem[],
  { now }: Context,
  { seed, permille, least }: LookBackFigures & { seed: string },
): Outcome<LookBackRound> {
  const id = roundId(month, after);
  const drawn = drawLookBack(seed, id, items, { permille, least });
  const chosen = new Set([...drawn.certain, ...drawn.lot]);
  return {
    document: {
      ...{ _id: id, version: 0, status: 'drawn', month, signedOffIn: monthBefore(month, after), after },
      ...{ seed, permille, least, ...drawn, drawnAt: now },
    },
    event: { type: 'lookBack.drawn', data: { frame: drawn.frame.length, drawn: chosen.size } },
    effects: drawn.frame
      .filter((item) => chosen.has(item.id))
      .map(({ kind, id: item }) => ({ kind: 'lookBack.review', data: { round: id, kind, item } })),
  };
}
