/** What becomes of a delegation. Pure. */
import { assign, settle } from '../assignment/assignment.effects';
import { UNNUMBERED } from '../assignment/assignment.schema';
import { addCalendarDays, endOfShanghaiDay, shanghaiDay, startOfShanghaiDay } from '../core/calendar';
import { DomainError } from '../core/errors';
import { policy } from '../core/policy';
import { advance, command, type Context, type Effect, type Outcome } from '../core/workflow';
import { type Person } from '../people/people.schema';
import { type Delegation, EndDelegation, type LendApproval, Nothing } from './delegation.schema';
import { delegationWorkflow } from './delegation.workflow';

const titleOf = ({ no }: Pick<Delegation, 'no'>) => `${no ?? UNNUMBERED} · 审批授权`;

const tell = (delegation: Delegation, person: string, purpose: string): Effect =>
  assign({ person, purpose, title: titleOf(delegation), county: null, ladder: false });

/** The two, as they stand in the organisation; null: not or no longer there. */
export interface LendingFacts {
  lender: Person | null;
  borrower: Person | null;
}

/** Who approves at all: nobody else can be lent the right to. */
const leads = (person: Person | null): person is Person =>
  person !== null && person.roles.some((role) => role === 'bureauLeader' || role === 'branchHead');

const faulty = (field: string, message: string) => new DomainError('INVALID_INPUT', message, { fields: [{ field }] });

function daysOf({ fromDay, toDay }: LendApproval, now: Date): Pick<Delegation, 'from' | 'until'> {
  const most = policy().approval.delegationDays;
  if (fromDay < shanghaiDay(now)) throw faulty('fromDay', '开始日期已经过去，请从今天或以后开始。');
  if (toDay < fromDay) throw faulty('toDay', '结束日期早于开始日期，请核对。');
  if (toDay >= addCalendarDays(fromDay, most)) throw faulty('toDay', `一次授权最长${most}天，请缩短后再提交。`);
  return { from: startOfShanghaiDay(fromDay), until: endOfShanghaiDay(toDay) };
}

/**
 * Lend the right to approve.
 *
 * @throws DomainError NOT_PERMITTED (the lender approves nothing) | INVALID_INPUT (to whom, or which days)
 */
export function lendApproval(
  id: string,
  said: LendApproval,
  { actor, now }: Context,
  { lender, borrower }: LendingFacts,
): Outcome<Delegation> {
  if (!leads(lender) || lender._id !== actor.id)
    throw new DomainError('NOT_PERMITTED', '审批由局领导和分局负责人授权，您没有可以授权的审批。', {});
  if (!leads(borrower) || borrower._id === lender._id)
    throw faulty('borrower', '只能授权给另一位局领导或分局负责人，请重新选择。');
  const { kinds, reason } = said;
  const dates = daysOf(said, now);
  const document: Delegation = {
    ...{ _id: id, version: 0, status: 'active', no: null, lender: lender._id, borrower: borrower._id },
    ...{ names: { lender: lender.name, borrower: borrower.name }, kinds, ...dates, reason, lentAt: now },
    ...{ ended: null, wakeAt: new Date(dates.until.getTime() + 1) },
  };
  const data = { borrower: borrower.name, kinds, ...dates, reason };
  return {
    document,
    event: { type: 'delegation.lent', data },
    effects: [tell(document, borrower._id, 'delegation.lent')],
    number: 'SQ',
  };
}

const end =
  (step: 'revoke' | 'handBack') =>
  (delegation: Delegation, { reason }: EndDelegation, context: Context): Outcome<Delegation> => {
    const status = advance(delegationWorkflow, step, delegation, context);
    const { actor, now } = context;
    const { names, lender, borrower } = delegation;
    const name = step === 'revoke' ? names.lender : names.borrower;
    const document: Delegation = {
      ...delegation,
      status,
      ended: { id: actor.id, name, at: now, reason },
      wakeAt: null,
    };
    return {
      document,
      event: { type: `delegation.${step === 'revoke' ? 'revoked' : 'handedBack'}`, data: { reason } },
      effects: [settle({}), tell(document, step === 'revoke' ? borrower : lender, 'delegation.ended')],
    };
  };

/** Its last day is over. */
function expire(delegation: Delegation, _input: unknown, context: Context): Outcome<Delegation> {
  const status = advance(delegationWorkflow, 'wake', delegation, context);
  const document: Delegation = { ...delegation, status, wakeAt: null };
  return {
    document,
    event: { type: 'delegation.expired' },
    effects: [settle({}), tell(document, delegation.lender, 'delegation.ended')],
  };
}

/** Every command behind its schema. The names are those of the workflow's steps. */
export const delegationCommands = {
  revoke: command(EndDelegation, end('revoke')),
  handBack: command(EndDelegation, end('handBack')),
  wake: command(Nothing, expire),
};
