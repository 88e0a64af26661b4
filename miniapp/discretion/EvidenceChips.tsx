import { type Proof } from './answers';

/** What proves it, as chips to be taken and left. A photo shows itself. */
export function EvidenceChips({
  label,
  proofs,
  chosen,
  onChange,
}: {
  label: string;
  proofs: readonly Proof[];
  chosen: readonly string[];
  onChange: (refs: string[]) => void;
}) {
  if (proofs.length === 0) return <p className="hint">案卷里还没有证据，请先在案件里“补充证据”。</p>;
  const toggle = (ref: string) =>
    onChange(chosen.includes(ref) ? chosen.filter((one) => one !== ref) : [...chosen, ref]);
  return (
    <div className="assess-proofs" role="group" aria-label={`${label}的证据`}>
      {proofs.map(({ ref, kind, label: name }) => (
        <button
          key={ref}
          type="button"
          className="chip"
          aria-pressed={chosen.includes(ref)}
          onClick={() => toggle(ref)}
        >
          {kind === 'photo' && <img src={`/api/evidence/${ref}?size=thumb`} alt="" loading="lazy" />}
          {name}
        </button>
      ))}
    </div>
  );
}
