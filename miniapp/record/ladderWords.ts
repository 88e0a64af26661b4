import { type Assignment } from '../answers';
import { stretch } from '../time';

/** Where an unanswered task stands on the acknowledge ladder. */
export function ladderWords(
  { rung, nextRungAt, unreachable }: Pick<Assignment, 'rung' | 'nextRungAt' | 'unreachable'>,
  now: Date,
): string {
  if (unreachable) return '找不到可以通知的人，请人工联系';
  const taken = rung > 0 ? `已提醒 ${rung} 次` : '等待签收';
  if (!nextRungAt) return taken;
  const ms = new Date(nextRungAt).getTime() - now.getTime();
  return ms > 0 ? `${taken}，${stretch(ms)}后升级` : `${taken}，正在升级`;
}
