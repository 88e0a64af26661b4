import { type Clock } from '../answers';
import { daysLeft, lastMoment, remaining } from '../time';
import { useNow } from '../useNow';

/** Every running deadline, and on request each day that was counted or skipped. */
export function Clocks({ clocks }: { clocks: readonly Clock[] }) {
  const now = useNow();
  const running = clocks.filter(({ dueAt }) => dueAt);
  if (running.length === 0) return null;
  return (
    <section className="card" aria-label="期限" data-testid="petition-clocks">
      {running.map(({ label, dueAt, explain }) => (
        <div key={label} className="clock">
          <div className="row">
            <strong>{label}</strong>
            <span className={daysLeft(dueAt ?? '', now) < 3 ? 'push fault' : 'push'}>
              {remaining(dueAt ?? '', now)}
            </span>
          </div>
          <p className="hint">最后期限 {lastMoment(dueAt ?? '', now)} 前</p>
          {explain && explain.length > 0 && (
            <details>
              <summary>为什么是这一天</summary>
              <Explanation days={explain} />
            </details>
          )}
        </div>
      ))}
    </section>
  );
}

function Explanation({ days }: { days: NonNullable<Clock['explain']> }) {
  return (
    <ol className="explain">
      {days.map((explained) => (
        <li key={explained.day} className={explained.counts ? '' : 'skipped'}>
          <span>{explained.day}</span>
          <span>{explained.reason}</span>
        </li>
      ))}
    </ol>
  );
}
