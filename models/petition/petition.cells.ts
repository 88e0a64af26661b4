/**
 * The cells of the statistics: petitions are counted per county × status × month of registration (Asia/Shanghai), so that the
 * figures of the desk cost the same with a thousand petitions and with a million. Pure.
 */
import { addCalendarMonths, shanghaiDay, startOfShanghaiDay } from '../core/calendar';
import { type Counted } from '../core/journal';
import { type County } from '../core/place';
import { type Petition, type PetitionStatus } from './petition.schema';

/** One cell. `month` is `YYYY-MM`; `county` is null for what nobody has placed yet. */
export interface CellKey {
  county: County | null;
  status: PetitionStatus;
  month: string;
}

/** The id under which the cell is kept. */
export const cellId = ({ county, status, month }: CellKey): string => `${county ?? '-'}|${status}|${month}`;

/** The inverse of `cellId`. */
export function cellKey(id: string): CellKey {
  const [county, status, month] = id.split('|') as [County | '-', PetitionStatus, string];
  return { county: county === '-' ? null : county, status, month };
}

/** The calendar month of a moment in Asia/Shanghai, as `2026-03`. */
export const monthOf = (at: Date): string => shanghaiDay(at).slice(0, 7);

/** First moment of the month, and first moment of the next. */
export const monthBounds = (month: string): { from: Date; to: Date } => ({
  from: startOfShanghaiDay(`${month}-01`),
  to: startOfShanghaiDay(addCalendarMonths(`${month}-01`, 1)),
});

/** Where a petition is counted; a draft nowhere, since only what is registered counts. */
export function countedAs(petition: Petition): Counted | null {
  const { county, status, registeredAt, urgency, repeatOf } = petition;
  if (!registeredAt) return null;
  const cell = cellId({ county, status, month: monthOf(registeredAt) });
  return { cell, face: `${cell}|${urgency}|${repeatOf !== null}` };
}
