import { type ReactNode } from 'react';
import { sentenceOf } from '../wire';

/** Grey bars where content will stand; read aloud as “正在读取”. */
export function Waiting({ lines = 3 }: { lines?: number }) {
  return (
    <div className="skeleton" role="status" aria-label="正在读取">
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} className="skeleton-card">
          <i className="skeleton-line w40" />
          <i className="skeleton-line w90" />
          <i className="skeleton-line w60" />
        </div>
      ))}
    </div>
  );
}

/** Nothing here, and what one can do about it. */
export function Nothing({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="nothing" role="status">
      <p className="nothing-title">{title}</p>
      {children && <div className="nothing-text">{children}</div>}
    </div>
  );
}

/** Something went wrong: the sentence, and the next step. */
export function Trouble({ error, onAgain }: { error: unknown; onAgain?: () => void }) {
  return (
    <div className="nothing" role="alert">
      <p className="nothing-title">{sentenceOf(error)}</p>
      {onAgain && (
        <button type="button" className="button" onClick={onAgain}>
          再试一次
        </button>
      )}
    </div>
  );
}
