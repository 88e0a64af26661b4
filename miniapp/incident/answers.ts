/** What the server answers about incidents (models/incident/incident.extra.ts, server/incident.routes.ts). */
import { type ChangedRecord, type RecordAnswer } from '../answers';

/** A row of the list. */
export interface ListedIncident {
  id: string;
  no: string;
  title: string;
  statusLine: string;
  tone: RecordAnswer['record']['tone'];
  status: string;
  place: string | null;
  receivedAt: string;
  /** The next moment something is due; null when nothing is. */
  until: string | null;
  eta: string | null;
  emergency: boolean;
}

export interface FactRow {
  id: string;
  sourceLabel: string;
  from: string;
  item: string | null;
  value: number | null;
  limit: number | null;
  unit: string | null;
  words: string | null;
  at: string;
  multiple: number | null;
}
export interface CrewRow {
  name: string;
  answeredAt: string | null;
  eta: string | null;
  need: string[];
  arrivedAt: string | null;
}
export interface SupportRow {
  label: string;
  securedAt: string | null;
  words: string | null;
  sampled: boolean | null;
  photos: string[];
}
export interface WayNow {
  warnings: { words: string; until: string }[];
  crossing: {
    line: string;
    departures: string[];
    minutes: number;
    stopped: string | null;
    ferry: string | null;
    boat: string | null;
  } | null;
  offices: { name: string; kilometres: number }[];
}
export interface Duplicate {
  id: string;
  no: string | null;
  typeLabel: string;
  statusLabel: string;
  place: string | null;
  metres: number | null;
}

/** Everything but place and support is absent for somebody who was only asked to secure the scene. */
export interface IncidentExtraData {
  bystander?: true;
  location: [number, number] | null;
  place: string | null;
  support: SupportRow[];
  description?: string;
  enterpriseName?: string | null;
  instruction?: string | null;
  controlWords?: string | null;
  outcomeReason?: string | null;
  sent?: { words: string } | null;
  way?: WayNow | null;
  photos?: string[];
  facts?: FactRow[];
  factCount?: number;
  crew?: CrewRow[];
  told?: { name: string; known: boolean }[];
  reports?: { kindLabel: string; to: string[]; at: string; dueAt: string | null; words: string }[];
  duplicates?: Duplicate[];
  links?: { petition: string | null; mergedInto: string | null; mergedFrom: string[] };
}
export type IncidentAnswer = RecordAnswer<IncidentExtraData>;

/** The answer to 登记事件: the record, and what may be the same. */
export interface NewIncidentAnswer extends ChangedRecord {
  duplicates: Pick<Duplicate, 'id' | 'no' | 'place' | 'metres'>[];
}
