/**
 * 调查询问笔录: one person questioned by two officers, written by events on their phones like a site record. Begun on a device as
 * `<site record>-i<ulid>`, also without network: its seed follows from that of the site record. Runs in the browser.
 */
import { z } from 'zod';
import { fieldDocument, SiteSeed } from '../siteRecord/siteRecord.schema';
import { type FieldState } from '../field/fieldState';
import { type Participant } from '../field/steps.schema';
import { type Said } from '../field/said';
import { type Ask, type InterviewFieldName } from './events.schema';

export const InterviewSeed = SiteSeed.pick({
  record: true,
  inspection: true,
  no: true,
  enterprise: true,
  enterpriseName: true,
  sector: true,
  county: true,
  place: true,
  location: true,
  officers: true,
  actionCode: true,
  limits: true,
  madeAt: true,
}).extend({ siteRecord: z.string() });
export type InterviewSeed = z.infer<typeof InterviewSeed>;

/** The seed of an interview begun under a site record; the same on every phone and on the server. @param id `<site record>-i<ulid>` */
export function interviewSeed(site: SiteSeed, id: string): InterviewSeed {
  const { inspection, no, enterprise, enterpriseName, sector, county, place, location } = site;
  const { officers, actionCode, limits, madeAt } = site;
  return {
    ...{ record: `interview:${id}`, siteRecord: site.record.replace(/^siteRecord:/, '') },
    ...{ inspection, no, enterprise, enterpriseName, sector, county, place, location },
    ...{ officers, actionCode, limits, madeAt },
  };
}

export const Interview = z.object({
  ...fieldDocument,
  siteRecord: z.string(),
  inspection: z.string(),
  seed: InterviewSeed,
  /** Name of who is questioned; in no list. */
  interviewee: z.string().nullable(),
  questions: z.int(),
});
export type Interview = z.infer<typeof Interview>;

export interface InterviewState extends FieldState {
  seed: InterviewSeed;
  fields: Partial<Record<InterviewFieldName, Said<string>>>;
  interviewee: Said<Participant> | null;
  /** In the order in which they are printed. */
  questions: Said<Ask>[];
  evidence: string[];
}
