/** 缴款: one line of the bank's or the 非税 system's list, and which case it belongs to. Safe in the browser. */
import { z } from 'zod';
import { NewId } from '../core/newId';
import { ITEMS, type PaymentItem } from '../penalty/execution.schema';
import { text } from '../serving/serving.schema';

export const SOURCES = { BANK: '银行流水', NON_TAX: '非税系统' } as const;
const Source = z.enum(Object.keys(SOURCES) as [keyof typeof SOURCES], { error: '请选择清单来自银行还是非税系统' });
export type PaymentSource = z.infer<typeof Source>;

export const STATES = {
  unmatched: '待认领',
  matched: '已对上，入账中',
  booked: '已入账',
  reversing: '正在退出案件',
  setAside: '不是本机关的罚没款',
} as const;
export type PaymentStatus = keyof typeof STATES;

export const Payment = z.object({
  /** Source and reference: the same line again is the same record. */
  _id: z.string(),
  version: z.int(),
  status: z.enum(Object.keys(STATES) as [PaymentStatus]),
  source: Source,
  /** The bank's own reference of the line. */
  ref: z.string(),
  /** Shanghai day on which the bank took the money. */
  paidOn: z.string(),
  amountFen: z.int(),
  /** Who paid, and the remark, as the bank prints them: seen by the finance office alone. */
  payer: z.string(),
  remark: z.string(),
  item: z.enum(Object.keys(ITEMS) as [PaymentItem]).nullable(),
  /** First 16 digits of the hash of the list it came with. */
  batch: z.string(),
  importedBy: z.string(),
  importedByName: z.string(),
  importedAt: z.coerce.date(),
  case: z.string().nullable(),
  /** Number of the case or its decision, for lists. */
  caseNo: z.string().nullable(),
  county: z.string().nullable(),
  /** Who claimed it for the case; null when its code did. */
  settledBy: z.string().nullable(),
  settledByName: z.string().nullable(),
  /** Why it waits for a person, or was set aside. */
  reason: z.string().nullable(),
});
export type Payment = z.infer<typeof Payment>;

/** What of a line a second list may not say otherwise. */
export type BankLine = Pick<Payment, 'ref' | 'paidOn' | 'amountFen' | 'payer' | 'remark' | 'item'>;

/** A file of 180 kB as base64. */
const FILE_CHARACTERS = 250_000;
export const ImportPayments = z.strictObject({
  id: NewId,
  source: Source,
  file: z
    .string({ error: '请选择清单文件' })
    .min(1, '请选择清单文件')
    .max(FILE_CHARACTERS, '文件太大（最多 180 KB），请分次导入')
    .regex(/^[A-Za-z0-9+/]+={0,2}$/, '文件没有读完整，请重新选择'),
});

export const ClaimPayment = z.strictObject({ case: text('案件', 80), reason: text('认领的依据', 300, 2) });
export type ClaimPayment = z.infer<typeof ClaimPayment>;
export const WithReason = z.strictObject({ reason: text('理由', 300, 2) });
export type WithReason = z.infer<typeof WithReason>;
export const Nothing = z.strictObject({});
