/** How a penalty case has its follow-up planned: an entry of its outbox, carried out by followUp.handlers.ts. */
import { type Effect } from '../core/workflow';
import { type ScheduleFollowUp } from './followUp.schema';

/** Plan the follow-up of a case when its decision is served. One per case, however often it is told. */
export const scheduleFollowUp = (data: ScheduleFollowUp): Effect => ({ kind: 'followUp.schedule', data: { ...data } });
