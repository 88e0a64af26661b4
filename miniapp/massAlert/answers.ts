/** What the server answers about mass alerts. Instants are ISO 8601 text in UTC. */
import { type Audience, type Choice, type Kind } from '../../models/massAlert/massAlert.schema';

export interface Total {
  people: number;
  accepted: number;
  delivered: number;
  read: number;
  answered: number;
  late: number;
  help: number;
  unreachable: number;
  choices: Record<string, number>;
}
export interface UnitRow extends Total {
  unit: string | null;
  unitName: string;
}
export interface ListedAlert {
  id: string;
  no: string | null;
  kind: Kind;
  title: string;
  status: 'draft' | 'sent' | 'closed' | 'cancelled';
  statusLabel: string;
  countyName: string;
  composedAt: string;
  composedByName: string;
  sentAt: string | null;
  sentByName: string | null;
  answerBy: string;
  people: number;
  total: Total | null;
}
export interface MyAlert {
  id: string;
  no: string | null;
  title: string;
  status: ListedAlert['status'];
  statusLabel: string;
  answerBy: string;
  toldAt: string;
  answer: string | null;
}
export interface Order {
  id: string;
  no: string | null;
  drill: boolean;
  title: string;
  text: string;
  choices: Choice[];
  place: string | null;
  assembleAt: string | null;
  answerBy: string;
  status: ListedAlert['status'];
  statusLabel: string;
  sentAt: string | null;
  sentByName: string | null;
  remark: string | null;
}
export interface Recipient {
  id: string;
  label: string;
  unitName: string;
  status: 'silent' | 'answered';
  answer: {
    choice: string;
    words: string;
    location: [number, number] | null;
    at: string;
    late: boolean;
    entered: boolean;
  } | null;
  answeredAt: string | null;
  late: boolean;
  help: boolean;
  acceptedAt: string | null;
  deliveredAt: string | null;
  readAt: string | null;
  round: number;
  unreachable: string | null;
}
export interface OwnPlace {
  alert: Order;
  mine: Recipient | null;
  /** Whether this reader is shown the board, and the alert's own steps. */
  board: boolean;
  record: boolean;
}
export interface BoardAnswer {
  total: Total;
  units: UnitRow[];
  choices: Choice[];
  answerBy: string;
  sentAt: string | null;
}
export interface RollAnswer {
  items: Recipient[];
  next: { label: string; id: string } | null;
}
interface Option {
  value: string;
  text: string;
}
export interface Choices {
  kinds: { value: Kind; text: string }[];
  units: (Option & { people: number })[];
  counties: Option[];
  roles: Option[];
  answers: Choice[];
  /** The only county this person orders; null for the whole city. */
  county: string | null;
}
export interface Colleague {
  id: string;
  name: string;
  unitName: string | null;
  title: string;
}
export interface Preview {
  people: number;
  calls: number;
  units: { unit: string | null; unitName: string; count: number; names: { id: string | null; label: string }[] }[];
  unreachable: { label: string; unitName: string; reason: string }[];
  leftOut: { id: string | null; label: string; unitName: string; reason: string }[];
  leftOutCount: number;
  warnings: string[];
}
export interface DraftAnswer {
  id: string;
  no: string | null;
  kind: Kind;
  title: string;
  text: string;
  choices: Choice[];
  place: string | null;
  assembleAt: string | null;
  answerBy: string;
  county: string | null;
  audience: Audience;
}
