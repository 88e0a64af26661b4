/** A step's form (models/core/form.ts) as DingTalk's form component, and what comes back as the step's input. */
import { type Field, type Form, type FormOptions, type Option } from '../models/core/form';
import { formText, type FormField, type OpenForm } from './card';

const RATINGS: Option[] = [
  { value: '5', text: '5分 非常满意' },
  { value: '4', text: '4分 满意' },
  { value: '3', text: '3分 一般' },
  { value: '2', text: '2分 不满意' },
  { value: '1', text: '1分 很不满意' },
];

type Translated = Pick<FormField, 'type' | 'options'>;
const select = (options: readonly Option[] | undefined): Translated => ({
  type: 'SELECT',
  options: (options ?? []).map(({ value, text }) => ({ value, text })),
});

/** Photos go into the chat, enterprise and repeats are searched for on the page, a signature is written there: no field of the card. */
const TYPES: Record<Field['kind'], (field: Field, options: FormOptions) => Translated | null> = {
  text: () => ({ type: 'TEXT' }),
  textarea: () => ({ type: 'TEXT_AREA' }),
  number: () => ({ type: 'NUMBER' }),
  choice: ({ options }) => select(options),
  rating: () => select(RATINGS),
  place: () => ({ type: 'TEXT' }),
  yesno: () => ({ type: 'SWITCH' }),
  unit: (_, { unit }) => select(unit),
  officer: (_, { officer }) => select(officer),
  person: (_, { person }) => select(person),
  photos: () => null,
  enterprise: () => null,
  repeat: () => null,
  signature: () => null,
};

/** Carries the version of the record through a submitted form, which has no parameters of its own. */
export const VERSION_FIELD = 'v';

const CHOSEN: readonly FormField['type'][] = ['SELECT', 'SWITCH'];

/** A field with a standing value may be left empty: it then stays as it is. */
function translated(field: Field, options: FormOptions, value: string | undefined): FormField[] {
  const shape = TYPES[field.kind](field, options);
  if (!shape) return [];
  const verb = CHOSEN.includes(shape.type) ? '请选择' : '请填写';
  const required = field.required && !value;
  return [
    {
      name: field.name,
      label: field.label,
      ...shape,
      ...(required ? { required, requiredMsg: `${verb}${field.label}` } : {}),
      ...(value ? { defaultValue: value } : {}),
    },
  ];
}

/** What a form can do without when it weighs too much for a card, the least missed first. */
const LIGHTER: readonly ((field: FormField) => FormField)[] = [
  (field) => field,
  ({ requiredMsg: _, ...field }) => field,
  ({ requiredMsg: _, defaultValue, ...field }) =>
    defaultValue && (field.hidden || defaultValue.length <= 20) ? { ...field, defaultValue } : field,
];

interface FormRequest {
  step: string;
  submit: string;
  form: Form;
  version: number;
  options?: FormOptions;
  /** What stands there already, by field. */
  values?: Readonly<Record<string, unknown>>;
}

/**
 * The form to open on the card; null when it wants a signature, a choice is empty, or everything together weighs more than a card's value may, so that
 * the page has to be used.
 */
export function openForm({ step, submit, form, version, options = {}, values = {} }: FormRequest): OpenForm | null {
  if (form.some(({ kind, required }) => kind === 'signature' && required)) return null;
  const standing = (name: string) => (typeof values[name] === 'string' ? values[name] : undefined);
  const fields = form.flatMap((field) => translated(field, options, standing(field.name)));
  if (fields.some(({ type, required, options: choices }) => type === 'SELECT' && required && choices?.length === 0))
    return null;
  const hidden: FormField = {
    name: VERSION_FIELD,
    label: VERSION_FIELD,
    type: 'TEXT',
    hidden: true,
    defaultValue: String(version),
  };
  const light = LIGHTER.map((lighten) => [...fields, hidden].map(lighten)).find((whole) => formText(whole));
  return light ? { step, submit, fields: light } : null;
}

/** What was filled in, as the step's input: what was left empty is absent, and the version is taken out. */
export function inputOf(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).filter(
      ([name, value]) => name !== VERSION_FIELD && value !== '' && value !== null && value !== undefined,
    ),
  );
}
