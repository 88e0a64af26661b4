/** What the server answers about payments; amounts in fen. */
import { type PaymentSource, type PaymentStatus } from '../../models/payment/payment.schema';

export interface ListedPaymentAnswer {
  id: string;
  status: PaymentStatus;
  statusLabel: string;
  source: PaymentSource;
  ref: string;
  paidOn: string;
  amountFen: number;
  caseNo: string | null;
  reason: string | null;
  remark: string;
  payer: string;
}
export interface PaymentExtraAnswer {
  amountFen: number;
  payer: string;
  remark: string;
  caseNo: string | null;
  reason: string | null;
  importedByName: string;
  importedAt: string;
  settledByName: string | null;
}
export interface ImportedAnswer {
  lines: number;
  added: number;
  unmatched: number;
  known: number;
  conflicts: { ref: string; was: string; is: string }[];
}
export const yuan = (fen: number) => `${(fen / 100).toLocaleString('zh-CN', { minimumFractionDigits: 2 })} 元`;
