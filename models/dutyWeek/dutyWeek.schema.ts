import { z } from 'zod';

export const STATES = { sent: '待查看', seen: '已知道' } as const;

/** 本周值班: one person's shifts of one week, as they stood on Monday morning; the card leads to what holds now. */
export const DutyWeek = z.object({
  _id: z.string(),
  version: z.int(),
  status: z.enum(['sent', 'seen']),
  person: z.string(),
  personName: z.string(),
  /** YYYY-MM-DD of the Monday. */
  monday: z.string(),
  shifts: z.array(
    z.object({
      id: z.string(),
      startsAt: z.coerce.date(),
      name: z.string(),
      span: z.string(),
      post: z.string(),
      confirmed: z.boolean(),
    }),
  ),
});
export type DutyWeek = z.infer<typeof DutyWeek>;
export const SeenWeek = z.strictObject({});
