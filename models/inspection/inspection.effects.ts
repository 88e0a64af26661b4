/** How other records order a check and tell it what happened on site: entries of their outbox, carried out by inspection.handlers.ts. */
import { type Effect } from '../core/workflow';
import { type BeginInspection, type FinishInspection, type OrderedInspection } from './inspection.schema';

/**
 * Order a check from another record. The same `inspection` id has one effect, however often it is delivered. A CASE needs its trigger.
 * An enterprise that is not on the register, or officers without a certificate, do not stop it: the head of the county is asked instead.
 */
export const orderInspection = (data: OrderedInspection): Effect => ({ kind: 'inspection.ordered', data });

/** 到达现场: the site record of this task has been opened. */
export const inspectionBegun = (inspection: string, said: BeginInspection): Effect => ({
  kind: 'inspection.begun',
  lane: 'inspection',
  data: { inspection, ...said },
});

/** The site record of this task is locked. */
export const inspectionFinished = (inspection: string, said: FinishInspection): Effect => ({
  kind: 'inspection.finished',
  lane: 'inspection',
  data: { inspection, ...said },
});
