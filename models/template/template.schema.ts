/** 文书模板: kinds of documents, what may be named in each, and the editions of a template. Safe in the browser. */
import { z } from 'zod';
import { CASE_KINDS, CASE_TAGS, COMMON, PARTY, REMEDY } from './caseKinds';
import { type Outline } from './outline';

/** What officers write or hand over on site; their templates travel on the phone. */
export const ON_SITE_KINDS = {
  siteRecord: '现场检查（勘察）笔录',
  supplement: '现场检查补充笔录',
  interview: '调查询问笔录',
  sampling: '采样记录单',
  evidenceHold: '先行登记保存证据通知书',
  holdDisposal: '先行登记保存证据处理通知书',
  spotPenalty: '当场行政处罚决定书',
  order: '责令改正违法行为决定书',
  serviceReceipt: '送达回证',
} as const;
export const KINDS = { ...ON_SITE_KINDS, ...CASE_KINDS } as const;
export const Kind = z.enum(Object.keys(KINDS) as [keyof typeof KINDS], { error: '请选择文书种类' });
export type Kind = z.infer<typeof Kind>;

/** 送达回证 of one document of a case: each written in the one template of that kind. */
export const RECEIPTS = {
  noticeReceipt: 'priorNotice',
  decisionReceipt: 'decision',
  demandReceipt: 'demand',
} as const satisfies Record<string, Kind>;
type Receipt = keyof typeof RECEIPTS;
/** What a document is called in addresses: its kind, or the receipt of which document. */
export type DocumentName = Kind | Receipt;
export const DocumentName = z.enum([...Object.keys(KINDS), ...Object.keys(RECEIPTS)] as [DocumentName], {
  error: '没有这种文书，请返回上一页',
});
const isReceipt = (name: DocumentName): name is Receipt => Object.hasOwn(RECEIPTS, name);
/** The kind whose template it is written in. */
export const kindOf = (name: DocumentName): Kind => (isReceipt(name) ? 'serviceReceipt' : name);
export const titleOfDocument = (name: DocumentName): string =>
  isReceipt(name) ? `${KINDS.serviceReceipt}（${KINDS[RECEIPTS[name]]}）` : KINDS[name];

/** Tags of a kind: a plain tag, a list with the tags of its entries, or the pages of the record. */
export type Tags = Readonly<Record<string, 'text' | 'content' | { readonly [tag: string]: 'text' }>>;

const SERVED = { 送达方式: 'text', 签收时间: 'text', 拒签: 'text', 见证人: 'text' } as const;
const RECORD: Tags = { ...COMMON, 标题: 'text', 正文: 'content' };

/** Every tag a template of this kind may use. */
export const TAGS: Readonly<Record<Kind, Tags>> = {
  siteRecord: RECORD,
  supplement: RECORD,
  interview: RECORD,
  sampling: RECORD,
  evidenceHold: {
    ...{ ...COMMON, ...PARTY, ...SERVED },
    ...{ 检查日期: 'text', 涉嫌行为: 'text', 保存理由: 'text', 保存方式: 'text', 保存地点: 'text' },
    ...{ 实施时间: 'text', 保存期限: 'text', 紧急: 'text', 批准情况: 'text', 件数: 'text', 照片数: 'text' },
    清单: { 序号: 'text', 名称: 'text', 规格: 'text', 数量: 'text', 状态: 'text', 照片: 'text' },
  },
  holdDisposal: {
    ...{ ...COMMON, ...PARTY, ...SERVED },
    ...{ 实施时间: 'text', 处理决定: 'text', 处理理由: 'text', 处理时间: 'text', 返还: 'text' },
    清单: { 序号: 'text', 名称: 'text', 规格: 'text', 数量: 'text', 状态: 'text', 照片: 'text' },
  },
  spotPenalty: {
    ...{ ...COMMON, ...PARTY, ...SERVED, ...REMEDY },
    ...{ 违法时间: 'text', 违法地点: 'text', 违法事实: 'text', 违反条款: 'text', 处罚依据: 'text', 处罚理由: 'text' },
    ...{ 警告: 'text', 罚款: 'text', 罚款大写: 'text', 银行缴纳: 'text', 当场收缴: 'text', 收据编号: 'text' },
    ...{ 亮证时间: 'text', 告知时间: 'text', 申辩: 'text', 申辩意见: 'text', 复核意见: 'text' },
  },
  order: {
    ...{ ...COMMON, ...PARTY, ...SERVED, ...REMEDY },
    ...{ 检查日期: 'text', 违法事实: 'text', 违反条款: 'text', 责令依据: 'text', 改正期限: 'text' },
    要求: { 序号: 'text', 内容: 'text', 方式: 'text' },
  },
  serviceReceipt: {
    ...{ ...COMMON, ...PARTY, ...SERVED },
    ...{ 文书名称: 'text', 送达地点: 'text', 受送达人: 'text' },
  },
  ...CASE_TAGS,
};

/** Places for pictures: signatures by who signs, and the code to verify. Named by 替代文字 of a placeholder picture in Word. */
export const SLOTS = ['当事人', '执法人员1', '执法人员2', '见证人', '二维码'] as const;

export const STATES = {
  proposed: '待批准',
  approved: '已批准',
  refused: '未批准',
  withdrawn: '已停用',
} as const;

/** One edition of one kind's template. The newest approved one is in force; a record keeps the edition it was issued with. */
export const Template = z.object({
  _id: z.string(),
  version: z.int(),
  status: z.enum(Object.keys(STATES) as [keyof typeof STATES]),
  kind: Kind,
  /** Written by us (BUILT_IN) or handed in by the legal office. */
  origin: z.enum(['BUILT_IN', 'UPLOADED']),
  /** SHA-256 of the Word file (template_files). */
  file: z.string(),
  /** Bytes. */
  size: z.int(),
  outline: z.custom<Outline>((value) => typeof value === 'object' && value !== null),
  note: z.string(),
  /** Who proposed it; the system for built-in editions. */
  author: z.string(),
  proposedAt: z.coerce.date(),
  decidedBy: z.string().nullable(),
  decision: z.string().nullable(),
  inForceAt: z.coerce.date().nullable(),
});
export type Template = z.infer<typeof Template>;

const reason = (label: string) =>
  z
    .string({ error: `请填写${label}` })
    .trim()
    .min(2, `请填写${label}`)
    .max(300, `${label}最多300字，请精简后再提交`);
export const ApproveTemplate = z.strictObject({});
export const RefuseTemplate = z.strictObject({ reason: reason('不批准的理由') });
export const WithdrawTemplate = z.strictObject({ reason: reason('停用的理由') });

/** Head of a document: names of the bureau and of its branches, where it is challenged (policy, `documents`). */
export interface Letterhead {
  bureau: string;
  branches: Readonly<Record<string, string>>;
  reconsideration: string;
  court: string;
}

/** Figures a phone judges by before the server does (policy, `evidenceHold` and `spotPenalty`). Amounts in fen. */
export interface PaperLimits {
  decision: { n: number; unit: 'wd' | 'cd' };
  approvalHours: number;
  citizenFen: number;
  organisationFen: number;
  collectFen: number;
}

/** What a phone needs of the template in force to show a document without network. */
export interface PackedTemplate {
  kind: Kind;
  edition: string;
  title: string;
  outline: Outline;
  letterhead: Letterhead;
  limits: PaperLimits;
}
