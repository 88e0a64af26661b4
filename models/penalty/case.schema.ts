/**
 * 行政处罚案件 from filing to the decision: what stands in the record at each stage. Every part is null or empty until its stage comes.
 * Runs in the browser as well.
 */
import { z } from 'zod';
import { SignedApproval } from '../approval/approval.schema';
import { type DiscretionSheet } from '../discretion/discretion.schema';
import { Offence, PenaltyKind, Quantities } from '../law/law.schema';

const keysOf = <W extends object>(words: W) => Object.keys(words) as [keyof W & string];
export const Day = z
  .string({ error: '请选择日期' })
  .regex(/^\d{4}-\d{2}-\d{2}$/, '日期应写作 2026-08-15')
  .refine((day) => z.iso.date().safeParse(day).success, '没有这一天，请核对日期');
/** Integer fen. */
export const Fen = z
  .int('金额要精确到分，请重新填写')
  .min(0, '金额不能是负数')
  .max(100_000_000_000, '金额太大，请核对');
/** Yuan as people write them, at most two decimals, to integer fen. */
export const Yuan = (what: string) =>
  z
    .number({ error: `请填写${what}` })
    .min(0, `${what}不能是负数`)
    .max(1_000_000_000, `${what}太大，请核对单位`)
    .refine((yuan) => Math.abs(yuan * 100 - Math.round(yuan * 100)) < 1e-6, `${what}最多两位小数`)
    .transform((yuan) => Math.round(yuan * 100));
export const Hash = z.string().regex(/^[0-9a-f]{64}$/, '证据编号不对，请重新选择');
export const written = (what: string, most: number) =>
  z
    .string({ error: `请填写${what}` })
    .trim()
    .min(1, `请填写${what}`)
    .max(most, `${what}最多${most}字`);

/** Somebody of the bureau, named once so that a record reads the same after they have left. */
const Who = { by: z.string(), byName: z.string(), at: z.coerce.date() };

/** 立案: its number and the first day of the decision clock (行政处罚法 第六十条). */
export const Filing = z.object({
  no: z.string(),
  ...Who,
  /** In whose name the case is decided: a county's branch, or null for the bureau (authority.ts). */
  authority: z.string().nullable(),
  /** End of the ninety days as far as it is known; pauses and extensions move it (clocks.ts). */
  dueAt: z.coerce.date(),
});

/** One of the certified officers who investigate, as their certificate read on the day. */
export const Investigator = z.object({
  id: z.string(),
  name: z.string(),
  certificateNo: z.string(),
  certificateValidTo: z.string(),
});
export type Investigator = z.infer<typeof Investigator>;

/** 回避的理由: 生态环境行政处罚办法 第六条. */
export const RECUSAL_GROUNDS = {
  PARTY: '是本案当事人或者当事人的近亲属',
  INTEREST: '本人或者近亲属与本案有直接利害关系',
  RELATION: '有其他关系可能影响公正执法',
} as const;
export const RecusalGround = z.enum(keysOf(RECUSAL_GROUNDS), { error: '请选择回避的理由' });
export const ASKED_BY = { SELF: '本人', PARTY: '当事人', HEAD: '负责人' } as const;
/** Who decides, by whom it concerns: 处罚办法 第六条. */
export const DECIDES_RECUSAL = {
  OFFICER: '部门负责人决定',
  LEADER: '主要负责人决定',
  PRINCIPAL: '集体讨论决定',
} as const;
export const Recusal = z.object({
  id: z.string(),
  person: z.string(),
  personName: z.string(),
  ground: RecusalGround,
  text: z.string(),
  askedBy: z.enum(keysOf(ASKED_BY)),
  askedAt: z.coerce.date(),
  decides: z.enum(keysOf(DECIDES_RECUSAL)),
  /** Null while it is open: the investigation goes on (行政处罚法 第四十三条). */
  decision: z.enum(['GRANTED', 'REFUSED']).nullable(),
  decidedBy: z.string().nullable(),
  decidedByName: z.string().nullable(),
  decidedAt: z.coerce.date().nullable(),
  reason: z.string().nullable(),
  /** Id of the collective discussion, where only that may decide. */
  discussion: z.string().nullable(),
});
export type Recusal = z.infer<typeof Recusal>;

/** 不计入办案期限: 生态环境行政处罚办法 第五十七条. */
export const PAUSES = {
  SUSPENSION: '中止调查',
  HEARING: '听证',
  ANNOUNCEMENT: '公告',
  MONITORING: '监测（检测）',
  APPRAISAL: '鉴定（评估、认定）',
  SERVICE: '送达',
  OTHER: '其他依法不计入的时间',
} as const;
export const CasePause = z.object({
  id: z.string(),
  kind: z.enum(keysOf(PAUSES)),
  from: z.coerce.date(),
  /** Null while it lasts. */
  to: z.coerce.date().nullable(),
  reason: z.string(),
  by: z.string(),
});
export type CasePause = z.infer<typeof CasePause>;

/** 延长办案期限: thirty days by the head, then up to thirty by collective decision. */
export const DecisionExtension = z.object({
  level: z.enum(['HEAD', 'COLLECTIVE']),
  days: z.int(),
  reason: z.string(),
  askedBy: z.string(),
  askedAt: z.coerce.date(),
  /** Null while it is open. */
  granted: z.boolean().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: z.coerce.date().nullable(),
  refusedReason: z.string().nullable(),
  discussion: z.string().nullable(),
  approval: SignedApproval.nullable(),
});
export type DecisionExtension = z.infer<typeof DecisionExtension>;

/** 违法行为: each with a discretion sheet of its own. */
export const Act = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/, '违法行为编号不对'),
  /** Word of the list of offences (models/law). */
  offence: Offence,
  text: written('违法行为', 200),
  place: z.string().trim().max(120, '地点最多120字').default(''),
  actOn: Day,
  /** Last day of an act that went on; null for one that was over at once or still goes on. */
  endedOn: Day.nullable().default(null),
  /** Whether it went on for some time: the limitation runs from its end. */
  continuous: z.boolean().default(false),
  discoveredOn: Day,
  /** Pollution or damage: five years of limitation instead of two (生态环境法典 第一千零五十四条). */
  harm: z.boolean().default(false),
  /** Life or health of people was endangered, with harm done: five years for acts before the Code as well (行政处罚法 第三十六条). */
  healthHarm: z.boolean().optional(),
  /** What a range is a share or a multiple of. */
  quantities: Quantities.default(() => ({})),
  facts: written('违法事实', 2_000),
  evidence: z.array(Hash).max(200, '一项违法行为最多引用200件证据').default([]),
});
export type Act = z.infer<typeof Act>;

/** 拟处罚: what is proposed, told, and decided. Amounts in fen. */
export const proposed = {
  kinds: z.array(PenaltyKind).max(10).default([]),
  fineFen: Fen,
  confiscationFen: Fen,
};

/** 调查终结报告: 处罚办法 第三十八条. */
export const Report = z.object({
  at: z.coerce.date(),
  by: z.array(z.object({ id: z.string(), name: z.string() })),
  facts: z.string(),
  evidence: z.string(),
  nature: z.string(),
  /** Whether the party has proved that it bears no fault (行政处罚法 第三十三条); how it was judged. */
  noFault: z.string(),
  correction: z.string(),
  proposal: z.object({
    ...proposed,
    outcome: z.enum(['PENALTY', 'NO_PENALTY', 'TRANSFER', 'NO_VIOLATION']),
    reason: z.string(),
  }),
});
export type Report = z.infer<typeof Report>;

/** 案件审查的七项内容: 处罚办法 第三十九条. */
export const REVIEW_POINTS = {
  authority: '本机关有管辖权',
  facts: '违法事实清楚',
  evidence: '证据确凿、充分',
  procedure: '调查取证符合法定程序',
  limitation: '未超过行政处罚追责时效',
  law: '适用依据准确',
  discretion: '初步处理意见合法、适当',
} as const;
export type ReviewPoint = keyof typeof REVIEW_POINTS;
export const ReviewOpinion = z.strictObject({
  point: z.enum(keysOf(REVIEW_POINTS)),
  agrees: z.boolean(),
  text: written('审查意见', 500),
});
export const Review = z.object({
  ...Who,
  opinions: z.array(ReviewOpinion),
  result: z.enum(['PENALTY', 'NO_PENALTY', 'TRANSFER']),
  /** What makes a legal review and a collective discussion necessary whatever the amount. */
  complex: z.boolean(),
  publicInterest: z.boolean(),
  text: z.string(),
});
export type Review = z.infer<typeof Review>;

/** Time to the review of the bureau's own rule, and how often it came back. */
export const ReviewTurn = z.object({
  reviewer: z.string(),
  reviewerName: z.string(),
  takenAt: z.coerce.date(),
  dueAt: z.coerce.date(),
});

/** 退回: who, from which state, why. */
export const SentBack = z.object({ ...Who, from: z.string(), reason: z.string() });

/** How a paper reached the party. */
export const SERVED_BY = {
  DIRECT: '直接送达',
  LEFT: '留置送达',
  MAIL: '邮寄送达',
  ENTRUSTED: '委托送达',
  ELECTRONIC: '电子送达',
  ANNOUNCEMENT: '公告送达',
} as const;
export const CaseServing = z.object({
  how: z.enum(keysOf(SERVED_BY)),
  /** Receipt by the party, or what counts as it: the periods of the party run from its day. */
  at: z.coerce.date(),
  receiver: z.string(),
  place: z.string(),
  /** Name and words of the witness where the party refused. */
  witness: z.string().nullable(),
  remark: z.string(),
  /** Photos or scans of the signed receipt. */
  proof: z.array(z.string()),
  by: z.string(),
});
export type CaseServing = z.infer<typeof CaseServing>;

/** 行政处罚事先（听证）告知. Frozen when a head approves it, in force when it is served. */
export const Notice = z.object({
  no: z.string().nullable(),
  draftedBy: z.string(),
  draftedByName: z.string(),
  draftedAt: z.coerce.date(),
  kinds: z.array(PenaltyKind),
  fineFen: z.int(),
  confiscationFen: z.int(),
  facts: z.string(),
  basis: z.string(),
  reasons: z.string(),
  /** Whether a hearing may be asked for, and each reason in words (hearing.ts, thresholds). */
  hearingRight: z.boolean(),
  hearingBecause: z.array(z.string()),
  /** Working days for the statement and for the hearing request, as told. */
  days: z.int(),
  approvedBy: z.string().nullable(),
  approvedByName: z.string().nullable(),
  approvedAt: z.coerce.date().nullable(),
  approval: SignedApproval.nullable(),
  serving: CaseServing.nullable(),
  /** End of the fifth working day after receipt. */
  dueAt: z.coerce.date().nullable(),
  waived: z.object({ at: z.coerce.date(), by: z.string(), text: z.string() }).nullable(),
});
export type Notice = z.infer<typeof Notice>;

/** 陈述申辩: one statement of the party, or of the party as an officer took it down. */
export const Statement = z.object({
  id: z.string(),
  at: z.coerce.date(),
  text: z.string(),
  files: z.array(z.object({ hash: z.string(), name: z.string() })),
  by: z.string(),
  /** 口头: taken down by an officer. */
  oral: z.boolean(),
});
export type Statement = z.infer<typeof Statement>;

/** 听证申请 within the five days. */
export const HearingRequest = z.object({ at: z.coerce.date(), text: z.string(), by: z.string(), oral: z.boolean() });

/** What the hearing came to, told by its own record. */
export const HearingResult = z.object({
  hearing: z.string(),
  outcome: z.enum(['HELD', 'ABSENT', 'WITHDRAWN']),
  at: z.coerce.date(),
  opinion: z.string(),
});

export const DefencePoint = z.object({ point: z.string(), adopted: z.boolean(), reason: z.string() });
/** 复核: each point of the defence with its answer; never heavier because of it (处罚办法 第四十五条). */
export const Recheck = z.object({
  ...Who,
  points: z.array(DefencePoint),
  ...proposed,
});
export type Recheck = z.infer<typeof Recheck>;

/** 重大执法决定法制审核: 行政处罚法 第五十八条. */
export const LEGAL_REVIEW_CAUSES = {
  PUBLIC_INTEREST: '涉及重大公共利益',
  HEARING: '直接关系当事人或者第三人重大权益，经过听证程序',
  COMPLEX: '案件情况疑难复杂、涉及多个法律关系',
  OTHER: '法律、法规规定应当进行法制审核的其他情形',
} as const;
export type LegalReviewCause = keyof typeof LEGAL_REVIEW_CAUSES;
export const LegalReview = z.object({
  ...Who,
  opinion: z.string(),
  agrees: z.boolean(),
  causes: z.array(z.enum(keysOf(LEGAL_REVIEW_CAUSES))),
  repeatedBecause: z.string().nullable(),
  no: z.string().nullable(),
});
export type LegalReview = z.infer<typeof LegalReview>;

/** What a collective discussion came to, told by its own record. */
export const DiscussionResult = z.object({
  discussion: z.string(),
  at: z.coerce.date(),
  /** Before the notice was served: it does not do once a defence or a hearing followed (评查细则 第17项). */
  beforeNotice: z.boolean(),
  result: z.string(),
  agreed: z.boolean(),
  fineFen: z.int().nullable(),
});
export type DiscussionResult = z.infer<typeof DiscussionResult>;

/** Law, tables and figures as they stood: an amount is computed from these for ever (models/law, models/discretion). */
export const RuleSet = z.object({
  at: z.coerce.date(),
  hash: z.string(),
  bases: z.array(z.unknown()),
  tables: z.array(z.unknown()),
  figures: z.record(z.string(), z.unknown()),
});
export type RuleSet = z.infer<typeof RuleSet>;

/** 裁量表 of one act: made and checked by models/discretion. */
export const Sheet = z.custom<DiscretionSheet>(
  (value) => typeof value === 'object' && value !== null && 'act' in value,
);

/** One of the 25 items of the file as it stood when the decision was taken. */
export const VetoItem = z.object({
  no: z.int(),
  title: z.string(),
  ok: z.boolean().nullable(),
  because: z.string(),
  proof: z.object({ kind: z.enum(['document', 'event', 'record']), id: z.string(), label: z.string() }).nullable(),
});
export type VetoItem = z.infer<typeof VetoItem>;

/** 行政处罚决定. `draft` is what an investigator put to the head; nobody approves what they drafted. */
export const DecisionDraft = z.object({
  ...Who,
  ...proposed,
  facts: z.string(),
  defence: z.string(),
  basis: z.string(),
  reasons: z.string(),
  order: z.string(),
});
export type DecisionDraft = z.infer<typeof DecisionDraft>;
export const Decision = z.object({
  no: z.string(),
  at: z.coerce.date(),
  by: z.string(),
  byName: z.string(),
  /** Whose name and seal: a county's branch, or null for the bureau. */
  authority: z.string().nullable(),
  ...proposed,
  facts: z.string(),
  defence: z.string(),
  basis: z.string(),
  reasons: z.string(),
  order: z.string(),
  /** Calendar days to pay, counted from receipt. */
  dueDays: z.int(),
  approval: SignedApproval.nullable(),
});
export type Decision = z.infer<typeof Decision>;

/** 不予处罚: 行政处罚法 第三十三条, with the education that goes with it. */
export const NO_PENALTY_GROUNDS = {
  MINOR: '违法行为轻微并及时改正，没有造成危害后果',
  FIRST_TIME: '初次违法且危害后果轻微并及时改正',
  NO_FAULT: '当事人有证据足以证明没有主观过错',
  NO_VIOLATION: '违法事实不能成立',
  LIMITATION: '超过行政处罚追责时效',
} as const;
export const NoPenalty = z.object({
  ...Who,
  no: z.string().nullable(),
  ground: z.enum(keysOf(NO_PENALTY_GROUNDS)),
  /** Id of the exemption rule (models/law), where one applies. */
  rule: z.string().nullable(),
  reason: z.string(),
  education: z.string(),
  commitment: z.string(),
  discussion: z.string().nullable(),
  approval: SignedApproval.nullable(),
});
export type NoPenalty = z.infer<typeof NoPenalty>;

/** 移送: to the police, or to the authority that is competent. */
export const TransferOut = z.object({
  ...Who,
  kind: z.enum(['CRIME', 'JURISDICTION']),
  to: z.string(),
  reason: z.string(),
  /** Id of the record of 两法衔接. */
  transfer: z.string().nullable(),
  /** What came back, in order. */
  answers: z.array(z.object({ answer: z.string(), at: z.coerce.date(), outcome: z.string().nullable() })),
  approval: SignedApproval.nullable(),
});

/** 终止调查, 撤销立案, 中止: reason and who decided. */
export const Ended = z.object({
  ...Who,
  kind: z.enum(['TERMINATED', 'REVOKED']),
  reason: z.string(),
  approval: SignedApproval.nullable(),
});

/** The party as the papers name it; one consistent name in all of them (评查细则 第3项). */
export const PartyDetails = z.strictObject({
  idNumber: z.string().trim().max(30, '证件号码最多30位').default(''),
  representative: z.string().trim().max(40, '负责人最多40字').default(''),
  address: z.string().trim().max(120, '地址最多120字').default(''),
});

export const SECRECY = { PUBLIC: '公开', INTERNAL: '内部', CASE: '办案人员', SEALED: '密封' } as const;

/**
 * What makes a case a daily penalty (models/dailyPenalty): `fineFen` is the original fine times `days`, `order` and `recheck` the ids of the
 * last 责令改正 and of the site record of its recheck.
 */
export const ToldDaily = z.strictObject({
  original: z.string().min(1).max(80),
  days: z.int().min(1).max(366),
  fineFen: Fen,
  order: z.string().max(80),
  recheck: z.string().max(80),
});
export type ToldDaily = z.infer<typeof ToldDaily>;

/** All of a case that comes after the clue. */
export const casework = {
  secrecy: z.enum(keysOf(SECRECY)),
  /** 按日连续处罚: the case whose fine is multiplied, by how many days, and the order and the recheck behind them. */
  origin: ToldDaily.nullable(),
  partyDetails: PartyDetails.nullable(),
  /** Under which key the party acts (models/party). */
  partyKey: z.string(),
  /** 电子送达确认: without it nothing is served by telephone. */
  eService: z.object({ at: z.coerce.date(), by: z.string(), signature: z.string().nullable() }).nullable(),
  filing: Filing.nullable(),
  investigators: z.array(Investigator),
  investigatorIds: z.array(z.string()),
  /** Everybody who ever investigated it: they neither review nor vote, also after a change. */
  everInvestigated: z.array(z.string()),
  recusals: z.array(Recusal),
  pauses: z.array(CasePause),
  decisionExtensions: z.array(DecisionExtension),
  acts: z.array(Act),
  sheets: z.array(Sheet),
  /** When evidence last came in: a legal review before it has to be repeated. */
  evidenceAt: z.coerce.date().nullable(),
  report: Report.nullable(),
  reviewTurn: ReviewTurn.nullable(),
  review: Review.nullable(),
  sentBack: z.array(SentBack),
  notice: Notice.nullable(),
  statements: z.array(Statement),
  hearingRequest: HearingRequest.nullable(),
  /** Id in `hearings`. */
  hearing: z.string().nullable(),
  hearingResult: HearingResult.nullable(),
  /** Answers to the points of the defence, gathered for the recheck. */
  defencePoints: z.array(DefencePoint),
  recheck: Recheck.nullable(),
  legalReview: LegalReview.nullable(),
  /** Earlier ones, before new evidence. */
  legalReviews: z.array(LegalReview),
  /** Id in `discussions` of the last one. */
  discussion: z.string().nullable(),
  discussions: z.array(DiscussionResult),
  /** Whether a head found a collective discussion necessary beyond the thresholds. */
  discussionAsked: z.string().nullable(),
  veto: z.array(VetoItem),
  decisionDraft: DecisionDraft.nullable(),
  decision: Decision.nullable(),
  ruleSet: RuleSet.nullable(),
  /** Frozen with the notice, kept beside that of the decision. */
  noticeRuleSet: RuleSet.nullable(),
  noPenalty: NoPenalty.nullable(),
  transferOut: TransferOut.nullable(),
  ended: Ended.nullable(),
  /** The nearest deadline somebody has to keep, for lists by deadline. */
  dueAt: z.coerce.date().nullable(),
} as const;

/** Before filing. */
export const BEFORE_FILING = {
  ...{ secrecy: 'CASE' as const, origin: null, partyDetails: null, eService: null, filing: null },
  ...{ investigators: [], investigatorIds: [], everInvestigated: [], recusals: [], pauses: [], decisionExtensions: [] },
  ...{
    acts: [],
    sheets: [],
    evidenceAt: null,
    report: null,
    reviewTurn: null,
    review: null,
    sentBack: [],
    notice: null,
  },
  ...{ statements: [], hearingRequest: null, hearing: null, hearingResult: null, defencePoints: [], recheck: null },
  ...{ legalReview: null, legalReviews: [], discussion: null, discussions: [], discussionAsked: null, veto: [] },
  ...{ decisionDraft: null, decision: null, ruleSet: null, noticeRuleSet: null, noPenalty: null, transferOut: null },
  ...{ ended: null, dueAt: null },
};
