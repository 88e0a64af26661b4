/** A served case in the database, the finance office, and lists as banks hand them out. */
import { randomUUID } from 'node:crypto';
import { stores } from '../../models/core/journal';
import { deliverDue, type Handler } from '../../models/core/outbox';
import { creditHandlers } from '../../models/credit/credit';
import { disclosureHandlers } from '../../models/disclosure/disclosure.handlers';
import { writeTable } from '../../models/duty/sheet';
import { paymentHandlers } from '../../models/payment/payment.handlers';
import { type PenaltyCase } from '../../models/penalty/penalty.schema';
import { penaltyCases } from '../../models/penalty/penalty.store';
import { people } from '../../models/people/people.store';
import { aPerson } from '../builders';
import { aDecidedCase, servedOn } from './decidedCase';

export const FINANCE = [
  aPerson('cashier', '示财务', ['finance'], { county: null, unit: 'bureau' }),
  aPerson('cashier2', '示出纳', ['finance'], { county: null, unit: 'bureau' }),
  aPerson('reviewer', '示法制', ['reviewer'], { county: null, unit: 'bureau' }),
];
export const settleFinance = () => people.insertMany(FINANCE);

/** Names and numbers that may stand in no public answer. */
export const SECRETS = ['陈示舟', '13800001111', '330903198001011234', '王示海', '张示潮'];
export const FACTS = '厂长陈示舟（身份证330903198001011234，电话13800001111）在场，除臭设施未运行。';

const journal = (now: Date) => ({
  events: [
    {
      id: randomUUID(),
      type: 'penalty.registered',
      at: now,
      by: 'wang',
      door: 'page' as const,
      data: { source: 'SITE_RECORD', evidence: 0 },
    },
  ],
  ...{ outbox: [], updatedAt: now, sealed: 0, unsealedAt: now },
});

/** Served on a Shanghai day. */
export async function putServed(
  day: string,
  change: Partial<PenaltyCase> = {},
  now = new Date(`${day}T12:00:00+08:00`),
) {
  const served = servedOn(day, aDecidedCase({}, { facts: FACTS }));
  const record = { ...served, wakeAt: null, ...change };
  await penaltyCases.collection.insertOne({ ...record, ...journal(now) });
  return record;
}

const OURS: Record<string, Handler> = { ...paymentHandlers, ...disclosureHandlers, ...creditHandlers };
/** Carry out what is owed among cases, payments, disclosures and credits until nothing is. */
export async function carryOut(now: Date, handlers: Record<string, Handler> = OURS): Promise<void> {
  const own = stores.filter(({ name }) => ['penalty_cases', 'payments', 'disclosures', 'credits'].includes(name));
  const outbox = { stores: () => own, handlers };
  while ((await deliverDue(outbox, () => now)) > 0);
}

const HEAD = ['交易日期', '流水号', '贷方金额', '对方户名', '附言'];
export type Row = [day: string, ref: string, amount: string, payer: string, remark: string];
export const csvOf = (rows: readonly Row[]) =>
  Buffer.from([HEAD, ...rows].map((row) => row.map((cell) => `"${cell}"`).join(',')).join('\r\n')).toString('base64');
export const xlsxOf = async (rows: readonly Row[]) =>
  (
    await writeTable(
      '流水',
      [HEAD, ...rows],
      HEAD.map(() => 16),
    )
  ).toString('base64');
