import { z } from 'zod';
import { County, Location } from '../core/place';

const keysOf = <W extends object>(words: W) => Object.keys(words) as [keyof W & string];

/** Where the news came from. 12369 is answered through 12345 since the hotlines merged; the source is kept. */
export const SOURCES = {
  H12345: '12345热线',
  H12369: '12369热线',
  ONLINE_MONITOR: '在线监测',
  SUPERVISOR: '农村环境监督员',
  PUBLIC: '群众随手报',
  PATROL: '巡查发现',
  SUPERIOR: '上级交办',
  MEDIA: '媒体',
  OTHER_AGENCY: '其他部门',
  POLICE: '公安',
} as const;
export const Source = z.enum(keysOf(SOURCES), { error: '请选择来源' });
export type Source = z.infer<typeof Source>;

export const TYPES = {
  SPILL: '海上溢油',
  SEA: '海水异常',
  WATER: '水质超标或异常',
  GAS: '废气超标或异常排放',
  AIR: '空气质量异常',
  ODOUR: '异味扰民',
  NOISE: '噪声扰民',
  FIRE: '火灾爆炸次生污染',
  LEAK: '危险化学品泄漏',
  HAZWASTE: '固废危废倾倒',
  RADIATION: '辐射',
  OTHER: '其他',
} as const;
export const IncidentType = z.enum(keysOf(TYPES), { error: '请选择事件类型' });
export type IncidentType = z.infer<typeof IncidentType>;

/** 突发环境事件分级; the last one is reported like a larger one. Source: 突发环境事件信息报告办法（令17号）. */
export const GRADES = {
  GENERAL: '一般',
  LARGER: '较大',
  MAJOR: '重大',
  EXTRA_MAJOR: '特别重大',
  UNCLEAR_SENSITIVE: '级别不明但可能敏感',
} as const;
export const Grade = z.enum(keysOf(GRADES), { error: '请选择事件级别' });
export type Grade = z.infer<typeof Grade>;

export const STATES = {
  received: '待研判',
  alert: '超标告警',
  emergency: '突发事件，待派',
  dispatched: '已派出',
  onScene: '已到场',
  controlled: '已控制',
  handedTo: '已移交',
  closed: '已办结',
  closedInvalid: '无效信息',
  merged: '已并入',
} as const;
export type IncidentStatus = keyof typeof STATES;
/** In which somebody still has something to do. For lists, wall, handover and duplicates. */
export const OPEN_STATES: readonly IncidentStatus[] = [
  'received',
  'alert',
  'emergency',
  'dispatched',
  'onScene',
  'controlled',
  'handedTo',
];

export const REPORTS = { initial: '初报', followUp: '续报', final: '终报' } as const;
export type ReportKind = keyof typeof REPORTS;
export const RECEIVERS = { CITY: '市政府', PROVINCE: '省生态环境厅', MINISTRY: '生态环境部' } as const;

/** To whom it was handed on. Inspection and case are named by number; a petition is made or linked here. */
export const TARGETS = { PETITION: '信访件', INSPECTION: '现场检查', CASE: '立案', REPORT: '事件报告' } as const;

/** One thing known about the incident, as one source said it. */
export const Fact = z.object({
  /** The signal it came with, or the form. */
  id: z.string(),
  source: Source,
  /** Name of the station, system or person's office that says it; never a person. */
  from: z.string(),
  station: z.string().nullable(),
  item: z.string().nullable(),
  value: z.number().nullable(),
  limit: z.number().nullable(),
  unit: z.string().nullable(),
  words: z.string().nullable(),
  at: z.coerce.date(),
  receivedAt: z.coerce.date(),
});
export type Fact = z.infer<typeof Fact>;

/** One member of the squad that was sent, and what they have answered. */
export const CrewMember = z.object({
  id: z.string(),
  name: z.string(),
  answeredAt: z.coerce.date().nullable(),
  /** When they said they would be there; promised anew it moves. */
  eta: z.coerce.date().nullable(),
  need: z.array(z.string()),
  arrivedAt: z.coerce.date().nullable(),
  location: Location.nullable(),
});
export type CrewMember = z.infer<typeof CrewMember>;

/** How the squad gets there, as it stood when it was sent. */
export const Way = z.object({
  /** Id of the crossing (crossings.ts); null by road. */
  crossing: z.string().nullable(),
  words: z.string(),
  /** When they should leave their office. */
  departAt: z.coerce.date().nullable(),
});

export const Report = z.object({
  kind: z.enum(keysOf(REPORTS)),
  dueAt: z.coerce.date().nullable(),
  to: z.array(z.enum(keysOf(RECEIVERS))),
  at: z.coerce.date(),
  by: z.string(),
  words: z.string(),
});
export type Report = z.infer<typeof Report>;

/** Somebody near asked to secure the scene until officers land: a protected reference, or a userid of an office. */
export const Supporter = z.object({
  id: z.string(),
  /** What they are, never who. */
  label: z.string(),
  askedAt: z.coerce.date(),
  securedAt: z.coerce.date().nullable(),
  words: z.string().nullable(),
  sampled: z.boolean().nullable(),
  photos: z.array(z.string()),
});

/** 事件: something that happened, from the first signal to its close. */
export const Incident = z.object({
  _id: z.string(),
  version: z.int(),
  status: z.enum(keysOf(STATES)),
  /** SJ-2026-000001. */
  no: z.string().nullable(),
  source: Source,
  type: IncidentType,
  description: z.string().max(2000),
  occurredAt: z.coerce.date(),
  receivedAt: z.coerce.date(),
  place: z.string().nullable(),
  location: Location.nullable(),
  county: County.nullable(),
  enterpriseId: z.string().nullable(),
  enterpriseName: z.string().nullable(),
  /** Protected reference of whoever reported it, a userid, or `<system>:<its own number>`; never a name or telephone. */
  reporterRef: z.string().nullable(),
  photos: z.array(z.string()),
  /** Facts up to the cap of policy, every source among them; those beyond are counted and stay in `signals`. */
  facts: z.array(Fact),
  /** How many signals belong to it, recounted in `signals`. */
  signalCount: z.int().min(0),
  attachedAt: z.coerce.date().nullable(),
  lastFactAt: z.coerce.date(),
  /** Stations that have spoken, for the question whether the next signal belongs here. */
  stations: z.array(z.string()),
  triagedAt: z.coerce.date().nullable(),
  triageDueAt: z.coerce.date().nullable(),
  grade: Grade.nullable(),
  emergencyAt: z.coerce.date().nullable(),
  outcomeReason: z.string().nullable(),
  /** 令17号: what has been reported, and which report is due next. */
  reports: z.array(Report),
  nextReport: z.enum(keysOf(REPORTS)).nullable(),
  reportDueAt: z.coerce.date().nullable(),
  /** Actor ids of those who got the emergency notice; the table of access reads it. */
  told: z.array(z.string()),
  /** Those of them who said 收到. */
  known: z.array(z.string()),
  dispatchedAt: z.coerce.date().nullable(),
  dispatchCounty: County.nullable(),
  instruction: z.string().nullable(),
  way: Way.nullable(),
  /** Actor ids of `crew`; the table of access reads it. */
  squad: z.array(z.string()),
  crew: z.array(CrewMember),
  /** The latest promise of those not yet there; null when nobody is awaited. */
  eta: z.coerce.date().nullable(),
  arrivedAt: z.coerce.date().nullable(),
  controlledAt: z.coerce.date().nullable(),
  controlWords: z.string().nullable(),
  proof: z.array(z.string()),
  /** Actor ids of `support`; the table of access reads it. */
  supporters: z.array(z.string()),
  support: z.array(Supporter),
  handedTo: z.object({ kind: z.enum(keysOf(TARGETS)), id: z.string().nullable(), words: z.string() }).nullable(),
  /** The petition it came from or went to. */
  petition: z.string().nullable(),
  mergedInto: z.string().nullable(),
  mergedFrom: z.array(z.string()),
  /** Suggested duplicates that a person has looked at and said are none. */
  notDuplicateOf: z.array(z.string()),
  closedAt: z.coerce.date().nullable(),
  /** Which alarms the clock has raised already, so that each is raised once. */
  alarms: z.array(z.string()),
  wakeAt: z.coerce.date().nullable(),
});
export type Incident = z.infer<typeof Incident>;

const text = (label: string, max: number, least = 2) =>
  z
    .string({ error: `请填写${label}` })
    .trim()
    .min(least, `请填写${label}`)
    .max(max, `${label}最多${max}字，请精简后再提交`);
const photos = z
  .array(z.string().regex(/^[0-9a-f]{64}$/, '照片还没有上传完，请稍候再提交'))
  .max(9, '照片最多9张')
  .default([]);
const petitionNo = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^(XF-\d{4}-\d{6})?$/, '信访件编号应写作 XF-2026-000001')
  .default('');

/** 登记事件 at the desk. Name and telephone of whoever reported it have no field here; they belong to a petition. */
export const EnterIncident = z.strictObject({
  source: Source,
  type: IncidentType,
  description: text('情况', 2000),
  occurredAt: z.coerce.date({ error: '请填写发生时间' }).nullable().default(null),
  place: text('地点', 200),
  location: Location.nullable().default(null),
  county: County,
  enterpriseId: z.string().max(40).nullable().default(null),
  /** The 随手报 it is made of. */
  petitionNo,
  photos,
});
export type EnterIncident = z.infer<typeof EnterIncident>;

const reason = text('理由', 500);
export const Nothing = z.strictObject({});
export const DismissIncident = z.strictObject({ reason });
export const DeclareEmergency = z.strictObject({ grade: Grade, words: z.string().trim().max(500).default('') });
export type DeclareEmergency = z.infer<typeof DeclareEmergency>;
export const ToPetition = z.strictObject({ petitionNo });
export type ToPetition = z.infer<typeof ToPetition>;
const incidentNo = z
  .string({ error: '请填写事件编号' })
  .trim()
  .toUpperCase()
  .regex(/^SJ-\d{4}-\d{6}$/, '事件编号应写作 SJ-2026-000001');
export const MergeIncident = z.strictObject({ into: incidentNo });
export const NotDuplicate = z.strictObject({ other: incidentNo });
export const DispatchSquad = z.strictObject({
  county: County.nullable().default(null),
  /** Absent: the way is suggested. */
  crossing: z.string().max(40).nullable().default(null),
  instruction: z.string().trim().max(500, '要求最多500字').default(''),
});
export type DispatchSquad = z.infer<typeof DispatchSquad>;

/** Minutes a squad may say until it is there. */
export const ETA_MINUTES = ['15', '30', '45', '60', '90', '120', '180', '240', '360', '720'] as const;
/** What is needed, as people say it: words between commas. */
const Need = z.preprocess(
  (said) =>
    typeof said === 'string'
      ? said
          .split(/[、,，;；\s]+/)
          .map((part) => part.trim())
          .filter(Boolean)
      : said,
  z.array(z.string().min(1).max(20, '每样需要最多20字，请用顿号分开')).max(8, '需要的东西最多8样').default([]),
);
export const AnswerDispatch = z.strictObject({
  minutes: z.preprocess(
    (said) => (typeof said === 'number' ? String(said) : said),
    z.enum(ETA_MINUTES, { error: '请选择多久到场' }),
  ),
  need: Need,
});
export type AnswerDispatch = z.infer<typeof AnswerDispatch>;
export const DeclineDispatch = z.strictObject({ reason });
export const ArriveAtScene = z.strictObject({
  place: z.string().trim().max(200).default(''),
  location: Location.nullable().default(null),
  photos,
});
export type ArriveAtScene = z.infer<typeof ArriveAtScene>;
export const ControlIncident = z.strictObject({ words: text('现场情况', 2000), photos });
export type ControlIncident = z.infer<typeof ControlIncident>;
export const AskSupport = z.strictObject({
  person: z.string({ error: '请选择请谁看护' }).min(1, '请选择请谁看护').max(100),
});
export const SceneSecured = z.strictObject({
  words: text('看到的情况', 500),
  sampled: z
    .preprocess((said) => (said === 'true' ? true : said === 'false' ? false : said), z.boolean())
    .default(false),
  photos,
});
export type SceneSecured = z.infer<typeof SceneSecured>;
export const WriteReport = z.strictObject({ words: text('报告内容', 2000) });
export const HandOver = z.strictObject({
  kind: z.enum(keysOf(TARGETS), { error: '请选择移交方式' }),
  words: text('移交说明', 500),
  petitionNo,
});
export type HandOver = z.infer<typeof HandOver>;
export const CloseIncident = z.strictObject({ words: text('办结情况', 1000) });
export const RemarkIncident = z.strictObject({
  words: text('补充的情况', 1000),
  place: z.string().trim().max(200).default(''),
  location: Location.nullable().default(null),
  photos,
});
export type RemarkIncident = z.infer<typeof RemarkIncident>;

/** What the consolidator has counted in `signals`. */
export const AttachSignals = z.strictObject({
  facts: z.array(Fact).max(2_000),
  signalCount: z.int().min(0),
});
export type AttachSignals = z.infer<typeof AttachSignals>;
/** What another incident brings when it is merged into this one. */
export const AbsorbIncident = z.strictObject({
  incident: z.string(),
  no: z.string().nullable(),
  facts: z.array(Fact).max(500),
  signalCount: z.int().min(0),
});
export type AbsorbIncident = z.infer<typeof AbsorbIncident>;
export const LinkPetition = z.strictObject({ petition: z.string(), no: z.string().nullable() });
