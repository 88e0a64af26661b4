import { Input, Selector, Stepper, Switch, TextArea } from 'antd-mobile';
import { type FieldProps, textOf } from './fieldProps';

/** One line or several; the keyboard's own microphone does the dictation. */
export function TextField(props: FieldProps) {
  const { field, id, change } = props;
  const shared = {
    id,
    value: textOf(props),
    placeholder: field.placeholder ?? `请填写${field.label}`,
    onChange: (value: string) => change(field.name, value),
  };
  if (field.kind === 'text')
    return <Input {...shared} {...(field.maxLength ? { maxLength: field.maxLength } : {})} clearable />;
  return (
    <TextArea
      {...shared}
      autoSize={{ minRows: 3, maxRows: 10 }}
      showCount={(length, max) =>
        max && length > max * 0.8 ? <span className="hint">{`${length} / ${max} 字`}</span> : null
      }
      {...(field.maxLength ? { maxLength: field.maxLength } : {})}
    />
  );
}

export function NumberField(props: FieldProps) {
  const { field, values, change } = props;
  const value = values[field.name];
  return (
    <Stepper
      min={1}
      max={10_000}
      digits={0}
      value={typeof value === 'number' ? value : 1}
      onChange={(next) => change(field.name, next)}
    />
  );
}

export function ChoiceField({ field, values, change }: FieldProps) {
  const value = values[field.name];
  const options = (field.options ?? []).map(({ value: key, text }) => ({ value: key, label: text }));
  return (
    <Selector
      options={options}
      columns={options.every(({ label }) => label.length <= 5) ? 3 : 1}
      value={typeof value === 'string' ? [value] : []}
      onChange={([next]) => next !== undefined && change(field.name, next)}
      showCheckMark={false}
    />
  );
}

const WORDS = ['很不满意', '不满意', '一般', '满意', '很满意'];

export function RatingField({ field, values, change }: FieldProps) {
  const value = Number(values[field.name] ?? 0);
  return (
    <div className="stars" role="radiogroup" aria-label={field.label}>
      {WORDS.map((word, at) => (
        <button
          key={word}
          type="button"
          role="radio"
          aria-checked={value === at + 1}
          aria-label={`${at + 1} 分，${word}`}
          className={at < value ? 'star lit' : 'star'}
          data-testid={`star-${at + 1}`}
          onClick={() => change(field.name, at + 1)}
        >
          ★
        </button>
      ))}
      <span className="stars-word" aria-hidden="true">
        {WORDS[value - 1] ?? '请点星星'}
      </span>
    </div>
  );
}

export function YesNoField({ field, values, change }: FieldProps) {
  return (
    <Switch
      checked={values[field.name] === true}
      checkedText="是"
      uncheckedText="否"
      onChange={(next) => change(field.name, next)}
    />
  );
}
