import { type Field, type Form } from '../core/form';
import { CONDITIONS } from './penalty.schema';

const required = (field: Omit<Field, 'required'>): Field => ({ ...field, required: true });

/** Each condition with its reason. */
const conditions: Form = Object.entries(CONDITIONS).flatMap(([name, label]) => [
  required({ name, label, kind: 'yesno' }),
  required({ name: `${name}Reason`, label: '理由', kind: 'textarea', maxLength: 300 }),
]);
const reason = (label: string, maxLength: number) => required({ name: 'reason', label, kind: 'textarea', maxLength });

export const penaltyForms: Partial<Record<string, Form>> = {
  file: conditions,
  refuse: [...conditions, reason('不予立案的理由', 500)],
  askExtension: [reason('延长的理由', 300)],
  refuseExtension: [reason('不同意的理由', 300)],
};
