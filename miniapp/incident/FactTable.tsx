import { moment } from '../time';
import { type FactRow } from './answers';

const measured = ({ value, unit }: FactRow) => (value === null ? '' : `${value}${unit ?? ''}`);

/** What is known, each source in its own line: what it measured against which limit, or what it said. */
export function FactTable({ facts, count, now }: { facts: readonly FactRow[]; count: number; now: Date }) {
  if (facts.length === 0) return null;
  return (
    <section className="card" aria-label="已知情况" data-testid="incident-facts">
      <h2>已知情况（{count}）</h2>
      <ul className="fact-list">
        {facts.map((fact) => (
          <li key={fact.id}>
            <div className="row wrap">
              <strong>{fact.from}</strong>
              {fact.from !== fact.sourceLabel && <span className="hint">{fact.sourceLabel}</span>}
              <time className="push hint" dateTime={fact.at}>
                {moment(fact.at, now)}
              </time>
            </div>
            {fact.value === null ? (
              <p>{fact.words}</p>
            ) : (
              <p>
                {fact.item} <strong className="fault">{measured(fact)}</strong>
                {fact.limit !== null && `，限值 ${fact.limit}${fact.unit ?? ''}`}
                {fact.multiple !== null && `，超标 ${fact.multiple} 倍`}
              </p>
            )}
          </li>
        ))}
      </ul>
      {count > facts.length && <p className="hint">另有 {count - facts.length} 条同样来源的信号，都已保存。</p>}
    </section>
  );
}
