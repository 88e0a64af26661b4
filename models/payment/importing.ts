/** A list of the bank becomes payments: each line in one write, under an id made from its reference, so that a list can come twice. */
import { createHash } from 'node:crypto';
import { shanghaiDay } from '../core/calendar';
import { DomainError } from '../core/errors';
import { createAll } from '../core/journal';
import { type Context } from '../core/workflow';
import { readTable } from '../duty/sheet';
import { readBankList } from './bankList';
import { matchesOf } from './matching';
import { importPayment, paymentId } from './payment';
import { type BankLine, type PaymentSource } from './payment.schema';
import { type ListedPayment, payments, paymentsById } from './payment.store';

export interface ImportedList {
  /** Lines of the list. */
  lines: number;
  /** New ones, and those of them that wait for a person. */
  added: number;
  unmatched: number;
  /** Those that stand already. */
  known: number;
  /** Those that stand already with another day or amount: the first one counts, somebody has to ask the bank. */
  conflicts: { ref: string; was: string; is: string }[];
}

const SHOWN = 8;
const said = ({ paidOn, amountFen }: Pick<BankLine, 'paidOn' | 'amountFen'>) =>
  `${paidOn} ${(amountFen / 100).toFixed(2)}元`;

const conflictsOf = (lines: readonly BankLine[], source: PaymentSource, standing: ReadonlyMap<string, ListedPayment>) =>
  lines.flatMap((line) => {
    const known = standing.get(paymentId(source, line.ref));
    return known && said(known) !== said(line) ? [{ ref: line.ref, was: said(known), is: said(line) }] : [];
  });

/**
 * Take over a list.
 *
 * @param file .xlsx or CSV
 * @throws DomainError INVALID_INPUT naming each faulty cell; then not a line of it is written
 */
export async function importBankList(
  file: Buffer,
  source: PaymentSource,
  by: { id: string; name: string },
  context: Context,
): Promise<ImportedList> {
  const { lines, faults } = readBankList(await readTable(file), shanghaiDay(context.now));
  if (faults.length > 0) {
    const cells = faults.slice(0, SHOWN).map(({ cell, words }) => `${cell} ${words}`);
    const more = faults.length > SHOWN ? `；共${String(faults.length)}处` : '';
    throw new DomainError('INVALID_INPUT', `清单没有导入，请改正后重新导入：${cells.join('；')}${more}。`, { faults });
  }
  const ids = lines.map(({ ref }) => paymentId(source, ref));
  const standing = new Map((await paymentsById(ids)).map((payment) => [payment._id, payment]));
  const fresh = lines.filter(({ ref }) => !standing.has(paymentId(source, ref)));
  const matches = await matchesOf(fresh);
  const batch = createHash('sha256').update(file).digest('hex').slice(0, 16);
  const outcomes = fresh.map((line, n) =>
    importPayment(line, matches[n] ?? { reason: '没有对上案件' }, { source, batch, by }, context),
  );
  await createAll(payments, outcomes, context);
  return {
    ...{ lines: lines.length, added: fresh.length, known: lines.length - fresh.length },
    unmatched: outcomes.filter(({ document }) => document.status === 'unmatched').length,
    conflicts: conflictsOf(lines, source, standing),
  };
}
