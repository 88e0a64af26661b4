/** What the server says of a follow-up beyond its outline (models/followUp/followUp.extra.ts). Instants are ISO text. */
export interface ShownPhoto {
  sha256: string;
  takenAt: string | null;
  location: [number, number] | null;
}
export interface FollowUpExtraAnswer {
  case: string;
  caseNo: string | null;
  partyName: string;
  unannounced: boolean;
  items: {
    id: string;
    obligation: string;
    label: string;
    text: string;
    dueOn: string;
    from: string | null;
    state: string | null;
    words: string;
    note: string;
  }[];
  before: ShownPhoto[];
  pairs: { inspection: string; before: ShownPhoto; after: ShownPhoto; metres: number | null }[];
  visits: {
    inspection: string;
    at: string | null;
    finding: string | null;
    note: string;
    reports: string[];
    siteRecord: string | null;
  }[];
  visit: { inspection: string; unannounced: boolean; dueAt: string } | null;
  window: { order: string; servedOn: string; from: string; to: string; day: number } | null;
  daily: {
    ok: boolean;
    points: { title: string; ok: boolean; because: string }[];
    days: number;
    fineFen: number;
    originalFen: number;
    rounds: {
      order: string;
      servedOn: string;
      recheckOn: string;
      from: string;
      to: string;
      days: number;
      list: string[];
    }[];
  } | null;
  cases: { id: string; no: string | null }[];
  extension: { until: string; reason: string; approved: boolean | null } | null;
  signedOff: { at: string; name: string; note: string } | null;
  endedReason: string | null;
  warnings: string[];
}

export interface ListedFollowUp {
  id: string;
  no: string | null;
  status: string;
  statusLine: string;
  tone: 'blue' | 'green' | 'orange' | 'red' | 'grey';
  caseNo: string | null;
  county: '330902' | '330903' | '330921' | '330922';
  partyName: string;
  dueOn: string;
  dueAt: string | null;
  unannounced: boolean;
  officers: string[];
  mine: boolean;
}
