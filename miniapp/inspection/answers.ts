/** What the server answers about checks; instants are ISO 8601 text. */
import { type County } from '../../models/core/place';
import {
  type AssignedOfficer,
  type CheckType,
  type Plan,
  type Trigger,
} from '../../models/inspection/inspection.schema';
import { type Tone } from '../shell/Badge';

export const TONES: Record<string, Tone> = {
  blue: 'primary',
  green: 'good',
  orange: 'warning',
  red: 'danger',
  grey: 'plain',
};

export interface ListedInspection {
  id: string;
  no: string | null;
  status: string;
  statusLine: string;
  tone: string;
  checkType: CheckType;
  enterprise: string | null;
  enterpriseName: string;
  county: County;
  place: string;
  plannedOn: string;
  dueAt: string;
  siteRecord: string | null;
  officers: string[];
  mine: boolean;
}

export interface InspectionExtraAnswer {
  checkType: CheckType;
  enterprise: string | null;
  enterpriseName: string;
  county: County;
  place: string;
  location: [number, number] | null;
  actionCode: string;
  officers: (AssignedOfficer & { acknowledged: boolean })[];
  siteRecord: string | null;
  startedAt: string | null;
  trigger: Trigger | null;
  plan: Plan | null;
}

export interface Colleague {
  id: string;
  name: string;
  unitName: string | null;
  certificateValidTo: string | null;
}
export interface Cap {
  routine: number;
  cap: number;
  warning: string | null;
}
