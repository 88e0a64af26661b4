/** One of a few, as chips. */
export function Chosen({
  label,
  options,
  value,
  onChoose,
}: {
  label: string;
  options: readonly (readonly [value: string, text: string])[];
  value: string;
  onChoose: (value: string) => void;
}) {
  return (
    <div role="radiogroup" aria-label={label} className="labelled">
      <strong className="chosen-label">{label}</strong>
      <div className="chips">
        {options.map(([own, text]) => (
          <button
            key={own}
            type="button"
            role="radio"
            aria-checked={own === value}
            className={own === value ? 'chip chosen' : 'chip'}
            onClick={() => onChoose(own)}
          >
            {text}
          </button>
        ))}
      </div>
    </div>
  );
}
