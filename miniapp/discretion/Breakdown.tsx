import { signed } from '../../models/discretion/explain';
import { percent } from '../../models/discretion/table';
import { yuan } from '../../models/law/law.words';
import { type SideAmount } from './assessing';

/** The way to the amount, line by line; the lines add up to it. */
export function Breakdown({ amount }: { amount: SideAmount }) {
  return (
    <section className="card" aria-label="计算过程">
      <h2>计算过程</h2>
      <table className="assess-lines">
        <tbody>
          {amount.lines.map(({ kind, code, label, step, established, share, fen }, index) => (
            <tr key={`${kind}${code}${index}`}>
              <th scope="row">
                {label}
                {step && <span className="hint"> {established ? step : '不能认定'}</span>}
              </th>
              <td>{share === null ? '' : percent(share)}</td>
              <td>{kind === 'START' ? yuan(fen) : signed(fen)}</td>
            </tr>
          ))}
          <tr className="assess-total">
            <th scope="row">罚款</th>
            <td>{percent(amount.sum)}</td>
            <td>{yuan(amount.fen)}</td>
          </tr>
        </tbody>
      </table>
    </section>
  );
}
