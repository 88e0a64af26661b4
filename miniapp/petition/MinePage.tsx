import { Link } from 'wouter';
import { type Listed, type ListedPetition } from '../answers';
import { Badge } from '../shell/Badge';
import { Page } from '../shell/Page';
import { Nothing, Trouble, Waiting } from '../shell/States';
import { short } from '../time';
import { useNow } from '../useNow';
import { useRemote } from '../useRemote';
import { statusTone } from './statusTone';

/** 我的上报: what this person has told the bureau and what became of it. */
export function MinePage() {
  const { data, error, reload } = useRemote<Listed<ListedPetition>>(
    '/api/petitions/mine',
    ({ store }) => store === 'petitions',
  );
  const now = useNow();
  return (
    <Page title="我的上报">
      {!data && !error && <Waiting />}
      {!data && error !== undefined && <Trouble error={error} onAgain={reload} />}
      {data?.items.length === 0 && (
        <Nothing title="还没有上报过">
          <Link href="/report" className="button primary">
            现在报一件
          </Link>
        </Nothing>
      )}
      <ul className="list">
        {data?.items.map(({ id, no, status, statusLabel, content, place, receivedAt }) => (
          <li key={id}>
            <Link href={`/petitions/${encodeURIComponent(id)}`} className="card task" data-testid="mine-item">
              <div className="row">
                <Badge tone={statusTone(status)}>{statusLabel ?? status}</Badge>
                <span className="hint">{no ?? '还没有编号'}</span>
                <time className="push hint" dateTime={receivedAt}>
                  {short(receivedAt, now)}
                </time>
              </div>
              <p className="task-title">{content}</p>
              {place && <p className="hint">{place}</p>}
              {status === 'replied' && <p className="call">已经答复，请点开评价</p>}
              {status === 'draft' && <p className="call">还没有确认，请点开补充</p>}
            </Link>
          </li>
        ))}
      </ul>
    </Page>
  );
}
