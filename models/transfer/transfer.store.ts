import { type Actor, permits, visibleTo } from '../core/access';
import { defineStore, type Stored, whenDated } from '../core/journal';
import { type CriminalTransfer } from './transfer.schema';

export const transfers = defineStore<CriminalTransfer>('criminal_transfers', {
  live: true,
  numbered: true,
  indexes: [
    [{ knowing: 1, openedAt: -1 }],
    [{ open: 1, county: 1, openedAt: -1 }],
    [{ open: 1, openedAt: -1 }],
    [{ case: 1 }],
    whenDated('wakeAt'),
  ],
});

/** Sealed: those who are named in it. Opened: also those who answer for the county or the city, review or audit. */
export const maySeeTransfer = (transfer: CriminalTransfer, actor: Actor): boolean =>
  permits('knowTransfer', actor, transfer) || (transfer.open && permits('seeOpenTransfer', actor, transfer));

const LISTED = { events: 0, outbox: 0, pieces: 0 } as const;
export type ListedTransfer = Omit<Stored<CriminalTransfer>, keyof typeof LISTED>;

/** The transfers this actor may know of, the latest first; `maySeeTransfer` in query language. */
export function listTransfers(
  actor: Actor,
  { case: about, limit }: { case?: string | undefined; limit: number },
): Promise<ListedTransfer[]> {
  const [knows, sees] = [visibleTo('knowTransfer', actor), visibleTo('seeOpenTransfer', actor)];
  const scopes = [...(knows ? [knows] : []), ...(sees ? [{ $and: [{ open: true }, sees] }] : [])];
  if (scopes.length === 0) return Promise.resolve([]);
  return transfers.collection
    .find({ $and: [{ $or: scopes }, about ? { case: about } : {}] } as never, {
      ...{ projection: LISTED, sort: { openedAt: -1, _id: -1 }, limit },
    })
    .toArray();
}
