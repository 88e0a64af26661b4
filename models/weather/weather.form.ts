import { type Field, type Form, optionsOf } from '../core/form';
import { COUNTIES } from '../core/place';
import { LEVELS, WARNING_KINDS } from './weather.schema';

const required = (field: Omit<Field, 'required'>): Field => ({ ...field, required: true });
const optional = (field: Omit<Field, 'required'>): Field => ({ ...field, required: false });

const scale = (from: number, to: number, unit: string) =>
  Array.from({ length: to - from + 1 }, (_, n) => ({ value: String(from + n), text: `${from + n}${unit}` }));

/** 录入气象预警 at the desk: from now on, for so many hours. */
export const weatherForm: Form = [
  required({ name: 'kind', label: '预警种类', kind: 'choice', options: optionsOf(WARNING_KINDS) }),
  required({ name: 'level', label: '级别', kind: 'choice', options: optionsOf(LEVELS) }),
  optional({ name: 'county', label: '县区（不选为全市）', kind: 'choice', options: optionsOf(COUNTIES) }),
  required({
    name: 'hours',
    label: '有效',
    kind: 'choice',
    options: ['3', '6', '12', '24', '48'].map((value) => ({ value, text: `${value}小时` })),
  }),
  optional({ name: 'windForce', label: '最大风力', kind: 'choice', options: scale(6, 17, '级') }),
  optional({
    name: 'waveMetres',
    label: '最大浪高',
    kind: 'choice',
    options: ['1', '1.5', '2', '2.5', '3', '4', '6', '9'].map((value) => ({ value, text: `${value}米` })),
  }),
  optional({ name: 'words', label: '说明', kind: 'textarea', maxLength: 500 }),
];
