/** Which days a row covers beside others of the same norm. Pure; runs in the browser as well. */
import { addCalendarDays } from '../core/calendar';
import { type Clause, cited, type LegalBasis } from './law.schema';

type Norm = Pick<Clause, 'offence' | 'law' | 'article' | 'paragraph' | 'item'>;
/** Offence and clause as one text. */
export const normOf = ({ offence, law, article, paragraph, item }: Norm): string =>
  [offence, law, article, paragraph, item].join('|');

type Days = Pick<Clause, 'validFrom' | 'validTo'>;
const overlap = (a: Days, b: Days) =>
  (a.validTo === null || b.validFrom <= a.validTo) && (b.validTo === null || a.validFrom <= b.validTo);

export const daysWords = ({ validFrom, validTo }: Days): string =>
  validTo ? `${validFrom} 至 ${validTo}` : `${validFrom} 起`;

/** Why this clause cannot stand beside those in force; undefined when it can. `replaces`: the row it takes the place of. */
export function clashWith(
  clause: Clause,
  replaces: string | null,
  standing: readonly LegalBasis[],
): string | undefined {
  const other = standing.find((row) => row._id !== replaces && overlap(row, clause));
  return (
    other &&
    `同一条依据（${cited(other)}）在 ${daysWords(other)} 已经有效，有效期不能重叠；请调整日期，或在那一条上“提出修改”来代替它。`
  );
}

/** The day before a successor begins; the row itself where it begins no later: then the row covers no day any more. */
export const lastDayBefore = (successor: Days): string => addCalendarDays(successor.validFrom, -1);

/** Rows in force, each ended where its successor begins: between an approval and the end of the old row nothing is in force twice. */
export function standingRows(rows: readonly LegalBasis[]): LegalBasis[] {
  const successors = new Map(rows.flatMap((row) => (row.replaces ? [[row.replaces, row] as const] : [])));
  return rows.flatMap((row) => {
    const successor = successors.get(row._id);
    const last = successor && lastDayBefore(successor);
    if (!last || (row.validTo !== null && row.validTo <= last)) return [row];
    return last < row.validFrom ? [] : [{ ...row, validTo: last }];
  });
}
