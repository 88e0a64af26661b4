import { type Location } from '../core/place';

/** Half a kilometre at this latitude, in degrees: enough that a house cannot be told from its neighbours. */
const CELL = 0.005;
/** About ten metres: a works, not a window. */
const FINE = 0.0001;

const to = (step: number) => (degrees: number) => Number((Math.round(degrees / step) * step).toFixed(4));

/** A place as the wall may show it: `near` a home only to 500 m, anything else to ten metres. */
export function shownAt(location: Location | null, near: 'home' | 'works'): Location | null {
  if (!location) return null;
  const round = to(near === 'home' ? CELL : FINE);
  return [round(location[0]), round(location[1])];
}
