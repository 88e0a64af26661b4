/** A choice among few, each a button for the thumb. */
export function Segments<K extends string>({
  label,
  options,
  value,
  onChange,
  disabled = false,
}: {
  label: string;
  options: Readonly<Record<K, string>>;
  value: K | undefined;
  onChange: (value: K) => void;
  disabled?: boolean;
}) {
  return (
    <div className="picks" role="radiogroup" aria-label={label}>
      {(Object.entries(options) as [K, string][]).map(([key, words]) => (
        <button
          key={key}
          type="button"
          role="radio"
          aria-checked={key === value}
          className={key === value ? 'option chosen' : 'option'}
          disabled={disabled}
          onClick={() => onChange(key)}
        >
          {words}
        </button>
      ))}
    </div>
  );
}
