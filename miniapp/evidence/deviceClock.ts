import { type DeviceClock } from '../../models/evidence/evidence.schema';
import { freshId } from '../freshId';

/** Names this start of the page: only within it can readings of the clock that nobody can turn be compared. */
const boot = freshId();

/** Where the clocks of this device stand now. */
export const deviceClock = (): DeviceClock => ({
  at: new Date().toISOString(),
  uptimeMs: Math.round(performance.now()),
  boot,
});
