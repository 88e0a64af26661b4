/** One row of the library that comes with the program, and the item it becomes. */
import { type Sector } from '../../enterprise/enterprise.schema';
import { type AnswerField, type Result, type WriteItem } from '../checkItem.schema';
import { type BasisName, BASES } from './bases';

export interface Row {
  group: string;
  /** What is looked at, in a few words; the sentences that say nothing special are made of it. */
  topic: string;
  question: string;
  /** What a photo has to show. */
  photos?: string;
  hint?: string;
  problem?: string;
  violation: string;
  bases: readonly BasisName[];
  fields?: readonly AnswerField[];
  /** Number of the item of the same list whose answer opens this one. */
  after?: { row: number; is: readonly Result[] };
}

/** Fields that many items share; asked for where something was found. */
export const FOUND: readonly Result[] = ['PROBLEM', 'VIOLATION'];
export const text = (name: string, label: string): AnswerField => ({ name, label, kind: 'text', with: [...FOUND] });
export const amount = (name: string, label: string, unit: string): AnswerField => ({
  ...{ name, label, kind: 'number', unit, with: [...FOUND] },
});
/** Written down whatever was found. */
export const reading = (name: string, label: string, unit: string): AnswerField => ({
  name,
  label,
  kind: 'number',
  unit,
});

const STEP = 10;

/** The rows of one list as items; keys are the list's name with the position, so rows are only ever added at the end. */
export function itemsOf(list: string, sector: Sector | null, rows: readonly Row[]): WriteItem[] {
  const keyOf = (index: number) => `${list}-${String(index + 1).padStart(2, '0')}`;
  return rows.map((row, index) => ({
    ...{ key: keyOf(index), sector, order: (index + 1) * STEP, group: row.group, question: row.question },
    ...{ results: ['OK', 'PROBLEM', 'VIOLATION', 'NA'], fields: [...(row.fields ?? [])] },
    when: row.after ? { item: keyOf(row.after.row - 1), is: [...row.after.is] } : null,
    ...{ photos: row.photos ?? null, hint: row.hint ?? '' },
    bases: row.bases.flatMap((name) => [...BASES[name]]),
    suggested: {
      OK: `检查${row.topic}，未发现问题。`,
      PROBLEM: row.problem ?? `检查${row.topic}，管理不够规范，已要求当场改正。`,
      VIOLATION: row.violation,
    },
    ...{ confirmed: false, validFrom: null },
  }));
}
