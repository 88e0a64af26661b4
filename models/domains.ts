/**
 * Every domain whose records have a card and a page drawn from their face (core/face.ts). Server, bot and live updates walk over this
 * table; a new domain adds one row. Petitions have pages and a card of their own.
 */
import { type Face } from './core/face';
import { transferFace } from './transfer/transfer.face';
import { settingFace } from './setting/setting.face';
import { evidenceHoldFace } from './evidenceHold/evidenceHold.face';
import { lookBackFace } from './lookBack/lookBack.face';
import { followUpFace } from './followUp/followUp.face';
import { rectificationFace } from './rectification/rectification.face';
import { orderFace } from './order/order.face';
import { spotPenaltyFace } from './spotPenalty/spotPenalty.face';
import { templateFace } from './template/template.face';
import { delegationFace } from './approval/delegation.face';
import { discussionFace } from './discussion/discussion.face';
import { absenceFace } from './absence/absence.face';
import { auditFace } from './audit/audit.face';
import { dutyFace } from './duty/duty.face';
import { rosterFace } from './duty/roster';
import { dutyWeekFace } from './dutyWeek/dutyWeek';
import { type Stateful } from './core/workflow';
import { checkItemFace } from './checkItem/checkItem.face';
import { hearingFace } from './hearing/hearing.face';
import { discretionFace } from './discretion/discretion.face';
import { incidentFace } from './incident/incident.face';
import { interviewFace } from './interview/interview.face';
import { siteRecordFace } from './siteRecord/siteRecord.face';
import { exemptionFace } from './law/exemption';
import { lawFace } from './law/law.face';
import { inspectionFace } from './inspection/inspection.face';
import { penaltyFace } from './penalty/penalty.face';
import { disclosureFace } from './disclosure/disclosure.face';
import { paymentFace } from './payment/payment.face';
import { weatherFace } from './weather/weather.face';
import { probeFace } from './probe/probe.face';
import { responsibilityFace } from './responsibility/responsibility.face';
import { flyingFace } from './flying/flying.face';
import { rotationFace } from './rotation/rotation.face';
import { massAlertFace } from './massAlert/massAlert.face';

/** A face with its type put away: the doors handle them all alike. */
export type AnyFace = Face<Stateful>;

/** Put a face's type away, to stand in the table. */
export const face = <D extends Stateful>(own: Face<D>): AnyFace => own as unknown as AnyFace;

export const faces: readonly AnyFace[] = [
  face(evidenceHoldFace),
  face(spotPenaltyFace),
  face(orderFace),
  face(followUpFace),
  face(lookBackFace),
  face(rectificationFace),
  face(templateFace),
  face(lawFace),
  face(exemptionFace),
  face(settingFace),
  face(transferFace),
  face(delegationFace),
  face(discussionFace),
  face(incidentFace),
  face(inspectionFace),
  face(siteRecordFace),
  face(interviewFace),
  face(penaltyFace),
  face(paymentFace),
  face(disclosureFace),
  face(hearingFace),
  face(checkItemFace),
  face(discretionFace),
  face(weatherFace),
  face(dutyFace),
  face(rosterFace),
  face(dutyWeekFace),
  face(absenceFace),
  face(massAlertFace),
  face(rotationFace),
  face(flyingFace),
  face(auditFace),
  face(responsibilityFace),
  face(probeFace),
];

/** The face of the records in this store; undefined for petitions and for stores without pages. */
export const faceOf = (store: string): AnyFace | undefined => faces.find(({ domain }) => domain.store.name === store);
