import { command } from '../core/workflow';
import { abortFlying, approveFlying, postponeFlying, reviseFlying } from './drafting';
import {
  AbortFlying,
  ApproveFlying,
  Arrive,
  CompromiseFlying,
  DeclareConflict,
  DraftFlying,
  Nothing,
  Postpone,
  ReachSite,
  Replace,
  ReportFlying,
  StateConflict,
} from './flying.schema';
import { compromiseFlying, unlockTarget, wakeFlying } from './revealing';
import {
  arriveAtPoint,
  confirmPlace,
  declareConflict,
  departFromPoint,
  formTeam,
  replaceMember,
  stateConflict,
} from './teaming';
import { closeFlying, flyingFiled, reachSite, reportFlying } from './visiting';

/** Every command behind its schema. The names are those of the workflow's steps. */
export const flyingCommands = {
  revise: command(DraftFlying, reviseFlying),
  approve: command(ApproveFlying, approveFlying),
  formTeam: command(Nothing, formTeam),
  confirm: command(Nothing, confirmPlace),
  arrive: command(Arrive, arriveAtPoint),
  declare: command(DeclareConflict, declareConflict),
  depart: command(Nothing, departFromPoint),
  unlock: command(Nothing, unlockTarget),
  conflict: command(StateConflict, stateConflict),
  reach: command(ReachSite, reachSite),
  report: command(ReportFlying, reportFlying),
  close: command(Nothing, closeFlying),
  replace: command(Replace, replaceMember),
  postpone: command(Postpone, postponeFlying),
  abort: command(AbortFlying, abortFlying),
  compromise: command(CompromiseFlying, compromiseFlying),
  filed: command(Nothing, flyingFiled),
  wake: command(Nothing, wakeFlying),
};
