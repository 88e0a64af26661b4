import { type Choice, MOST_ANSWERS } from '../../models/massAlert/massAlert.schema';

/** The answers people may give, at most four; one that calls for support reaches the sender at once. */
export function AnswersField({
  choices,
  onChange,
}: {
  choices: readonly Choice[];
  onChange: (choices: Choice[]) => void;
}) {
  const change = (at: number, changed: Partial<Choice>) =>
    onChange(choices.map((choice, index) => (index === at ? { ...choice, ...changed } : choice)));
  return (
    <>
      <ol className="alert-answers">
        {choices.map(({ text, help }, at) => (
          <li key={at} className="row">
            <input
              className="alert-input"
              value={text}
              maxLength={12}
              aria-label={`第${at + 1}个回复选项`}
              data-testid={`answer-text-${at}`}
              onChange={(event) => change(at, { text: event.target.value })}
            />
            <label className="alert-check slim">
              <input type="checkbox" checked={help} onChange={(event) => change(at, { help: event.target.checked })} />
              求助
            </label>
            <button
              type="button"
              className="button quiet"
              aria-label={`删去${text}`}
              disabled={choices.length === 1}
              onClick={() => onChange(choices.filter((_, index) => index !== at))}
            >
              ×
            </button>
          </li>
        ))}
      </ol>
      {choices.length < MOST_ANSWERS && (
        <button type="button" className="button" onClick={() => onChange([...choices, { text: '', help: false }])}>
          加一个选项
        </button>
      )}
      <p className="hint">勾“求助”的回复，发令人会马上收到卡片。</p>
    </>
  );
}
