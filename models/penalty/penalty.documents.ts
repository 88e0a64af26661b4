/** 文书 of a case: which documents it gives as it stands, each from the record alone. What needs other records is in documents/gathered.ts. */
import { type DocumentName } from '../template/template.schema';
import { decision, noPenalty, priorNotice } from './documents/decision';
import { closing, courtApplication, criminalTransfer, demand, instalment } from './documents/execution';
import { filing, filingRefusal } from './documents/filing';
import { caseReview, defenceRecheck, investigationReport, legalReview } from './documents/investigation';
import { decisionReceipt, demandReceipt, noticeReceipt } from './documents/receipts';
import { type Draft } from './documents/words';

/** In the order in which they lie in the file. */
export const CASE_DRAFTS = {
  ...{ filing, filingRefusal, investigationReport, caseReview, priorNotice, noticeReceipt, defenceRecheck },
  ...{ legalReview, decision, noPenalty, decisionReceipt, instalment, demand, demandReceipt, courtApplication },
  ...{ criminalTransfer, closing },
} as const satisfies Partial<Record<DocumentName, Draft>>;
export type CaseDraft = keyof typeof CASE_DRAFTS;
