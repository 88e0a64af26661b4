import { Radio, Select } from 'antd';
import { useState } from 'react';
import { type Choice, type Listed } from '../answers';
import { useEnterprises, useLookup, useRepeats } from '../form/useChoices';
import { type FieldProps, textOf } from '../form/fieldProps';
import { type Remote } from '../useRemote';
import { sentenceOf } from '../wire';

type Looked = Pick<Remote<Listed<Choice>>, 'data' | 'error'>;

const asOptions = ({ data }: Looked) =>
  (data?.items ?? []).map(({ id, name, title }) => ({ value: id, label: title ? `${name}（${title}）` : name }));

function Lookup({ props, remote, empty }: { props: FieldProps; remote: Looked; empty: string }) {
  const { field, id, change } = props;
  return (
    <Select
      id={id}
      value={textOf(props) || null}
      options={asOptions(remote)}
      placeholder="请选择"
      loading={!remote.data && !remote.error}
      notFoundContent={remote.error ? sentenceOf(remote.error) : empty}
      optionFilterProp="label"
      showSearch
      allowClear={!field.required}
      onChange={(next) => change(field.name, next ?? null)}
    />
  );
}

export const UnitField = (props: FieldProps) => (
  <Lookup props={props} remote={useLookup('unit', props)} empty="没有可选的单位，请联系系统管理员。" />
);

export const OfficerField = (props: FieldProps) => (
  <Lookup props={props} remote={useLookup('officer', props)} empty="没有可选的执法人员，请联系系统管理员。" />
);

export const PersonField = (props: FieldProps) => (
  <Lookup props={props} remote={useLookup('person', props)} empty="现在没有可选的同事，请联系指挥中心。" />
);

export function EnterpriseField(props: FieldProps) {
  const { field, id, values, change } = props;
  const [words, setWords] = useState('');
  const remote = useEnterprises(words);
  const value = textOf(props);
  const known = values['enterpriseName'];
  const found = asOptions(remote);
  const options =
    value && typeof known === 'string' && !found.some((option) => option.value === value)
      ? [{ value, label: known }, ...found]
      : found;
  return (
    <Select
      id={id}
      value={value || null}
      options={options}
      placeholder="输入厂名查找，不知道可不填"
      notFoundContent={words ? '没有找到，换几个字试试，也可以不填。' : '请输入厂名'}
      showSearch={{ filterOption: false, onSearch: setWords }}
      allowClear
      onChange={(next: string | undefined, option) => {
        change(field.name, next ?? null);
        change('enterpriseName', option && !Array.isArray(option) ? option.label : null);
      }}
    />
  );
}

export function RepeatField(props: FieldProps) {
  const { field, record, change } = props;
  const items = useRepeats(record.id).data?.items ?? [];
  return (
    <Radio.Group
      value={textOf(props)}
      onChange={(event) => change(field.name, (event.target.value as string) || null)}
      options={[{ value: '', label: '不是重复' }, ...items.map(({ id, no }) => ({ value: id, label: no ?? id }))]}
    />
  );
}
