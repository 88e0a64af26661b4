/** 责令改正 in words. Cards name number and dates; party and facts are on the page. */
import { permits } from '../core/access';
import { endOfShanghaiDay } from '../core/calendar';
import { type Face, type RunningClock, type Tone } from '../core/face';
import { type Field } from '../core/form';
import { dayWords } from '../serving/serving.fields';
import { orderDomain, visitDue } from './order';
import { type Order, STATES } from './order.schema';

const TONES: Record<Order['status'], Tone> = {
  ...{ issued: 'orange', served: 'blue', due: 'orange', verified: 'green', unverified: 'red', withdrawn: 'grey' },
};
const NOTES: Partial<Record<Order['status'], string>> = {
  issued: '请当面送达并请当事人签名；拒收的请写明情况并请见证人签名。',
  served: '期满前会提醒您联系当事人；期满后系统自动派复查任务。',
  due: '请到现场核实改正情况。',
};
const looked: Field[] = [
  { name: 'text', label: '核实情况', kind: 'textarea', required: true, maxLength: 500 },
  { name: 'photos', label: '现场照片', kind: 'photos', required: false },
];

function clocks({ status, correctBy }: Order): RunningClock[] {
  if (status === 'served') return [{ label: '改正期限', dueAt: endOfShanghaiDay(correctBy), explain: [] }];
  const { dueAt, explain } = visitDue(correctBy);
  return status === 'due' ? [{ label: '核实', dueAt, explain }] : [];
}

export const orderFace: Face<Order> = {
  domain: orderDomain,
  path: 'orders',
  maySee: (order, actor) => permits('seeEnforcement', actor, order),
  seenBy: ['county', 'team'],
  outline: (order) => ({
    title: '责令改正',
    number: order.no,
    status: STATES[order.status],
    tone: TONES[order.status],
    facts: [
      ['改正期限', dayWords(order.correctBy)],
      ['执法人员', order.officers.map(({ name }) => name).join('、')],
    ],
    note: NOTES[order.status] ?? '',
    until: clocks(order)[0]?.dueAt ?? null,
  }),
  forms: {
    verify: looked,
    unverify: looked,
    withdraw: [{ name: 'reason', label: '撤销的理由', kind: 'textarea', required: true, maxLength: 300 }],
  },
  /** Handing over takes a page: the document is read and signed there. */
  readFirst: ['serve', 'verify', 'unverify'],
  sentences: {
    'order.issued': '作出责令改正',
    'order.issuedAndServed': ({ refused }) =>
      `作出并送达责令改正${refused === true ? '，当事人拒收，由见证人见证' : ''}`,
    'order.served': ({ refused }) => `送达${refused === true ? '，当事人拒收，由见证人见证' : ''}`,
    'order.reminded': '提醒执法人员改正期限将到',
    'order.due': '改正期限已到，派出复查任务',
    'order.overdue': '核实逾期，告知负责人',
    'order.verified': '核实已改正',
    'order.unverified': '核实未改正，告知负责人',
    'order.withdrawn': ({ reason }) => ({ what: '撤销', detail: String(reason) }),
  },
  clocks,
  extra: ({ party, facts, violated, basis, demands, verification, siteRecord, visit, withdrawnReason, officers }) => ({
    officers: officers.map(({ id, name }) => ({ id, name })),
    ...{ party, facts, violated, basis, demands, verification, siteRecord, visit, withdrawnReason },
    documents: ['order', 'serviceReceipt'],
  }),
};
