/** What stands on the wall: one row per store. A row says which records are open, what is read of them, and how one becomes an item. */
import { type Stateful } from '../models/core/workflow';
import { type Store, type Stored } from '../models/core/journal';
import { assignments } from '../models/assignment/assignment.store';
import { incidents } from '../models/incident/incident.store';
import { OPEN_STATES as OPEN_INCIDENTS } from '../models/incident/incident.schema';
import { massAlerts } from '../models/massAlert/massAlert.store';
import { OPEN_STATES as OPEN_PETITIONS } from '../models/petition/petition.schema';
import { petitions } from '../models/petition/petition.store';
import { ASSIGNMENT_FIELDS, assignmentItem } from '../models/wall/assignment.item';
import { INCIDENT_FIELDS, incidentItem } from '../models/wall/incident.item';
import { ALERT_FIELDS, massAlertItem } from '../models/wall/massAlert.item';
import { PETITION_FIELDS, petitionItem } from '../models/wall/petition.item';
import { messagesAt } from '../models/wall/told';
import { type Kind, type WallItem } from '../models/wall/wall.schema';

interface Row<D extends Stateful> {
  store: Store<D>;
  /** Found by an index of the store; may find a few too many, never too few. */
  open: Readonly<Record<string, unknown>>;
  /** The moment from which the record exists. */
  born: keyof D & string;
  /** What `toItem` reads: facts that the store traces, or that never change. */
  fields: readonly (keyof D & string)[];
  /** Null: not on the wall as it stands. */
  toItem: (record: Stored<D>) => WallItem | null;
  /** What beside the traced facts has to be taken back to a moment. */
  takeBack?: (record: Stored<D>, at: Date) => Stored<D>;
}

/** A row with its type put away: the wall handles them all alike. */
export type Source = Row<Stateful> & { kind: Kind };
const source = <D extends Stateful>(row: Row<D>): Source => ({ ...row, kind: row.store.name }) as unknown as Source;

export const SOURCES: readonly Source[] = [
  source({
    store: incidents,
    open: { status: { $in: [...OPEN_INCIDENTS] } },
    born: 'receivedAt',
    fields: INCIDENT_FIELDS,
    toItem: incidentItem,
  }),
  source({
    store: assignments,
    // Both values of `unreachable` are named so that its index finds what is open.
    open: { unreachable: { $in: [true, false] }, status: 'open', ladder: true },
    born: 'openedAt',
    fields: ASSIGNMENT_FIELDS,
    toItem: assignmentItem,
    takeBack: (assignment, at) => ({ ...assignment, messages: messagesAt(assignment.messages, at) }),
  }),
  source({
    store: massAlerts,
    open: { status: 'sent' },
    born: 'composedAt',
    fields: ALERT_FIELDS,
    toItem: massAlertItem,
  }),
  source({
    store: petitions,
    open: { status: { $in: [...OPEN_PETITIONS] } },
    born: 'receivedAt',
    fields: PETITION_FIELDS,
    toItem: petitionItem,
  }),
];

export const projectionOf = ({ fields }: Source): Record<string, 1> =>
  Object.fromEntries(fields.map((field) => [field, 1 as const]));
