import { type Location } from '../core/place';
import { inspections } from '../inspection/inspection.store';
import { type FieldRecord } from '../field/fieldEvent.schema';

/** The site a field record is about (GCJ-02), by its inspection task; null when nobody has said where it is. */
export async function siteOf(record: FieldRecord): Promise<Location | null> {
  // Interviews and supplements carry the id of their check before their own.
  const id = record.slice(record.indexOf(':') + 1).replace(/-[is][0-9A-Za-z-]{16,40}$/, '');
  const inspection = await inspections.collection.findOne({ _id: id } as never, { projection: { location: 1 } });
  return (inspection as { location?: Location | null } | null)?.location ?? null;
}
