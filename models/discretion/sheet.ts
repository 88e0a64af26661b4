/**
 * 裁量表 of one act: made once from rows frozen into it, so that the same amount comes out of it for ever, whatever becomes of tables and
 * clauses. On the server only (the hash); the page computes with engine.ts.
 */
import { contentHash } from '../core/contentHash';
import { DomainError } from '../core/errors';
import { type Comparison } from '../law/comparison';
import { freezeBasis, type LegalBasis, type Offence, OFFENCES } from '../law/law.schema';
import { yuan } from '../law/law.words';
import {
  type AssessAct,
  type Candidate,
  type DiscretionSheet,
  type DiscretionTable,
  type FrozenTable,
  type NormSheet,
} from './discretion.schema';
import { assess, type Bounds } from './engine';
import { chosenOf, explanationOf, plainOf } from './explain';
import { freezeTable } from './table';

export interface SheetRules {
  /** LAW's answer for the act and this day. */
  comparison: Comparison<LegalBasis>;
  /** In force for the offence on this day. */
  table: DiscretionTable | FrozenTable | undefined;
  bounds: Bounds;
}
export interface SheetBy {
  by: string;
  byName: string;
  at: Date;
}

/** No clause on one of the two days: nothing can be imposed as long as none is entered. */
function sidesOf({ old, new: now, lighter, explain }: Comparison<LegalBasis>) {
  if (!old || !now || lighter === 'NONE')
    throw new DomainError('NOT_NOW', `不能裁量：${explain.join('')}`, { explain });
  return lighter === 'ONLY'
    ? [{ side: 'NEW' as const, ...now }]
    : [
        { side: 'OLD' as const, ...old },
        { side: 'NEW' as const, ...now },
      ];
}

function checkChoice(chosen: AssessAct['chosen'], lighter: Comparison['lighter']): void {
  if ((chosen === 'ONLY') === (lighter === 'ONLY')) return;
  throw new DomainError('INVALID_INPUT', '法律依据有变化，请刷新后重新选择适用的法律。', {
    fields: [{ field: 'chosen' }],
  });
}

/** What the amount follows from: hashed, and enough to compute it again. */
const rulesOf = ({
  act,
  offence,
  grade,
  candidates,
  chosen,
  factors,
  adjustments,
  bounds,
  resultFen,
  confiscationFen,
}: Omit<NormSheet, 'hash'>) => ({
  ...{ act, offence, grade, chosen, factors, adjustments, bounds, resultFen, confiscationFen },
  candidates: candidates.map(({ side, basis, range, table }) => ({ side, basis, range, table })),
});

/** SHA-256 of what the amount of this sheet follows from. */
export const sheetHash = (sheet: Omit<NormSheet, 'hash'>): string => contentHash(rulesOf(sheet));

/**
 * The sheet of one act under one norm.
 *
 * @param offence the norm: the act's own, or another one that it broke as well
 * @throws DomainError NOT_NOW (no clause, no table) | INVALID_INPUT (choice, factor or adjustment)
 */
export function sheetOf(
  offence: Offence,
  said: AssessAct,
  { comparison, table, bounds }: SheetRules,
  { by, byName, at }: SheetBy,
): NormSheet {
  const sides = sidesOf(comparison);
  checkChoice(said.chosen, comparison.lighter);
  if (!table)
    throw new DomainError('NOT_NOW', '这种违法行为还没有启用的裁量表，请法制审核人员先导入并报批。', { offence });
  const frozenTable = freezeTable(table);
  const { factors, adjustments } = said;
  const candidates = sides.map(({ side, basis, range }): Candidate => {
    const { sum, fen, lines } = assess({ range, table: frozenTable, factors, adjustments, bounds });
    return { side, basis: freezeBasis(basis), range, table: frozenTable, sum, resultFen: fen, lines };
  });
  const { act, grade, chosen, chosenReason, confiscationFen } = said;
  const core = {
    ...{ act, offence, grade, candidates, comparison: comparison.explain, chosen, chosenReason, factors, adjustments },
    ...{ lighter: comparison.lighter === 'NONE' ? ('ONLY' as const) : comparison.lighter, bounds, confiscationFen },
    resultFen: chosenOf({ candidates, chosen }).resultFen,
    discussBecause: adjustments.some(({ kind }) => kind === 'REDUCED') ? '减轻处罚，应当集体讨论决定' : null,
    ...{ outlier: null, by, byName, at },
  };
  const whole = { ...core, explanation: explanationOf(core), plain: plainOf(core) };
  return { ...whole, hash: sheetHash(whole) };
}

/** The amount in fen, computed again from what the sheet keeps, by the law that was chosen. */
export function recompute(sheet: NormSheet): number {
  const { range, table } = chosenOf(sheet);
  const { factors, adjustments, bounds } = sheet;
  return assess({ range, table, factors, adjustments, bounds }).fen;
}

const stands = (sheet: NormSheet): boolean => sheetHash(sheet) === sheet.hash && recompute(sheet) === sheet.resultFen;

/** Whether nothing in the sheet, and in those of the other norms, was touched since: the hash, and the amount computed again. */
export const isIntact = (sheet: DiscretionSheet): boolean => [sheet, ...sheet.others].every(stands);

/** What is said of the norms that do not govern. */
const besides = (others: readonly NormSheet[]): string =>
  others.length === 0
    ? ''
    : `\n同一行为还违反其他规定：${others
        .map(({ offence, resultFen }) => `“${OFFENCES[offence]}”，裁量为${yuan(resultFen)}`)
        .join('；')}。按罚款数额高的规定处罚（《行政处罚法》第二十九条）。`;

/**
 * The one sheet of an act out of its sheets under several norms: that with the highest fine governs (行政处罚法 第二十九条).
 *
 * @param sheets at least one, all of the same act
 */
export function combined(sheets: readonly [NormSheet, ...NormSheet[]]): DiscretionSheet {
  const [first, ...others] = [...sheets].sort((a, b) => b.resultFen - a.resultFen) as [NormSheet, ...NormSheet[]];
  const said = besides(others);
  const words = { explanation: explanationOf(first) + said, plain: plainOf(first) + said };
  return { ...first, ...words, others };
}

/** The sheets of an act under each norm by itself, without what is said of the others. */
export const normsOf = ({ others, ...own }: DiscretionSheet): NormSheet[] => [
  { ...own, explanation: explanationOf(own), plain: plainOf(own) },
  ...others,
];

/** Fine of a case in fen: one sheet for each act, added up. */
export const fineOf = (sheets: readonly Pick<NormSheet, 'resultFen'>[]): number =>
  sheets.reduce((total, { resultFen }) => total + resultFen, 0);
