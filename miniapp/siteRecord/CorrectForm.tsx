import { useState } from 'react';
import { type Signature } from '../../models/core/signature';
import { type FieldState } from '../../models/field/fieldState';
import { saidUnder } from '../../models/field/said';
import { INTERVIEW_FIELDS, type InterviewFieldName } from '../../models/interview/events.schema';
import { siteField } from '../../models/siteRecord/fields';
import { type ChecklistItem } from '../../models/checkItem/checkItem.schema';
import { SignaturePad } from '../form/SignaturePad';
import { Sheet } from '../shell/Sheet';
import { useFieldVisit } from './fieldVisit';

interface Line {
  of: string;
  label: string;
  text: string;
  /** The whole value with these words in it. */
  worded: (text: string) => unknown;
  options?: Readonly<Record<string, string>>;
}
type Worded = Record<string, unknown>;
const wordsOf = (value: unknown) => (typeof value === 'string' ? value : '');

/** Lines of the record that the party can have corrected: a field, the words of an answer, the answer to a question. */
function linesOf(state: FieldState, checklist: readonly ChecklistItem[]): Line[] {
  const fields = saidUnder<string>(state, 'field:').map(({ key, value }): Line => {
    const name = key.slice('field:'.length);
    const field = siteField(name);
    const label = field?.label ?? INTERVIEW_FIELDS[name as InterviewFieldName]?.label ?? name;
    return {
      of: key,
      label,
      text: value,
      worded: (text) => text,
      ...(field?.options ? { options: field.options } : {}),
    };
  });
  const inside = (prefix: string, part: string, labelOf: (value: Worded, name: string) => string) =>
    saidUnder<Worded>(state, prefix)
      .filter(({ struck }) => !struck)
      .map(({ key, value }): Line => ({
        ...{ of: key, label: labelOf(value, key.slice(prefix.length)), text: wordsOf(value[part]) },
        worded: (text) => ({ ...value, [part]: text }),
      }));
  return [
    ...fields,
    ...inside('answer:', 'text', (_value, name) => checklist.find(({ key }) => key === name)?.question ?? name),
    ...inside('finding:', 'text', ({ title }) => wordsOf(title)),
    ...inside('question:', 'answer', ({ question }) => wordsOf(question)),
  ];
}

/** 更正: what the party says is wrong, as it should be, under their initials. What stood before stays in the record. */
export function CorrectForm({ onClose }: { onClose: () => void }) {
  const { state, seed, say } = useFieldVisit();
  const checklist = (seed as { checklist?: readonly ChecklistItem[] }).checklist ?? [];
  const [line, setLine] = useState<Line>();
  const [text, setText] = useState('');
  const [isSigning, setSigning] = useState(false);
  const correct = async (initials: Signature) => {
    setSigning(false);
    if (
      line &&
      (await say('correct', {
        of: line.of,
        value: line.worded(text.trim()),
        reason: '当事人核对时提出',
        initials,
      }))
    )
      onClose();
  };
  if (!line)
    return (
      <Sheet title="更正哪一处" onClose={onClose} testId="correct-form">
        <div className="options">
          {linesOf(state, checklist).map((one) => (
            <button
              key={one.of}
              type="button"
              className="option"
              onClick={() => {
                setLine(one);
                setText(one.text);
              }}
            >
              <span>
                <strong>{one.label}</strong>
                <br />
                {one.options?.[one.text] ?? (one.text || '（空）')}
              </span>
            </button>
          ))}
        </div>
      </Sheet>
    );
  return (
    <Sheet
      title={`更正：${line.label}`}
      onClose={onClose}
      testId="correct-form"
      footer={
        <button
          type="button"
          className="button big primary"
          disabled={!text.trim() || text.trim() === line.text}
          onClick={() => setSigning(true)}
        >
          请当事人在更正处签名
        </button>
      }
    >
      <p className="hint">原来写的是：{line.options?.[line.text] ?? (line.text || '（空）')}</p>
      {line.options ? (
        <div className="options" role="radiogroup" aria-label={line.label}>
          {Object.entries(line.options).map(([value, words]) => (
            <button
              key={value}
              type="button"
              role="radio"
              aria-checked={text === value}
              className={text === value ? 'option chosen' : 'option'}
              onClick={() => setText(value)}
            >
              {words}
            </button>
          ))}
        </div>
      ) : (
        <textarea
          className="plain-text"
          rows={4}
          maxLength={1000}
          value={text}
          aria-label="改成"
          onChange={(event) => setText(event.target.value)}
        />
      )}
      {isSigning && (
        <SignaturePad
          title="当事人在更正处签名"
          words={`${line.label}改为：${line.options?.[text] ?? text}`}
          onDone={(initials) => void correct(initials)}
          onClose={() => setSigning(false)}
        />
      )}
    </Sheet>
  );
}
