/** What the server answers about clues; instants are ISO 8601 text. */
import { type County } from '../../models/core/place';
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
}
