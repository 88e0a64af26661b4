/** 稽查: what an audit of enforcement is, and what each of its steps takes. Runs in the browser as well. */
import { z } from 'zod';
import { County } from '../core/place';
import { ScoreSheet } from './fileScore.schema';

const keysOf = <W extends object>(words: W) => Object.keys(words) as [keyof W & string];

export const STATES = {
  planned: '已立项，待抽样',
  sampled: '已抽样',
  notified: '已通知被稽查单位',
  unannounced: '不通知稽查',
  reviewing: '查阅中',
  findingsDraft: '稽查意见待发送',
  replyWindow: '被稽查单位答复期',
  findingsFinal: '稽查意见已确定',
  rectifying: '整改中',
  verified: '整改已核实',
  closed: '已办结',
  referred: '已移送追责',
  calledOff: '已取消',
} as const;
export type AuditStatus = keyof typeof STATES;
/** In which somebody still has something to do. */
export const OPEN_STATES: readonly AuditStatus[] = [
  ...(['planned', 'sampled', 'notified', 'unannounced', 'reviewing', 'findingsDraft'] as const),
  ...(['replyWindow', 'findingsFinal', 'rectifying', 'verified'] as const),
];

/** Kinds of records; sources.ts says where each is kept. */
export const RECORD_TYPES = {
  siteRecord: '现场检查笔录',
  petition: '信访件',
  case: '案件',
  alert: '事件和告警',
} as const;
export const RecordType = z.enum(keysOf(RECORD_TYPES), { error: '请选择记录类型' });
export type RecordType = z.infer<typeof RecordType>;

/** Why a record is looked at in any case. */
export const RISK_FLAGS = {
  LATE_CREATED: '事后超过24小时才建档',
  FAR_AWAY: '定位离现场超过500米',
  APART: '两名执法人员的手机不在一处',
  SAME_PHOTO: '照片与其他记录相同',
  BACK_DATED: '时间有倒填迹象',
  NO_REPLY: '未答复、未处置即办结',
  WITHDRAWN: '告警被撤回或作无效处理',
  MADE_UP_POSITION: '定位疑似伪造',
  CLOCK_TURNED: '手机时间被调整',
  OTHER: '记录自带的风险标记',
} as const;
export const RiskFlag = z.enum(keysOf(RISK_FLAGS));
export type RiskFlag = z.infer<typeof RiskFlag>;

export const CATEGORIES = {
  PROCEDURE: '程序',
  EVIDENCE: '证据',
  LAW: '法律适用',
  TIMELINESS: '时限',
  ATTITUDE: '作风',
  DATA: '数据',
} as const;
export const SEVERITIES = { VETO: '一票否决', MAJOR: '较重', MINOR: '一般' } as const;
export const Severity = z.enum(keysOf(SEVERITIES), { error: '请选择严重程度' });
export type Severity = z.infer<typeof Severity>;
export const STANCES = { ACCEPT: '认可', DISPUTE: '有异议' } as const;
export const TRIGGERS = {
  PLAN: '年度计划',
  LEADER: '领导交办',
  FLYING: '飞行检查疑似泄密',
  OTHER: '其他线索',
} as const;

const text = (label: string, max: number, least = 2) =>
  z
    .string({ error: `请填写${label}` })
    .trim()
    .min(least, `请填写${label}`)
    .max(max, `${label}最多${max}字，请精简后再提交`);
const Day = z
  .string({ error: '请选择日期' })
  .regex(/^\d{4}-\d{2}-\d{2}$/, '日期应写作 2026-12-31')
  .refine((day) => !Number.isNaN(Date.parse(day)) && new Date(day).toISOString().startsWith(day), '没有这一天，请核对');
const Person = z.string({ error: '请选择人员' }).min(1, '请选择人员').max(64);
const photos = z
  .array(z.string().regex(/^[0-9a-f]{64}$/, '照片还没有上传完，请稍候再提交'))
  .max(9, '照片最多9张')
  .default([]);

export const Responsible = z.object({ id: z.string(), name: z.string() });

/** One thing found wrong with one record. */
export const Finding = z.object({
  /** Within the audit: `<item>#<n>`. */
  id: z.string(),
  item: z.string(),
  recordId: z.string(),
  recordNo: z.string(),
  category: z.enum(keysOf(CATEGORIES)),
  severity: Severity,
  rule: z.string(),
  text: z.string(),
  responsible: z.array(Responsible),
});
export type Finding = z.infer<typeof Finding>;

/** What the head of the unit answered; `NONE` is written by the clock when the window has passed in silence. */
export const Reply = z.object({
  stance: z.enum(['ACCEPT', 'DISPUTE', 'NONE']),
  text: z.string(),
  evidence: z.array(z.string()),
  planDueAt: z.coerce.date().nullable(),
  at: z.coerce.date(),
  by: z.string(),
});

/** A finding on its way from the draft to the end: answered, upheld or withdrawn. */
export const StandingFinding = Finding.extend({
  reply: Reply.nullable(),
  /** Null until the findings are final. */
  upheld: z.boolean().nullable(),
  ruling: z.string().nullable(),
});
export type StandingFinding = z.infer<typeof StandingFinding>;

/** One sampled record and what its reading gave. */
export const Item = z.object({
  /** `<type>:<record id>`. */
  id: z.string(),
  type: RecordType,
  record: z.string(),
  no: z.string(),
  at: z.coerce.date(),
  offHours: z.boolean(),
  flags: z.array(RiskFlag),
  /** Whether it must be looked at whatever the stop rule says: flagged, or drawn by lot within the sample size. */
  required: z.boolean(),
  reviewedAt: z.coerce.date().nullable(),
  reviewedBy: z.string().nullable(),
  remark: z.string(),
  /** Has a finding of a severity that the policy counts as defective. */
  defective: z.boolean(),
  findings: z.array(Finding),
  sheet: ScoreSheet.nullable(),
});
export type Item = z.infer<typeof Item>;

export const StopPlan = z.object({
  size: z.int(),
  defectPermille: z.int(),
  goodPermille: z.int(),
  alphaPermille: z.int(),
  betaPermille: z.int(),
});

/** How one stratum (unit × record type) was drawn; sampling.ts explains the figures. */
export const Stratum = z.object({
  type: RecordType,
  size: z.int(),
  /** SHA-256 of the frame, under which it is kept in `audit_frames`. */
  frameHash: z.string(),
  figures: z.object({ least: z.int(), permille: z.int(), offHoursPermille: z.int() }),
  flagged: z.array(z.string()),
  lot: z.array(z.string()),
  offHours: z.object({ drawn: z.int(), wanted: z.int(), there: z.int() }),
  /** With the stop rule: the records in the order of the lot, and the longest it may go on. */
  sequential: z.object({ plan: StopPlan, queue: z.array(z.string()) }).nullable(),
  /** When a person has stopped on the rule's word. */
  stopped: z
    .object({
      at: z.coerce.date(),
      by: z.string(),
      verdict: z.enum(['pass', 'fail']),
      reviewed: z.int(),
      words: z.string(),
    })
    .nullable(),
});
export type Stratum = z.infer<typeof Stratum>;

export const Auditor = z.object({
  id: z.string(),
  name: z.string(),
  unitName: z.string(),
  how: z.enum(['appointed', 'drawn']),
});
export type Auditor = z.infer<typeof Auditor>;

/** Which records: those of the unit whose time lies between the first and the last Shanghai day. */
export const Scope = z.object({
  types: z.array(RecordType),
  fromDay: z.string(),
  toDay: z.string(),
  stopRule: z.boolean(),
});
export type Scope = z.infer<typeof Scope>;

/** 稽查件: one unit over one period, from the plan to the proof that what was wrong has been put right. */
export const Audit = z.object({
  _id: z.string(),
  version: z.int(),
  status: z.enum(keysOf(STATES)),
  /** ZJ-2026-000001. */
  no: z.string().nullable(),
  title: z.string(),
  trigger: z.object({ kind: z.enum(keysOf(TRIGGERS)), id: z.string().nullable(), no: z.string().nullable() }),
  /** Department id of the audited unit; null while a leader still has to say which (ordered by another record). */
  unit: z.string().nullable(),
  unitName: z.string(),
  county: County.nullable(),
  /** Head of the unit, who answers. */
  head: z.string().nullable(),
  scope: Scope.nullable(),
  plannedBy: z.string(),
  plannedByName: z.string(),
  plannedAt: z.coerce.date(),
  /** Ids of `team`; the table of access reads it. */
  auditors: z.array(z.string()),
  team: z.array(Auditor),
  /** Rotation guests of the unit and others who have to stay away, as looked up at the latest step (independence.ts). */
  guests: z.array(z.string()),
  /** SHA-256 of the seed, published with the plan; the seed itself from the draw on. */
  commitment: z.string(),
  seed: z.string().nullable(),
  strata: z.array(Stratum),
  items: z.array(Item),
  sampledAt: z.coerce.date().nullable(),
  notifiedAt: z.coerce.date().nullable(),
  findings: z.array(StandingFinding),
  replyDueAt: z.coerce.date().nullable(),
  replyStartedAt: z.coerce.date().nullable(),
  /** When the window ended: the last answer, or silence at its end. */
  windowClosedAt: z.coerce.date().nullable(),
  finalAt: z.coerce.date().nullable(),
  rectifyFrom: z.coerce.date().nullable(),
  rectifyDueAt: z.coerce.date().nullable(),
  rectified: z
    .object({ text: z.string(), photos: z.array(z.string()), at: z.coerce.date(), by: z.string() })
    .nullable(),
  /** Alarms that the clock has raised already. */
  alarms: z.array(z.string()),
  outcomeReason: z.string().nullable(),
  closedAt: z.coerce.date().nullable(),
  wakeAt: z.coerce.date().nullable(),
});
export type Audit = z.infer<typeof Audit>;

const scope = {
  unit: z.string({ error: '请选择被稽查单位' }).min(1, '请选择被稽查单位').max(64),
  types: z
    .array(RecordType)
    .min(1, '至少选择一类记录')
    .max(10)
    .refine((types) => new Set(types).size === types.length, '同一类记录只选一次'),
  fromDay: Day,
  toDay: Day,
  /** 序贯停止规则. */
  stopRule: z.boolean().default(false),
};
const auditors = z
  .array(Person)
  .min(1, '至少指定一名稽查员')
  .max(10, '稽查员最多10人')
  .refine((ids) => new Set(ids).size === ids.length, '同一人只能选一次');

export const PlanAudit = z.strictObject({
  ...scope,
  title: text('稽查名称', 60),
  trigger: z.enum(['PLAN', 'LEADER', 'OTHER']).default('PLAN'),
});
export type PlanAudit = z.infer<typeof PlanAudit>;
export const RescopeAudit = z.strictObject(scope);
export type RescopeAudit = z.infer<typeof RescopeAudit>;
export const AppointAuditors = z.strictObject({ auditors });
export type AppointAuditors = z.infer<typeof AppointAuditors>;
export const DrawAuditors = z.strictObject({
  count: z.coerce.number({ error: '请填写人数' }).int('人数须是整数').min(1, '至少抽1人').max(6, '最多抽6人'),
});
export type DrawAuditors = z.infer<typeof DrawAuditors>;
export const Nothing = z.strictObject({});
export const WithReason = z.strictObject({ reason: text('理由', 300) });
export type WithReason = z.infer<typeof WithReason>;
export const NotifyUnit = z.strictObject({ words: z.string().trim().max(300, '说明最多300字').default('') });
export type NotifyUnit = z.infer<typeof NotifyUnit>;

export const FoundWrong = z.strictObject({
  category: z.enum(keysOf(CATEGORIES), { error: '请选择问题类别' }),
  severity: Severity,
  rule: text('依据', 200),
  text: text('问题', 500),
  /** Persons of the audited unit. */
  responsible: z.array(Person).max(10, '责任人最多10名').default([]),
});
export type FoundWrong = z.infer<typeof FoundWrong>;
export const ReviewItem = z.strictObject({
  item: z.string({ error: '请选择要登记的记录' }).min(1).max(200),
  remark: z.string().trim().max(500, '说明最多500字').default(''),
  findings: z.array(FoundWrong).max(20, '一件记录最多记20个问题').default([]),
  sheet: ScoreSheet.nullable().default(null),
});
export type ReviewItem = z.infer<typeof ReviewItem>;
export const StopStratum = z.strictObject({ type: RecordType });
export type StopStratum = z.infer<typeof StopStratum>;

/** The reply to all open findings, or to those named. */
export const ReplyFindings = z.strictObject({
  stance: z.enum(['ACCEPT', 'DISPUTE'], { error: '请选择是否认可' }),
  text: text('答复意见', 1000),
  photos,
  planDueAt: z.preprocess((day) => (day === '' ? null : day), Day.nullable().default(null)),
  findings: z.array(z.string().max(220)).max(200).default([]),
});
export type ReplyFindings = z.infer<typeof ReplyFindings>;
/** Disputed findings that the auditors give up; all others stand. */
export const FinaliseFindings = z.strictObject({
  withdrawn: z.array(z.string().max(220)).max(200).default([]),
  ruling: text('对答复意见的处理说明', 500),
});
export type FinaliseFindings = z.infer<typeof FinaliseFindings>;
export const OrderRectification = z.strictObject({
  /** Default: the day the unit planned, at most the period of the rule. */
  dueOn: z.preprocess((day) => (day === '' ? null : day), Day.nullable().default(null)),
  words: text('整改要求', 500),
});
export type OrderRectification = z.infer<typeof OrderRectification>;
export const ReportRectified = z.strictObject({ text: text('整改情况', 1000), photos });
export type ReportRectified = z.infer<typeof ReportRectified>;

/** What another record's effect `audit.ordered` carries: an audit that a leader still has to give its scope. */
export const OrderedAudit = z.object({
  /** Id of the audit, made from the ordering record's; so a repeated order has one effect. */
  audit: z.string().min(1).max(100),
  title: z.string().min(1).max(60),
  trigger: z.object({
    kind: z.enum(keysOf(TRIGGERS)),
    id: z.string().max(100).nullable().default(null),
    no: z.string().max(40).nullable().default(null),
  }),
  unit: z.string().max(64).nullable().default(null),
  /** Userid of whoever ordered it; default: the clock. */
  orderedBy: z.string().max(64).nullable().default(null),
});
export type OrderedAudit = z.input<typeof OrderedAudit>;
