/** Words for shifts and seats that card, page, history and log share. Runs in the browser. */
import { shanghaiDay, clockWords } from '../core/calendar';
import { postName, shiftName } from './pattern';
import { type Seat, type Shift } from './duty.schema';

/** 3月2日白班. */
export const nameOf = ({ kind, day }: Pick<Shift, 'kind' | 'day'>): string => shiftName(kind, day);

/** 带班领导, 定海区备勤分队. */
export const postOf = (seat: Pick<Seat, 'post' | 'county'>): string => postName(seat);

/** 3月2日白班 · 值班员: the title of an assignment. */
export const titleOf = (shift: Pick<Shift, 'kind' | 'day'>, seat?: Pick<Seat, 'post' | 'county'>): string =>
  [nameOf(shift), ...(seat ? [postOf(seat)] : [])].join(' · ');

/** 08:30–17:30, or with the day where it ends on another. */
export function spanWords({ startsAt, endsAt }: Pick<Shift, 'startsAt' | 'endsAt'>): string {
  const next = shanghaiDay(startsAt) !== shanghaiDay(new Date(endsAt.getTime() - 1)) ? '次日' : '';
  const end = clockWords(endsAt) === '00:00' && !next ? '24:00' : clockWords(endsAt);
  return `${clockWords(startsAt)}–${next}${end}`;
}
