/**
 * 不予处罚清单 (轻微不罚、首违不罚): which act may go unpunished, under which conditions, proved by what. Rows with days, like clauses. They
 * only suggest; a head decides. Source: 行政处罚法 第三十三条; 生态环境行政处罚办法 第四十二条. Runs in the browser as well.
 */
import { z } from 'zod';
import { Day, isInForce } from '../checkItem/legalBasis';
import { addCalendarDays, addCalendarMonths } from '../core/calendar';
import { Offence } from './law.schema';
import { reviewed } from './reviewed';

export const EXEMPTION_KINDS = {
  MINOR: '违法行为轻微并及时改正，没有造成危害后果的，不予处罚',
  FIRST: '初次违法且危害后果轻微并及时改正的，可以不予处罚',
} as const;

const text = (what: string, least: number, most: number) =>
  z
    .string({ error: `请填写${what}` })
    .trim()
    .min(least, `请填写${what}`)
    .max(most, `${what}最多${most}字`);
const Rule = {
  kind: z.enum(Object.keys(EXEMPTION_KINDS) as [keyof typeof EXEMPTION_KINDS], { error: '请选择不予处罚的种类' }),
  offence: Offence,
  title: text('事项名称', 4, 80),
  /** Each of them has to be established by a person. */
  conditions: z
    .array(text('条件', 2, 200))
    .min(1, '请至少写一个条件')
    .max(10),
  evidenceNeeded: z
    .array(text('证据', 2, 100))
    .min(1, '请至少写一项证据')
    .max(10),
  /** No earlier violation of the kind in so many years before discovery; 0: not asked. */
  firstTimeYears: z.coerce.number().int().min(0).max(10).default(2),
  /** Corrected within so many calendar days of discovery; 0: on the spot. */
  correctedWithinDays: z.coerce.number().int().min(0).max(365),
  source: z.string().trim().max(200).default(''),
  validFrom: Day,
  validTo: Day.nullable().default(null),
};

export const ExemptionRule = z.object({ ...Rule, ...reviewed, asked: z.string().nullable() });
export type ExemptionRule = z.infer<typeof ExemptionRule>;
export const ProposeRule = z
  .strictObject({ ...Rule, note: text('提议的理由', 2, 300) })
  .refine(({ validFrom, validTo }) => !validTo || validFrom <= validTo, {
    error: '失效日期早于生效日期，请核对',
    path: ['validTo'],
  });
export type ProposeRule = z.infer<typeof ProposeRule>;

/** What is known of the act. Days are Shanghai days; null where it is not known. */
export interface ExemptionFacts {
  offence: Offence;
  discoveredOn: string;
  correctedOn: string | null;
  harm: boolean;
  /** Day of the last earlier violation of the same kind; null: none found. */
  lastViolationOn: string | null;
}
export interface CheckedCondition {
  text: string;
  /** null: a person has to judge it. */
  met: boolean | null;
}
export interface SuggestedExemption {
  rule: string;
  kind: ExemptionRule['kind'];
  title: string;
  conditions: CheckedCondition[];
  evidenceNeeded: string[];
  source: string;
}

function computed(rule: ExemptionRule, facts: ExemptionFacts): CheckedCondition[] {
  const { discoveredOn, correctedOn, harm, lastViolationOn } = facts;
  const { firstTimeYears: years, correctedWithinDays: days } = rule;
  const lastDay = addCalendarDays(discoveredOn, days);
  const first =
    years > 0 ? [{ text: `${years} 年内没有同类违法行为`, met: isFirst(lastViolationOn, discoveredOn, years) }] : [];
  return [
    { text: '没有造成危害后果', met: !harm },
    ...first,
    {
      text: days === 0 ? '当场改正' : `发现后 ${days} 日内改正（到 ${lastDay} 止）`,
      met: correctedOn === null ? null : correctedOn <= lastDay,
    },
  ];
}
const isFirst = (last: string | null, discoveredOn: string, years: number) =>
  last === null || last < addCalendarMonths(discoveredOn, -12 * years);

/** Rules that may apply: those for the act on its day none of whose computed conditions fails. A person judges the rest. */
export function suggestExemptions(facts: ExemptionFacts, rules: readonly ExemptionRule[]): SuggestedExemption[] {
  return rules
    .filter(
      (rule) => rule.offence === facts.offence && rule.status === 'inForce' && isInForce(rule, facts.discoveredOn),
    )
    .map((rule) => ({
      ...{
        rule: rule._id,
        kind: rule.kind,
        title: rule.title,
        evidenceNeeded: rule.evidenceNeeded,
        source: rule.source,
      },
      conditions: [...computed(rule, facts), ...rule.conditions.map((one) => ({ text: one, met: null }))],
    }))
    .filter(({ conditions }) => conditions.every(({ met }) => met !== false));
}
