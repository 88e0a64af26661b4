import { useId } from 'react';
import { useDictation } from './useDictation';
import { useSettledText } from './useSettledText';

/** Text that can be spoken, tapped together from ready sentences, or typed; handed over by itself, without a button. */
export function DictatedText({
  label,
  draft,
  value,
  onSettle,
  maxLength = 500,
  placeholder,
  suggestions = [],
  rows = 3,
}: {
  label: string;
  /** Name under which unfinished text lies on this device. */
  draft: string;
  value: string;
  onSettle: (text: string) => void | Promise<unknown>;
  maxLength?: number;
  placeholder?: string;
  /** Whole sentences to take over by one tap. */
  suggestions?: readonly string[];
  rows?: number;
}) {
  const id = useId();
  const { text, change, settle } = useSettledText(draft, value, onSettle);
  const add = (words: string) => change(joined(text, words).slice(0, maxLength));
  const { isListening, trouble, listen } = useDictation(add);
  const offered = suggestions.filter((sentence) => sentence && !text.includes(sentence));
  return (
    <div className="dictated">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      {offered.length > 0 && (
        <div className="options" role="group" aria-label={`${label}的常用语句`}>
          {offered.map((sentence) => (
            <button
              key={sentence}
              type="button"
              className="option"
              onClick={() => {
                add(sentence);
                settle();
              }}
            >
              <span>{sentence}</span>
              <span className="call">用这句</span>
            </button>
          ))}
        </div>
      )}
      <textarea
        id={id}
        className="plain-text"
        rows={rows}
        value={text}
        maxLength={maxLength}
        placeholder={placeholder ?? `点这里打字，或点键盘上的话筒说${label}`}
        onChange={(event) => change(event.target.value)}
        onBlur={settle}
      />
      <div className="row">
        <button
          type="button"
          className={isListening ? 'button primary' : 'button'}
          aria-pressed={isListening}
          onClick={listen}
        >
          <span aria-hidden="true">🎤 </span>
          {isListening ? '正在听，说完点这里' : '说话输入'}
        </button>
        {text.length > maxLength * 0.8 && (
          <span className="hint push">
            {text.length} / {maxLength} 字
          </span>
        )}
      </div>
      {trouble && (
        <p className="hint" role="status">
          {trouble}
        </p>
      )}
    </div>
  );
}

/** A further sentence stands behind the ones before; one without an end gets its full stop. */
const joined = (before: string, words: string): string => {
  const start = before.trim();
  return start ? `${/[。；！？，、]$/.test(start) ? start : `${start}。`}${words}` : words;
};
