import { defineStore, type Stored } from '../core/journal';
import { type PartyFiling, type PartyLink } from './party.schema';

export const partyLinks = defineStore<PartyLink>('party_links', {
  indexes: [[{ tokenHash: 1 }, { unique: true }], [{ case: 1, issuedAt: -1 }]],
});

export const partyFilings = defineStore<PartyFiling>('party_filings', {
  numbered: true,
  indexes: [[{ case: 1, receivedAt: 1 }], [{ 'files.hash': 1 }]],
});

/** Every way in that this case ever had, the latest first. */
export const linksOf = (penalty: string): Promise<Stored<PartyLink>[]> =>
  partyLinks.collection.find({ case: penalty } as never, { sort: { issuedAt: -1 }, limit: 100 }).toArray();

/** Whether this way in is open at `now`. */
export const isOpen = ({ status, expiresAt }: Pick<PartyLink, 'status' | 'expiresAt'>, now: Date): boolean =>
  status === 'active' && expiresAt > now;

/** Filings of one case, in the order in which they came. */
export const filingsOf = (penalty: string): Promise<Stored<PartyFiling>[]> =>
  partyFilings.collection.find({ case: penalty } as never, { sort: { receivedAt: 1, _id: 1 }, limit: 500 }).toArray();
