/** What the file itself says about a factor, with what proves it. A person may decide otherwise. Runs in the browser as well. */
import { addCalendarDays, addCalendarMonths } from '../core/calendar';
import { type FactorAnswer, type FactorAnswers, type FrozenTable, type TableFactor } from './discretion.schema';
import { stepOf } from './engine';

/** A record that counts towards a factor: its reference (`penalty:<id>`), its number, its Shanghai day. */
export interface Known {
  ref: string;
  no: string;
  onDay: string;
}
export interface FileFacts {
  /** Decisions against the same party within the years before the day before the discovery; null: not looked up (party without a key). */
  earlier: readonly Known[] | null;
  /** Complaints about the same enterprise found true within the year; null: the party is not on the register. */
  complaints: readonly Known[] | null;
  /** Answers of the sheet before, if there is one. */
  before: Readonly<Record<string, FactorAnswer>>;
}

/** Days counted backwards from the day before the discovery: [first, last], both included. */
export function lookBack(discoveredOn: string, years: number): [first: string, last: string] {
  const last = addCalendarDays(discoveredOn, -1);
  return [addCalendarDays(addCalendarMonths(last, -12 * years), 1), last];
}

const lowest = ({ steps }: TableFactor): string => steps[0]?.code ?? '';

/** The step for a measured value, in thousandths of the unit. */
function answerFor(factor: TableFactor, value: number, known: readonly Known[], note: string): FactorAnswer {
  const step = stepOf(factor, value);
  return {
    step: step?.code ?? lowest(factor),
    ...{ established: step !== undefined, value, evidence: known.map(({ ref }) => ref).slice(0, 50), note },
  };
}

const numbers = (known: readonly Known[]) =>
  known
    .slice(0, 5)
    .map(({ no }) => no)
    .join('、');

function filled(factor: TableFactor, { earlier, complaints }: FileFacts): FactorAnswer | null {
  if (factor.filledBy === 'TIMES' && earlier)
    return answerFor(
      factor,
      (earlier.length + 1) * 1_000,
      earlier,
      earlier.length > 0 ? `此前${earlier.length}次：${numbers(earlier)}` : '此前没有处罚记录',
    );
  if (factor.filledBy === 'COMPLAINTS' && complaints)
    return answerFor(
      factor,
      complaints.length * 1_000,
      complaints,
      complaints.length > 0 ? `查实的投诉${complaints.length}件：${numbers(complaints)}` : '没有查实的投诉',
    );
  return null;
}

/** Where nothing is known yet: not established, hence the lowest step. */
const open = (factor: TableFactor): FactorAnswer => ({
  ...{ step: lowest(factor), established: false, value: null, evidence: [], note: '' },
});

/**
 * An answer for each factor of the table: what was entered before, else what the file says, else “not established” with its lowest step.
 * Counts of earlier violations and complaints are always taken afresh.
 */
export function filledFactors(table: Pick<FrozenTable, 'factors'>, facts: FileFacts): FactorAnswers {
  return Object.fromEntries(
    table.factors.map((factor) => {
      const before = facts.before[factor.code];
      const known = before && factor.steps.some(({ code }) => code === before.step) ? before : undefined;
      return [factor.code, filled(factor, facts) ?? known ?? open(factor)];
    }),
  );
}

/** 没有“不能认定”而又没有证据的: labels of factors that stand above their lowest step without evidence. */
export const unproven = (table: Pick<FrozenTable, 'factors'>, factors: FactorAnswers): string[] =>
  table.factors.flatMap((factor) => {
    const answer = factors[factor.code];
    const isHigher = answer?.established && answer.step !== lowest(factor);
    return isHigher && answer.evidence.length === 0 ? [factor.label] : [];
  });
