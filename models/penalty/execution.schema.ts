/**
 * 行政处罚案件 after the decision: how it is served, paid, deferred, enforced, closed and filed away. What stands in the case
 * (`execution`), and what each step takes. Safe in the browser.
 */
import { z } from 'zod';
import { SignedApproval, approved } from '../approval/approval.schema';
import { Sha256, text } from '../serving/serving.schema';
import { CaseServing, Fen, Yuan } from './case.schema';

const DayOf = (label: string) =>
  z
    .string({ error: `请填写${label}` })
    .regex(/^\d{4}-\d{2}-\d{2}$/, `${label}应写作 2026-08-15`)
    .refine((day) => z.iso.date().safeParse(day).success, `没有这一天，请核对${label}`);
const proof = (least = 0) =>
  z
    .array(Sha256, { error: '请上传证明材料' })
    .min(least, '请上传证明材料')
    .max(20, '证明材料最多20份')
    .refine((all) => new Set(all).size === all.length, '同一份材料选了两次，请去掉一份');
const Amount = Fen.min(1, '金额应大于零');

const by = z.string();
/** What a payment was for, as the bank's line says it; null: the line does not say. */
export const ITEMS = { FINE: '罚款', CONFISCATION: '没收违法所得', LATE: '加处罚款' } as const;
export type PaymentItem = keyof typeof ITEMS;
const Item = z.enum(Object.keys(ITEMS) as [PaymentItem]);

/** One line of the bank, booked. The split between fine and late penalty is computed from all of them (ledger.ts), never kept. */
export const Receipt = z.object({
  /** Id of the record in `payments`; each counts once. */
  payment: z.string(),
  ref: z.string(),
  paidOn: z.string(),
  amountFen: z.int(),
  item: Item.nullable(),
  bookedAt: z.coerce.date(),
});
export type Receipt = z.infer<typeof Receipt>;
export const Refund = z.object({ ref: z.string(), on: z.string(), amountFen: z.int(), by, at: z.coerce.date() });
export type Refund = z.infer<typeof Refund>;

export const Share = z.object({ dueOn: z.string(), amountFen: z.int() });
export type Share = z.infer<typeof Share>;
export const INSTALMENT_STATES = {
  requested: '已申请，待决定',
  refused: '不同意',
  running: '按期缴纳中',
  done: '已缴清',
  broken: '未按期，已终止',
} as const;
/** 延期、分期缴纳. 行政处罚法 第六十六条. */
export const Instalment = z.object({
  status: z.enum(Object.keys(INSTALMENT_STATES) as [keyof typeof INSTALMENT_STATES]),
  requestedAt: z.coerce.date(),
  requestedBy: z.string(),
  reason: z.string(),
  proof: z.array(z.string()),
  /** What the party asks for. */
  asked: z.array(Share),
  /** When the answer is due. */
  answerDueAt: z.coerce.date(),
  decidedBy: z.string().nullable(),
  decidedByName: z.string().nullable(),
  decidedAt: z.coerce.date().nullable(),
  decisionReason: z.string().nullable(),
  approval: SignedApproval.nullable(),
  /** What was granted, in the order of the days; empty while nothing was. */
  schedule: z.array(Share),
});
export type Instalment = z.infer<typeof Instalment>;

/** Money owed by the decision and what has come in. All amounts in fen. */
export const Payment = z.object({
  /** 缴款码, on the decision and the party's page: what the bank's line is matched by (paymentCode.ts). */
  reference: z.string(),
  fineFen: z.int(),
  confiscationFen: z.int(),
  /** Last day to pay without a late penalty, rolled off holidays. */
  dueOn: z.string(),
  receipts: z.array(Receipt),
  refunds: z.array(Refund),
});
export type Payment = z.infer<typeof Payment>;

export const REMEDIES = { RECONSIDERATION: '行政复议', LAWSUIT: '行政诉讼' } as const;
export const REMEDY_RESULTS = {
  UPHELD: '维持处罚决定',
  CHANGED: '变更处罚决定',
  REVOKED: '撤销处罚决定',
  UNLAWFUL: '确认违法或无效',
  WITHDRAWN: '当事人撤回',
  REJECTED: '不予受理或驳回',
} as const;
/** 复议、诉讼: while it runs, no late penalty is counted (行政处罚法 第七十三条) and no court is asked. */
export const Remedy = z.object({
  id: z.string(),
  kind: z.enum(Object.keys(REMEDIES) as [keyof typeof REMEDIES]),
  body: z.string(),
  no: z.string(),
  from: z.string(),
  to: z.string().nullable(),
  result: z.enum(Object.keys(REMEDY_RESULTS) as [keyof typeof REMEDY_RESULTS]).nullable(),
});
export type Remedy = z.infer<typeof Remedy>;

/** 催告. 行政强制法 第五十四条. */
export const Demand = z.object({
  at: z.coerce.date(),
  by,
  /** What it demanded on that day. */
  fineFen: z.int(),
  confiscationFen: z.int(),
  lateFen: z.int(),
  serving: CaseServing.nullable(),
  /** Ten working days after it was served. */
  dueAt: z.coerce.date().nullable(),
  /** What the party said against it. */
  answer: z.string().nullable(),
});
export type Demand = z.infer<typeof Demand>;
export const RULINGS = { GRANTED: '准予强制执行', REFUSED: '不准予强制执行' } as const;
/** 申请人民法院强制执行. 行政强制法 第五十三条. */
export const Court = z.object({
  ...{ at: z.coerce.date(), by, approval: SignedApproval.nullable(), court: z.string() },
  ...{ fineFen: z.int(), confiscationFen: z.int(), lateFen: z.int() },
  no: z.string().nullable(),
  acceptedOn: z.string().nullable(),
  ruling: z.enum(Object.keys(RULINGS) as [keyof typeof RULINGS]).nullable(),
  ruledOn: z.string().nullable(),
  rulingReason: z.string().nullable(),
  /** When everything that could be had was had. */
  finishedOn: z.string().nullable(),
  result: z.string().nullable(),
});
export type Court = z.infer<typeof Court>;
export const Enforcement = z.object({ demand: Demand.nullable(), court: Court.nullable() });
export type Enforcement = z.infer<typeof Enforcement>;

export const ANNULMENTS = { REVOKED: '撤销', CHANGED: '变更', UNLAWFUL: '确认违法', INVALID: '确认无效' } as const;
/** The decision no longer stands as it was: what was published of it is withdrawn within three working days (行政处罚法 第四十八条). */
export const Annulment = z.object({
  kind: z.enum(Object.keys(ANNULMENTS) as [keyof typeof ANNULMENTS]),
  body: z.string(),
  no: z.string(),
  on: z.string(),
  reason: z.string(),
  /** What is owed instead; null unless it was changed. */
  fineFen: z.int().nullable(),
  confiscationFen: z.int().nullable(),
  at: z.coerce.date(),
  by,
});
export type Annulment = z.infer<typeof Annulment>;

export const CLOSINGS = {
  PERFORMED: '处罚决定由当事人履行完毕',
  COURT_ENFORCED: '经人民法院强制执行完毕',
  REVOKED: '处罚决定被依法撤销',
  NO_PENALTY: '不予行政处罚',
  TRANSFERRED: '案件移送其他机关',
  TERMINATED: '终止调查',
  FILING_REVOKED: '撤销立案',
  UNENFORCEABLE: '法院不准予或者终结执行',
} as const;
export type ClosingKind = keyof typeof CLOSINGS;
/** 结案: proposed by a handler, approved by a head. */
export const Closing = z.object({
  kind: z.enum(Object.keys(CLOSINGS) as [ClosingKind]),
  summary: z.string(),
  proposedBy: z.string(),
  proposedByName: z.string(),
  proposedAt: z.coerce.date(),
  returnedReason: z.string().nullable(),
  approvedBy: z.string().nullable(),
  approvedByName: z.string().nullable(),
  approvedAt: z.coerce.date().nullable(),
  approval: SignedApproval.nullable(),
});
export type Closing = z.infer<typeof Closing>;
/** 归档: one case, one file. */
export const Archive = z.object({ no: z.string(), years: z.int().nullable(), at: z.coerce.date(), by });
export type Archive = z.infer<typeof Archive>;

/** 公告送达, running: it counts as served when its days are over. */
export const Announcement = z.object({
  ...{ announcedOn: z.string(), where: z.string(), tried: z.string(), proof: z.array(z.string()) },
  ...{ at: z.coerce.date(), by, deemedAt: z.coerce.date() },
});
/** 电子送达, sent and not confirmed yet. */
export const Sent = z.object({ at: z.coerce.date(), by, confirmBy: z.coerce.date() });

/** What stands in every case of it; null or empty until its stage. */
export const execution = {
  serving: CaseServing.nullable(),
  announcement: Announcement.nullable(),
  sent: Sent.nullable(),
  serveDueAt: z.coerce.date().nullable(),
  payment: Payment.nullable(),
  instalment: Instalment.nullable(),
  remedies: z.array(Remedy),
  enforcement: Enforcement.nullable(),
  annulled: Annulment.nullable(),
  closing: Closing.nullable(),
  archive: Archive.nullable(),
} as const;
export type Execution = z.infer<z.ZodObject<typeof execution>>;

/** Before the decision. */
export const BEFORE_EXECUTION = {
  ...{ serving: null, announcement: null, sent: null, serveDueAt: null, payment: null, instalment: null, remedies: [] },
  ...{ enforcement: null, annulled: null, closing: null, archive: null },
};

// What the steps take.

/** Handed over, left behind before a witness, sent by post or through another authority. */
export const ServeDecision = z
  .strictObject({
    how: z.enum(['DIRECT', 'LEFT', 'MAIL', 'ENTRUSTED'], { error: '请选择送达方式' }),
    /** Day on which it reached the party. */
    on: DayOf('送达日期'),
    receiver: text('签收人', 40),
    place: text('送达地点', 100),
    /** Who saw that it was refused. */
    witness: z.string().trim().max(60, '见证人最多60字').default(''),
    /** The post's number; why it was refused. */
    remark: z.string().trim().max(300, '说明最多300字').default(''),
    /** Of the signed receipt, or of what the post gave. */
    photos: proof(1),
  })
  .refine(({ how, witness }) => how !== 'LEFT' || witness.length >= 2, {
    error: '当事人拒收的，请写明见证人姓名和身份',
    path: ['witness'],
  })
  .refine(({ how, remark }) => !['LEFT', 'MAIL'].includes(how) || remark.length >= 2, {
    error: '留置送达请写明拒收情况，邮寄送达请写明邮件编号',
    path: ['remark'],
  });
export type ServeDecision = z.infer<typeof ServeDecision>;
/** 电子送达确认书, signed on the party's own page; `signature` names what holds its strokes. */
export const ConsentEService = z.strictObject({ signature: z.string().max(120).nullable().default(null) });
export type ConsentEService = z.infer<typeof ConsentEService>;
export const AnnounceDecision = z.strictObject({
  announcedOn: DayOf('公告日期'),
  where: text('公告的地方', 200, 2),
  tried: text('其他送达方式为什么没有办成', 500, 5),
  photos: proof(1),
});
export type AnnounceDecision = z.infer<typeof AnnounceDecision>;

/** What a bank line becomes in the case; made by the record in `payments`, never by hand. */
export const ReceivePayment = z.strictObject({
  payment: z.string().min(1).max(120),
  ref: z.string().min(1).max(80),
  paidOn: DayOf('缴款日期'),
  amountFen: Amount,
  item: Item.nullable(),
});
export type ReceivePayment = z.infer<typeof ReceivePayment>;
/** 退出误入账. */
export const ReversePayment = z.strictObject({ payment: z.string().min(1).max(120) });
/** In yuan, as it stands on the voucher. */
export const RefundPayment = z
  .strictObject({
    ref: text('退付凭证编号', 60, 4),
    on: DayOf('退付日期'),
    amountYuan: Yuan('退付金额').refine((fen) => fen > 0, '退付金额应大于零'),
  })
  .transform(({ amountYuan, ...said }) => ({ ...said, amountFen: amountYuan }));
export type RefundPayment = z.infer<typeof RefundPayment>;

const Shares = z
  .array(z.strictObject({ dueOn: DayOf('缴款日期'), amountFen: Amount }))
  .min(1, '请至少安排一期')
  .max(24, '最多分24期');
export const RequestInstalment = z.strictObject({
  reason: text('延期或者分期缴纳的理由', 1_000, 5),
  shares: Shares,
  photos: proof(1),
});
export type RequestInstalment = z.infer<typeof RequestInstalment>;
export const GrantInstalment = approved({ shares: Shares, reason: text('理由', 500, 2) });
export type GrantInstalment = z.infer<typeof GrantInstalment>;
export const RefuseInstalment = approved({ reason: text('不同意的理由', 500, 2) });
export type RefuseInstalment = z.infer<typeof RefuseInstalment>;

export const BeginRemedy = z.strictObject({
  kind: z.enum(Object.keys(REMEDIES) as [keyof typeof REMEDIES], { error: '请选择复议还是诉讼' }),
  body: text('受理机关', 60, 2),
  no: text('案号', 60, 2),
  from: DayOf('受理日期'),
});
export type BeginRemedy = z.infer<typeof BeginRemedy>;
export const EndRemedy = z.strictObject({
  to: DayOf('结案日期'),
  result: z.enum(Object.keys(REMEDY_RESULTS) as [keyof typeof REMEDY_RESULTS], { error: '请选择结果' }),
});
export type EndRemedy = z.infer<typeof EndRemedy>;

export const AnswerDemand = z.strictObject({ answer: text('当事人的意见', 1_000, 2) });
export type AnswerDemand = z.infer<typeof AnswerDemand>;
export const ApplyCourt = approved({ court: text('人民法院', 60, 4) });
export type ApplyCourt = z.infer<typeof ApplyCourt>;
export const AcceptedByCourt = z.strictObject({ no: text('案号', 60, 2), acceptedOn: DayOf('受理日期') });
export type AcceptedByCourt = z.infer<typeof AcceptedByCourt>;
export const RuledByCourt = z.strictObject({
  ruling: z.enum(Object.keys(RULINGS) as [keyof typeof RULINGS], { error: '请选择裁定结果' }),
  ruledOn: DayOf('裁定日期'),
  reason: text('裁定的主要内容', 500, 2),
});
export type RuledByCourt = z.infer<typeof RuledByCourt>;
export const FinishEnforcement = z.strictObject({ on: DayOf('执行完毕日期'), summary: text('执行情况', 500, 2) });
export type FinishEnforcement = z.infer<typeof FinishEnforcement>;

export const AnnulDecision = z
  .strictObject({
    kind: z.enum(Object.keys(ANNULMENTS) as [keyof typeof ANNULMENTS], { error: '请选择撤销、变更还是确认违法' }),
    body: text('作出的机关', 60, 2),
    no: text('文号', 60, 2),
    on: DayOf('作出日期'),
    reason: text('理由', 1_000, 2),
    fineYuan: Yuan('变更后的罚款').nullable().default(null),
    /** Absent: as it was. */
    confiscationYuan: Yuan('变更后的没收金额').nullable().default(null),
  })
  .refine(({ kind, fineYuan }) => (kind === 'CHANGED') === (fineYuan !== null), {
    error: '变更的请填写变更后的罚款金额，其他情形不填',
    path: ['fineYuan'],
  })
  .refine(({ kind, confiscationYuan }) => kind === 'CHANGED' || confiscationYuan === null, {
    error: '只有变更的才填写变更后的没收金额',
    path: ['confiscationYuan'],
  })
  .transform(({ fineYuan, confiscationYuan, ...said }) => ({
    ...{ ...said, fineFen: fineYuan, confiscationFen: confiscationYuan },
  }));
export type AnnulDecision = z.infer<typeof AnnulDecision>;

export const ProposeClosing = z.strictObject({
  kind: z.enum(Object.keys(CLOSINGS) as [ClosingKind], { error: '请选择结案的情形' }),
  summary: text('案件办理和执行情况', 1_000, 5),
});
export type ProposeClosing = z.infer<typeof ProposeClosing>;
export const CloseCase = approved({});
export type CloseCase = z.infer<typeof CloseCase>;
export const ReturnClosing = z.strictObject({ reason: text('退回的理由', 500, 2) });
export type ReturnClosing = z.infer<typeof ReturnClosing>;
export const ArchiveCase = z.strictObject({
  no: text('档号', 60, 2),
  /** Null: for good. */
  permanent: z.boolean({ error: '请选择是否永久保管' }),
});
export type ArchiveCase = z.infer<typeof ArchiveCase>;
