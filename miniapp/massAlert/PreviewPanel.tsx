import { type Preview } from './answers';

/** Who will be told, who will not and why, and whom no message reaches – before anything goes out. */
export function PreviewPanel({
  preview,
  trouble,
  onExcept,
  except,
}: {
  preview: Preview | null;
  trouble: string | null;
  except: readonly string[];
  onExcept: (except: string[]) => void;
}) {
  if (trouble) return <p className="fault">{trouble}</p>;
  if (!preview || (preview.people === 0 && preview.leftOutCount === 0))
    return <p className="hint">选好范围后，这里会列出要通知的人。</p>;
  const { people, calls, units, unreachable, leftOut, leftOutCount, warnings } = preview;
  return (
    <div data-testid="preview">
      {warnings.map((warning) => (
        <p key={warning} className="notice" role="alert">
          {warning}
        </p>
      ))}
      <p>
        <strong className="alert-count" data-testid="preview-people">
          {people}
        </strong>{' '}
        人，{units.length} 个单位 <span className="hint">（约占用 {calls} 次钉钉调用）</span>
      </p>
      {unreachable.length > 0 && (
        <div className="alert-alarm" data-testid="preview-unreachable">
          <strong>{unreachable.length} 人钉钉联系不上，请另打电话：</strong>
          {unreachable.map(({ label, unitName }) => `${label}（${unitName}）`).join('、')}
        </div>
      )}
      {units.map(({ unit, unitName, count, names }) => (
        <details key={unit ?? '-'}>
          <summary>
            {unitName} {count} 人
          </summary>
          <div className="chips">
            {names.map(({ id, label }, at) =>
              id ? (
                <button
                  key={id}
                  type="button"
                  className="chip alert-name"
                  aria-label={`不通知${label}`}
                  data-testid={`except-${id}`}
                  onClick={() => onExcept([...except, id])}
                >
                  {label} ×
                </button>
              ) : (
                <span key={at} className="chip alert-name">
                  {label}
                </span>
              ),
            )}
            {count > names.length && <span className="hint">等 {count} 人</span>}
          </div>
        </details>
      ))}
      {leftOutCount > 0 && (
        <details data-testid="preview-left-out">
          <summary>不通知 {leftOutCount} 人</summary>
          <ul>
            {leftOut.map(({ id, label, unitName, reason }, at) => (
              <li key={id ?? at} className="row">
                <span>
                  {label} <span className="hint">{unitName}</span>
                </span>
                <span className="push hint">{reason}</span>
                {id && except.includes(id) && (
                  <button
                    type="button"
                    className="button quiet"
                    onClick={() => onExcept(except.filter((one) => one !== id))}
                  >
                    恢复
                  </button>
                )}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
