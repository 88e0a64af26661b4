/** The steps of a case from filing to the decision, each behind its schema. */
import { command } from '../core/workflow';
import * as extension from './extension';
import * as pausing from './pausing';
import * as recusal from './recusal';
import * as decision from './decision';
import * as defence from './defence';
import * as investigation from './investigation';
import * as notice from './notice';
import * as review from './review';
import * as take from './steps.schema';
import { wakeCase } from './wake';

export const caseCommands = {
  assignInvestigators: command(take.AssignInvestigators, investigation.assignInvestigators),
  changeInvestigators: command(take.ChangeInvestigators, investigation.changeInvestigators),
  revokeFiling: command(take.ApprovedReason, investigation.revokeFiling),
  describeParty: command(take.DescribeParty, investigation.describeParty),
  describeAct: command(take.DescribeAct, investigation.describeAct),
  dropAct: command(take.DropAct, investigation.dropAct),
  addEvidence: command(take.AddEvidence, investigation.addEvidence),
  recuse: command(take.Recuse, recusal.recuse),
  requestRecusal: command(take.RequestRecusal, recusal.requestRecusal),
  decideRecusal: command(take.DecideRecusal, recusal.decideRecusal),
  pause: command(take.PauseCase, pausing.pauseCase),
  endPause: command(take.Nothing, pausing.endPause),
  suspend: command(take.ApprovedReason, pausing.suspend),
  resume: command(take.Reason, pausing.resume),
  terminate: command(take.ApprovedReason, investigation.terminate),
  askMoreTime: command(take.AskMoreTime, extension.askMoreTime),
  extendDecision: command(take.JustApproved, extension.extendDecision),
  refuseMoreTime: command(take.Reason, extension.refuseMoreTime),
  report: command(take.SubmitReport, investigation.submitReport),

  takeReview: command(take.Nothing, review.takeReview),
  review: command(take.ReviewCase, review.reviewCase),
  returnForEvidence: command(take.Reason, review.returnForEvidence),
  noPenalty: command(take.NoPenaltyInput, review.noPenalty),
  transferOut: command(take.TransferCase, review.transferOut),
  transferAnswered: command(take.TransferAnswered, review.transferAnswered),
  takeBack: command(take.TransferAnswered, review.transferAnswered),

  draftNotice: command(take.DraftNotice, notice.draftNotice),
  approveNotice: command(take.JustApproved, notice.approveNotice),
  returnNotice: command(take.Reason, notice.returnNotice),
  serveNotice: command(take.ServeNotice, notice.serveNotice),

  state: command(take.MakeStatement, defence.state),
  addStatement: command(take.MakeStatement, defence.addStatement),
  recordStatement: command(take.RecordStatement, defence.recordStatement),
  requestHearing: command(take.AskHearing, defence.requestHearing),
  recordHearingRequest: command(take.AskHearing, defence.recordHearingRequest),
  waive: command(take.Waive, defence.waive),
  recordWaiver: command(take.Waive, defence.recordWaiver),
  noResponse: command(take.Nothing, defence.noResponse),
  hearingPlanned: command(take.HearingPlanned, defence.hearingPlanned),
  hearingHeld: command(take.HearingHeld, defence.hearingHeld),
  answerPoint: command(take.AnswerPoint, defence.answerPoint),
  recheck: command(take.RecheckCase, defence.recheckCase),
  legalReview: command(take.ReviewLaw, defence.legalReview),
  refuseLegalReview: command(take.ReviewLaw, defence.refuseLegalReview),
  askDiscussion: command(take.Reason, defence.askDiscussion),
  discussed: command(take.Discussed, defence.discussed),
  discussedEarly: command(take.Discussed, defence.discussedEarly),
  sendBack: command(take.Reason, defence.sendBack),

  draftDecision: command(take.DraftDecision, decision.draftDecision),
  decide: command(take.JustApproved, decision.decide),

  wake: command(take.Nothing, wakeCase),
};
