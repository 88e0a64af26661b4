/**
 * 按日连续处罚: how many days, counted as the law counts them. From the day after the service of the order to the day of the recheck, both
 * included; the hidden recheck has to come within thirty calendar days of that service. It is the authority's own deadline, so no holiday
 * moves it. Source: 按日连续处罚办法（令第28号）第十条、第十七至十九条. Runs in the browser as well.
 */
import { addCalendarDays } from '../core/calendar';
import { DomainError } from '../core/errors';
import { policy } from '../core/policy';

/** Days in Asia/Shanghai, `YYYY-MM-DD`. */
export interface DailySpan {
  orderServedOn: string;
  recheckOn: string;
}

/** `from` and `to` are the first and the last day that counts. `because` says what to do instead. */
export type DailyDays =
  { ok: true; days: number; from: string; to: string } | { ok: false; day: number; because: string };

const DAY_MS = 86_400_000;
const dayNumber = (day: string): number => Math.round(Date.parse(day) / DAY_MS);

/** The days on which a recheck counts: the first and the last. No holiday moves the last. */
export const recheckWindow = (orderServedOn: string): { from: string; to: string } => ({
  from: addCalendarDays(orderServedOn, 1),
  to: addCalendarDays(orderServedOn, policy().dailyPenalty.recheckDays),
});

/** How many days are punished, or why none can be. */
export function dailyDays({ orderServedOn, recheckOn }: DailySpan): DailyDays {
  const day = dayNumber(recheckOn) - dayNumber(orderServedOn);
  const { from, to } = recheckWindow(orderServedOn);
  if (!Number.isFinite(day) || day < 1)
    return {
      ok: false,
      day,
      because: `复查要在责令改正送达之后进行；本次责令改正 ${orderServedOn} 送达，请在 ${from} 至 ${to} 之间暗查。`,
    };
  const { recheckDays } = policy().dailyPenalty;
  if (day > recheckDays)
    return {
      ok: false,
      day,
      because: `复查在责令改正送达后第 ${day} 天，超过 ${recheckDays} 天（最后一天是 ${to}），不能按日连续处罚。请重新作出责令改正决定并送达，从送达次日起 ${recheckDays} 天内再暗查一次。`,
    };
  return { ok: true, days: day, from, to: recheckOn };
}

/** The fine of so many days, in fen: the original fine for each. @throws DomainError INVALID_INPUT when it is no amount */
export function dailyFine(originalFen: number, days: number): number {
  const fen = originalFen * days;
  if (!Number.isSafeInteger(originalFen) || originalFen <= 0 || !Number.isInteger(days) || !Number.isSafeInteger(fen))
    throw new DomainError('INVALID_INPUT', '原处罚金额或者天数不对，请核对原处罚决定后再算。', { originalFen, days });
  return fen;
}

/** Every day that counts with its number from 1, for whoever wants to see it counted. */
export function countedDays(span: DailySpan): { day: string; n: number }[] {
  const counted = dailyDays(span);
  if (!counted.ok) return [];
  return Array.from({ length: counted.days }, (_, at) => ({ day: addCalendarDays(counted.from, at), n: at + 1 }));
}
