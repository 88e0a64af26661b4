import { stores } from '../core/journal';
import { Location } from '../core/place';
import { type FieldRecord } from '../field/fieldEvent.schema';
import { inspections } from '../inspection/inspection.store';
import { FIELD_STORES } from './merkleDay';

const placeOf = (value: unknown): Location | null => Location.safeParse(value).data ?? null;

/**
 * The site a field record is about (GCJ-02): what the record starts from, or before its first sync its inspection task. Null when nobody has
 * said where it is.
 */
export async function siteOf(record: FieldRecord): Promise<Location | null> {
  const [word = '', id = ''] = record.split(/:(.*)/s);
  const store = stores.find(({ name }) => name === FIELD_STORES[word as keyof typeof FIELD_STORES]);
  const known = await store?.collection.findOne({ _id: id } as never, { projection: { 'seed.location': 1 } });
  const { seed } = (known ?? {}) as { seed?: { location?: unknown } | null };
  if (seed) return placeOf(seed.location);
  const inspection = await inspections.collection.findOne({ _id: id } as never, { projection: { location: 1 } });
  return placeOf(inspection?.location);
}
