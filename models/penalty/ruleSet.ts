/**
 * What an amount was computed from, frozen with the case: clauses, tables and figures as they stood on the day. Whatever is edited
 * afterwards, the case recomputes to the same yuan from these.
 */
import { contentHash } from '../core/contentHash';
import { policy } from '../core/policy';
import { type RuleSet } from './case.schema';
import { type PenaltyCase } from './penalty.schema';

const byId = <R extends { _id: string }>(rows: readonly R[]): R[] => {
  const unique = new Map(rows.map((row) => [row._id, row]));
  return [...unique.values()].sort((a, b) => (a._id < b._id ? -1 : 1));
};

/** SHA-256 of all that the amount depends on. */
export const ruleSetHash = ({ bases, tables, figures }: Pick<RuleSet, 'bases' | 'tables' | 'figures'>): string =>
  contentHash({ bases, tables, figures });

/** Copies of the rules that the sheets of this case were made by. */
export function frozenRules({ sheets }: Pick<PenaltyCase, 'sheets'>, at: Date): RuleSet {
  const candidates = sheets.flatMap((sheet) => sheet.candidates);
  const { hearing, committee, statement } = policy().penalty;
  const rules = {
    bases: byId(candidates.map(({ basis }) => basis)),
    tables: byId(candidates.map(({ table }) => table)),
    figures: structuredClone({ hearing, committee, statement, sheets: sheets.map(({ act, hash }) => ({ act, hash })) }),
  };
  return { at, ...rules, hash: ruleSetHash(rules) };
}
