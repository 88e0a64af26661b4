import { type NormSheet } from '../../models/discretion/discretion.schema';
import { yuan } from '../../models/law/law.words';

type Shown = Pick<NormSheet, 'resultFen' | 'explanation' | 'plain' | 'byName' | 'discussBecause' | 'outlier'>;

/** A sheet as it stands: the amount, the reasons for the decision, and the same in plain words for the party. */
export function SheetWords({ sheet }: { sheet: Shown }) {
  return (
    <section className="card" aria-label="已保存的裁量">
      <h2>
        已保存的裁量<span className="assess-fen">{yuan(sheet.resultFen)}</span>
      </h2>
      <p className="hint">由{sheet.byName}填写</p>
      {sheet.discussBecause && <p className="notice">{sheet.discussBecause}</p>}
      {sheet.outlier && (
        <p className="notice">
          {sheet.outlier.warning}理由：{sheet.outlier.reason}
        </p>
      )}
      <details>
        <summary>裁量说明（写入决定书）</summary>
        <p className="assess-words">{sheet.explanation}</p>
      </details>
      <details>
        <summary>给当事人的说明</summary>
        <p className="assess-words">{sheet.plain}</p>
      </details>
    </section>
  );
}
