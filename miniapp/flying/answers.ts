/** What the server answers about flying inspections (server/flying.routes.ts, models/flying/flying.face.ts). */
import { type Location } from '../../models/core/place';
import { type RecordAnswer } from '../answers';

export interface ListedFlying {
  id: string;
  no: string | null;
  status: string;
  statusLabel: string;
  assembleAt: string;
  revealAt: string;
  hash: string | null;
}

/** The target as it may be read. */
export interface Target {
  name: string;
  uscc: string;
  place: string;
  location: Location;
  checkType: 'SPECIAL' | 'CASE';
  campaign: { id: string; text: string } | null;
  trigger: { no: string | null; text: string } | null;
  direction: string;
  hints: string;
  boat: string;
}
export interface Looked {
  target: Target;
  hash: string;
}

interface FlyingExtra {
  mine: { state: string; lead: boolean; conflict: boolean | null } | null;
  knows: boolean;
  may: Record<'look' | 'approve' | 'revise' | 'unlock' | 'report', boolean>;
  pack: { box: string; key: string | null } | null;
  point: { name: string; location: Location } | null;
  members: {
    name: string;
    unitName: string;
    lead: boolean;
    stateLabel: string;
    arrivedAt: string | null;
    left: string | null;
  }[];
  unlocks: { byName: string; at: string }[];
  revealed: { at: string; how: 'time' | 'unlock' } | null;
  commitment: { day: string; hash: string } | null;
  inspection: string | null;
  target: Target | null;
  result: { finding: string; items: string[] } | null;
}
export type FlyingAnswer = RecordAnswer<FlyingExtra>;

export interface Choices {
  leaders: { id: string; name: string; title: string }[];
  points: { name: string }[];
  kits: string[];
}

export interface Report {
  no: string;
  commitment: { day: string; hash: string } | null;
  opening: object | null;
  revealed: { at: string; how: 'time' | 'unlock' } | null;
  couldKnow: { name: string; as: string; from: string | null; until: string | null }[];
  vaultKeys: string[];
  looked: { at: string; name: string; what: string; result: string; denied: boolean }[];
  draw: { hash: string; inputs: { candidates: { out: boolean }[] } } | null;
}
