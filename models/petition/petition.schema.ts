import { z } from 'zod';
import { County, Location } from '../core/place';

/** What was harmed (环境要素). */
export const MEDIA = {
  WATER: '水',
  AIR_ODOUR: '废气和异味',
  NOISE: '噪声',
  DUST: '扬尘',
  SOLID: '固体废物',
  HAZWASTE: '危险废物',
  SEA: '海洋',
  RADIATION: '辐射',
  ECO: '自然生态',
  OTHER: '其他',
} as const;
export const Medium = z.enum(Object.keys(MEDIA) as [keyof typeof MEDIA], { error: '请选择污染类型' });
export type Medium = z.infer<typeof Medium>;

export const URGENCIES = { URGENT: '紧急', NORMAL: '一般' } as const;
export const Urgency = z.enum(['URGENT', 'NORMAL'], { error: '请选择紧急程度' });
export type Urgency = z.infer<typeof Urgency>;

/** How it reached the bureau. 12369 is answered through 12345 since the hotlines merged; the source is kept. */
export const CHANNELS = {
  SUPERVISOR: '农村环境监督员',
  H12345: '12345热线',
  H12369: '12369热线',
  VISIT: '来访',
  LETTER: '来信',
  WEB: '网上信箱',
  MEDIA: '媒体',
  SUPERIOR: '上级交办',
  STAFF: '工作人员发现',
} as const;
export const Channel = z.enum(Object.keys(CHANNELS) as [keyof typeof CHANNELS], { error: '请选择来源' });
export type Channel = z.infer<typeof Channel>;

/** The path the law prescribes for its kind. Source: 信访工作条例 第二十九条至第三十一条. */
export const PATHS = {
  DUTY_APPLICATION: '申请查处违法行为（履职）',
  PETITION_OPINION: '信访事项（书面答复）',
  SUGGESTION: '意见建议',
  ACCUSATION: '检举控告（转纪检监察）',
  LITIGATION: '诉讼途径',
  ARBITRATION: '仲裁途径',
  ADMIN_PROCEDURE: '其他行政程序',
} as const;
export const Path = z.enum(Object.keys(PATHS) as [keyof typeof PATHS], { error: '请选择办理途径' });

export const RESULTS = { TRUE: '属实', PARTLY: '部分属实', FALSE: '不属实' } as const;
export const Result = z.enum(['TRUE', 'PARTLY', 'FALSE'], { error: '请选择核查结论' });

export const STATES = {
  draft: '待您确认',
  discarded: '已取消',
  registered: '已登记',
  classified: '已分类',
  accepted: '已受理',
  notAccepted: '不予受理',
  transferred: '已转送',
  assigned: '已交办',
  investigating: '办理中',
  replyDraft: '答复待审',
  replied: '已答复',
  recheck: '重新核查',
  reviewRequested: '申请复查',
  reviewed: '已复查',
  reReviewRequested: '申请复核',
  reReviewed: '复核终结',
  closed: '已办结',
} as const;
export type PetitionStatus = keyof typeof STATES;

/** States in which somebody at the bureau still owes something. For lists, wall and statistics. */
export const OPEN_STATES: readonly PetitionStatus[] = [
  'registered',
  'classified',
  'accepted',
  'assigned',
  'investigating',
  'replyDraft',
  'recheck',
  'reviewRequested',
  'reReviewRequested',
];

/** A photo or recording: first only DingTalk's download code, then our own content hash (SHA-256, hex). */
export const Attachment = z.object({
  id: z.string(),
  kind: z.enum(['photo', 'voice']),
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  /** Only while it is still to be fetched from DingTalk. */
  downloadCode: z.string().nullable(),
  /** Sent by the officer to prove the result, not by the reporter. */
  proof: z.boolean(),
  /** Why it could not be fetched; the sender has been asked to send it again. */
  lost: z.string().nullable(),
  at: z.coerce.date(),
});
export type Attachment = z.infer<typeof Attachment>;

/** 信访件: one complaint, from the first words of the reporter to the reply that concludes it. */
export const Petition = z.object({
  _id: z.string(),
  version: z.int(),
  status: z.enum(Object.keys(STATES) as [PetitionStatus]),
  /** XF-2026-000123; null until it is registered. */
  no: z.string().nullable(),
  channel: Channel,
  /** First words received, or, for what the desk enters, when it reached the bureau. */
  receivedAt: z.coerce.date(),
  registeredAt: z.coerce.date().nullable(),
  /** Protected reference (`ref:…`) of a petitioner or supervisor, or the userid of a member of staff. */
  reporter: z.string().nullable(),
  realName: z.boolean(),
  contactMasked: z.string().nullable(),
  content: z.string().max(5000),
  medium: Medium.nullable(),
  urgency: Urgency.nullable(),
  place: z.string().nullable(),
  location: Location.nullable(),
  enterpriseId: z.string().nullable(),
  enterpriseName: z.string().nullable(),
  county: County.nullable(),
  grid: z.string().nullable(),
  path: Path.nullable(),
  groupSize: z.int().min(1),
  /** The earlier petition on the same matter; each keeps its own petitioner, clock and reply. */
  repeatOf: z.string().nullable(),
  attachments: z.array(Attachment),
  /** Department id of the branch that handles it, and its name as shown. */
  unit: z.string().nullable(),
  unitName: z.string().nullable(),
  /** Head of the branch, who appoints and approves. */
  head: z.string().nullable(),
  /** Officer who answers for it (承办人). */
  officer: z.string().nullable(),
  officerName: z.string().nullable(),
  /** Officers who handled it before; a recheck goes to somebody else. */
  formerOfficers: z.array(z.string()),
  acceptedAt: z.coerce.date().nullable(),
  /** Last moment to inform of receipt, path or transfer: 15 calendar days. 信访工作条例 第二十二、二十三条. */
  informDueAt: z.coerce.date().nullable(),
  /** Last moment for the reply: 60 calendar days from acceptance (+30 once). 信访工作条例 第三十四条. */
  dueAt: z.coerce.date().nullable(),
  /** When the clock next has to look at it; null when it waits for nobody. */
  wakeAt: z.coerce.date().nullable(),
  extendedAt: z.coerce.date().nullable(),
  result: Result.nullable(),
  findings: z.string().nullable(),
  measures: z.string().nullable(),
  replyText: z.string().nullable(),
  /** Content hashes of the photos that prove the result. */
  resultPhotos: z.array(z.string()),
  draftedBy: z.string().nullable(),
  repliedAt: z.coerce.date().nullable(),
  /** 1–5; null until the petitioner has said. */
  satisfaction: z.int().min(1).max(5).nullable(),
  ratingText: z.string().nullable(),
  reopened: z.int().min(0),
  /** 领导包案: three repeats in 90 days or a group of five. */
  leaderCase: z.boolean(),
  closedAt: z.coerce.date().nullable(),
  /** The same matter told to other bodies; set when transferred or not accepted. */
  outcomeReason: z.string().nullable(),
  /** The emergency (突发事件) it was turned into, while it keeps its own clock and reply; absent: none. */
  incident: z.string().optional(),
});
export type Petition = z.infer<typeof Petition>;

/** Free text of a person: trimmed, at least two characters, bounded; 20,000 characters are refused, not cut. */
const text = (label: string, max: number) =>
  z
    .string({ error: `请填写${label}` })
    .trim()
    .min(2, `请填写${label}`)
    .max(max, `${label}最多${max}字，请精简后再提交`);
const reason = text('理由', 500);
const photos = z
  .array(z.string().regex(/^[0-9a-f]{64}$/, '照片还没有上传完，请稍候再提交'))
  .max(9, '照片最多9张')
  .default([]);

/** What the reporter says happened; every field may come later while it is a draft. */
const told = {
  content: text('情况描述', 2000),
  medium: Medium,
  urgency: Urgency,
  place: text('地点', 200),
  location: Location.nullable().default(null),
  enterpriseId: z.string().max(40).nullable().default(null),
};

/** A message of the conversation in which a draft grows: words, understood facts, attachments. */
export const TellPetition = z.strictObject({
  words: z.string().trim().min(1).max(2000, '一次最多2000字，请分几条发送').optional(),
  facts: z
    .strictObject({
      medium: Medium,
      urgency: Urgency,
      place: z.string().max(200),
      location: Location,
      enterpriseId: z.string().max(40),
      enterpriseName: z.string().max(100),
      county: County,
    })
    .partial()
    .default({}),
  attachments: z
    .array(
      z.strictObject({ id: z.string().max(200), kind: z.enum(['photo', 'voice']), downloadCode: z.string().max(2000) }),
    )
    .max(9)
    .default([]),
});
export type TellPetition = z.infer<typeof TellPetition>;

/** 修改: any told field of the draft, corrected in a form. */
export const RevisePetition = z.strictObject({
  content: told.content.optional(),
  medium: Medium.optional(),
  urgency: Urgency.optional(),
  place: told.place.optional(),
  location: Location.nullable().optional(),
});
export const ConfirmPetition = z.strictObject({});
export const DiscardPetition = z.strictObject({});

/** 随手报 on the page: everything in one form. `id` is made on the device, so a form sent twice is one petition. */
export const ReportPetition = z.strictObject({ ...told, photos });
export type ReportPetition = z.infer<typeof ReportPetition>;

/** 登记: what the duty desk enters for somebody else. Name and telephone go to the identity vault only. */
export const RegisterPetition = z.strictObject({
  ...told,
  photos,
  channel: Channel,
  realName: z.boolean().default(false),
  petitionerName: z.string().trim().max(40).optional(),
  petitionerPhone: z
    .string()
    .trim()
    .max(20)
    .regex(/^[0-9+\- ]*$/, '电话号码只能有数字和短横线')
    .optional(),
  groupSize: z.int().min(1).max(10_000).default(1),
});
export type RegisterPetition = z.infer<typeof RegisterPetition>;

export const ClassifyPetition = z.strictObject({
  medium: Medium,
  urgency: Urgency,
  path: Path,
  county: County,
  enterpriseId: z.string().max(40).nullable().default(null),
  repeatOf: z.string().max(60).nullable().default(null),
  groupSize: z.int().min(1, '人数至少为1').max(10_000).default(1),
});
export type ClassifyPetition = z.infer<typeof ClassifyPetition>;

export const AcceptPetition = z.strictObject({});
export const NotAcceptPetition = z.strictObject({ reason });
export const TransferPetition = z.strictObject({ agency: text('转送单位', 100), reason });
export const AssignPetition = z.strictObject({
  unit: z.string({ error: '请选择承办分局' }).min(1, '请选择承办分局').max(40),
  instruction: z.string().trim().max(500, '交办要求最多500字').default(''),
});
export type AssignPetition = z.infer<typeof AssignPetition>;
export const AppointOfficer = z.strictObject({
  officer: z.string({ error: '请选择承办人' }).min(1, '请选择承办人').max(100),
});
export type AppointOfficer = z.infer<typeof AppointOfficer>;
export const AcknowledgePetition = z.strictObject({ eta: z.string().trim().max(100).optional() });
export const ReturnPetition = z.strictObject({ reason, suggestedUnit: z.string().max(40).nullable().default(null) });
export type ReturnPetition = z.infer<typeof ReturnPetition>;
export const DraftReply = z.strictObject({
  result: Result,
  findings: text('核查情况', 2000),
  measures: text('处理措施', 2000),
  replyText: text('给信访人的答复', 1000),
  photos,
});
export type DraftReply = z.infer<typeof DraftReply>;
/** 佐证照片: sent by the officer into the chat; they belong to the result. */
export const ProvePetition = z.strictObject({
  attachments: z
    .array(
      z.strictObject({ id: z.string().max(200), kind: z.enum(['photo', 'voice']), downloadCode: z.string().max(2000) }),
    )
    .min(1)
    .max(9),
});
export const ApproveReply = z.strictObject({});
export const ReturnReply = z.strictObject({ reason });
export const ExtendPetition = z.strictObject({ reason });
export const RatePetition = z.strictObject({
  satisfaction: z.coerce.number({ error: '请选择1到5分' }).int().min(1, '请选择1到5分').max(5, '请选择1到5分'),
  text: z.string().trim().max(500, '评价最多500字').default(''),
});
export type RatePetition = z.infer<typeof RatePetition>;
export const ReopenPetition = z.strictObject({ reason: text('没有解决的情况', 500) });
export const ReviewOpinion = z.strictObject({ opinion: text('复查意见', 2000) });
/** The incident that the desk entered from it. */
export const LinkIncident = z.strictObject({ incident: z.string().min(1).max(60) });
export type LinkIncident = z.infer<typeof LinkIncident>;
export const MakeIncident = z.strictObject({});
export const RemarkPetition = z.strictObject({ text: text('批示', 500) });
