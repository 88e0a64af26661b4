import { type Field, type Form } from '../core/form';

const required = (field: Omit<Field, 'required'>): Field => ({ ...field, required: true });
const optional = (field: Omit<Field, 'required'>): Field => ({ ...field, required: false });
const reason = (label: string) => required({ name: 'reason', label, kind: 'textarea', maxLength: 200 });

const crew: Form = [
  required({ name: 'first', label: '执法人员（主办）', kind: 'officer' }),
  required({ name: 'second', label: '执法人员（协办）', kind: 'officer' }),
  optional({ name: 'third', label: '第三名执法人员', kind: 'officer' }),
];
const moved: Form = [
  required({ name: 'plannedOn', label: '改到哪一天', kind: 'text', placeholder: '例如 2026-08-15', maxLength: 10 }),
  reason('改期的原因'),
];

/** What each step asks for; the rest is one tap. */
export const inspectionForms: Partial<Record<string, Form>> = {
  assign: crew,
  reassign: crew,
  postpone: moved,
  reschedule: moved,
  decline: [reason('去不了的原因')],
  cancel: [reason('取消的原因')],
};
