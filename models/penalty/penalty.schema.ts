/**
 * 行政处罚案件: its states, the clue (线索) it begins with and the four conditions of filing. What later stages add stands in
 * case.schema.ts (to the decision) and execution.schema.ts (after it). Runs in the browser as well.
 */
import { z } from 'zod';
import { approved } from '../approval/approval.schema';
import { County } from '../core/place';
import { casework, ToldDaily } from './case.schema';
import { execution } from './execution.schema';

const keysOf = <W extends object>(words: W) => Object.keys(words) as [keyof W & string];
const text = (what: string, most: number) =>
  z
    .string({ error: `请填写${what}` })
    .trim()
    .min(1, `请填写${what}`)
    .max(most, `${what}最多${most}字`);

export const STATES = {
  clue: '线索待立案审查',
  notFiled: '不予立案',
  filed: '已立案，待派员',
  filingRevoked: '立案已撤销',
  investigating: '调查中',
  suspended: '中止调查',
  terminated: '终止调查',
  investigated: '调查终结，待审查',
  reviewing: '案件审查',
  noticed: '已告知',
  stated: '已陈述申辩',
  hearingRequested: '已申请听证',
  noResponse: '未陈述申辩',
  hearingHeld: '已听证',
  rechecked: '已复核',
  legalReviewed: '已法制审核',
  discussed: '已集体讨论',
  decided: '已决定，待送达',
  served: '已送达，待缴款',
  paid: '已缴清',
  instalment: '分期缴纳',
  overdue: '逾期未缴',
  demanded: '已催告',
  courtApplied: '已申请法院执行',
  enforced: '执行完毕',
  noPenalty: '不予处罚',
  transferred: '已移送',
  closed: '已结案',
  archived: '已归档',
} as const;
export type PenaltyStatus = keyof typeof STATES;

export const SOURCES = {
  SITE_RECORD: '现场检查',
  INTERVIEW: '调查询问',
  FLYING: '飞行检查',
  PETITION: '信访举报',
  INCIDENT: '事件',
  AUDIT: '稽查',
  MONITORING: '监测数据',
  TRANSFER: '其他部门移送',
  FOLLOW_UP: '后督查',
  DAILY: '按日连续处罚',
  OTHER: '其他',
} as const;
export const ClueSource = z.strictObject({
  kind: z.enum(keysOf(SOURCES), { error: '请选择线索来源' }),
  id: z.string().max(80).nullable().default(null),
  no: z.string().max(40).nullable().default(null),
});
export type ClueSource = z.infer<typeof ClueSource>;

/** 当事人. A citizen's number of identity is kept in no clue. */
export const Party = z.strictObject({
  kind: z.enum(['ORGANISATION', 'CITIZEN']),
  name: text('当事人', 100),
  /** 统一社会信用代码 of an organisation. */
  uscc: z.string().max(30).nullable().default(null),
});
export type Party = z.infer<typeof Party>;

/** SHA-256 of a photo, video or document, as the evidence store holds it. */
export const EvidenceHash = z.string().regex(/^[0-9a-f]{64}$/, '证据编号不对，请重新选择');

/** 立案的四个条件: 生态环境行政处罚办法 第十九条. */
export const CONDITIONS = {
  initialEvidence: '有初步证据证明存在违法行为',
  penaltyPossible: '依法应当或者可以给予行政处罚',
  jurisdiction: '属于本机关管辖',
  withinLimitation: '违法行为未超过追责时效',
} as const;
export type ConditionName = keyof typeof CONDITIONS;

/** Yes or no, and why. */
export const Condition = z.strictObject({ met: z.boolean(), reason: text('理由', 300) });
export const Conditions = z.strictObject({
  initialEvidence: Condition,
  penaltyPossible: Condition,
  jurisdiction: Condition,
  withinLimitation: Condition,
});
export type Conditions = z.infer<typeof Conditions>;

/** 延长审查期限, once: asked for with a reason, approved by a head. */
export const Extension = z.object({
  askedBy: z.string(),
  askedAt: z.coerce.date(),
  reason: z.string(),
  approvedBy: z.string().nullable(),
  approvedAt: z.coerce.date().nullable(),
  refusedReason: z.string().nullable(),
});

export const PenaltyCase = z.object({
  _id: z.string(),
  version: z.int(),
  no: z.string().nullable(),
  status: z.enum(keysOf(STATES)),
  source: ClueSource,
  enterprise: z.string().nullable(),
  party: Party,
  county: County,
  facts: z.string(),
  /** Day of the act as far as it is known (YYYY-MM-DD): the limitation runs from it, and it says which law applies. */
  actOn: z.string().nullable(),
  evidence: z.array(EvidenceHash),
  /** Officers who found it. */
  officers: z.array(z.object({ id: z.string(), name: z.string() })),
  team: z.array(z.string()),
  /** Who registered the clue; whoever that is does not decide about it. */
  registeredBy: z.string(),
  registeredByName: z.string(),
  registeredAt: z.coerce.date(),
  /** End of the preliminary review, the extension included. */
  reviewDueAt: z.coerce.date(),
  extension: Extension.nullable(),
  conditions: Conditions.nullable(),
  decidedBy: z.string().nullable(),
  decidedByName: z.string().nullable(),
  decidedAt: z.coerce.date().nullable(),
  decisionReason: z.string().nullable(),
  ...casework,
  ...execution,
  alarms: z.array(z.string()),
  wakeAt: z.coerce.date().nullable(),
});
export type PenaltyCase = z.infer<typeof PenaltyCase>;

const said = {
  source: ClueSource,
  enterprise: z.string().max(40).nullable().default(null),
  party: Party,
  county: County,
  facts: text('违法事实', 2_000),
  actOn: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/, '日期应写作 2026-08-15')
    .refine((day) => z.iso.date().safeParse(day).success, '没有这一天，请核对行为日期')
    .nullable()
    .default(null),
  evidence: z.array(EvidenceHash).max(500, '证据最多500件').default([]),
};

/** What an officer enters to register a clue. */
export const RegisterClue = z.strictObject(said);
export type RegisterClue = z.infer<typeof RegisterClue>;

/** What the effect `penalty.clue` carries (penalty.effects.ts, `registerPenaltyClue`). */
export const ToldClue = z.strictObject({
  ...said,
  /** Id of the case, made from the id of the record that tells it. */
  penalty: z.string().min(1).max(80),
  officers: z.array(z.string().max(64)).max(20).default([]),
  /** The person whose step told it; default: the first of the officers. */
  registeredBy: z.string().max(64).nullable().default(null),
  /** Of a daily penalty. */
  daily: ToldDaily.nullable().default(null),
});
export type ToldClue = z.input<typeof ToldClue>;

/** 立案 and 不予立案 answer all four conditions. */
const answered = Object.fromEntries(
  (Object.keys(CONDITIONS) as ConditionName[]).flatMap((name) => [
    [name, z.boolean({ error: `请回答：${CONDITIONS[name]}` })],
    [`${name}Reason`, text(`“${CONDITIONS[name]}”的理由`, 300)],
  ]),
) as { [N in ConditionName as N]: z.ZodBoolean } & { [N in ConditionName as `${N}Reason`]: z.ZodString };
export const FilePenalty = approved(answered);
export type FilePenalty = z.infer<typeof FilePenalty>;
export const ApproveExtension = approved({});
export const RefuseFiling = z.strictObject({ ...answered, reason: text('不予立案的理由', 500) });
export type RefuseFiling = z.infer<typeof RefuseFiling>;
export const AskExtension = z.strictObject({ reason: text('延长的理由', 300) });
export type AskExtension = z.infer<typeof AskExtension>;
export const RefuseExtension = z.strictObject({ reason: text('不同意的理由', 300) });
export type RefuseExtension = z.infer<typeof RefuseExtension>;
export const Nothing = z.strictObject({});
