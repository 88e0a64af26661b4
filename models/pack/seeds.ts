/** What site records start from, for the inspections of a pack; an interview's start follows from that of its site record. */
import { type ListedInspection } from '../inspection/inspection.store';
import { preparedFor } from '../siteRecord/siteRecord';
import { type SiteSeed } from '../siteRecord/siteRecord.schema';

/** The seeds of these inspections by id; their records are made where there are none yet. */
export async function seedsFor(inspections: readonly ListedInspection[], now: Date): Promise<Map<string, SiteSeed>> {
  const records = await preparedFor(inspections, now);
  return new Map([...records].map(([id, { seed }]) => [id, seed]));
}
