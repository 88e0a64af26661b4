/** 重新集体讨论: 案卷评查细则 第17项 – what was discussed before the notice is discussed again when the party has defended itself since. Pure. */
import { type PenaltyCase } from '../penalty/penalty.schema';

type Heard = Pick<PenaltyCase, 'discussions' | 'statements' | 'hearingResult'>;

/**
 * Why the last discussion does not do any more; undefined when it does, or when there was none.
 * It was held before the notice reached the party, and a defence or a hearing followed.
 */
export function mustDiscussAgain({ discussions, statements, hearingResult }: Heard): string | undefined {
  const last = discussions.at(-1);
  if (!last) return undefined;
  const later = statements.some(({ at }) => at > last.at) || (hearingResult !== null && hearingResult.at > last.at);
  if (!later) return undefined;
  return last.beforeNotice
    ? '集体讨论在告知之前召开，告知后当事人作了陈述申辩或经过听证，要重新集体讨论。'
    : '集体讨论之后当事人又作了陈述申辩或经过听证，要重新集体讨论。';
}
