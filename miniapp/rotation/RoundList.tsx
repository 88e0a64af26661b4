import { Link } from 'wouter';
import { type Listed } from '../answers';
import { Badge, type Tone } from '../shell/Badge';
import { Nothing, Trouble, Waiting } from '../shell/States';
import { moment } from '../time';
import { useNow } from '../useNow';
import { useRemote } from '../useRemote';
import { type ListedRound } from './answers';
import './rotation.css';

const TONES: Record<ListedRound['status'], Tone> = {
  ...{
    drafted: 'plain',
    drawn: 'warning',
    confirmed: 'primary',
    closed: 'good',
    discarded: 'plain',
    calledOff: 'plain',
  },
};
const concerns = ({ store }: { store: string }) => store === 'rotation_rounds';

/** Every round, the latest assembly first, with who went and what it means for the reader. */
export function RoundList({ chosen }: { chosen?: string | undefined }) {
  const { data, error, reload } = useRemote<Listed<ListedRound>>('/api/rounds', concerns);
  const now = useNow(60_000);
  if (!data) return error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />;
  if (data.items.length === 0) return <Nothing title="还没有抽调">发起后，名单、原因和账本都在这里公开。</Nothing>;
  return (
    <ul className="list">
      {data.items.map(({ id, no, status, statusLabel, dutyLabel, k, assembleAt, people, mine }) => (
        <li key={id}>
          <Link
            href={`/rounds/${id}`}
            className={id === chosen ? 'card task outlined' : 'card task'}
            data-testid="round-item"
          >
            <div className="row">
              <Badge tone={TONES[status]}>{statusLabel}</Badge>
              <span className="hint">{no}</span>
              <time className="push hint" dateTime={assembleAt}>
                {moment(assembleAt, now)}
              </time>
            </div>
            <p className="task-title">
              {dutyLabel}，{k}人
            </p>
            <p className="hint">
              {people.length > 0 ? people.map(({ unitName, name }) => `${unitName} ${name}`).join('、') : '还没有抽签'}
            </p>
            {mine && <p className="round-mine">您：{mine.stateLabel}</p>}
          </Link>
        </li>
      ))}
    </ul>
  );
}
