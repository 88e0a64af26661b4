/** What the server answers about clues; instants are ISO 8601 text. */
import { type County } from '../../models/core/place';
import { type OUTCOMES, type RESULTS } from '../../models/penalty/steps.schema';
import { type ClueSource, type Conditions, type Party } from '../../models/penalty/penalty.schema';

export interface ListedClue {
  id: string;
  no: string | null;
  status: string;
  statusLine: string;
  tone: string;
  county: County;
  source: ClueSource['kind'];
  party: string;
  registeredAt: string;
  registeredByName: string;
  reviewDueAt: string;
  /** The number people know it by: that of the file, before it that of the clue. */
  number: string;
  /** The deadline that somebody has to keep next. */
  dueAt: string | null;
  investigators: string[];
}

export interface ClueExtraAnswer {
  party: Party;
  facts: string;
  actOn: string | null;
  evidence: string[];
  enterprise: string | null;
  source: ClueSource;
  conditions: Conditions | null;
  extension: { reason: string; approvedAt: string | null; refusedReason: string | null } | null;
  decidedByName: string | null;
  decidedAt: string | null;
  decisionReason: string | null;
  thumbnails?: Thumbnail[];
  case?: CaseAnswer | null;
}

export interface Thumbnail {
  hash: string;
  of: 'evidence' | 'file';
  kind: string;
}
interface Said {
  byName: string;
  at: string;
}
/** A case after filing, as models/penalty/case.extra.ts lets it out. Amounts in fen. */
export interface CaseAnswer {
  acts: {
    id: string;
    text: string;
    facts: string;
    actOn: string;
    endedOn: string | null;
    limitation: { until: string | null; within: boolean | null };
  }[];
  sheets: {
    act: string;
    resultFen: number;
    law: string;
    side: string;
    range: { minFen: number; maxFen: number } | null;
    plain: string;
    outlier: string | null;
    hash: string;
  }[];
  needs: {
    fineFen: number;
    confiscationFen: number;
    hearing: string[];
    legalReview: string[];
    discussion: string[];
    legalReviewMissing: string | null;
    discussionMissing: string | null;
  };
  report: { at: string; by: string[]; outcome: keyof typeof OUTCOMES; reason: string } | null;
  review: (Said & { result: keyof typeof RESULTS; text: string }) | null;
  notice: {
    no: string | null;
    kinds: string[];
    fineFen: number;
    hearingRight: boolean;
    hearingBecause: string[];
    servedAt: string | null;
    waivedAt: string | null;
    dueAt: string | null;
  } | null;
  statements: { id: string; at: string; text: string; oral: boolean }[];
  points: { point: string; adopted: boolean; reason: string }[];
  hearing: string | null;
  hearingResult: { opinion: string } | null;
  legalReview: (Said & { opinion: string; agrees: boolean }) | null;
  discussions: { at: string; result: string }[];
  recusals: { personName: string; decision: string | null }[];
  pauses: { kind: string; from: string; to: string | null }[];
  sentBack: (Said & { reason: string })[];
  decision:
    | (Said & {
        no: string;
        kinds: string[];
        fineFen: number;
        confiscationFen: number;
        basis: string;
        reasons: string;
        defence: string;
        order: string;
      })
    | null;
  noPenalty: { no: string | null; reason: string; education: string } | null;
  transferOut: { to: string; reason: string } | null;
}
