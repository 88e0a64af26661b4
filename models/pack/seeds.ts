/** What site records and interviews start from, for the inspections of a pack. */
import { type ListedInspection } from '../inspection/inspection.store';

interface Seeds {
  /** By id of the inspection. */
  seeds: ReadonlyMap<string, unknown>;
  questions: unknown;
}

export function seedsFor(inspections: readonly ListedInspection[], now: Date): Promise<Seeds> {
  return Promise.resolve({ seeds: new Map(inspections.map(({ _id }) => [_id, now])), questions: [] });
}
