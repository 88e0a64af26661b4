/** 追责时效 of one act of a case. Runs in the browser as well. */
import { type Limitation, limitationOf } from '../law/limitation';
import { type Act } from './case.schema';

/** Until when the act can be punished, and why; one that goes on without an end has not begun to run. */
export const limitationOfAct = (act: Act): Limitation =>
  limitationOf({ ...act, continuing: act.continuous && act.endedOn === null });
