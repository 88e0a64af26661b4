import { RESULTS } from '../../models/checkItem/checkItem.schema';
import { CHECK_TYPES, OUTCOMES, STATES } from '../../models/inspection/inspection.schema';
import { Badge, type Tone } from '../shell/Badge';
import { type PastAnswer } from './answers';

const TONES: Record<keyof typeof OUTCOMES, Tone> = { NONE: 'good', PROBLEM: 'warning', VIOLATION: 'danger' };

/** What has happened there. Of petitions only how many. */
export function PastView({ past }: { past: PastAnswer }) {
  const { petitions, incidents, inspections, routineThisYear, visits, orders = [] } = past;
  return (
    <section className="card" aria-label="以前的情况">
      <h2>以前的情况</h2>
      <dl className="facts">
        <div>
          <dt>信访</dt>
          <dd>
            共 {petitions.total} 件，今年 {petitions.thisYear} 件，正在办 {petitions.open} 件
            {petitions.repeated > 0 && `，重复 ${petitions.repeated} 件`}
          </dd>
        </div>
        <div>
          <dt>日常检查</dt>
          <dd>本年度 {routineThisYear} 次</dd>
        </div>
      </dl>
      {visits.map(({ id, at, officers, answers }) => {
        const found = answers.filter(({ result }) => result === 'PROBLEM' || result === 'VIOLATION');
        return (
          <details key={id}>
            <summary>
              {at.slice(0, 10)} 检查，发现 {found.length} 处
            </summary>
            <p className="hint">{officers.join('、')}</p>
            <table className="dossier-table">
              <tbody>
                {(found.length > 0 ? found : answers).map(({ item, question, result, text }) => (
                  <tr key={item}>
                    <th scope="row">{question}</th>
                    <td>
                      {RESULTS[result]}
                      {text && `：${text}`}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </details>
        );
      })}
      {inspections.length > 0 && (
        <details open>
          <summary>检查（{inspections.length}）</summary>
          <table className="dossier-table">
            <tbody>
              {inspections.map(({ id, checkType, plannedOn, status, outcome }) => (
                <tr key={id}>
                  <th scope="row">{plannedOn}</th>
                  <td>{CHECK_TYPES[checkType]}</td>
                  <td>{outcome ? <Badge tone={TONES[outcome]}>{OUTCOMES[outcome]}</Badge> : STATES[status]}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
      <Rows title="事件" rows={incidents.map(({ id, at, what, state }) => ({ id, at, what, state }))} />
      <Rows title="责令改正" rows={orders.map(({ id, at, title, state }) => ({ id, at, what: title, state }))} />
    </section>
  );
}

function Rows({ title, rows }: { title: string; rows: { id: string; at: string; what: string; state: string }[] }) {
  if (rows.length === 0) return null;
  return (
    <details>
      <summary>
        {title}（{rows.length}）
      </summary>
      <table className="dossier-table">
        <tbody>
          {rows.map(({ id, at, what, state }) => (
            <tr key={id}>
              <th scope="row">{at.slice(0, 10)}</th>
              <td>{what}</td>
              <td>{state}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
