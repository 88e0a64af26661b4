import { type Assignment, type Listed } from '../answers';
import { ladderWords } from '../record/ladderWords';
import { Badge } from '../shell/Badge';
import { Trouble, Waiting } from '../shell/States';
import { stretch } from '../time';
import { useNow } from '../useNow';
import { useRemote } from '../useRemote';

/** Everybody who has been told and has not answered, the next escalation first. */
export function Ladder({ onChoose }: { onChoose: (id: string, path: string) => void }) {
  const { data, error, reload } = useRemote<Listed<Assignment>>(
    '/api/assignments/unacknowledged',
    ({ store }) => store === 'assignments' || store === 'petitions',
  );
  const now = useNow(1000);
  return (
    <>
      <h2>待签收{data ? `（${data.items.length}）` : ''}</h2>
      {!data && (error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />)}
      {data?.items.length === 0 && <p className="hint">全部已签收。</p>}
      <ul>
        {data?.items.map((item) => (
          <li key={item.id}>
            <button
              type="button"
              className={item.unreachable ? 'ladder-item alarm' : 'ladder-item'}
              data-testid="ladder-item"
              onClick={() => onChoose(item.record.id, item.record.path)}
            >
              <span className="row">
                <strong>{item.personName}</strong>
                {item.urgency === 'URGENT' && <Badge tone="danger">紧急</Badge>}
                <span className="push hint">{stretch(now.getTime() - new Date(item.openedAt).getTime())}</span>
              </span>
              <span>
                {item.purposeLabel} · {item.title}
              </span>
              <span className={item.unreachable || item.rung > 0 ? 'fault' : 'hint'}>{ladderWords(item, now)}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
