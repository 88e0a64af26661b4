/**
 * What the decisions about a petition need to have looked up beforehand (petition.facts.ts does the looking up).
 */
import { type Petition } from './petition.schema';

/** Who has to be told; looked up in the organisation before the decision. */
export interface DutyFacts {
  /** The operator on post, who triages. */
  operator: { id: string; name: string } | null;
}

export interface EnterpriseFacts {
  enterprise: { id: string; name: string; county: Petition['county'] } | null;
}

export interface UnitFacts {
  unit: { id: string; name: string; county: Petition['county']; head: { id: string; name: string } | null } | null;
}

export interface OfficerFacts {
  officer: { id: string; name: string; unit: string | null; isOfficer: boolean } | null;
}

export interface LeaderFacts {
  leader: { id: string; name: string } | null;
}

export interface ClassifyFacts extends EnterpriseFacts {
  /** How many earlier petitions on the same matter stand within the repeat window. */
  repeats: number;
  leader: { id: string; name: string } | null;
}
