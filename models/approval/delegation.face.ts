/** 审批授权 as its two people, the leaders of the bureau and the auditors see it. */
import { permits } from '../core/access';
import { shanghaiDay } from '../core/calendar';
import { type Domain } from '../core/domain';
import { type Face, type Outline, type Reader } from '../core/face';
import { type Form } from '../core/form';
import { delegationCommands } from './delegation.commands';
import { type Delegation, KIND_WORDS, STATES } from './delegation.schema';
import { delegations } from './delegation.store';
import { delegationWorkflow } from './delegation.workflow';

export const delegationDomain: Domain<Delegation> = {
  store: delegations,
  workflow: delegationWorkflow,
  commands: delegationCommands,
  facts: {},
};

const stateOf = ({ status, from, until }: Delegation, now: Date): string => {
  if (status !== 'active') return STATES[status];
  if (now > until) return STATES.ended;
  return now < from ? '未开始' : STATES.active;
};

const kindsIn = (kinds: Delegation['kinds']) => kinds.map((kind) => KIND_WORDS[kind]).join('；');
const daysIn = ({ from, until }: Pick<Delegation, 'from' | 'until'>) => `${shanghaiDay(from)} 至 ${shanghaiDay(until)}`;

function outline(delegation: Delegation, { actor, now }: Reader): Outline {
  const { no, names, kinds, until, borrower, reason } = delegation;
  const state = stateOf(delegation, now);
  const running = state === STATES.active;
  return {
    title: '审批授权',
    number: no ?? '',
    status: state,
    tone: running ? 'green' : 'grey',
    facts: [
      ['授权人', names.lender],
      ['被授权人', names.borrower],
      ['审批种类', kindsIn(kinds)],
      ['期限', daysIn(delegation)],
      ['理由', reason],
    ],
    note: running && actor.id === borrower ? '期限内由您代为审批的，署名会写明“代”。您参与调查的案件不能代批。' : '',
    until: running ? until : null,
  };
}

const why: Form = [{ name: 'reason', label: '理由', kind: 'textarea', maxLength: 200, required: true }];

export const delegationFace: Face<Delegation> = {
  domain: delegationDomain,
  path: 'delegations',
  maySee: (delegation, actor) => permits('seeDelegation', actor, delegation),
  seenBy: ['lender', 'borrower'],
  outline,
  forms: { revoke: why, handBack: why },
  sentences: {
    'delegation.lent': ({ borrower, kinds, reason }) => ({
      what: `授权${String(borrower)}代为审批：${kindsIn(kinds as Delegation['kinds'])}`,
      detail: String(reason),
    }),
    'delegation.revoked': ({ reason }) => ({ what: '撤回授权', detail: String(reason) }),
    'delegation.handedBack': ({ reason }) => ({ what: '退回授权', detail: String(reason) }),
    'delegation.expired': '授权到期',
  },
};
