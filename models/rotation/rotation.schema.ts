import { z } from 'zod';
import { County, Location } from '../core/place';

/** What the drawn are needed for. A choice, never free text: words would give the sealed target away. */
export const DUTIES = {
  NIGHT_PATROL: '夜间巡查',
  FLYING: '飞行检查',
  SPECIAL: '专项执法行动',
  EMERGENCY: '应急值守',
  JOINT: '交叉执法',
  CAMPAIGN: '集中攻坚',
} as const;
export const Duty = z.enum(Object.keys(DUTIES) as [keyof typeof DUTIES], { error: '请选择任务类型' });

export const STATES = {
  drafted: '待抽签',
  drawn: '已抽签，等待答复',
  confirmed: '人员已确认',
  closed: '已结束',
  discarded: '已作废',
  calledOff: '已取消',
} as const;
export type RoundStatus = keyof typeof STATES;

export const SEAT_STATES = {
  offered: '待答复',
  confirmed: '已接受',
  declined: '说明困难，待审',
  excused: '已批准不参加',
  absent: '缺席',
  served: '已服务',
  released: '已解除',
} as const;
export type SeatState = keyof typeof SEAT_STATES;

/** Seats whose holder still stands in the round, or has served in it. They count as a service when the next round is drawn. */
export const STANDING: readonly SeatState[] = ['offered', 'confirmed', 'declined', 'served'];

export const REASONS = {
  SICK: '本人生病',
  FAMILY: '家中急事',
  LEAVE: '已批准请假',
  TRIP: '出差在外',
  TRANSPORT: '停航或无法到达',
  DUTY: '有其他紧急任务',
  OTHER: '其他困难',
} as const;
export const Reason = z.enum(Object.keys(REASONS) as [keyof typeof REASONS], { error: '请选择困难类型' });

/** Why somebody is passed over. Kept for the auditor; told to readers only as REST or UNABLE (draw.ts). */
export const EXCLUSIONS = {
  REST: '刚服务过，在休整期内',
  OVERLAP: '同一时间已在另一轮',
  ON_DUTY: '前后24小时内有值班',
  LEAVE: '请假',
  MEDICAL: '病假',
  MATERNITY: '产假、哺乳',
  TRAINING: '培训',
  SECONDMENT: '借调在外',
  RETIRING: '三个月内退休',
  RECUSAL: '回避',
} as const;
export type Exclusion = keyof typeof EXCLUSIONS;

const Out = z.enum(['REST', 'UNABLE']).nullable();
const Credits = z.object({ den: z.string(), num: z.record(z.string(), z.string()) });
const Candidate = z.object({
  id: z.string(),
  unit: z.string(),
  orderNo: z.int(),
  lastServedAt: z.string().nullable(),
  servedCount: z.int(),
  certified: z.boolean(),
  out: Out,
});
const DrawnSeat = z.object({
  slot: z.int(),
  kind: z.enum(['drawn', 'reinforcement']),
  unit: z.string(),
  person: z.string(),
  certified: z.boolean(),
});
const Whom = z.object({ unit: z.string(), person: z.string() });

/** The draw as it is kept; the shapes are explained in draw.ts. */
export const Draw = z.object({
  inputs: z.object({
    round: z.string(),
    pool: z.string(),
    sequence: z.int(),
    k: z.int(),
    needCertified: z.int(),
    units: z.array(z.object({ id: z.string(), name: z.string(), code: z.string(), n: z.int(), lastSeat: z.int() })),
    credits: Credits,
    candidates: z.array(Candidate),
    reserve: z.array(Candidate),
  }),
  result: z.object({
    charged: Credits,
    after: Credits,
    picks: z.array(
      z.object({
        slot: z.int(),
        unit: z.string(),
        credit: z.string(),
        passedUnits: z.array(z.string()),
        person: z.string(),
        passed: z.array(z.string()),
      }),
    ),
    swaps: z.array(
      z.object({
        slot: z.int(),
        why: z.enum(['sameUnit', 'otherUnit', 'reinforcement']),
        from: Whom.nullable(),
        to: Whom,
      }),
    ),
    seats: z.array(DrawnSeat),
  }),
  hash: z.string(),
});

/** One person's place in a round. A substitute has a seat of their own with the same slot; the last of a slot is who counts. */
export const Seat = z.object({
  id: z.string(),
  slot: z.int(),
  kind: z.enum(['drawn', 'substitute', 'reinforcement']),
  person: z.string(),
  personName: z.string(),
  /** Rotation unit that the seat is charged to. */
  unit: z.string(),
  unitName: z.string(),
  county: z.string().nullable(),
  certified: z.boolean(),
  /** Who decides when the person explains a difficulty. */
  head: z.string().nullable(),
  state: z.enum(Object.keys(SEAT_STATES) as [SeatState]),
  offeredAt: z.coerce.date(),
  answerBy: z.coerce.date(),
  /** The seat this one steps in for. */
  replaces: z.string().nullable(),
  /** Who named this person, and why, when nobody in the order had answered; null for everybody who was drawn or next. */
  appointed: z.object({ by: z.string(), byName: z.string(), reason: z.string() }).nullable(),
  /** Colleagues earlier in the order who were not available when the substitute was chosen. */
  passed: z.array(z.string()),
  decline: z
    .object({
      reason: Reason,
      text: z.string(),
      photos: z.array(z.string()),
      at: z.coerce.date(),
      decideBy: z.coerce.date(),
      approved: z.boolean().nullable(),
      remark: z.string().nullable(),
    })
    .nullable(),
  arrivedAt: z.coerce.date().nullable(),
  location: Location.nullable(),
  arrivedPlace: z.string().nullable(),
});
export type Seat = z.infer<typeof Seat>;

/** 抽调轮次: one occasion for which people are drawn, from opening to the end of the service. */
export const Round = z.object({
  _id: z.string(),
  version: z.int(),
  status: z.enum(Object.keys(STATES) as [RoundStatus]),
  /** CD-2026-000012. */
  no: z.string().nullable(),
  /** Whose ledger it is charged to: the whole city, or one county. */
  pool: z.string(),
  county: County.nullable(),
  openedBy: z.string(),
  openedByName: z.string(),
  duty: Duty,
  /** People asked for. */
  k: z.int().min(1),
  needCertified: z.int().min(0),
  place: z.string(),
  location: Location.nullable(),
  assembleAt: z.coerce.date(),
  /** First and last Shanghai day of the service. */
  day: z.string(),
  lastDay: z.string(),
  kit: z.string(),
  /** A keyed digest of round and target (sealed.ts): enough to ask whether somebody must recuse themselves, useless for reading. */
  target: z.string().nullable(),
  /** What was unusual when the round was opened: more than four people, a fourth round in the month. */
  warnings: z.array(z.string()),
  /** Every time somebody looked at the result beforehand. */
  previews: z.array(
    z.object({
      at: z.coerce.date(),
      by: z.string(),
      hash: z.string(),
      seats: z.array(
        z.object({ personName: z.string(), unitName: z.string(), certified: z.boolean(), how: z.string() }),
      ),
    }),
  ),
  /** Place in the chain of the pool's drawn rounds. */
  sequence: z.int().nullable(),
  drawnAt: z.coerce.date().nullable(),
  draw: Draw.nullable(),
  /** Private: why each unavailable person was so. */
  reasons: z.record(z.string(), z.array(z.enum(Object.keys(EXCLUSIONS) as [Exclusion]))),
  seats: z.array(Seat),
  /** Keys that can stand once in the whole collection: the place in the chain, and `person|day` (claims.ts). */
  claims: z.array(z.string()),
  wakeAt: z.coerce.date().nullable(),
  /** When the leader was asked to close it; the clock closes it some days later. */
  closeAskedAt: z.coerce.date().nullable(),
  closedAt: z.coerce.date().nullable(),
  outcomeReason: z.string().nullable(),
});
export type Round = z.infer<typeof Round>;

/** 抽调单位: who shares one credit. `departments` are the organisation's departments whose people count here. */
export const RotationUnit = z.object({
  _id: z.string(),
  version: z.int(),
  status: z.enum(['active', 'closed']),
  code: z.string(),
  name: z.string(),
  kind: z.string(),
  county: County.nullable(),
  departments: z.array(z.string()),
});
export type RotationUnit = z.infer<typeof RotationUnit>;

/** 抽调人员: one member of staff on roll. Services are not kept here: they are read from the rounds (ledger.ts). */
export const RotationMember = z.object({
  _id: z.string(),
  version: z.int(),
  status: z.enum(['onRoll', 'left']),
  name: z.string(),
  unit: z.string(),
  county: County.nullable(),
  orderNo: z.int(),
  /** Day of joining, which counts as a service so that nobody new is first; null for those who were there at the beginning. */
  joinedOn: z.string().nullable(),
  certifiedUntil: z.string().nullable(),
  retiresOn: z.string().nullable(),
  /** Enterprises the member has declared an interest in. */
  conflicts: z.array(z.string()),
  head: z.string().nullable(),
});
export type RotationMember = z.infer<typeof RotationMember>;

const text = (label: string, max: number) =>
  z
    .string({ error: `请填写${label}` })
    .trim()
    .min(2, `请填写${label}`)
    .max(max, `${label}最多${max}字，请精简后再提交`);
const photos = z
  .array(z.string().regex(/^[0-9a-f]{64}$/, '照片还没有上传完，请稍候再提交'))
  .max(6, '照片最多6张')
  .default([]);
const person = z.string({ error: '请选择人员' }).min(1, '请选择人员').max(100);

export const OpenRound = z.strictObject({
  county: County.nullable().default(null),
  duty: Duty,
  k: z.coerce.number({ error: '请填写人数' }).int('人数须是整数').min(1, '人数至少1人').max(12, '一轮最多12人'),
  needCertified: z.coerce.number().int().min(0).max(12, '持证人数最多12人').optional(),
  place: text('集合地点', 100),
  location: Location.nullable().default(null),
  assembleAt: z.coerce.date({ error: '请选择集合时间' }),
  /** How many days the service lasts. */
  days: z.coerce.number().int().min(1, '至少1天').max(14, '最多14天').default(1),
  kit: z.string().trim().max(200, '携带装备最多200字').default(''),
  /** The enterprise to be visited; it is digested before anything is written and never leaves the request. */
  target: z.string().max(40).nullable().default(null),
});
export type OpenRound = z.infer<typeof OpenRound>;

export const Nothing = z.strictObject({});
export const WithReason = z.strictObject({ reason: text('理由', 300) });
export type WithReason = z.infer<typeof WithReason>;
export const DeclineSeat = z.strictObject({
  reason: Reason,
  text: z.string().trim().max(500, '说明最多500字').default(''),
  photos,
});
export type DeclineSeat = z.infer<typeof DeclineSeat>;
/** Without a seat: the one that has waited longest for this person's decision. */
export const ApproveDecline = z.strictObject({ seat: z.string().max(20).optional() });
export type ApproveDecline = z.infer<typeof ApproveDecline>;
export const RefuseDecline = z.strictObject({ seat: z.string().max(20).optional(), reason: text('不同意的理由', 300) });
export type RefuseDecline = z.infer<typeof RefuseDecline>;
export const Arrive = z.strictObject({
  place: z.string().trim().max(200).default(''),
  location: Location.nullable().default(null),
});
export type Arrive = z.infer<typeof Arrive>;
export const MarkArrived = z.strictObject({ person });
export type MarkArrived = z.infer<typeof MarkArrived>;
export const ExcuseAbsence = z.strictObject({ person, reason: text('改记的理由', 300) });
export type ExcuseAbsence = z.infer<typeof ExcuseAbsence>;
export const AppointSeat = z.strictObject({ person, reason: text('指定的理由', 300) });
export type AppointSeat = z.infer<typeof AppointSeat>;
export const DeclareConflicts = z.strictObject({ enterprises: z.array(z.string().min(1).max(40)).max(50) });
/** 人事: the day of retirement, or null to forget it. */
export const RecordRetirement = z.strictObject({
  retiresOn: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/, '日期应写作 2027-01-01')
    .nullable(),
});
