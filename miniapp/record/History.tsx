import { type HistoryItem } from '../answers';
import { moment } from '../time';
import { useNow } from '../useNow';

/** Who did what, when, through which door. Newest first. */
export function History({ items }: { items: readonly HistoryItem[] }) {
  const now = useNow();
  if (items.length === 0) return null;
  return (
    <section className="card" aria-label="办理过程">
      <h2>办理过程</h2>
      <ol className="timeline">
        {[...items].reverse().map(({ id, at, who, what, door, doorLabel, detail }) => (
          <li key={id} data-testid="history-item" data-door={door}>
            <p>
              <strong>{who}</strong> {what}
            </p>
            {detail && <p className="quote">{detail}</p>}
            <p className="hint">
              <time dateTime={at}>{moment(at, now)}</time> · {doorLabel}
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}
