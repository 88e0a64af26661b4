/** Which settings hold on a day, and whether the policy stands with them. Pure. */
import { z } from 'zod';
import { contentHash } from '../core/contentHash';
import { DomainError } from '../core/errors';
import { type Figure, figureIn, withFigures } from '../core/policy';
import { figureNamed, valueWords } from './figures';
import { type Setting } from './setting.schema';

type Sealed = Pick<Setting, 'key' | 'value' | 'from'>;
export const sealOf = ({ key, value, from }: Sealed): string => contentHash({ key, value, from });

type Row = Pick<Setting, '_id' | 'key' | 'value' | 'from' | 'seal' | 'decidedAt'>;
const inOrder = (a: Row, b: Row) =>
  a.from === b.from ? (a.decidedAt?.getTime() ?? 0) - (b.decidedAt?.getTime() ?? 0) : a.from < b.from ? -1 : 1;

/** The approved settings that hold on this Shanghai day: of each figure the latest. */
export function holdingOn(rows: readonly Row[], day: string): Row[] {
  const latest = new Map<string, Row>();
  for (const row of [...rows].sort(inOrder)) if (row.from <= day) latest.set(row.key, row);
  return [...latest.values()];
}

export interface Laid {
  figures: Figure[];
  /** Ids of rows that were altered, or with which the policy would not stand: they are left out. */
  refused: { id: string; reason: string }[];
}

/** The rows that can be laid on the policy, one after the other; what does not fit is named and left out, never half in force. */
export function laidOn(rows: readonly Row[], day: string): Laid {
  const laid: Laid = { figures: [], refused: [] };
  for (const row of holdingOn(rows, day)) {
    const { _id: id, key, value } = row;
    const reason = sealOf(row) === row.seal ? faultOf([...laid.figures, { key, value }]) : '内容与批准时不一致';
    if (reason) laid.refused.push({ id, reason });
    else laid.figures.push({ key, value });
  }
  return laid;
}

/** Why the policy does not stand with these figures, in words; undefined when it does. */
export function faultOf(figures: readonly Figure[]): string | undefined {
  try {
    withFigures(figures);
    return undefined;
  } catch (error) {
    if (error instanceof DomainError) return error.message;
    if (!(error instanceof z.ZodError)) throw error;
    return issueWords(error);
  }
}

const bound = (issue: z.core.$ZodIssue): string | undefined => {
  if (issue.code === 'too_small') return `不能小于 ${String(issue.minimum)}`;
  return issue.code === 'too_big' ? `不能大于 ${String(issue.maximum)}` : undefined;
};

function issueWords({ issues }: z.ZodError): string {
  const [issue] = issues;
  if (!issue) return '数值不对，请核对';
  const said = /[\u4e00-\u9fff]/.test(issue.message) ? issue.message : (bound(issue) ?? '格式或者范围不对，请核对');
  const key = issue.path.map(String).join('.');
  return `${figureNamed(key)?.label ?? key}：${said}`;
}

/**
 * Whether a new value can be put in force from a day on, beside everything approved for that day or a later one.
 *
 * @throws DomainError INVALID_INPUT naming what does not fit
 */
export function requireSound({ key, value, from }: Sealed, approved: readonly Row[]): void {
  if (!figureNamed(key))
    throw new DomainError('INVALID_INPUT', `没有“${key}”这个业务参数，请刷新后重新选择。`, { key });
  const days = [from, ...approved.map((row) => row.from).filter((day) => day > from)];
  for (const day of new Set(days)) {
    const others = holdingOn(approved, day)
      .filter((row) => row.key !== key || row.from > from)
      .map((row) => ({ key: row.key, value: row.value }));
    const replaced = others.some((figure) => figure.key === key);
    const fault = faultOf(replaced ? others : [...others, { key, value }]);
    if (fault) throw new DomainError('INVALID_INPUT', `这个数值不能启用：${fault.replace(/。$/, '')}。`, { key, day });
  }
}

/** The value of a figure on a day, with everything approved for it. */
export function valueOn(key: string, day: string, approved: readonly Row[]): unknown {
  return figureIn(withFigures(laidOn(approved, day).figures), key);
}

export interface Preview {
  label: string;
  before: string;
  after: string;
  from: string;
  /** Changes already approved for the same figure on a later day: from then on they hold. */
  followedBy: { from: string; words: string }[];
}

/** What a proposal changes, in words. @throws DomainError INVALID_INPUT as `requireSound` */
export function previewOf(asked: Sealed, approved: readonly Row[]): Preview {
  requireSound(asked, approved);
  const { key, value, from } = asked;
  return {
    ...{ label: figureNamed(key)?.label ?? key, from, after: valueWords(key, value) },
    before: valueWords(key, valueOn(key, from, approved)),
    followedBy: approved
      .filter((row) => row.key === key && row.from > from)
      .map((row) => ({ from: row.from, words: valueWords(key, row.value) })),
  };
}
