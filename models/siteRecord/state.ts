/** What the events of a site record add up to, in the shape that pages and documents read. */
import { type Photo, type Participant } from '../field/steps.schema';
import { type FieldState } from '../field/fieldState';
import { type Said } from '../field/said';
import { type z } from 'zod';
import { type Answer, type Finding, type Sample } from './events.schema';
import { type SiteFieldName } from './fields';
import { type SiteOutcome, type SiteSeed } from './siteRecord.schema';

export interface SiteRecordState extends FieldState {
  seed: SiteSeed;
  fields: Partial<Record<SiteFieldName, Said<string>>>;
  /** By key of the item. */
  answers: Record<string, Said<Answer>>;
  findings: Said<Finding>[];
  samples: Said<Sample>[];
  persons: Said<Participant>[];
  photos: Said<z.infer<typeof Photo>>[];
  /** Items of the checklist asked after the answers given so far, by key. */
  asked: string[];
  /** The gravest of answers and findings that are not struck out. */
  outcome: SiteOutcome;
  /** Hashes of all photos and videos, each once, in order. */
  evidence: string[];
}
