/** What the steps after the decision share: days in their order, and where the money puts the case. Pure. */
import { shanghaiDay } from '../core/calendar';
import { DomainError } from '../core/errors';
import { type Context, type Step } from '../core/workflow';
import { accountOf } from './execution.clocks';
import { executionSteps } from './execution.workflow';
import { type Ledger, ledgerOf } from './ledger';
import { type PenaltyCase, type PenaltyStatus } from './penalty.schema';

/** The account at the end of this Shanghai day. @throws DomainError NOT_NOW when the decision imposes no payment */
export function ledgerAt(record: PenaltyCase, day: string): Ledger {
  const account = accountOf(record);
  if (!account) throw new DomainError('NOT_NOW', '这件处罚决定没有罚没款，不需要缴款。');
  return ledgerOf(account, day);
}

/** @throws DomainError INVALID_INPUT for a day that lies ahead */
export function requirePast(label: string, day: string, { now }: Pick<Context, 'now'>): void {
  if (day > shanghaiDay(now)) throw new DomainError('INVALID_INPUT', `${label}还没有到，请核对日期。`, { day });
}

/** @throws DomainError INVALID_INPUT when the second day lies before the first */
export function requireDays(first: readonly [string, string], second: readonly [string, string]): void {
  if (second[1] < first[1])
    throw new DomainError('INVALID_INPUT', `${second[0]}早于${first[0]}（${first[1]}），请核对日期。`);
}

/** Rows of the table that the account takes by itself. */
const BY_ACCOUNT = [
  ...(['settlePayment', 'lapse', 'breakInstalment', 'keepInstalment'] as const),
  ...(['oweAgain', 'oweAgainInTime', 'oweAgainInShares'] as const),
];
const ENFORCING: readonly PenaltyStatus[] = ['demanded', 'courtApplied'];

/** Where the account puts the case: paid, by shares, in time or overdue. */
function standing(record: PenaltyCase, { openFen, overdueFrom }: Ledger): PenaltyStatus {
  if (record.annulled && record.annulled.kind !== 'CHANGED') return record.status;
  if (openFen === 0) return 'paid';
  if (ENFORCING.includes(record.status)) return record.status;
  if (overdueFrom !== null) return 'overdue';
  return record.instalment && record.instalment.schedule.length > 0 ? 'instalment' : 'served';
}

/**
 * The case as its account puts it on this day, by a row of the table.
 *
 * @throws Error when the table knows no such way (a defect)
 */
export function movedByAccount(record: PenaltyCase, day: string): PenaltyCase {
  const ledger = ledgerAt(record, day);
  const status = standing(record, ledger);
  const instalment = record.instalment && instalmentOf(record.instalment, ledger);
  if (status === record.status) return { ...record, instalment };
  const rows = BY_ACCOUNT.map((name): Step<PenaltyCase> => executionSteps[name]);
  if (!rows.some(({ from, to }) => to === status && from.includes(record.status)))
    throw new Error(`no row leads from ${record.status} to ${status}`);
  return { ...record, status, instalment };
}

type Shares = NonNullable<PenaltyCase['instalment']>;
function instalmentOf(instalment: Shares, { openFen, overdueFrom }: Ledger): Shares {
  if (instalment.schedule.length === 0) return instalment;
  const status = openFen === 0 ? 'done' : overdueFrom ? 'broken' : 'running';
  return { ...instalment, status };
}
