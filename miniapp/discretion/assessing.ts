/** What stands in the page of an act while it is filled in, the amounts that follow from it, and the input it becomes. Pure. */
import {
  type Adjustment,
  type AssessedLine,
  type FactorAnswers,
  type Side,
} from '../../models/discretion/discretion.schema';
import { assess } from '../../models/discretion/engine';
import { unproven } from '../../models/discretion/fill';
import { type LawSide, type OneAct } from './answers';

export interface Filled {
  factors: FactorAnswers;
  adjustments: Adjustment[];
  chosen: Side | '';
  chosenReason: string;
  confiscationYuan: string;
  outlierReason: string;
}

export const SAME_LAW = '行为日和决定日适用同一规定';

/** As the page opens: the sheet that stands, else what the file says. */
export function startOf({ law, sheet, factors }: OneAct): Filled {
  const only = law?.lighter === 'ONLY';
  const fits = sheet && (sheet.chosen === 'ONLY') === only;
  return {
    factors,
    adjustments: sheet?.adjustments ?? [],
    chosen: only ? 'ONLY' : fits ? sheet.chosen : '',
    chosenReason: fits ? sheet.chosenReason : only ? SAME_LAW : '',
    confiscationYuan: sheet?.confiscationFen ? String(sheet.confiscationFen / 100) : '',
    outlierReason: sheet?.outlier?.reason ?? '',
  };
}

export interface SideAmount extends LawSide {
  sum: number;
  fen: number;
  lines: AssessedLine[];
}
/** The amount under each law by the same engine as on the server, or the sentence that stands against it. */
export function amountsOf(one: OneAct, filled: Filled): { sides: SideAmount[]; fault: string } {
  const { law, table, bounds } = one;
  if (!law || !table) return { sides: [], fault: one.refusal ?? '' };
  try {
    const asked = { table, bounds, factors: filled.factors, adjustments: filled.adjustments };
    return { sides: law.sides.map((side) => ({ ...side, ...assess({ ...asked, range: side.range }) })), fault: '' };
  } catch (error) {
    return { sides: [], fault: error instanceof Error ? error.message : String(error) };
  }
}

export const chosenAmount = (sides: readonly SideAmount[], chosen: Filled['chosen']): SideAmount | undefined =>
  chosen === 'ONLY' ? sides[0] : sides.find(({ side }) => side === chosen);

/** 12,345.67 → fen; NaN for what is no amount. */
export function fenOf(yuan: string): number {
  const said = yuan.replaceAll(/[,，\s]/g, '');
  if (said === '') return 0;
  return /^\d{1,9}(\.\d{1,2})?$/.test(said) ? Math.round(Number(said) * 100) : NaN;
}

/** What is still missing, in the order of the page. */
export function missingOf({ table }: OneAct, filled: Filled, warning: string | null): string[] {
  const bare = table ? unproven(table, filled.factors) : [];
  const adjusting = filled.adjustments.some(({ reason, permille }) => !reason.trim() || permille < 1);
  return [
    ...(filled.chosen === '' ? ['选择适用的法律'] : []),
    ...(filled.chosen !== '' && !filled.chosenReason.trim() ? ['选择法律的理由'] : []),
    ...bare.map((label) => `“${label}”的证据`),
    ...(adjusting ? ['从轻、从重的幅度和理由'] : []),
    ...(Number.isNaN(fenOf(filled.confiscationYuan)) ? ['没收金额'] : []),
    ...(warning && !filled.outlierReason.trim() ? ['偏离以往案件的理由'] : []),
  ];
}

/** The input of the step. */
export const inputOf = ({ act, offence, grade }: OneAct, filled: Filled, warning: string | null) => ({
  ...{ act, offence, grade, factors: filled.factors, adjustments: filled.adjustments },
  ...{ chosen: filled.chosen, chosenReason: filled.chosenReason.trim() },
  ...{ confiscationFen: fenOf(filled.confiscationYuan), outlierReason: warning ? filled.outlierReason.trim() : '' },
});

/** As the address of the nearest cases names what is established. */
export const stepsOf = ({ factors }: Filled): string =>
  Object.entries(factors)
    .filter(([, { established }]) => established)
    .map(([code, { step }]) => `${code}.${step}`)
    .join(',');
