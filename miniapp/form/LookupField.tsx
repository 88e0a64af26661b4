import { Input } from 'antd-mobile';
import { useState } from 'react';
import { type Remote } from '../useRemote';
import { type Choice, type Listed } from '../answers';
import { sentenceOf } from '../wire';
import { type FieldProps } from './fieldProps';
import { type FormOptions } from '../../models/core/form';
import { useEnterprises, useLookup, useRepeats } from './useChoices';

interface Option {
  value: string;
  text: string;
  more?: string | undefined;
}

/** One of a list the server gives; large rows, one tap. */
function OptionList({
  options,
  remote,
  empty,
  value,
  onChoose,
}: {
  options: Option[];
  remote: Pick<Remote<unknown>, 'data' | 'error'>;
  empty: string;
  value: unknown;
  onChoose: (option: Option) => void;
}) {
  if (!remote.data && remote.error) return <p className="fault">{sentenceOf(remote.error)}</p>;
  if (remote.data && options.length === 0) return <p className="hint">{empty}</p>;
  return (
    <div role="radiogroup" className="options">
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          role="radio"
          aria-checked={value === option.value}
          className={value === option.value ? 'option chosen' : 'option'}
          onClick={() => onChoose(option)}
        >
          <span>{option.text}</span>
          {option.more && <span className="hint">{option.more}</span>}
        </button>
      ))}
    </div>
  );
}

const asOptions = (remote: Pick<Remote<Listed<Choice>>, 'data'>): Option[] =>
  (remote.data?.items ?? []).map(({ id, name, title, place }) => ({
    value: id,
    text: name,
    more: title ?? place ?? undefined,
  }));

const NOBODY: Record<keyof FormOptions, string> = {
  unit: '没有可选的单位，请联系系统管理员。',
  officer: '没有可选的执法人员，请联系系统管理员。',
  person: '现在没有可选的同事，请联系指挥中心。',
};

/** One of the units or colleagues that may be chosen; a long list can be searched. */
const lookupField = (which: keyof FormOptions) =>
  function LookupField(props: FieldProps) {
    const { field, values, change } = props;
    const remote = useLookup(which, props);
    const [words, setWords] = useState('');
    const options = asOptions(remote);
    return (
      <>
        {options.length > 8 && <Input value={words} onChange={setWords} placeholder="输入名称查找" clearable />}
        <OptionList
          options={options.filter(({ text }) => text.includes(words.trim()))}
          remote={remote}
          empty={NOBODY[which]}
          value={values[field.name]}
          onChoose={({ value }) => change(field.name, values[field.name] === value && !field.required ? null : value)}
        />
      </>
    );
  };
export const UnitField = lookupField('unit');
export const OfficerField = lookupField('officer');
export const PersonField = lookupField('person');

export function EnterpriseField({ field, id, values, change }: FieldProps) {
  const chosen = values['enterpriseName'];
  const [words, setWords] = useState(typeof chosen === 'string' ? chosen : '');
  const remote = useEnterprises(words === chosen ? '' : words);
  return (
    <>
      <Input
        id={id}
        value={words}
        placeholder="输入厂名，不知道可不填"
        clearable
        onChange={(next) => {
          setWords(next);
          if (!next) {
            change(field.name, null);
            change('enterpriseName', null);
          }
        }}
      />
      {words && words !== chosen && (
        <OptionList
          options={asOptions(remote).slice(0, 8)}
          remote={remote}
          empty="没有找到这家企业，换几个字试试，也可以不填。"
          value={values[field.name]}
          onChoose={({ value, text }) => {
            change(field.name, value);
            change('enterpriseName', text);
            setWords(text);
          }}
        />
      )}
    </>
  );
}

export function RepeatField({ field, values, change, record }: FieldProps) {
  const remote = useRepeats(record.id);
  const options = (remote.data?.items ?? []).map(({ id, no, title, place, metres }) => ({
    value: id,
    text: [no, title ?? place].filter(Boolean).join(' '),
    more: metres == null ? '同一家企业' : `相距约 ${Math.round(metres)} 米`,
  }));
  return (
    <OptionList
      options={options}
      remote={remote}
      empty="近90天没有相似的信访。"
      value={values[field.name]}
      onChoose={({ value }) => change(field.name, values[field.name] === value ? null : value)}
    />
  );
}
