import { type RecordAnswer } from '../answers';

/** What `GET /api/shifts/:id` says beyond every record's answer (models/duty/duty.face.ts). Instants are ISO text. */
export interface ShiftSeat {
  id: string;
  postName: string;
  personName: string;
  state: 'planned' | 'confirmed' | 'checkedIn' | 'relieved' | 'absent';
  stateLabel: string;
  reason: string;
  mine: boolean;
  canCheckIn: boolean;
  unfilled: boolean;
  checkInBy: string | null;
  checkedInAt: string | null;
  swap: { from: string; with: string; inReturn: string | null; state: string } | null;
}
export interface HandoverLine {
  id: string;
  kindLabel: string;
  text: string;
  link: string | null;
  confirmedAt: string | null;
  confirmedName: string | null;
  note: string | null;
}
export interface ShiftHandover {
  dueAt: string;
  overdue: boolean;
  lines: HandoverLine[];
  mayConfirm: boolean;
}
export interface LogLine {
  id: string;
  at: string;
  kind: string;
  who: string;
  what: string;
  detail: string | null;
  link: string | null;
}
interface Extra {
  name: string;
  seats: ShiftSeat[];
  handover: ShiftHandover | null;
  log: LogLine[];
}
export type ShiftAnswer = RecordAnswer<Extra>;
