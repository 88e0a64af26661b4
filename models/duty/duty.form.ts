import { type Field, type Form } from '../core/form';
import { type DutyStep } from './duty.workflow';

const required = (field: Omit<Field, 'required'>): Field => ({ ...field, required: true });
const optional = (field: Omit<Field, 'required'>): Field => ({ ...field, required: false });
const reason = (label: string, maxLength = 200): Field =>
  required({ name: 'reason', label, kind: 'textarea', maxLength });

/** What each step of a shift asks for. A step that is absent asks for nothing: one tap. */
export const dutyForms: Partial<Record<DutyStep, Form>> = {
  requestSwap: [required({ name: 'person', label: '与谁换班', kind: 'person' })],
  refuseSwap: [reason('不批的理由')],
  leave: [reason('请假理由')],
  note: [required({ name: 'text', label: '值班记录', kind: 'textarea', maxLength: 1000 })],
  arrange: [
    required({ name: 'person', label: '改派谁到哪个岗位', kind: 'officer' }),
    optional({ name: 'reason', label: '说明', kind: 'text', maxLength: 100 }),
  ],
  close: [reason('无人接班的原因')],
};
