/** What the server answers about the library. */
import { type CheckItem, type WriteItem } from '../../models/checkItem/checkItem.schema';

export type ListedItem = Omit<
  CheckItem,
  '_id' | 'version' | 'drafter' | 'approver' | 'decidedAt' | 'order' | 'results'
> & { id: string; order: number; results: CheckItem['results'] };

export interface LibraryAnswer {
  items: ListedItem[];
  /** The server's day in Asia/Shanghai. */
  today: string;
}

/** What the page of one item shows beyond its outline: everything that a new wording starts from. */
export type ItemExtraAnswer = Omit<WriteItem, 'validFrom'> & {
  revision: number;
  validFrom: string;
  validTo: string | null;
};
