/** What the server answers about transfers. */
import { type CriminalTransfer } from '../../models/transfer/transfer.schema';

export interface ListedTransfer {
  id: string;
  no: string | null;
  status: CriminalTransfer['status'];
  kind: CriminalTransfer['kind'];
  county: string;
  openedAt: string;
  dueAt: string | null;
  open: boolean;
  statusLine: string;
  tone: string;
}
interface Done {
  at: string;
}
export interface TransferExtraAnswer {
  kind: string;
  case: string;
  caseNo: string | null;
  county: string;
  headName: string;
  open: boolean;
  group: string[];
  pieces: { name: string; label: string; text: string }[];
  decided: (Done & { byName: string; approved: boolean }) | null;
  sent: (Done & { to: string; letterNo: string; procuratorate: string; materials: string[] }) | null;
  receipt: (Done & { no: string; receiver: string }) | null;
  term: string;
  answer: (Done & { filed: boolean; no: string }) | null;
  items: (Done & { count: number }) | null;
  judgement: { outcome: string; criminalFineFen: number; finePaidFen: number; offsetFen: number } | null;
  platform: { what: string; dueAt: string; at: string | null }[];
}
