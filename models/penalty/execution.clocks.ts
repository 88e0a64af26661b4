/**
 * The periods of a case after its decision, each with the days it skipped. What the clock does about them stands in execution.wake.ts.
 * Pure: safe in the browser.
 */
import { type Deadline, deadline, endOfShanghaiDay, shanghaiDay, startOfShanghaiDay } from '../core/calendar';
import { type RunningClock } from '../core/face';
import { policy } from '../core/policy';

import { DONE, OWED } from './execution.workflow';
import { type Account, sharesMet } from './ledger';
import { type PenaltyCase } from './penalty.schema';

/** Whatever was told of so far, however late. */
const WHENEVER = '9999-12-31';

/** What the periods are read from. */
export type Executed = Pick<
  PenaltyCase,
  | ('status' | 'decision' | 'serving' | 'announcement' | 'sent' | 'payment' | 'instalment' | 'remedies')
  | ('enforcement' | 'closing' | 'annulled' | 'noPenalty' | 'transferOut' | 'ended')
>;

const isOwed = (status: string) => (OWED as readonly string[]).includes(status);
const isDone = (status: string) => (DONE as readonly string[]).includes(status);

/** The account, where there is one. */
export const accountOf = ({ payment, instalment, remedies }: Executed): Account | null =>
  payment && { payment, instalment, remedies };

/** To serve: seven working days after the decision, unless it was handed over at once. */
export const serveDue = (decidedAt: Date): Deadline => deadline({ from: decidedAt, ...policy().execution.service });

/** Fifteen calendar days after receipt, rolled off rest days. */
export const paymentDue = (servedAt: Date, days: number): Deadline => deadline({ from: servedAt, n: days, unit: 'cd' });

/** 公告期: as of the day of the announcement. */
export const deemedServed = (announcedOn: string): Deadline =>
  deadline({ from: startOfShanghaiDay(announcedOn), ...policy().execution.announcement });

/** 复议 and 诉讼, as the decision tells them. */
export function remedyPeriods({ serving }: Pick<Executed, 'serving'>): {
  reconsideration: Deadline;
  lawsuit: Deadline;
} {
  const from = serving?.at ?? new Date(0);
  return {
    reconsideration: deadline({ from, ...policy().execution.reconsideration }),
    lawsuit: deadline({ from, n: policy().execution.litigationMonths, unit: 'month' }),
  };
}

/**
 * When nothing can be brought against the decision any more: the longer of both periods, or what followed the last reconsideration or
 * lawsuit (after a reconsideration fifteen days to sue). Null while one runs, or before service.
 */
export function remediesEnd(record: Pick<Executed, 'serving' | 'remedies'>): Deadline | null {
  const { serving, remedies } = record;
  if (!serving || remedies.some(({ to }) => to === null)) return null;
  const last = [...remedies].sort((a, b) => (a.to ?? '').localeCompare(b.to ?? '')).at(-1);
  if (last?.to && last.result !== 'WITHDRAWN') {
    if (last.kind === 'RECONSIDERATION')
      return deadline({ from: endOfShanghaiDay(last.to), ...policy().execution.afterReconsideration });
    return { dueAt: endOfShanghaiDay(last.to), explain: [], warnings: [] };
  }
  const { reconsideration, lawsuit } = remedyPeriods(record);
  return lawsuit.dueAt > reconsideration.dueAt ? lawsuit : reconsideration;
}

/**
 * Within which the court can be asked: three months after the remedies, or after the last day of what was granted in shares if that is
 * later (行政强制法 第五十三条, 行政处罚法 第七十二条). Null while the remedies run.
 */
export function courtWindow(record: Executed): { opensAt: Date; closes: Deadline } | null {
  const end = remediesEnd(record);
  const { payment, instalment } = record;
  if (!end || !payment) return null;
  const shares = sharesMet(instalment?.schedule ?? [], payment.receipts, WHENEVER);
  const missed = instalment?.status === 'broken' ? shares.find((share) => share.missed) : undefined;
  const granted = (missed ?? shares.at(-1))?.dueOn;
  const from = granted && endOfShanghaiDay(granted) > end.dueAt ? endOfShanghaiDay(granted) : end.dueAt;
  return { opensAt: from, closes: deadline({ from, n: policy().execution.courtMonths, unit: 'month' }) };
}

/** Since when a case is over and waits to be closed. */
export function overSince(record: Executed): Date | null {
  const { status, payment, enforcement, noPenalty, transferOut, ended } = record;
  if (status === 'paid' && payment) {
    const settledOn = payment.receipts
      .map(({ paidOn }) => paidOn)
      .sort()
      .at(-1);
    return settledOn ? endOfShanghaiDay(settledOn) : null;
  }
  if (status === 'enforced')
    return enforcement?.court?.finishedOn ? endOfShanghaiDay(enforcement.court.finishedOn) : null;
  if (status === 'noPenalty') return noPenalty?.at ?? null;
  if (status === 'transferred') return transferOut?.at ?? null;
  return ['terminated', 'filingRevoked'].includes(status) ? (ended?.at ?? null) : null;
}

interface Named {
  /** Stable within the case: an alarm made from it is told once. */
  id: string;
  label: string;
  due: Deadline;
}
const plain = (dueAt: Date): Deadline => ({ dueAt, explain: [], warnings: [] });
const named = (id: string, label: string, due: Deadline | null | undefined): Named[] =>
  due ? [{ id: `${id}:${shanghaiDay(due.dueAt)}`, label, due }] : [];

function beforeService({ decision, announcement, sent }: Executed): Named[] {
  if (announcement) return named('announcement', '公告期满', deemedServed(announcement.announcedOn));
  return [
    ...named('serve', '送达决定书', decision && serveDue(decision.at)),
    ...named('confirm', '等待当事人确认收到', sent && plain(sent.confirmBy)),
  ];
}

/** The last day on which the bank's word about a day is waited for. */
export const bankHeard = (day: string): Date => {
  const { bankLagWd } = policy().execution;
  return bankLagWd === 0
    ? endOfShanghaiDay(day)
    : deadline({ from: endOfShanghaiDay(day), n: bankLagWd, unit: 'wd' }).dueAt;
};

function shareDue({ instalment, payment }: Executed): Named[] {
  if (!payment || !instalment) return [];
  const next = sharesMet(instalment.schedule, payment.receipts, WHENEVER).find(
    ({ paidFen, amountFen }) => paidFen < amountFen,
  );
  return next ? named('share', '本期缴款', plain(endOfShanghaiDay(next.dueOn))) : [];
}

function whileOwed(record: Executed): Named[] {
  const { status, decision, serving, instalment, enforcement } = record;
  const payBy = serving && decision ? paymentDue(serving.at, decision.dueDays) : null;
  const periods = serving && record.remedies.length === 0 ? remedyPeriods(record) : null;
  const court = ['overdue', 'demanded'].includes(status) ? courtWindow(record) : null;
  const { demand, court: applied } = enforcement ?? {};
  return [
    ...(status === 'served' && record.payment ? named('pay', '缴纳罚款', payBy) : []),
    ...(instalment?.status === 'requested' ? named('answer', '答复延期、分期申请', plain(instalment.answerDueAt)) : []),
    ...(status === 'instalment' ? shareDue(record) : []),
    ...(status === 'demanded' && demand?.dueAt ? named('demand', '催告期限', plain(demand.dueAt)) : []),
    ...named('court', '申请法院强制执行', court?.closes),
    ...(applied?.acceptedOn && !applied.ruling
      ? named(
          'ruling',
          '法院作出裁定',
          deadline({ from: endOfShanghaiDay(applied.acceptedOn), ...policy().execution.courtRuling }),
        )
      : []),
    ...named('reconsideration', '当事人申请行政复议', periods?.reconsideration),
    ...named('lawsuit', '当事人提起行政诉讼', periods?.lawsuit),
  ];
}

/** Every period that runs, the bureau's own before the party's. */
function periodsOf(record: Executed): Named[] {
  const { status, closing } = record;
  if (status === 'decided') return beforeService(record);
  if (status === 'closed' && closing?.approvedAt)
    return named('archive', '归档', deadline({ from: closing.approvedAt, ...policy().execution.archiving }));
  const over = isDone(status) ? overSince(record) : null;
  const closes = over ? named('close', '结案', deadline({ from: over, ...policy().execution.closing })) : [];
  return [...closes, ...(isOwed(status) ? whileOwed(record) : [])];
}

/** A year without its notice of holidays is counted by weekends; whoever reads the date is told. */
const withWarning = (label: string, { warnings }: Deadline) =>
  warnings.length > 0 ? `${label}（放假安排未公布，暂按周末推算）` : label;

/** For card and page. */
export const executionClocks = (record: Executed): RunningClock[] =>
  periodsOf(record)
    .map(({ label, due }) => ({ label: withWarning(label, due), dueAt: due.dueAt, explain: due.explain }))
    .sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime());

/** These are the party's own, not the bureau's. */
const OF_THE_PARTY = /^(reconsideration|lawsuit|announcement|confirm):/;
/** The next deadline of a case after its decision; null when none runs. */
export function executionDueAt(record: Executed): Date | null {
  const own = periodsOf(record).filter(({ id }) => !OF_THE_PARTY.test(id));
  return own.length > 0 ? new Date(Math.min(...own.map(({ due }) => due.dueAt.getTime()))) : null;
}
