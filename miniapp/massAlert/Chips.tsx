/** Choices as chips that can be set and unset: a screen reader hears each as a toggle. */
export function Chips({
  options,
  chosen,
  onToggle,
  testId,
}: {
  options: readonly { value: string; text: string; people?: number }[];
  chosen: readonly string[];
  onToggle: (value: string) => void;
  testId: string;
}) {
  return (
    <div className="chips">
      {options.map(({ value, text, people }) => (
        <button
          key={value}
          type="button"
          className={chosen.includes(value) ? 'chip alert-chip chosen' : 'chip alert-chip'}
          aria-pressed={chosen.includes(value)}
          data-testid={`${testId}-${value}`}
          onClick={() => onToggle(value)}
        >
          {text}
          {people === undefined ? '' : ` ${people}`}
        </button>
      ))}
    </div>
  );
}
