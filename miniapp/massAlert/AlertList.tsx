import { Link } from 'wouter';
import { type Listed } from '../answers';
import { Badge, type Tone } from '../shell/Badge';
import { Nothing, Trouble, Waiting } from '../shell/States';
import { short } from '../time';
import { useNow } from '../useNow';
import { useRemote } from '../useRemote';
import { type ListedAlert, type MyAlert } from './answers';
import './massAlert.css';

const TONES: Record<ListedAlert['status'], Tone> = {
  draft: 'warning',
  sent: 'danger',
  closed: 'good',
  cancelled: 'plain',
};
const concerns = ({ store }: { store: string }) => store === 'mass_alerts';

/** Every alert this person may see, the newest first, with how far its roll call is. */
export function AlertList({ chosen }: { chosen?: string | undefined }) {
  const { data, error, reload } = useRemote<Listed<ListedAlert>>('/api/alerts', concerns);
  const now = useNow(30_000);
  if (!data) return error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />;
  if (data.items.length === 0) return <Nothing title="还没有发过通知">台风、溢油等情况下，一次通知到所有人。</Nothing>;
  return (
    <ul className="list">
      {data.items.map(({ id, no, title, status, statusLabel, sentAt, composedAt, people, total, countyName }) => (
        <li key={id}>
          <Link
            href={`/alerts/${id}`}
            className={id === chosen ? 'card task alert-chosen' : 'card task'}
            data-testid="alert-item"
          >
            <div className="row">
              <Badge tone={TONES[status]}>{statusLabel}</Badge>
              <span className="hint">
                {no} · {countyName}
              </span>
              <time className="push hint" dateTime={sentAt ?? composedAt}>
                {short(sentAt ?? composedAt, now)}
              </time>
            </div>
            <p className="task-title">{title}</p>
            {status !== 'draft' && (
              <p className="hint">
                {total ? `已回复 ${total.answered} / ${total.people}` : `${people} 人`}
                {total && total.help > 0 && <span className="fault">　求助 {total.help}</span>}
                {total && total.unreachable > 0 && <span className="fault">　联系不上 {total.unreachable}</span>}
              </p>
            )}
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** What was sent to this person, and what they answered. */
export function MyAlerts() {
  const { data, error, reload } = useRemote<Listed<MyAlert>>('/api/alerts/mine', concerns);
  const now = useNow(30_000);
  if (!data) return error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />;
  if (data.items.length === 0) return <Nothing title="没有发给您的通知">有紧急通知时，钉钉会发消息给您。</Nothing>;
  return (
    <ul className="list">
      {data.items.map(({ id, no, title, status, statusLabel, toldAt, answer }) => (
        <li key={id}>
          <Link href={`/alerts/${id}`} className="card task" data-testid="my-alert">
            <div className="row">
              <Badge tone={status === 'sent' && !answer ? 'danger' : 'plain'}>
                {status === 'sent' && !answer ? '请回复' : statusLabel}
              </Badge>
              <span className="hint">{no}</span>
              <time className="push hint" dateTime={toldAt}>
                {short(toldAt, now)}
              </time>
            </div>
            <p className="task-title">{title}</p>
            <p className="hint">{answer ? `您已回复：${answer}` : status === 'sent' ? '还没有回复' : '没有回复'}</p>
          </Link>
        </li>
      ))}
    </ul>
  );
}
