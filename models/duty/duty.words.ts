/** Words for shifts and seats that card, page, history and log share. Runs in the browser. */
import { shanghaiDay } from '../core/calendar';
import { postName, shiftName } from './pattern';
import { type Seat, type Shift } from './duty.schema';

/** 3月2日白班. */
export const nameOf = ({ kind, day }: Pick<Shift, 'kind' | 'day'>): string => shiftName(kind, day);

/** 带班领导, 定海区备勤分队. */
export const postOf = (seat: Pick<Seat, 'post' | 'county'>): string => postName(seat);

/** 3月2日白班 · 值班员: the title of an assignment. */
export const titleOf = (shift: Pick<Shift, 'kind' | 'day'>, seat?: Pick<Seat, 'post' | 'county'>): string =>
  [nameOf(shift), ...(seat ? [postOf(seat)] : [])].join(' · ');

const SHANGHAI_MS = 8 * 3_600_000;
/** 08:30 in Asia/Shanghai. */
export const clockWords = (at: Date): string => new Date(at.getTime() + SHANGHAI_MS).toISOString().slice(11, 16);

/** 3月2日 08:30 in Asia/Shanghai. */
export function momentWords(at: Date): string {
  const [, month, day] = shanghaiDay(at).split('-').map(Number);
  return `${month}月${day}日 ${clockWords(at)}`;
}

/** 08:30–17:30, or with the day where it ends on another. */
export function spanWords({ startsAt, endsAt }: Pick<Shift, 'startsAt' | 'endsAt'>): string {
  const next = shanghaiDay(startsAt) !== shanghaiDay(new Date(endsAt.getTime() - 1)) ? '次日' : '';
  const end = clockWords(endsAt) === '00:00' && !next ? '24:00' : clockWords(endsAt);
  return `${clockWords(startsAt)}–${next}${end}`;
}
