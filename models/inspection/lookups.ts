/** What the decisions about a check need to have looked up beforehand (inspection.facts.ts does the looking up). */
import { type Sector } from '../enterprise/enterprise.schema';
import { type County, type Location } from '../core/place';
import { type Trigger } from './inspection.schema';

export interface Named {
  id: string;
  name: string;
}

/** Somebody who was named for a check, as the organisation knows them. */
export interface Candidate extends Named {
  isOfficer: boolean;
  county: County | null;
  certificateNo: string | null;
  certificateValidTo: string | null;
}

export interface CrewFacts {
  /** Those of the named ids who are active members of the organisation. */
  candidates: Candidate[];
}

/** Who is asked and told: the head of the county's branch, and the bureau's leaders. */
export interface AboveFacts {
  heads: Named[];
  leaders: Named[];
}

export interface Site {
  id: string;
  name: string;
  sector: Sector;
  county: County;
  place: string;
  location: Location;
}

export interface CreateFacts extends CrewFacts, AboveFacts {
  /** The enterprise on the register; null when none was named. */
  site: Site | null;
  /** The cause with the record behind it, as it was found. */
  trigger: Trigger | null;
  /** 日常检查 of this enterprise that stand already in the year of the planned day. */
  routine: number;
  orderedByName: string;
}
