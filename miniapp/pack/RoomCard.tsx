import { useEffect } from 'react';
import { holding } from '../offline/holder';
import { clearingAdvice, lookForRoom, lowRoom, room } from '../offline/room';
import { useNotice } from '../useNotice';
import { megabytes } from './words';

const DAY = 86_400_000;

/** Before days without network: how long the phone opens what it keeps, how much room there is, and what to do about both. */
export function RoomCard() {
  const found = useNotice(room);
  const { lockAt } = useNotice(holding);
  useEffect(() => void lookForRoom(), []);
  const days = lockAt === null ? null : Math.max(0, Math.floor((lockAt - Date.now()) / DAY));
  const advice = [lowRoom(found), clearingAdvice(found)].filter((words) => words !== undefined);
  return (
    <section className="card" aria-label="这台手机" data-testid="room-card">
      <dl className="pack-facts">
        {days !== null && (
          <div>
            <dt>离线可用</dt>
            <dd>{days} 天（每次联网打开自动续期）</dd>
          </div>
        )}
        {found.free !== null && (
          <div>
            <dt>剩余空间</dt>
            <dd>{megabytes(found.free)}</dd>
          </div>
        )}
      </dl>
      {advice.map((words) => (
        <p key={words} className="pack-advice" role="status">
          {words}
        </p>
      ))}
    </section>
  );
}
