import { type FactorAnswer, type TableFactor } from '../../models/discretion/discretion.schema';
import { stepOf } from '../../models/discretion/engine';
import { signed } from '../../models/discretion/explain';
import { percent } from '../../models/discretion/table';
import { type Proof } from './answers';
import { EvidenceChips } from './EvidenceChips';

const MEASURED = ['MEASURED', 'TIMES', 'COMPLAINTS'];
const PROVED_BY_FILE = { TIMES: '按处罚记录自动统计', COMPLAINTS: '按查实的信访自动统计' } as const;

/** One factor: its steps from light to heavy, what was measured, what proves it, and what it brings in yuan. */
export function FactorCard({
  factor,
  isLevels,
  answer,
  fen,
  proofs,
  searched,
  onChange,
}: {
  factor: TableFactor;
  isLevels: boolean;
  answer: FactorAnswer;
  /** What it brings under the chosen law; undefined until there is an amount. */
  fen: number | undefined;
  proofs: readonly Proof[];
  /** Whether the records were searched for it. */
  searched: boolean;
  onChange: (answer: FactorAnswer) => void;
}) {
  const { label, unit = '', steps, filledBy } = factor;
  const set = (change: Partial<FactorAnswer>) => onChange({ ...answer, ...change });
  const measure = (said: string) => {
    const value = said === '' ? null : Math.round(Number(said) * 1_000);
    if (value !== null && !(value >= 0)) return;
    const step = value === null ? undefined : stepOf(factor, value);
    set({ value, ...(step ? { step: step.code, established: true } : {}) });
  };
  const lowest = steps[0]?.code;
  const needsProof = answer.established && answer.step !== lowest && answer.evidence.length === 0;
  return (
    <section className="card assess-factor" aria-label={label}>
      <h2>
        {label}
        {fen !== undefined && <span className="assess-fen">{signed(fen)}</span>}
      </h2>
      {(filledBy === 'TIMES' || filledBy === 'COMPLAINTS') && (
        <p className="hint">{searched ? PROVED_BY_FILE[filledBy] : '系统查不到这一当事人的记录，请人工核对后选择。'}</p>
      )}
      {MEASURED.includes(filledBy) && (
        <label className="assess-value">
          数值
          <input
            inputMode="decimal"
            type="number"
            min="0"
            step="any"
            value={answer.value === null ? '' : answer.value / 1_000}
            onChange={({ target }) => measure(target.value)}
          />
          {unit}
        </label>
      )}
      <div role="radiogroup" aria-label={`${label}的档次`} className="assess-steps">
        {steps.map((step) => (
          <button
            key={step.code}
            type="button"
            role="radio"
            className="chip"
            aria-checked={answer.established && answer.step === step.code}
            onClick={() => set({ step: step.code, established: true })}
          >
            <span>{step.label}</span>
            <span>{isLevels ? `${step.weight}级` : percent(step.weight)}</span>
          </button>
        ))}
        <button
          type="button"
          role="radio"
          className="chip"
          aria-checked={!answer.established}
          onClick={() => set({ step: lowest ?? answer.step, established: false, evidence: [] })}
        >
          <span>不能认定</span>
          <span>按最低一档</span>
        </button>
      </div>
      {answer.established && (
        <>
          <EvidenceChips
            label={label}
            proofs={proofs}
            chosen={answer.evidence}
            onChange={(evidence) => set({ evidence })}
          />
          {needsProof && <p className="fault">请选择证据，没有证据的选“不能认定”。</p>}
        </>
      )}
      <input
        aria-label={`${label}的说明`}
        className="assess-note"
        placeholder="说明（可不填）"
        maxLength={500}
        value={answer.note}
        onChange={({ target }) => set({ note: target.value })}
      />
    </section>
  );
}
