import { type AnswerField } from '../../models/checkItem/checkItem.schema';
import { Segments } from './Segments';
import { SettledInput } from './SettledInput';

type Value = string | number | boolean;
const YES_NO = { yes: '是', no: '否' } as const;

/** What is written down beside the result: readings, counts, names. */
export function AnswerFields({
  fields,
  values,
  onChange,
  draft,
}: {
  fields: readonly AnswerField[];
  values: Readonly<Record<string, Value>>;
  onChange: (name: string, value: Value) => void;
  draft: string;
}) {
  return fields.map(({ name, label, kind, unit }) =>
    kind === 'yesno' ? (
      <div key={name} className="answer-field">
        <p className="field-label">{label}</p>
        <Segments
          label={label}
          options={YES_NO}
          value={values[name] === undefined ? undefined : values[name] ? 'yes' : 'no'}
          onChange={(said) => onChange(name, said === 'yes')}
        />
      </div>
    ) : (
      <SettledInput
        key={name}
        label={unit ? `${label}（${unit}）` : label}
        draft={`${draft}/${name}`}
        value={String(values[name] ?? '')}
        numeric={kind === 'number'}
        onSettle={(text) => {
          const figure = Number(text.replace(',', '.'));
          onChange(name, kind === 'number' && text !== '' && Number.isFinite(figure) ? figure : text);
        }}
      />
    ),
  );
}
