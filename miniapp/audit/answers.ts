/** What the server answers about audits (server/audit.routes.ts, models/audit/audit.extra.ts). */
import { type RecordType } from '../../models/audit/audit.schema';
import { type PartName, type ScoreSheet, type VetoNumber } from '../../models/audit/fileScore.schema';
import { type Offered, type RecordAnswer } from '../answers';

export interface ListedAudit {
  id: string;
  no: string | null;
  title: string;
  statusLabel: string;
  isOpen: boolean;
  unitName: string;
  plannedAt: string;
  team: { name: string; unitName: string }[];
  types: string[];
}

export interface ShownStratum {
  type: RecordType;
  label: string;
  size: number;
  flagged: number;
  lot: number;
  frameHash: string;
  quota: string;
  progress: { verdict: 'pass' | 'fail' | 'continue' | 'exhausted'; next: string | null; words: string } | null;
  stopped: { at: string; words: string } | null;
}

export interface ShownItem {
  id: string;
  type: RecordType;
  typeLabel: string;
  no: string;
  at: string;
  offHours: boolean;
  required: boolean;
  reviewedAt: string | null;
  defective: boolean;
  flags: string[];
  findings: number;
  score: string | null;
  vetoed: boolean;
}

export interface ShownFinding {
  id: string;
  recordNo: string;
  severity: 'VETO' | 'MAJOR' | 'MINOR';
  severityLabel: string;
  categoryLabel: string;
  rule: string;
  text: string;
  responsible: string[];
  upheld: boolean | null;
  ruling: string | null;
  reply: {
    stance: 'ACCEPT' | 'DISPUTE' | 'NONE';
    stanceLabel: string;
    text: string;
    evidence: string[];
    planDueAt: string | null;
    at: string;
  } | null;
}

interface AuditExtra {
  title: string;
  unitName: string;
  conducts: boolean;
  findings: ShownFinding[];
  rectified: { text: string; photos: string[]; at: string } | null;
  plan: {
    unit: string | null;
    triggerLabel: string;
    plannedByName: string;
    scope: { fromDay: string; toDay: string; stopRule: boolean; types: RecordType[]; labels: string[] } | null;
    team: { id: string; name: string; unitName: string; how: 'appointed' | 'drawn' }[];
    commitment: string;
    sampledAt: string | null;
  } | null;
  strata: ShownStratum[];
  items: ShownItem[];
}
export type AuditAnswer = RecordAnswer<AuditExtra>;

export interface Found {
  category: string;
  severity: 'VETO' | 'MAJOR' | 'MINOR';
  rule: string;
  text: string;
  responsible: string[];
}
export interface Suggestion {
  part: PartName;
  tenths: number;
  veto: VetoNumber | null;
  text: string;
  rule: string;
  proof: string;
}
/** One sampled record, personal data covered. */
export interface SampledAnswer {
  item: {
    id: string;
    type: RecordType;
    typeLabel: string;
    no: string;
    remark: string;
    sheet: ScoreSheet | null;
    reviewedAt: string | null;
  };
  findings: Found[];
  proofs: [label: string, value: string][];
  suggestions: Suggestion[];
  people: { id: string; name: string }[];
}

export interface AuditableUnits {
  items: { id: string; name: string; types: { type: RecordType; label: string }[] }[];
}
export interface Candidates {
  items: { id: string; name: string; unitName: string | null; auditor: boolean; chosen: boolean }[];
  away: number;
}

/** Steps with a panel of their own: their button opens it instead of taking the step. */
export const PANELS: readonly string[] = ['rescope', 'appoint', 'finalise'];
/** Steps whose buttons stand beside what they are about. */
const ELSEWHERE: readonly string[] = ['review', 'stopStratum'];
/** Steps that tell other people: never by a single tap. */
const OPENED: readonly string[] = [...PANELS, 'draw', 'sendFindings', 'close', 'closeClean'];

/** The steps of the bar, with something to open where one tap would be too little. */
export const barOf = (offered: readonly Offered[]): Offered[] =>
  offered
    .filter(({ step }) => !ELSEWHERE.includes(step))
    .map((one) =>
      OPENED.includes(one.step) && one.form.length === 0
        ? { ...one, form: [{ name: 'sure', label: '', kind: 'yesno', required: false }] }
        : one,
    );
