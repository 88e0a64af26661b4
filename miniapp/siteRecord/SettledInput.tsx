import { useId } from 'react';
import { useSettledText } from '../form/useSettledText';

/** One line that hands itself over when it is left, with what can be tapped instead of typed. */
export function SettledInput({
  label,
  draft,
  value,
  onSettle,
  numeric = false,
  maxLength = 200,
  suggestions = [],
}: {
  label: string;
  /** Name under which unfinished text lies on this device. */
  draft: string;
  value: string;
  onSettle: (text: string) => void | Promise<unknown>;
  numeric?: boolean;
  maxLength?: number;
  suggestions?: readonly string[];
}) {
  const id = useId();
  const { text, change, settle } = useSettledText(draft, value, onSettle);
  return (
    <div className="answer-field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <div className="row wrap">
        <input
          id={id}
          className="plain-input"
          value={text}
          maxLength={maxLength}
          inputMode={numeric ? 'decimal' : 'text'}
          autoComplete="off"
          onChange={(event) => change(event.target.value)}
          onBlur={settle}
        />
        {suggestions
          .filter((words) => words && words !== text)
          .map((words) => (
            <button
              key={words}
              type="button"
              className="option"
              onClick={() => {
                change(words);
                settle();
              }}
            >
              {words}
            </button>
          ))}
      </div>
    </div>
  );
}
