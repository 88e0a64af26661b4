/**
 * 追责时效: until when an act that nobody discovered can still be punished. Counted from the day of the act, or from its end when it
 * went on. Which rule applies follows the day from which it is counted. Runs in the browser as well.
 */
import { addCalendarMonths } from '../core/calendar';
import { policy } from '../core/policy';

export interface LimitedAct {
  /** Shanghai days. `endedOn`: last day of an act that went on; null when it was done on one day. */
  actOn: string;
  endedOn?: string | null;
  /** It has not ended yet: the period has not begun. */
  continuing?: boolean;
  /** Pollution or ecological damage was done. */
  harm: boolean;
  /** Life or health of people was endangered, with harm done. */
  healthHarm?: boolean | undefined;
  discoveredOn?: string | null;
}

export interface Limitation {
  /** Last day on which it must have been discovered; null while the act goes on. */
  until: string | null;
  years: number;
  /** Whether it was discovered in time; null when the day of discovery is not known. */
  within: boolean | null;
  explain: string[];
}

export interface LimitationRule {
  from: string;
  years: number;
  harmYears: number;
  /** What counts as harm: any pollution or damage, or only danger to life and health. */
  harm: 'ANY' | 'HEALTH';
  source: string;
}

function ruleOn(day: string, rules: readonly LimitationRule[]): LimitationRule {
  const sorted = [...rules].sort((a, b) => (a.from < b.from ? -1 : 1));
  const rule = sorted.filter(({ from }) => from <= day).at(-1) ?? sorted[0];
  if (!rule) throw new Error('no rule of limitation is configured');
  return rule;
}

/**
 * How long an act can be punished, and why.
 *
 * @param rules default: those in force (policy `law.limitation`)
 */
export function limitationOf(act: LimitedAct, rules: readonly LimitationRule[] = policy().law.limitation): Limitation {
  const { actOn, endedOn, continuing = false, harm, healthHarm = false, discoveredOn = null } = act;
  const start = endedOn && endedOn > actOn ? endedOn : actOn;
  const rule = ruleOn(continuing && discoveredOn ? discoveredOn : start, rules);
  const harmed = rule.harm === 'ANY' ? harm || healthHarm : healthHarm;
  const years = harmed ? rule.harmYears : rule.years;
  const explain = [whyYears(rule, harmed, years)];
  if (continuing)
    return { until: null, years, within: true, explain: [...explain, '行为尚未终了，时效还没有开始计算。'] };
  const until = addCalendarMonths(start, 12 * years);
  explain.push(
    start === actOn
      ? `从行为发生之日 ${start} 起计算，到 ${until} 止。`
      : `行为有连续或者继续状态，从终了之日 ${start} 起计算，到 ${until} 止。`,
  );
  if (!discoveredOn) return { until, years, within: null, explain };
  const within = discoveredOn <= until;
  explain.push(`${discoveredOn} 发现，${within ? '在时效以内。' : '已超过时效，不再给予行政处罚。'}`);
  return { until, years, within, explain };
}

const HARMS = { ANY: '造成污染或者生态破坏等危害后果', HEALTH: '涉及公民生命健康安全且有危害后果' } as const;

function whyYears({ source, harm }: LimitationRule, harmed: boolean, years: number): string {
  return `${source}：${harmed ? '' : '没有'}${HARMS[harm]}${harmed ? '' : '的情形'}，时效 ${years} 年。`;
}
