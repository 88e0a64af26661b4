/**
 * 五步三清单, one problem of it: found, told, helped with, corrected, looked at and signed off, with a person of the enterprise who answers for
 * it, a division that supervises, and a last day. Hangs on the penalty case it belongs to, where there is one. Runs in the browser.
 */
import { z } from 'zod';
import { County } from '../core/place';

const keysOf = <W extends object>(words: W) => Object.keys(words) as [keyof W & string];
const text = (what: string, most: number, least = 1) =>
  z
    .string({ error: `请填写${what}` })
    .trim()
    .min(least, `请填写${what}`)
    .max(most, `${what}最多${most}字`);
const Hash = z.string().regex(/^[0-9a-f]{64}$/, '照片编号不对，请重新选择');
const Day = z
  .string({ error: '请选择日期' })
  .regex(/^\d{4}-\d{2}-\d{2}$/, '日期应写作 2026-08-15')
  .refine((day) => z.iso.date().safeParse(day).success, '没有这一天，请重新选择日期');

export const STATES = {
  found: '已发现，待告知',
  told: '已告知，待整改方案',
  serving: '帮扶中，待整改方案',
  rectifying: '整改中',
  checking: '待核实',
  overdue: '整改逾期',
  penalised: '已转处罚',
  signedOff: '已销号',
  published: '已公开',
} as const;
export type RectificationStatus = keyof typeof STATES;
export const OPEN_STATES: readonly RectificationStatus[] = [
  ...(['found', 'told', 'serving', 'rectifying', 'checking', 'overdue'] as const),
];

/** 责任处室 by what is polluted. 三清单: the responsibility list. */
export const MEDIA = {
  WATER: '水',
  SEA: '海洋',
  AIR: '大气',
  SOLID: '土壤与固废',
  EIA: '行政许可',
  MONITORING: '执法与监测',
  OTHER: '综合',
} as const;
export const Medium = z.enum(keysOf(MEDIA), { error: '请选择问题类别' });
export const SEVERITIES = { MINOR: '轻微', NORMAL: '一般', SERIOUS: '较重', VETO: '应当直接查处' } as const;
export const Severity = z.enum(keysOf(SEVERITIES), { error: '请选择严重程度' });
export const NEEDS = {
  TECH: '技术帮扶',
  POLICY: '政策咨询',
  PERMIT: '许可办理',
  FINANCE: '资金支持',
  TRAINING: '培训',
  CONTACT: '协调联系',
} as const;
export const Need = z.enum(keysOf(NEEDS), { error: '请选择需要的服务' });

export const Rectification = z.object({
  _id: z.string(),
  version: z.int(),
  no: z.string().nullable(),
  status: z.enum(keysOf(STATES)),
  /** The penalty case it belongs to; null when it came from a check without one. */
  case: z.string().nullable(),
  enterprise: z.string().nullable(),
  partyName: z.string(),
  county: County,
  medium: Medium,
  fact: z.string(),
  standard: z.string(),
  severity: Severity,
  /** Who of the enterprise answers for it. */
  owner: z.string(),
  /** Userid of whoever supervises it, on behalf of the division. */
  supervisor: z.string(),
  supervisorName: z.string(),
  dueOn: Day,
  evidence: z.array(Hash),
  foundBy: z.string(),
  foundAt: z.coerce.date(),
  told: z.object({ at: z.coerce.date(), to: z.string() }).nullable(),
  /** 服务需求清单. */
  services: z.array(z.object({ need: Need, text: z.string(), at: z.coerce.date(), answer: z.string().nullable() })),
  plan: z.object({ at: z.coerce.date(), text: z.string() }).nullable(),
  claim: z.object({ at: z.coerce.date(), by: z.string(), text: z.string(), photos: z.array(Hash) }).nullable(),
  /** It is sent back once; then it is signed off or punished. */
  sentBack: z.object({ at: z.coerce.date(), by: z.string(), reason: z.string() }).nullable(),
  signedOff: z.object({ at: z.coerce.date(), by: z.string(), name: z.string(), note: z.string() }).nullable(),
  /** Id of the clue it became. */
  clue: z.string().nullable(),
  since: z.coerce.date(),
  alarms: z.array(z.string()),
  wakeAt: z.coerce.date().nullable(),
});
export type Rectification = z.infer<typeof Rectification>;

/** 发现问题: of a case, whose party and county it takes over, or of an enterprise or a named party. */
export const FoundRectification = z.strictObject({
  case: z.string().max(80).nullable().default(null),
  enterprise: z.string().max(40).nullable().default(null),
  partyName: z.string().trim().max(100, '单位名称最多100字').default(''),
  county: County.nullable().default(null),
  medium: Medium,
  fact: text('问题', 500, 4),
  standard: text('依据或标准', 300, 2),
  severity: Severity,
  owner: text('企业责任人', 40, 2),
  /** Default: whoever enters it. */
  supervisor: z.string().max(64).nullable().default(null),
  dueOn: Day,
  evidence: z.array(Hash).max(30, '照片最多30张').default([]),
});
export type FoundRectification = z.infer<typeof FoundRectification>;

export const TellOwner = z.strictObject({ to: text('告知了谁', 40, 2) });
export type TellOwner = z.infer<typeof TellOwner>;
export const AskService = z.strictObject({ need: Need, text: text('需要什么帮助', 300, 2) });
export type AskService = z.infer<typeof AskService>;
export const AnswerService = z.strictObject({ answer: text('帮扶情况', 500, 2) });
export type AnswerService = z.infer<typeof AnswerService>;
export const FilePlan = z.strictObject({ text: text('整改方案', 1_000, 4) });
export type FilePlan = z.infer<typeof FilePlan>;
export const ClaimDone = z.strictObject({
  text: text('整改完成情况', 500, 4),
  photos: z.array(Hash).max(9, '最多9张照片').default([]),
});
export type ClaimDone = z.infer<typeof ClaimDone>;
export const Remark = z.strictObject({ note: z.string().trim().max(300, '说明最多300字').default('') });
export type Remark = z.infer<typeof Remark>;
export const WithReason = z.strictObject({ reason: text('理由', 300, 2) });
export type WithReason = z.infer<typeof WithReason>;
export const HandOver = z.strictObject({ person: z.string({ error: '请选择督办人' }).min(1, '请选择督办人').max(64) });
export type HandOver = z.infer<typeof HandOver>;
export const Nothing = z.strictObject({});
