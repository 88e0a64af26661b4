import { type Assignment, type MessageItem } from '../answers';
import { moment, short } from '../time';
import { useNow } from '../useNow';
import { ladderWords } from './ladderWords';
import { WhoKnows } from './WhoKnows';

const STAGES = [
  ['acceptedAt', '已发出'],
  ['deliveredAt', '已送达'],
  ['readAt', '已读'],
  ['actedAt', '已处理'],
] as const satisfies readonly (readonly [keyof MessageItem, string])[];

/** For every message: sent → delivered → read → acted on; and where each unanswered task stands on the ladder. */
export function Messages({
  messages,
  assignments,
}: {
  messages: readonly MessageItem[];
  assignments: readonly Assignment[];
}) {
  const now = useNow(1000);
  const climbing = assignments.filter(
    ({ status, nextRungAt, unreachable }) => status === 'open' && (nextRungAt !== null || unreachable),
  );
  if (messages.length === 0 && climbing.length === 0) return null;
  return (
    <section className="card" aria-label="消息轨迹">
      <h2>消息轨迹</h2>
      {climbing.map((assignment) => (
        <div key={assignment.id} className="notice">
          <p data-testid="ladder">
            {assignment.personName ?? ''} · {assignment.purposeLabel} · {ladderWords(assignment, now)}
          </p>
          <WhoKnows id={assignment.id} />
        </div>
      ))}
      <ol className="timeline">
        {[...messages].reverse().map((message) => (
          <li key={message.id} data-testid="message-item">
            <p>
              <strong>{message.toName}</strong> {message.purposeLabel}
              {message.rung ? <span className="hint"> · 第 {message.rung} 级提醒</span> : null}
            </p>
            <p className="hint">
              {moment(message.at, now)} · {message.meansLabel}
            </p>
            {message.failed ? (
              <p className="fault">没有送到，已换其他方式通知</p>
            ) : (
              <ol className="stages" aria-label="送达情况">
                {STAGES.map(([stage, label]) => (
                  <li key={stage} className={message[stage] ? 'reached' : ''}>
                    <span>
                      {message[stage] ? '✓ ' : ''}
                      {label}
                    </span>
                    <time>{message[stage] ? short(message[stage], now) : '—'}</time>
                  </li>
                ))}
              </ol>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
