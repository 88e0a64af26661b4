/**
 * 检查任务: two or more certified officers are sent to one site, on a plan or because of a named cause. What they find there is the site
 * record's; this says who goes, until when, on what ground, and under which action code. Runs in the browser as well.
 */
import { z } from 'zod';
import { Sector } from '../enterprise/enterprise.schema';
import { County, Location } from '../core/place';

const keysOf = <W extends object>(words: W) => Object.keys(words) as [keyof W & string];
const text = (what: string, most: number) =>
  z
    .string({ error: `请填写${what}` })
    .trim()
    .min(1, `请填写${what}`)
    .max(most, `${what}最多${most}字`);
export const Day = z
  .string({ error: '请选择日期' })
  .regex(/^\d{4}-\d{2}-\d{2}$/, '日期应写作 2026-08-15')
  .refine((day) => z.iso.date().safeParse(day).success, '没有这一天，请重新选择日期');

export const CHECK_TYPES = { ROUTINE: '日常检查', SPECIAL: '专项检查', CASE: '个案检查' } as const;
export const CheckType = z.enum(keysOf(CHECK_TYPES), { error: '请选择检查类型' });
export type CheckType = z.infer<typeof CheckType>;

/** What a check outside the plan is caused by; without one of these a 个案检查 is not allowed. */
export const TRIGGERS = {
  PETITION: '信访举报',
  INCIDENT: '事件移交',
  CLUE: '案件线索',
  ABNORMAL_DATA: '数据异常',
  FLYING: '飞行检查',
  AUDIT: '稽查交办',
  RECHECK: '复查整改',
} as const;
export const TriggerKind = z.enum(keysOf(TRIGGERS), { error: '请选择触发事由' });
export type TriggerKind = z.infer<typeof TriggerKind>;

/** The cause: its kind, the record behind it with its number as far as there is one, and words for the record of the check. */
export const Trigger = z.strictObject({
  kind: TriggerKind,
  id: z.string().max(80).nullable(),
  no: z.string().max(40).nullable(),
  text: z.string().max(300),
});
export type Trigger = z.infer<typeof Trigger>;

/** The plan or campaign the check belongs to; `id` is the number under which it was published. */
export const Plan = z.strictObject({ id: text('检查计划编号', 40), text: z.string().max(200) });
export type Plan = z.infer<typeof Plan>;

export const STATES = {
  planned: '待派员',
  assigned: '已派员，待签收',
  acknowledged: '已签收',
  onSite: '现场检查中',
  done: '已完成',
  cancelled: '已取消',
} as const;
export type InspectionStatus = keyof typeof STATES;
/** In which somebody still has something to do. */
export const OPEN_STATES: readonly InspectionStatus[] = ['planned', 'assigned', 'acknowledged', 'onSite'];

/** What the check as a whole found: the gravest finding of its site record. */
export const OUTCOMES = { NONE: '未发现问题', PROBLEM: '发现问题', VIOLATION: '发现涉嫌违法' } as const;
export const CheckOutcome = z.enum(keysOf(OUTCOMES));
export type CheckOutcome = z.infer<typeof CheckOutcome>;

/** One certified officer as the certificate read on the day of the assignment; `certificateValidTo` is its last day. */
export const AssignedOfficer = z.object({
  id: z.string(),
  name: z.string(),
  certificateNo: z.string(),
  certificateValidTo: Day,
});
export type AssignedOfficer = z.infer<typeof AssignedOfficer>;

export const Inspection = z.object({
  _id: z.string(),
  version: z.int(),
  no: z.string().nullable(),
  status: z.enum(keysOf(STATES)),
  checkType: CheckType,
  /** ROUTINE and SPECIAL have a plan, CASE has a trigger. */
  plan: Plan.nullable(),
  trigger: Trigger.nullable(),
  /** Id of the enterprise; null for a site that belongs to nobody on the register (a spill, a dump, an unlicensed yard). */
  enterprise: z.string().nullable(),
  /** Name of the enterprise, or of the site. */
  enterpriseName: z.string(),
  sector: Sector,
  county: County,
  place: z.string(),
  /** GCJ-02; null where nobody could say yet where it is. */
  location: Location.nullable(),
  officers: z.array(AssignedOfficer),
  /** Userids of `officers`: what scopes and lists read. */
  team: z.array(z.string()),
  /** Userids of those who have said 收到. */
  acknowledgedBy: z.array(z.string()),
  /** Who said they cannot go, and why, until the task is assigned anew. */
  declined: z.array(z.object({ id: z.string(), reason: z.string(), at: z.coerce.date() })),
  /** The day on which it is to be done (Asia/Shanghai); certificates have to be valid on it. */
  plannedOn: Day,
  /** End of the last day on which it may be done. */
  dueAt: z.coerce.date(),
  /** 行政行为码, given at creation, shown on site (亮码) and scanned before the first finding. */
  actionCode: z.string(),
  /** What the officers are to look at in particular. */
  instruction: z.string(),
  orderedBy: z.string(),
  orderedByName: z.string(),
  createdAt: z.coerce.date(),
  /** Arrival on site, by the site record. */
  startedAt: z.coerce.date().nullable(),
  finishedAt: z.coerce.date().nullable(),
  /** Id of the site record once there is one; the same as that of the task. */
  siteRecord: z.string().nullable(),
  outcome: CheckOutcome.nullable(),
  cancelledReason: z.string().nullable(),
  /** Ids of the alarms that were told already, and when the clock looks again. */
  alarms: z.array(z.string()),
  wakeAt: z.coerce.date().nullable(),
});
export type Inspection = z.infer<typeof Inspection>;

/** Ordered by a flying inspection whose team has not been on site: called off before, it stays secret for good. */
export const isUnannounced = ({ trigger, startedAt }: Pick<Inspection, 'trigger' | 'startedAt'>): boolean =>
  trigger?.kind === 'FLYING' && trigger.id !== null && startedAt === null;

/** Officers of one check: two at least (行政处罚法 第四十二条), each named once. */
const Team = z
  .array(z.string().max(64), { error: '请选择执法人员' })
  .min(2, '现场检查至少要两名持证执法人员，请再选一名')
  .max(8, '一次检查最多派八名执法人员')
  .refine((ids) => new Set(ids).size === ids.length, '同一名执法人员只能选一次，请换一名');

const ordered = {
  checkType: CheckType,
  plan: Plan.nullable().default(null),
  trigger: Trigger.nullable().default(null),
  enterprise: z.string().max(40).nullable().default(null),
  siteName: z.string().trim().max(100).default(''),
  county: County.nullable().default(null),
  place: z.string().trim().max(100).default(''),
  location: Location.nullable().default(null),
  plannedOn: Day,
  /** Last day; default: the planned day. */
  dueOn: Day.nullable().default(null),
  officers: Team.nullable().default(null),
  instruction: z.string().trim().max(500, '检查要求最多500字').default(''),
};

/** What a head enters to order a check. Without officers the branch head of the county is asked to name them. */
export const CreateInspection = z.strictObject(ordered);
export type CreateInspection = z.infer<typeof CreateInspection>;

/** What the effect `inspection.ordered` carries (inspection.effects.ts, `orderInspection`). */
export const OrderedInspection = z.strictObject({
  ...ordered,
  /** Id of the task, made by whoever orders it from the id of their record; so a repeated order has one effect. */
  inspection: z.string().min(1).max(80),
  checkType: CheckType.default('CASE'),
  /** Default: the day of the order. */
  plannedOn: Day.nullable().default(null),
  /** Person who ordered it; default: the clock. */
  orderedBy: z.string().max(64).nullable().default(null),
});
export type OrderedInspection = z.input<typeof OrderedInspection>;

const Officer = z.string({ error: '请选择执法人员' }).min(1, '请选择执法人员').max(64);
/** 派员、改派: two, with a third where it is wanted. */
export const AssignOfficers = z.strictObject({
  first: Officer,
  second: Officer,
  third: z.string().max(64).nullable().default(null),
});
export type AssignOfficers = z.infer<typeof AssignOfficers>;
export const DeclineInspection = z.strictObject({ reason: text('去不了的原因', 200) });
export type DeclineInspection = z.infer<typeof DeclineInspection>;
export const PostponeInspection = z.strictObject({ plannedOn: Day, reason: text('改期的原因', 200) });
export type PostponeInspection = z.infer<typeof PostponeInspection>;
export const CancelInspection = z.strictObject({ reason: text('取消的原因', 200) });
export type CancelInspection = z.infer<typeof CancelInspection>;
export const Nothing = z.strictObject({});

/** What the site record tells: somebody has arrived, or the record is locked with its gravest finding. */
export const BeginInspection = z.strictObject({ siteRecord: z.string().max(80), at: z.coerce.date() });
export type BeginInspection = z.infer<typeof BeginInspection>;
export const FinishInspection = z.strictObject({
  siteRecord: z.string().max(80),
  at: z.coerce.date(),
  outcome: CheckOutcome,
});
export type FinishInspection = z.infer<typeof FinishInspection>;
