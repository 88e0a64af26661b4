import { Link } from 'wouter';
import { type Listed } from '../answers';
import { Badge } from '../shell/Badge';
import { Nothing, Trouble, Waiting } from '../shell/States';
import { day } from '../time';
import { useNow } from '../useNow';
import { useRemote } from '../useRemote';
import { type ListedAudit } from './answers';
import './audit.css';

const concerns = ({ store }: { store: string }) => store === 'audits';

/** Every audit the reader may see, the latest plan first. */
export function AuditList({ chosen }: { chosen?: string | undefined }) {
  const { data, error, reload } = useRemote<Listed<ListedAudit>>('/api/audits', concerns);
  const now = useNow(60_000);
  if (!data) return error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />;
  if (data.items.length === 0)
    return (
      <Nothing title="没有与您有关的稽查">立项后，抽样种子的指纹、样本和意见都在这里；有任务时会发卡片通知您。</Nothing>
    );
  return (
    <ul className="list">
      {data.items.map(({ id, no, title, statusLabel, isOpen, unitName, plannedAt, team, types }) => (
        <li key={id}>
          <Link
            href={`/audits/${encodeURIComponent(id)}`}
            className={id === chosen ? 'card task outlined' : 'card task'}
            data-testid="audit-item"
          >
            <div className="row">
              <Badge tone={isOpen ? 'primary' : 'plain'}>{statusLabel}</Badge>
              <span className="hint">{no}</span>
              <time className="push hint" dateTime={plannedAt}>
                {day(plannedAt, now)}
              </time>
            </div>
            <p className="task-title">{title}</p>
            <p className="hint">
              {unitName}
              {types.length > 0 && ` · ${types.join('、')}`}
            </p>
            {team.length > 0 && <p className="hint">稽查员：{team.map(({ name }) => name).join('、')}</p>}
          </Link>
        </li>
      ))}
    </ul>
  );
}
