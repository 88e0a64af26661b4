/**
 * Who carries out what records owe inside the house, by kind of effect (core/outbox.ts). A domain with effects of its own adds one row; what
 * goes out over the wire is carried out by the bot.
 */
import { type Handler } from './core/outbox';
import { assignmentHandlers } from './assignment/assignment';
import { countHandlers } from './petition/petition.counts';
import { incidentHandlers } from './incident/incident.effects';
import { checkItemHandlers } from './checkItem/checkItem';
import { inspectionHandlers } from './inspection/inspection.handlers';
import { lawHandlers } from './law/law';
import { transferHandlers } from './transfer/transfer.handlers';
import { discretionHandlers } from './discretion/discretion';
import { penaltyHandlers } from './penalty/penalty.handlers';
import { paymentHandlers } from './payment/payment.handlers';
import { disclosureHandlers } from './disclosure/disclosure.handlers';
import { creditHandlers } from './credit/credit';
import { documentHandlers } from './penalty/documents/keeping';
import { hearingHandlers } from './hearing/hearing.handlers';
import { partyHandlers } from './party/filing';
import { massAlertHandlers } from './massAlert/massAlert';
import { flyingHandlers } from './flying/flying.handlers';
import { followUpHandlers } from './followUp/followUp.handlers';
import { lookBackHandlers } from './lookBack/lookBack.handlers';
import { rosterHandlers } from './duty/publishing';
import { dutyHandlers } from './duty/duty.handlers';
import { absenceHandlers } from './absence/absence.handlers';
import { auditHandlers } from './audit/audit.handlers';
import { responsibilityHandlers } from './responsibility/responsibility.handlers';
import { evidenceHandlers } from './evidence/evidence';

export const localHandlers: Readonly<Record<string, Handler>> = {
  ...assignmentHandlers,
  ...countHandlers,
  ...incidentHandlers,
  ...checkItemHandlers,
  ...inspectionHandlers,
  ...lawHandlers,
  ...transferHandlers,
  ...discretionHandlers,
  ...penaltyHandlers,
  ...paymentHandlers,
  ...disclosureHandlers,
  ...creditHandlers,
  ...documentHandlers,
  ...hearingHandlers,
  ...partyHandlers,
  ...massAlertHandlers,
  ...flyingHandlers,
  ...followUpHandlers,
  ...lookBackHandlers,
  ...rosterHandlers,
  ...dutyHandlers,
  ...absenceHandlers,
  ...auditHandlers,
  ...responsibilityHandlers,
  ...evidenceHandlers,
};
