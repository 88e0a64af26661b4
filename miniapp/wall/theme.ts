import { notice } from '../notice';

export type Theme = 'night' | 'day';
const KEY = 'wall.theme';
const said = localStorage.getItem(KEY);

/** By the hour until somebody chooses; remembered on this computer. */
export const chosenTheme = notice<Theme | null>(said === 'night' || said === 'day' ? said : null);
chosenTheme.watch(() => localStorage.setItem(KEY, chosenTheme.get() ?? ''));

const [MORNING, EVENING] = [7, 18];
const hourFormat = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', hour: '2-digit', hour12: false });

/** Light while the room is. */
export function themeAt(now: Date, chosen: Theme | null): Theme {
  const hour = Number(hourFormat.format(now));
  return chosen ?? (hour >= MORNING && hour < EVENING ? 'day' : 'night');
}
