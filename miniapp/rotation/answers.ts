/** What the server answers about the rotation draw (server/rotation.routes.ts, models/rotation/rotation.face.ts). */
import { type RecordAnswer } from '../answers';

export interface ListedRound {
  id: string;
  no: string | null;
  status: 'drafted' | 'drawn' | 'confirmed' | 'closed' | 'discarded' | 'calledOff';
  statusLabel: string;
  dutyLabel: string;
  k: number;
  day: string;
  assembleAt: string;
  openedByName: string;
  people: { unitName: string; name: string; kind: 'drawn' | 'substitute' | 'reinforcement' }[];
  mine: { stateLabel: string } | null;
}

export interface ShownSeat {
  id: string;
  kind: 'drawn' | 'substitute' | 'reinforcement';
  name: string;
  unitName: string;
  certified: boolean;
  mine: boolean;
  stateLabel: string;
  arrivedAt: string | null;
  arrivedPlace: string | null;
  decline: {
    reasonLabel: string;
    text: string;
    photos: string[];
    approved: boolean | null;
    remark: string | null;
  } | null;
}

interface RoundExtra {
  seats: ShownSeat[];
  why: { drawn: boolean; lines: string[]; passed: { name: string; why: string }[] } | null;
  hash: string | null;
  sealed: boolean;
  previews: {
    at: string;
    byName: string;
    hash: string;
    seats: { personName: string; unitName: string; certified: boolean; how: string }[];
  }[];
  warnings: string[];
}
export type RoundAnswer = RecordAnswer<RoundExtra>;

export interface LedgerAnswer {
  rounds: number;
  personTimes: number;
  warnings: string[];
  units: { id: string; code: string; name: string; headcount: number; due: string; carried: number; credit: string }[];
  members: {
    id: string;
    name: string;
    unit: string;
    orderNo: number;
    servedCount: number;
    lastServedAt: string | null;
  }[];
}
