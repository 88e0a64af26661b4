import { useState } from 'react';
import { type Simulation } from '../../models/discretion/discretion.schema';
import { OFFENCES } from '../../models/law/law.schema';
import { yuan } from '../../models/law/law.words';

const change = (oldFen: number, newFen: number) =>
  oldFen === 0 ? '—' : `${newFen >= oldFen ? '＋' : '－'}${Math.abs(Math.round(((newFen - oldFen) / oldFen) * 100))}%`;

/** What the proposed table would have made of past cases. */
export function SimulationCard({ simulation }: { simulation: Omit<Simulation, 'at'> }) {
  const [isOpen, setOpen] = useState(false);
  const { cases, higher, lower, same, outliers, medianChangePermille, distribution } = simulation;
  const most = Math.max(1, ...distribution.map(([, count]) => count));
  if (!isOpen)
    return (
      <section className="card" aria-label="模拟">
        <h2>用以往案件模拟</h2>
        <p className="hint">
          {cases.length}件案件：{higher}件提高，{lower}件降低，{same}件不变，{outliers}件变化明显。
        </p>
        <button type="button" className="button big" data-testid="open-simulation" onClick={() => setOpen(true)}>
          打开模拟结果
        </button>
      </section>
    );
  return (
    <section className="card" aria-label="模拟">
      <h2>用以往案件模拟</h2>
      <p className="hint">居中的一件变化 {medianChangePermille / 10}%。</p>
      {cases.length === 0 && <p>这些违法行为还没有已决定的案件，没有可以比较的。</p>}
      <ul className="table-bands" aria-label="分布">
        {distribution.map(([label, count]) => (
          <li key={label}>
            <span>{label}</span>
            <i style={{ width: `${(count / most) * 100}%` }} />
            <span>{count}件</span>
          </li>
        ))}
      </ul>
      <ul className="assess-near">
        {[...cases]
          .sort((a, b) => Number(b.outlier) - Number(a.outlier))
          .map(({ id, no, offence, oldFen, newFen, outlier, unanswered }, index) => (
            <li key={`${id}${index}`}>
              <span>
                {no ?? '未编号'} {outlier && <span className="badge badge-danger">变化明显</span>}
              </span>
              <strong>
                {yuan(oldFen)} → {yuan(newFen)}
              </strong>
              <span className="hint">
                {OFFENCES[offence]}，{change(oldFen, newFen)}
                {unanswered.length > 0 ? `；${unanswered.join('、')}无法对应，按最低一档计` : ''}
              </span>
            </li>
          ))}
      </ul>
    </section>
  );
}
