import { Link } from 'wouter';
import { session } from '../session';
import { useNotice } from '../useNotice';
import { useRemote } from '../useRemote';
import { type QueueAnswer } from './answers';

/** How many approvals wait, on top of the tasks of those who approve. */
export function WaitingApprovals() {
  const { me } = useNotice(session);
  const { data } = useRemote<QueueAnswer>(
    me?.may.lendApproval ? '/api/approvals' : null,
    ({ store }) => store === 'assignments',
  );
  const count = data?.items.length ?? 0;
  if (count === 0) return null;
  return (
    <Link href="/approvals" className="card row" data-testid="waiting-approvals">
      <b>等您审批 {count} 件</b>
      <span className="push call">去审批 ›</span>
    </Link>
  );
}
