/**
 * 两法衔接: a suspected crime (or a matter for administrative detention) handed to the police, and what they answer. Until the police have
 * filed it only those who are named in it know of it; what it is about stands sealed in it. Runs in the browser as well.
 *
 * Source: 行政执法机关移送涉嫌犯罪案件的规定 (2020); 环境保护行政执法与刑事司法衔接工作办法 (2017); 行政主管部门移送适用行政拘留环境违法案件暂行办法 (2014).
 */
import { z } from 'zod';
import { approved, SignedApproval } from '../approval/approval.schema';
import { WrittenMoment } from '../core/moment';
import { County } from '../core/place';

const keysOf = <W extends object>(words: W) => Object.keys(words) as [keyof W & string];
const text = (what: string, most: number) =>
  z
    .string({ error: `请填写${what}` })
    .trim()
    .min(2, `请填写${what}`)
    .max(most, `${what}最多${most}字`);
const count = (what: string) =>
  z.coerce
    .number({ error: `请填写${what}` })
    .int(`${what}应为整数`)
    .min(0, `${what}不能是负数`)
    .max(10_000, `${what}太多，请核对`);

export const KINDS = { CRIME: '涉嫌犯罪案件移送', DETENTION: '适用行政拘留案件移送' } as const;
export type TransferKind = keyof typeof KINDS;

export const STATES = {
  suspected: '待书面报告',
  reported: '待主要负责人决定',
  approved: '批准移送，待送出',
  refused: '不批准移送',
  sent: '已送出，待公安回执',
  received: '公安已接收，待答复',
  supplement: '公安要求补充材料',
  filed: '公安已立案',
  notFiled: '公安不予立案',
  reconsidered: '已提请公安复议',
  supervisionAsked: '已建议检察机关立案监督',
  itemsHanded: '涉案物品已移交',
  judged: '司法机关已处理',
  back: '移送结束',
} as const;
export type TransferStatus = keyof typeof STATES;

/** The clocks of the police: an ordinary case, a clue that has to be checked, a complex one with approval. */
export const TERMS = { PLAIN: '一般案件', CHECK: '线索需要查证', COMPLEX: '疑难复杂案件（经批准）' } as const;
export type Term = keyof typeof TERMS;

export const OUTCOMES = {
  CONVICTED: '判决有罪',
  ACQUITTED: '判决无罪',
  NOT_PROSECUTED: '不起诉',
  DISMISSED: '撤销刑事案件',
  DETAINED: '决定行政拘留',
} as const;
export type TransferOutcome = keyof typeof OUTCOMES;

/** What goes along with the letter. Source: 移送规定 第六条. */
export const MATERIALS = {
  letter: '涉嫌犯罪案件移送书',
  report: '涉嫌犯罪案件情况的调查报告',
  items: '涉案物品清单',
  appraisal: '检验报告、监测报告或者鉴定意见',
  photos: '现场照片、录音录像',
  decision: '已作出的行政处罚决定书',
  other: '其他涉嫌犯罪的材料',
} as const;
export type Material = keyof typeof MATERIALS;
/** Without these nothing is handed over. */
export const NEEDED_MATERIALS: readonly Material[] = ['letter', 'report', 'items'];

/** What was sealed, piece by piece, by the name of the piece (core/sealing.ts). */
const Closed = z.object({ cipher: z.string(), iv: z.string(), tag: z.string() });
const Piece = z.object({ box: Closed, key: Closed.extend({ keyId: z.string() }) });
export const PIECES = {
  suspicion: '涉嫌犯罪的事实',
  report: '书面报告',
  decision: '负责人的意见',
  opinion: '检察机关的意见',
  supplement: '公安要求补充的材料',
  policeReason: '公安不予立案的理由',
  reconsideration: '提请复议的理由',
  supervision: '建议立案监督的理由',
  items: '移交物品清单',
  judgement: '司法机关处理情况',
  end: '结束说明',
} as const;
export type PieceName = keyof typeof PIECES;

const At = z.coerce.date();
const Step = z.object({ at: At, by: z.string() });

/** One thing that has to be entered on the information platform, and until when. */
const PlatformEntry = z.object({ what: z.string(), dueAt: At, at: At.nullable() });

export const CriminalTransfer = z.object({
  _id: z.string(),
  version: z.int(),
  no: z.string().nullable(),
  status: z.enum(keysOf(STATES)),
  kind: z.enum(keysOf(KINDS)),
  /** Id and number of the penalty case. */
  case: z.string(),
  caseNo: z.string().nullable(),
  county: County,
  /** 专案组: at least two officers. */
  group: z.array(z.object({ id: z.string(), name: z.string() })),
  groupIds: z.array(z.string()),
  /** The principal head, who decides. */
  head: z.string(),
  headName: z.string(),
  openedBy: z.string(),
  /** Everybody who may know of it before the police have filed it. */
  knowing: z.array(z.string()),
  /** No longer sealed: the police have filed it, or it is over. */
  open: z.boolean(),
  /** Codes of the crime hints that were looked at (models/law/crimeHints.ts). */
  hints: z.array(z.string()),
  pieces: z.partialRecord(z.enum(keysOf(PIECES)), Piece),
  /** Names of the vault keys that these hang on. */
  sealedUnder: z.array(z.string()),
  openedAt: At,
  reported: Step.extend({ dueAt: At }).nullable(),
  decided: Step.extend({ byName: z.string(), approved: z.boolean(), approval: SignedApproval.nullable() }).nullable(),
  /** Opinion of the procuratorate to transfer: handed over within days. */
  opinion: Step.nullable(),
  /** Last moment to hand it over. */
  sendBy: At.nullable(),
  sent: Step.extend({
    to: z.string(),
    letterNo: z.string(),
    procuratorate: z.string(),
    materials: z.array(z.enum(keysOf(MATERIALS))),
  }).nullable(),
  receipt: Step.extend({ no: z.string(), receiver: z.string() }).nullable(),
  term: z.enum(keysOf(TERMS)),
  /** Last moment for the police to decide. */
  policeBy: At.nullable(),
  supplementBy: At.nullable(),
  receiptBy: At.nullable(),
  answer: Step.extend({ filed: z.boolean(), no: z.string() }).nullable(),
  reconsiderBy: At.nullable(),
  reconsideration: Step.extend({ dueAt: At }).nullable(),
  supervision: Step.nullable(),
  itemsBy: At.nullable(),
  items: Step.extend({ count: z.int() }).nullable(),
  judgement: Step.extend({
    outcome: z.enum(keysOf(OUTCOMES)),
    /** Criminal fine, the administrative fine paid before, and what of it counts as paid. In fen. */
    criminalFineFen: z.int(),
    finePaidFen: z.int(),
    offsetFen: z.int(),
  }).nullable(),
  platform: z.array(PlatformEntry),
  endedAt: At.nullable(),
  alarms: z.array(z.string()),
  /** The nearest deadline that somebody has to keep. */
  dueAt: At.nullable(),
  wakeAt: At.nullable(),
});
export type CriminalTransfer = z.infer<typeof CriminalTransfer>;

/** What the case tells when a crime is suspected; the facts stay in the case until the group writes its report. */
export const SuspectedCrime = z.strictObject({
  /** Id of the transfer, made from that of the case, so that it is told once. */
  transfer: z.string().min(1).max(80),
  kind: z.enum(keysOf(KINDS)).default('CRIME'),
  case: z.string().min(1).max(80),
  caseNo: z.string().max(60).nullable(),
  county: County,
  /** Officers of the case: they form the group. */
  group: z.array(z.string().max(64)).min(1).max(10),
  /** The principal head who decides. */
  head: z.string().max(64),
  hints: z.array(z.string().max(40)).max(20).default([]),
});
export type SuspectedCrime = z.input<typeof SuspectedCrime>;

/** What comes back to the case. */
export const ANSWERS = {
  REFUSED: '不批准移送',
  SENT: '已移送公安机关',
  FILED: '公安机关已立案',
  NOT_FILED: '公安机关不予立案',
  JUDGED: '司法机关已处理',
  BACK: '移送结束，可以依法作出行政处理',
} as const;
export const TransferAnswer = z.strictObject({
  case: z.string().min(1).max(80),
  transfer: z.string().min(1).max(80),
  no: z.string().nullable(),
  answer: z.enum(keysOf(ANSWERS)),
  outcome: z.enum(keysOf(OUTCOMES)).nullable(),
  at: At,
});
export type TransferAnswer = z.infer<typeof TransferAnswer>;

const Happened = WrittenMoment('时间');

/** Begun by an officer of the case, before or without its own step 移送. */
export const OpenTransfer = z.strictObject({
  case: z.string().min(1, '请选择案件').max(80),
  kind: z.enum(keysOf(KINDS), { error: '请选择移送种类' }).default('CRIME'),
  group: z.array(z.string().max(64)).min(2, '专案组至少两名执法人员').max(10, '专案组最多十人'),
  head: z.string({ error: '请选择作出决定的主要负责人' }).min(1, '请选择作出决定的主要负责人').max(64),
  hints: z.array(z.string().max(40)).max(20).default([]),
  suspicion: text('涉嫌犯罪的事实', 2_000),
});
export type OpenTransfer = z.infer<typeof OpenTransfer>;

export const Report = z.strictObject({ report: text('书面报告', 4_000) });
/** 批准移送, under approval (models/approval). */
export const ApproveTransfer = approved({});
export const RefuseTransfer = z.strictObject({ decision: text('不批准的理由', 1_000) });
export const AddMember = z.strictObject({
  person: z.string({ error: '请选择执法人员' }).min(1, '请选择执法人员').max(64),
});
export type AddMember = z.infer<typeof AddMember>;
export const Opinion = z.strictObject({ opinion: text('检察机关的意见', 1_000) });
export const Send = z.strictObject({
  to: text('接收的公安机关', 60),
  letterNo: text('移送书文号', 60),
  procuratorate: text('抄送的检察机关', 60),
  items: z.boolean({ error: '请确认涉案物品清单' }),
  appraisal: z.boolean().default(false),
  photos: z.boolean().default(false),
  penaltyDecision: z.boolean().default(false),
});
export type Send = z.infer<typeof Send>;
export const Receive = z.strictObject({ at: Happened, no: text('回执编号', 60), receiver: text('接收人', 40) });
export type Receive = z.infer<typeof Receive>;
export const PassOn = z.strictObject({ to: text('转送的公安机关', 60) });
export const AskSupplement = z.strictObject({ supplement: text('要求补充的材料', 1_000) });
export const Supplemented = z.strictObject({});
export const Lengthen = z.strictObject({ term: z.enum(['CHECK', 'COMPLEX'], { error: '请选择期限' }) });
export const PoliceFiled = z.strictObject({ at: Happened, no: text('立案决定书文号', 60) });
export const PoliceRefused = z.strictObject({
  at: Happened,
  no: text('不予立案通知书文号', 60),
  policeReason: text('不予立案的理由', 1_000),
});
export const Reconsider = z.strictObject({ reconsideration: text('提请复议的理由', 1_000) });
export const AskSupervision = z.strictObject({ supervision: text('建议立案监督的理由', 1_000) });
export const HandItems = z.strictObject({ count: count('物品件数'), items: text('移交物品清单', 2_000) });
export type HandItems = z.infer<typeof HandItems>;
export const Judge = z.strictObject({
  outcome: z.enum(keysOf(OUTCOMES), { error: '请选择处理结果' }),
  /** In yuan as people write it. */
  criminalFineYuan: z.coerce.number().min(0, '罚金不能是负数').max(1_000_000_000, '罚金太大，请核对单位').default(0),
  finePaidYuan: z.coerce.number().min(0, '罚款不能是负数').max(1_000_000_000, '罚款太大，请核对单位').default(0),
  judgement: text('处理情况', 1_000),
});
export type Judge = z.infer<typeof Judge>;
export const End = z.strictObject({ end: text('结束说明', 1_000) });
export const Nothing = z.strictObject({});
export const Detained = z.strictObject({ judgement: text('拘留决定的文号和内容', 1_000) });
