import { type Sector } from '../enterprise/enterprise.schema';
import { containing } from '../core/containing';
import { defineStore } from '../core/journal';
import { type CheckItem, type ChecklistItem } from './checkItem.schema';
import { checklistAt } from './checklist';
import { type Day } from './legalBasis';

export const checkItems = defineStore<CheckItem>('check_items', {
  indexes: [[{ sector: 1, status: 1 }], [{ key: 1, revision: -1 }, { unique: true }]],
});

const WITHOUT_HISTORY = { events: 0, outbox: 0 } as const;

/** Approved revisions that some day between these may ask for: of the given sectors and the common ones. */
const approvedOf = (sectors: readonly Sector[]): Promise<CheckItem[]> =>
  checkItems.collection
    .find({ status: 'approved', sector: { $in: [null, ...sectors] } } as never, { projection: WITHOUT_HISTORY })
    .toArray();

/** What is asked in a sector on a day (YYYY-MM-DD in Asia/Shanghai): common items first, one revision of each. */
export async function checklistFor(sector: Sector, onDay: Day): Promise<ChecklistItem[]> {
  return checklistAt(await approvedOf([sector]), sector, onDay);
}

/** The checklists of several sectors in one reading, for what is taken to an island. */
export async function checklistsFor(
  sectors: readonly Sector[],
  onDay: Day,
): Promise<Partial<Record<Sector, ChecklistItem[]>>> {
  const items = await approvedOf(sectors);
  return Object.fromEntries(sectors.map((sector) => [sector, checklistAt(items, sector, onDay)]));
}

export interface ItemFilter {
  /** null: only the common items. */
  sector?: Sector | null;
  status?: readonly CheckItem['status'][];
  words?: string;
  key?: string;
}
/** More than ten sectors of items can have; a list is shown whole. */
const MOST_LISTED = 1_000;

/** Items of the library in their order, the latest revision of each first. */
export const listItems = ({ sector, status, words, key }: ItemFilter): Promise<CheckItem[]> =>
  checkItems.collection
    .find(
      {
        ...(sector === undefined ? {} : { sector }),
        ...(status ? { status: { $in: status } } : {}),
        ...(key ? { key } : {}),
        ...(words ? { $or: [{ question: containing(words) }, { key: containing(words.toUpperCase()) }] } : {}),
      } as never,
      { projection: WITHOUT_HISTORY, sort: { sector: 1, order: 1, revision: -1 }, limit: MOST_LISTED },
    )
    .toArray();

/** The highest revision of each of these items, whatever became of it. */
export async function latestRevisions(keys: readonly string[]): Promise<Map<string, number>> {
  const found = await checkItems.collection
    .aggregate<{ _id: string; revision: number }>([
      { $match: { key: { $in: keys } } },
      { $group: { _id: '$key', revision: { $max: '$revision' } } },
    ])
    .toArray();
  return new Map(found.map(({ _id, revision }) => [_id, revision]));
}
