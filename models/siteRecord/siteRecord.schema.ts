/**
 * 现场检查（勘察）笔录: what two officers found on one site, written by events on their phones. The record holds those events as they came
 * and a summary of what they add up to; fold.ts tells the whole. One per check: `_id` is that of the inspection. Runs in the browser.
 */
import { z } from 'zod';
import { ChecklistItem, Result } from '../checkItem/checkItem.schema';
import { County, Location } from '../core/place';
import { Sector } from '../enterprise/enterprise.schema';
import { FIELD_STATES, FLAGS } from '../field/fieldState';
import { FieldEvent } from '../field/fieldEvent.schema';
import { keysOf } from '../field/steps.schema';
import { SITE_FIELDS } from './fields';

export const STATES = FIELD_STATES;
export const OUTCOMES = { NONE: '未发现问题', PROBLEM: '发现问题', VIOLATION: '发现涉嫌违法' } as const;
export const SiteOutcome = z.enum(keysOf(OUTCOMES));
export type SiteOutcome = z.infer<typeof SiteOutcome>;

export const Limits = z.object({
  nearMetres: z.number(),
  farMetres: z.number(),
  apartMetres: z.number(),
  startMinutes: z.number(),
  submitHours: z.number(),
  lateHours: z.number(),
  turnedMinutes: z.number(),
});

const SeedOfficer = z.object({
  id: z.string(),
  name: z.string(),
  certificateNo: z.string(),
  certificateValidTo: z.string(),
});

/** What a site record starts from: frozen when the record is prepared, the same on both phones and on the server. */
export const SiteSeed = z.object({
  record: z.string(),
  inspection: z.string(),
  /** Number of the inspection. */
  no: z.string().nullable(),
  checkType: z.string(),
  /** The published plan or the kind of cause with its number. Never who complained, nor what they said. */
  ground: z.string(),
  enterprise: z.string().nullable(),
  enterpriseName: z.string(),
  sector: Sector,
  county: County,
  place: z.string(),
  /** GCJ-02. */
  location: Location.nullable(),
  officers: z.array(SeedOfficer),
  actionCode: z.string(),
  plannedOn: z.string(),
  instruction: z.string(),
  checklist: z.array(ChecklistItem),
  /** What the dossier says of fields of the record, to be taken over with one tap; `prefilledFrom` is the day it was last looked at. */
  prefill: z.partialRecord(z.enum(keysOf(SITE_FIELDS)), z.string()),
  prefilledFrom: z.string().nullable(),
  /** What the last locked visit answered, by item. */
  lastVisit: z
    .object({
      record: z.string(),
      on: z.string(),
      outcome: SiteOutcome,
      answers: z.record(z.string(), z.object({ result: Result, text: z.string() })),
    })
    .nullable(),
  /** Of a supplementary record: which one it supplements, and why. */
  supplements: z.object({ record: z.string(), reason: z.string() }).nullable(),
  limits: Limits,
  /** ISO. */
  madeAt: z.string(),
});
export type SiteSeed = z.infer<typeof SiteSeed>;

/** The last accepted event of one device. */
const Head = z.object({ device: z.string(), author: z.string(), seq: z.int(), hash: z.string(), at: z.coerce.date() });

/** An event that was not taken: kept as it came, with the reason. */
export const Aside = z.object({
  event: FieldEvent,
  code: z.string(),
  sentence: z.string(),
  receivedAt: z.coerce.date(),
  /** The supplementary record it was offered for. */
  supplement: z.string().nullable(),
});
export type Aside = z.infer<typeof Aside>;

/** When the server took which events: up to `seq` of a device. The server's time, which no phone can turn. */
const Receipt = z.object({ device: z.string(), upTo: z.int(), at: z.coerce.date() });

/** What every record made in the field keeps beside what its events say. */
export const fieldDocument = {
  _id: z.string(),
  version: z.int(),
  status: z.enum(keysOf(FIELD_STATES)),
  county: County,
  enterprise: z.string().nullable(),
  enterpriseName: z.string(),
  /** Userids: who writes it. */
  officers: z.array(z.string()),
  field: z.array(FieldEvent),
  heads: z.array(Head),
  receipts: z.array(Receipt),
  aside: z.array(Aside),
  /** Codes (field/fieldState.ts): read by the sampling of audits. */
  flags: z.array(z.enum(keysOf(FLAGS))),
  arrivedAt: z.coerce.date().nullable(),
  endedAt: z.coerce.date().nullable(),
  lockedAt: z.coerce.date().nullable(),
  /** 24 h after the end of the check; null when nothing is waited for. The clock reminds then. */
  submitDueAt: z.coerce.date().nullable(),
  /** What was already told, so that a repeated sync tells nothing twice. */
  told: z.array(z.string()),
  /** A branch head locked it although one phone's part is missing. */
  lockedAlone: z.object({ by: z.string(), reason: z.string(), at: z.coerce.date() }).nullable(),
} as const;

export const SiteRecord = z.object({
  ...fieldDocument,
  /** That of the inspection. */
  no: z.string().nullable(),
  inspection: z.string(),
  /** The record that this one supplements. */
  supplements: z.string().nullable(),
  seed: SiteSeed,
  outcome: SiteOutcome.nullable(),
  /** How many problems and violations; how many pieces of evidence. */
  counts: z.object({ problems: z.int(), violations: z.int(), evidence: z.int(), samples: z.int() }),
  /** The request for recusal and what the branch head decided. */
  recusal: z
    .object({
      reason: z.string(),
      askedAt: z.coerce.date(),
      approved: z.boolean().nullable(),
      decidedBy: z.string().nullable(),
      remark: z.string(),
    })
    .nullable(),
});
export type SiteRecord = z.infer<typeof SiteRecord>;
