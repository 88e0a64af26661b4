import { fold } from '../field/fold';
import { type FieldEvent } from '../field/fieldEvent.schema';
import { siteKind } from './siteRecord.steps';
import { type SiteSeed } from './siteRecord.schema';
import { type SiteRecordState } from './state';

/** What these events add up to: the same whatever their order of arrival, and however often each came. */
export const foldSiteRecord = (seed: SiteSeed, events: readonly FieldEvent[]): SiteRecordState =>
  fold(siteKind, seed, events);
