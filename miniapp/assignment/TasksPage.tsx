import { useState } from 'react';
import { type Assignment, type Listed } from '../answers';
import { WaitingApprovals } from '../approval/WaitingApprovals';
import { useWaitingAlerts, WaitingAlerts } from '../massAlert/WaitingAlerts';
import { Page } from '../shell/Page';
import { Nothing, Trouble, Waiting } from '../shell/States';
import { useRemote } from '../useRemote';
import { TaskItem } from './TaskItem';

const SHELVES = [
  { status: 'open', label: '待办' },
  { status: 'done', label: '已办' },
] as const;

/** 我的任务: what this person owes, unanswered alerts before everything else, then soonest first; and what they have done. */
export function TasksPage() {
  const [status, setStatus] = useState<'open' | 'done'>('open');
  const { data, error, reload } = useRemote<Listed<Assignment>>(
    `/api/assignments?status=${status}`,
    ({ store }) => store === 'assignments' || store === 'petitions',
  );
  const alerts = useWaitingAlerts();
  const waiting = status === 'open' ? alerts : [];
  return (
    <Page title="我的任务">
      <div className="segments" role="tablist" aria-label="任务状态">
        {SHELVES.map((shelf) => (
          <button
            key={shelf.status}
            type="button"
            role="tab"
            aria-selected={shelf.status === status}
            className="segment"
            data-testid={`tasks-${shelf.status}`}
            onClick={() => setStatus(shelf.status)}
          >
            {shelf.label}
            {shelf.status === status && data ? ` ${waiting.length + data.items.length}` : ''}
          </button>
        ))}
      </div>
      <WaitingAlerts alerts={waiting} />
      {status === 'open' && <WaitingApprovals />}
      {!data && !error && <Waiting />}
      {!data && error !== undefined && <Trouble error={error} onAgain={reload} />}
      {data?.items.length === 0 && waiting.length === 0 && (
        <Nothing title={status === 'open' ? '没有待办任务' : '还没有办完的任务'}>
          {status === 'open' ? '有新任务时，钉钉会发卡片给您，这里也会马上出现。' : '办完的任务会留在这里。'}
        </Nothing>
      )}
      <ul className="list">
        {data?.items.map((item) => (
          <li key={item.id}>
            <TaskItem item={item} />
          </li>
        ))}
      </ul>
    </Page>
  );
}
