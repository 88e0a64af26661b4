/**
 * 缴款账: what is owed, what has come in, and the late penalty to the day. Computed anew from the receipts by the days on which the
 * bank took them, so the order in which they are booked makes no difference, and a list that arrives late takes back a late
 * penalty that was never due. Integer fen; runs in the browser as well.
 *
 * 加处罚款 (行政处罚法 第七十二、七十三条): for every day after the last day 3% of the fine that is unpaid on it, together never more than
 * the fine that was unpaid when it began; no day of a reconsideration or lawsuit counts. A fraction of a fen is dropped.
 */
import { addCalendarDays } from '../core/calendar';
import { policy } from '../core/policy';
import {
  type Instalment,
  type Payment,
  type PaymentItem,
  type Receipt,
  type Remedy,
  type Share,
} from './execution.schema';

interface Amounts {
  fineFen: number;
  confiscationFen: number;
  lateFen: number;
}
/** How one receipt was split. */
export interface LedgerLine extends Amounts {
  /** Id in `payments`. */
  payment: string;
  ref: string;
  paidOn: string;
  amountFen: number;
  overFen: number;
}
/** One share of a schedule as the receipts meet it, the earliest first. */
export interface MetShare extends Share {
  paidFen: number;
  missed: boolean;
}
export interface Ledger {
  /** Imposed in all: fine, confiscation, and the late penalty up to the day asked. */
  owed: Amounts;
  paid: Amounts;
  open: Amounts;
  openFen: number;
  /** Paid beyond everything owed and not yet returned. */
  overFen: number;
  /** The late penalty runs after this day; null while nothing is overdue. */
  overdueFrom: string | null;
  /** Days that counted, and days left out for reconsideration or lawsuit. */
  lateDays: number;
  pausedDays: number;
  isCapped: boolean;
  /** The day with whose receipt nothing was open any more. */
  settledOn: string | null;
  shares: MetShare[];
  lines: LedgerLine[];
}

/** What of a case the account is computed from. */
export interface Account {
  payment: Payment;
  instalment: Pick<Instalment, 'status' | 'schedule'> | null;
  remedies: readonly Pick<Remedy, 'from' | 'to'>[];
}

const FULL = 1_000;
type Pause = Pick<Remedy, 'from' | 'to'>;

const DAY_MS = 86_400_000;
const daysFrom = (from: string, to: string) => Math.max(0, (Date.parse(to) - Date.parse(from)) / DAY_MS);

/** Days after `from` up to and including `to`, told apart by whether a reconsideration or lawsuit ran on them. */
function countDays(from: string, to: string, pauses: readonly Pause[]): { counted: number; paused: number } {
  let [paused, seen] = [0, from];
  for (const pause of [...pauses].sort((a, b) => (a.from < b.from ? -1 : 1))) {
    const before = addCalendarDays(pause.from, -1);
    const last = pause.to !== null && pause.to < to ? pause.to : to;
    paused += daysFrom(before > seen ? before : seen, last);
    if (last > seen) seen = last;
  }
  return { counted: daysFrom(from, to) - paused, paused };
}

/**
 * 加处罚款 on an unpaid fine after so many days: `min(fine, fine × 3% × days)`, in fen.
 *
 * @param days calendar days after the last day to pay that count
 */
export const latePenalty = (fineFen: number, days: number): number =>
  Math.min(fineFen, Math.floor((fineFen * policy().execution.latePermillePerDay * days) / FULL));

const inOrder = (receipts: readonly Receipt[]): Receipt[] =>
  [...receipts].sort((a, b) =>
    a.paidOn === b.paidOn ? (a.payment < b.payment ? -1 : 1) : a.paidOn < b.paidOn ? -1 : 1,
  );

const total = ({ fineFen, confiscationFen, lateFen }: Amounts) => fineFen + confiscationFen + lateFen;
const sum = (amounts: readonly { amountFen: number }[]) => amounts.reduce((all, { amountFen }) => all + amountFen, 0);

/** Each share with what came in by its day. `missed` only once its day is over on `asOf`. */
export function sharesMet(schedule: readonly Share[], receipts: readonly Receipt[], asOf: string): MetShare[] {
  let before = 0;
  return schedule.map((share) => {
    const until = sum(receipts.filter(({ paidOn }) => paidOn <= share.dueOn));
    const now = sum(receipts.filter(({ paidOn }) => paidOn <= asOf));
    const within = (all: number) => Math.max(0, Math.min(share.amountFen, all - before));
    const met = { ...share, paidFen: within(now), missed: share.dueOn < asOf && within(until) < share.amountFen };
    before += share.amountFen;
    return met;
  });
}

const GRANTED: readonly string[] = ['running', 'done', 'broken'];

/** The day after which what is unpaid is overdue; null while there is none. */
function overdueFrom({ payment, instalment }: Account, shares: readonly MetShare[], asOf: string): string | null {
  if (instalment && GRANTED.includes(instalment.status)) return shares.find(({ missed }) => missed)?.dueOn ?? null;
  return payment.dueOn < asOf ? payment.dueOn : null;
}

const TAKEN_IN: readonly PaymentItem[] = ['FINE', 'CONFISCATION', 'LATE'];
const FIELD = { FINE: 'fineFen', CONFISCATION: 'confiscationFen', LATE: 'lateFen' } as const;

/** What a receipt is for comes first when its line says so; the fine stops the late penalty, so it comes before the rest. */
function split({ amountFen, item }: Receipt, open: Amounts): Amounts & { overFen: number } {
  const line = { fineFen: 0, confiscationFen: 0, lateFen: 0, overFen: amountFen };
  for (const next of [...(item ? [item] : []), ...TAKEN_IN]) {
    const field = FIELD[next];
    const taken = Math.min(line.overFen, open[field] - line[field]);
    line[field] += taken;
    line.overFen -= taken;
  }
  return line;
}

/**
 * The account of a case as it stands at the end of a day.
 *
 * @param asOf Shanghai day, YYYY-MM-DD; receipts of later days are not in it
 */
export function ledgerOf(account: Account, asOf: string): Ledger {
  const { payment, remedies } = account;
  const receipts = inOrder(payment.receipts).filter(({ paidOn }) => paidOn <= asOf);
  const shares = sharesMet(account.instalment?.schedule ?? [], receipts, asOf);
  const from = overdueFrom(account, shares, asOf);
  const { latePermillePerDay } = policy().execution;
  const paid: Amounts = { fineFen: 0, confiscationFen: 0, lateFen: 0 };
  const owed: Amounts = { fineFen: payment.fineFen, confiscationFen: payment.confiscationFen, lateFen: 0 };
  const lines: LedgerLine[] = [];
  let [day, base, accrued, lateDays, pausedDays] = [from ?? asOf, 0, 0, 0, 0];
  let settledOn: string | null = null;
  const unpaid = () => owed.fineFen - paid.fineFen;
  const open = (): Amounts => ({
    fineFen: unpaid(),
    confiscationFen: owed.confiscationFen - paid.confiscationFen,
    lateFen: owed.lateFen - paid.lateFen,
  });
  const openFen = () => total(open());

  /** The late penalty up to the end of this day, on the fine as it was unpaid until then. */
  const accrueTo = (until: string) => {
    if (from === null || until <= day || unpaid() === 0) return;
    base ||= unpaid();
    const { counted, paused } = countDays(day, until, remedies);
    accrued += unpaid() * latePermillePerDay * counted;
    owed.lateFen = Math.min(base, Math.floor(accrued / FULL));
    [lateDays, pausedDays, day] = [lateDays + counted, pausedDays + paused, until];
  };
  for (const receipt of receipts) {
    accrueTo(receipt.paidOn);
    const { overFen, ...taken } = split(receipt, open());
    for (const field of Object.values(FIELD)) paid[field] += taken[field];
    const { payment: id, ref, paidOn, amountFen } = receipt;
    lines.push({ payment: id, ref, paidOn, amountFen, ...taken, overFen });
    settledOn = openFen() === 0 ? (settledOn ?? paidOn) : null;
  }
  accrueTo(asOf);
  const refunded = sum(payment.refunds);
  return {
    ...{ owed, paid, open: open(), openFen: openFen(), lines, shares, overdueFrom: from, lateDays, pausedDays },
    overFen: Math.max(0, lines.reduce((all, line) => all + line.overFen, 0) - refunded),
    ...{ isCapped: base > 0 && owed.lateFen === base, settledOn: openFen() === 0 ? settledOn : null },
  };
}
