import { AutoComplete, Input, InputNumber, Radio, Rate, Select, Switch } from 'antd';
import { type FieldProps, textOf } from '../form/fieldProps';
import { PLACES } from '../petition/places';

const limit = ({ field }: FieldProps) => (field.maxLength ? { maxLength: field.maxLength, showCount: true } : {});
const hint = ({ field }: FieldProps) => field.placeholder ?? `请填写${field.label}`;

export const TextField = (props: FieldProps) => (
  <Input
    id={props.id}
    value={textOf(props)}
    placeholder={hint(props)}
    autoComplete="off"
    onChange={(event) => props.change(props.field.name, event.target.value)}
    {...limit(props)}
  />
);

export const TextAreaField = (props: FieldProps) => (
  <Input.TextArea
    id={props.id}
    value={textOf(props)}
    placeholder={hint(props)}
    autoSize={{ minRows: 3, maxRows: 10 }}
    onChange={(event) => props.change(props.field.name, event.target.value)}
    {...limit(props)}
  />
);

export function NumberField({ field, id, values, change }: FieldProps) {
  const value = values[field.name];
  return (
    <InputNumber
      id={id}
      min={1}
      max={10_000}
      precision={0}
      value={typeof value === 'number' ? value : null}
      placeholder="1"
      onChange={(next) => change(field.name, next)}
    />
  );
}

/** Few short choices stand open; many fold into a list. */
export function ChoiceField(props: FieldProps) {
  const { field, id, change } = props;
  const options = (field.options ?? []).map(({ value, text }) => ({ value, label: text }));
  const value = textOf(props) || undefined;
  if (options.length <= 4)
    return (
      <Radio.Group
        options={options}
        value={value}
        onChange={(event) => change(field.name, event.target.value as string)}
      />
    );
  return (
    <Select
      id={id}
      options={options}
      value={value ?? null}
      placeholder="请选择"
      onChange={(next) => change(field.name, next)}
      optionFilterProp="label"
      showSearch
    />
  );
}

export const RatingField = ({ field, values, change }: FieldProps) => (
  <Rate value={Number(values[field.name] ?? 0)} onChange={(next) => change(field.name, next)} />
);

export const YesNoField = ({ field, id, values, change }: FieldProps) => (
  <Switch
    id={id}
    checked={values[field.name] === true}
    checkedChildren="是"
    unCheckedChildren="否"
    onChange={(next) => change(field.name, next)}
  />
);

export const PlaceField = (props: FieldProps) => (
  <AutoComplete
    id={props.id}
    value={textOf(props)}
    placeholder={hint(props)}
    options={PLACES.filter(({ name }) => name.includes(textOf(props).slice(0, 4))).map(({ name }) => ({ value: name }))}
    onChange={(next) => props.change(props.field.name, next)}
    maxLength={props.field.maxLength ?? 200}
  />
);
