/** What the record page of a field record answers beyond its outline (siteRecord.face.ts, interview.face.ts). */
import { z } from 'zod';
import { type Page } from '../../models/template/page';

export const FieldExtra = z.looseObject({
  record: z.string(),
  pages: z.custom<Page[]>(Array.isArray),
  mine: z.boolean(),
  flags: z.array(z.looseObject({ code: z.string(), label: z.string(), why: z.string() })),
  serverFlags: z.array(z.string()).default([]),
  conflicts: z.array(z.looseObject({ label: z.string(), authors: z.array(z.string()) })).default([]),
  voids: z
    .array(z.looseObject({ type: z.string(), authorName: z.string(), at: z.string(), reason: z.string() }))
    .default([]),
  aside: z
    .array(
      z.looseObject({
        id: z.string(),
        authorName: z.string(),
        at: z.string(),
        sentence: z.string(),
        receivedAt: z.string(),
        supplement: z.string().nullable(),
      }),
    )
    .default([]),
  beforeLock: z.array(z.string()),
  evidence: z.array(z.string()),
  heads: z.array(z.looseObject({ authorName: z.string(), seq: z.number(), at: z.string() })).default([]),
  supplements: z.string().nullable().default(null),
  siteRecord: z.string().optional(),
  chain: z.number(),
});
export type FieldExtra = z.infer<typeof FieldExtra>;
