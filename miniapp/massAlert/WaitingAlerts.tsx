import { useEffect } from 'react';
import { Link } from 'wouter';
import { type Listed } from '../answers';
import { Badge } from '../shell/Badge';
import { remaining } from '../time';
import { useNow } from '../useNow';
import { useRemote } from '../useRemote';
import { type MyAlert } from './answers';
import './waiting.css';

const EVERY_MS = 30_000;

/** Running alerts that this person has not answered, the next to expire first; read again on every change that is heard, and in any case twice a minute. */
export function useWaitingAlerts(): MyAlert[] {
  const { data, reload } = useRemote<Listed<MyAlert>>('/api/alerts/mine', ({ store }) => store === 'mass_alerts');
  // That an alert was closed is told to those who see its board alone.
  useEffect(() => {
    const timer = setInterval(() => document.hidden || reload(), EVERY_MS);
    return () => clearInterval(timer);
  }, [reload]);
  const waiting = (data?.items ?? []).filter(({ status, answer }) => status === 'sent' && answer === null);
  return waiting.sort((a, b) => a.answerBy.localeCompare(b.answerBy));
}

/** Each with the time for the answer; one tap leads to the answers. */
export function WaitingAlerts({ alerts }: { alerts: readonly MyAlert[] }) {
  const now = useNow(alerts.length > 0 ? 1000 : EVERY_MS);
  if (alerts.length === 0) return null;
  return (
    <ul className="list" aria-label="等您回复的紧急通知">
      {alerts.map(({ id, no, title, answerBy }) => (
        <li key={id}>
          <Link
            href={`/alerts/${encodeURIComponent(id)}`}
            className="card task alert-waiting"
            data-testid="waiting-alert"
          >
            <div className="row">
              <Badge tone="danger">紧急通知</Badge>
              <span className="hint">{no}</span>
            </div>
            <p className="task-title">{title}</p>
            <p className={new Date(answerBy) < now ? 'fault' : 'hint'}>回复截止：{remaining(answerBy, now)}</p>
            <span className="button big danger alert-go">去回复</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** The same at the head of another page: nothing while nobody waits for an answer. */
export function AlertBanner() {
  return <WaitingAlerts alerts={useWaitingAlerts()} />;
}
