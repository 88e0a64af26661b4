/** What the server answers about discretion. */
import {
  type FactorAnswers,
  type FrozenTable,
  type NormSheet,
  type Simulation,
  type TableContent,
} from '../../models/discretion/discretion.schema';
import { type Bounds } from '../../models/discretion/engine';
import { type Neighbour } from '../../models/discretion/neighbours';
import { type Grade, type Offence } from '../../models/law/law.schema';
import { type Reviewed } from '../../models/law/reviewed';

export interface LawSide {
  side: 'OLD' | 'NEW';
  cited: string;
  text: string;
  seriousWhen: string;
  range: { minFen: number; maxFen: number };
}
/** One piece of proof of the case that may be named. */
export interface Proof {
  ref: string;
  kind: 'photo' | 'video' | 'file' | 'record';
  label: string;
}
export interface ActRow {
  id: string;
  text: string;
  offence: string;
  actOn: string;
  sheets: { offence: Offence; resultFen: number }[];
}
/** Everything needed for one act under one norm. */
export interface OneAct {
  act: string;
  offence: Offence;
  grade: Grade;
  grades: Grade[];
  law: { lighter: 'OLD' | 'NEW' | 'ONLY'; explain: string[]; sides: LawSide[] } | null;
  table: FrozenTable | null;
  bounds: Bounds;
  sheet: NormSheet | null;
  refusal: string | null;
  factors: FactorAnswers;
  proofs: Proof[];
  searched: { earlier: boolean; complaints: boolean };
}
export interface AssessAnswer {
  record: { id: string; number: string; stateLabel: string; party: string };
  may: boolean;
  acts: ActRow[];
  totalFen: number;
  today: string;
  one: OneAct | null;
}
export interface NeighboursAnswer {
  compared: number;
  outlierShare: number;
  neighbours: Neighbour[];
}

export interface ListedTable {
  id: string;
  code: string;
  edition: number;
  name: string;
  offences: Offence[];
  status: Reviewed['status'];
  validFrom: string;
  validTo: string | null;
  illustrative: boolean;
  source: string;
  note: string;
  authorName: string;
  decidedByName: string | null;
  factors: number;
}
export interface TablesAnswer {
  items: ListedTable[];
  today: string;
}
/** The page of one edition beyond its outline. */
export type TableExtraAnswer = TableContent & {
  edition: number;
  note: string;
  validTo: string | null;
  simulation: (Omit<Simulation, 'at'> & { at: string }) | null;
};
