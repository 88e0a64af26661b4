/**
 * Who stands in. The rule: of the same pool, whoever can come, has had the fewest shifts, and of those the one whose last shift is
 * longest ago. The comparison is told to everybody in the reason. Pure; the looking up is in duty.facts.ts.
 */
import { type Named } from './onDuty';

/** Somebody of the pool, with what the rule compares. */
export interface Candidate extends Named {
  /** Shifts in the thirty days before and after. */
  load: number;
  lastEndedAt: Date | null;
  /** Why they cannot come; null when they can. */
  away: 'absent' | 'taken' | null;
}

const AWAY: Record<NonNullable<Candidate['away']>, string> = {
  absent: '请假或离岗',
  taken: '在班或休息不足',
};

const never = new Date(0);

function comesFirst(a: Candidate, b: Candidate): number {
  const byLoad = a.load - b.load;
  const byRest = (a.lastEndedAt ?? never).getTime() - (b.lastEndedAt ?? never).getTime();
  return byLoad || byRest || (a.id < b.id ? -1 : 1);
}

/** Those who can come, whom the rule would call first in front. */
export const available = (pool: readonly Candidate[]): Candidate[] =>
  pool.filter(({ away }) => away === null).sort(comesFirst);

function skipped(pool: readonly Candidate[]): string {
  const words = Object.entries(AWAY).flatMap(([why, said]) => {
    const n = pool.filter(({ away }) => away === why).length;
    return n > 0 ? [`${said}${n}人`] : [];
  });
  return words.length > 0 ? `（${words.join('、')}）` : '';
}

/** What the rule says of one whose turn it is. */
function why(chosen: Candidate, rivals: readonly Candidate[]): string {
  if (rivals.length === 1) return '只有一人可派';
  const load = `前后30天班次最少（${chosen.load}班）`;
  const tied = rivals.filter((other) => other.load === chosen.load).length;
  return tied > 1 ? `${load}，其中距上一班最久` : load;
}

/**
 * Whom the rule calls.
 *
 * @param instead whom they stand in for and why, such as “陈示舟请假”
 * @returns the person with the reason in words; `person` null when nobody can come
 */
export function chooseSubstitute(
  pool: readonly Candidate[],
  instead: string,
): { person: Named | null; reason: string } {
  const rivals = available(pool);
  const [chosen] = rivals;
  const of = `同岗位${pool.length}人中${rivals.length}人可派${skipped(pool)}`;
  if (!chosen) return { person: null, reason: `${instead}；${of}，请带班领导改派` };
  return { person: { id: chosen.id, name: chosen.name }, reason: `顶替：${instead}；${of}，${why(chosen, rivals)}` };
}
