/**
 * 后督查: whether a penalised party does what was decided – pays, corrects, stops, restores, trains – looked at on site after the last day,
 * and without a word beforehand where 按日连续处罚 is possible. One per case. Runs in the browser as well.
 */
import { z } from 'zod';
import { County, Location } from '../core/place';

const keysOf = <W extends object>(words: W) => Object.keys(words) as [keyof W & string];
const text = (what: string, most: number, least = 1) =>
  z
    .string({ error: `请填写${what}` })
    .trim()
    .min(least, `请填写${what}`)
    .max(most, `${what}最多${most}字`);
const Id = z.string().min(1).max(80);
const Hash = z.string().regex(/^[0-9a-f]{64}$/, '照片编号不对，请重新选择');
/** A day in Asia/Shanghai. */
const Day = z
  .string({ error: '请选择日期' })
  .regex(/^\d{4}-\d{2}-\d{2}$/, '日期应写作 2026-08-15')
  .refine((day) => z.iso.date().safeParse(day).success, '没有这一天，请重新选择日期');

export const STATES = {
  scheduled: '待核查',
  notified: '已提示，待核查',
  visited: '已到场，待认定',
  rectified: '已改正，待销号',
  partly: '部分改正，待延期',
  extended: '延期改正中',
  dailyCheck: '未改正，审查按日连续处罚',
  penalised: '已提请按日连续处罚',
  relapsed: '再次违法，已转线索',
  handedOn: '未改正，已转线索',
  signedOff: '已销号',
  closed: '已结束',
} as const;
export type FollowUpStatus = keyof typeof STATES;
/** In which a visit is waited for. */
export const WAITING: readonly FollowUpStatus[] = ['scheduled', 'notified', 'extended'];
/** In which somebody still has something to do. */
export const OPEN_STATES: readonly FollowUpStatus[] = [
  ...WAITING,
  'visited',
  'rectified',
  'partly',
  'dailyCheck',
  'penalised',
];

export const OBLIGATIONS = {
  PAY: '缴纳罚没款',
  RECTIFY: '改正违法行为',
  STOP: '停止违法行为',
  RESTORE: '恢复原状、消除危害',
  TRAIN: '参加培训',
} as const;
export const Obligation = z.enum(keysOf(OBLIGATIONS));
export type Obligation = z.infer<typeof Obligation>;

export const RESULTS = { DONE: '已完成', PARTLY: '部分完成', NOT_DONE: '未完成' } as const;
export const ItemResult = z.enum(keysOf(RESULTS), { error: '请选择完成情况' });

/** What became of an unlawful discharge, as the recheck found it (按日连续处罚办法 第十至十二条). */
export const FINDINGS = {
  CONTINUES: '仍在违法排放或者倾倒',
  REFUSED: '拒绝、阻挠复查',
  STOPPED: '已停止或者已改正',
  MEASURE: '已被查封扣押或者停产，不再排放',
  OTHER: '不涉及违法排放',
} as const;
export const Finding = z.enum(keysOf(FINDINGS), { error: '请选择复查结果' });
export type Finding = z.infer<typeof Finding>;

/** One obligation. `from`: the document or list it stands in. */
export const Item = z.object({
  id: z.string(),
  obligation: Obligation,
  text: z.string(),
  dueOn: Day,
  from: z.object({ kind: z.enum(['DECISION', 'ORDER', 'RECTIFICATION']), id: z.string(), no: z.string().nullable() }),
  result: z.object({ result: ItemResult, at: z.coerce.date(), by: z.string(), note: z.string() }).nullable(),
});
export type Item = z.infer<typeof Item>;

/** A 责令改正 this follow-up rechecks. `servedOn` is the day of its service. */
export const ServedOrder = z.object({ id: z.string(), no: z.string(), servedOn: Day, correctBy: Day });
export type ServedOrder = z.infer<typeof ServedOrder>;

/** A photo from before and one from the visit, taken from the same angle. */
export const PhotoPair = z.object({ before: Hash, after: Hash, by: z.string(), at: z.coerce.date() });
export type PhotoPair = z.infer<typeof PhotoPair>;

/** One visit, ordered as an inspection under an id made from this record. */
export const Visit = z.object({
  inspection: z.string(),
  /** The order it rechecks; null when there is none. */
  order: z.string().nullable(),
  dueAt: z.coerce.date(),
  unannounced: z.boolean(),
  /** Arrival on site by the site record. */
  at: z.coerce.date().nullable(),
  siteRecord: z.string().nullable(),
  by: z.string().nullable(),
  finding: Finding.nullable(),
  note: z.string(),
  pairs: z.array(PhotoPair),
  /** Photos of the test report. */
  reports: z.array(Hash),
  /** The daily-penalty case in which its days were counted. */
  chargedBy: z.string().nullable(),
});
export type Visit = z.infer<typeof Visit>;

export const FollowUp = z.object({
  _id: z.string(),
  version: z.int(),
  no: z.string().nullable(),
  status: z.enum(keysOf(STATES)),
  /** The penalty case, with the number of its decision. */
  case: z.string(),
  caseNo: z.string().nullable(),
  enterprise: z.string().nullable(),
  partyName: z.string(),
  county: County,
  /** GCJ-02; null where nobody knows. */
  location: Location.nullable(),
  /** Whether the case comes from the central or the provincial inspectors: such a one is looked at in every look-back round. */
  priority: z.enum(['NONE', 'PROVINCIAL', 'CENTRAL']),
  officers: z.array(z.object({ id: z.string(), name: z.string() })),
  team: z.array(z.string()),
  items: z.array(Item),
  orders: z.array(ServedOrder),
  /** Nothing of it is told to the party: days of unlawful discharge may be counted. */
  unannounced: z.boolean(),
  /** Last day of what is to be corrected; later by an extension. */
  dueOn: Day,
  /** Photos of how it was, as the case holds them. */
  before: z.array(Hash),
  /** Every photo it shows, before and after: whoever may see it may look at them. */
  evidence: z.array(Hash),
  visits: z.array(Visit),
  extension: z
    .object({
      until: Day,
      reason: z.string(),
      askedBy: z.string(),
      askedAt: z.coerce.date(),
      decidedBy: z.string().nullable(),
      approved: z.boolean().nullable(),
      remark: z.string(),
    })
    .nullable(),
  /** Daily-penalty cases begun from here, or the clue of a relapse. */
  cases: z.array(z.string()),
  signedOff: z.object({ at: z.coerce.date(), by: z.string(), name: z.string(), note: z.string() }).nullable(),
  endedReason: z.string().nullable(),
  createdAt: z.coerce.date(),
  /** When the state last changed: what is waited for since then. */
  since: z.coerce.date(),
  alarms: z.array(z.string()),
  wakeAt: z.coerce.date().nullable(),
});
export type FollowUp = z.infer<typeof FollowUp>;

/**
 * What the effect `followUp.schedule` carries (followUp.effects.ts). Party, county, officers, evidence and fine are read from the case, the
 * demands of the orders from the orders; `items` are what the decision itself asks for.
 */
export const ScheduleFollowUp = z.strictObject({
  /** Id of the case whose decision was served. */
  case: Id,
  servedAt: z.coerce.date(),
  /** Ids of the 责令改正 of this case; those made on the same site record are found without being named. */
  orders: z.array(Id).max(20).default([]),
  items: z
    .array(z.strictObject({ obligation: Obligation, text: text('义务', 300), dueOn: Day }))
    .max(30)
    .default([]),
  priority: z.enum(['NONE', 'PROVINCIAL', 'CENTRAL']).default('NONE'),
});
export type ScheduleFollowUp = z.input<typeof ScheduleFollowUp>;

export const Nothing = z.strictObject({});
export const PairPhotos = z.strictObject({ before: Hash, after: Hash });
export type PairPhotos = z.infer<typeof PairPhotos>;
/** 登记核查: after the site record is locked. */
export const RecordVisit = z.strictObject({
  finding: Finding,
  note: text('核查情况', 1_000, 4),
  /** Photos of the test report. */
  photos: z.array(Hash).max(9, '检测报告最多9张').default([]),
});
export type RecordVisit = z.infer<typeof RecordVisit>;
export const MarkItem = z.strictObject({
  item: Id,
  result: ItemResult,
  note: z.string().trim().max(300, '说明最多300字').default(''),
});
export type MarkItem = z.infer<typeof MarkItem>;
export const Remark = z.strictObject({ note: z.string().trim().max(300, '说明最多300字').default('') });
export type Remark = z.infer<typeof Remark>;
export const AskExtension = z.strictObject({ until: Day, reason: text('延期的理由', 300, 2) });
export type AskExtension = z.infer<typeof AskExtension>;
export const WithReason = z.strictObject({ reason: text('理由', 300, 2) });
export type WithReason = z.infer<typeof WithReason>;
const Officer = z.string({ error: '请选择执法人员' }).min(1, '请选择执法人员').max(64);
export const Reassign = z.strictObject({ first: Officer, second: Officer });
export type Reassign = z.infer<typeof Reassign>;
