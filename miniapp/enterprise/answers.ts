/** What the server answers about enterprises; days are YYYY-MM-DD, instants ISO 8601 text. */
import { type Result } from '../../models/checkItem/checkItem.schema';
import { type County } from '../../models/core/place';
import { type Dossier } from '../../models/enterprise/dossier.schema';
import { type Category, type CONTROL_LEVELS, type Sector } from '../../models/enterprise/enterprise.schema';
import { type CheckOutcome, type CheckType, type InspectionStatus } from '../../models/inspection/inspection.schema';

export interface ListedEnterprise {
  id: string;
  name: string;
  sector: Sector;
  county: County;
  place: string;
  location: [number, number];
  category: Category;
  controlLevel: keyof typeof CONTROL_LEVELS;
}

export interface PastAnswer {
  petitions: { total: number; open: number; thisYear: number; repeated: number };
  incidents: { id: string; no: string | null; what: string; state: string; at: string }[];
  inspections: {
    id: string;
    no: string | null;
    checkType: CheckType;
    status: InspectionStatus;
    plannedOn: string;
    outcome: CheckOutcome | null;
  }[];
  routineThisYear: number;
  visits: {
    id: string;
    at: string;
    officers: string[];
    answers: { item: string; question: string; result: Result; text: string }[];
  }[];
  /** Absent in what was packed before there were any. */
  orders?: { id: string; no: string | null; title: string; state: string; at: string }[];
}

export interface DossierAnswer {
  enterprise: ListedEnterprise & { shortNames: string[]; uscc: string };
  dossier: Dossier | null;
  past: PastAnswer;
}
