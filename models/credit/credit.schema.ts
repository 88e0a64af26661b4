/** 环境信用: what counts against an enterprise for how long, and the band that comes of it (policy, `credit`). Safe in the browser. */
import { z } from 'zod';
import { County } from '../core/place';

/** One event as it was taken down: its points are frozen by the rule of that day. */
export const CreditEntry = z.object({
  id: z.string(),
  code: z.string(),
  event: z.string(),
  /** Taken off; negative: added. */
  points: z.int(),
  /** What all entries of this code together may take off at one time; null: no limit. */
  most: z.int().nullable(),
  veto: z.boolean(),
  on: z.string(),
  until: z.string(),
  no: z.string(),
  revokedAt: z.coerce.date().nullable(),
  repairedAt: z.coerce.date().nullable(),
});
export type CreditEntry = z.infer<typeof CreditEntry>;

export const Credit = z.object({
  /** Id of the enterprise. */
  _id: z.string(),
  version: z.int(),
  status: z.literal('kept'),
  name: z.string(),
  uscc: z.string().nullable(),
  county: County,
  entries: z.array(CreditEntry),
});
export type Credit = z.infer<typeof Credit>;

const Id = z.string().min(1).max(80);
export const RecordCredit = z.strictObject({
  ...{
    enterprise: Id,
    name: z.string().max(100),
    uscc: z.string().max(30).nullable(),
    county: County,
    entry: z.string().max(100),
  },
  ...{ code: z.string().max(30), on: z.string().max(10), no: z.string().max(60) },
  /** Read once, for the points; it stands in no credit file. */
  amountFen: z.int().min(0),
});
export type RecordCredit = z.infer<typeof RecordCredit>;
export const CreditMeant = z.strictObject({ enterprise: Id, entry: z.string().max(100) });
export type CreditMeant = z.infer<typeof CreditMeant>;
