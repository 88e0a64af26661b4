/** 先行登记保存 in words. Cards name number and dates; party, suspicion and list are on the page. */
import { permits } from '../core/access';
import { type Face, type RunningClock, type Tone } from '../core/face';
import { type Field, optionsOf } from '../core/form';
import { minuteWords } from '../serving/serving.fields';
import { decisionDue, evidenceHoldDomain } from './evidenceHold';
import { type EvidenceHold, MEASURES, STATES } from './evidenceHold.schema';

const TONES: Record<EvidenceHold['status'], Tone> = {
  ...{ asked: 'orange', approved: 'blue', refused: 'grey', held: 'blue', decided: 'green', toReturn: 'orange' },
  ...{ lapsed: 'red', returned: 'grey' },
};
const NOTES: Partial<Record<EvidenceHold['status'], string>> = {
  asked: '请查看理由和证据清单后决定。',
  approved: '已批准，请由两名执法人员当场清点、开具清单，由当事人签名。',
  toReturn: '请尽快返还物品，由当事人签收。',
  lapsed: '期限已过，措施自动解除，请立即通知当事人领回物品。',
};
const reason = (label: string): Field => ({
  ...{ name: 'reason', label, kind: 'textarea', required: true, maxLength: 500 },
});

function clocks({ status, serving, approvedAt, approvalDueAt }: EvidenceHold): RunningClock[] {
  if (status !== 'held' || !serving) return [];
  const { dueAt, explain } = decisionDue(serving);
  return [
    ...(approvedAt || !approvalDueAt ? [] : [{ label: '补办批准', dueAt: approvalDueAt, explain: [] }]),
    { label: '作出处理决定', dueAt, explain },
  ];
}

const noteOf = ({ status, approvedAt, urgent }: EvidenceHold): string =>
  status === 'held' && urgent && !approvedAt
    ? '情况紧急，措施已经采取；请在24小时内补办批准，逾期自动解除。'
    : (NOTES[status] ?? '');

export const evidenceHoldFace: Face<EvidenceHold> = {
  domain: evidenceHoldDomain,
  path: 'evidence-holds',
  maySee: (hold, actor) => permits('seeEnforcement', actor, hold),
  seenBy: ['county', 'team'],
  outline: (hold) => ({
    title: '先行登记保存',
    number: hold.no,
    status: STATES[hold.status],
    tone: TONES[hold.status],
    facts: [
      ...(hold.serving ? ([['实施时间', minuteWords(hold.serving.at)]] as [string, string][]) : []),
      ['物品', `${String(hold.objects.length)}件`],
      ['执法人员', hold.officers.map(({ name }) => name).join('、')],
    ],
    note: noteOf(hold),
    until: clocks(hold)[0]?.dueAt ?? null,
  }),
  forms: {
    refuse: [reason('不批准的理由')],
    lift: [reason('不批准的理由')],
    decide: [
      { name: 'measure', label: '处理决定', kind: 'choice', required: true, options: optionsOf(MEASURES) },
      reason('处理理由'),
    ],
  },
  readFirst: ['approve', 'confirm', 'refuse', 'lift', 'decide', 'take', 'handBack'],
  sentences: {
    'evidenceHold.asked': ({ objects }) => `提请先行登记保存${String(objects)}件物品`,
    'evidenceHold.takenInUrgency': ({ objects, refused }) =>
      `情况紧急，当场登记保存${String(objects)}件物品，提请补办批准${refused === true ? '；当事人拒签，由见证人见证' : ''}`,
    'evidenceHold.approved': '批准先行登记保存',
    'evidenceHold.confirmed': '补办批准',
    'evidenceHold.refused': ({ reason: why }) => ({ what: '不批准', detail: String(why) }),
    'evidenceHold.lifted': ({ reason: why }) => ({ what: '不批准，解除保存', detail: String(why) }),
    'evidenceHold.taken': ({ refused }) => `实施保存${refused === true ? '，当事人拒签，由见证人见证' : ''}`,
    'evidenceHold.decided': ({ measure }) => `处理决定：${MEASURES[measure as keyof typeof MEASURES]}`,
    'evidenceHold.lapsed': ({ why }) =>
      why === 'APPROVAL' ? '未按时补办批准，自动解除，告知返还' : '期满未作处理决定，自动解除，告知返还',
    'evidenceHold.handedBack': '物品已返还，当事人签收',
  },
  clocks,
  extra: (hold) => {
    const { party, suspicion, reason: why, method, place, objects, decision, lapse, siteRecord, refusedReason } = hold;
    const ended = ['decided', 'toReturn', 'lapsed', 'returned'].includes(hold.status);
    return {
      officers: hold.officers.map(({ id, name }) => ({ id, name })),
      ...{ party, suspicion, reason: why, method, place, objects, decision, lapse, siteRecord, refusedReason },
      documents: ['evidenceHold', ...(ended ? ['holdDisposal'] : []), 'serviceReceipt'],
    };
  },
};
