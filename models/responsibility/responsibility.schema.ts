/** 责任追溯: one entry says what somebody is held responsible for, who found it, and what became of their objection. */
import { z } from 'zod';

const keysOf = <W extends object>(words: W) => Object.keys(words) as [keyof W & string];

export const STATES = {
  recorded: '已登记，可申辩',
  objected: '申辩待决定',
  upheld: '维持',
  withdrawn: '已撤销',
  final: '期满生效',
} as const;
export type ResponsibilityStatus = keyof typeof STATES;

export const SOURCES = { AUDIT: '稽查', FLYING: '飞行检查', GRID: '网格巡查', OTHER: '其他' } as const;
export const CATEGORIES = {
  PROCEDURE: '程序',
  EVIDENCE: '证据',
  LAW: '法律适用',
  TIMELINESS: '时限',
  ATTITUDE: '作风',
  DATA: '数据',
} as const;
export const SEVERITIES = { VETO: '一票否决', MAJOR: '较重', MINOR: '一般' } as const;

/** What the effect `responsibility.record` carries: facts of one finding about one person. No amounts, no counts of cases. */
export const RecordedResponsibility = z.strictObject({
  /** Id of the entry, made from the finding and the person; so a repeated delivery has one effect. */
  entry: z.string().min(1).max(300),
  person: z.string().min(1).max(64),
  personName: z.string().min(1).max(60),
  unit: z.string().max(64).nullable(),
  unitName: z.string().max(60),
  record: z.strictObject({ type: z.string().max(40), id: z.string().max(200), no: z.string().max(40) }),
  source: z.strictObject({ kind: z.enum(keysOf(SOURCES)), id: z.string().max(100), no: z.string().max(40).nullable() }),
  category: z.enum(keysOf(CATEGORIES)),
  severity: z.enum(keysOf(SEVERITIES)),
  rule: z.string().max(200),
  text: z.string().max(500),
});
export type RecordedResponsibility = z.infer<typeof RecordedResponsibility>;

/** 责任记录. Never deleted and never rewritten: a withdrawn entry stays, with who withdrew it and why. */
export const Responsibility = z.object({
  ...RecordedResponsibility.omit({ entry: true }).shape,
  _id: z.string(),
  version: z.int(),
  status: z.enum(keysOf(STATES)),
  /** ZR-2026-000001. */
  no: z.string().nullable(),
  recordedAt: z.coerce.date(),
  objectBy: z.coerce.date(),
  objection: z.object({ text: z.string(), photos: z.array(z.string()), at: z.coerce.date() }).nullable(),
  decision: z
    .object({ upheld: z.boolean(), reason: z.string(), by: z.string(), byName: z.string(), at: z.coerce.date() })
    .nullable(),
  wakeAt: z.coerce.date().nullable(),
});
export type Responsibility = z.infer<typeof Responsibility>;

const text = (label: string, max: number) =>
  z
    .string({ error: `请填写${label}` })
    .trim()
    .min(2, `请填写${label}`)
    .max(max, `${label}最多${max}字，请精简后再提交`);
export const ObjectResponsibility = z.strictObject({
  text: text('申辩意见', 1000),
  photos: z
    .array(z.string().regex(/^[0-9a-f]{64}$/, '照片还没有上传完，请稍候再提交'))
    .max(9, '照片最多9张')
    .default([]),
});
export type ObjectResponsibility = z.infer<typeof ObjectResponsibility>;
export const DecideObjection = z.strictObject({ reason: text('决定的理由', 500) });
export type DecideObjection = z.infer<typeof DecideObjection>;
export const Nothing = z.strictObject({});
