// @ts-check
/** The form component of a card: field types, values and checks as in the platform's form variables (dingtalk.md §6.4). */
import { fill, h } from './dom.js';

/**
 * @typedef {{value: string, text: string}} Option
 * @typedef {object} Field
 * @property {string} name
 * @property {string} label
 * @property {string} type
 * @property {boolean} [required]
 * @property {string} [requiredMsg]
 * @property {boolean} [readOnly]
 * @property {boolean} [hidden]
 * @property {string} [placeholder]
 * @property {string} [format]
 * @property {any} [defaultValue]
 * @property {Option[]} [options]
 * @property {number} [minRows]
 * @property {number} [maxRows]
 */
/**
 * One drawn field: its control and how to read it. `undefined` means nothing was entered.
 * @typedef {{control: HTMLElement, read: () => unknown, focus: () => void}} Drawn
 */

let serial = 0;

/** @param {Field} field @param {string} id @param {Record<string, any>} more */
const common = (field, id, more = {}) => ({
  id,
  name: field.name,
  placeholder: field.placeholder,
  readonly: field.readOnly,
  'data-testid': `field-${field.name}`,
  'aria-required': field.required ? 'true' : undefined,
  ...more,
});

/** @param {string} type @param {Record<string, any>} [more] @returns {(field: Field, id: string) => Drawn} */
const typed = (type, more) => (field, id) => {
  const control = h('input', common(field, id, { type, value: field.defaultValue, class: 'input', ...more }));
  return { control, read: () => control.value.trim() || undefined, focus: () => control.focus() };
};

/** @param {Field} field @param {string} id @returns {Drawn} */
function number(field, id) {
  const { control, read, focus } = typed('number', { step: 'any', inputmode: 'decimal' })(field, id);
  return { control, focus, read: () => (read() === undefined ? undefined : Number(read())) };
}

/** @param {Field} field @param {string} id @returns {Drawn} */
function textArea(field, id) {
  const control = h(
    'textarea',
    common(field, id, { rows: Math.max(2, field.minRows ?? 3), class: 'input' }),
    field.defaultValue ?? '',
  );
  return { control, read: () => control.value.trim() || undefined, focus: () => control.focus() };
}

/** @param {Field} field @param {string} id @returns {Drawn} */
function tick(field, id) {
  const box = h(
    'input',
    common(field, id, {
      type: 'checkbox',
      checked: isTrue(field.defaultValue),
      disabled: field.readOnly,
      role: field.type === 'SWITCH' ? 'switch' : undefined,
    }),
  );
  const control = h(
    'label',
    { class: field.type === 'SWITCH' ? 'tick switch' : 'tick' },
    box,
    h('span', {}, field.placeholder || field.label),
  );
  return { control, read: () => box.checked, focus: () => box.focus() };
}

/** @param {Field} field @param {string} id @returns {Drawn} */
function select(field, id) {
  const options = field.options ?? [];
  const chosen = valueOf(field.defaultValue, options);
  const control = h(
    'select',
    common(field, id, { class: 'input', disabled: field.readOnly }),
    h('option', { value: '' }, field.placeholder || '请选择'),
    options.map((option) =>
      h('option', { value: option.value, selected: option.value === chosen }, optionText(option)),
    ),
  );
  const index = () => options.findIndex((option) => option.value === control.value);
  return {
    control,
    focus: () => control.focus(),
    read: () => (index() < 0 ? undefined : { index: index(), value: control.value }),
  };
}

/** @param {'radio' | 'checkbox'} type @param {(values: string[], options: Option[]) => unknown} result @returns {(field: Field, id: string) => Drawn} */
const group = (type, result) => (field, id) => {
  const options = field.options ?? [];
  const chosen = [field.defaultValue?.value ?? field.defaultValue ?? []].flat().map(String);
  const boxes = options.map((option, at) =>
    h('input', {
      type,
      name: id,
      id: at === 0 ? id : undefined,
      value: option.value,
      checked: chosen.includes(option.value),
      disabled: field.readOnly,
      'data-testid': `field-${field.name}-${option.value}`,
    }),
  );
  const control = h(
    'div',
    {
      class: 'group',
      role: type === 'radio' ? 'radiogroup' : 'group',
      'aria-label': field.label,
      'data-testid': `field-${field.name}`,
    },
    options.map((option, at) => h('label', { class: 'tick' }, boxes[at], h('span', {}, optionText(option)))),
  );
  const values = () => boxes.filter((box) => box.checked).map((box) => box.value);
  return {
    control,
    focus: () => boxes[0]?.focus(),
    read: () => (values().length ? result(values(), options) : undefined),
  };
};

/** Several texts, one line each. @param {Field} field @param {string} id @returns {Drawn} */
function textArray(field, id) {
  const start = [field.defaultValue ?? []].flat().map(String);
  const list = h('div', { class: 'lines' });
  const add = (/** @type {string} */ value, /** @type {string | undefined} */ first) =>
    list.append(
      h('input', {
        ...common(field, first ?? '', { id: first, type: 'text', value, class: 'input', 'aria-label': field.label }),
      }),
    );
  for (const [at, value] of (start.length ? start : ['']).entries()) add(value, at === 0 ? id : undefined);
  const control = h(
    'div',
    {},
    list,
    field.readOnly
      ? null
      : h('button', { type: 'button', class: 'button small', onclick: () => add('', undefined) }, '＋ 再加一条'),
  );
  const inputs = () => [...list.querySelectorAll('input')];
  const values = () =>
    inputs()
      .map((input) => input.value.trim())
      .filter(Boolean);
  return { control, focus: () => inputs()[0]?.focus(), read: () => (values().length ? values() : undefined) };
}

/** @type {Record<string, (field: Field, id: string) => Drawn>} */
const TYPES = {
  TEXT: typed('text'),
  TEXT_AREA: textArea,
  NUMBER: number,
  DATE: typed('date'),
  TIME: typed('time'),
  DATETIME: typed('datetime-local'),
  CHECKBOX: tick,
  SWITCH: tick,
  SELECT: select,
  MULTI_SELECT: group('checkbox', (values, options) => ({
    index: values.map((value) => options.findIndex((option) => option.value === value)),
    value: values,
  })),
  CHECKBOX_GROUP: group('radio', (values) => values[0]),
  MULTI_CHECKBOX_GROUP: group('checkbox', (values) => values),
  TEXT_ARRAY: textArray,
};

/** @param {unknown} value */
const isTrue = (value) => value === true || value === 'true';
/** @param {Option} option */
const optionText = (option) => String(/** @type {any} */ (option.text)?.zh_CN ?? option.text ?? option.value);
/** @param {any} value @param {Option[]} options */
const valueOf = (value, options) =>
  typeof value === 'number' ? options[value]?.value : String(value?.value ?? value ?? '');

/**
 * Draw a form.
 * @param {Field[]} fields
 * @param {string} submitText
 * @param {(values: Record<string, unknown>) => Promise<void>} submit called with the values by field name once every check passes
 */
export function cardForm(fields, submitText, submit) {
  serial += 1;
  const prefix = `form${serial}`;
  const drawn = fields
    .filter((field) => !field.hidden)
    .map((field, at) => {
      const id = `${prefix}-${at}`;
      const draw = TYPES[field.type] ?? TYPES['TEXT'];
      return {
        field,
        .../** @type {any} */ (draw)(field, id),
        id,
        fault: h('p', { class: 'fault', id: `${id}-fault`, role: 'alert' }),
      };
    });
  const button = h(
    'button',
    { type: 'submit', class: 'button primary wide', 'data-testid': 'form-submit' },
    submitText || '提交',
  );
  const form = h(
    'form',
    {
      class: 'form',
      novalidate: true,
      'data-testid': 'card-form',
      onsubmit: async (/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        if (button.disabled || !checked()) return;
        button.disabled = true;
        button.classList.add('busy');
        await submit(values());
        button.disabled = false;
        button.classList.remove('busy');
      },
    },
    drawn.map(({ field, control, id, fault }) =>
      h(
        'div',
        { class: 'field' },
        field.type === 'CHECKBOX' || field.type === 'SWITCH'
          ? null
          : h(
              'label',
              { for: id },
              field.label,
              field.required ? h('span', { class: 'required', 'aria-label': '必填' }, ' *') : null,
            ),
        control,
        fault,
      ),
    ),
    button,
  );

  function checked() {
    const missing = drawn.filter(({ field, read, fault }) => {
      const value = read();
      const empty = field.required && (value === undefined || value === false || Number.isNaN(value));
      fill(fault, [empty ? field.requiredMsg || `请填写${field.label}` : null]);
      return empty;
    });
    missing[0]?.focus();
    return missing.length === 0;
  }
  function values() {
    const entries = fields
      .filter((field) => field.hidden && field.defaultValue !== undefined)
      .map((field) => [field.name, field.defaultValue]);
    for (const { field, read } of drawn) if (read() !== undefined) entries.push([field.name, read()]);
    return Object.fromEntries(entries);
  }
  return form;
}
