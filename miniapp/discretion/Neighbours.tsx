import { percent } from '../../models/discretion/table';
import { yuan } from '../../models/law/law.words';
import { type NeighboursAnswer } from './answers';

/** The nearest past cases with their fines, and a warning when this one stands far from them. */
export function Neighbours({
  answer,
  stale,
  warning,
  reason,
  onReason,
}: {
  answer: NeighboursAnswer | undefined;
  stale: boolean;
  warning: string | null;
  reason: string;
  onReason: (reason: string) => void;
}) {
  return (
    <section className="card" aria-label="相近的以往案件">
      <h2>相近的以往案件</h2>
      {!answer && <p className="hint">{stale ? '联网后显示情节相近的案件。' : '正在查找…'}</p>}
      {answer?.neighbours.length === 0 && <p className="hint">还没有同类案件可以比较。</p>}
      {answer && answer.neighbours.length > 0 && (
        <>
          <ul className="assess-near">
            {answer.neighbours.map(({ id, no, decidedOn, resultFen, position, distance }, index) => (
              <li key={`${id}${index}`}>
                <span>
                  {no ?? '未编号'}
                  <span className="hint"> {decidedOn}</span>
                </span>
                <strong>{yuan(resultFen)}</strong>
                <span className="hint">
                  {distance === 0 ? '情节相同' : `相差${percent(distance)}`}，处在幅度的{percent(position)}
                </span>
              </li>
            ))}
          </ul>
          <p className="hint">在最近{answer.compared}件同类案件里比较。</p>
        </>
      )}
      {warning && (
        <div role="alert" className="notice">
          {warning}
          <label className="assess-reason">
            仍这样裁量的理由
            <textarea rows={2} maxLength={500} value={reason} onChange={({ target }) => onReason(target.value)} />
          </label>
        </div>
      )}
    </section>
  );
}
