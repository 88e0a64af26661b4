import { useState } from 'react';
import { moment } from '../time';
import { useNow } from '../useNow';
import { type LogLine } from './shiftAnswer';

const FIRST = 12;

/** 值班日志: written by what happened; the newest first. */
export function DutyLog({ lines }: { lines: readonly LogLine[] }) {
  const [isAll, setAll] = useState(false);
  const now = useNow();
  if (lines.length === 0) return null;
  const newest = [...lines].reverse();
  const shown = isAll ? newest : newest.slice(0, FIRST);
  return (
    <section className="card" aria-label="值班日志">
      <h2>值班日志</h2>
      <p className="hint">由系统按实际发生的事自动记下；要补充，点“值班记录”，或对机器人说“值班记录 …”。</p>
      <ol className="timeline">
        {shown.map(({ id, at, kind, who, what, detail, link }) => (
          <li key={id} data-testid="log-line">
            <p>
              <strong>{who || kind}</strong> {link ? <a href={link}>{what}</a> : what}
            </p>
            {detail && <p className="quote">{detail}</p>}
            <p className="hint">
              <time dateTime={at}>{moment(at, now)}</time> · {kind}
            </p>
          </li>
        ))}
      </ol>
      {shown.length < newest.length && (
        <button type="button" className="button" onClick={() => setAll(true)}>
          全部 {newest.length} 条
        </button>
      )}
    </section>
  );
}
