/** 信用等级: computed from what counts on a day, with a line for every point. Pure. */
import { addCalendarMonths } from '../core/calendar';
import { policy } from '../core/policy';
import { type Credit, type CreditEntry } from './credit.schema';

export interface CreditScore {
  score: number;
  band: string;
  /** 否决: a grave event puts the enterprise into the last band whatever the score. */
  veto: boolean;
  lines: { event: string; no: string; until: string; points: number }[];
}

/** What one event costs under the rules in force; undefined for a code that they do not know. */
export function pointsOf(
  code: string,
  amountFen: number,
): Pick<CreditEntry, 'event' | 'points' | 'most' | 'veto'> | undefined {
  const rule = policy().credit.rules[code];
  if (!rule) return undefined;
  const steps = rule.perFen ? Math.floor(amountFen / rule.perFen) * rule.perPoints : 0;
  const points = rule.points + steps;
  return {
    event: rule.event,
    points: rule.perFen && rule.most !== null ? Math.min(points, rule.most) : points,
    most: rule.perFen ? null : rule.most,
    veto: rule.veto,
  };
}

const stands = ({ revokedAt }: CreditEntry) => revokedAt === null;
const counts = (entry: CreditEntry, day: string) =>
  stands(entry) && entry.repairedAt === null && entry.on <= day && day <= entry.until;

/** Several of one kind together cost no more than their limit: the last lines are cut. */
function linesOf(entries: readonly CreditEntry[]): CreditScore['lines'] {
  const spent = new Map<string, number>();
  return entries.map(({ code, event, no, until, points, most }) => {
    const before = spent.get(code) ?? 0;
    const taken = most === null ? points : Math.max(0, Math.min(points, most - before));
    spent.set(code, before + taken);
    return { event, no, until, points: taken };
  });
}

/** @param day Shanghai day on which it is asked */
export function scoreOf({ entries }: Pick<Credit, 'entries'>, day: string): CreditScore {
  const { base, bands } = policy().credit;
  const running = entries.filter((entry) => counts(entry, day));
  const lines = linesOf(running);
  const score = Math.max(0, Math.min(base, base - lines.reduce((sum, { points }) => sum + points, 0)));
  const veto = running.some((entry) => entry.veto);
  const isClean = (months: number) =>
    months === 0 ||
    !entries.some(
      (entry) => stands(entry) && /PENALTY$/.test(entry.code) && entry.on > addCalendarMonths(day, -months),
    );
  const last = bands.at(-1)?.code ?? '';
  const band = veto ? last : (bands.find(({ from, clean }) => score >= from && isClean(clean))?.code ?? last);
  return { score, band, veto, lines };
}
