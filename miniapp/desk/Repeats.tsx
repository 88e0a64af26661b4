import { type ListedPetition } from '../answers';
import { Badge } from '../shell/Badge';
import { statusTone } from '../petition/statusTone';
import { short } from '../time';
import { useNow } from '../useNow';

/** Earlier petitions that may be the same matter. Only proposed; the officer decides. */
export function Repeats({ items }: { items: readonly ListedPetition[] }) {
  const now = useNow();
  return (
    <section className="card repeats" aria-label="可能重复的信访" data-testid="repeats">
      <h2>可能是同一件事（{items.length}）</h2>
      {items.length === 0 && <p className="hint">近90天没有相似的信访。</p>}
      <ul>
        {items.map(({ id, no, status, statusLabel, content, receivedAt, metres, enterpriseName }) => (
          <li key={id} className="repeat">
            <div className="row">
              <strong>{no}</strong>
              <Badge tone={statusTone(status)}>{statusLabel ?? status}</Badge>
              <span className="push hint">{short(receivedAt, now)}</span>
            </div>
            <p className="desk-words">{content}</p>
            <p className="hint">
              {metres == null
                ? `同一家企业${enterpriseName ? `：${enterpriseName}` : ''}`
                : `相距约 ${Math.round(metres)} 米`}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
