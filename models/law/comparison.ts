/**
 * 从旧兼从轻: the law at the time of the act and the law of today side by side, and which is lighter. Source: 行政处罚法 第三十七条; 生态环境法典
 * 第一千零五十七条. It computes and explains; a person chooses, with reasons. Runs in the browser as well.
 */
import { isInForce } from '../checkItem/legalBasis';
import { yuan } from './law.words';
import {
  type Amounts,
  type Clause,
  cited,
  type FineRange,
  GRADES,
  type Grade,
  type Offence,
  PENALTY_KINDS,
  type PenaltyKind,
  type Quantities,
  rangeOf,
} from './law.schema';

/** By what the lighter law is told, in this order [K]. */
export const LIGHTER_BY = { max: '罚款上限', min: '罚款下限', additional: '可以并处的其他处罚' } as const;
export type LighterBy = keyof typeof LIGHTER_BY;
export const DEFAULT_ORDER: readonly LighterBy[] = ['max', 'min', 'additional'];

export interface Asked {
  offence: Offence;
  /** Shanghai days. An act that went on is judged by its last day. */
  actOn: string;
  endedOn?: string | null;
  decidedOn: string;
  quantities?: Quantities;
  grade?: Grade;
  order?: readonly LighterBy[];
}

export interface Candidate<B extends Clause = Clause> {
  basis: B;
  range: Amounts;
}

/** `ONLY`: one and the same clause on both days. `NONE`: no clause for one of the days, so nothing can be imposed as long as none is entered. */
export type Lighter = 'OLD' | 'NEW' | 'ONLY' | 'NONE';

export interface Comparison<B extends Clause = Clause> {
  old: Candidate<B> | null;
  new: Candidate<B> | null;
  lighter: Lighter;
  /** What decided; null where nothing had to be compared. */
  by: LighterBy | 'equal' | null;
  explain: string[];
}

/** Of several clauses for the same act the one with the highest fine: 行政处罚法 第二十九条. */
function candidateOn<B extends Clause>(asked: Asked, bases: readonly B[], day: string): Candidate<B> | null {
  const { offence, quantities = {}, grade = 'BASE' } = asked;
  const found = bases
    .filter((basis) => basis.offence === offence && isInForce(basis, day))
    .map((basis) => ({ basis, range: rangeOf(basis, quantities, grade) }));
  return found.sort(heavierFirst)[0] ?? null;
}

const heavierFirst = (a: Candidate, b: Candidate) =>
  b.range.maxFen - a.range.maxFen || b.range.minFen - a.range.minFen || (cited(a.basis) < cited(b.basis) ? -1 : 1);

const RANK = Object.fromEntries(Object.keys(PENALTY_KINDS).map((kind, rank) => [kind, rank])) as Record<
  PenaltyKind,
  number
>;

/** Negative: `a` is lighter. The gravest kind decides, then the next; having nothing more is lighter. */
function compareKinds(a: readonly PenaltyKind[], b: readonly PenaltyKind[]): number {
  const [ours, theirs] = [a, b].map((kinds) => [...new Set(kinds)].map((kind) => RANK[kind]).sort((x, y) => y - x));
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const difference = (ours?.[index] ?? -1) - (theirs?.[index] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}

const DIFFERENCE: Record<LighterBy, (a: Candidate, b: Candidate) => number> = {
  max: (a, b) => a.range.maxFen - b.range.maxFen,
  min: (a, b) => a.range.minFen - b.range.minFen,
  additional: (a, b) => compareKinds(a.basis.additional, b.basis.additional),
};

const SAID: Record<LighterBy, (candidate: Candidate) => string> = {
  max: ({ range }) => yuan(range.maxFen),
  min: ({ range }) => yuan(range.minFen),
  additional: ({ basis }) => basis.additional.map((kind) => PENALTY_KINDS[kind]).join('、') || '没有',
};

function rangeWords({ basis, range }: Candidate, grade: Grade, when: string): string {
  const computedFrom = basisWords({ BASE: basis.range, SERIOUS: basis.serious, PERSON: basis.personRange }[grade]);
  const which = grade === 'BASE' ? '' : `（${GRADES[grade]}）`;
  return `${when}：${cited(basis)}${which}，罚款 ${yuan(range.minFen)} 至 ${yuan(range.maxFen)}${computedFrom}。`;
}

function basisWords(range: FineRange | null): string {
  if (range?.kind === 'SHARE') return `（总投资额的 ${range.minPermille / 10}% 至 ${range.maxPermille / 10}%）`;
  if (range?.kind === 'MULTIPLE')
    return `（处置费用的 ${range.minMilli / 1_000} 倍至 ${range.maxMilli / 1_000} 倍，不足 ${yuan(range.floorFen)} 的按 ${yuan(range.floorFen)} 计算）`;
  return '';
}

function decide<B extends Clause>(old: Candidate<B>, now: Candidate<B>, order: readonly LighterBy[]) {
  const explain: string[] = [];
  for (const by of order) {
    const difference = DIFFERENCE[by](old, now);
    const both = `比较${LIGHTER_BY[by]}：行为时 ${SAID[by](old)}，现行 ${SAID[by](now)}`;
    if (difference === 0) {
      explain.push(`${both}，相同。`);
      continue;
    }
    const lighter: Lighter = difference < 0 ? 'OLD' : 'NEW';
    explain.push(`${both}，${lighter === 'OLD' ? '行为时的规定' : '现行规定'}较轻。`);
    return { lighter, by, explain };
  }
  explain.push('各项都相同，适用行为时的规定。');
  return { lighter: 'OLD' as Lighter, by: 'equal' as const, explain };
}

const MISSING = '法律依据库里没有这一天有效的条文；确无规定的不予处罚，有规定的请法制审核人员先在“法律依据”里录入。';

/**
 * Both candidates and the lighter of them.
 *
 * @param bases rows in force; those of other offences and other days are passed over
 * @throws DomainError INVALID_INPUT when an amount that a range is computed from is missing
 */
export function compareBases<B extends Clause>(asked: Asked, bases: readonly B[]): Comparison<B> {
  const { actOn, endedOn, decidedOn, grade = 'BASE', order = DEFAULT_ORDER } = asked;
  const judged = endedOn && endedOn > actOn ? endedOn : actOn;
  const [old, now] = [candidateOn(asked, bases, judged), candidateOn(asked, bases, decidedOn)];
  const when = judged === actOn ? `行为日 ${actOn}` : `行为持续到 ${judged}，按终了之日`;
  const lines = [
    old ? rangeWords(old, grade, when) : `${when}：${MISSING}`,
    now ? rangeWords(now, grade, `决定日 ${decidedOn}`) : `决定日 ${decidedOn}：${MISSING}`,
  ];
  if (!old || !now) return { old, new: now, lighter: 'NONE', by: null, explain: lines };
  if (old.basis === now.basis)
    return { old, new: now, lighter: 'ONLY', by: null, explain: [...lines, '行为日和决定日是同一规定，不需要比较。'] };
  const { explain, ...decided } = decide(old, now, order);
  return { old, new: now, ...decided, explain: [...lines, ...explain] };
}

/**
 * The investment at which a share of it has the same upper limit as a fixed range, in fen: below it the share is lighter.
 * null where the two are not of these kinds.
 */
export function breakEven(share: FineRange, fixed: FineRange): number | null {
  if (share.kind !== 'SHARE' || fixed.kind !== 'FIXED') return null;
  return Math.ceil((fixed.maxFen * 1_000) / share.maxPermille);
}
