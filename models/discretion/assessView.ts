/** What the page of the discretion of one act shows: both laws, the table, factors with what proves them, and the sheet that stands. */
import { shanghaiDay } from '../core/calendar';
import { DomainError } from '../core/errors';
import { evidenceOf } from '../evidence/evidence.store';
import { type Grade, type LegalBasis, type Offence, cited } from '../law/law.schema';
import { basesOf } from '../law/law.store';
import { actOf, boundsNow, comparisonOf, offenceOf } from '../penalty/assessment';
import { type Act } from '../penalty/case.schema';
import { type PenaltyCase } from '../penalty/penalty.schema';
import { fileFacts } from './caseFile';
import { type NormSheet } from './discretion.schema';
import { tablesFor } from './discretion.store';
import { filledFactors, type Known } from './fill';
import { fineOf, normsOf } from './sheet';
import { freezeTable, tableOn } from './table';

export interface AssessAsked {
  act?: string | undefined;
  offence?: Offence | undefined;
  grade?: Grade | undefined;
}

/** One piece of proof that may be named: a file of the case, or a record. */
export interface Proof {
  ref: string;
  kind: 'photo' | 'video' | 'file' | 'record';
  label: string;
}

const KINDS = { photo: '照片', video: '视频', file: '文件' } as const;

async function proofsOf(record: PenaltyCase, act: Act, known: readonly Known[]): Promise<Proof[]> {
  const hashes = [...new Set([...act.evidence, ...record.evidence])];
  const kinds = new Map((await evidenceOf(hashes)).map(({ _id, taken }) => [_id, taken.kind] as const));
  const files = hashes.map((ref, index): Proof => {
    const kind = kinds.get(ref) ?? 'file';
    return { ref, kind, label: `${KINDS[kind]}${index + 1}` };
  });
  return [...files, ...known.map(({ ref, no }): Proof => ({ ref, kind: 'record', label: no }))];
}

/** Both laws, or the sentence that says what is missing. */
function lawOf(act: Act, offence: Offence, grade: Grade, today: string, bases: readonly LegalBasis[]) {
  try {
    const { old, new: now, lighter, explain } = comparisonOf(act, offence, grade, today, bases);
    if (!old || !now || lighter === 'NONE') return { law: null, refusal: explain.join('') };
    const shown = ({ basis, range }: NonNullable<typeof old>) => ({
      ...{ cited: cited(basis), text: basis.text, seriousWhen: basis.seriousWhen, range },
    });
    const sides =
      lighter === 'ONLY'
        ? [{ side: 'NEW' as const, ...shown(now) }]
        : [
            { side: 'OLD' as const, ...shown(old) },
            { side: 'NEW' as const, ...shown(now) },
          ];
    return { law: { lighter, explain, sides }, refusal: null };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { law: null, refusal: error.message };
  }
}

/** Which of the clause's ranges somebody may choose. */
const gradesOf = (bases: readonly LegalBasis[]): Grade[] => [
  'BASE',
  ...(bases.some(({ serious }) => serious) ? (['SERIOUS'] as const) : []),
  ...(bases.some(({ personRange }) => personRange) ? (['PERSON'] as const) : []),
];

const NO_TABLE = '这种违法行为还没有启用的裁量表，请法制审核人员先导入并报批。';

/**
 * Everything the page needs for one act; without `act` the first that has no sheet yet.
 *
 * @throws DomainError INVALID_INPUT (unknown act) | NOT_NOW (an offence that is none of the list)
 */
export async function assessView(record: PenaltyCase, asked: AssessAsked, now: Date) {
  const acts = record.acts.map(({ id, text, offence, actOn, endedOn, discoveredOn, quantities }) => ({
    ...{ id, text, offence, actOn, endedOn, discoveredOn, quantities },
    sheets: record.sheets
      .filter((sheet) => sheet.act === id)
      .flatMap(normsOf)
      .map(({ offence: norm, resultFen }) => ({ offence: norm, resultFen })),
  }));
  const head = { acts, totalFen: fineOf(record.sheets), today: shanghaiDay(now) };
  const first = acts.find(({ sheets }) => sheets.length === 0) ?? acts[0];
  const id = asked.act ?? first?.id;
  if (!id) return { ...head, one: null };
  const act = actOf(record, id);
  const offence = offenceOf(act, asked.offence);
  const [bases, tables, file] = await Promise.all([basesOf(offence), tablesFor(offence), fileFacts(record, act)]);
  const own = record.sheets.filter((one) => one.act === act.id);
  const sheet: NormSheet | null = [...own, ...own.flatMap(normsOf)].find((one) => one.offence === offence) ?? null;
  const grade = asked.grade ?? sheet?.grade ?? 'BASE';
  const { law, refusal } = lawOf(act, offence, grade, head.today, bases);
  const found = tableOn(tables, offence, head.today);
  const table = found ? freezeTable(found) : null;
  const known = [...(file.earlier ?? []), ...(file.complaints ?? [])];
  return {
    ...head,
    one: {
      ...{ act: act.id, offence, grade, grades: gradesOf(bases), law, table, bounds: boundsNow(), sheet },
      refusal: refusal ?? (table ? null : NO_TABLE),
      factors: table ? filledFactors(table, { ...file, before: sheet?.factors ?? {} }) : {},
      proofs: await proofsOf(record, act, known),
      /** Whether the file could be searched for the party at all. */
      searched: { earlier: file.earlier !== null, complaints: file.complaints !== null },
    },
  };
}
export type AssessView = Awaited<ReturnType<typeof assessView>>;
