import { Link } from 'wouter';
import { type Listed } from '../answers';
import { Badge, type Tone } from '../shell/Badge';
import { Nothing, Trouble, Waiting } from '../shell/States';
import { moment } from '../time';
import { useNow } from '../useNow';
import { useRemote } from '../useRemote';
import { type ListedFlying } from './answers';
import './flying.css';

const TONES: Readonly<Record<string, Tone>> = {
  ...{ sealed: 'warning', teamReady: 'primary', revealed: 'primary', onSite: 'primary', reported: 'warning' },
  ...{ caseFiled: 'good', closed: 'good', compromised: 'danger' },
};
const concerns = ({ store }: { store: string }) => store === 'flying_inspections';

/** What this person has to do with, the latest assembly first. No row could name a target: the list does not hold one. */
export function FlyingList({ chosen }: { chosen?: string | undefined }) {
  const { data, error, reload } = useRemote<Listed<ListedFlying>>('/api/flying', concerns);
  const now = useNow(60_000);
  if (!data) return error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />;
  if (data.items.length === 0)
    return <Nothing title="没有与您有关的飞行检查">被抽到时会收到集合通知，请留意消息。</Nothing>;
  return (
    <ul className="list">
      {data.items.map(({ id, no, status, statusLabel, assembleAt, revealAt }) => (
        <li key={id}>
          <Link
            href={`/flying/${id}`}
            className={id === chosen ? 'card task outlined' : 'card task'}
            data-testid="flying-item"
          >
            <div className="row">
              <Badge tone={TONES[status] ?? 'plain'}>{statusLabel}</Badge>
              <span className="push hint">{no}</span>
            </div>
            <p className="task-title">{moment(assembleAt, now)} 集合</p>
            <p className="hint">{moment(revealAt, now)} 揭示</p>
          </Link>
        </li>
      ))}
    </ul>
  );
}
