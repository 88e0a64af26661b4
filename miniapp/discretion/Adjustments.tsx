import { type Adjustment, ADJUSTMENTS, type AdjustmentKind, GROUNDS } from '../../models/discretion/discretion.schema';
import { type Bounds } from '../../models/discretion/engine';
import { Chosen } from '../form/Chosen';
import { type Proof } from './answers';
import { EvidenceChips } from './EvidenceChips';

const FRESH: Adjustment = { kind: 'LIGHTER', permille: 50, ground: 'REMOVED_HARM', reason: '', evidence: [] };
const MOST = 6;
const firstOf = (kind: AdjustmentKind): string => Object.keys(GROUNDS[kind])[0] ?? '';

/** 从轻、从重、减轻: each with its legal ground, how far, why, and what proves it. */
export function Adjustments({
  adjustments,
  bounds,
  proofs,
  onChange,
}: {
  adjustments: readonly Adjustment[];
  bounds: Bounds;
  proofs: readonly Proof[];
  onChange: (adjustments: Adjustment[]) => void;
}) {
  const put = (index: number, change: Partial<Adjustment>) =>
    onChange(adjustments.map((one, at) => (at === index ? { ...one, ...change } : one)));
  return (
    <section className="card" aria-label="从轻、从重、减轻">
      <h2>从轻、从重、减轻</h2>
      {adjustments.map((one, index) => (
        <div key={index} className="assess-adjustment">
          <Chosen
            label={`第${index + 1}项`}
            options={Object.entries(ADJUSTMENTS)}
            value={one.kind}
            onChoose={(kind) => put(index, { kind: kind as AdjustmentKind, ground: firstOf(kind as AdjustmentKind) })}
          />
          <label>
            法定理由
            <select value={one.ground} onChange={({ target }) => put(index, { ground: target.value })}>
              {Object.entries(GROUNDS[one.kind]).map(([value, text]) => (
                <option key={value} value={value}>
                  {text}
                </option>
              ))}
            </select>
          </label>
          <label className="assess-value">
            {one.kind === 'REDUCED' ? '比法定下限少' : '法定上限的'}
            <input
              type="number"
              inputMode="decimal"
              min="0.1"
              max={(one.kind === 'REDUCED' ? bounds.reducePermille : bounds.adjustPermille) / 10}
              step="0.1"
              value={one.permille === 0 ? '' : one.permille / 10}
              onChange={({ target }) =>
                put(index, { permille: Math.min(1_000, Math.max(0, Math.round(Number(target.value) * 10))) })
              }
            />
            %
          </label>
          {one.kind === 'REDUCED' && <p className="notice">减轻处罚要经集体讨论决定。</p>}
          <label>
            具体事实和理由
            <textarea
              rows={2}
              maxLength={500}
              value={one.reason}
              onChange={({ target }) => put(index, { reason: target.value })}
            />
          </label>
          <EvidenceChips
            label={`第${index + 1}项`}
            proofs={proofs}
            chosen={one.evidence}
            onChange={(evidence) => put(index, { evidence })}
          />
          <button
            type="button"
            className="button danger"
            onClick={() => onChange(adjustments.filter((_, at) => at !== index))}
          >
            去掉这一项
          </button>
        </div>
      ))}
      {adjustments.length < MOST && (
        <button type="button" className="button" onClick={() => onChange([...adjustments, FRESH])}>
          添加一项
        </button>
      )}
    </section>
  );
}
