import { type Listed } from '../answers';
import { Badge } from '../shell/Badge';
import { TONES } from '../inspection/answers';
import { useRemote } from '../useRemote';
import '../form/form.css';

interface ListedSpot {
  id: string;
  no: string;
  statusLine: string;
  partyName: string;
  tone: string;
}

/** 简易程序: cases too, decided where they happened. Shown below the others; none, and nothing is. */
export function SpotRows({ onChoose }: { onChoose: (id: string) => void }) {
  const { data } = useRemote<Listed<ListedSpot>>('/api/spot-penalties', ({ store }) => store === 'spot_penalties');
  if (!data || data.items.length === 0) return null;
  return (
    <details className="card" data-testid="spot-rows">
      <summary>简易程序案件（当场处罚）{data.items.length} 件</summary>
      <ul className="record-rows" aria-label="简易程序案件">
        {data.items.map(({ id, no, statusLine, partyName, tone }) => (
          <li key={id}>
            <button type="button" className="record-row" onClick={() => onChoose(id)}>
              <strong>{partyName}</strong>
              <span className="hint">{no}</span>
              <span className="row wrap">
                <Badge tone={TONES[tone] ?? 'plain'}>{statusLine}</Badge>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
