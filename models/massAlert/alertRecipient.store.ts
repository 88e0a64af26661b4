import { createHash } from 'node:crypto';
import { type Actor, visibleTo } from '../core/access';
import { defineStore, type Stored } from '../core/journal';
import { type AlertRecipient } from './alertRecipient.schema';

/** A unit of a roll is counted by one index: no document is read for it. */
const COUNTED = {
  alert: 1,
  unit: 1,
  status: 1,
  county: 1,
  head: 1,
  acceptedAt: 1,
  deliveredAt: 1,
  readAt: 1,
  late: 1,
  help: 1,
  unreachable: 1,
  'answer.choice': 1,
} as const;

export const recipients = defineStore<AlertRecipient>('alert_recipients', {
  indexes: [[COUNTED], [{ alert: 1, label: 1, _id: 1 }], [{ person: 1, toldAt: -1 }], [{ 'tellings.handle': 1 }]],
});

/** The id under which this person stands on this roll; the same whenever it is made. */
export const recipientId = (alert: string, person: string): string =>
  `${alert}:${createHash('sha256').update(`${alert}|${person}`).digest('hex').slice(0, 20)}`;

/** The alert of a recipient's id. */
export const alertOfRecipient = (id: string): string => id.slice(0, id.indexOf(':'));

/** The part of a roll that this actor may see, as a query; null when none. */
export function rollSeenBy(actor: Actor): Record<string, unknown> | null {
  return visibleTo('seeRoll', actor);
}

/** Heads of units whose people are silent, and how many: `head` null for units without one. */
export async function silentByHead(
  alert: string,
): Promise<{ head: string | null; unitName: string; silent: number }[]> {
  const groups = await recipients.collection
    .aggregate<{ _id: { head: string | null }; unitName: string; silent: number }>([
      { $match: { alert, status: 'silent' } },
      { $group: { _id: { head: '$head' }, unitName: { $first: '$unitName' }, silent: { $sum: 1 } } },
      { $sort: { '_id.head': 1 } },
    ])
    .toArray();
  return groups.map(({ _id, unitName, silent }) => ({ head: _id.head, unitName, silent }));
}

export interface RollQuery {
  status?: AlertRecipient['status'];
  unit?: string | null;
  unreachable?: true;
  help?: true;
  /** The last row of the page before: its label and id. */
  after?: { label: string; id: string };
  limit: number;
}

/** One page of the roll, by name. */
export async function rollPage(
  alert: string,
  scope: Readonly<Record<string, unknown>>,
  { status, unit, unreachable, help, after, limit }: RollQuery,
): Promise<AlertRecipient[]> {
  const on = after ? { $or: [{ label: { $gt: after.label } }, { label: after.label, _id: { $gt: after.id } }] } : {};
  const filter = {
    alert,
    ...(status ? { status } : {}),
    ...(unit === undefined ? {} : { unit }),
    ...(unreachable ? { unreachable: { $gt: '' }, status: 'silent' } : {}),
    ...(help ? { help: true } : {}),
    $and: [scope, on],
  };
  return await recipients.collection
    .find(filter as never, { projection: { events: 0, outbox: 0 }, sort: { label: 1, _id: 1 }, limit })
    .toArray();
}

/** Ids of the people of this roll that match, in pages: what is done to all of them is done page by page. */
export async function recipientIds(alert: string, match: object, after: string, limit: number): Promise<string[]> {
  const found = await recipients.collection
    .find({ alert, ...match, _id: { $gt: after, $lt: `${alert};` } } as never, {
      projection: { _id: 1 },
      sort: { _id: 1 },
      limit,
    })
    .toArray();
  return found.map(({ _id }) => String(_id));
}

/** This person's place on this roll, or null. */
export async function recipientOf(alert: string, person: string): Promise<Stored<AlertRecipient> | null> {
  return await recipients.collection.findOne({
    _id: recipientId(alert, person),
  } as never);
}

/** The rolls on which this person stands, the newest first. */
export async function rollsOf(person: string, limit = 20): Promise<AlertRecipient[]> {
  return await recipients.collection
    .find({ person } as never, { projection: { events: 0, outbox: 0 }, sort: { toldAt: -1 }, limit })
    .toArray();
}
