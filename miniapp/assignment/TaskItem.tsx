import { Link } from 'wouter';
import { type Assignment } from '../answers';
import { Badge } from '../shell/Badge';
import { remaining, short, stretch } from '../time';
import { useNow } from '../useNow';

/** The alarm that nobody could be reached is answered where it is explained. */
const ALARM = 'assignment.unreachable';
const recordAddress = ({ record }: Assignment) => `/${record.path}/${encodeURIComponent(record.id)}`;

/** One duty of mine: what, how urgent, until when, and when silence climbs the next rung. */
export function TaskItem({ item }: { item: Assignment }) {
  const now = useNow(item.nextRungAt ? 1000 : 30_000);
  const isWaiting = item.nextRungAt !== null && item.acknowledgedAt === null && item.status === 'open';
  const isLate = item.dueAt !== null && new Date(item.dueAt) < now;
  return (
    <Link
      href={item.purpose === ALARM ? `/why/${encodeURIComponent(item.id)}` : recordAddress(item)}
      className="card task"
      data-testid="task-item"
    >
      <div className="row">
        <strong>{item.purposeLabel}</strong>
        {item.urgency === 'URGENT' && <Badge tone="danger">紧急</Badge>}
        <Badge tone={item.status === 'open' ? 'warning' : 'plain'}>{item.instead ? '请过问' : item.statusLabel}</Badge>
        <time className="push hint" dateTime={item.openedAt}>
          {short(item.openedAt, now)}
        </time>
      </div>
      <p className="task-title">{item.title}</p>
      <div className="stack">
        {item.instead && item.reason && <span data-testid="task-reason">{item.reason}</span>}
        {item.dueAt && item.status !== 'done' && (
          <span className={isLate ? 'fault' : 'hint'}>办理期限：{remaining(item.dueAt, now)}</span>
        )}
        {isWaiting && !item.instead && item.nextRungAt && (
          <span className="fault">
            {new Date(item.nextRungAt) > now
              ? `请签收，${stretch(new Date(item.nextRungAt).getTime() - now.getTime())}后提醒上级`
              : '请签收，正在提醒上级'}
          </span>
        )}
      </div>
    </Link>
  );
}
