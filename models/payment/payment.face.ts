/** 缴款 in words. Seen by the finance office and above; who paid stands on the page alone. */
import { permits } from '../core/access';
import { type Face, type Tone } from '../core/face';
import { type Field } from '../core/form';
import { ITEMS } from '../penalty/execution.schema';
import { paymentDomain } from './payment';
import { type Payment, SOURCES, STATES } from './payment.schema';

const TONES: Record<Payment['status'], Tone> = {
  ...{ unmatched: 'orange', matched: 'blue', booked: 'green', reversing: 'blue', setAside: 'grey' },
};
const reason = (label: string): Field => ({ name: 'reason', label, kind: 'textarea', required: true, maxLength: 300 });
const withReason = (what: string) => (data: Readonly<Record<string, unknown>>) => ({
  what,
  detail: String(data['reason']),
});

export const paymentFace: Face<Payment> = {
  domain: paymentDomain,
  path: 'payments',
  maySee: (payment, actor) => permits('seePayments', actor, payment),
  seenBy: ['county'],
  outline: ({ ref, status, source, paidOn, caseNo, item }) => ({
    title: '缴款',
    number: ref,
    status: STATES[status],
    tone: TONES[status],
    facts: [
      ['来源', SOURCES[source]],
      ['缴款日期', paidOn],
      ...(item ? [['项目', ITEMS[item]] as [string, string]] : []),
      ...(caseNo ? [['案件', caseNo] as [string, string]] : []),
    ],
    note: status === 'unmatched' ? '请核对附言，认领到案件；不是罚没款的，写明理由后另列。' : '',
    until: null,
  }),
  forms: {
    claim: [{ name: 'case', label: '案件', kind: 'text', required: true, maxLength: 80 }, reason('认领的依据')],
    setAside: [reason('为什么不是罚没款')],
    takeUp: [reason('重新认领的理由')],
    reverse: [reason('退出案件的理由')],
  },
  readFirst: ['claim'],
  sentences: {
    'payment.matched': '导入清单，按缴款码或者文号对上案件',
    'payment.unmatched': '导入清单，没有对上案件，等待认领',
    'payment.claimed': ({ no, reason: because }) => ({ what: `认领到 ${String(no)}`, detail: String(because) }),
    'payment.booked': '入账到案件',
    'payment.bounced': withReason('案件不能入账，退回认领'),
    'payment.setAside': withReason('列为不是罚没款'),
    'payment.takenUp': withReason('重新等待认领'),
    'payment.reversing': withReason('退出案件'),
    'payment.reversed': '已退出案件，等待认领',
  },
  extra: ({
    amountFen,
    payer,
    remark,
    source,
    case: id,
    caseNo,
    reason: because,
    importedByName,
    importedAt,
    settledByName,
  }) => ({
    ...{
      amountFen,
      payer,
      remark,
      source,
      case: id,
      caseNo,
      reason: because,
      importedByName,
      importedAt,
      settledByName,
    },
  }),
};
