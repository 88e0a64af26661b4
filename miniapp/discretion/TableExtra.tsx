import { type TableFactor } from '../../models/discretion/discretion.schema';
import { FILLED_BY, KINDS } from '../../models/discretion/discretion.schema';
import { percent } from '../../models/discretion/table';
import { yuan } from '../../models/law/law.words';
import { type ExtraProps } from '../record/extras';
import { type TableExtraAnswer } from './answers';
import { SimulationCard } from './SimulationCard';
import './discretion.css';

const bounds = ({ from, below }: TableFactor['steps'][number], unit = ''): string =>
  [from === undefined ? '' : `${from / 1_000}${unit}以上`, below === undefined ? '' : `不足${below / 1_000}${unit}`]
    .filter(Boolean)
    .join('，');

/** A label that names its own bounds needs them once. */
const saysItself = ({ label, from = 0, below }: TableFactor['steps'][number]): boolean =>
  label.includes(String((below ?? from) / 1_000));

/** One edition of a table beyond its outline: how it computes, every step, the simulation, and the file. */
export function TableExtra({ answer }: ExtraProps) {
  const table = answer.extra as TableExtraAnswer;
  const { kind, baseWeight, factors, roundToFen, simulation, validFrom, validTo, note } = table;
  const isLevels = kind === 'LEVEL_AVG';
  return (
    <>
      {simulation && <SimulationCard key={simulation.hash} simulation={simulation} />}
      <section className="card" aria-label="计算方式">
        <h2>计算方式</h2>
        <p>{KINDS[kind]}</p>
        <p className="hint">
          {kind === 'MAX_SHARE' && `基数 ${percent(baseWeight)}；`}取整到 {yuan(roundToFen)}；{validFrom} 起
          {validTo ? `，至 ${validTo}` : ''}
        </p>
        <p className="hint">修改说明：{note}</p>
        <a className="button" href={`/api/discretion-tables/${encodeURIComponent(answer.record.id)}/workbook`} download>
          下载 Excel
        </a>
      </section>
      {factors.map((factor) => (
        <section key={factor.code} className="card" aria-label={factor.label}>
          <h2>
            {factor.label}
            {factor.weightMilli !== undefined && (
              <span className="assess-fen">权重 {percent(factor.weightMilli * 10)}</span>
            )}
          </h2>
          <p className="hint">{FILLED_BY[factor.filledBy]}</p>
          <table className="assess-lines">
            <tbody>
              {factor.steps.map((step) => (
                <tr key={step.code}>
                  <th scope="row">
                    {step.label} {!saysItself(step) && <span className="hint">{bounds(step, factor.unit)}</span>}
                  </th>
                  <td>{isLevels ? `${step.weight}级` : percent(step.weight)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ))}
    </>
  );
}
