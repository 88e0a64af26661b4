/** 当场处罚 in words. Cards name number and dates; party, facts and amounts are on the page alone. */
import { permits } from '../core/access';
import { type Face, type RunningClock, type Tone } from '../core/face';
import { type Field } from '../core/form';
import { policy } from '../core/policy';
import { deadline } from '../core/calendar';
import { minuteWords } from '../serving/serving.fields';
import { bankDue, handInDue, spotPenaltyDomain } from './spotPenalty';
import { COLLECTION_REASONS, type SpotPenalty, STATES } from './spotPenalty.schema';

const TONES: Record<SpotPenalty['status'], Tone> = {
  ...{ issued: 'orange', reported: 'blue', recorded: 'green', revoked: 'grey' },
};
const NOTES: Partial<Record<SpotPenalty['status'], string>> = {
  issued: '请在期限内向所属机关报备。',
  reported: '请审阅决定书是否事实清楚、依据正确、数额在限额以内。',
};
const field = (name: string, label: string, kind: Field['kind'], maxLength: number): Field => ({
  ...{ name, label, kind, required: true, maxLength },
});
const CLOCK_WORDS: Readonly<Record<string, string>> = { report: '报备', handIn: '交回罚款', bank: '缴存银行' };

function clocks(penalty: SpotPenalty): RunningClock[] {
  const { status, serving } = penalty;
  const report = status === 'issued' ? deadline({ from: serving.at, ...policy().spotPenalty.report }) : null;
  const running = { 报备: report, 交回罚款: handInDue(penalty), 缴存银行: bankDue(penalty) };
  if (status === 'revoked') return [];
  return Object.entries(running).flatMap(([label, clock]) =>
    clock ? [{ label, dueAt: clock.dueAt, explain: clock.explain }] : [],
  );
}

export const spotPenaltyFace: Face<SpotPenalty> = {
  domain: spotPenaltyDomain,
  path: 'spot-penalties',
  maySee: (penalty, actor) => permits('seeEnforcement', actor, penalty),
  seenBy: ['county', 'team'],
  outline: (penalty) => ({
    title: '当场处罚',
    number: penalty.no,
    status: STATES[penalty.status],
    tone: TONES[penalty.status],
    facts: [
      ['作出时间', minuteWords(penalty.serving.at)],
      ['执法人员', penalty.officers.map(({ name }) => name).join('、')],
    ],
    note: NOTES[penalty.status] ?? '',
    until: clocks(penalty)[0]?.dueAt ?? null,
  }),
  forms: {
    handIn: [field('to', '收款人', 'text', 40)],
    bank: [field('slipNo', '缴款单编号', 'text', 40)],
    pay: [field('slipNo', '缴款单编号', 'text', 40)],
    revoke: [field('reason', '撤销的理由', 'textarea', 300)],
  },
  readFirst: ['receive'],
  sentences: {
    'spotPenalty.issued': ({ collected, refused }) =>
      `当场作出并交付决定书${refused === true ? '，当事人拒收，由见证人见证' : ''}${collected === true ? '，罚款当场收缴' : ''}`,
    'spotPenalty.reported': '向所属机关报备',
    'spotPenalty.recorded': '审阅备案',
    'spotPenalty.landed': '登记靠岸',
    'spotPenalty.handedIn': '交回当场收缴的罚款',
    'spotPenalty.banked': '罚款缴存银行',
    'spotPenalty.paid': '当事人缴清罚款',
    'spotPenalty.revoked': ({ reason }) => ({ what: '撤销处罚', detail: String(reason) }),
    'spotPenalty.landing': '询问执法人员是否已靠岸',
    'spotPenalty.overdue': ({ clock }) => `${CLOCK_WORDS[String(clock)] ?? ''}逾期，告知负责人`,
  },
  clocks,
  extra: ({ party, facts, warning, fineFen, collection, siteRecord, handedIn, banked, paid, landedAt, defence }) => ({
    ...{ party, facts, warning, fineFen, siteRecord, handedIn, banked, paid, landedAt, defence },
    collection: collection && { ...collection, words: collection.words, whyLabel: COLLECTION_REASONS[collection.why] },
    documents: ['spotPenalty', 'serviceReceipt'],
  }),
};
