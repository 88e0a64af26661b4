import { z } from 'zod';
import { County } from '../core/place';
import { NewId } from '../core/newId';
import { Kind, Post } from './duty.schema';
import { Pattern } from './pattern';

export const STATES = { drafted: '起草中', previewed: '已预览', published: '已发布', withdrawn: '已作废' } as const;
export type RosterStatus = keyof typeof STATES;
export const SOURCES = { pattern: '按模式排班', import: '表格导入' } as const;

const Day = z
  .string({ error: '请填写日期' })
  .regex(/^\d{4}-\d{2}-\d{2}$/, '日期应写作 2026-12-01')
  .refine((day) => Number.isFinite(Date.parse(day)) && new Date(Date.parse(day)).toISOString().startsWith(day), {
    error: '没有这一天，请核对日期',
  });
const Where = { post: Post, county: County.nullable() };
const PersonId = z.string().min(1).max(100);

export const PlannedSeat = z.object({ ...Where, person: z.string(), personName: z.string(), reason: z.string() });
export const PlannedShift = z.object({
  id: z.string(),
  kind: Kind,
  day: Day,
  startsAt: z.coerce.date(),
  endsAt: z.coerce.date(),
  seats: z.array(PlannedSeat),
});
export const Pool = z.object({ ...Where, people: z.array(z.object({ id: z.string(), name: z.string() })) });
export const Load = z.object({
  ...Where,
  person: z.string(),
  name: z.string(),
  turns: z.int(),
  nights: z.int(),
  /** Statutory holidays, of this year's standing shifts and this plan. */
  holidays: z.int(),
  offDays: z.int(),
  hours: z.number(),
});
export const Problem = z.object({
  kind: z.enum(['empty', 'holidays', 'calendar', 'rule']),
  from: z.coerce.date(),
  to: z.coerce.date(),
  post: Post.nullable(),
  county: County.nullable(),
  words: z.string(),
  help: z.string(),
});
/** The worst first. */
export const GAPS = { uncovered: '无人在岗', empty: '空岗', unreachable: '联系不上', unconfirmed: '未确认' } as const;
/** One thing that is wrong in the coming days. */
export const Gap = z.object({
  kind: z.enum(Object.keys(GAPS) as [keyof typeof GAPS]),
  at: z.coerce.date(),
  shift: z.string().nullable(),
  seat: z.string().nullable(),
  person: z.string().nullable(),
  words: z.string(),
});
export type Gap = z.infer<typeof Gap>;
export const Forecast = z.object({
  at: z.coerce.date(),
  until: z.coerce.date(),
  /** The first hundred, in the order of time; `counts` has them all. */
  gaps: z.array(Gap),
  counts: z.record(z.enum(Object.keys(GAPS) as [keyof typeof GAPS]), z.int()),
});
export type Forecast = z.infer<typeof Forecast>;

/** 值班表: a stretch of days planned together. What it says counts until it is published; from then on the shifts themselves do. */
export const RosterPlan = z.object({
  _id: z.string(),
  version: z.int(),
  status: z.enum(Object.keys(STATES) as [RosterStatus]),
  source: z.enum(['pattern', 'import']),
  /** First and last day, both planned. */
  from: Day,
  to: Day,
  pattern: Pattern,
  /** People put into a pool by hand, and people left out of all. */
  included: z.array(z.object({ ...Where, person: z.string() })),
  excluded: z.array(z.string()),
  draftedBy: z.string(),
  draftedByName: z.string(),
  /** The preview: what publishing would write. */
  pools: z.array(Pool),
  shifts: z.array(PlannedShift),
  loads: z.array(Load),
  /** The first two hundred; `problemCount` has them all, without mere warnings. */
  problems: z.array(Problem),
  problemCount: z.int(),
  /** Shifts of these days that stand already and stay as they are. */
  kept: z.array(z.object({ id: z.string(), status: z.string() })),
  previewedAt: z.coerce.date().nullable(),
  publishedAt: z.coerce.date().nullable(),
  publishedByName: z.string().nullable(),
  /** How many shifts have been written, and what could not be written as it was previewed. */
  written: z.int(),
  deviations: z.array(z.string()),
  forecast: Forecast.nullable(),
});
export type RosterPlan = z.infer<typeof RosterPlan>;

/** Longer is no plan but a wish. */
const LONGEST_DAYS = 366;
const chosen = {
  pattern: Pattern,
  included: z
    .array(z.strictObject({ ...Where, person: PersonId }))
    .max(500)
    .default([]),
  excluded: z.array(PersonId).max(500).default([]),
};
const days = { from: Day, to: Day };
const inOrder = ({ from, to }: { from: string; to: string }) => from <= to;
const bounded = ({ from, to }: { from: string; to: string }) =>
  (Date.parse(to) - Date.parse(from)) / 86_400_000 < LONGEST_DAYS;

/** What the first page of the wizard asks for. `id` is made on the device, so a form sent twice is one plan. */
export const DraftRoster = z
  .strictObject({
    id: NewId,
    ...days,
    pattern: Pattern.optional(),
    included: chosen.included,
    excluded: chosen.excluded,
  })
  .refine(inOrder, { error: '结束日期要不早于开始日期', path: ['to'] })
  .refine(bounded, { error: '一次最多排一年，请缩短日期', path: ['to'] });
export type DraftRoster = z.infer<typeof DraftRoster>;
export const ReviseRoster = z
  .strictObject({ ...days, ...chosen })
  .refine(inOrder, { error: '结束日期要不早于开始日期', path: ['to'] })
  .refine(bounded, { error: '一次最多排一年，请缩短日期', path: ['to'] });
export type ReviseRoster = z.infer<typeof ReviseRoster>;
export const PreviewRoster = z.strictObject({});
export const PublishRoster = z.strictObject({});
export const PublishAnyway = z.strictObject({
  reason: z
    .string({ error: '请写明为什么带着问题发布' })
    .trim()
    .min(4, '请写明为什么带着问题发布，至少4个字')
    .max(300, '说明最多300字'),
});
export type PublishAnyway = z.infer<typeof PublishAnyway>;
export const WithdrawRoster = z.strictObject({});
/** What publishing wrote; told by the outbox. */
export const RosterWritten = z.strictObject({
  written: z.int().min(0),
  deviations: z.array(z.string().max(300)).max(500),
});
export type RosterWritten = z.infer<typeof RosterWritten>;
