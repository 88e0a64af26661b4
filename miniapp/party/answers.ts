/** What the party's API answers (models/party/partyView.ts), as JSON brings it. */
export type FilingKind =
  | 'statement'
  | 'requestHearing'
  | 'waive'
  | 'requestRecusal'
  | 'consentEService'
  | 'confirmReceipt'
  | 'requestInstalment'
  | 'askRecusal'
  | 'nameRepresentatives'
  | 'withdrawHearing'
  | 'confirmMinutes';

export interface ExplainedDay {
  day: string;
  counts: boolean;
  reason: string;
}
export interface PartyFile {
  hash: string;
  name: string;
  bytes: number;
}
export interface Receipt {
  id: string;
  no: string | null;
  kind: FilingKind;
  what: string;
  statusWords: string;
  receivedAt: string;
  refusal: string | null;
  files: PartyFile[];
  text: string | null;
}
interface Told {
  no: string | null;
  facts: string;
  basis: string;
  reasons: string;
  kinds: string[];
  fineFen: number;
  confiscationFen: number;
  servedAt: string | null;
}
export interface Notice extends Told {
  hearingRight: boolean;
  hearingBecause: string[];
  waivedAt: string | null;
  clock: { dueAt: string; explain: ExplainedDay[]; warnings: string[]; over: boolean; days: number };
  afterwards: string | null;
  plain: string[];
}
export interface Hearing {
  id: string;
  no: string | null;
  status: string;
  statusWords: string;
  at: string | null;
  place: string | null;
  hostName: string | null;
  recorderName: string | null;
  open: boolean;
  closedFor: string | null;
  endReason: string | null;
  postponed: string | null;
  representatives: { name: string; relation: string }[];
  recusals: { ground: string; granted: boolean | null; reason: string | null }[];
  minutes: {
    page: number;
    lines: { speaker: string; words: string }[];
    signedAt: string | null;
    refused: string | null;
  }[];
}
interface Amounts {
  fineFen: number;
  confiscationFen: number;
  lateFen: number;
}
export interface Payment {
  reference: string;
  dueOn: string;
  owed: Amounts;
  paid: Amounts;
  openFen: number;
  lateDays: number;
  receipts: { paidOn: string; amountFen: number }[];
  instalment: {
    state: string;
    answerDueAt: string | null;
    reason: string | null;
    schedule: { dueOn: string; amountFen: number }[];
  } | null;
}
export interface PartyView {
  now: string;
  case: {
    no: string | null;
    stage: string;
    party: string;
    authority: string;
    officers: { name: string; certificateNo: string }[];
    eServiceAt: string | null;
  };
  rights: { title: string; text: string }[];
  notice: Notice | null;
  hearing: Hearing | null;
  decision: (Told & { at: string; defence: string; order: string; remedies: string; confirmBy: string | null }) | null;
  payment: Payment | null;
  may: Record<FilingKind, string | null>;
  filings: Receipt[];
  file: {
    acts: { text: string; actOn: string; endedOn: string | null; facts: string }[];
    evidence: number;
    withheld: { what: string; why: string }[];
  } | null;
  limits: { fileMb: number };
}
