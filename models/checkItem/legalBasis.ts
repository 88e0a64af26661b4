/**
 * 法律依据: which law said what, and when. The 生态环境法典 replaced ten laws on 2026-08-15, so an act or a check is judged by the row
 * in force on its day; no article stands in code. Runs in the browser as well.
 */
import { z } from 'zod';

export const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, '日期应写作 2026-08-15');
export type Day = z.infer<typeof Day>;

/** The first day of the 生态环境法典 (its art. 1242). */
export const CODE_DAY: Day = '2026-08-15';
/** The last day of the laws it repealed. */
export const LAST_OLD_DAY: Day = '2026-08-14';

/** One clause with the days on which it is in force, both included; null: open. */
export const LegalBasis = z.strictObject({
  law: z.string().min(1).max(60),
  article: z.string().min(1).max(60),
  validFrom: Day.nullable(),
  validTo: Day.nullable(),
});
export type LegalBasis = z.infer<typeof LegalBasis>;

/** Whether something dated so is in force on this day. */
export const isInForce = ({ validFrom, validTo }: Pick<LegalBasis, 'validFrom' | 'validTo'>, day: Day): boolean =>
  (validFrom === null || validFrom <= day) && (validTo === null || day <= validTo);

/** The clauses in force on this day. */
export const basesOn = (bases: readonly LegalBasis[], day: Day): LegalBasis[] =>
  bases.filter((basis) => isInForce(basis, day));

/** 《生态环境法典》第一千一百零八条. */
export const citation = ({ law, article }: Pick<LegalBasis, 'law' | 'article'>): string => `《${law}》${article}`;
