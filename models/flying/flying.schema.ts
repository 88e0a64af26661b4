/**
 * 飞行检查: an unannounced check whose target nobody but its planner and one bureau leader knows before the team is on its way. Nothing in
 * this record is the target or depends on it: it stands sealed in a collection of its own, its key in another. So every word here is a
 * choice from a list or a moment, never free text, until the target is open. Runs in the browser as well.
 */
import { z } from 'zod';
import { County, Location } from '../core/place';

const keysOf = <W extends object>(words: W) => Object.keys(words) as [keyof W & string];
const text = (label: string, max: number, min = 2) =>
  z
    .string({ error: `请填写${label}` })
    .trim()
    .min(min, `请填写${label}`)
    .max(max, `${label}最多${max}字，请精简后再提交`);
const person = (label: string) =>
  z
    .string({ error: `请选择${label}` })
    .min(1, `请选择${label}`)
    .max(64);

export const STATES = {
  draft: '起草中',
  sealed: '目标已封存',
  teamReady: '队伍就绪',
  revealed: '目标已揭示',
  onSite: '现场检查中',
  reported: '已报告结果',
  caseFiled: '已转立案',
  closed: '已结案',
  aborted: '已取消',
  compromised: '疑似泄密，已中止',
} as const;
export type FlyingStatus = keyof typeof STATES;
/** The target stands open to those who go. */
export const OPEN: readonly FlyingStatus[] = ['revealed', 'onSite', 'reported', 'caseFiled', 'closed'];
/** Over: auditors and leaders read who could know. */
export const OVER: readonly FlyingStatus[] = ['caseFiled', 'closed', 'aborted', 'compromised'];

export const MEMBER_STATES = {
  asked: '待确认',
  confirmed: '已确认',
  arrived: '已到位',
  left: '已调整',
} as const;
export const LEFT = {
  silent: '逾期未确认',
  declared: '本人申报需要回避',
  conflict: '揭示后申报冲突',
  replaced: '由负责人调整',
} as const;
export const GENERAL = {
  RELATIVE: '亲属在企业任职或经营',
  INTEREST: '本人与企业有利害关系',
  LOCAL: '与某地有特殊联系',
  OTHER: '其他需要回避的情形',
} as const;

/** One person's place in the team. A substitute has a place of their own with the same slot; slot 1 leads. */
export const Member = z.object({
  id: z.string(),
  slot: z.int(),
  person: z.string(),
  personName: z.string(),
  unitName: z.string(),
  county: County.nullable(),
  state: z.enum(keysOf(MEMBER_STATES)),
  askedAt: z.coerce.date(),
  answerBy: z.coerce.date(),
  arrivedAt: z.coerce.date().nullable(),
  location: Location.nullable(),
  /** After the reveal: whether a conflict was stated; null before they were asked. */
  conflict: z.boolean().nullable(),
  left: z.enum(keysOf(LEFT)).nullable(),
  leftAt: z.coerce.date().nullable(),
});
export type Member = z.infer<typeof Member>;

export const FINDINGS = { NONE: '未发现问题', MINOR: '轻微问题，已当场指出', VIOLATION: '涉嫌违法' } as const;
const Finding = z.enum(keysOf(FINDINGS), { error: '请选择检查结果' });

export const ABORT_REASONS = {
  WEATHER: '天气海况不允许',
  TEAM: '队伍无法成行',
  OVERTAKEN: '有更紧急的任务',
  CHANGED: '计划有变',
} as const;
export const LEAK_SIGNS = {
  WORD: '听到有人提前谈论',
  PREPARED: '现场明显有准备',
  LOST: '手机或账号失控',
  OTHER: '其他迹象',
} as const;

const Unlock = z.object({
  by: z.string(),
  byName: z.string(),
  role: z.enum(['flyingPlanner', 'bureauLeader']),
  at: z.coerce.date(),
});
export type Unlock = z.infer<typeof Unlock>;

/** The target as it stands open in the record after the reveal. */
const Opened = z.object({
  ...{ salt: z.string(), enterprise: z.string(), name: z.string(), uscc: z.string(), sector: z.string() },
  ...{ county: County, place: z.string(), location: Location, checkType: z.enum(['SPECIAL', 'CASE']) },
  campaign: z.object({ id: z.string(), text: z.string() }).nullable(),
  trigger: z
    .object({ kind: z.string(), id: z.string().nullable(), no: z.string().nullable(), text: z.string() })
    .nullable(),
  ...{ direction: z.string(), hints: z.string(), boat: z.string() },
});

export const FlyingInspection = z.object({
  _id: z.string(),
  version: z.int(),
  status: z.enum(keysOf(STATES)),
  /** FX-2026-000003. */
  no: z.string().nullable(),
  planner: z.string(),
  plannerName: z.string(),
  leader: z.string(),
  leaderName: z.string(),
  /** A second leader who may unlock without knowing the target. */
  deputy: z.string().nullable(),
  deputyName: z.string().nullable(),
  /** Planner and leader: who may look at the target before its time. */
  knowing: z.array(z.string()),
  /** These and the deputy: two of them open it together. */
  unlockers: z.array(z.string()),
  /** Where box and key stand (sealed.store.ts). */
  box: z.string(),
  /** Same of the draw of the team and of what the phones carry along. */
  drawBox: z.string().nullable(),
  packBox: z.string().nullable(),
  sealedAt: z.coerce.date().nullable(),
  /** Published the moment the target is sealed: day (Asia/Shanghai) and hash. */
  commitment: z.object({ day: z.string(), hash: z.string() }).nullable(),
  point: z.object({ name: z.string(), location: Location }),
  kit: z.string(),
  assembleAt: z.coerce.date(),
  revealAt: z.coerce.date(),
  hours: z.int(),
  /** Size of the team. */
  k: z.int(),
  /** How often a team was drawn, the hash of the last draw, and its moment. */
  draws: z.int(),
  drawHash: z.string().nullable(),
  members: z.array(Member),
  /** Userids of those who stand in the team now, and of the one who leads it. */
  crew: z.array(z.string()),
  captain: z.string().nullable(),
  departedAt: z.coerce.date().nullable(),
  unlocks: z.array(Unlock),
  revealed: z.object({ at: z.coerce.date(), how: z.enum(['time', 'unlock']), by: z.array(z.string()) }).nullable(),
  target: Opened.nullable(),
  /** Id of the check ordered with the reveal. */
  inspection: z.string().nullable(),
  onSite: z
    .object({
      at: z.coerce.date(),
      certShown: z.boolean(),
      actionCodeShown: z.boolean(),
      entryRefused: z.boolean(),
    })
    .nullable(),
  result: z
    .object({
      at: z.coerce.date(),
      by: z.string(),
      finding: Finding,
      items: z.array(z.string()),
      evidence: z.array(z.string()),
    })
    .nullable(),
  /** Why it ended early. */
  ended: z.object({ at: z.coerce.date(), by: z.string(), reason: z.string() }).nullable(),
  /** When planner and leader were told that the time came and no team was ready. */
  lateToldAt: z.coerce.date().nullable(),
  wakeAt: z.coerce.date().nullable(),
});
export type FlyingInspection = z.infer<typeof FlyingInspection>;

export const CHECK_TYPES = { SPECIAL: '专项检查', CASE: '个案检查' } as const;
export const TRIGGERS = {
  PETITION: '信访举报',
  INCIDENT: '事件移交',
  CLUE: '案件线索',
  ABNORMAL_DATA: '数据异常',
  AUDIT: '稽查交办',
  RECHECK: '复查整改',
} as const;

/** What is sealed, as the planner writes it. */
const secret = {
  enterprise: z.string({ error: '请选择检查对象' }).min(1, '请选择检查对象').max(40),
  checkType: z.enum(keysOf(CHECK_TYPES), { error: '请选择检查类型' }),
  campaign: z
    .strictObject({ id: text('专项行动编号', 40), text: text('专项行动名称', 100) })
    .nullable()
    .default(null),
  trigger: z
    .strictObject({
      kind: z.enum(keysOf(TRIGGERS), { error: '请选择触发事由' }),
      id: z.string().max(80).nullable().default(null),
      no: z.string().max(40).nullable().default(null),
      text: text('触发事由说明', 300),
    })
    .nullable()
    .default(null),
  direction: text('检查方向', 300),
  hints: z.string().trim().max(300, '档案提示最多300字').default(''),
  boat: z.string().trim().max(60, '船只安排最多60字').default(''),
};
const open = {
  leader: person('批准的局领导'),
  deputy: z.string().min(1).max(64).nullable().default(null),
  point: z.string({ error: '请选择集合地点' }).max(40),
  kit: z.string({ error: '请选择携带装备' }).max(60),
  assembleAt: z.coerce.date({ error: '请选择集合时间' }),
  revealAt: z.coerce.date({ error: '请选择揭示时间' }),
  hours: z.coerce.number().int('请填写整小时').min(1, '至少1小时').max(72, '最多72小时').default(8),
  k: z.coerce
    .number()
    .int('人数须是整数')
    .min(3, '至少3人：一名市队带队，两名来自不同县区')
    .max(3, '一队最多3人，与检查任务的派员一致')
    .default(3),
};

/** A case check has its trigger, a special one its published campaign (浙环发〔2025〕13号). */
const grounded = <T extends { checkType: string; campaign: unknown; trigger: unknown }>(schema: z.ZodType<T>) =>
  schema
    .refine(({ checkType, trigger }) => checkType !== 'CASE' || trigger !== null, {
      message: '个案检查须写明触发事由，请补充',
      path: ['trigger'],
    })
    .refine(({ checkType, campaign }) => checkType !== 'SPECIAL' || campaign !== null, {
      message: '专项检查须写明已批准公布的专项行动，请补充',
      path: ['campaign'],
    });

const Drafted = z.strictObject({ ...secret, ...open });
export const DraftFlying = grounded(Drafted);
export type DraftFlying = z.infer<typeof Drafted>;

export const Nothing = z.strictObject({});
/** What was read is what is approved: the hash that came with the look. */
export const ApproveFlying = z.strictObject({
  seen: z.string().regex(/^[0-9a-f]{64}$/, '请先查看目标，再批准'),
});
export type ApproveFlying = z.infer<typeof ApproveFlying>;
export const DeclareConflict = z.strictObject({
  relation: z.enum(keysOf(GENERAL), { error: '请选择回避情形' }),
});
export const Arrive = z.strictObject({
  location: Location.nullable().default(null),
  place: z.string().trim().max(200).default(''),
});
export type Arrive = z.infer<typeof Arrive>;
export const StateConflict = z.strictObject({
  conflict: z.union([z.boolean(), z.enum(['yes', 'no']).transform((said) => said === 'yes')], {
    error: '请选择有没有需要回避的关系',
  }),
});
export type StateConflict = z.infer<typeof StateConflict>;
export const Replace = z.strictObject({ person: person('要调整的队员') });
export type Replace = z.infer<typeof Replace>;
export const Postpone = z.strictObject({
  assembleAt: z.coerce.date({ error: '请选择集合时间' }),
  revealAt: z.coerce.date({ error: '请选择揭示时间' }),
});
export type Postpone = z.infer<typeof Postpone>;
const said = z.union([z.boolean(), z.enum(['yes', 'no']).transform((word) => word === 'yes')]);
export const ReachSite = z.strictObject({
  certShown: said.default(true),
  actionCodeShown: said.default(true),
  entryRefused: said.default(false),
});
export type ReachSite = z.infer<typeof ReachSite>;
const Hash = z.string().regex(/^[0-9a-f]{64}$/, '照片还没有上传完，请稍候再提交');
export const ReportFlying = z
  .strictObject({
    finding: Finding,
    /** One per line. */
    items: z.union([z.string().max(3_000), z.array(z.string().max(300)).max(30, '问题最多30条')]).default([]),
    /** Photos of this form; what stands in the site record is carried over by itself. */
    photos: z.array(Hash).max(20, '照片最多20张').default([]),
  })
  .transform(({ items, photos, finding }) => ({
    finding,
    photos,
    items: (typeof items === 'string' ? items.split('\n') : items).map((one) => one.trim()).filter(Boolean),
  }))
  .refine(({ items }) => items.length <= 30 && items.every((one) => one.length <= 300), {
    message: '问题最多30条，每条最多300字',
    path: ['items'],
  })
  .refine(({ finding, items }) => finding === 'NONE' || items.length > 0, {
    message: '发现问题的，请逐条写明问题',
    path: ['items'],
  });
export type ReportFlying = z.infer<typeof ReportFlying>;
export const AbortFlying = z.strictObject({ reason: z.enum(keysOf(ABORT_REASONS), { error: '请选择取消的理由' }) });
export type AbortFlying = z.infer<typeof AbortFlying>;
export const CompromiseFlying = z.strictObject({ sign: z.enum(keysOf(LEAK_SIGNS), { error: '请选择泄密迹象' }) });
export type CompromiseFlying = z.infer<typeof CompromiseFlying>;
