import { type z } from 'zod';
import { type Command, command, type Context, type Outcome } from '../core/workflow';
import {
  closeAudit,
  finaliseFindings,
  orderRectification,
  referAudit,
  replyFindings,
  reportRectified,
  returnRectification,
  verifyRectified,
  wakeAudit,
} from './answering';
import {
  AppointAuditors,
  type Audit,
  DrawAuditors,
  FinaliseFindings,
  Nothing,
  NotifyUnit,
  OrderRectification,
  ReplyFindings,
  ReportRectified,
  RescopeAudit,
  ReviewItem,
  StopStratum,
  WithReason,
} from './audit.schema';
import {
  appointAuditors,
  type AwayFacts,
  beginReading,
  callOffAudit,
  drawAuditors,
  drawSample,
  goUnannounced,
  notifyUnit,
  rescopeAudit,
} from './planning';
import { closeClean, draftFindings, reopenReading, review, sendFindings, stopStratum } from './reviewing';

/** The event with the audited unit, by which its people are told less of it (audit.face.ts). */
function withUnit(outcome: Outcome<Audit>): Outcome<Audit> {
  const { document, event } = outcome;
  return { ...outcome, event: { ...event, data: { ...event.data, unit: document.unit } } };
}

/** A decision behind its schema, taken with what is known now of who has to stay away: at every step, not only at the appointment. */
const guarded = <I, F extends AwayFacts>(
  schema: z.ZodType<I>,
  decide: (audit: Audit, input: I, context: Context, facts: F) => Outcome<Audit>,
): Command<Audit> =>
  command<Audit, I, F>(schema, (audit, input, context, facts) =>
    withUnit(decide({ ...audit, guests: facts.guests }, input, context, facts)),
  );

/** Every command behind its schema. The names are those of the workflow's steps. */
export const auditCommands = {
  rescope: guarded(RescopeAudit, rescopeAudit),
  appoint: guarded(AppointAuditors, appointAuditors),
  drawAuditors: guarded(DrawAuditors, drawAuditors),
  draw: guarded(Nothing, drawSample),
  notify: guarded(NotifyUnit, notifyUnit),
  goUnannounced: guarded(WithReason, goUnannounced),
  begin: guarded(Nothing, beginReading),
  review: guarded(ReviewItem, review),
  stopStratum: guarded(StopStratum, stopStratum),
  draftFindings: guarded(Nothing, draftFindings),
  reopen: guarded(Nothing, reopenReading),
  sendFindings: guarded(Nothing, sendFindings),
  closeClean: guarded(Nothing, closeClean),
  reply: guarded(ReplyFindings, replyFindings),
  finalise: guarded(FinaliseFindings, finaliseFindings),
  orderRectification: guarded(OrderRectification, orderRectification),
  reportRectified: guarded(ReportRectified, reportRectified),
  verify: guarded(WithReason, verifyRectified),
  returnRectification: guarded(WithReason, returnRectification),
  close: guarded(Nothing, closeAudit),
  refer: guarded(WithReason, referAudit),
  callOff: guarded(WithReason, callOffAudit),
  wake: guarded(Nothing, wakeAudit),
};
