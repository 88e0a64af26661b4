import { command } from '../core/workflow';
import { appointSeat } from './appointing';
import {
  acceptSeat,
  approveDecline,
  arriveAtPlace,
  closeRound,
  declineSeat,
  excuseAbsence,
  markArrived,
  refuseDecline,
  wakeRound,
} from './answering';
import { callOffRound, discardRound, drawRound, previewRound } from './drawing';
import {
  AppointSeat,
  ApproveDecline,
  Arrive,
  DeclineSeat,
  ExcuseAbsence,
  MarkArrived,
  Nothing,
  RefuseDecline,
  WithReason,
} from './rotation.schema';

/** Every command behind its schema. The names are those of the workflow's steps. */
export const rotationCommands = {
  preview: command(Nothing, previewRound),
  draw: command(Nothing, drawRound),
  discard: command(Nothing, discardRound),
  accept: command(Nothing, acceptSeat),
  decline: command(DeclineSeat, declineSeat),
  arrive: command(Arrive, arriveAtPlace),
  approveDecline: command(ApproveDecline, approveDecline),
  refuseDecline: command(RefuseDecline, refuseDecline),
  markArrived: command(MarkArrived, markArrived),
  excuseAbsence: command(ExcuseAbsence, excuseAbsence),
  appoint: command(AppointSeat, appointSeat),
  close: command(Nothing, closeRound),
  callOff: command(WithReason, callOffRound),
  wake: command(Nothing, wakeRound),
};
