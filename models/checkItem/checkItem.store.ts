import { type Sector } from '../enterprise/enterprise.schema';
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
