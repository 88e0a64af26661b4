/**
 * What the server answers (its OpenAPI description is at /api/openapi.json). Instants are ISO 8601 text in UTC.
 * Everything beyond identifiers may be absent: the server names only what this reader may see.
 */
import { type Action } from '../models/core/access';
import { type ExplainedDay } from '../models/core/calendar';
import { type Outline } from '../models/core/face';
import { type Field } from '../models/core/form';

export interface Me {
  id: string;
  name: string;
  title?: string;
  roles: string[];
  roleNames?: string[];
  county: string | null;
  unitName?: string | null;
  may: Partial<Record<Action, boolean>>;
}
export interface Session {
  me: Me;
  csrf: string;
}
export interface Hello {
  corpId: string;
  clientId: string;
  agentId: string;
  /** Where a browser outside DingTalk signs in; null when the organisation has not allowed it. */
  loginUrl: string | null;
  now: string;
  demo?: boolean;
}

export interface Assignment {
  id: string;
  record: { store: string; id: string; path: string };
  purpose: string;
  purposeLabel: string;
  personName?: string;
  title: string;
  urgency: 'URGENT' | 'NORMAL';
  status: string;
  statusLabel: string;
  openedAt: string;
  acknowledgedAt: string | null;
  dueAt: string | null;
  nextRungAt: string | null;
  rung: number;
  unreachable?: boolean;
  /** It reached me because somebody else (`personName`) kept silent; why, in words. */
  instead?: boolean;
  reason?: string;
}

export interface Photo {
  hash: string | null;
  kind?: 'photo' | 'voice';
  proof?: boolean;
  lost?: string | null;
}

/** Fields of a petition that a list shows. */
export interface ListedPetition {
  id: string;
  no: string | null;
  version: number;
  status: string;
  statusLabel?: string;
  title?: string;
  content?: string;
  medium: string | null;
  mediumLabel?: string | null;
  urgency: 'URGENT' | 'NORMAL' | null;
  urgencyLabel?: string | null;
  channel?: string;
  channelLabel?: string;
  receivedAt: string;
  registeredAt?: string | null;
  place?: string | null;
  location?: [number, number] | null;
  county?: string | null;
  countyName?: string | null;
  enterpriseId?: string | null;
  enterpriseName?: string | null;
  unitName?: string | null;
  officerName?: string | null;
  dueAt?: string | null;
  overdue?: boolean;
  repeatOf?: string | null;
  leaderCase?: boolean;
  satisfaction?: number | null;
  updatedAt?: string;
  metres?: number | null;
}

export interface Petition extends ListedPetition {
  unit?: string | null;
  path?: string | null;
  pathLabel?: string | null;
  groupSize?: number;
  realName?: boolean;
  reporterLabel?: string | null;
  contactMasked?: string | null;
  attachments?: Photo[];
  resultPhotos?: string[];
  acceptedAt?: string | null;
  result?: string | null;
  resultLabel?: string | null;
  findings?: string | null;
  measures?: string | null;
  replyText?: string | null;
  repliedAt?: string | null;
  ratingText?: string | null;
  reopened?: number;
  outcomeReason?: string | null;
  incident?: string | null;
}

export interface Offered {
  step: string;
  label: string;
  tone?: 'primary' | 'danger' | null;
  form: Field[];
  /** Taken on the page of approvals. */
  approval?: true;
}
export interface HistoryItem {
  id: string;
  at: string;
  who: string;
  what: string;
  door: string;
  doorLabel: string;
  detail?: string | null;
}
export interface MessageItem {
  id: string;
  toName: string;
  purposeLabel?: string;
  means: string;
  meansLabel: string;
  at: string;
  acceptedAt: string | null;
  deliveredAt: string | null;
  readAt: string | null;
  actedAt: string | null;
  failed: boolean;
  rung?: number | null;
}
export interface Clock {
  label: string;
  dueAt: string | null;
  explain?: ExplainedDay[];
}

/** What follows from the record alone: the answer to every command. */
export interface ChangedPetition {
  petition: Petition;
  offered: Offered[];
  clocks: Clock[];
  /** Whether this reader may see who the petitioner is, with a reason. */
  mayReveal?: boolean;
}
/** One petition with everything around it. */
export interface PetitionAnswer extends ChangedPetition {
  history: HistoryItem[];
  messages: MessageItem[];
  assignments: Assignment[];
  /** Likely the same matter; only while it can still be classified. */
  repeats?: ListedPetition[];
}

/** A record of any domain, as this reader sees it (models/core/face.ts). */
export interface ShownRecord extends Omit<Outline, 'until' | 'status'> {
  id: string;
  version: number;
  status: string;
  updatedAt: string;
  store: string;
  path: string;
  noun: string;
  stateLabel: string;
  /** The status line of the card: the state, and what is waited for. */
  statusWords: string;
  until: string | null;
}
/** The answer to every command on such a record. */
export interface ChangedRecord {
  record: ShownRecord;
  offered: Offered[];
  clocks: Clock[];
}
/** Its whole page; `extra` is what the domain shows beyond the outline. */
export interface RecordAnswer<X = unknown> extends ChangedRecord {
  history: HistoryItem[];
  messages: MessageItem[];
  assignments: Assignment[];
  extra: X;
}

export interface Listed<T> {
  items: T[];
  next?: string | null;
}
export interface Counts {
  open: number;
  overdue: number;
  urgent: number;
  unassigned: number;
  unacknowledged: number;
  registeredThisYear: number;
  registeredLastYearSamePeriod: number;
  changePercent: number | null;
}
export interface Choice {
  id: string;
  name: string;
  title?: string;
  location?: [number, number] | null;
  place?: string | null;
  county?: string | null;
}
