/** 结案、归档. Pure. Source: 生态环境行政处罚办法 第七十五至七十七条: proposed by a handler, approved by a head, one case one file. */
import { settle } from '../assignment/assignment.effects';
import { signedOf } from '../approval/approval';
import { deadline, shanghaiDay } from '../core/calendar';
import { policy } from '../core/policy';
import { type Context, type Outcome } from '../core/workflow';
import { type CaseFacts, directorOf, faulty, notNow, outcome, take, tell } from './acting';
import { courtWindow } from './execution.clocks';
import { ledgerAt } from './execution';
import {
  type ArchiveCase,
  type CloseCase,
  type Closing,
  type ClosingKind,
  CLOSINGS,
  type ProposeClosing,
  type ReturnClosing,
} from './execution.schema';
import { type PenaltyCase } from './penalty.schema';

type Case = PenaltyCase;
type Result = Outcome<PenaltyCase>;

const isPerformed = (record: Case, today: string): boolean =>
  record.payment ? ledgerAt(record, today).openFen === 0 : record.serving !== null;
const wasRefused = ({ enforcement }: Case) => enforcement?.court?.ruling === 'REFUSED';
const windowIsOver = (record: Case, now: Date) => {
  const window = courtWindow(record);
  return window !== null && now > window.closes.dueAt;
};
const isVoid = ({ annulled }: Case) => annulled?.kind === 'REVOKED' || annulled?.kind === 'INVALID';

/** What the record must show for each ground of closing; the sentence says what is missing. */
const GROUNDS: Readonly<Record<ClosingKind, (record: Case, now: Date) => string | undefined>> = {
  PERFORMED: (record, now) =>
    ['paid', 'served'].includes(record.status) && isPerformed(record, shanghaiDay(now))
      ? undefined
      : '罚没款还没有缴清，不能按履行完毕结案。',
  COURT_ENFORCED: ({ status }) => (status === 'enforced' ? undefined : '还没有登记法院执行完毕。'),
  REVOKED: (record) => (isVoid(record) ? undefined : '没有登记处罚决定被撤销或者确认无效。'),
  NO_PENALTY: ({ status }) => (status === 'noPenalty' ? undefined : '案件不是不予处罚。'),
  TRANSFERRED: ({ status }) => (status === 'transferred' ? undefined : '案件没有移送。'),
  TERMINATED: ({ status }) => (status === 'terminated' ? undefined : '案件没有终止调查。'),
  FILING_REVOKED: ({ status }) => (status === 'filingRevoked' ? undefined : '案件没有撤销立案。'),
  UNENFORCEABLE: (record, now) =>
    wasRefused(record) || windowIsOver(record, now)
      ? undefined
      : '法院没有裁定不准予执行，申请期限也没有届满，不能按这种情形结案。',
};

/** @throws DomainError INVALID_INPUT naming what the record does not show */
function requireGround(record: Case, kind: ClosingKind, now: Date): void {
  const missing = GROUNDS[kind](record, now);
  if (missing) throw faulty('kind', `${missing}请核对结案的情形“${CLOSINGS[kind]}”。`);
}

export function proposeClosing(record: Case, input: ProposeClosing, context: Context, facts: CaseFacts): Result {
  const status = take('proposeClosing', record, context);
  requireGround(record, input.kind, context.now);
  const closing: Closing = {
    ...{ ...input, proposedBy: context.actor.id, proposedByName: facts.byName, proposedAt: context.now },
    ...{ returnedReason: null, approvedBy: null, approvedByName: null, approvedAt: null, approval: null },
  };
  const document = { ...record, status, closing };
  return outcome(document, 'closingProposed', { kind: input.kind }, [
    settle({ purposes: ['penalty.close'] }),
    ...tell(document, directorOf(record, facts), 'penalty.approveClosing'),
  ]);
}

const standing = ({ closing }: Case): Closing => {
  if (!closing) throw notNow('还没有提出结案，请等承办人员填写结案审批表。');
  return closing;
};

export function returnClosing(record: Case, { reason }: ReturnClosing, context: Context): Result {
  const status = take('returnClosing', record, context);
  const document = { ...record, status, closing: { ...standing(record), returnedReason: reason } };
  return outcome(document, 'closingReturned', { reason }, [
    settle({ purposes: ['penalty.approveClosing'] }),
    ...tell(document, [document.closing.proposedBy], 'penalty.closingReturned'),
  ]);
}

/** Held against the record once more: what was paid when it was proposed may have been taken back since. */
export function closeCase(record: Case, { approval }: CloseCase, context: Context, facts: CaseFacts): Result {
  const status = take('closeCase', record, context);
  const before = standing(record);
  requireGround(record, before.kind, context.now);
  const closing: Closing = {
    ...{ ...before, approvedBy: context.actor.id, approvedByName: facts.byName, approvedAt: context.now },
    approval: signedOf(approval, context),
  };
  const document = { ...record, status, closing };
  const { dueAt } = deadline({ from: context.now, ...policy().execution.archiving });
  return outcome(document, 'closed', { kind: before.kind }, [
    settle({}),
    ...tell(document, [before.proposedBy], 'penalty.archive', { dueAt }),
  ]);
}

/** 归档: kept for so many years, or for good. */
export function archiveCase(record: Case, { no, permanent }: ArchiveCase, context: Context): Result {
  const status = take('archive', record, context);
  const years = permanent ? null : policy().execution.archiveYears;
  const archive = { no, years, at: context.now, by: context.actor.id };
  return outcome({ ...record, status, archive }, 'archived', { no, years }, [settle({})]);
}
