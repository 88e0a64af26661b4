import { type Workflow } from '../core/workflow';
import { LINK_STATES, type PartyLink } from './party.schema';

/** 当事人链接: issued with the record, withdrawn by whoever may issue; each time the party comes in is an event of it. */
// prettier-ignore
export const partyLinkWorkflow = {
  noun: '当事人链接',
  states: LINK_STATES,
  steps: {
    revoke: { label: '撤销链接', from: ['active'], to: 'revoked', by: 'inviteParty', tone: 'danger' },
    enter: { label: '当事人登录', from: ['active'], by: 'actAsParty', quiet: true },
  },
} as const satisfies Workflow<PartyLink>;
