import { type ExtraProps } from '../record/extras';
import { CheckIn } from './CheckIn';
import './duty.css';
import { DutyLog } from './DutyLog';
import { HandoverList } from './HandoverList';
import { SeatList } from './SeatList';
import { type ShiftAnswer } from './shiftAnswer';

/** A shift beyond its outline: check-in with position, the handover line by line, the seats, the log. */
export function ShiftExtra({ answer, act }: ExtraProps) {
  const { extra, offered } = answer as ShiftAnswer;
  const mine = extra.seats.find(({ canCheckIn }) => canCheckIn);
  const mayCheckIn = offered.some(({ step }) => step === 'checkIn');
  return (
    <>
      {act && mine && mayCheckIn && <CheckIn seat={mine} act={act} />}
      {extra.handover && <HandoverList handover={extra.handover} act={act} />}
      <SeatList seats={extra.seats} />
      <DutyLog lines={extra.log} />
    </>
  );
}
