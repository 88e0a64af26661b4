import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { type StageView } from './StageFrame';

/** Where the visit stands: how much is done, and every stage one tap away. */
export function StageRail({ home, stages, here }: { home: string; stages: readonly StageView[]; here: string }) {
  const current = useRef<HTMLLIElement>(null);
  useEffect(() => void current.current?.scrollIntoView({ block: 'nearest', inline: 'center' }), [here]);
  const wanted = stages.filter(({ optional, done }) => !optional || done);
  const done = wanted.filter((stage) => stage.done).length;
  return (
    <nav className="rail" aria-label="检查步骤">
      <div
        className="rail-bar"
        role="progressbar"
        aria-label="检查进度"
        aria-valuemin={0}
        aria-valuemax={wanted.length}
        aria-valuenow={done}
      >
        <i style={{ width: `${Math.round((done / Math.max(1, wanted.length)) * 100)}%` }} />
      </div>
      <ol>
        {stages.map(({ key, label, done: isDone, note, optional }) => (
          <li key={key} ref={key === here ? current : undefined}>
            <Link
              href={`${home}/${key}`}
              replace
              className={`rail-stop${key === here ? ' here' : ''}${isDone ? ' done' : ''}`}
              aria-current={key === here ? 'step' : undefined}
              data-testid={`stage-${key}`}
            >
              <span>
                {isDone && <span aria-label="已完成">✓ </span>}
                {label}
              </span>
              <small>{note ?? (optional && !isDone ? '需要时' : '')}</small>
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}
