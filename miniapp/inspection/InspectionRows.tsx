import { CHECK_TYPES } from '../../models/inspection/inspection.schema';
import { COUNTIES } from '../../models/core/place';
import { type Listed } from '../answers';
import { Badge } from '../shell/Badge';
import { Nothing, Trouble, Waiting } from '../shell/States';
import { useRemote } from '../useRemote';
import { type ListedInspection, TONES } from './answers';
import './inspection.css';

/** Checks as the server lists them; `onChoose` opens one. */
export function InspectionRows({
  path,
  chosen,
  onChoose,
  empty,
}: {
  path: string;
  chosen?: string | undefined;
  onChoose: (id: string) => void;
  empty: string;
}) {
  const { data, error, reload } = useRemote<Listed<ListedInspection>>(path, ({ store }) => store === 'inspections');
  if (!data) return error === undefined ? <Waiting lines={4} /> : <Trouble error={error} onAgain={reload} />;
  if (data.items.length === 0) return <Nothing title="没有这样的检查任务">{empty}</Nothing>;
  return (
    <ul className="record-rows" aria-label="检查任务">
      {data.items.map((item) => (
        <li key={item.id}>
          <button
            type="button"
            className={item.id === chosen ? 'record-row chosen' : 'record-row'}
            aria-current={item.id === chosen}
            onClick={() => onChoose(item.id)}
            data-testid="inspection-row"
          >
            <span className="row">
              <strong>{item.enterpriseName}</strong>
            </span>
            <span className="hint">
              {[CHECK_TYPES[item.checkType], COUNTIES[item.county], item.place, item.no].filter(Boolean).join(' · ')}
            </span>
            <span className="row wrap">
              <Badge tone={TONES[item.tone] ?? 'plain'}>{item.statusLine}</Badge>
              <time className="push" dateTime={item.plannedOn}>
                {item.plannedOn}
              </time>
            </span>
            {item.officers.length > 0 && <span className="hint">{item.officers.join('、')}</span>}
          </button>
        </li>
      ))}
    </ul>
  );
}
