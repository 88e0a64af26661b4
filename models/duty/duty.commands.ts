import { z } from 'zod';
import { type Command, command } from '../core/workflow';
import {
  agreeSwap,
  approveSwap,
  askLeave,
  confirmSeat,
  declineSwap,
  refuseSwap,
  requestSwap,
  withdrawSwap,
} from './agreeing';
import { vacateSeat, wakeShift } from './clockwork';
import {
  AnswerSwap,
  Arrange,
  AskLeave,
  BeginHandover,
  CheckIn,
  CloseShift,
  ConfirmLine,
  ConfirmSeat,
  Exchange,
  NoteShift,
  RefuseSwap,
  RequestSwap,
  type Shift,
  TakeOver,
  Trade,
  Vacate,
} from './duty.schema';
import { type DutyStep } from './duty.workflow';
import { swapDone, swapGiveUp, swapRelease, swapTake, swapUndo, tradeSeats } from './exchange';
import { arrangeSeat, checkIn, closeShift, confirmLine, handOver, noteShift, renewIncoming, takeOver } from './onPost';

/** Every command behind its schema. The names are those of the workflow's steps. */
export const dutyCommands: Record<DutyStep, Command<Shift>> = {
  confirm: command(ConfirmSeat, confirmSeat),
  requestSwap: command(RequestSwap, requestSwap),
  agreeSwap: command(AnswerSwap, agreeSwap),
  declineSwap: command(AnswerSwap, declineSwap),
  withdrawSwap: command(AnswerSwap, withdrawSwap),
  approveSwap: command(AnswerSwap, approveSwap),
  refuseSwap: command(RefuseSwap, refuseSwap),
  leave: command(AskLeave, askLeave),
  checkIn: command(CheckIn, checkIn),
  takeOver: command(TakeOver, takeOver),
  handOver: command(BeginHandover, handOver),
  confirmLine: command(ConfirmLine, confirmLine),
  note: command(NoteShift, noteShift),
  arrange: command(Arrange, arrangeSeat),
  trade: command(Trade, tradeSeats),
  close: command(CloseShift, closeShift),
  vacate: command(Vacate, vacateSeat),
  swapRelease: command(Exchange, swapRelease),
  swapTake: command(Exchange, swapTake),
  swapGiveUp: command(Exchange, swapGiveUp),
  swapUndo: command(Exchange, swapUndo),
  swapDone: command(Exchange, swapDone),
  incoming: command(z.strictObject({ people: z.array(z.string()).max(100) }), renewIncoming),
  wake: command(z.strictObject({}), wakeShift),
};
