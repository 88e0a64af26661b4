import { useState } from 'react';
import { COUNTIES } from '../../models/core/place';
import { SOURCES, STATES } from '../../models/penalty/penalty.schema';
import { type Listed } from '../answers';
import { TONES } from '../inspection/answers';
import { Badge } from '../shell/Badge';
import { Nothing, Trouble, Waiting } from '../shell/States';
import { remaining } from '../time';
import { useNow } from '../useNow';
import { useRemote } from '../useRemote';
import { type ListedClue } from './answers';
import '../inspection/inspection.css';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Clues this person may see, with the time left for the review; `onChoose` opens one. */
export function ClueRows({ chosen, onChoose }: { chosen?: string | undefined; onChoose: (id: string) => void }) {
  const [status, setStatus] = useState('clue');
  const { data, error, reload } = useRemote<Listed<ListedClue>>(
    `/api/penalties?status=${status}&limit=60`,
    ({ store }) => store === 'penalty_cases',
  );
  const now = useNow(MINUTE);
  return (
    <>
      <div className="registry-filters">
        <div className="segments" role="tablist" aria-label="哪些线索">
          {Object.entries(STATES).map(([own, label]) => (
            <button
              key={own}
              type="button"
              role="tab"
              className="segment"
              aria-selected={status === own}
              onClick={() => setStatus(own)}
            >
              {label}
            </button>
          ))}
        </div>
      </div>
      {!data && (error === undefined ? <Waiting lines={4} /> : <Trouble error={error} onAgain={reload} />)}
      {data?.items.length === 0 && (
        <Nothing title="没有这样的线索">现场检查、飞行检查和稽查发现的违法线索会自动出现在这里。</Nothing>
      )}
      <ul className="record-rows" aria-label="案件线索">
        {data?.items.map((item) => (
          <li key={item.id}>
            <button
              type="button"
              className={item.id === chosen ? 'record-row chosen' : 'record-row'}
              aria-current={item.id === chosen}
              onClick={() => onChoose(item.id)}
              data-testid="clue-row"
            >
              <strong>{item.party}</strong>
              <span className="hint">
                {[item.no, SOURCES[item.source], COUNTIES[item.county], item.registeredByName]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
              <span className="row wrap">
                <Badge tone={TONES[item.tone] ?? 'plain'}>{item.statusLine}</Badge>
                {item.status === 'clue' && (
                  <span className={new Date(item.reviewDueAt) < now ? 'push fault' : 'push hint'}>
                    {remaining(item.reviewDueAt, now)}
                  </span>
                )}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
