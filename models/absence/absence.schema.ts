import { z } from 'zod';
import { County } from '../core/place';

export const KINDS = {
  LEAVE: '请假',
  MEDICAL: '病假',
  MATERNITY: '产假或哺乳',
  TRAINING: '培训',
  SECONDMENT: '借调',
} as const;
export const Kind = z.enum(Object.keys(KINDS) as [keyof typeof KINDS], { error: '请选择离岗类型' });
export type Kind = z.infer<typeof Kind>;

export const STATES = { requested: '待批准', approved: '已批准', refused: '未批准', cancelled: '已撤回' } as const;

/** 离岗: a stretch of time in which somebody can be put on no post. */
export const Absence = z.object({
  _id: z.string(),
  version: z.int(),
  status: z.enum(['requested', 'approved', 'refused', 'cancelled']),
  kind: Kind,
  /** DingTalk userid. */
  person: z.string(),
  personName: z.string(),
  unit: z.string().nullable(),
  unitName: z.string().nullable(),
  county: County.nullable(),
  /** Head of the unit, who approves; a bureau leader where the unit has none, or the head is the person. */
  head: z.string().nullable(),
  from: z.coerce.date(),
  to: z.coerce.date(),
  reason: z.string(),
  /** The shift from whose card it was asked for. */
  shift: z.string().nullable(),
  decidedBy: z.string().nullable(),
  decision: z.string().nullable(),
});
export type Absence = z.infer<typeof Absence>;

const reason = (label: string) =>
  z
    .string({ error: `请填写${label}` })
    .trim()
    .min(2, `请填写${label}`)
    .max(300, `${label}最多300字，请精简后再提交`);

/** Longer is a change of post, not an absence. */
const LONGEST_MS = 400 * 24 * 3_600_000;

export const RequestAbsence = z
  .strictObject({
    kind: Kind,
    from: z.coerce.date({ error: '请填写开始时间' }),
    to: z.coerce.date({ error: '请填写结束时间' }),
    reason: reason('事由'),
  })
  .refine(({ from, to }) => to > from, { error: '结束时间要晚于开始时间', path: ['to'] })
  .refine(({ from, to }) => to.getTime() - from.getTime() <= LONGEST_MS, {
    error: '一次离岗最长400天，请核对起止时间',
    path: ['to'],
  });
export type RequestAbsence = z.infer<typeof RequestAbsence>;
export const ApproveAbsence = z.strictObject({});
export const RefuseAbsence = z.strictObject({ reason: reason('不批准的理由') });
export const CancelAbsence = z.strictObject({});
