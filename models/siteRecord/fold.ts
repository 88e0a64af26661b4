import { type FieldEvent } from '../field/fieldEvent.schema';
import { type SiteSeed } from './siteRecord.schema';
import { type SiteRecordState } from './state';

/** What these events add up to: the same whatever their order of arrival, and however often each came. */
export function foldSiteRecord(seed: SiteSeed, events: readonly FieldEvent[]): SiteRecordState {
  throw new Error(`${seed.record} ${events.length}`);
}
