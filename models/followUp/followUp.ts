/** 后督查: every command behind its schema, and the domain as the doors see it. */
import { type Domain } from '../core/domain';
import { command } from '../core/workflow';
import { wakeFollowUp } from './clocks';
import {
  approveExtension,
  askExtension,
  closeFollowUp,
  handOn,
  reassignFollowUp,
  refuseExtension,
  rescheduleUnderOrder,
  sendBack,
  signOff,
  startDaily,
} from './deciding';
import { followUpFacts } from './followUp.facts';
import {
  AskExtension,
  type FollowUp,
  MarkItem,
  Nothing,
  PairPhotos,
  Reassign,
  RecordVisit,
  Remark,
  WithReason,
} from './followUp.schema';
import { followUps } from './followUp.store';
import { followUpWorkflow } from './followUp.workflow';
import {
  judgeNotRectified,
  judgePartly,
  judgeRectified,
  judgeRelapse,
  markItem,
  pairPhotos,
  recordVisit,
} from './visiting';

export const followUpCommands = {
  visit: command(RecordVisit, recordVisit),
  pair: command(PairPhotos, pairPhotos),
  mark: command(MarkItem, markItem),
  rectified: command(Remark, judgeRectified),
  partly: command(Remark, judgePartly),
  notRectified: command(Remark, judgeNotRectified),
  relapse: command(WithReason, judgeRelapse),
  signOff: command(Remark, signOff),
  sendBack: command(WithReason, sendBack),
  askExtension: command(AskExtension, askExtension),
  approveExtension: command(Nothing, approveExtension),
  refuseExtension: command(WithReason, refuseExtension),
  startDaily: command(Nothing, startDaily),
  newOrder: command(Nothing, rescheduleUnderOrder),
  handOn: command(WithReason, handOn),
  close: command(WithReason, closeFollowUp),
  reassign: command(Reassign, reassignFollowUp),
  wake: command(Nothing, wakeFollowUp),
};

export const followUpDomain: Domain<FollowUp> = {
  store: followUps,
  workflow: followUpWorkflow,
  commands: followUpCommands,
  facts: followUpFacts,
};
